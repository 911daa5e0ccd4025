"""Cells for spreadsheets: none is ever taken for a formula (T27)."""

__all__ = ["safe_cell"]

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")  # noqa: RUF001


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate it; numbers and dates stay."""
    if text.startswith(_RISKY) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text[:1] == "-" and text[1:].replace(".", "", 1).isdecimal() and text.isascii()
