"""Submitting drafts for review, each with those that go along as one bundle, and cancelling the review (HISTORY-1)."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.desk.bundle import DraftBundle
from tracker.models.desk.draft import Draft, Review, Submission
from tracker.models.hashing import content_digest
from tracker.records.checking.parsing import read
from tracker.records.kinds import body, canonical
from tracker.services.auth.roles import Actor, NotAllowedError
from tracker.services.editing.drafts import (
    DraftConflictError,
    draft_to_change,
    expect_version,
    new_id,
    open_draft,
    set_state,
    set_states,
)
from tracker.services.publishing.checking.decided_findings import decision_faults
from tracker.services.publishing.checking.draft_problems import RelatedDrafts, related_drafts
from tracker.services.publishing.noted_effects import note_effects
from tracker.services.publishing.publish import EditConflictError
from tracker.store.accounts.people import public_name
from tracker.store.desk.bundling import (
    form_bundle_of,
    gather,
    gather_rows,
    leave_bundle,
    pending_of_bundles,
    place_of,
    unfinished_beside,
)
from tracker.store.editing.drafts import CHANGEABLE, pending_of
from tracker.store.published import current_states

__all__ = [
    "NotReadyError",
    "UnexplainedChangeError",
    "cancel_submission",
    "freeze",
    "require_same_base",
    "submit_drafts",
]

_MOST_AS_ONE = 12
"""Of more records that came from files a reviewer wants a table."""


class NotReadyError(Exception):
    """Drafts that cannot be submitted yet; ``families`` say by draft what is wrong."""

    def __init__(self, families: Mapping[str, RelatedDrafts]):
        self.families = dict(families)
        super().__init__(f"{sum(len(family.faults) for family in families.values())} faults")


class UnexplainedChangeError(Exception):
    """A change of a published record without what readers are told of it: its type, or what a correction corrects."""

    def __init__(self, draft: Draft):
        self.draft = draft
        super().__init__("choose the type of change" if not draft.change_chosen else "say what was wrong")


def submit_drafts(
    session: Session, actor: Actor, clock: Clock, versions: Mapping[str, int], *, files: str = ""
) -> list[Submission]:
    """Freeze drafts, by id and version, for review, all of them or none; they are one bundle, led by the first.

    Where they are many and came from ``files``, so named, the bundle is reviewed row by row.

    They are judged together, with what is published and what waits for review already. A draft that was submitted from
    that version by an earlier request is left as it is. Raises NotReadyError, UnexplainedChangeError,
    EditConflictError, DraftConflictError, DraftNotFoundError, NotAllowedError.
    """
    drafts: list[Draft] = []
    done: list[Submission] = []
    for id, version in versions.items():
        draft = open_draft(session, actor, id)
        waiting = pending_of(session, id) if draft.state == "submitted" and draft.version == version + 1 else None
        if waiting:
            done.append(waiting)
            continue
        draft = draft_to_change(session, actor, id)
        expect_version(draft, version)
        drafts.append(draft)
    _refuse_unready(session, actor, drafts, clock.now().date())
    fresh = freeze(session, actor, clock, drafts)
    ids = [submission.draft_id for submission in (*done, *fresh)]
    if fresh and files and len(ids) > _MOST_AS_ONE:
        _bundle_rows(session, actor, clock, ids, files)
    elif fresh:
        _bundle(session, clock, ids, next(iter(versions)))
    return done + fresh


def _bundle(session: Session, clock: Clock, ids: Sequence[str], lead: str) -> None:
    """Have what was submitted together in one bundle, without what was not; and note what it would change."""
    gather(session, lead, [id for id in ids if id != lead and _movable(session, id)])
    for other in unfinished_beside(session, lead):
        if other.id not in ids and other.state in CHANGEABLE:
            leave_bundle(session, new_id(), other)
    place = place_of(session, lead)
    assert place is not None
    pending = pending_of_bundles(session, [place.bundle_id])[place.bundle_id]
    note_effects(session, place.bundle_id, pending, clock.now())


def _bundle_rows(session: Session, actor: Actor, clock: Clock, ids: Sequence[str], files: str) -> None:
    id, now = new_id(), clock.now()
    title = f"{len(ids):,} records from files"
    bundle = DraftBundle(id=id, title=title, file_name=files, owner_id=actor.account_id, created_at=now)
    gather_rows(session, bundle, ids)
    note_effects(session, id, pending_of_bundles(session, [id])[id], now)


def _movable(session: Session, id: str) -> bool:
    """What came from a file stays in the bundle of that file."""
    return form_bundle_of(session, id) is not None or place_of(session, id) is None


def cancel_submission(session: Session, actor: Actor, clock: Clock, id: str, version: int) -> Draft:
    """Take a submitted draft back to write on, with what was submitted with it.

    Only those who wrote it can. Raises as ``save_draft`` does.
    """
    draft = open_draft(session, actor, id)
    if actor.account_id not in draft.writers:
        raise NotAllowedError("only an author can cancel the review; a reviewer can return it with a note")
    if draft.state == "editing" and draft.version == version + 1:
        return draft
    expect_version(draft, version)
    waiting = pending_of(session, id)
    if draft.state != "submitted" or waiting is None:
        raise DraftConflictError(draft)
    for beside in unfinished_beside(session, id):
        pending = pending_of(session, beside.id) if beside.state == "submitted" else None
        if pending:
            _take_back(session, actor, clock, beside, pending)
    return _take_back(session, actor, clock, draft, waiting)


def _take_back(session: Session, actor: Actor, clock: Clock, draft: Draft, waiting: Submission) -> Draft:
    review = Review(
        submission_id=waiting.id,
        reviewer_id=actor.account_id,
        reviewer=actor.name,
        verdict="taken back",
        note=None,
        at=clock.now(),
        position=None,
    )
    session.add(review)
    return set_state(session, actor, clock, draft, state="editing")


def _refuse_unready(session: Session, actor: Actor, drafts: list[Draft], today: date) -> None:
    ids = [draft.id for draft in drafts]
    families = {draft.id: related_drafts(session, draft, actor, with_drafts=ids) for draft in drafts}
    undecidable = decision_faults(session, [it.record for it in families.values() if it.record], today)
    for id, family in families.items():
        own = [fault for fault in undecidable if family.record and fault.key == family.record.key]
        families[id] = family._replace(faults=(*family.faults, *own))
    if any(family.faults for family in families.values()):
        raise NotReadyError({id: family for id, family in families.items() if family.faults})
    for draft in drafts:
        if not draft.change_chosen or (draft.change == "correction" and not draft.note):
            raise UnexplainedChangeError(draft)
    require_same_base(session, drafts)


def require_same_base(session: Session, drafts: Sequence[Draft]) -> None:
    """Raises EditConflictError where a record was published since its draft was begun."""
    states = current_states(session, [draft.key for draft in drafts])
    for draft in drafts:
        number = states[draft.key].number if draft.key in states else 0
        if number != draft.base_number:
            raise EditConflictError(draft.key, draft.base_number, number)


def freeze(session: Session, actor: Actor, clock: Clock, drafts: Sequence[Draft]) -> list[Submission]:
    """Submit drafts as they are. For callers that have judged them."""
    frozen = [_frozen(session, actor, clock, draft) for draft in drafts]
    session.add_all(frozen)
    set_states(session, actor, clock, drafts, state="submitted")
    return frozen


def _frozen(session: Session, actor: Actor, clock: Clock, draft: Draft) -> Submission:
    record = read(draft.kind, draft.data)[0]
    assert record is not None
    salt, text = secrets.token_hex(32), canonical(body(record)).decode()
    author = actor.name if draft.owner_id == actor.account_id else public_name(session, draft.owner_id)
    return Submission(
        draft_id=draft.id,
        kind=record.kind,
        record_id=record.id,
        base_number=draft.base_number,
        body=text,
        change=draft.change,
        note=draft.note,
        private_note=draft.private_note,
        author_id=draft.owner_id,
        author=author,
        writers=list(draft.writers),
        salt=salt,
        content_sha256=content_digest(salt, author=author, body=text, change=draft.change, note=draft.note),
        at=clock.now(),
    )
