"""A scorecard as data for programs: all that it says, the turns of recurring duties, and progress in numbers."""

from typing import Any

from tracker.engine.progress import Progress, progress_of
from tracker.engine.scorecard import Scorecard
from tracker.engine.sentences.turn_sentences import Turn, turn_row
from tracker.records.types.pledge import Pledge

__all__ = ["scorecard_data"]


def scorecard_data(card: Scorecard) -> dict[str, Any]:
    """The keys that docs/api.md lists, as plain data; amounts are decimal strings in the unit beside them."""
    turns = [
        _turn(pledge, turn)
        for pledge in card.dossier.pledges
        for turn in turn_row(card.dossier, card.assessment, pledge)
    ]
    return {**card.as_json(), "turns": turns, "progress": [_progress(it) for it in progress_of(card)]}


def _turn(pledge: Pledge, turn: Turn) -> dict[str, Any]:
    """One turn; unlike those among the dues also one before the first on record."""
    return {"pledge": pledge.id, "due": turn.day.isoformat(), "state": turn.state, "evidence": turn.evidence}


def _progress(it: Progress) -> dict[str, Any]:
    return {
        "pledge": it.pledge,
        "measure": it.measure,
        "unit": it.unit,
        "text": it.alt,
        "reached": [
            {
                "amount": f"{figure.amount}",
                "first": figure.first.isoformat(),
                "last": figure.last.isoformat(),
                "evidence": figure.evidence or None,
                "by_others": figure.by_others,
            }
            for figure in it.reached
        ],
        "promised": [
            {
                "amount": f"{goal.amount}",
                "by": goal.by.isoformat() if goal.by else None,
                "replaced": path.replaced,
                "state": goal.due.finding if goal.due else None,
            }
            for path in it.paths
            for goal in path.promised
        ],
    }
