"""Drafts: nothing typed is lost, nobody overwrites anybody, and only what is right goes to review."""

import json

import pytest

from tests import factories as make
from tests.desk import approved, draft_of, person, submitted
from tests.stored import ON_SQLITE, clock, published, published_world
from tracker.models import Draft, DraftVersion, Revision, Submission
from tracker.models.hashing import content_digest
from tracker.records.kinds import body, canonical
from tracker.services.auth.roles import NotAllowedError
from tracker.services.editing.drafts import (
    DraftConflictError,
    DraftNotFoundError,
    WriteContext,
    begin_draft,
    discard_draft,
    edit_record,
    open_draft,
    rebase_draft,
    save_draft,
    take_down,
    tell_reviewer,
)
from tracker.services.editing.submitting import NotReadyError, cancel_submission, submit_drafts
from tracker.services.publishing.checking.unanswered import AS_WRITTEN
from tracker.services.publishing.publish import EditConflictError


def draft_versions(session, id):
    """The versions of a draft that are kept to merge with."""
    return [row.version for row in session.query(DraftVersion).filter_by(draft_id=id)]


def save(database, actor, draft, work, version=None):
    with database.writing() as session:
        return save_draft(session, actor, clock(2), draft.id, draft.version if version is None else version, work)


def test_a_draft_keeps_whatever_was_typed(database):
    ann = person(database)
    typed = {"title": "", "period": "sometime in spring", "acts": [{"action": "sell"}], "nonsense": [1, {"x": "<b>"}]}
    with database.writing() as session:
        draft = begin_draft(session, ann, clock(), "evidence", WriteContext(typed))
    with database.reading() as session:
        assert open_draft(session, ann, draft.id).data == {"kind": "evidence", **typed}


def test_a_draft_is_begun_once_however_often_it_is_asked_for(database):
    ann, bob = person(database), person(database, "bob")
    with database.writing() as session:
        first = begin_draft(session, ann, clock(), "source", WriteContext({"title": "One"}), id="a" * 22)
        again = begin_draft(session, ann, clock(), "source", WriteContext({"title": "Two"}), id="a" * 22)
        assert again is first
        with pytest.raises(DraftNotFoundError):
            begin_draft(session, bob, clock(), "source", WriteContext({}), id="a" * 22)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "data", "title", "company"),
    [
        ("company", {"id": "acme", "name": "Acme"}, "Acme", "acme"),
        ("source", {"title": "  A  report "}, "A report", None),
        ("evidence", {"company": "acme", "title": "Sold it"}, "Sold it", "acme"),
        ("pledge", {"id": "acme/no", "versions": [{"quote": "Never again"}]}, "Never again", "acme"),
        ("pledge", {"versions": "broken", "company": ["x"]}, "", None),
        ("response", {"id": 7}, "", None),
    ],
)
def test_a_draft_has_the_title_and_company_that_it_says_so_far(database, kind, data, title, company):
    ann = person(database)
    with database.writing() as session:
        draft = begin_draft(session, ann, clock(), kind, WriteContext(data))
        assert (draft.title, draft.company_id) == (title, company)


def test_a_save_from_an_old_version_changes_nothing_and_says_what_is_there(database):
    ann, bob = person(database), person(database, "bob")
    draft = draft_of(database, ann, make.source())
    save(database, ann, draft, WriteContext({"title": "First"}))
    with pytest.raises(DraftConflictError) as conflict:
        save(database, bob, draft, WriteContext({"title": "Second"}), version=1)
    assert conflict.value.current.data["title"] == "First"
    with database.reading() as session:
        assert open_draft(session, ann, draft.id).version == 2


def test_the_same_save_twice_is_one(database):
    ann = person(database)
    draft = draft_of(database, ann, make.source())
    first = save(database, ann, draft, WriteContext({"title": "First"}), version=1)
    again = save(database, ann, draft, WriteContext({"title": "First"}), version=1)
    assert (first.version, again.version) == (2, 2)
    unchanged = save(database, ann, draft, WriteContext({"title": "First"}), version=2)
    assert unchanged.version == 2


def test_whoever_changes_a_draft_is_among_its_writers(database):
    ann, bob = person(database, role="contributor"), person(database, "bob")
    draft = draft_of(database, ann, make.source())
    assert save(database, bob, draft, WriteContext({"title": "Better"})).writers == [ann.account_id, bob.account_id]


def test_a_contributor_sees_only_drafts_of_their_own(database):
    ann, cid = person(database), person(database, "cid", "contributor")
    draft, own = draft_of(database, ann, make.source()), draft_of(database, cid, make.source("gazette-2"))
    with database.reading() as session, pytest.raises(DraftNotFoundError):
        open_draft(session, cid, draft.id)
    with pytest.raises(DraftNotFoundError):
        save(database, cid, draft, WriteContext({}))
    with database.reading() as session:
        assert open_draft(session, cid, own.id).owner_id == cid.account_id


def test_a_draft_of_a_published_record_begins_from_it_and_keeps_its_id(database):
    published_world(database)
    ann = person(database)
    with database.writing() as session:
        draft = edit_record(session, ann, clock(), ("company", "acme"))
        assert (draft.base_number, draft.change, draft.data) == (1, "update", body(make.company()))
        assert edit_record(session, ann, clock(), ("company", "acme")) is draft
    changed = save(
        database, ann, draft, WriteContext({**draft.data, "id": "other", "name": "Acme"}, change="correction")
    )
    assert (changed.record_id, changed.data["id"], changed.change) == ("acme", "acme", "correction")


def test_an_older_revision_is_restored_as_a_draft_from_the_newest(database):
    published_world(database)
    published(database, make.company(name="Wrong name"))
    ann = person(database)
    with database.writing() as session:
        draft = edit_record(session, ann, clock(), ("company", "acme"), restore=1)
        assert (draft.base_number, draft.data["name"]) == (2, "Acme Optics Inc.")
        assert draft.note == "Restores revision 1."
        assert draft.confirmed == [AS_WRITTEN], "what it leaves out was published so"
        with pytest.raises(DraftConflictError):
            edit_record(session, ann, clock(), ("company", "acme"), restore=1)
        for key, number in ((("company", "acme"), 9), (("company", "nobody"), None)):
            with pytest.raises(LookupError):
                edit_record(session, ann, clock(), key, restore=number)


def test_submitting_freezes_the_text_and_its_hash(database):
    published_world(database)
    ann = person(database)
    draft = draft_of(database, ann, make.source("gazette-9"), note="Found today.")
    [submission] = submitted(database, ann, draft)
    text = canonical(body(make.source("gazette-9"))).decode()
    assert submission.body == text
    assert submission.content_sha256 == content_digest(
        submission.salt, author="ann", body=text, change="new", note="Found today."
    )
    with pytest.raises(NotAllowedError, match="is in review"):
        save(database, ann, draft, WriteContext({}), version=2)


def test_submitting_twice_is_once(database):
    published_world(database)
    ann = person(database)
    draft = draft_of(database, ann, make.source("gazette-9"))
    for _ in range(2):
        with database.writing() as session:
            [submission] = submit_drafts(session, ann, clock(), {draft.id: 1})
    with database.reading() as session:
        assert [row.id for row in session.query(Submission)] == [submission.id]


@ON_SQLITE
def test_a_draft_with_faults_is_not_submitted_and_all_its_faults_are_listed(database):
    published_world(database)
    ann = person(database)
    whole = draft_of(database, ann, make.source("gazette-9"))
    data = body(make.evidence(sources=["nowhere"]))
    with database.writing() as session:
        dangling = begin_draft(session, ann, clock(), "evidence", WriteContext({**data, "id": "acme/sale-9"}))
        half = begin_draft(session, ann, clock(), "source", WriteContext({"id": "x", "date": "someday"}))
    with pytest.raises(NotReadyError) as refused:
        submitted(database, ann, whole, dangling, half)
    families = refused.value.families
    assert families.keys() == {dangling.id, half.id}
    assert [fault.path for fault in families[dangling.id].faults] == [("sources", 0)]
    assert {fault.path for fault in families[half.id].faults} == {("date",), ("type",)}
    with database.reading() as session:
        assert session.query(Submission).count() == 0


@ON_SQLITE
def test_a_draft_needs_the_drafts_of_what_it_names(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob")
    source = draft_of(database, ann, make.source("gazette-9"))
    evidence = draft_of(database, ann, make.evidence("acme/sale-9", sources=["gazette-9"]))
    [first, second] = submitted(database, ann, source, evidence)
    assert (first.kind, second.kind) == ("source", "evidence")
    other = draft_of(database, bob, make.evidence("acme/sale-10", sources=["gazette-9"]))
    assert [submission.kind for submission in submitted(database, bob, other)] == ["evidence"]


@ON_SQLITE
def test_an_unfinished_draft_that_is_needed_is_named_as_that(database):
    published_world(database)
    ann = person(database)
    with database.writing() as session:
        begin_draft(session, ann, clock(), "source", WriteContext({"id": "gazette-9"}))
    evidence = draft_of(database, ann, make.evidence("acme/sale-9", sources=["gazette-9"]))
    with pytest.raises(NotReadyError) as refused:
        submitted(database, ann, evidence)
    [fault] = refused.value.families[evidence.id].faults
    assert (fault.path, fault.message.code) == (("sources", 0), "draft-unfinished")


@ON_SQLITE
def test_a_new_term_goes_along_with_what_uses_it(database):
    published_world(database)
    ann = person(database)
    with database.writing() as session:
        terms = edit_record(session, ann, clock(), ("vocabulary", "customers"))
        data = terms.data
        data["terms"].append({"id": "harbour-police", "name": "Harbour police", "broader": ["local-police"]})
        terms = save_draft(session, ann, clock(), terms.id, terms.version, WriteContext(data))
    act = make.act(counterparty=["harbour-police"])
    evidence = draft_of(database, ann, make.evidence("acme/sale-9", acts=[act]))
    assert len(submitted(database, ann, terms, evidence)) == 2


def test_a_record_that_was_changed_meanwhile_is_stale_until_merged(database):
    published_world(database)
    ann = person(database)
    with database.writing() as session:
        draft = edit_record(session, ann, clock(), ("company", "acme"))
    draft = save(database, ann, draft, WriteContext({**draft.data, "summary": "Makes lenses."}))
    published(database, make.company(name="Acme AG"))
    with pytest.raises(EditConflictError):
        submitted(database, ann, draft)
    merged = WriteContext({**body(make.company(name="Acme AG")), "summary": "Makes lenses."})
    with database.writing() as session, pytest.raises(EditConflictError):
        rebase_draft(session, ann, clock(), draft.id, draft.version, merged, base_number=1)
    with database.writing() as session:
        draft = rebase_draft(session, ann, clock(), draft.id, draft.version, merged, base_number=2)
    [submission] = submitted(database, ann, draft)
    assert json.loads(submission.body)["name"] == "Acme AG"


def test_a_new_record_whose_id_was_taken_meanwhile_is_stale(database):
    published_world(database)
    ann = person(database)
    draft = draft_of(database, ann, make.source("gazette-9"))
    published(database, make.source("gazette-9", title="Another"))
    with pytest.raises(EditConflictError):
        submitted(database, ann, draft)
    with database.writing() as session:
        draft = rebase_draft(session, ann, clock(), draft.id, draft.version, WriteContext(draft.data), base_number=1)
    assert (draft.base_number, draft.change) == (1, "update")


@ON_SQLITE
def test_what_is_submitted_can_be_taken_back_and_submitted_again(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob", "reviewer")
    draft = draft_of(database, ann, make.source("gazette-9"))
    submitted(database, ann, draft)
    with database.writing() as session, pytest.raises(NotAllowedError, match="can return it with a note"):
        cancel_submission(session, bob, clock(), draft.id, 2)
    with database.writing() as session:
        draft = cancel_submission(session, ann, clock(), draft.id, 2)
    assert draft.state == "editing"
    with database.writing() as session:
        assert cancel_submission(session, ann, clock(), draft.id, 2).version == 3
    assert submitted(database, ann, draft)[0].draft_id == draft.id


def test_a_discarded_draft_is_written_on_no_more(database):
    ann = person(database)
    draft = draft_of(database, ann, make.source())
    with database.writing() as session:
        with pytest.raises(DraftConflictError):
            discard_draft(session, ann, clock(), draft.id, 0)
        assert draft_versions(session, draft.id) == [1]
        discard_draft(session, ann, clock(), draft.id, 1)
        assert draft_versions(session, draft.id) == []
    with pytest.raises(NotAllowedError, match="it was deleted"):
        save(database, ann, draft, WriteContext({}), version=2)
    with database.reading() as session:
        assert session.get(Draft, draft.id).state == "discarded"


def test_what_is_begun_for_another_persons_draft_is_written_by_both(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob", "reviewer")
    data = body(make.source("gazette-9"))
    with database.writing() as session:
        draft = begin_draft(session, bob, clock(), "source", WriteContext(data), owner=ann.account_id)
        assert (draft.owner_id, draft.writers) == (ann.account_id, [ann.account_id, bob.account_id])
    [submission] = submitted(database, bob, draft)
    assert (submission.author_id, submission.author) == (ann.account_id, "ann")
    with pytest.raises(NotAllowedError, match="someone else must publish it"):
        approved(database, bob, submission)


def test_only_who_may_edit_others_drafts_begins_one_for_them(database):
    published_world(database)
    ann, cid = person(database), person(database, "cid", "contributor")
    with database.writing() as session:
        with pytest.raises(NotAllowedError):
            begin_draft(session, cid, clock(), "source", WriteContext({}), owner=ann.account_id)
        with pytest.raises(NotAllowedError):
            edit_record(session, cid, clock(), ("company", "acme"), owner=ann.account_id)
        assert edit_record(session, cid, clock(), ("company", "acme"), owner=cid.account_id).owner_id == cid.account_id


@ON_SQLITE
def test_everyone_who_wrote_it_may_cancel_the_review(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob")
    draft = draft_of(database, ann, make.source("gazette-9"))
    draft = save(database, bob, draft, WriteContext({**draft.data, "publisher": "The Gazette"}))
    submitted(database, ann, draft)
    with database.writing() as session:
        assert cancel_submission(session, bob, clock(3), draft.id, draft.version + 1).state == "editing"


def test_what_is_told_to_the_reviewer_is_never_published(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob", "reviewer")
    draft = draft_of(database, ann, make.source("gazette-9"), note="New.")
    with database.writing() as session:
        tell_reviewer(session, ann, draft.id, draft.version, " See page 3. ")
    [submission] = submitted(database, ann, draft)
    assert (submission.note, submission.private_note) == ("New.", "See page 3.")
    approved(database, bob, submission)
    with database.reading() as session:
        revision = session.query(Revision).filter_by(record_id="gazette-9").one()
        assert "page 3" not in f"{revision.body} {revision.note}"


def test_a_record_is_taken_down_and_put_back_without_any_other_change(database):
    published_world(database)
    ann, mark = person(database), {"date": "2026-11-22", "reason": "By order of a court."}
    with database.writing() as session:
        before = dict(edit_record(session, ann, clock(), ("company", "acme")).data)
        down = take_down(session, ann, clock(1), ("company", "acme"), mark, "By order of a court.")
        assert (dict(down.data), down.note) == ({**before, "taken_down": mark}, "By order of a court.")
        back = take_down(session, ann, clock(2), ("company", "acme"), None, "")
        assert (dict(back.data), back.note) == (before, "By order of a court.")
