"""Reviewing a bundle: its rows are published or returned one by one, by filter, or all together (HISTORY-6).

An approval is for what was shown: it names the digest of all that waited in the bundle then. What a row needs, such as
its company, is published with the first row that needs it.
"""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import BundledDraft, Draft, Review, Submission
from tracker.records.checking.references import named_keys
from tracker.records.kinds import KINDS, Key
from tracker.services.auth.roles import Action, Actor, require
from tracker.services.publishing.review import (
    NoteMissingError,
    SubmissionChangedError,
    publish_submissions,
    return_waiting,
)
from tracker.services.publishing.whole_bundles import USUAL, TwoPeople, look_before, only_approved
from tracker.store.editing.bundles import bundled_drafts, pending_in_bundle, verdicts_in_bundle
from tracker.store.published import parsed

__all__ = ["BundleRow", "bundle_rows", "look_before_rows", "publish_rows", "return_rows", "shown_digest", "with_needed"]


class BundleRow(NamedTuple):
    """A row of a bundle: its drafts, the leading one last, what of them waits for review, and the last review."""

    row: int
    drafts: tuple[Draft, ...]
    pending: tuple[Submission, ...]
    review: Review | None

    @property
    def lead(self) -> Draft:
        """What the row is about."""
        return self.drafts[-1]

    @property
    def waiting(self) -> bool:
        """Whether what the row is about waits for review; what it shares with other rows may wait longer."""
        return any(submission.draft_id == self.lead.id for submission in self.pending)


def bundle_rows(session: Session, bundle_id: str, *, bodies: bool = True) -> list[BundleRow]:
    """The rows of a bundle in order; drafts without a row of a file make one each.

    Without ``bodies``, what drafts and submissions say is read when it is asked for: a bundle may be long.
    """
    pending = pending_in_bundle(session, bundle_id, bodies=bodies)
    verdicts = verdicts_in_bundle(session, bundle_id)
    rows: dict[object, list[tuple[BundledDraft, Draft]]] = {}
    for place, draft in bundled_drafts(session, bundle_id, bodies=bodies):
        rows.setdefault(place.row or draft.id, []).append((place, draft))
    return [
        BundleRow(
            places[-1][0].row,
            tuple(draft for _, draft in places),
            tuple(pending[draft.id] for _, draft in places if draft.id in pending),
            verdicts.get(places[-1][1].id),
        )
        for places in rows.values()
    ]


def shown_digest(rows: Sequence[BundleRow]) -> str:
    """What an approval names: a hash over everything of the bundle that waits for review."""
    texts = sorted(submission.content_sha256 for row in rows for submission in row.pending)
    return sha256("".join(texts).encode()).hexdigest()


def with_needed(rows: Sequence[BundleRow], chosen: Collection[str]) -> list[Submission]:
    """What is published together: the rows with these leading drafts, and whatever they need that waits too."""
    waiting: dict[Key, Submission] = {s.key: s for row in rows for s in row.pending}
    wanted = {s.key: s for row in rows if row.lead.id in chosen for s in row.pending}
    frontier = list(wanted.values())
    while frontier:
        named = named_keys([parsed(submission.body) for submission in frontier], tuple(KINDS))
        frontier = [waiting[key] for key in named if key in waiting and key not in wanted]
        wanted |= {submission.key: submission for submission in frontier}
    order = {kind: i for i, kind in enumerate(KINDS)}
    return sorted(wanted.values(), key=lambda submission: (order[submission.kind], submission.id))


def publish_rows(
    session: Session,
    clock: Clock,
    actor: Actor,
    bundle_id: str,
    chosen: Collection[str],
    shown: str,
    *,
    note: str | None = None,
    people: TwoPeople = USUAL,
) -> Sequence[Review]:
    """Publish rows, by their leading drafts, in one transaction; empty where this was the first of two approvals.

    Raises as ``publish_submissions`` does.
    """
    require(actor, Action.REVIEW)
    rows = bundle_rows(session, bundle_id)
    if shown_digest(rows) != shown:
        raise SubmissionChangedError("the bundle has changed since you opened it")
    together = with_needed(rows, chosen)
    if together and only_approved(session, clock, actor, together, people):
        return []
    approved = {submission.id: submission.content_sha256 for submission in together}
    return publish_submissions(session, clock, actor, approved, note=note, one_person=people.one_person)


def look_before_rows(
    session: Session, clock: Clock, bundle_id: str, chosen: Collection[str] | None, people: TwoPeople
) -> None:
    """Find in a session that only reads what ``publish_rows`` would find under the lock; None chooses all rows."""
    rows = bundle_rows(session, bundle_id)
    leads = [row.lead.id for row in rows if row.waiting] if chosen is None else chosen
    look_before(session, clock, with_needed(rows, leads), people)


def return_rows(
    session: Session, clock: Clock, actor: Actor, bundle_id: str, chosen: Collection[str], shown: str, *, note: str
) -> list[Review]:
    """Return rows to be changed, with one note. What other rows that wait need stays in review."""
    require(actor, Action.REVIEW)
    rows = bundle_rows(session, bundle_id)
    if shown_digest(rows) != shown:
        raise SubmissionChangedError("the bundle has changed since you opened it")
    if not note.strip():
        raise NoteMissingError("add a note that tells the author what to change")
    others = [row.lead.id for row in rows if row.lead.id not in chosen]
    kept = {submission.id for submission in with_needed(rows, others)}
    returned = [s for row in rows if row.lead.id in chosen for s in row.pending if s.id not in kept]
    return return_waiting(session, clock, actor, returned, note=note)
