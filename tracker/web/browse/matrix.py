"""The picture of a whole field: companies by the rows of a topic's yardstick, one line each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.core.dates import UncertainDate
from tracker.engine.coverage.cells import CellLabel
from tracker.engine.text import MessageCatalog, day, listing, when
from tracker.records.types.topic import Topic
from tracker.store.lists.companies import CompanyLine
from tracker.web.presenting.links import page_path, with_query
from tracker.web.presenting.page import Link
from tracker.web.scorecard.coverage import LegendEntry, legend_of

__all__ = [
    "Matrix",
    "MatrixCell",
    "MatrixRow",
    "checked_words",
    "coverage_words",
    "matrix_of",
    "promise_words",
    "range_words",
]


@dataclass(frozen=True)
class MatrixCell:
    """A row of the yardstick in short: its mark and words.

    ``states`` counts its points, ``until`` is the soonest last day.
    """

    heading: str
    mark: str
    text: str
    states: str
    until: str


@dataclass(frozen=True)
class MatrixRow:
    """A company with a pledge."""

    name: str
    href: str
    promise: str
    conduct: str
    cells: Sequence[MatrixCell]


@dataclass(frozen=True)
class Matrix:
    """A topic with some of its companies. Today, there is a link for each heading: the companies that never covered it.

    ``without`` are those that we know no pledge of, each with what is on record of it. ``uncovered`` names the rows
    that no company clearly covers, where all companies of the topic are in view.
    """

    topic: Topic
    columns: str
    headings: Sequence[Link]
    rows: Sequence[MatrixRow]
    without: Sequence[tuple[Link, str]]
    uncovered: str
    companies: int
    marks: Sequence[LegendEntry]
    checked: str


def matrix_of(
    wording: MessageCatalog,
    topic: Topic,
    lines: Sequence[CompanyLine],
    query: Mapping[str, str],
    companies: str,
    *,
    whole: bool = False,
) -> Matrix:
    """The matrix of a topic; ``query`` keeps the clocks in links; ``whole``: these are all of its companies.

    ``companies`` is the path of the list; empty on other days, as filters work on what is computed for today only.
    """
    promised = [line for line in lines if line.pledge_state != "none"]
    rows = [_row(wording, topic, line, query) for line in promised]
    used = {cell.mark for row in rows for cell in row.cells}
    return Matrix(
        topic=topic,
        columns=", ".join(dict.fromkeys(c.name.lower() for y in topic.yardsticks for c in y.table_columns)),
        headings=[Link(row.name, _nothing_said(topic, row.id, companies), row.id) for row in topic.rows],
        rows=rows,
        without=[_without(topic, line, query) for line in lines if line.pledge_state == "none"],
        uncovered=_uncovered(rows) if whole else "",
        companies=len(lines),
        marks=legend_of(wording, [state for state in CellLabel if state in used]),
        checked=checked_words(line.checked_until for line in lines),
    )


def _uncovered(rows: Sequence[MatrixRow]) -> str:
    """The rows that no company clearly covers, not even in part; empty for one company, which is no field."""
    if len(rows) < 2:
        return ""
    by_heading: dict[str, list[str]] = {}
    for row in rows:
        for cell in row.cells:
            by_heading.setdefault(cell.heading, []).append(cell.mark)
    nowhere = [
        heading for heading, marks in by_heading.items() if not {CellLabel.COVERED, CellLabel.PARTLY} & set(marks)
    ]
    return listing(nowhere, "or")


def _without(topic: Topic, line: CompanyLine, query: Mapping[str, str]) -> tuple[Link, str]:
    """A company without a pledge, with what is on record of it as a part of a sentence."""
    record = line.record_line.removesuffix(".") if line.counts else ""
    return Link(line.name, page_path(line.company, topic.id, query), line.company), record[:1].lower() + record[1:]


def _nothing_said(topic: Topic, row: str, companies: str) -> str:
    """The companies whose words never reached a row of the yardstick."""
    return with_query(companies, {"topic": topic.id, "row": row, "says": "nothing"}) if companies else ""


def _row(wording: MessageCatalog, topic: Topic, line: CompanyLine, query: Mapping[str, str]) -> MatrixRow:
    return MatrixRow(
        name=line.name,
        href=page_path(line.company, topic.id, query),
        promise=promise_words(wording, line),
        conduct=line.record_line,
        cells=[_cell(wording, row.name, line.rows.get(row.id, {})) for row in topic.rows],
    )


def _cell(wording: MessageCatalog, heading: str, row: Mapping[str, Any]) -> MatrixCell:
    state_text = ", ".join(
        wording.counted(f"cell.{mark}", count) for mark, count in Counter(row.get("states", ())).items()
    )
    until = f"until {day(date.fromisoformat(row['last_day']))}" if "last_day" in row else ""
    text = row.get("text") or wording("row.open")
    return MatrixCell(heading, row.get("short", CellLabel.OPEN), text, f"{heading}: {state_text}", until)


def coverage_words(wording: MessageCatalog, line: CompanyLine) -> str:
    """How much is covered in a word; where nothing was promised, that."""
    return wording(f"strength.{line.strength}.heading" if line.pledge_state != "none" else "force.none.heading")


def promise_words(wording: MessageCatalog, line: CompanyLine) -> str:
    """What was promised in a sentence; short where nothing was, as in a list that is said many times."""
    return line.headline if line.pledge_state != "none" else wording("force.none.meaning")


def range_words(line: CompanyLine) -> str:
    """How many cells are covered, clearly and perhaps."""
    perhaps = f", up to {line.possible} if unclear points count" if line.possible > line.covered else ""
    return f"{line.covered} of {line.cells}{perhaps}"


def checked_words(dates: Iterable[str | None]) -> str:
    """``on 17 June 2020``, ``between 12 and ...``: the days until which companies were checked; empty without any."""
    days = sorted({text: UncertainDate.parse(text) for text in dates if text}.values(), key=lambda one: one.earliest)
    if not days:
        return ""
    if len(days) > 1:
        return f"between {when(days[0])} and {when(days[-1])}"
    return f"{'on' if days[0].earliest == days[0].latest else 'in'} {when(days[0])}"
