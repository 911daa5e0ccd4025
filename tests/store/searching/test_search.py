"""Search.

The same queries give the same answers on both databases, in the same order, and nothing typed is an error.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.factories import company, evidence, pledge, source, topic, version, world
from tests.stored import clock, published, published_world
from tracker.core.search.query import LONGEST_QUERY, Query
from tracker.core.search.words import words
from tracker.records.search_text import SEARCHED, search_text
from tracker.services.upkeep.rebuild import rebuild
from tracker.store.searching import search as module
from tracker.store.searching.search import ids_called, ids_like, search
from tracker.store.searching.search_index import indexed

QUOTE = "We will not sell facial recognition tech to police in the U.S. until there is a national law in place"
RECORDS = [
    company(
        "acme", name="Acme Optics", aliases=["AO Vision GmbH"], summary="Makes camera drones for police and farms."
    ),
    company("beta", name="Éclair Électronique", products=[{"id": "seer", "name": "Rekognize", "subjects": ["drones"]}]),
    company(
        "gamma",
        name="Police Cameras International",
        summary="Not a vendor of drones.",
        identifiers={"lei": "529900SAMPLEPRINT089", "register": "DE HRB 98765"},
    ),
    company("kanji", name="警察無人機株式会社"),
    company("arab", name="شركة الطائرات"),
    pledge("acme/no-sales", title="No sales to police", versions=[version(quote=QUOTE)]),
    pledge(
        "beta/moratorium", versions=[version(quote="We pause all sales", short="pause sales to agencies for a year")]
    ),
    evidence(
        "acme/deal", title="Sold camera drones to a town’s police", summary="A contract of 2020, seen by The Gazette."
    ),
    evidence("beta/study", nature="study", acts=None, title="Tests of face recognition", also_about=["acme"]),
    source("gazette-2", title="Police buy drones, and law makers ask why", publisher="The Gazette"),
    source("zeitung", title="Stadt verkaufte Überwachungsgeräte", publisher="Zeitung", language="de-AT"),
    evidence(
        "kanji/paris",
        title="Bids for Paris",
        quotes=[{"text": "Nos sociétés vendront", "speaker": "Someone", "source": "zeitung", "language": "fr"}],
    ),
    topic("facial", name="Facial recognition for law enforcement", question="Who keeps it from the police?"),
]


@pytest.fixture(scope="module")
def filled(database_to_read):
    """A database with records on drones and faces."""
    published_world(database_to_read, *RECORDS)
    return database_to_read


@pytest.fixture
def session(filled):
    """A reader of records on drones and faces."""
    with filled.reading() as session:
        yield session


def ids(session, typed, **fields):
    return [hit.id for hit in search(session, typed, **fields).hits]


QUERIES = {
    "verkauften": ["zeitung"],
    "überwachungsgerät": ["zeitung"],
    "uberwachungsgeraten": ["zeitung"],
    "societe": ["kanji/paris"],
    '"verkauften"': [],
    "529900sampleprint089": ["gamma"],
    "DE HRB 98765": ["gamma"],
    "acme optics": ["acme"],
    "ACME": ["acme", "acme/no-sales", "acme/deal"],
    "ao vision": ["acme"],
    "eclair": ["beta"],
    "ÉLECTRONIQUE Eclair": ["beta"],
    "rekognize": ["beta"],
    "facial recognition": ["facial", "acme/no-sales"],
    '"facial recognition"': ["facial", "acme/no-sales"],
    '"recognition facial"': [],
    "recognition facial": ["facial", "acme/no-sales"],
    "“national law”": ["acme/no-sales"],
    "u.s.": ["acme/no-sales"],
    "law police": ["facial", "acme/no-sales", "gazette-2"],
    "agency": ["beta/moratorium"],
    "drone": ["gamma", "acme", "police-drones", "acme/deal", "gazette-2"],
    "camera drones": ["gamma", "acme", "police-drones", "acme/deal"],
    "recogn": ["facial", "acme/no-sales", "beta/study"],
    "recogn facial": [],
    "town's": ["acme/deal"],
    "moratorium": ["beta/moratorium"],
    "無人機": ["kanji"],
    "機人無": [],
    "الطائرات": ["arab"],
    "gazette": ["acme/deal", "gazette-1", "gazette-2"],
    "contract 2020": ["acme/deal"],
    "zzzz": [],
    "selling": ["beta/moratorium", "acme/no-sales", "acme/deal"],
    "sold": ["beta/moratorium", "acme/no-sales", "acme/deal"],
    "“selling”": [],
    "paused": ["beta/moratorium"],
    "selling drones": ["acme/deal"],
    "https://www.news.example/gazette-2?utm_source=x": ["gazette-2"],
    "news.example/gazette-2": ["gazette-2"],
    "": [],
    "!!! ???": [],
}


@pytest.mark.parametrize(("typed", "expected"), QUERIES.items())
def test_the_same_answers_in_the_same_order_on_both(session, typed, expected):
    assert ids(session, typed) == expected


def test_what_is_called_so_comes_first_then_what_is_named_then_the_newest(database):
    records = [
        company("a", name="Police", summary="x"),
        company("b", name="Police Cameras"),
        company("c", name="Cameras", summary="For the police."),
        company("d", name="Cams", summary="Of the police."),
        pledge("a/p", title="No sales to police"),
    ]
    published_world(database, *records)
    published(database, company("c", name="Cameras", summary="All for the police."), at=clock(1))
    with database.reading() as session:
        ids_in_order = ids(session, "police")
    assert ids_in_order[:5] == ["a", "b", "c", "d", "police-drones"]
    assert ids_in_order[5:] == ["a/p"]


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("acmee", {"acmee": "acme"}, "acme"),
        ("Eclar", {"eclar": "eclair"}, "beta"),
        ("electronqiue", {"electronqiue": "electronique"}, "beta"),
        ("elektronik", {"elektronik": "electronique"}, None),
        ("internatoinal cameras", {"internatoinal": "international"}, "gamma"),
        ("rekogniz seer", {}, None),
        ("acmee optics", {"acmee": "acme"}, "acme"),
        ("zzzz", {}, None),
        ("1234", {}, None),
        ("ax", {}, None),
    ],
)
def test_mistyped_names(session, typed, meant, first):
    results = search(session, typed)
    if first:
        assert results.hits[0].id == first
        assert results.corrected == meant
    else:
        assert results.hits == []


def test_kinds_are_counted_and_asked_for(session):
    everything = search(session, "police")
    assert list(everything.counts) == list(SEARCHED)
    assert everything.counts == {"company": 2, "topic": 2, "pledge": 1, "evidence": 1, "source": 1, "initiative": 0}
    assert everything.total == 7
    only = search(session, "police", kind="pledge")
    assert ([hit.id for hit in only.hits], only.counts) == (["acme/no-sales"], everything.counts)
    assert search(session, "police", kind="nothing").hits == []


def test_one_companys_records(session):
    assert sorted(ids(session, "recognition", company="acme")) == ["acme/no-sales", "beta/study"]
    assert ids(session, "police", company="beta") == []
    for company_ in ("no'body", 'a"b', "a\0b", "\\", "' | 'kind=pledge"):
        assert ids(session, "police", company=company_) == []


def test_pages_follow_each_other(session):
    whole = ids(session, "police")
    first = search(session, "police", size=3)
    second = search(session, "police", first=first.next, size=3)
    third = search(session, "police", first=second.next, size=3)
    assert [hit.id for page in (first, second, third) for hit in page.hits] == whole
    assert third.next is None
    assert search(session, "police", first=99).hits == []
    assert search(session, "police", first=-5).hits == search(session, "police").hits


@pytest.mark.parametrize("soon_fetched", [3, 5, 6, 7, 100])
def test_more_than_can_be_paged_through_is_said_and_the_newest_are_shown(database, monkeypatch, soon_fetched):
    monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr(module, "_MANY", soon_fetched)
    published_world(database, *(company(f"company-{i}", name=f"Police {i}") for i in range(6)))
    with database.reading() as session:
        results = search(session, "police")
    assert (results.counts["company"], results.capped) == (3, {"company"})
    assert [hit.id for hit in results.hits if hit.kind == "company"] == ["company-5", "company-4", "company-3"]


def test_a_hit_shows_what_was_found(session):
    hit = search(session, "national LAW").hits[0]
    assert "".join(segment.text for segment in hit.snippet) == QUOTE
    assert [segment.text for segment in hit.snippet if segment.marked] == ["national", "law"]
    assert [(s.text, s.marked) for s in search(session, "acme").hits[0].title] == [("Acme", True), (" Optics", False)]
    assert [s.text for s in search(session, "vision").hits[0].snippet if s.marked] == ["Vision"]
    assert search(session, "vision").hits[0].company == "acme"


def test_search_follows_publications(database):
    published_world(database, *RECORDS)
    published(database, company("acme", name="Umbra Optics"), at=clock(1))
    with database.reading() as session:
        assert ids(session, "vision") == []
        assert ids(session, "umbra") == ["acme"]
        assert search(session, "umbrra").corrected == {"umbrra": "umbra"}
        assert search(session, "visoin").hits == []
        before = {typed: ids(session, typed) for typed in QUERIES}
    with database.writing() as session:
        rebuild(session)
    with database.reading() as session:
        assert {typed: ids(session, typed) for typed in QUERIES} == before


def test_a_search_takes_a_constant_number_of_statements(session):
    numbers = []
    search(session, "drones")  # a session asks once what was taken down
    for typed in ("police", "camera drones", '"facial recognition" law'):
        statements = []
        listener = lambda *given, noted=statements: noted.append(given[2])  # noqa: E731
        event.listen(session.connection(), "before_cursor_execute", listener)
        search(session, typed)
        event.remove(session.connection(), "before_cursor_execute", listener)
        numbers.append(len(statements))
    assert len(set(numbers)) == 1
    assert numbers[0] <= 10


HOSTILE = [
    '"',
    '""',
    "'",
    "*",
    "police*",
    "NEAR(police law)",
    "police AND",
    "OR",
    "NOT police",
    "title:police",
    "-police",
    "^police",
    "{title} : police",
    "police)",
    "((((",
    "'; DROP TABLE search; --",
    "' & !'x' | 'police",
    "police:*",
    "<->",
    "\\",
    "%_",
    "\0",
    "police\0",
    "\ud800",
    "a" * 5000,
    "a " * 5000,
    '"' * 500,
    "kind=pledge",
    "facets : kind=pledge",
    "\u202e\u200d\ufeff",
    "ﷺ",
    "\uff11\uff12\uff13",
    "é" * 400,
    "\U0001d561\U0001d560\U0001d55d\U0001d55a\U0001d554\U0001d556",
    "-1e999999",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: repr(text)[:16])
def test_hostile_queries_are_words_like_any(session, typed):
    results = search(session, typed)
    assert results.total >= len(results.hits)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("acme", ["acme"]),
        ("acme-optics", ["acme"]),
        ("eclair electronique", ["beta"]),
        ("elektronique", ["beta"]),
        ("gamm", ["gamma"]),
        ("acme-camera-maker", ["gamma", "acme"]),
        ("qqqqq", []),
        ("", []),
    ],
)
def test_what_is_like_a_text_is_offered(session, typed, expected):
    assert ids_like(session, "company", typed, 2) == expected


def test_what_is_called_so_is_found_whatever_case_and_accents(session):
    assert ids_called(session, "company", "ECLAIR electronique") == ["beta"]
    assert ids_called(session, "company", "Éclair") == []
    assert ids_called(session, "company", "…") == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters() | st.sampled_from("\"'*():&|!<>\\ policedrn"), max_size=60))
def test_no_text_is_an_error(session, typed):
    results = search(session, typed)
    assert results.total >= len(results.hits)


def test_letters_of_all_kinds_find_what_they_are_written_as(session):
    assert ids(session, "\U0001d561\U0001d560\U0001d55d\U0001d55a\U0001d554\U0001d556") == ids(session, "police")


def test_every_record_that_is_searched_is_found_by_its_own_words():
    for record in [*world(), *RECORDS]:
        held = search_text(record)
        if held is None:
            assert record.kind not in SEARCHED
            continue
        kept = indexed(record)
        assert {word.stem for name in held.names for word in words(name)} <= set(kept.title)
        assert {word.stem for text in held.texts for word in words(text)} <= set(kept.body)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Police Drones", [(("police",), None), (("drone",), "drones")]),
        ('"police drones"', [(("police", "drone"), None)]),
        ('"police drones" x', [(("police", "drone"), None), (("x",), None)]),
        ("face-recogn", [(("face", "recogn"), "recogn")]),
        ('a "b c', [(("a",), None), (("b", "c"), None)]),
        ("police police", [(("police",), None), (("police",), "police")]),
        ("… —", []),
    ],
)
def test_what_is_typed_becomes_terms(typed, terms):
    assert [(term.stems, term.beginning) for term in Query.parse(typed).terms] == terms


def test_a_query_has_an_end():
    assert len(Query.parse("a b c d e f g h i j k l m n o p q " * LONGEST_QUERY).terms) == 12
