"""What is submitted together is one bundle: reviewed, returned, taken back, published and migrated as one."""

import threading

import pytest

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.stored import ON_SQLITE, clock, published, published_world
from tracker.models import Draft, Ledger, Review, Submission
from tracker.services.auth.roles import NotAllowedError
from tracker.services.editing import submitting
from tracker.services.editing.drafts import WriteContext, begin_draft, discard_draft, save_draft
from tracker.services.editing.submitting import cancel_submission, submit_drafts
from tracker.services.publishing import whole_bundles
from tracker.services.publishing.bundle_review import bundle_rows, publish_rows, shown_digest
from tracker.services.publishing.checking.checks import faults_among_published
from tracker.services.publishing.review import AlreadyReviewedError, NoteMissingError, SubmissionChangedError, bundle_of
from tracker.services.publishing.whole_bundles import TwoPeople, look_before_whole, publish_whole, return_whole
from tracker.store.accounts.people import account_of
from tracker.store.database.migrations import migrate
from tracker.store.desk.bundling import effect_of, form_bundle_of, waiting_leads
from tracker.store.editing.bundles import bundle_of_draft, bundled_drafts
from tracker.store.upkeep.jobs import add_jobs, delete_jobs, waiting_keys

ADDRESS = "https://news.example/report-7"
BEFORE = "2026_11_29_spreadsheets"


@pytest.fixture
def desk(database):
    """A small published world, an editor and a reviewer."""
    published_world(database)
    return person(database), person(database, "bob", "reviewer")


def sale(number=9):
    """Evidence that names a source of its own."""
    return make.evidence(f"acme/sale-{number}", sources=[f"gazette-{number}"])


def sent(database, ann, number=9):
    """Evidence and its new source, submitted together."""
    evidence = draft_of(database, ann, sale(number))
    return submitted(database, ann, evidence, draft_of(database, ann, make.source(f"gazette-{number}")))


def shown(session, submission):
    return bundle_of(session, session.merge(submission)).hashes


def states(database, *submissions):
    with database.reading() as session:
        return [session.get(Draft, it.draft_id).state for it in submissions]


def bundle_ids(database, *submissions):
    with database.reading() as session:
        return {bundle_of_draft(session, it.draft_id).id for it in submissions}


@ON_SQLITE
def test_what_is_submitted_together_is_one_bundle_from_whichever_record_one_comes(database, desk):
    evidence, source = sent(database, desk[0])
    assert len(bundle_ids(database, evidence, source)) == 1
    with database.reading() as session:
        for submission in (evidence, source):
            ids = [it.id for it in bundle_of(session, session.merge(submission)).submissions]
            assert ids == [evidence.id, source.id]
        assert [it.id for it in waiting_leads(session)] == [evidence.id]
        effect = effect_of(session, form_bundle_of(session, evidence.draft_id).id)
        assert effect.lines[0].startswith("Scorecards: 1 ")
        assert not effect.alarming


@ON_SQLITE
def test_a_bundle_is_published_whole_or_not_at_all(database, desk):
    ann, bob = desk
    evidence, source = sent(database, ann)
    with database.writing() as session, pytest.raises(SubmissionChangedError):
        publish_whole(session, clock(1), bob, {source.id: source.content_sha256})
    assert states(database, evidence, source) == ["submitted", "submitted"]
    with database.writing() as session, pytest.raises(NotAllowedError):
        publish_whole(session, clock(1), ann, shown(session, evidence))
    other, _ = sent(database, ann, 8)
    with database.writing() as session:
        both = shown(session, source) | shown(session, other)
        assert len(publish_whole(session, clock(1), bob, both)) == 4
    assert states(database, evidence, source) == ["published", "published"]


@ON_SQLITE
def test_a_bundle_is_returned_with_one_note_and_notes_on_single_records_and_comes_back_whole(database, desk):
    ann, bob = desk
    evidence, source = sent(database, ann)
    with database.writing() as session, pytest.raises(NoteMissingError):
        return_whole(session, clock(1), bob, evidence.id, shown(session, evidence), note=" ")
    with database.writing() as session:
        return_whole(
            session, clock(1), bob, source.id, shown(session, source), note="", notes={source.id: "Which page?"}
        )
    with database.reading() as session:
        assert session.get(Review, source.id).note == "Which page?"
        assert session.get(Review, evidence.id).note == "See the note on source gazette-9."
        drafts = [session.get(Draft, it.draft_id) for it in (evidence, source)]
    assert [draft.state for draft in drafts] == ["returned", "returned"]
    before = bundle_ids(database, evidence)
    again = submitted(database, ann, *drafts)
    assert bundle_ids(database, *again) == before
    with database.writing() as session:
        approved = shown(session, again[0])
        with pytest.raises(SubmissionChangedError):
            return_whole(session, clock(2), bob, again[0].id, {again[0].id: approved[again[0].id]}, note="Once more.")
        notes = {again[1].id: "Page 3?"}
        returned = return_whole(session, clock(2), bob, again[0].id, approved, note="Once more.", notes=notes)
        assert {it.submission_id: it.note for it in returned} == {
            again[0].id: "Once more.",
            again[1].id: "Page 3?\n\nOnce more.",
        }


@ON_SQLITE
def test_a_review_is_cancelled_for_all_that_was_submitted_together(database, desk):
    evidence, source = sent(database, desk[0])
    with database.writing() as session:
        draft = session.get(Draft, source.draft_id)
        cancel_submission(session, desk[0], clock(1), draft.id, draft.version)
    assert states(database, evidence, source) == ["editing", "editing"]


@ON_SQLITE
def test_what_a_bundle_needs_of_another_is_published_with_it_and_returned_by_itself(database, desk):
    ann, bob = desk
    evidence, source = sent(database, ann)
    [second] = submitted(database, ann, draft_of(database, ann, make.evidence("acme/more", sources=["gazette-9"])))
    with database.reading() as session:
        assert set(shown(session, second)) == {second.id, source.id, evidence.id}
    with database.writing() as session:
        return_whole(session, clock(1), bob, second.id, shown(session, second), note="When?")
    assert states(database, evidence, source, second) == ["submitted", "submitted", "returned"]


def test_what_is_begun_from_a_draft_stands_beside_it_until_it_is_submitted_without_it(database, desk):
    ann, _ = desk
    with database.writing() as session:
        lead = begin_draft(session, ann, clock(), "company", WriteContext({"id": "zeta", "name": "Zeta"}))
        beside = begin_draft(session, ann, clock(), "source", WriteContext({"title": "Not used"}), beside=lead)
    with database.reading() as session:
        bundle = bundle_of_draft(session, lead.id)
        assert [(draft.id, place.lead) for place, draft in bundled_drafts(session, bundle.id)] == [
            (beside.id, False), (lead.id, True),
        ]  # fmt: skip
    submitted(database, ann, lead)
    with database.reading() as session:
        assert bundle_of_draft(session, beside.id).id != bundle_of_draft(session, lead.id).id
    with database.writing() as session:
        report = {"id": "report-7", "title": "A report", "publisher": "Zeta", "date": "2026-01-05", "type": "record"}
        later = begin_draft(session, ann, clock(), "source", WriteContext(report | {"url": ADDRESS}), beside=lead)
    submitted(database, ann, later)
    with database.reading() as session:
        assert bundle_of_draft(session, later.id).id == bundle_of_draft(session, lead.id).id, "it waits for review"


def test_another_draft_leads_where_the_first_is_thrown_away(database, desk):
    ann, _ = desk
    with database.writing() as session:
        lead = begin_draft(session, ann, clock(), "company", WriteContext({"name": "Zeta"}))
        beside = begin_draft(session, ann, clock(), "source", WriteContext({"title": "Kept"}), beside=lead)
        discard_draft(session, ann, clock(), lead.id, lead.version)
        bundle = bundle_of_draft(session, beside.id)
        assert [draft.id for place, draft in bundled_drafts(session, bundle.id) if place.lead] == [beside.id]


def test_what_would_read_as_a_breach_waits_for_a_second_reviewer(database, desk):
    ann, bob = desk
    cid = person(database, "cid", "reviewer")
    pledge = draft_of(database, ann, make.pledge())
    pair = submitted(database, ann, draft_of(database, ann, make.evidence()), pledge)
    people = TwoPeople(two_reviewers=True)
    with database.reading() as session:
        assert effect_of(session, bundle_of_draft(session, pledge.id).id).alarming
    for _ in range(2):  # the same reviewer twice is one
        with database.writing() as session:
            assert publish_whole(session, clock(1), bob, shown(session, pair[0]), people=people) == []
    assert states(database, *pair) == ["submitted", "submitted"]
    with database.reading() as session:
        assert [it.id for it in waiting_leads(session, but_of=bob.account_id)] == []
        assert [it.id for it in waiting_leads(session, but_of=cid.account_id)] == [pair[0].id]
    for writer in (ann, ann._replace(role=bob.role)):
        with database.writing() as session, pytest.raises(NotAllowedError):
            publish_whole(session, clock(2), writer, shown(session, pair[0]), people=people)
    for active, role in ((False, "reviewer"), (True, "editor")):
        # Who lost their role, or their account, is no second person any more.
        with database.writing() as session:
            approver = account_of(session, bob.account_id)
            approver.active, approver.role = active, role
            session.flush()
            assert publish_whole(session, clock(2), cid, shown(session, pair[0]), people=people) == []
            session.rollback()
    with database.writing() as session:
        assert len(publish_whole(session, clock(2), cid, shown(session, pair[0]), people=people)) == 2


def test_what_was_looked_for_before_the_lock_is_looked_for_again_only_where_others_published_since(
    database, desk, monkeypatch
):
    ann, bob = desk
    under_the_lock = []

    def counted(session, records, before):
        under_the_lock.append(bool(session.info.get("writing")))
        return faults_among_published(session, records, before)

    monkeypatch.setattr("tracker.services.publishing.publish.faults_among_published", counted)
    for number, between in ((8, False), (9, True)):
        evidence, _ = sent(database, ann, number)
        with database.reading() as session:
            approved = shown(session, evidence)
            look_before_whole(session, clock(number), approved, TwoPeople())
        if between:
            published(database, make.company("zeta"), at=clock(20))
            assert under_the_lock.pop()
        with database.writing() as session:
            assert len(publish_whole(session, clock(number), bob, approved)) == 2
    assert under_the_lock == [False, False, True]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whether_it_reads_as_a_breach_is_looked_for_under_the_lock_while_lists_are_behind(database, desk, monkeypatch):
    ann, _ = desk
    looked = []
    monkeypatch.setattr(whole_bundles, "would_read_as_breach", lambda session, *_: looked.append(session))
    evidence, _ = sent(database, ann)
    for stale, times in ((True, 2), (False, 1)):
        looked.clear()
        with database.writing() as session:
            delete_jobs(session, "refresh", waiting_keys(session, "refresh"), 1_000)
            add_jobs(session, "refresh", ["acme"] if stale else [], 1)
        for _ in range(2):
            with database.reading() as session:
                look_before_whole(session, clock(3), shown(session, evidence), TwoPeople(two_reviewers=True))
        assert len(looked) == times


@ON_SQLITE
def test_an_approval_does_not_hold_for_what_is_submitted_later(database, desk):
    ann, bob = desk
    cid = person(database, "cid", "reviewer")
    people = TwoPeople(two_reviewers=True)
    pair = submitted(database, ann, draft_of(database, ann, make.evidence()), draft_of(database, ann, make.pledge()))
    with database.writing() as session:
        publish_whole(session, clock(1), bob, shown(session, pair[0]), people=people)
        return_whole(session, clock(2), cid, pair[0].id, shown(session, pair[0]), note="When?")
    with database.reading() as session:
        drafts = [session.get(Draft, it.draft_id) for it in pair]
    again = submitted(database, ann, *drafts)
    with database.writing() as session:
        assert publish_whole(session, clock(3), cid, shown(session, again[0]), people=people) == []


def test_of_two_reviewers_at_once_one_publishes_the_bundle(database, desk):
    ann, bob = desk
    cid = person(database, "cid", "reviewer")
    pair = sent(database, ann)
    with database.reading() as session:
        approved = dict(shown(session, pair[0]))
    outcomes = []
    start = threading.Barrier(2)

    def publishes(who):
        start.wait()
        try:
            with database.writing() as session:
                outcomes.append(len(publish_whole(session, clock(1), who, approved)))
        except AlreadyReviewedError:
            outcomes.append("someone else")

    threads = [threading.Thread(target=publishes, args=(who,)) for who in (bob, cid)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["2", "someone else"]
    with database.reading() as session:
        assert session.query(Ledger).count() == len({row.position for row in session.query(Ledger)})
        assert session.query(Review).count() == 2


def test_what_was_changed_meanwhile_is_not_published(database, desk):
    ann, bob = desk
    evidence, source = sent(database, ann)
    with database.writing() as session:
        before = dict(shown(session, evidence))
        draft = session.get(Draft, source.draft_id)
        draft = cancel_submission(session, ann, clock(1), draft.id, draft.version)
        work = WriteContext({**draft.data, "title": "Another title"}, draft.change, draft.note, ())
        save_draft(session, ann, clock(1), draft.id, draft.version, work)
    with database.reading() as session:
        drafts = [session.get(Draft, it.draft_id) for it in (evidence, source)]
    submitted(database, ann, *drafts)
    with database.writing() as session, pytest.raises(AlreadyReviewedError):
        publish_whole(session, clock(2), bob, before)


def test_migrating_bundles_what_waits_as_it_was_submitted(database, desk):
    ann, _ = desk
    evidence, source = sent(database, ann)
    alone = draft_of(database, ann, make.source("gazette-10"))
    migrate(database, BEFORE)
    migrate(database)
    assert len(bundle_ids(database, evidence, source)) == 1
    with database.reading() as session:
        assert [it.id for it in waiting_leads(session)] == [evidence.id]
        bundle = bundle_of_draft(session, alone.id)
        assert [(draft.id, place.lead) for place, draft in bundled_drafts(session, bundle.id)] == [(alone.id, True)]
        assert session.query(Submission).count() == 2


@ON_SQLITE
def test_a_few_records_from_files_are_one_bundle_and_more_a_table(database, desk, monkeypatch):
    monkeypatch.setattr(submitting, "_MOST_AS_ONE", 2)
    for numbers, name in ((range(30, 32), ""), (range(40, 43), "Record files")):
        drafts = [draft_of(database, desk[0], make.source(f"gazette-{number}")) for number in numbers]
        with database.writing() as session:
            versions = {draft.id: draft.version for draft in drafts}
            submit_drafts(session, desk[0], clock(), versions, files="Record files")
            assert {bundle_of_draft(session, draft.id).file_name for draft in drafts} == {name}


def test_rows_of_files_want_a_second_reviewer_where_they_would_read_as_a_breach(database, desk):
    ann, bob = desk
    cid = person(database, "cid", "reviewer")
    records = [make.evidence(), make.pledge(), *(make.source(f"gazette-{number}") for number in range(9, 20))]
    drafts = [draft_of(database, ann, record) for record in records]
    with database.writing() as session:
        submit_drafts(session, ann, clock(), {draft.id: draft.version for draft in drafts}, files="Record files")
        bundle = bundle_of_draft(session, drafts[0].id)
        assert (bundle.title, bundle.file_name) == ("13 records from files", "Record files")
        assert waiting_leads(session) == []

    def publishes(actor, *chosen):
        with database.writing() as session:
            shown_rows = shown_digest(bundle_rows(session, bundle.id))
            people = TwoPeople(two_reviewers=True)
            return len(publish_rows(session, clock(1), actor, bundle.id, chosen, shown_rows, people=people))

    assert publishes(bob, drafts[2].id) == 1
    assert publishes(bob, drafts[0].id, drafts[1].id) == publishes(bob, drafts[0].id, drafts[1].id) == 0
    assert publishes(cid, *(drafts[number].id for number in (0, 1, 3))) == 0, "nobody else approved one of these"
    assert publishes(cid, drafts[0].id, drafts[1].id) == 2
