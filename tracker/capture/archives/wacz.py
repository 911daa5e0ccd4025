"""WACZ, the form in which web archives are handed on: an archive with an index, a list of pages, and hashes of all."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from tracker.capture.archives.packed_records import packed_records

__all__ = ["wacz_of"]

_VERSION = "1.1.1"
_HEAD = re.compile(rb"(?:([A-Za-z-]+): ([^\r\n]*)\r\n)")
_DAY = (1980, 1, 1, 0, 0, 0)
"""Of all members, so that the same copy always gives the same file."""


def wacz_of(warc: bytes, page: str, at: datetime, software: str) -> bytes:
    """An archive as WACZ 1.1.1, with the page that was asked for. The same archive gives the same bytes."""
    day = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    header = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    pages = [json.dumps(line) for line in (header, {"id": "1", "url": page, "ts": day, "title": page})]
    members = {
        "archive/data.warc.gz": warc,
        "indexes/index.cdx": "".join(sorted(_index(warc))).encode(),
        "pages/pages.jsonl": "\n".join([*pages, ""]).encode(),
    }
    package = {
        "profile": "data-package",
        "wacz_version": _VERSION,
        "created": day,
        "software": software,
        "mainPageUrl": page,
        "mainPageDate": day,
        "resources": [
            {"name": path.rpartition("/")[2], "path": path, "hash": _hash(content), "bytes": len(content)}
            for path, content in members.items()
        ],
    }
    members["datapackage.json"] = json.dumps(package, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": _hash(members["datapackage.json"])}
    members["datapackage-digest.json"] = json.dumps(digest).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for path, content in members.items():
            archive.writestr(zipfile.ZipInfo(path, _DAY), content)
    return file.getvalue()


def _hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _index(warc: bytes) -> Iterator[str]:
    """A line (CDXJ) for each answer: where it is in the archive."""
    for record in packed_records(warc):
        head, _, block = record.content.partition(b"\r\n\r\n")
        fields = {name.decode(): value.decode() for name, value in _HEAD.findall(head + b"\r\n")}
        if fields.get("WARC-Type") == "response":
            yield _line(fields, block, record.offset, record.length)


def _line(fields: dict[str, str], block: bytes, offset: int, length: int) -> str:
    url, day = fields["WARC-Target-URI"], re.sub(r"\D", "", fields["WARC-Date"])[:14]
    media_type = re.search(rb"\r\ncontent-type:\s*([^;\r\n]+)", block.partition(b"\r\n\r\n")[0], re.IGNORECASE)
    about = {
        "url": url,
        "mime": media_type[1].decode("latin-1").strip() if media_type else "",
        "status": block[9:12].decode("latin-1"),
        "digest": fields["WARC-Block-Digest"],
        "length": str(length),
        "offset": str(offset),
        "filename": "data.warc.gz",
    }
    parts = urlsplit(url)
    key = f"{','.join(reversed((parts.hostname or '').split('.')))}){parts.path or '/'}"
    return f"{key + (f'?{parts.query}' if parts.query else '')} {day} {json.dumps(about)}\n"
