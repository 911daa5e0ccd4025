"""Page variables of one row of an import, whose cells can be corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for

from tracker.records.spreadsheet.fields import field_label
from tracker.records.spreadsheet.problems import RowProblem
from tracker.services.spreadsheets.plans import heads_and_rows
from tracker.services.spreadsheets.table_imports import OpenImport
from tracker.web.desk.table_import.pages import ImportPage, common

__all__ = ["RowPage", "row_cells", "row_page"]

_LONG = 80


class CellShown(NamedTuple):
    """A cell as it counts, what it means, and what the file says where that was corrected."""

    place: int
    head: str
    field: str
    text: str
    original: str | None
    long: bool


@dataclass(frozen=True, kw_only=True)
class RowPage(ImportPage):
    """One row."""

    template = "desk/table_import/row.html"

    number: Annotated[int, "Its number in the file."]
    problems: Annotated[Sequence[str], "What is wrong in it."]
    cells: Annotated[Sequence[CellShown], "Its cells."]
    back: Annotated[str, "Where its problems are listed."]


def row_cells(opened: OpenImport, number: int) -> tuple[list[str], list[str]] | None:
    """The heads of the columns and the cells of a row; None where the file has no such row."""
    heads, rows = heads_and_rows(opened.table, opened.mapping)
    cells = next((cells for at, cells in rows if at == number), None)
    return None if cells is None else (heads, cells)


def row_page(
    opened: OpenImport, number: int, heads: Sequence[str], cells: Sequence[str], problems: Sequence[RowProblem],
    refused: str = "",
) -> RowPage:  # fmt: skip
    """A row, with the cells that were corrected."""
    fields = {column.column: field_label(column.field) for column in opened.mapping.columns}
    corrected = opened.decisions.cells.get(number, {})
    shown = []
    for place, head in enumerate(heads):
        original = cells[place] if place < len(cells) else ""
        text = corrected.get(head, original)
        long = len(text) > _LONG or "\n" in text
        shown.append(CellShown(place, head, fields.get(head, ""), text, original if head in corrected else None, long))
    variables = common(opened, "problems", refused)
    variables["action"] = url_for("desk.save_import_row", id=opened.row.id, number=number)
    return RowPage(
        **variables,
        number=number,
        problems=[f"{it.column}: {it.sentence}" if it.column else it.sentence for it in problems],
        cells=shown,
        back=url_for("desk.import_step", id=opened.row.id, step="problems"),
    )
