"""The process that opens one file, closed in (``tracker.capture.sandbox``): ``python -m tracker.capture.opener``.

Arguments: the file, its media type, the address it came from, its declared charset, and whether it may be opened where
nothing closes it in. It writes ``result.json`` and pictures into its working folder.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from tracker.capture.sandbox import confine, system_paths

__all__ = ["main"]

_OPENERS = {
    "application/pdf": "pdf_files",
    "image/png": "picture_files",
    "image/jpeg": "picture_files",
    "text/plain": "text_files",
    "text/html": "page_files",
    "application/wacz": "wacz_files",
}


def main(path: Path, media_type: str, address: str, charset: str, unconfined: bool) -> dict[str, Any]:
    """Close this process in and open the file; what is to be written down of it."""
    confinement = confine([*system_paths(), path], Path.cwd())
    if not (confinement.holds or unconfined):
        return {"refused": "not opened"}
    try:
        # Libraries read what others made: not before this.
        opener = import_module(f"tracker.capture.opening.{_OPENERS[media_type]}")
        result: dict[str, Any] = opener.opened(path, media_type, address=address, charset=charset)
    except MemoryError:
        return {"refused": "too costly to open"}
    return result


if __name__ == "__main__":
    Path("result.json").write_text(
        json.dumps(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5] == "yes")), "utf-8"
    )
