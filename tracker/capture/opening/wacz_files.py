"""WACZ, the exchange format of web archives: looked through, not replayed."""

import json
import zipfile
from pathlib import Path
from typing import Any

__all__ = ["opened"]

_MOST_UNPACKED = 200_000_000
_MOST_MEMBERS = 5_000
_MOST_DESCRIPTION = 1_000_000


def opened(path: Path, media_type: str, *, address: str, charset: str) -> dict[str, Any]:  # noqa: ARG001 - as all openers
    """A ZIP with a description and archived responses, of sane names and sizes. Its words are not read."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                return {"refused": "too costly to open"}
            if sum(member.file_size for member in members) > _MOST_UNPACKED:
                return {"refused": "unpacks too big"}
            names = [member.filename for member in members]
            with archive.open("datapackage.json") as file:
                description = json.loads(file.read(_MOST_DESCRIPTION))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError, EOFError):
        return {"refused": "cannot be opened"}
    outside = any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    archives = [name for name in names if name.startswith("archive/") and name.endswith((".warc.gz", ".warc"))]
    if outside or not archives or "resources" not in description or len(set(names)) < len(names):
        return {"refused": "cannot be opened"}
    return {"readable": "none", "texts": [], "tool": "zipfile"}
