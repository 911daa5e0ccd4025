"""Review: two people a publication, exact texts, all that belongs together or nothing."""

import threading

import pytest
from sqlalchemy.exc import IntegrityError

from tests import factories as make
from tests.desk import approved, draft_of, person, submitted
from tests.stored import ON_SQLITE, clock, exported, published, published_world
from tracker.models import Draft, Ledger, Review, Revision, Submission
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.drafts import WriteContext, save_draft
from tracker.services.publishing.publish import EditConflictError, InvalidRecordsError
from tracker.services.publishing.review import (
    AlreadyReviewedError,
    NoteMissingError,
    SubmissionChangedError,
    SubmissionNotFoundError,
    bundle_of,
    publish_submissions,
    return_submission,
    submission_of,
)
from tracker.services.upkeep.rebuild import rebuild
from tracker.services.upkeep.verifying.verify import verify


@pytest.fixture
def desk(database):
    """A small published world, an editor and a reviewer."""
    published_world(database)
    return person(database), person(database, "bob", "reviewer")


def test_publishing_makes_a_revision_of_the_very_text_that_was_submitted(database, desk):
    ann, bob = desk
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9"), note="New."))
    [review] = approved(database, bob, submission)
    with database.reading() as session:
        entry = session.get(Ledger, review.position)
        revision = session.get(Revision, entry.revision_id)
        same = ("author", "body", "change", "note", "salt", "content_sha256")
        assert [getattr(revision, name) for name in same] == [getattr(submission, name) for name in same]
        assert entry.publisher == "bob"
        assert session.get(Draft, submission.draft_id).state == "published"
        assert verify(session).ok


@ON_SQLITE
def test_publishing_twice_is_once(database, desk):
    ann, bob = desk
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9")))
    [first], [again] = approved(database, bob, submission), approved(database, bob, submission)
    assert first.position == again.position
    cid = person(database, "cid", "reviewer")
    with pytest.raises(AlreadyReviewedError, match="published by bob"):
        approved(database, cid, submission)
    with database.writing() as session, pytest.raises(AlreadyReviewedError, match="published by bob"):
        return_submission(session, clock(), bob, submission.id, submission.content_sha256, note="Which page?")


def test_a_clock_that_was_set_back_makes_no_draft_older(database, desk):
    ann, bob = desk
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9")))
    with database.writing() as session:
        before = session.get(Draft, submission.draft_id).updated_at
        return_submission(session, clock(-60), bob, submission.id, submission.content_sha256, note="Which page?")
    with database.reading() as session:
        assert session.get(Draft, submission.draft_id).updated_at == before


@ON_SQLITE
def test_nobody_publishes_what_they_wrote_a_word_of(database, desk):
    ann, bob = desk
    draft = draft_of(database, ann, make.source("gazette-9"))
    with database.writing() as session:
        draft = save_draft(session, bob, clock(), draft.id, 1, WriteContext({**draft.data, "publisher": "The Gazette"}))
    [submission] = submitted(database, ann, draft)
    before = exported(database)
    with pytest.raises(NotAllowedError, match="someone else must publish it"):
        approved(database, bob, submission)
    with pytest.raises(NotAllowedError) as refused:
        approved(database, ann, submission)
    assert refused.value.action is Action.REVIEW
    assert exported(database) == before
    assert approved(database, person(database, "cid", "admin"), submission)[0].verdict == "published"


@ON_SQLITE
def test_a_site_of_one_person_publishes_its_own(database):
    published_world(database)
    ann = person(database, role="admin")
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9")))
    assert approved(database, ann, submission, one_person=True)[0].verdict == "published"


@ON_SQLITE
def test_an_approval_holds_for_the_text_that_was_shown_and_no_other(database, desk):
    ann, bob = desk
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9")))
    with database.writing() as session, pytest.raises(SubmissionChangedError):
        publish_submissions(session, clock(), bob, {submission.id: "0" * 64})
    with database.writing() as session, pytest.raises(SubmissionNotFoundError):
        publish_submissions(session, clock(), bob, {999: "0" * 64})
    with database.writing() as session, pytest.raises(SubmissionChangedError):
        publish_submissions(session, clock(), bob, {})


@ON_SQLITE
def test_a_submission_is_shown_with_those_that_it_needs(database, desk):
    ann, bob = desk
    source = draft_of(database, ann, make.source("gazette-9"))
    evidence = draft_of(database, ann, make.evidence("acme/sale-9", sources=["gazette-9"]))
    first, second = submitted(database, ann, source, evidence)
    with database.reading() as session:
        alone, together = bundle_of(session, session.merge(first)), bundle_of(session, session.merge(second))
    assert [s.id for s in alone.submissions] == [s.id for s in together.submissions] == [first.id, second.id]
    assert together.faults == ()
    with pytest.raises(InvalidRecordsError):
        approved(database, bob, second)
    assert len(approved(database, bob, *together.submissions)) == 2


@ON_SQLITE
def test_what_was_changed_since_is_stale(database, desk):
    ann, bob = desk
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9")))
    published(database, make.source("gazette-9", title="Another"))
    with database.reading() as session:
        assert [s.id for s in bundle_of(session, session.merge(submission)).stale] == [submission.id]
    with pytest.raises(EditConflictError):
        approved(database, bob, submission)
    published(database, make.source("gazette-10"))
    [same] = submitted(database, ann, draft_of(database, ann, make.source("gazette-11")))
    published(database, make.source("gazette-11"))
    [other] = submitted(database, ann, draft_of(database, ann, make.source("gazette-12")))
    with pytest.raises(EditConflictError) as conflict:
        approved(database, bob, other, same)
    assert conflict.value.key == same.key


@ON_SQLITE
def test_a_submission_is_returned_with_a_note_and_comes_back(database, desk):
    ann, bob = desk
    draft = draft_of(database, ann, make.source("gazette-9"))
    [submission] = submitted(database, ann, draft)

    def give_back(note, actor=bob):
        with database.writing() as session:
            return return_submission(session, clock(), actor, submission.id, submission.content_sha256, note=note)

    with pytest.raises(NoteMissingError, match="add a note"):
        give_back("  ")
    with pytest.raises(NotAllowedError):
        give_back("Not mine to return.", person(database, "eve", "editor"))
    assert give_back("Which page?").note == give_back("Which page?").note == "Which page?"
    with pytest.raises(AlreadyReviewedError):
        approved(database, bob, submission)
    with database.writing() as session:
        draft = save_draft(session, ann, clock(), draft.id, 3, WriteContext({**draft.data, "location": "page 3"}))
    [again] = submitted(database, ann, draft)
    assert again.content_sha256 != submission.content_sha256
    assert approved(database, bob, again)[0].verdict == "published"


@ON_SQLITE
def test_contributors_do_not_read_what_others_submitted(database, desk):
    ann, _ = desk
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9")))
    cid = person(database, "cid", "contributor")
    with database.reading() as session, pytest.raises(NotAllowedError):
        submission_of(session, cid, submission.id)


def test_submissions_and_reviews_only_grow(database, desk):
    ann, bob = desk
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9")))
    approved(database, bob, submission)
    for table, column in ((Submission, "note"), (Review, "note")):
        for act in (lambda query, c=column: query.update({c: "x"}), lambda query: query.delete()):
            with pytest.raises(IntegrityError), database.writing() as session:
                act(session.query(table))


def test_rebuilding_leaves_the_desk_alone(database, desk):
    ann, bob = desk
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9")))
    approved(database, bob, submission)
    with database.writing() as session:
        rebuild(session)
    with database.reading() as session:
        assert session.query(Draft).one().state == "published"
        assert session.query(Review).one().position == session.query(Ledger).count()


def test_of_concurrent_approvals_one_publishes(database, desk):
    ann, _ = desk
    [submission] = submitted(database, ann, draft_of(database, ann, make.source("gazette-9")))
    reviewers = [person(database, f"rev{i}", "reviewer") for i in range(8)]
    begin, outcomes = threading.Barrier(len(reviewers)), []

    def approve(reviewer):
        begin.wait()
        try:
            outcomes.append(approved(database, reviewer, submission)[0].verdict)
        except AlreadyReviewedError:
            outcomes.append("too late")

    threads = [threading.Thread(target=approve, args=(reviewer,)) for reviewer in reviewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["published"] + ["too late"] * 7
    with database.reading() as session:
        assert verify(session).ok


@ON_SQLITE
def test_what_the_rules_no_longer_find_when_a_decision_is_reviewed_is_refused(database):
    published_world(database, make.pledge(), make.evidence())
    ann, bob = person(database), person(database, "bob", "reviewer")
    [submission] = submitted(database, ann, draft_of(database, ann, make.decision()))
    cleared = make.evidence(outcomes=[make.outcome("2020-08-01", "retracted")])
    published(database, cleared)
    with pytest.raises(InvalidRecordsError) as refused:
        approved(database, bob, submission)
    assert [fault.message.code for fault in refused.value.faults] == ["not-computed"]
    assert "acme/decision-1" not in exported(database)
