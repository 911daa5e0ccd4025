"""What a file is by its first and last bytes, which must agree with the end of its name. Nothing is opened here."""

import codecs
import re
from pathlib import PurePosixPath

__all__ = ["SUFFIXES", "TYPES", "decoded_text", "refusal_of_upload", "sniff"]

TYPES = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "text/plain": "text",
    "text/html": "HTML",
    "application/wacz": "WACZ",
}
"""Media types that are kept, with the names of their formats."""
SUFFIXES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".wacz": "application/wacz",
}
"""Of files that people send. A page is not among them: we fetch it ourselves, or it is sent as a print."""
_TAIL = 1024
_MARKUP = re.compile(rb"\s*<(!|\?|/?[a-zA-Z])")
_PROGRAMS = (b"#!", b"%!PS", b"{\\rtf", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def sniff(content: bytes) -> str | None:
    """The media type of a file, one of TYPES; None if it is nothing that is kept, or a second thing besides."""
    if content.startswith(b"%PDF-"):
        # What follows the end would be another file to some program.
        whole = content[-_TAIL:].rstrip(b"\r\n \t\0").endswith(b"%%EOF")
        return "application/pdf" if whole else None
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04"):
        return "application/wacz"
    if content.startswith(_PROGRAMS) or (text := decoded_text(content)) is None:
        return None
    return "text/html" if _MARKUP.match(text[:_TAIL].encode()) else "text/plain"


def decoded_text(content: bytes) -> str | None:
    """Plain text, as its mark or UTF-8 says, else as Windows writes western languages; None if it is none."""
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    for name in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        return text if text.strip() and not _CONTROLS.search(text) else None
    return None


def refusal_of_upload(name: str, content: bytes) -> str | None:
    """Why a file that somebody sent is not taken, one of the reasons of captures; None if it is.

    ``name`` is as it was sent: only its last ending counts, and it is never part of a path.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if suffix not in SUFFIXES:
        return "type not kept"
    if not content:
        return "cannot be opened"
    return None if sniff(content) == SUFFIXES[suffix] else "type not kept"
