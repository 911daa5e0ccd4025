"""Reviewing bundles as they were submitted: each is published or returned as one (HISTORY-6).

What would read as a breach may ask for two reviewers: the first approves, and a second, who wrote none of it either,
publishes.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Review, Submission
from tracker.services.auth.roles import Action, Actor, Role, may, require
from tracker.services.publishing.checking.found_before import found_before
from tracker.services.publishing.noted_effects import would_read_as_breach
from tracker.services.publishing.publish import InvalidRecordsError
from tracker.services.publishing.review import (
    NoteMissingError,
    SubmissionChangedError,
    SubmissionNotFoundError,
    approved_submission,
    bundle_of,
    look_for_faults,
    publish_submissions,
    refuse_own,
    return_submission,
)
from tracker.store.desk.approvals import add_approvals, approvers_of, unreviewed
from tracker.store.desk.bundling import form_bundle_of, pending_of_bundles
from tracker.store.published import parsed
from tracker.store.upkeep.jobs import job_count

__all__ = [
    "USUAL",
    "TwoPeople",
    "approvals",
    "look_before",
    "look_before_whole",
    "only_approved",
    "publish_whole",
    "return_whole",
]


class TwoPeople(NamedTuple):
    """What a site asks: whether one person may publish their own, whether a breach wants two reviewers."""

    one_person: bool = False
    two_reviewers: bool = False


USUAL = TwoPeople()
"""Two people for each publication: an author and a reviewer."""


def publish_whole(
    session: Session,
    clock: Clock,
    actor: Actor,
    approved: Mapping[int, str],
    *,
    note: str | None = None,
    people: TwoPeople = USUAL,
) -> Sequence[Review]:
    """Publish whole bundles with all that they need, as they were shown: ids of submissions with their hashes.

    Empty where this was the first of two approvals. Raises as ``publish_submissions`` does, and SubmissionChangedError
    where a bundle has more that waits than was shown.
    """
    require(actor, Action.REVIEW)
    submissions = [approved_submission(session, id, content_hash) for id, content_hash in approved.items()]
    waiting = unreviewed(session, approved.keys())
    pending = [it for it in submissions if it.id in waiting]
    _refuse_parts(session, pending, approved)
    if pending and only_approved(session, clock, actor, pending, people):
        return []
    return publish_submissions(session, clock, actor, approved, note=note, one_person=people.one_person)


def _refuse_parts(session: Session, pending: Sequence[Submission], approved: Mapping[int, str]) -> None:
    for submission in pending:
        if bundle_of(session, submission).hashes.keys() - approved.keys():
            raise SubmissionChangedError("the bundle has changed since you opened it")


def only_approved(
    session: Session, clock: Clock, actor: Actor, submissions: Sequence[Submission], people: TwoPeople
) -> bool:
    """Note a first approval where a second reviewer must publish; whether that is all that could be done."""
    if not people.two_reviewers or people.one_person:
        return False
    if not _reads_as_breach(session, clock, submissions):
        return False
    for submission in submissions:
        refuse_own(actor, submission, one_person=False)
    approvers = approvals(session, submissions)
    if all(approvers.get(it.id, set()) - {actor.account_id} for it in submissions):
        return False
    add_approvals(session, [it.id for it in submissions], actor.account_id, clock.now())
    return True


def look_before_whole(session: Session, clock: Clock, approved: Mapping[int, str], people: TwoPeople) -> None:
    """Find in a session that only reads what ``publish_whole`` would find under the lock."""
    look_before(session, clock, [it for id in approved if (it := session.get(Submission, id))], people)


def look_before(session: Session, clock: Clock, submissions: Sequence[Submission], people: TwoPeople) -> None:
    """Find before the lock is taken what publishing these asks of the record (``found_before``).

    Nothing is decided here: what is not in order is said by whoever publishes.
    """
    if people.two_reviewers and not people.one_person and submissions:
        _reads_as_breach(session, clock, submissions)
    with suppress(InvalidRecordsError):
        look_for_faults(session, clock, submissions)


def _reads_as_breach(session: Session, clock: Clock, submissions: Sequence[Submission]) -> bool:
    texts, now = [submission.body for submission in submissions], clock.now()
    records = [parsed(text) for text in texts]
    if job_count(session, "refresh") or job_count(session, "spread"):
        # Which scorecards are looked at follows from lists too, and these are behind.
        return would_read_as_breach(session, records, now)
    reading = f"reads as a breach on {now.date()}"
    return found_before(session, reading, texts, lambda: would_read_as_breach(session, records, now))


def approvals(session: Session, submissions: Sequence[Submission]) -> Mapping[int, set[int]]:
    """The accounts that approved submissions, by the id of each, and may review now."""
    able = [role.value for role in Role if may(role, Action.REVIEW)]
    return approvers_of(session, [it.id for it in submissions], able)


def return_whole(
    session: Session,
    clock: Clock,
    actor: Actor,
    id: int,
    approved: Mapping[int, str],
    *,
    note: str,
    notes: Mapping[int, str] | None = None,
) -> list[Review]:
    """Return the bundle of a submission with one note, and with ``notes`` on single records of it.

    What it needs of other bundles stays in review. Raises as ``return_submission`` does.
    """
    require(actor, Action.REVIEW)
    given = {it: text.strip() for it, text in (notes or {}).items() if text.strip()}
    submission = session.get(Submission, id)
    if submission is None:
        raise SubmissionNotFoundError(id)
    if not note.strip() and not given:
        raise NoteMissingError("add a note that tells the author what to change")
    bundle = form_bundle_of(session, submission.draft_id)
    waiting = pending_of_bundles(session, [bundle.id]).get(bundle.id, []) if bundle else []
    members = waiting if submission in waiting else [submission]
    if any(it.id not in approved for it in members):
        raise SubmissionChangedError("the bundle has changed since you opened it")
    return [
        return_submission(session, clock, actor, it.id, approved[it.id], note=_note(session, it, note.strip(), given))
        for it in members
    ]


def _note(session: Session, submission: Submission, whole: str, given: Mapping[int, str]) -> str:
    own = given.get(submission.id, "")
    if own or whole:
        return "\n\n".join(part for part in (own, whole) if part)
    named = [it for id in given if (it := session.get(Submission, id))]
    return f"See the note on {', '.join(' '.join(it.key) for it in named)}."
