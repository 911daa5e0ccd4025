"""Computed scorecards, each computed once for as long as nothing is published."""

from sqlalchemy.orm import Session

from tracker.engine.scorecard import Scorecard
from tracker.services.reading.scorecards import Snapshot, scorecard_at
from tracker.web.site import site

__all__ = ["card_at"]


def card_at(session: Session, moment: Snapshot, company: str, topic: str | None = None) -> Scorecard:
    """``scorecard_at`` from memory where it was computed before; raises the same."""
    key = (company, topic, moment.as_of, moment.position)
    card = site().cards.get(key)
    if card is None:
        card = scorecard_at(session, moment, company, topic)
        site().cards.put(key, card, _weight(card))
    # Of a scorecard only this follows from the moment itself, and not from the position that it means.
    return card if card.known_at == moment.known_at else card.known(moment.known_at)


def _weight(card: Scorecard) -> int:
    """Findings and records: what a scorecard's memory grows with."""
    dossier = card.dossier
    records = (dossier.pledges, dossier.evidence, dossier.responses, dossier.sources)
    return len(card.findings) + sum(map(len, records)) + len(card.cells)
