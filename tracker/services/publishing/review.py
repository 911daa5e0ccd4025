"""Reviewing: publishing what others submitted, or returning it with a note (HISTORY-2).

An approval is for exact texts: it names the hash of each submission that was shown, and publishes those very bytes.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.desk.draft import Draft, Review, Submission
from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord
from tracker.services.auth.roles import Action, Actor, NotAllowedError, require
from tracker.services.captures.review import copy_faults
from tracker.services.publishing.checking.decided_findings import decision_faults
from tracker.services.publishing.checking.draft_problems import related_drafts
from tracker.services.publishing.checking.found_before import found_before
from tracker.services.publishing.checking.verbatim_replies import reply_faults
from tracker.services.publishing.publish import (
    EditConflictError,
    InvalidRecordsError,
    Proposal,
    SealedAuthorship,
    look_ahead,
    publish,
)
from tracker.store.desk.bundling import form_bundle_of, pending_of_bundles
from tracker.store.editing.draft_versions import forget_versions, keep_versions
from tracker.store.editing.drafts import pending_of, reviews_of
from tracker.store.published import current_states, parsed

__all__ = [
    "AlreadyReviewedError",
    "NoteMissingError",
    "SubmissionBundle",
    "SubmissionChangedError",
    "SubmissionNotFoundError",
    "approved_submission",
    "bundle_of",
    "look_for_faults",
    "publish_submissions",
    "refuse_own",
    "return_submission",
    "return_waiting",
    "submission_of",
]

_LONGEST_NOTE = 5000


class SubmissionBundle(NamedTuple):
    """Submissions that are published together: those of one bundle, the leading one first, then what they need.

    ``faults`` are what would be wrong if they were published now; ``stale`` those whose record has changed since.
    """

    submissions: tuple[Submission, ...]
    faults: tuple[Fault, ...]
    stale: tuple[Submission, ...]

    @property
    def records(self) -> list[AnyRecord]:
        """What would be published."""
        return [parsed(submission.body) for submission in self.submissions]

    @property
    def hashes(self) -> dict[int, str]:
        """What an approval of the whole set names: the hash of each submission by its id."""
        return {submission.id: submission.content_sha256 for submission in self.submissions}


class SubmissionNotFoundError(LookupError):
    """There is no such submission."""


DECIDED = {
    "published": "was published",
    "returned": "was returned for changes",
    "taken back": "was cancelled",
}
"""What became of a submission, by the word that is stored."""


class AlreadyReviewedError(Exception):
    """It has already been reviewed; ``review`` is the decision."""

    def __init__(self, review: Review):
        self.review = review
        super().__init__(f"{DECIDED[review.verdict]} by {review.reviewer}")


class NoteMissingError(Exception):
    """A submission that is returned needs a note for its author."""


class SubmissionChangedError(Exception):
    """What is to be approved is not what was shown: look at it again."""


def submission_of(session: Session, actor: Actor, id: int) -> tuple[Submission, Review | None]:
    """A submission and what became of it; raises NoSubmission, NotAllowedError."""
    require(actor, Action.READ_DRAFTS)
    submission = session.get(Submission, id)
    if submission is None:
        raise SubmissionNotFoundError(id)
    return submission, session.get(Review, id)


def bundle_of(session: Session, submission: Submission) -> SubmissionBundle:
    """What must be published with a submission that waits for review: its bundle, and bundles that it needs.

    What leads the bundle comes first. Of a bundle that came from files each row stands for itself.
    """
    waiting = _waiting_with(session, submission)
    drafts = [_draft(session, it) for it in waiting]
    faults: list[Fault] = []
    for draft in drafts:
        family = related_drafts(session, draft, None)
        faults += family.faults
        for other in family.needs:
            pending = pending_of(session, other.id)
            further = _waiting_with(session, pending) if pending and pending not in waiting else []
            waiting += further
            drafts += [_draft(session, it) for it in further]
    states = current_states(session, [submitted.key for submitted in waiting])
    numbers = {key: state.number for key, state in states.items()}
    stale = tuple(submitted for submitted in waiting if numbers.get(submitted.key, 0) != submitted.base_number)
    return SubmissionBundle(tuple(waiting), tuple(faults), stale)


def _waiting_with(session: Session, submission: Submission) -> list[Submission]:
    """A submission with all that waits in its bundle, the leading one first; alone where rows stand for themselves."""
    bundle = form_bundle_of(session, submission.draft_id)
    waiting = pending_of_bundles(session, [bundle.id]).get(bundle.id, []) if bundle else []
    return waiting if submission in waiting else [submission]


def publish_submissions(
    session: Session,
    clock: Clock,
    actor: Actor,
    approved: Mapping[int, str],
    *,
    note: str | None = None,
    one_person: bool = False,
) -> Sequence[Review]:
    """Publish submissions, by id with the hash of each as it was shown, in one transaction of ``Database.writing()``.

    What this reviewer published by an earlier request stays as it is, so a repeated request changes nothing. Raises
    SubmissionNotFoundError, NotAllowedError, AlreadyReviewedError, SubmissionChangedError, and ``publish``'s
    EditConflictError and InvalidRecordsError; nothing is published then.
    """
    require(actor, Action.REVIEW)
    submissions = [approved_submission(session, id, content_hash) for id, content_hash in approved.items()]
    done = reviews_of(session, [submission.id for submission in submissions])
    own = [r for r in done if r.verdict == "published" and r.reviewer_id == actor.account_id]
    if submissions and len(own) == len(submissions):
        return own
    if done:
        raise AlreadyReviewedError(done[0])
    if not submissions:
        raise SubmissionChangedError("nothing was selected to publish")
    for submission in submissions:
        refuse_own(actor, submission, one_person=one_person)
    _refuse_faulty(session, clock, submissions)
    proposals = _proposals(submissions)
    expected = {submission.key: submission.base_number for submission in submissions}
    states = current_states(session, expected)
    result = publish(
        session,
        clock,
        proposals,
        author=submissions[0].author,
        publisher=actor.name,
        one_person=one_person,
        expected=expected,
        actor=actor,
    )
    if result.unchanged:
        moved = {key: state.number for key, state in states.items() if state.number != expected[key]}
        same = next((s for s in submissions if s.key in moved), submissions[0])
        raise EditConflictError(same.key, same.base_number, moved.get(same.key, same.base_number))
    return _decide(session, clock, actor, submissions, "published", note, result.positions)


def look_for_faults(session: Session, clock: Clock, submissions: Sequence[Submission]) -> None:
    """Find before the lock is taken what ``publish_submissions`` asks under it (``found_before``)."""
    _decision_faults(session, clock, submissions)
    look_ahead(session, _proposals(submissions))


def _proposals(submissions: Sequence[Submission]) -> list[Proposal]:
    return [Proposal(parsed(s.body), s.change, s.note, SealedAuthorship(s.author, s.salt)) for s in submissions]


def _decision_faults(session: Session, clock: Clock, submissions: Sequence[Submission]) -> list[Fault]:
    texts, today = [submission.body for submission in submissions], clock.now().date()
    records = [parsed(text) for text in texts]
    return found_before(session, f"decisions on {today}", texts, lambda: decision_faults(session, records, today))


def _refuse_faulty(session: Session, clock: Clock, submissions: Sequence[Submission]) -> None:
    """What can be told only beside what is published and kept. Raises InvalidRecordsError."""
    records = [parsed(submission.body) for submission in submissions]
    faults = _decision_faults(session, clock, submissions) + reply_faults(session, records)
    if faults := [*faults, *copy_faults(session, records)]:
        raise InvalidRecordsError(faults)


def return_submission(session: Session, clock: Clock, actor: Actor, id: int, content_hash: str, *, note: str) -> Review:
    """Give a submission back to be changed, with a note that says what. Raises as ``publish_submissions`` does."""
    require(actor, Action.REVIEW)
    submission = approved_submission(session, id, content_hash)
    review = session.get(Review, id)
    if review:
        if review.verdict == "returned" and review.reviewer_id == actor.account_id:
            return review
        raise AlreadyReviewedError(review)
    if not note.strip():
        raise NoteMissingError("add a note that tells the author what to change")
    return _decide(session, clock, actor, [submission], "returned", note, [None])[0]


def return_waiting(
    session: Session, clock: Clock, actor: Actor, submissions: Sequence[Submission], *, note: str
) -> list[Review]:
    """Give back submissions that are known to wait, as they were shown; all by some statements."""
    require(actor, Action.REVIEW)
    return _decide(session, clock, actor, submissions, "returned", note, [None] * len(submissions))


def approved_submission(session: Session, id: int, content_hash: str) -> Submission:
    """A submission that says what was shown; raises SubmissionNotFoundError, SubmissionChangedError."""
    submission = session.get(Submission, id)
    if submission is None:
        raise SubmissionNotFoundError(id)
    if submission.content_sha256 != content_hash:
        raise SubmissionChangedError("the text has changed since you opened it")
    return submission


def refuse_own(actor: Actor, submission: Submission, *, one_person: bool) -> None:
    """Two people for each publication (ASVS V2.3.5): anyone who changed any of it cannot publish it."""
    if actor.account_id in {submission.author_id, *submission.writers} and not one_person:
        raise NotAllowedError(
            "you wrote some or all of this, so someone else must publish it (a site run by one person sets "
            "ONE_PERSON_SITE=yes)"
        )


def _decide(
    session: Session,
    clock: Clock,
    actor: Actor,
    submissions: Sequence[Submission],
    verdict: str,
    note: str | None,
    positions: Sequence[int | None],
) -> list[Review]:
    note = note.strip()[:_LONGEST_NOTE] if note and note.strip() else None
    drafts, now = [_draft(session, submission) for submission in submissions], clock.now()
    reviews = [
        Review(
            submission_id=submission.id,
            reviewer_id=actor.account_id,
            reviewer=actor.name,
            verdict=verdict,
            note=note,
            at=now,
            position=position,
        )
        for submission, position in zip(submissions, positions, strict=True)
    ]
    session.add_all(reviews)
    for draft in drafts:
        draft.state = verdict
        draft.version += 1
        draft.updated_at = max(now, draft.updated_at)
    session.flush()
    if verdict == "published":
        forget_versions(session, [draft.id for draft in drafts])
    else:
        keep_versions(session, drafts, actor.account_id)
    return reviews


def _draft(session: Session, submission: Submission) -> Draft:
    draft = session.get(Draft, submission.draft_id)
    assert draft is not None
    return draft
