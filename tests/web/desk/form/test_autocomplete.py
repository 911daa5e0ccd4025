"""What names mean: ids, exact names, words; published records, own drafts, and those that wait for review."""

import pytest

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.stored import ON_SQLITE, published_world
from tests.web.desk.browsing import Browser, draft_id
from tracker.services.reading.autocomplete import candidates, matches, named


@pytest.fixture(scope="module")
def desk(database_to_read):
    """A world with conditions, replies, terms; a draft of Ann's, a draft of Bob's, and one of his that is submitted."""
    world = [make.condition("tax", name="a tax is in place"), make.response(), make.pledge(title="No sales")]
    published_world(database_to_read, *world, make.source("herald-2", title="The mayor’s drones"))
    ann, bob = person(database_to_read, "ann"), person(database_to_read, "bob")
    draft_of(database_to_read, ann, make.source("my-1", title="My own report"))
    draft_of(database_to_read, bob, make.source("his-1", title="His own report"))
    submitted(database_to_read, bob, draft_of(database_to_read, bob, make.source("his-2", title="His other report")))
    return database_to_read, ann


def suggestions(desk, kinds, words, **options):
    database, actor = desk
    with database.reading() as session:
        return [one.id for one in candidates(session, actor, kinds, words, **options)]


def test_words_find_published_records_own_drafts_and_what_waits_for_review(desk):
    assert set(suggestions(desk, ["source"], "report")) == {"my-1", "his-2", "gazette-1", "contract-1"}
    assert suggestions(desk, ["source"], "mayor dron") == ["herald-2"]
    assert suggestions(desk, ["source"], "his own") == []


def test_a_company_is_found_by_joined_and_parted_words(desk):
    assert suggestions(desk, ["company"], "AcmeOptics") == suggestions(desk, ["company"], "Acme Op tics") == ["acme"]
    assert suggestions(desk, ["company"], "nothing such") == []


def test_kinds_that_search_leaves_out_are_found_by_the_words_of_their_titles(desk):
    assert suggestions(desk, ["condition"], "tax") == ["tax"]
    assert suggestions(desk, ["response", "evidence"], "federal pol") == ["acme/silent"]
    assert suggestions(desk, ["condition"], "nothing such") == []


def test_without_words_there_is_what_there_is(desk):
    assert set(suggestions(desk, ["condition"], "")) == {"tax", "drone-law"}
    assert suggestions(desk, ["response"], "", company="acme") == ["acme/silent"]
    assert suggestions(desk, ["response"], "", company="other") == []


def test_terms_are_found_in_all_vocabularies(desk):
    assert suggestions(desk, ["term"], "camera") == ["camera-drones"]
    assert "sheriff" in suggestions(desk, ["term"], "sher")


def test_a_text_means_the_record_of_that_id_or_the_only_one_of_that_name(desk):
    database, actor = desk
    with database.reading() as session:

        def id_of(kinds, text):
            one = matches(session, actor, kinds, text)
            return one and one.id

        assert id_of(["condition"], "drone-law") == "drone-law"
        assert id_of(["source"], "THE mayor’s  drones") == "herald-2"
        assert id_of(["source"], "the mayor") is None
        assert id_of(["pledge", "evidence"], "no sales") == "acme/no-sales"
        assert id_of(["term"], "sheriff") == "sheriff"
        assert id_of(["source"], "x" * 5000 + "\0") is None


def test_what_is_named_says_what_it_is(desk):
    database, actor = desk
    with database.reading() as session:
        labels = named(
            session, actor, [("source", "herald-2"), ("source", "my-1"), ("source", "his-1"), ("term", "US")]
        )
    assert labels["source", "herald-2"][2:4] == ("The mayor’s drones", "herald, 1 June 2020")
    assert labels["source", "my-1"].detail == "my, 1 June 2020, draft"
    assert ("source", "his-1") not in labels
    assert labels["term", "US"].detail == "Places"


def test_scripts_get_what_fits_as_json(ann):
    page = ann.press(ann.open("/desk/new/source"), title="Eyes above", publisher="The Day", date="2021", type="claim")
    answer = ann.client.get("/desk/find?kind=source&kind=nonsense&q=eyes").json
    assert answer == {"matches": [{"id": "the-day-2021", "title": "Eyes above", "detail": "The Day, 2021, draft"}]}
    assert Browser.open(ann, "/desk/find").response.json == {"matches": []}
    assert draft_id(page)


@pytest.mark.parametrize("words", ["\0", "a\0b", "'; DROP TABLE record; --", "%_\\", "“", "\ud83d", "x" * 100_000])
def test_no_words_are_an_error(desk, words):
    assert suggestions(desk, ["source", "condition", "term"], words) is not None


@ON_SQLITE
def test_what_is_a_companys_own_comes_before_what_others_have(database):
    """Also before drafts, which come first otherwise; and a pledge of an initiative says whose it is, as it is now."""
    ann = person(database)
    charter = make.initiative("charter", name="Open Charter", signatories=[{"company": "bolt", "since": "2019"}])
    versions = [make.version(), make.version(start="2021-03-01")]
    published_world(
        database,
        make.company("bolt"),
        charter,
        make.pledge("bolt/no-sales", title="No sales of drones"),
        make.pledge(
            "charter/no-sales", company=None, initiative="charter", title="No sales of drones at all", versions=versions
        ),
    )
    draft_of(database, ann, make.pledge("acme/no-sales", title="No sales of drones"))
    desk = (database, ann)
    assert suggestions(desk, ["pledge"], "no sales")[0] == "acme/no-sales"
    assert suggestions(desk, ["pledge"], "no sales", company="bolt")[0] == "bolt/no-sales"
    assert suggestions(desk, ["pledge"], "no sales", company="bolt", most=1) == ["bolt/no-sales"]
    with database.reading() as session:
        assert matches(session, ann, ["pledge"], "no sales of drones") is None
        assert matches(session, ann, ["pledge"], "NO SALES of drones at all").detail == "charter, 1 March 2021"
