"""What readers can ask of a page besides the two clocks."""

from collections.abc import Mapping

from tracker.web.clocks import BadParameter

__all__ = ["page_number"]

_MOST_PAGES = 100_000


def page_number(arguments: Mapping[str, str]) -> int:
    """The page of a list, from 1; raises BadParameter."""
    text = arguments.get("page", "").strip() or "1"
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= _MOST_PAGES):
        raise BadParameter("page", text, f"a whole number from 1 to {_MOST_PAGES}")
    return int(text)
