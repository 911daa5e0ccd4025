"""Lines of a table as CSV (RFC 4180): what is nested becomes one text, and no text is a formula."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["BOM", "csv_lines", "flat"]

BOM = "\ufeff"
"""Tells older spreadsheets that a file is UTF-8."""
_FORMULA = frozenset(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
"""What a spreadsheet may take for the beginning of a formula, the wide forms of its signs too."""
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)


def csv_lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """The rows, each with these columns; what a row has not is empty."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([flat(row.get(name)) for name in columns] for row in rows)
    return buffer.getvalue()


def flat(value: Any) -> str:
    """One cell: texts of a list are parted by semicolons, anything nested is JSON. A text that begins like a formula
    has an apostrophe before it, unless it is a number."""
    # Exports have millions of cells, most of them empty or plain text.
    if value is None:
        return ""
    if value.__class__ is str:
        return value if value[:1] not in _FORMULA else _defused(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _defused(str(value))
    if isinstance(value, list) and all(isinstance(it, str | int) for it in value):
        return _defused("; ".join(map(str, value)))
    return _defused(json.dumps(value, ensure_ascii=False))


def _defused(text: str) -> str:
    return f"'{text}" if text[:1] in _FORMULA and not _NUMBER.fullmatch(text) else text
