"""PDF: the words and a picture of each page by PDFium, and by qpdf what in it is more than a document."""

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from tracker.capture.opening.picture_files import HIGHEST, WIDTH, save_picture

__all__ = ["MOST_PAGES", "opened"]

MOST_PAGES = 200
_MOST_TEXT = 5_000_000
_CPU_FOR_PICTURES = 10.0
"""Seconds; pages after that have words only."""
_MOST_ENLARGED = 4
_MOST_OBJECTS = 100_000
_FEWEST_SIGNS = 100
"""A page with less text than that, and a picture over it, is a scan with a number or a stamp."""
_ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "launches a program",
    "/GoToR": "remote link",
    "/GoToE": "remote link",
    "/URI": "link",
    "/SubmitForm": "sends a form",
    "/ImportData": "form",
    "/RichMedia": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Rendition": "media",
}
_KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/EmbeddedFiles": "attachment",
    "/EF": "attachment",
    "/AcroForm": "form",
    "/XFA": "form",
    "/AA": "acts by itself",
    "/OpenAction": "acts by itself",
}


def opened(path: Path, media_type: str, *, address: str, charset: str) -> dict[str, Any]:  # noqa: ARG001 - as all openers
    """A PDF of at most 200 pages that both libraries can read."""
    try:
        flags = _flags(path)
        with pypdfium2.PdfDocument(path) as document:
            count = len(document)
            if not count:
                return {"refused": "cannot be opened"}
            if count > MOST_PAGES:
                return {"refused": "too costly to open"}
            texts, unread = _texts(document)
            pictures = _pictures(document)
    except (pikepdf.PdfError, pikepdf.PasswordError, pypdfium2.PdfiumError, OSError, ValueError, RecursionError):
        return {"refused": "cannot be opened"}
    readable = _readable(texts, unread)
    tool = f"pypdfium2 {pypdfium2.version.PYPDFIUM_INFO} pikepdf {pikepdf.__version__}"
    main = "\n\n".join(texts)
    return {
        "readable": readable,
        "texts": texts,
        "main": main,
        "pictures": pictures,
        "flags": sorted(flags),
        "tool": tool,
    }


def _readable(texts: list[str], unread: int) -> str:
    """Of pages that are pictures nobody can say that words are not there, whatever the other pages say."""
    if unread == len(texts) or not any(text.strip() for text in texts):
        return "none"
    return "machine" if unread else "text"


def _texts(document: pypdfium2.PdfDocument) -> tuple[list[str], int]:
    """The words of each page, and how many pages are pictures with hardly a word, as scans are."""
    texts, left, unread = [], _MOST_TEXT, 0
    for page in document:
        text = page.get_textpage().get_text_range()[:left].replace("\r\n", "\n").replace("\0", "")
        # A code that stands for no letter would be refused wherever the text goes.
        texts.append(text.encode("utf-8", "replace").decode())
        left -= len(text)
        unread += len(text.strip()) < _FEWEST_SIGNS and _is_picture(page)
        page.close()
    return texts, unread


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether one picture covers half of a page or more."""
    width, height = page.get_size()
    for part in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = part.get_bounds()
        if (right - left) * (top - bottom) >= width * height / 2:
            return True
    return False


def _pictures(document: pypdfium2.PdfDocument) -> int:
    """Pictures of the first pages, as many as there is time for; how many."""
    for number in range(len(document)):
        if _cpu() > _CPU_FOR_PICTURES:
            return number
        page = document[number]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), HIGHEST / max(height, 1), _MOST_ENLARGED)
        save_picture(page.render(scale=scale).to_pil(), Path(f"picture-{number + 1}.jpg"))
        page.close()
    return len(document)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _flags(path: Path) -> set[str]:
    with pikepdf.open(path) as pdf:
        flags = {"encrypted"} if pdf.is_encrypted else set()
        for number, pdf_object in enumerate(pdf.objects):
            if number >= _MOST_OBJECTS:
                raise ValueError("too many objects")
            for part in _dictionaries(pdf_object):
                flags |= {flag for key, flag in _KEYS.items() if key in part}
                action = part.get("/S")
                if isinstance(action, pikepdf.Name) and str(action) in _ACTIONS:
                    flags.add(_ACTIONS[str(action)])
                if part.get("/Type") == "/EmbeddedFile":
                    flags.add("attachment")
    return flags


def _dictionaries(outer: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """An object and the dictionaries within it that are no objects of their own; each is met once."""
    waiting = [outer]
    while waiting:
        value_met = waiting.pop()
        if isinstance(value_met, (pikepdf.Dictionary, pikepdf.Stream)):
            yield value_met
            waiting += [value for value in dict(value_met.items()).values() if _direct(value)]
        elif isinstance(value_met, pikepdf.Array):
            waiting += [value for value in value_met if _direct(value)]


def _direct(value: object) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect
