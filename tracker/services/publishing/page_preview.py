"""Scorecards as they would be with a draft published, with what it needs: computed like every other, stored nowhere."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.engine.scorecard import Scorecard
from tracker.models.desk.draft import Draft
from tracker.records.bundle import Bundle
from tracker.records.checking.parsing import read
from tracker.records.kinds import AnyRecord
from tracker.services.auth.roles import Actor
from tracker.services.publishing.checking.draft_problems import related_drafts
from tracker.services.publishing.impact import bundle_around, card_in, touched_pairs

__all__ = ["MOST_PREVIEWED", "PagePreview", "page_preview"]

MOST_PREVIEWED = 20
"""Scorecards that are computed for one preview."""


class PagePreview(NamedTuple):
    """``records`` are what is drafted, the draft itself first; none while it is no whole record yet.

    ``cards`` are scorecards that it is on, computed within ``bundle``; ``more`` are further companies and topics.
    """

    records: Sequence[AnyRecord]
    bundle: Bundle
    cards: Sequence[Scorecard]
    more: Sequence[tuple[str, str]]


def page_preview(
    session: Session, actor: Actor, draft: Draft, wanted: tuple[str, str] | None, today: date, now: datetime
) -> PagePreview:
    """What readers would see with the draft published; the scorecard of ``wanted`` comes first, if it is on it."""
    records = _records(session, actor, draft)
    if not records:
        return PagePreview((), Bundle(), (), ())
    pairs = touched_pairs(session, records)
    pairs.sort(key=lambda pair: pair != wanted)
    some = pairs[:MOST_PREVIEWED]
    around = bundle_around(session, {company for company, _ in some}, {topic for _, topic in some}, records)
    bundle = around.with_records(records)
    cards = [card for pair in some if (card := card_in(bundle, *pair, today, now))]
    return PagePreview(records, bundle, cards, pairs[MOST_PREVIEWED:])


def _records(session: Session, actor: Actor, draft: Draft) -> list[AnyRecord]:
    """The drafted record with those drafts that it needs; none where it cannot be read."""
    family = related_drafts(session, draft, actor)
    if family.record is None:
        return []
    needs = (read(other.kind, other.data)[0] for other in family.needs)
    return [family.record, *(record for record in needs if record)]
