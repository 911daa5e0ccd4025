"""Where a company stands on a topic: what lists and the matrix show of a scorecard, one line each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.engine.coverage.cells import LABELS, Cell, CellLabel
from tracker.engine.in_force import InForcePeriod
from tracker.engine.scorecard import Scorecard
from tracker.engine.upcoming.endings import DUE_KINDS, Ending, endings
from tracker.engine.upcoming.next_change import next_change

__all__ = [
    "PLEDGE_STATES",
    "ScorecardSummary",
    "cell_state",
    "pledge_state",
    "row_says",
    "row_summaries",
    "scorecard_summary",
]

PLEDGE_STATES = ("in force", "perhaps in force", "announced", "lapsed", "withdrawn", "none")
"""What may be said of a company's pledges on a topic; of several pledges the first of these that holds for one."""


@dataclass(frozen=True, slots=True)
class ScorecardSummary:
    """A scorecard in one line. ``endings`` are the ends to come, soonest first; ``valid_until`` is of ``next_change``.

    ``rows`` has per row of the yardstick its best and worst label, how many cells have each, the state of each in the
    order of the columns, how many pieces of evidence fall into it, and the soonest known last day of what covers it
    (``lapsed``: the last one that passed). ``short`` and ``text`` are the row in short, as a key and in words.
    """

    card: Scorecard
    pledge_state: str
    rows: dict[str, dict[str, Any]]
    endings: list[Ending]
    valid_until: date | None

    @property
    def next_ending(self) -> Ending | None:
        """The end that is known to come soonest; what is due ends no pledge."""
        return next((ending for ending in self.endings if ending.last_day and ending.kind not in DUE_KINDS), None)


def scorecard_summary(card: Scorecard) -> ScorecardSummary:
    """What lists show of a scorecard."""
    rows = row_summaries(card.cells)
    for answer in card.coverage.rows:
        rows[answer.row.id] |= {"short": answer.answer, "text": answer.text}
    return ScorecardSummary(
        card=card,
        pledge_state=pledge_state(card),
        rows=rows,
        endings=endings(card.dossier, card.as_of),
        valid_until=next_change(card.dossier, card.as_of, card.assessment.in_force_periods),
    )


def pledge_state(card: Scorecard) -> str:
    """The state of the pledges that the yardstick asks for; where there are none, of the others on the topic.

    So a promise to report never makes a lapsed pledge to refrain look as if it were in force.
    """
    commitments = [yardstick.commitment for yardstick in card.dossier.topic.yardsticks]
    forces = card.assessment.in_force_periods
    periods = [
        force for pledge in card.dossier.pledges if pledge.commitment in commitments for force in forces[pledge.id]
    ]
    periods = periods or [force for versions in forces.values() for force in versions]
    if not periods:
        return "none"
    states = {force.on(card.as_of) for force in periods}
    if "yes" in states:
        return "in force"
    if "unclear" in states:
        return "perhaps in force"
    if not all(force.begun(card.as_of) for force in periods):
        return "announced"
    return "withdrawn" if _last(periods).ended_by == "withdrawn" else "lapsed"


def _last(over: Iterable[InForcePeriod]) -> InForcePeriod:
    return max(over, key=lambda force: (force.span.end_latest if force.span else 0, force.number))


def cell_state(cell: Cell) -> CellLabel:
    """Its label, where what ends on a day (lapsing), and what was covered until one (lapsed), are told apart."""
    if cell.label == CellLabel.COVERED and cell.last_day:
        return CellLabel.LAPSING
    return CellLabel.LAPSED if cell.label == CellLabel.OPEN and cell.lapsed else cell.label


def row_says(summary: Mapping[str, Any]) -> str:
    """What the words say of a row of the yardstick at best: covered, unclear, lapsed (covered once) or nothing."""
    if summary["best"] == CellLabel.OPEN:
        return "lapsed" if "lapsed" in summary else "nothing"
    return "covered" if summary["best"] == CellLabel.COVERED else "unclear"


def row_summaries(cells: Iterable[Cell]) -> dict[str, dict[str, Any]]:
    """The cells of each row of the yardstick told together, by the row's id; plain data."""
    by_row: dict[str, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row.id, []).append(cell)
    return {id: _row(some) for id, some in by_row.items()}


def _row(cells: list[Cell]) -> dict[str, Any]:
    labels, order = [cell.label for cell in cells], list(LABELS.values())
    ending = [cell.last_day[0] for cell in cells if cell.label != CellLabel.OPEN and cell.last_day]
    lapsed = [cell.lapsed[1] for cell in cells if cell.lapsed]
    summary: dict[str, Any] = {
        "best": min(labels, key=order.index),
        "worst": max(labels, key=order.index),
        "cells": {label: labels.count(label) for label in order if label in labels},
        "states": [cell_state(cell) for cell in cells],
        "evidence": len({id for cell in cells for id in cell.evidence}),
    }
    if ending:
        summary["last_day"] = min(ending).isoformat()
    if lapsed:
        summary["lapsed"] = max(lapsed).isoformat()
    if any(cell.until_condition for cell in cells if cell.label != CellLabel.OPEN):
        summary["until_condition"] = True
    return summary
