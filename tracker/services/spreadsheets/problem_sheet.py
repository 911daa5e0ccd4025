"""The sheet as it came, with a column “problem”: to be put right and sent again."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from tracker.core.table_cells import BOM, flat
from tracker.records.spreadsheet.problems import RowProblem
from tracker.services.spreadsheets.tables import Table

__all__ = ["PROBLEM", "problem_sheet"]

PROBLEM = "problem"


def problem_sheet(table: Table, sheet: str | None, header_row: int, problems: Iterable[RowProblem]) -> str:
    """CSV with a byte order mark, which every spreadsheet opens: all rows, and what is wrong in each."""
    by_row: dict[int, list[str]] = {}
    for problem in problems:
        column = f"{problem.column}: " if problem.column else ""
        by_row.setdefault(problem.row, []).append(f"{column}{problem.sentence}")
    stream = StringIO(newline="")
    stream.write(BOM)
    writer = csv.writer(stream)
    width = 0
    for number, cells in _whole(table, sheet):
        width = max(width, len(cells))
        said = PROBLEM if number == header_row else " | ".join(by_row.get(number, ()))
        padded = [*cells, *[""] * (width - len(cells))]
        writer.writerow([flat(cell) for cell in [*padded, said]])
    return stream.getvalue()


def _whole(table: Table, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    """The rows, with empty ones where the sheet has some: numbers stay what they were."""
    expected = 1
    for number, cells in table.rows(sheet):
        while expected < number:
            yield expected, []
            expected += 1
        yield number, cells
        expected = number + 1
