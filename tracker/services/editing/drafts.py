"""Drafts, which keep whatever was typed (HISTORY-1); submitting them is in ``tracker.services.editing.submitting``.

Saving never rejects a text. Every write names the version that it was based on; if the draft has changed since, both
changes are merged by field, and where that cannot be, nothing is written and the error says what both changed.
Functions that write take a session of ``Database.writing()``, those that only read one of ``reading()``.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.desk.draft import Draft
from tracker.records.kinds import KINDS, Key
from tracker.records.reading.problems import listed
from tracker.services.auth.roles import Action, Actor, NotAllowedError, may, require
from tracker.services.editing.draft_merging import DraftConflictError, Seen, WriteContext, merged_work
from tracker.services.editing.draft_rows import LONGEST_NOTE, draft_columns, plain_text, unsaved_draft
from tracker.services.publishing.checking.unanswered import AS_WRITTEN
from tracker.services.publishing.publish import EditConflictError
from tracker.store.desk.bundling import add_beside, begin_bundle, lead_another, place_of
from tracker.store.editing.draft_versions import forget_versions, keep_versions
from tracker.store.editing.drafts import CHANGEABLE, draft_of_id, own_draft
from tracker.store.history import revision_body
from tracker.store.published import current_states

__all__ = [
    "DraftConflictError",
    "DraftNotFoundError",
    "WriteContext",
    "begin_draft",
    "discard_draft",
    "draft_to_change",
    "edit_record",
    "expect_version",
    "new_id",
    "open_draft",
    "rebase_draft",
    "save_draft",
    "set_state",
    "set_states",
    "take_down",
    "tell_reviewer",
    "unchanged_since",
    "unsaved_draft",
]

_ENDED = {"published": "was published", "discarded": "was deleted"}


class DraftNotFoundError(LookupError):
    """There is no such draft, or it is not this person's to see."""


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
    session: Session,
    actor: Actor,
    clock: Clock,
    kind: str,
    work: WriteContext,
    *,
    id: str | None = None,
    owner: int | None = None,
    beside: Draft | None = None,
) -> Draft:
    """A draft of a new record. With the ``id`` of an existing draft, that draft: a repeated request creates nothing.

    It belongs to the ``owner``, where it goes along with somebody else's draft, and is in the bundle of the draft
    that it stands ``beside``.
    """
    require(actor, Action.WRITE)
    if kind not in KINDS:
        raise NotAllowedError(f"“{kind}” is not a type of record. Types: {listed(KINDS)}")
    if id and (begun := draft_of_id(session, id)):
        if begun.owner_id != actor.account_id:
            raise DraftNotFoundError(id)
        return begun
    return _insert(session, actor, clock, kind, work, 0, id or new_id(), owner, beside)


def edit_record(
    session: Session, actor: Actor, clock: Clock, key: Key, *, restore: int | None = None, owner: int | None = None
) -> Draft:
    """The owner's unfinished draft of a published record, or a new one that begins from what is published now.

    The owner is the actor where no other is named. ``restore`` gives the number of an older published revision whose
    content a new draft takes. Raises LookupError for a record or revision that is not published, DraftConflictError
    where what was begun would be lost by restoring.
    """
    require(actor, Action.WRITE)
    current = current_states(session, [key]).get(key)
    if current is None:
        raise LookupError(" ".join(key))
    text = current.body if restore is None else revision_body(session, key, restore)
    if text is None:
        raise LookupError(f"{' '.join(key)}, revision {restore}")
    unfinished = own_draft(session, owner or actor.account_id, key)
    if unfinished and restore is not None:
        raise DraftConflictError(unfinished)
    if unfinished:
        return unfinished
    note = None if restore is None else f"Restores revision {restore}."
    # What an older revision leaves out was published so.
    confirmed = () if restore is None else (AS_WRITTEN,)
    work = WriteContext(json.loads(text), change="", note=note, confirmed=confirmed)
    return _insert(session, actor, clock, key[0], work, current.number, new_id(), owner)


def take_down(
    session: Session, actor: Actor, clock: Clock, key: Key, mark: Mapping[str, str] | None, note: str
) -> Draft:
    """The actor's draft of a published record with date and reason of its taking down, or without: to put it back.

    Raises LookupError, NotAllowedError.
    """
    draft = edit_record(session, actor, clock, key)
    kept = {name: value for name, value in draft.data.items() if name != "taken_down"}
    data = {**kept, "taken_down": dict(mark)} if mark else kept
    work = WriteContext(data, draft.chosen_change, note or draft.note, tuple(draft.confirmed))
    return save_draft(session, actor, clock, draft.id, draft.version, work)


def save_draft(
    session: Session,
    actor: Actor,
    clock: Clock,
    id: str,
    version: int | Seen,
    work: WriteContext,
    *,
    completed: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> Draft:
    """Keep what was typed, whatever it is. Raises DraftNotFoundError, NotAllowedError, or DraftConflictError.

    What somebody else saved since that version stays, field by field; ``completed`` adds to the merged record what
    nobody types. The same save twice is one, so that a request may come twice.
    """
    draft = draft_to_change(session, actor, id)
    seen = version if isinstance(version, Seen) else Seen(version)
    if draft.version == seen.version + 1 and _same(draft, work):
        return draft
    work = _with_own_id(draft, work)
    whole = merged_work(session, draft, seen, work)
    body = completed(whole.body)
    # The same in another order of fields is no change.
    whole = whole._replace(body=draft.data if body == draft.data else body)
    typed = None if whole.body == work.body else work.body
    return draft if _same(draft, whole) else _save(session, actor, clock, draft, whole, typed)


def unchanged_since(session: Session, actor: Actor, id: str, version: int) -> Draft:
    """The draft, which may be changed and is at this version. Raises as ``save_draft`` does."""
    draft = draft_to_change(session, actor, id)
    expect_version(draft, version)
    return draft


def rebase_draft(
    session: Session, actor: Actor, clock: Clock, id: str, version: int, work: WriteContext, *, base_number: int
) -> Draft:
    """Keep what was merged with revision ``base_number``, which the draft is now based on.

    Raises EditConflictError too.
    """
    draft = draft_to_change(session, actor, id)
    expect_version(draft, version)
    current = current_states(session, [draft.key]).get(draft.key)
    number = current.number if current else 0
    if number != base_number:
        raise EditConflictError(draft.key, base_number, number)
    draft.base_number = base_number
    return _save(session, actor, clock, draft, work)


def tell_reviewer(session: Session, actor: Actor, id: str, version: int, note: str) -> None:
    """Keep what is said to the reviewer alone. Raises as ``save_draft`` does."""
    draft = unchanged_since(session, actor, id, version)
    draft.private_note = note.strip()[:LONGEST_NOTE] or None
    session.flush()


def discard_draft(session: Session, actor: Actor, clock: Clock, id: str, version: int) -> Draft:
    """Throw a draft away; its text stays in the database until it is cleared out."""
    draft = draft_to_change(session, actor, id)
    expect_version(draft, version)
    draft = set_state(session, actor, clock, draft, state="discarded")
    forget_versions(session, [id])
    if place := place_of(session, id):
        lead_another(session, place.bundle_id)
    return draft


def draft_to_change(session: Session, actor: Actor, id: str) -> Draft:
    """A draft that the actor may change now. Raises DraftNotFoundError, NotAllowedError."""
    draft = open_draft(session, actor, id)
    require(actor, Action.WRITE if draft.owner_id == actor.account_id else Action.EDIT_DRAFTS)
    if draft.state == "submitted":
        raise NotAllowedError("it is in review; cancel the review to edit it")
    if draft.state not in CHANGEABLE:
        raise NotAllowedError(f"it {_ENDED[draft.state]}; start a new draft")
    return draft


def expect_version(draft: Draft, version: int) -> None:
    """Raise DraftConflictError where a draft is at another version."""
    if draft.version != version:
        raise DraftConflictError(draft)


def _same(draft: Draft, work: WriteContext) -> bool:
    fresh = draft_columns(draft.kind, draft.base_number, _with_own_id(draft, work))
    return all(getattr(draft, name) == value for name, value in fresh.items())


def _with_own_id(draft: Draft, work: WriteContext) -> WriteContext:
    """Ids never change: a draft of a published record keeps it whatever was typed."""
    return work._replace(body={**work.body, "id": draft.record_id}) if draft.base_number else work


def _insert(
    session: Session,
    actor: Actor,
    clock: Clock,
    kind: str,
    work: WriteContext,
    base_number: int,
    id: str,
    owner: int | None,
    beside: Draft | None = None,
) -> Draft:
    now, owner = clock.now(), owner or actor.account_id
    if owner != actor.account_id:
        require(actor, Action.EDIT_DRAFTS)
    draft = Draft(
        id=id,
        kind=kind,
        owner_id=owner,
        writers=list(dict.fromkeys([owner, actor.account_id])),
        base_number=base_number,
        version=1,
        state="editing",
        created_at=now,
        updated_at=now,
        **draft_columns(kind, base_number, work),
    )
    session.add(draft)
    session.flush()
    place = place_of(session, beside.id) if beside else None
    if place:
        add_beside(session, place, draft)
    else:
        begin_bundle(session, new_id(), draft)
    keep_versions(session, [draft], actor.account_id)
    return draft


def _save(
    session: Session,
    actor: Actor,
    clock: Clock,
    draft: Draft,
    work: WriteContext,
    typed: dict[str, Any] | None = None,
) -> Draft:
    for name, value in draft_columns(draft.kind, draft.base_number, _with_own_id(draft, work)).items():
        setattr(draft, name, value)
    if actor.account_id not in draft.writers:
        draft.writers = [*draft.writers, actor.account_id]
    kept = None if typed is None else plain_text(typed)
    return set_state(session, actor, clock, draft, state=draft.state, typed=kept)


def set_state(
    session: Session, actor: Actor, clock: Clock, draft: Draft, *, state: str, typed: str | None = None
) -> Draft:
    """Have a draft in this state, at its next version."""
    set_states(session, actor, clock, [draft], state=state, typed=typed)
    return draft


def set_states(
    session: Session, actor: Actor, clock: Clock, drafts: Sequence[Draft], *, state: str, typed: str | None = None
) -> None:
    """Have drafts in this state, each at its next version."""
    now = clock.now()
    for draft in drafts:
        draft.state = state
        draft.version += 1
        # A clock that was set back must not make a draft older than it is.
        draft.updated_at = max(now, draft.updated_at)
    session.flush()
    keep_versions(session, drafts, actor.account_id, typed)
