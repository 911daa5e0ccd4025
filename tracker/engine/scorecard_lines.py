"""The lines of a scorecard for lists across companies: each finding, due, gap and cell, and what it is found by."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from tracker.core.dates import Period
from tracker.engine.coverage.cells import NOT_ASKED, Cell
from tracker.engine.findings import DueFinding, Finding
from tracker.engine.scorecard import Scorecard
from tracker.engine.scorecard_json import cell_json, due_json, finding_json, gap_json
from tracker.engine.sentences.pledge_sentence import short
from tracker.records.kinds import Key
from tracker.records.types.topic import CellSet, Yardstick

__all__ = ["ScorecardLine", "scorecard_lines"]

Days = tuple[date, date] | None
_OF_ANSWERS = ("last_day", "pledge", "version", "dimension", "term", "decided_by", "lapsed")
"""What a line says of a cell's answer; null where nothing is asked."""


@dataclass(frozen=True, slots=True)
class ScorecardLine:
    """One line of a ``part``: cells, dues, findings or gaps. ``number`` is its place in that part, from 0.

    ``state`` is the finding, the state of the due or the label of the cell. ``days`` bound when it was done, is due or
    ends; an act that goes on has no end before the last day there is. ``names`` are the records that it rests on.
    ``data`` is what the scorecard itself says (docs/api.md), after the company, the topic and the date.
    """

    part: str
    number: int
    state: str
    days: Days
    names: frozenset[Key]
    data: dict[str, Any]


def scorecard_lines(card: Scorecard, part: str = "", state: str = "") -> Iterator[ScorecardLine]:
    """All of them, in the order in which the scorecard has them; or those of a part, or of a state alone.

    A line that is not among them is not written.
    """
    for own, lines in _PARTS.items():
        if part in ("", own):
            for number, (said, write) in enumerate(lines(card)):
                if state in ("", said):
                    days, names, data = write()
                    yield _line(card, own, number, said, days, names, data)


_Written = tuple[Days, Iterable[Key], dict[str, Any]]
_Lines = Iterator[tuple[str, Callable[[], _Written]]]


def _dues(card: Scorecard) -> _Lines:
    def written(due: DueFinding) -> _Written:
        return _due_days(due), _records_behind(due), {"title": _title(card, due), **due_json(due)}

    for due in card.assessment.dues:
        yield str(due.finding), partial(written, due)


def _findings(card: Scorecard) -> _Lines:
    def written(finding: Finding) -> _Written:
        heading = {"title": _title(card, finding), "date": str(finding.period) if finding.period else None}
        return _period_days(finding.period), _records_behind(finding), {**heading, **finding_json(card, finding)}

    for finding in card.assessment.deeds:
        yield str(finding.finding), partial(written, finding)


def _cells(card: Scorecard) -> _Lines:
    def written(cell: Cell) -> _Written:
        return _of_cell(card, cell, {**cell_json(cell), "reason": None})

    for cell in card.cells:
        yield cell.label, partial(written, cell)
    yield from _not_asked(card)


def _gaps(card: Scorecard) -> _Lines:
    def written(cell: Cell) -> _Written:
        return _of_cell(card, cell, gap_json(card, cell))

    for cell in card.gaps:
        yield cell.label, partial(written, cell)


def _of_cell(card: Scorecard, cell: Cell, line: dict[str, Any]) -> _Written:
    named = {"row_name": cell.row.name, "column_name": cell.column.name}
    return cell.last_day or cell.lapsed, _named_by_cell(card, cell), {**named, **line}


def _not_asked(card: Scorecard) -> _Lines:
    """The points that nobody is asked about, after those that are, each with its reason."""
    topic = card.dossier.topic

    def written(yardstick: Yardstick, row: CellSet, column: CellSet) -> _Written:
        line: dict[str, Any] = {
            "row": row.id,
            "row_name": row.name,
            "column": column.id,
            "column_name": column.name,
            "label": NOT_ASKED,
            "evidence": [],
            **dict.fromkeys(_OF_ANSWERS),
            "reason": yardstick.reasons_not_asked[row.id, column.id] or None,
        }
        return None, {card.dossier.company.key, topic.key}, line

    for yardstick in topic.yardsticks:
        for row, column in yardstick.cells_not_asked:
            yield NOT_ASKED, partial(written, yardstick, row, column)


_PARTS: dict[str, Callable[[Scorecard], _Lines]] = {
    "dues": _dues,
    "findings": _findings,
    "cells": _cells,
    "gaps": _gaps,
}
"""By part what its lines say, and what writes each."""


def _line(
    card: Scorecard, part: str, number: int, state: str, days: Days, names: Iterable[Key], data: dict[str, Any]
) -> ScorecardLine:
    company = card.dossier.company
    sector = f"{company.sector.scheme} {company.sector.code}" if company.sector else None
    whose = {
        "company": company.id,
        "name": company.name,
        "country": company.country,
        "sector": sector,
        "topic": card.dossier.topic.id,
        "as_of": card.as_of.isoformat(),
    }
    return ScorecardLine(part, number, str(state), days, frozenset(names), {**whose, **data})


def _title(card: Scorecard, finding: Finding) -> str:
    """Of what was done, the title of the record; of what is due, the pledge in short."""
    if not isinstance(finding, DueFinding):
        return finding.evidence.title if finding.evidence else ""
    if finding.pledge is None or finding.force is None:
        return ""
    return finding.pledge.title or short(card.dossier, finding.pledge, finding.force)


def _records_behind(finding: Finding) -> Iterator[Key]:
    for record in (finding.pledge, finding.evidence, finding.decision):
        if record is not None:
            yield record.key
    if isinstance(finding, DueFinding):
        yield from (statement.evidence.key for statement in finding.statements)


def _named_by_cell(card: Scorecard, cell: Cell) -> Iterator[Key]:
    yield card.dossier.company.key
    if cell.pledge is not None:
        yield cell.pledge.key
    yield from (("evidence", id) for id in cell.evidence)


def _due_days(due: DueFinding) -> Days:
    """The latest reading counts, as everywhere a deadline does (TIME-7)."""
    day = due.due.latest if due.due else None
    return (day, day) if day else None


def _period_days(period: Period | None) -> Days:
    if period is None or (period.start is None and period.end is None):
        return None
    first = period.start or period.end
    assert first
    return first.earliest, period.end.latest if period.end else date.max
