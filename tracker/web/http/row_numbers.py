"""Numbers of rows as query parameters."""

from collections.abc import Mapping

from tracker.web.http.clocks import BadParameterError

__all__ = ["NEXT_PAGE", "parse_row_number"]

NEXT_PAGE = "a page marker from the “Next page” link"
_LARGEST = 2**31
"""Numbers of rows are smaller on every database."""


def parse_row_number(parameter: str, arguments: Mapping[str, str], allowed: str) -> int | None:
    """A number that a query names; None where it is left out or empty. Raises BadParameterError with what is right."""
    text = arguments.get(parameter, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 11 and int(text) < _LARGEST):
        raise BadParameterError(parameter, text[:80], allowed)
    return int(text)
