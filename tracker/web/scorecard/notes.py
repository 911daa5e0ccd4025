"""The notes on how far a scorecard reaches."""

from datetime import date

from tracker.engine.scorecard import Scorecard
from tracker.engine.text import day

__all__ = ["notes_of"]


def notes_of(card: Scorecard, today: date) -> list[str]:
    """What must be said of how far the scorecard reaches: what was checked, and days that have not come yet."""
    notes = [card.note] if card.note else []
    if card.as_of > today:
        notes.append(f"{day(card.as_of)} is in the future. This shows what would apply under the terms we have now.")
    return notes
