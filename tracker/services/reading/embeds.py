"""Reads for embeds besides scorecards: single records, and changes since the moment an embed is pinned to."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from sqlalchemy.orm import Session

from tracker.engine.comparing.changes import Change, changes
from tracker.engine.dossier import Dossier
from tracker.engine.scorecard import Scorecard
from tracker.records.ids import is_id
from tracker.records.kinds import Key
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.services.reading.scorecards import (
    NotFoundError,
    Snapshot,
    TakenDownError,
    TopicRequiredError,
    scorecard_at,
)
from tracker.store.corrections import first_correction, last_correction
from tracker.store.dossiers import field_records
from tracker.store.lists.first_topics import topics_in_order
from tracker.store.lists.taken_down import gone_at
from tracker.store.published import records_at

__all__ = [
    "ChangesSince",
    "changes_after_day",
    "changes_since",
    "corrected_lately",
    "evidence_at",
    "first_topic",
    "pledge_at",
    "table_corrected_lately",
]

_NO_CHANGE = ("checked", "reviewed")
"""A later date of our check is not a change of the scorecard."""


CORRECTED_FOR = timedelta(days=30)
"""How long live embeds mention a correction."""


class ChangesSince(NamedTuple):
    """What changed after the time that an embed is pinned to; ``at`` is when the first correction was published.

    ``recent`` is said by live embeds: the last correction, not older than ``CORRECTED_FOR``. ``later`` and ``same`` are
    said by those with a day and no moment: whether what is on record changed after that day.
    """

    word: Literal["unchanged", "updated", "corrected", "withdrawn", "recent", "later", "same"]
    at: datetime | None = None


def first_topic(session: Session, snapshot: Snapshot, company: str) -> tuple[str, bool]:
    """The topic that an address without one means: that published first for the company. Whether there are others too.

    Raises what ``scorecard_at`` raises of a company, NotAssessedError where it has no scorecard.
    """
    try:
        return scorecard_at(session, snapshot, company).dossier.topic.id, False
    except TopicRequiredError as error:
        ids = {topic.id for topic in error.topics}
        if not ids:
            raise
        own = {error.company.id, *error.company.former_ids}
        in_order = topics_in_order(session, own, snapshot.position)
        return next((id for id in in_order if id in ids), error.topics[0].id), True


def corrected_lately(
    session: Session, today: date, zone: tzinfo, cards: Iterable[Scorecard], record: str
) -> ChangesSince | None:
    """The last correction of the records behind live scorecards, if it is recent."""
    return _recent(session, today, zone, {key for card in cards for key in _keys(card.dossier, record)})


def table_corrected_lately(
    session: Session, snapshot: Snapshot, zone: tzinfo, companies: Collection[str], topic: str
) -> ChangesSince | None:
    """The last correction of the records behind a live table of companies, if it is recent on the table's day."""
    records = field_records(session, companies, topic, snapshot.position)
    return _recent(session, snapshot.as_of, zone, {record.key for record in records})


def _recent(session: Session, today: date, zone: tzinfo, keys: Collection[Key]) -> ChangesSince | None:
    at = last_correction(session, keys)
    recent = at is not None and today - at.astimezone(zone).date() <= CORRECTED_FOR
    return ChangesSince("recent", at) if recent else None


def changes_after_day(before: Sequence[Scorecard], now: Sequence[Scorecard], record: str = "") -> ChangesSince:
    """Whether what is on record now says something else today than of the day shown."""
    changed = len(before) != len(now) or any(_differs(*pair, record) for pair in zip(before, now, strict=True))
    return ChangesSince("later" if changed else "same")


def pledge_at(session: Session, snapshot: Snapshot, id: str) -> Pledge:
    """A pledge as published at a moment; raises NotFoundError or TakenDownError."""
    records = records_at(session, snapshot.position, [("pledge", id)]) if is_id(id) else []
    for record in records:
        if record.taken_down:
            raise TakenDownError(gone_at(session, snapshot.position).takes(record) or record)
        if isinstance(record, Pledge):
            return record
    raise NotFoundError("pledge", id, ())


def evidence_at(session: Session, snapshot: Snapshot, id: str) -> Evidence:
    """A piece of evidence as published at a moment; raises NotFoundError or TakenDownError."""
    records = records_at(session, snapshot.position, [("evidence", id)]) if is_id(id) else []
    for record in records:
        if record.taken_down:
            raise TakenDownError(gone_at(session, snapshot.position).takes(record) or record)
        if isinstance(record, Evidence):
            return record
    raise NotFoundError("evidence", id, ())


def changes_since(
    session: Session, position: int, before: Sequence[Scorecard], now: Sequence[Scorecard], record: str = ""
) -> ChangesSince:
    """What changed after ``position`` for these scorecards; ``now`` are the same scorecards today.

    ``record`` narrows it to one pledge or piece of evidence. A correction is mentioned even if it changed no scorecard.
    """
    keys = {key for card in (*before, *now) for key in _keys(card.dossier, record)}
    corrected = first_correction(session, position, keys)
    if corrected:
        return ChangesSince("corrected", corrected)
    if len(before) != len(now) or any(_differs(*pair, record) for pair in zip(before, now, strict=True)):
        return ChangesSince("updated")
    return ChangesSince("unchanged")


def _differs(before: Scorecard, now: Scorecard, record: str) -> bool:
    if before.dossier.company.id != now.dossier.company.id:
        return True
    return any(change.about not in _NO_CHANGE and _concerns(change, record) for change in changes(before, now))


def _concerns(change: Change, record: str) -> bool:
    return not record or record in change.key


def _keys(dossier: Dossier, record: str) -> Iterable[Key]:
    """The records that a scorecard rests on; of pledges, evidence and decisions only those about ``record``."""
    yield dossier.company.key
    yield dossier.topic.key
    yield from (("source", id) for id in dossier.sources)
    yield from (("condition", id) for id in dossier.conditions)
    yield from (vocabulary.key for vocabulary in dossier.vocabularies.values())
    yield from (response.key for response in dossier.responses)
    yield from (pledge.key for pledge in dossier.pledges if record in ("", pledge.id))
    yield from (evidence.key for evidence in dossier.evidence if record in ("", evidence.id))
    yield from (d.key for d in dossier.decisions if record in ("", d.pledge, d.evidence))
