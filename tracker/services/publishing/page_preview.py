"""Scorecards as they would be with a draft published, with what it needs: computed like every other, stored nowhere."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.engine.scorecard import Scorecard
from tracker.models.draft import Draft
from tracker.records.kinds import AnyRecord
from tracker.services.auth.roles import Actor
from tracker.services.publishing.draft_problems import read, related_drafts
from tracker.services.publishing.impact import bundle_around, card_in, touched_pairs

__all__ = ["PagePreview", "page_preview"]


class PagePreview(NamedTuple):
    """``pairs`` of company and topic have a scorecard that the draft is on; ``card`` is the one that is shown."""

    pairs: Sequence[tuple[str, str]]
    card: Scorecard | None


def page_preview(
    session: Session, actor: Actor, draft: Draft, wanted: tuple[str, str] | None, today: date, now: datetime
) -> PagePreview:
    """The scorecard of ``wanted``, or of the first company and topic; none while the draft is no whole record yet."""
    records = _records(session, actor, draft)
    if not records:
        return PagePreview((), None)
    pairs = touched_pairs(session, records)
    for pair in [wanted] if wanted in pairs else pairs:
        around = bundle_around(session, {pair[0]}, {pair[1]}, records).with_records(records)
        if card := card_in(around, *pair, today, now):
            return PagePreview(pairs, card)
    return PagePreview(pairs, None)


def _records(session: Session, actor: Actor, draft: Draft) -> list[AnyRecord]:
    """The drafted record with those drafts that it needs; none where it cannot be read."""
    family = related_drafts(session, draft, actor)
    if family.record is None:
        return []
    needs = (read(other.kind, other.data)[0] for other in family.needs)
    return [family.record, *(record for record in needs if record)]
