"""The sheet as it came, with a column “problem”: to be put right and sent again."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

import xlsxwriter

from tracker.core.table_cells import BOM, flat
from tracker.records.spreadsheet.problems import RowProblem
from tracker.services.spreadsheets.tables import Table

__all__ = ["PROBLEM", "problem_sheet", "problem_workbook"]

PROBLEM = "problem"
_LONGEST = 32_767
"""Characters in a cell of a workbook."""


def problem_sheet(table: Table, sheet: str | None, header_row: int, problems: Iterable[RowProblem]) -> str:
    """CSV with a byte order mark, which every spreadsheet opens: all rows, and what is wrong in each."""
    stream = StringIO(newline="")
    stream.write(BOM)
    csv.writer(stream).writerows([flat(cell) for cell in row] for row in _rows(table, sheet, header_row, problems))
    return stream.getvalue()


def problem_workbook(table: Table, sheet: str | None, header_row: int, problems: Iterable[RowProblem]) -> bytes:
    """The same as XLSX, every cell a text, so that no program makes a number of 0012, or a formula of a cell."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        written = book.add_worksheet((sheet or "Rows")[:31])
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"num_format": "@", "bold": True})
        for place, row in enumerate(_rows(table, sheet, header_row, problems)):
            for column, cell in enumerate(row):
                if cell:
                    written.write_string(place, column, cell[:_LONGEST], bold if place + 1 == header_row else text)
        written.freeze_panes(header_row, 0)
    return stream.getvalue()


def _rows(table: Table, sheet: str | None, header_row: int, problems: Iterable[RowProblem]) -> Iterator[list[str]]:
    by_row: dict[int, list[str]] = {}
    for problem in problems:
        column = f"{problem.column}: " if problem.column else ""
        by_row.setdefault(problem.row, []).append(f"{column}{problem.sentence}")
    width = 0
    for number, cells in _whole(table, sheet):
        width = max(width, len(cells))
        said = PROBLEM if number == header_row else " | ".join(by_row.get(number, ()))
        yield [*cells, *[""] * (width - len(cells)), said]


def _whole(table: Table, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    """The rows, with empty ones where the sheet has some: numbers stay what they were."""
    expected = 1
    for number, cells in table.rows(sheet):
        while expected < number:
            yield expected, []
            expected += 1
        yield number, cells
        expected = number + 1
