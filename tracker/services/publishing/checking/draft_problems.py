"""Validation of a draft against what is published and the drafts that it depends on."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.models.desk.draft import Draft
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import Fault
from tracker.records.checking.parsing import read
from tracker.records.checking.references import named_keys, references
from tracker.records.checking.warnings import warnings
from tracker.records.kinds import AnyRecord, Key
from tracker.records.messages import Message
from tracker.records.reading.taken_out import taken_out
from tracker.records.search_text import title as title_of
from tracker.records.types.pledge import Pledge
from tracker.records.types.topic import Topic
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.publishing.checking.checks import faults_among_published
from tracker.services.publishing.checking.unanswered import AS_WRITTEN, unanswered_faults
from tracker.store.editing.drafts import drafts_of_records
from tracker.store.history import revision_body
from tracker.store.published import current_records

__all__ = ["RelatedDrafts", "draft_warnings", "related_drafts", "title"]

_TITLES = ("title", "name", "question", "short", "quote", "reported")
_LONGEST_SEARCH = 4
_SHARED = ("vocabulary", "topic", "company", "initiative", "condition", "source", "evidence", "response", "pledge")


class RelatedDrafts(NamedTuple):
    """A draft with the unfinished drafts that it needs; ``faults`` are those of the draft itself, in order of fields.

    ``record`` is None where the draft is no whole record yet. ``needs`` are drafts of records that it names, or whose
    terms or products it uses, and that are not published, or not with what is used.
    """

    record: AnyRecord | None
    needs: tuple[Draft, ...]
    faults: tuple[Fault, ...]


def title(kind: str, data: Mapping[str, Any]) -> str:
    """What lists call a draft; empty where nothing was typed that could be its title."""
    record, _ = read(kind, data)
    # A pledge that has no short name is called by its words here, not by its id.
    if record and (called := title_of(record)) != record.id:
        return called
    versions = data.get("versions")
    last = versions[-1] if isinstance(versions, list) and versions and isinstance(versions[-1], dict) else {}
    words = (*(body.get(name) for body in (data, last) for name in _TITLES), data.get("id"))
    return next((" ".join(word.split()) for word in words if isinstance(word, str) and word.strip()), "")


def related_drafts(
    session: Session, draft: Draft, reader: Actor | None, *, with_drafts: Collection[str] = ()
) -> RelatedDrafts:
    """Judge a draft beside the owner's other drafts and, as far as the reader may read them, those in review.

    Without a reader it is judged beside drafts in review only. ``with_drafts`` are submitted together: they take
    precedence over others of the same record.
    """
    record, faults = read(draft.kind, draft.data)
    if record is None:
        return RelatedDrafts(None, (), tuple(faults))
    others = reader is None or may(reader.role, Action.READ_DRAFTS)
    offered = _offered(
        session, record, draft, set(with_drafts), owner=draft.owner_id if reader else None, others=others
    )
    records = {other.id: whole for other in offered if (whole := read(other.kind, other.data)[0])}
    published = {other.key for other in current_records(session, [whole.key for whole in records.values()])}
    fresh = [id for id, whole in records.items() if whole.key not in published]
    faults = _faults(session, record, [records[id] for id in fresh])
    needed = fresh
    if faults and len(fresh) < len(records):
        # It may use what an unfinished change of a published record adds, such as a new term or product.
        wider = _faults(session, record, list(records.values()))
        if len(wider) < len(faults):
            faults, needed = wider, list(records)
    unfinished = {other.key for other in offered if other.id not in records}
    faults = [*faults, *_unanswered(session, draft, record, records.values())]
    messages = tuple(_or_unfinished(fault, record, unfinished) for fault in faults)
    return RelatedDrafts(record, tuple(other for other in offered if other.id in needed), messages)


def _unanswered(session: Session, draft: Draft, record: AnyRecord, others: Iterable[AnyRecord]) -> list[Fault]:
    """What a form asks of a drafted pledge and it does not say, unless it came as a file."""
    if not isinstance(record, Pledge) or AS_WRITTEN in draft.confirmed:
        return []
    topics = [*others, *current_records(session, [("topic", record.topic)])]
    topic = next((one for one in topics if one.key == ("topic", record.topic)), None)
    if not isinstance(topic, Topic):
        return []
    before = revision_body(session, draft.key, draft.base_number) if draft.base_number else None
    return list(unanswered_faults(record.key, draft.data, topic, json.loads(before) if before else None))


def draft_warnings(session: Session, draft: Draft, today: date) -> list[Fault]:
    """Likely mistakes in a draft, if it can be read as a record, and what will be removed from it."""
    record, _ = read(draft.kind, draft.data)
    if record is None:
        return []
    named = current_records(session, {(kind, r.id) for r in references(record) for kind in r.kinds})
    faults = warnings(Bundle([*named, record]), today, {record.key})
    return [*faults, *(Fault(record.key, path, message) for path, message in taken_out(draft.data, record))]


def _or_unfinished(fault: Fault, record: AnyRecord, unfinished: Collection[Key]) -> Fault:
    """The fault, or "draft-unfinished" where the record is missing only because its draft is not finished."""
    names = (reference for reference in references(record) if reference.path == fault.path)
    if any((kind, name.id) in unfinished for name in names for kind in name.kinds):
        return replace(fault, message=Message("draft-unfinished"))
    return fault


def _offered(
    session: Session, record: AnyRecord, draft: Draft, chosen: set[str], *, owner: int | None, others: bool
) -> list[Draft]:
    """Unfinished drafts of records that this one names, and of those that these name, a few steps far; one a record."""
    drafts_by_key: dict[Key, Draft] = {}
    frontier: list[AnyRecord] = [record]
    seen: set[Key] = {record.key}
    for _ in range(_LONGEST_SEARCH):
        wanted = named_keys(frontier, _SHARED) - seen
        if not wanted:
            break
        seen |= wanted
        for other in drafts_of_records(session, wanted, owner=owner, others=others):
            kept = drafts_by_key.get(other.key)
            if other.id != draft.id and (kept is None or other.id in chosen):
                drafts_by_key[other.key] = other
        drafts = [drafts_by_key[key] for key in wanted if key in drafts_by_key]
        frontier = [*_readable(drafts), *current_records(session, wanted - drafts_by_key.keys())]
    return list(drafts_by_key.values())


def _readable(drafts: Iterable[Draft]) -> list[AnyRecord]:
    return [record for draft in drafts if (record := read(draft.kind, draft.data)[0])]


def _faults(session: Session, record: AnyRecord, others: Sequence[AnyRecord]) -> list[Fault]:
    """What is wrong with the record itself once these others are published with it, and what it would break."""
    together = [record, *others]
    before = current_records(session, [other.key for other in together])
    faults = faults_among_published(session, together, before)
    own = {other.key for other in others}
    return [fault for fault in faults if fault.key not in own]
