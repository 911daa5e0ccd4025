"""What readers can ask of the ledger."""

from collections.abc import Mapping

from tracker.web.http.clocks import BadParameterError

__all__ = ["AFTER_FORM", "after_position"]

_LAST_POSITION = 2_000_000_000
AFTER_FORM = "a whole number from 0: the number of the last entry you have"


def after_position(arguments: Mapping[str, str]) -> int:
    """The position after which the ledger is wanted; 0 for all of it. Raises BadParameterError."""
    text = arguments.get("after", "").strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= _LAST_POSITION):
        raise BadParameterError("after", text, AFTER_FORM)
    return int(text)
