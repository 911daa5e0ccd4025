"""All tables as one workbook (XLSX), a sheet for each; what does not fit into one sheet goes on in the next."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tracker.services.exporting.about import About
from tracker.services.exporting.columns import Value
from tracker.services.exporting.table import Table
from tracker.services.exporting.tables import TABLES

__all__ = ["MOST_ROWS", "Workbook"]

MOST_ROWS = 1_048_576
"""Rows of a sheet, its heading among them."""
_LONGEST = 32_767
"""Characters in a cell; a longer text is cut, and ends with an ellipsis."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Workbook:
    """Writes the tables into a new file, a row at a time."""

    def __init__(self, path: Path, about: About, most_rows: int = MOST_ROWS):
        self.most_rows = most_rows
        self.book = xlsxwriter.Workbook(str(path), _OPTIONS)
        self.bold = self.book.add_format({"bold": True})
        at = datetime.fromisoformat(about.at).astimezone(UTC).replace(tzinfo=None)
        self.book.set_properties({"title": about.title, "comments": about.description, "created": at})
        self._describe(about)

    def _describe(self, about: About) -> None:
        sheet = self.book.add_worksheet("about")
        lines = [about.title, about.description, about.address, about.licence]
        for number, line in enumerate(filter(None, lines)):
            sheet.write_string(number, 0, line)
        sheet = self.book.add_worksheet("columns")
        rows = [(table.name, it.name, it.type, it.description) for table in TABLES for it in table.columns]
        for number, row in enumerate([("table", "column", "type", "description"), *rows]):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)

    def begin(self, table: Table) -> None:
        """Start the first sheet of a table."""
        self._table, self._number = table, 0
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self._number += 1
        name = self._table.name if self._number == 1 else f"{self._table.name} ({self._number})"
        self._sheet: Worksheet = self.book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._table.columns):
            self._sheet.write_string(0, place, column.name, self.bold)
        self._row = 1

    def add(self, rows: Sequence[Sequence[Value]]) -> None:
        """Write some rows."""
        for row in rows:
            if self._row >= self.most_rows:
                self._begin_sheet()
            for place, content in enumerate(row):
                if isinstance(content, bool):
                    self._sheet.write_boolean(self._row, place, content)
                elif isinstance(content, int):
                    self._sheet.write_number(self._row, place, content)
                elif content:
                    self._sheet.write_string(self._row, place, _fitting(content))
            self._row += 1

    def end(self, table: Table) -> None:
        """Nothing is left to be done for a table."""

    def close(self) -> None:
        """Finish the file."""
        self.book.close()


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
