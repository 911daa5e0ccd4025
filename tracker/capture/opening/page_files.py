"""Web pages, of which only the words are read. They are never rendered."""

from pathlib import Path
from typing import Any

from tracker.capture.web_page import read_page

__all__ = ["opened"]


def opened(path: Path, media_type: str, *, address: str, charset: str) -> dict[str, Any]:  # noqa: ARG001 - as all openers
    """The words of a page and what it declares of itself."""
    words = read_page(path.read_bytes(), charset or None, address)
    return {
        "readable": "text",
        "texts": [words.text],
        "main": words.main,
        "details": words.details,
        "tool": words.tool,
    }
