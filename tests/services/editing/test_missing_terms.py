"""Terms that a vocabulary lacks: added to the editor’s draft, offered at once, never twice."""

import pytest

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.stored import clock, published, published_world
from tracker.records.kinds import body
from tracker.services.auth.roles import NotAllowedError
from tracker.services.editing.drafts import WriteContext, edit_record, open_draft, save_draft
from tracker.services.editing.missing_terms import TermRefusedError, TermRequest, add_term, usable_vocabularies
from tracker.services.editing.topic_builder import usable_lists
from tracker.services.publishing.checking.draft_problems import related_drafts
from tracker.store.editing.drafts import own_draft

# What is asked here is decided above the database, which the tests of its queries run on both.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

KEY = ("vocabulary", "customers")


def add(database, actor, *typed, **options):
    with database.writing() as session:
        return add_term(session, actor, clock(3), "customers", TermRequest(*typed, **options))


def usable(database, actor):
    with database.reading() as session:
        return usable_vocabularies(session, actor, ["customers"])["customers"]


def drafted(database, actor):
    with database.reading() as session:
        return own_draft(session, actor.account_id, KEY)


@pytest.fixture
def ann(database):
    published_world(database)
    return person(database)


def test_a_term_goes_into_the_draft_of_the_vocabulary_and_is_offered_at_once(database, ann):
    term = add(database, ann, "Coast Guard", under=("Federal-Police", "border-control", ""))
    assert (term.id, term.broader) == ("coast-guard", ("federal-police", "border-control"))
    vocabularies = usable(database, ann)
    assert vocabularies.new == {"coast-guard"}
    assert vocabularies.record.terms[-1] == term
    draft = drafted(database, ann)
    assert (draft.base_number, draft.version, len(draft.data["terms"])) == (1, 2, 8)
    add(database, ann, "Harbour police", under=("Coast Guard",))
    assert usable(database, ann).new == {"coast-guard", "harbour-police"}
    assert drafted(database, ann).version == 3


def test_the_same_request_twice_adds_one_term(database, ann):
    first = add(database, ann, "Coast Guard", under=("police",))
    assert add(database, ann, "Coast Guard", under=("police",)) == first
    assert drafted(database, ann).version == 2


def test_a_draft_that_uses_a_new_term_takes_the_vocabulary_along(database, ann):
    add(database, ann, "Coast Guard", under=("police",))
    deed = draft_of(database, ann, make.evidence(acts=[make.act(counterparty=["coast-guard"])]))
    vocabulary = drafted(database, ann)
    with database.reading() as session:
        family = related_drafts(session, open_draft(session, ann, deed.id), ann)
    assert (family.faults, [draft.id for draft in family.needs]) == ((), [vocabulary.id])
    assert len(submitted(database, ann, vocabulary, deed)) == 2
    assert usable(database, person(database, "bob")).new == {"coast-guard"}


@pytest.mark.parametrize(
    ("typed", "message", "alike"),
    [
        (("",), "Enter the name of the missing term.", []),
        (("Coast Guard", "", ("Nobody",)), "There is no term called “Nobody”. Choose one from the suggestions.", []),
        (("Coast Guard", "police"), "The ID “police” is already used. Choose another, or leave it empty.", ["police"]),
        (("Coast Guard", "no good"), ("“no good” is not a valid term ID; use letters, digits and hyphens: local-police, "  # noqa: E501
            "US, US-CA."), []),
        (("Sherif",), "Not added yet, because there are similar terms.", ["sheriff"]),
        (("Schools",), "Not added yet, because there are similar terms.", ["school"]),
    ],
)  # fmt: skip
def test_what_cannot_be_added_says_why_and_changes_nothing(database, ann, typed, message, alike):
    with pytest.raises(TermRefusedError) as refusal:
        add(database, ann, *typed)
    assert (str(refusal.value), [one.term.id for one in refusal.value.alike]) == (message, alike)
    assert drafted(database, ann) is None


def test_a_term_that_looks_like_another_is_added_where_the_editor_is_sure(database, ann):
    assert add(database, ann, "Schools", sure=True).id == "schools"


def test_a_new_term_is_the_editor_s_own_until_it_is_submitted(database, ann):
    add(database, ann, "Coast Guard")
    assert usable(database, person(database, "bob")).new == frozenset()


def test_a_vocabulary_that_waits_for_review_is_not_changed(database, ann):
    add(database, ann, "Coast Guard")
    submitted(database, ann, drafted(database, ann))
    with pytest.raises(NotAllowedError):
        add(database, ann, "Harbour police")


def test_what_is_unsound_in_a_draft_of_a_vocabulary_is_not_offered(database, ann):
    with database.writing() as session:
        draft = edit_record(session, ann, clock(2), KEY)
        loop = [{"id": "a", "name": "A", "broader": ["b"]}, {"id": "b", "name": "B", "broader": ["a"]}]
        loose = [{"id": "c", "name": "C", "broader": ["gone"]}, {"id": "d", "name": "D", "broader": ["police"]}]
        loose[1]["aliases"] = ["Dock guards"]
        loose.append({"id": "e", "name": "E", "continues_as": ["gone"]})
        changed = [{**term, "name": "Changed"} for term in draft.data["terms"]]
        data = {**draft.data, "terms": [*changed, *loop, *loose]}
        save_draft(session, ann, clock(2), draft.id, draft.version, WriteContext(data))
    vocabularies = usable(database, ann)
    assert vocabularies.new == {"d"}
    assert add(database, ann, "Harbour police", under=("dock guards",)).broader == ("d",)
    assert "Changed" not in {term.name for term in vocabularies.record.terms}


def test_a_draft_of_a_vocabulary_without_a_list_is_left_as_it_is(database, ann):
    with database.writing() as session:
        draft = edit_record(session, ann, clock(2), KEY)
        save_draft(session, ann, clock(2), draft.id, draft.version, WriteContext({**draft.data, "terms": "none"}))
    with pytest.raises(TermRefusedError, match="“customers” has no terms"):
        add(database, ann, "Coast Guard")
    assert drafted(database, ann).data["terms"] == "none"
    assert body(usable(database, ann).record)["id"] == "customers"


def test_a_list_that_was_taken_down_gives_topics_no_terms(database, ann):
    down = {"date": "2026-11-22", "reason": "It was entered twice."}
    published(database, make.vocabulary("past", {"x": []}, taken_down=down))
    with database.reading() as session:
        ids = [id for id, *_ in usable_lists(session, ann)]
    assert ("customers" in ids, "past" in ids) == (True, False)
