"""Drafts, which keep whatever was typed, and submitting them for review (HISTORY-1).

Saving never rejects a text. Every write names the version that it was based on; if the draft has changed since, nothing
is written and the error carries the current version. Functions that write take a session of ``Database.writing()``,
those that only read one of ``reading()``.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.base import Base
from tracker.models.draft import Draft, Review, Submission
from tracker.models.hashing import content_digest
from tracker.models.revision import CHANGES
from tracker.records.kinds import KINDS, Key, body, canonical
from tracker.records.reading.problems import listed
from tracker.services.auth.roles import Action, Actor, NotAllowedError, may, require
from tracker.services.publishing.decided_findings import decision_faults
from tracker.services.publishing.draft_problems import RelatedDrafts, read, related_drafts
from tracker.services.publishing.draft_problems import title as draft_title
from tracker.services.publishing.publish import EditConflictError
from tracker.store.accounts.people import public_name
from tracker.store.drafts import CHANGEABLE, draft_of_id, own_draft, pending_of
from tracker.store.history import revision_body
from tracker.store.published import current_states

__all__ = [
    "DraftConflictError",
    "DraftNotFoundError",
    "NotReadyError",
    "WriteContext",
    "begin_draft",
    "cancel_submission",
    "discard_draft",
    "edit_record",
    "new_id",
    "open_draft",
    "rebase_draft",
    "save_draft",
    "submit_drafts",
    "unsaved_draft",
]

_LONGEST_TITLE = 300
_LONGEST_NOTE = 5000
_ENDED = {"published": "was published", "discarded": "was deleted"}


class WriteContext(NamedTuple):
    """What an editor typed: the record as plain data; why it changes, for readers.

    Answers that the record does not keep.

    ``change`` is ignored for a new record.
    """

    body: dict[str, Any]
    change: str = "update"
    note: str | None = None
    confirmed: tuple[str, ...] = ()


class DraftNotFoundError(LookupError):
    """There is no such draft, or it is not this person's to see: which of the two is not said."""


class DraftConflictError(Exception):
    """The draft has changed since the version that a write is based on; ``current`` is its present state."""

    def __init__(self, current: Draft):
        self.current = current
        super().__init__(f"the draft is at version {current.version} by now ({current.state})")


class NotReadyError(Exception):
    """Drafts that cannot be submitted yet; ``families`` say by draft what is wrong."""

    def __init__(self, families: Mapping[str, RelatedDrafts]):
        self.families = dict(families)
        super().__init__(f"{sum(len(family.faults) for family in families.values())} faults")


def new_id() -> str:
    """An id for a draft that nobody can guess."""
    return secrets.token_urlsafe(16)


def open_draft(session: Session, actor: Actor, id: str) -> Draft:
    """A draft that the actor may see; raises NoDraft."""
    draft = draft_of_id(session, id)
    if draft is None or (draft.owner_id != actor.account_id and not may(actor.role, Action.READ_DRAFTS)):
        raise DraftNotFoundError(id)
    return draft


def begin_draft(
    session: Session, actor: Actor, clock: Clock, kind: str, work: WriteContext, *, id: str | None = None
) -> Draft:
    """A draft of a new record. With the ``id`` of an existing draft, that draft: a repeated request creates nothing."""
    require(actor, Action.WRITE)
    if kind not in KINDS:
        raise NotAllowedError(f"“{kind}” is not a type of record. Types: {listed(KINDS)}")
    if id and (begun := draft_of_id(session, id)):
        if begun.owner_id != actor.account_id:
            raise DraftNotFoundError(id)
        return begun
    return _insert(session, actor, clock, kind, work, 0, id or new_id())


def edit_record(session: Session, actor: Actor, clock: Clock, key: Key, *, restore: int | None = None) -> Draft:
    """The actor's unfinished draft of a published record, or a new one that begins from what is published now.

    ``restore`` gives the number of an older published revision whose content a new draft takes. Raises LookupError for
    a record or revision that is not published, DraftConflictError where what the actor began would be lost by
    restoring.
    """
    require(actor, Action.WRITE)
    current = current_states(session, [key]).get(key)
    if current is None:
        raise LookupError(" ".join(key))
    text = current.body if restore is None else revision_body(session, key, restore)
    if text is None:
        raise LookupError(f"{' '.join(key)}, revision {restore}")
    unfinished = own_draft(session, actor.account_id, key)
    if unfinished and restore is not None:
        raise DraftConflictError(unfinished)
    if unfinished:
        return unfinished
    note = None if restore is None else f"Restores revision {restore}."
    work = WriteContext(json.loads(text), note=note)
    return _insert(session, actor, clock, key[0], work, current.number, new_id())


def save_draft(session: Session, actor: Actor, clock: Clock, id: str, version: int, work: WriteContext) -> Draft:
    """Keep what was typed, whatever it is. Raises DraftNotFoundError, NotAllowedError, or DraftConflictError.

    The same save twice is one, so that a request may come twice.
    """
    draft = _to_change(session, actor, id)
    if draft.version == version + 1 and _same(draft, work):
        return draft
    _expect(draft, version)
    return draft if _same(draft, work) else _save(session, actor, clock, draft, work)


def rebase_draft(
    session: Session, actor: Actor, clock: Clock, id: str, version: int, work: WriteContext, *, base_number: int
) -> Draft:
    """Keep what was merged with revision ``base_number``, which the draft is now based on.

    Raises EditConflictError too.
    """
    draft = _to_change(session, actor, id)
    _expect(draft, version)
    current = current_states(session, [draft.key]).get(draft.key)
    number = current.number if current else 0
    if number != base_number:
        raise EditConflictError(draft.key, base_number, number)
    draft.base_number = base_number
    return _save(session, actor, clock, draft, work)


def discard_draft(session: Session, actor: Actor, clock: Clock, id: str, version: int) -> Draft:
    """Throw a draft away; its text stays in the database until it is cleared out."""
    draft = _to_change(session, actor, id)
    _expect(draft, version)
    return _set(session, draft, clock, state="discarded")


def submit_drafts(session: Session, actor: Actor, clock: Clock, versions: Mapping[str, int]) -> list[Submission]:
    """Freeze drafts, by id and version, for review, all of them or none.

    They are judged together, with what is published and what waits for review already. A draft that was submitted from
    that version by an earlier request is left as it is. Raises NotReadyError, EditConflictError, DraftConflictError,
    DraftNotFoundError, NotAllowedError.
    """
    drafts: list[Draft] = []
    done: list[Submission] = []
    for id, version in versions.items():
        draft = open_draft(session, actor, id)
        waiting = pending_of(session, id) if draft.state == "submitted" and draft.version == version + 1 else None
        if waiting:
            done.append(waiting)
            continue
        draft = _to_change(session, actor, id)
        _expect(draft, version)
        drafts.append(draft)
    _refuse_unready(session, actor, drafts, clock.now().date())
    return done + [_freeze(session, actor, clock, draft) for draft in drafts]


def cancel_submission(session: Session, actor: Actor, clock: Clock, id: str, version: int) -> Draft:
    """Take a submitted draft back to write on; only those who wrote it can. Raises as ``save_draft`` does."""
    draft = open_draft(session, actor, id)
    if actor.account_id not in draft.writers:
        raise NotAllowedError("only an author can cancel the review; a reviewer can return it with a note")
    if draft.state == "editing" and draft.version == version + 1:
        return draft
    _expect(draft, version)
    waiting = pending_of(session, id)
    if draft.state != "submitted" or waiting is None:
        raise DraftConflictError(draft)
    review = Review(
        submission_id=waiting.id,
        reviewer_id=actor.account_id,
        reviewer=actor.name,
        verdict="taken back",
        note=None,
        at=clock.now(),
        position=None,
    )
    _add(session, review)
    return _set(session, draft, clock, state="editing")


def _refuse_unready(session: Session, actor: Actor, drafts: list[Draft], today: date) -> None:
    ids = [draft.id for draft in drafts]
    families = {draft.id: related_drafts(session, draft, actor, with_drafts=ids) for draft in drafts}
    undecidable = decision_faults(session, [it.record for it in families.values() if it.record], today)
    for id, family in families.items():
        own = [fault for fault in undecidable if family.record and fault.key == family.record.key]
        families[id] = family._replace(faults=(*family.faults, *own))
    if any(family.faults for family in families.values()):
        raise NotReadyError({id: family for id, family in families.items() if family.faults})
    states = current_states(session, [draft.key for draft in drafts])
    for draft in drafts:
        number = states[draft.key].number if draft.key in states else 0
        if number != draft.base_number:
            raise EditConflictError(draft.key, draft.base_number, number)


def _freeze(session: Session, actor: Actor, clock: Clock, draft: Draft) -> Submission:
    record, _ = read(draft.kind, draft.data)
    assert record is not None
    salt, text = secrets.token_hex(32), canonical(body(record)).decode()
    author = actor.name if draft.owner_id == actor.account_id else public_name(session, draft.owner_id)
    submission = Submission(
        draft_id=draft.id,
        kind=record.kind,
        record_id=record.id,
        base_number=draft.base_number,
        body=text,
        change=draft.change,
        note=draft.note,
        author_id=draft.owner_id,
        author=author,
        writers=list(draft.writers),
        salt=salt,
        content_sha256=content_digest(salt, author=author, body=text, change=draft.change, note=draft.note),
        at=clock.now(),
    )
    _add(session, submission)
    _set(session, draft, clock, state="submitted")
    return submission


def _to_change(session: Session, actor: Actor, id: str) -> Draft:
    draft = open_draft(session, actor, id)
    require(actor, Action.WRITE if draft.owner_id == actor.account_id else Action.EDIT_DRAFTS)
    if draft.state == "submitted":
        raise NotAllowedError("it is in review; cancel the review to edit it")
    if draft.state not in CHANGEABLE:
        raise NotAllowedError(f"it {_ENDED[draft.state]}; start a new draft")
    return draft


def _expect(draft: Draft, version: int) -> None:
    if draft.version != version:
        raise DraftConflictError(draft)


def _same(draft: Draft, work: WriteContext) -> bool:
    fresh = _columns(draft.kind, draft.base_number, _with_own_id(draft, work))
    return all(getattr(draft, name) == value for name, value in fresh.items())


def _with_own_id(draft: Draft, work: WriteContext) -> WriteContext:
    """Ids never change: a draft of a published record keeps it whatever was typed."""
    return work._replace(body={**work.body, "id": draft.record_id}) if draft.base_number else work


def _columns(kind: str, base_number: int, work: WriteContext) -> dict[str, Any]:
    """The columns that hold what was typed."""
    data = {**work.body, "kind": kind}
    id = data.get("id")
    note = work.note.strip()[:_LONGEST_NOTE] if work.note else None
    change = work.change if work.change in CHANGES and work.change != "new" else "update"
    return {
        "record_id": id if isinstance(id, str) and 0 < len(id) <= 120 else None,
        "company_id": _company(kind, data),
        "title": draft_title(kind, data)[:_LONGEST_TITLE],
        "body": json.dumps(data, ensure_ascii=False),
        "change": change if base_number else "new",
        "note": note or None,
        "confirmed": sorted(set(work.confirmed)),
    }


def _company(kind: str, data: Mapping[str, Any]) -> str | None:
    """The company that a draft is about, as far as it says so."""
    id, named = data.get("id"), data.get("company")
    if data.get("initiative"):
        return None
    if kind == "company":
        company_id = id
    elif kind in ("pledge", "evidence", "response", "decision"):
        company_id = named or (id.partition("/")[0] if isinstance(id, str) else None)
    else:
        company_id = None
    return company_id if isinstance(company_id, str) and 0 < len(company_id) <= 120 else None


def _insert(
    session: Session, actor: Actor, clock: Clock, kind: str, work: WriteContext, base_number: int, id: str
) -> Draft:
    now = clock.now()
    draft = Draft(
        id=id,
        kind=kind,
        owner_id=actor.account_id,
        writers=[actor.account_id],
        base_number=base_number,
        version=1,
        state="editing",
        created_at=now,
        updated_at=now,
        **_columns(kind, base_number, work),
    )
    _add(session, draft)
    return draft


def _save(session: Session, actor: Actor, clock: Clock, draft: Draft, work: WriteContext) -> Draft:
    for name, value in _columns(draft.kind, draft.base_number, _with_own_id(draft, work)).items():
        setattr(draft, name, value)
    if actor.account_id not in draft.writers:
        draft.writers = [*draft.writers, actor.account_id]
    return _set(session, draft, clock, state=draft.state)


def _set(session: Session, draft: Draft, clock: Clock, *, state: str) -> Draft:
    draft.state = state
    draft.version += 1
    # A clock that was set back must not make a draft older than it is.
    draft.updated_at = max(clock.now(), draft.updated_at)
    session.flush()
    return draft


def _add(session: Session, row: Base) -> None:
    session.add(row)
    session.flush()


def unsaved_draft(actor: Actor, clock: Clock, kind: str, data: Mapping[str, Any], *, id: str) -> Draft:
    """A draft that is stored nowhere yet, to show its form: version 0."""
    now = clock.now()
    return Draft(
        id=id,
        kind=kind,
        record_id=None,
        company_id=None,
        title="",
        owner_id=actor.account_id,
        writers=[actor.account_id],
        base_number=0,
        body=json.dumps({"kind": kind, **data}),
        change="new",
        note=None,
        confirmed=[],
        version=0,
        state="editing",
        created_at=now,
        updated_at=now,
    )
