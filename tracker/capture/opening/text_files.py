"""Plain texts."""

from pathlib import Path
from typing import Any

from tracker.capture.sniffing import decoded_text

__all__ = ["MOST_TEXT", "opened"]

MOST_TEXT = 5_000_000
"""The most that is read of a page or a text."""


def opened(path: Path, media_type: str, *, address: str, charset: str) -> dict[str, Any]:  # noqa: ARG001 - as all openers
    """The words of a text, without its mark of encoding."""
    text = decoded_text(path.read_bytes()[:MOST_TEXT])
    if text is None:
        return {"refused": "cannot be opened"}
    return {"readable": "text", "texts": [text], "main": text, "tool": "decoded"}
