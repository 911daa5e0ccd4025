"""What an OpenDocument sheet says of its rows: which are hidden, and which cells are merged over several of them."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat

from tracker.services.spreadsheets.workbook_limits import MOST_ROWS, chunks_of

__all__ = ["CellSpan", "RowsOfSheets", "rows_of_sheets"]


class CellSpan(NamedTuple):
    """A cell that stands for several rows: the first and the last, counted from 1, and its column, from 0."""

    first: int
    last: int
    column: int


class RowsOfSheets(NamedTuple):
    """By sheet the numbers of hidden rows, and the merged cells."""

    hidden: dict[str, frozenset[int]]
    spans: dict[str, Sequence[CellSpan]]


class _Reader:
    def __init__(self) -> None:
        self.hidden: dict[str, set[int]] = {}
        self.spans: dict[str, list[CellSpan]] = {}
        self._sheet, self._row, self._repeated, self._column = "", 0, 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = {key.rpartition("\n")[2]: value for key, value in attributes.items()}
        match name.rpartition("\n")[2]:
            case "table":
                self._sheet, self._row, self._repeated = local.get("name", ""), 0, 0
                self.hidden[self._sheet], self.spans[self._sheet] = set(), []
            case "table-row":
                self._row += self._repeated
                self._repeated, self._column = int(local.get("number-rows-repeated", 1)), 0
                if local.get("visibility") in ("collapse", "filter"):
                    last = min(self._row + self._repeated, MOST_ROWS)
                    self.hidden.setdefault(self._sheet, set()).update(range(self._row + 1, last + 1))
            case "table-cell" | "covered-table-cell":
                rows = min(int(local.get("number-rows-spanned", 1)), MOST_ROWS)
                if rows > 1 and self._repeated == 1:
                    first = self._row + 1
                    self.spans.setdefault(self._sheet, []).append(CellSpan(first, first + rows - 1, self._column))
                self._column += int(local.get("number-columns-repeated", 1))


def rows_of_sheets(content: bytes) -> RowsOfSheets:
    """Of an OpenDocument workbook that was looked into before, so that it is neither damaged nor too large."""
    reader = _Reader()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if "content.xml" in archive.namelist():
            parser = expat.ParserCreate(namespace_separator="\n")
            parser.StartElementHandler = reader.start
            for chunk in chunks_of(archive, archive.getinfo("content.xml")):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    return RowsOfSheets({name: frozenset(rows) for name, rows in reader.hidden.items()}, {**reader.spans})
