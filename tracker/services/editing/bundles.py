"""Bundles: drafts that are made, submitted and deleted together (HISTORY-6).

A bundle is made whole or not at all, and judged as a whole when it is submitted. Its rows are reviewed one by one or
together (``tracker.services.publishing.bundle_review``).
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Draft, DraftBundle, Submission
from tracker.records.checking.checks import Fault
from tracker.records.checking.parsing import read
from tracker.records.kinds import AnyRecord, Key
from tracker.services.auth.roles import Action, Actor, NotAllowedError, may, require
from tracker.services.editing.draft_merging import WriteContext
from tracker.services.editing.draft_rows import draft_columns
from tracker.services.editing.drafts import new_id
from tracker.services.editing.submitting import freeze, require_same_base
from tracker.services.publishing.checking.checks import faults_among_published
from tracker.services.publishing.checking.unanswered import AS_WRITTEN
from tracker.services.publishing.noted_effects import note_effects
from tracker.store.desk.bundling import pending_of_bundles
from tracker.store.editing.bundles import bundled_drafts, bundles_with, discard_drafts, insert_bundle, insert_bundled
from tracker.store.editing.drafts import CHANGEABLE
from tracker.store.published import current_records, current_states

__all__ = [
    "BundleNotFoundError",
    "BundleNotReadyError",
    "BundledRecord",
    "discard_bundle",
    "make_bundle",
    "open_bundle",
    "submit_bundle",
]


_AT_ONCE = 500


class BundledRecord(NamedTuple):
    """A record that goes into a bundle, as plain data: its row, whether that row is about it, and why it changes."""

    key: Key
    body: dict[str, Any]
    row: int
    lead: bool
    change: str = "update"


class BundleNotFoundError(LookupError):
    """There is no such bundle, or it is not this person's to see: which of the two is not said."""


class BundleNotReadyError(Exception):
    """A bundle that cannot be submitted yet; ``faults`` say what is wrong in which record."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = list(faults)
        super().__init__(f"{len(self.faults)} faults")


def make_bundle(
    session: Session,
    actor: Actor,
    clock: Clock,
    records: Iterable[BundledRecord],
    *,
    title: str,
    file_name: str = "",
    note: str = "",
    id: str = "",
) -> DraftBundle:
    """Drafts of all these records as one bundle. ``note`` is for those that are published already."""
    require(actor, Action.UPLOAD)
    made = DraftBundle(
        id=id or new_id(),
        title=title.strip()[:300] or file_name,
        file_name=file_name,
        owner_id=actor.account_id,
        created_at=clock.now(),
    )
    rest = iter(records)
    some = list(islice(rest, _AT_ONCE))
    if not some:
        raise NotAllowedError("there is nothing to make drafts of")
    insert_bundle(session, made)
    while some:
        states = current_states(session, [it.key for it in some])
        drafts = [_draft(actor, made, it, states[it.key].number if it.key in states else 0, note) for it in some]
        places = [
            {"draft_id": draft["id"], "bundle_id": made.id, "row": it.row, "lead": it.lead}
            for draft, it in zip(drafts, some, strict=True)
        ]
        insert_bundled(session, drafts, places)
        some = list(islice(rest, _AT_ONCE))
    return made


def _draft(actor: Actor, bundle: DraftBundle, bundled: BundledRecord, number: int, note: str) -> dict[str, Any]:
    work = WriteContext(bundled.body, bundled.change, note if number else "", (AS_WRITTEN,))
    return {
        "id": new_id(),
        "kind": bundled.key[0],
        "owner_id": actor.account_id,
        "writers": [actor.account_id],
        "base_number": number,
        "private_note": None,
        "version": 1,
        "state": "editing",
        "created_at": bundle.created_at,
        "updated_at": bundle.created_at,
        **draft_columns(bundled.key[0], number, work),
    }


def open_bundle(session: Session, actor: Actor, id: str) -> DraftBundle:
    """A bundle that the actor may see; raises BundleNotFoundError."""
    bundle = bundles_with(session, id)
    if bundle is None or (bundle.owner_id != actor.account_id and not may(actor.role, Action.READ_DRAFTS)):
        raise BundleNotFoundError(id)
    return bundle


def submit_bundle(session: Session, actor: Actor, clock: Clock, id: str) -> list[Submission]:
    """Freeze all unfinished drafts of a bundle for review, or none.

    They are judged together with what is published and what of the bundle waits for review already. Raises
    BundleNotReadyError, EditConflictError, BundleNotFoundError, NotAllowedError.
    """
    bundle = _own(session, actor, id)
    drafts = [draft for _, draft in bundled_drafts(session, bundle.id)]
    unfinished = [draft for draft in drafts if draft.state in CHANGEABLE]
    records, faults = _read(unfinished)
    waiting, _ = _read([draft for draft in drafts if draft.state == "submitted"])
    together = [*records, *waiting]
    before = current_records(session, [record.key for record in together])
    faults += faults_among_published(session, together, before)
    if faults:
        raise BundleNotReadyError(faults)
    require_same_base(session, unfinished)
    frozen = freeze(session, actor, clock, unfinished)
    if frozen:
        note_effects(session, id, pending_of_bundles(session, [id])[id], clock.now())
    return frozen


def _read(drafts: Sequence[Draft]) -> tuple[list[AnyRecord], list[Fault]]:
    records, faults = [], []
    for draft in drafts:
        record, wrong = read(draft.kind, draft.data)
        faults += wrong
        if record:
            records.append(record)
    return records, faults


def discard_bundle(session: Session, actor: Actor, clock: Clock, id: str) -> int:
    """Delete all drafts of a bundle; how many. Raises NotAllowedError where any is in review or published."""
    bundle = _own(session, actor, id)
    drafts = [draft for _, draft in bundled_drafts(session, bundle.id)]
    if any(draft.state not in (*CHANGEABLE, "discarded") for draft in drafts):
        raise NotAllowedError("some of it is in review or published; delete the other drafts one by one")
    open_drafts = [draft for draft in drafts if draft.state in CHANGEABLE]
    discard_drafts(session, open_drafts, clock.now())
    return len(open_drafts)


def _own(session: Session, actor: Actor, id: str) -> DraftBundle:
    bundle = open_bundle(session, actor, id)
    require(actor, Action.UPLOAD if bundle.owner_id == actor.account_id else Action.EDIT_DRAFTS)
    return bundle
