"""The coverage table: each cell with its mark, its word and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.engine.coverage.cells import NOT_ASKED, Cell, CellLabel
from tracker.engine.coverage.gaps import GapLine, cell_text
from tracker.engine.coverage.shortfalls import shortfall_text
from tracker.engine.scorecard import Scorecard
from tracker.engine.summary import cell_state
from tracker.engine.text import MessageCatalog, bounds
from tracker.records.search_text import title
from tracker.records.types.topic import CellSet, Topic, Yardstick
from tracker.web.presenting.page import Link
from tracker.web.scorecard.responses import responses_behind
from tracker.web.scorecard.terms import end_words, reason_words

__all__ = [
    "Gap",
    "GridCell",
    "GridRow",
    "LegendEntry",
    "Shown",
    "cell_anchor",
    "cell_shown",
    "coverage_badge",
    "gaps_of",
    "legend_of",
    "marks_of",
    "not_asked_shown",
    "row_heading",
    "rows_of",
    "shown_rows",
    "strip_words",
]


class Shown(NamedTuple):
    """A cell's state: the shape to draw, the word beside it and, where it ends or ended on a day, that day."""

    mark: str
    word: str
    until: str = ""


def cell_shown(wording: MessageCatalog, cell: Cell) -> Shown:
    """The state of a cell as shape and word; one that ends on a date differs from one that does not."""
    state = cell_state(cell)
    if state == CellLabel.LAPSING and cell.last_day:
        return Shown(state, wording("cell.lapsing.heading", date=bounds(*cell.last_day)))
    until = bounds(*cell.lapsed) if state == CellLabel.LAPSED and cell.lapsed else ""
    return Shown(state, wording(f"cell.{state}.heading"), until)


@dataclass(frozen=True)
class LegendEntry:
    """The meaning of a mark."""

    mark: str
    name: str
    meaning: str


def legend_of(wording: MessageCatalog, marks: Iterable[str]) -> list[LegendEntry]:
    """The marks that a table uses, explained."""
    return [
        LegendEntry(mark, wording(f"cell.{mark}.heading", date="…"), wording(f"cell.{mark}.meaning")) for mark in marks
    ]


def marks_of(wording: MessageCatalog, rows: Iterable[Iterable[Shown]]) -> list[LegendEntry]:
    """The same of the states of cells, row by row."""
    return legend_of(wording, dict.fromkeys(shown.mark for row in rows for shown in row))


def shown_rows(card: Scorecard) -> list[list[Shown]]:
    """The states of all tables' cells, row by row."""
    wording = card.dossier.wording
    by_anchor = {cell_anchor(cell.row, cell.column): cell_shown(wording, cell) for cell in card.cells}
    return [
        [by_anchor.get(cell_anchor(row, column)) or not_asked_shown(wording) for column in yardstick.table_columns]
        for yardstick in card.dossier.topic.yardsticks
        for row in yardstick.table_rows
    ]


class GridCell(NamedTuple):
    """A cell with what opens from it."""

    anchor: str
    column: str
    shown: Shown
    text: str
    reasons: Sequence[str]
    ends: str
    words: Link | None
    evidence: Sequence[Link]
    replies: Sequence[Link]


@dataclass(frozen=True)
class GridRow:
    """A row of the yardstick."""

    id: str
    name: str
    cells: Sequence[GridCell]


@dataclass(frozen=True)
class Table:
    """The table of one yardstick; ``asks`` is what it asks for, empty where there is one only (COVER-5)."""

    asks: str
    row_heading: str
    columns: Sequence[str]
    rows: Sequence[GridRow]


_ASKS = {"refrain": "What companies would promise not to do", "perform": "What companies would promise to do"}


def tables_of(card: Scorecard, hrefs: Mapping[str, str]) -> list[Table]:
    """The tables of the topic's yardsticks, in their order; ``hrefs`` say where links to evidence lead."""
    topic = card.dossier.topic
    cells = [_cell(card, cell, hrefs) for cell in card.cells]
    return [
        Table(
            asks=_ASKS[yardstick.commitment] if topic.second_yardstick else "",
            row_heading=row_heading(topic, yardstick),
            columns=[column.name for column in yardstick.table_columns],
            rows=rows_of(card, yardstick, cells),
        )
        for yardstick in topic.yardsticks
    ]


def rows_of(card: Scorecard, yardstick: Yardstick, cells: Sequence[GridCell]) -> list[GridRow]:
    """The rows of a yardstick's table, with a dash in place of each cell that is not asked (COVER-6)."""
    by_anchor = {cell.anchor: cell for cell in cells}
    return [
        GridRow(
            row.id,
            row.name,
            [
                by_anchor.get(cell_anchor(row, column)) or _not_asked(card, yardstick, row, column)
                for column in yardstick.table_columns
            ],
        )
        for row in yardstick.table_rows
    ]


def cell_anchor(row: CellSet, column: CellSet) -> str:
    """Where a cell stands on a page."""
    return f"cell-{row.id}-{column.id}"


def not_asked_shown(wording: MessageCatalog) -> Shown:
    """The dash of a cell that is not asked, and its word."""
    return Shown(NOT_ASKED, wording(f"cell.{NOT_ASKED}.heading"))


def _not_asked(card: Scorecard, yardstick: Yardstick, row: CellSet, column: CellSet) -> GridCell:
    wording, reason = card.dossier.wording, yardstick.reasons_not_asked[row.id, column.id]
    return GridCell(
        anchor=cell_anchor(row, column),
        column=column.name,
        shown=not_asked_shown(wording),
        text=wording(f"cell.{NOT_ASKED}", row=row.name, column=column.name),
        reasons=[reason] if reason else [],
        ends="",
        words=None,
        evidence=(),
        replies=(),
    )


def row_heading(topic: Topic, yardstick: Yardstick) -> str:
    """The readers' word for the dimension that all rows name; else a word for any."""
    used = topic.dimensions.used()
    named = [{name for name in used if row.terms.of(name)} for row in yardstick.table_rows]
    shared = set.intersection(*named) if named else set()
    return used[shared.pop()].name.capitalize() if len(shared) == 1 else "Type"


def _cell(card: Scorecard, cell: Cell, hrefs: Mapping[str, str]) -> GridCell:
    words = ends = None
    if cell.pledge and cell.force:
        words = Link(title(cell.pledge), f"#pledge-{cell.pledge.id}")
        ends = end_words(card, cell.force)
    return GridCell(
        anchor=cell_anchor(cell.row, cell.column),
        column=cell.column.name,
        shown=cell_shown(card.dossier.wording, cell),
        text=cell_text(card.dossier, cell, card.as_of),
        reasons=reasons_in_words(card, cell),
        ends=ends or "",
        words=words,
        evidence=evidence_links(card, cell.evidence, hrefs),
        replies=responses_behind(card, cell.force, cell.reasons),
    )


def reasons_in_words(card: Scorecard, cell: Cell) -> list[str]:
    """What decided a cell, dimension by dimension, and by how much the pledge asks for less or later."""
    decided = [reason_words(card.dossier, name, reason) for name, reason in cell.reasons if name != "actor"]
    return [*decided, *(shortfall_text(card.dossier.wording, shortfall) for shortfall in cell.shortfalls)]


def evidence_links(card: Scorecard, ids: Sequence[str], hrefs: Mapping[str, str]) -> list[Link]:
    """Records of conduct by title, each leading to where it stands on the page."""
    titles = {evidence.id: evidence.title for evidence in card.dossier.evidence}
    return [Link(titles[id], hrefs[id], id) for id in ids]


@dataclass(frozen=True)
class Gap:
    """A gap in words, with the records that fall into it and the replies behind it."""

    line: GapLine
    href: str
    evidence: Sequence[Link]
    replies: Sequence[Link]


def gaps_of(card: Scorecard, hrefs: Mapping[str, str]) -> list[Gap]:
    """The gaps, worst first; each leads to the first of its cells."""
    return [
        Gap(
            line,
            f"#{cell_anchor(line.cells[0].row, line.cells[0].column)}",
            evidence_links(card, line.evidence, hrefs),
            responses_behind(card, line.cells[0].force, [pair for cell in line.cells for pair in cell.reasons]),
        )
        for line in card.gap_lines
    ]


def strip_words(wording: MessageCatalog, cells: Sequence[Cell]) -> str:
    """Cells by state, in words: ``1 of 25 covered, 11 points unclear, 13 points not covered``."""
    marks = [cell.label for cell in cells]
    counts = [
        wording.counted(f"cell.{mark}", marks.count(mark))
        for mark in (CellLabel.PARTLY, CellLabel.UNCLEAR, CellLabel.OPEN)
        if mark in marks
    ]
    return ", ".join([coverage_badge(wording, marks.count(CellLabel.COVERED), len(marks)), *counts])


def coverage_badge(wording: MessageCatalog, covered: int, cells: int) -> str:
    """How much is covered in a few words: ``3 of 24 covered``."""
    key = "strength.badge-all" if covered == cells else "strength.badge"
    return wording(key, covered=covered, cells=cells)
