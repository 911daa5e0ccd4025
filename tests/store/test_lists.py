"""Lists: filters, orders and pages by key that miss nothing and repeat nothing, on both databases."""

import secrets
from contextlib import contextmanager
from datetime import UTC, date

import psycopg
import pytest
from sqlalchemy import event, make_url

from tests.factories import (
    check,
    company,
    condition,
    evidence,
    fulfilment,
    pledge,
    promise,
    response,
    scope,
    source,
    topic,
    version,
)
from tests.stored import clock, published, published_world
from tracker.core.search.words import sort_key
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate
from tracker.store.lists.companies import (
    NO_FINDING,
    SORTS,
    CompanyFilter,
    companies,
    company_count,
    matrix,
    pledge_states,
)
from tracker.store.lists.paging import Window
from tracker.store.lists.records import evidence_of, leading_to, pledges_of, records_listed
from tracker.store.lists.upcoming import endings

TODAY = date(2026, 11, 22)
TOPIC = "police-drones"


def wide(**fields):
    """A version that covers all four cells."""
    covered = scope(action={"in": ["sell", "pilot"]}, counterparty={"in": ["local-police", "federal-police"]})
    return version(scope=covered, **fields)


FIELD = [
    company("acme", name="Zebra Optics", aliases=["Acme Vision"]),
    company("beta", name="Éclair Labs"),
    company("gamma", name="eclair labs"),
    company("delta", name="Delta"),
    company("epsilon", name="Epsilon"),
    company("zeta", name="Zeta"),
    pledge("acme/no-sales", versions=[wide()]),
    pledge("beta/no-sales", versions=[version(ends={"last_day": "2027-06-30"})]),
    pledge("gamma/no-sales", versions=[version(ends={"last_day": "2020-12-31"})]),
    pledge("delta/no-sales", versions=[version(ends={"last_day": "2027-03-31"})]),
    evidence("delta/deal"),
    evidence("zeta/deal"),
    check("epsilon"),
    check("zeta"),
]


@pytest.fixture(scope="module")
def filled(database_to_read):
    """A database with the small field of companies."""
    published_world(database_to_read, *FIELD)
    refresh(database_to_read, clock(), UTC)
    return database_to_read


@pytest.fixture
def session(filled):
    """A reader of the small field of companies."""
    with filled.reading() as session:
        yield session


def listed_ids(session, sort="name", window=None, **fields):
    page = companies(session, CompanyFilter(**fields), sort, window or Window(), TODAY)
    return [line.company for line in page.rows]


@contextmanager
def counted(session):
    """The statements that are run."""
    statements = []

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


ORDERS = {
    "name": ["delta", "beta", "gamma", "epsilon", "acme", "zeta"],
    "strength": ["acme", "delta", "beta", "gamma", "epsilon", "zeta"],
    "gravity": ["delta", "zeta", "beta", "gamma", "epsilon", "acme"],
    "ending": ["delta", "beta", "gamma", "epsilon", "acme", "zeta"],
}


@pytest.mark.parametrize("topic", [TOPIC, None])
@pytest.mark.parametrize(("sort", "expected"), ORDERS.items())
def test_orders(session, sort, expected, topic):
    assert listed_ids(session, sort, topic=topic) == expected


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_forth_and_back_give_every_line_once(session, sort, size):
    pages = [companies(session, CompanyFilter(TOPIC), sort, Window(size=size), TODAY)]
    while pages[-1].after:
        pages.append(companies(session, CompanyFilter(TOPIC), sort, Window(after=pages[-1].after, size=size), TODAY))
    assert [line.company for page in pages for line in page.rows] == ORDERS[sort]
    assert pages[0].before is None
    back = [pages[-1]]
    while back[-1].before:
        back.append(companies(session, CompanyFilter(TOPIC), sort, Window(before=back[-1].before, size=size), TODAY))
    assert back[-1].rows == pages[0].rows
    assert len(back) == len(pages)


def test_a_page_before_the_first_rows_is_the_first_page(session):
    second = companies(session, CompanyFilter(TOPIC), "name", Window(size=2), TODAY).after
    third = companies(session, CompanyFilter(TOPIC), "name", Window(after=second, size=2), TODAY)
    page = companies(session, CompanyFilter(TOPIC), "name", Window(before=third.before, size=5), TODAY)
    assert [line.company for line in page.rows] == ORDERS["name"][:5]
    assert (page.before, page.after is None) == (None, False)


def test_a_cursor_holds_a_place_whatever_is_published(database):
    published_world(database, *FIELD)
    refresh(database, clock(), UTC)
    with database.reading() as session:
        after = companies(session, CompanyFilter(TOPIC), "name", Window(size=2), TODAY).after
    published(database, company("eta", name="Eclair Labs"), company("aaa", name="AAA"), pledge("eta/p"))
    refresh(database, clock(1), UTC)
    with database.reading() as session:
        assert listed_ids(session, window=Window(after=after), topic=TOPIC) == [
            "eta",
            "gamma",
            "epsilon",
            "acme",
            "zeta",
        ]


FILTERS = [
    ({"strength": "full"}, ["acme"]),
    ({"strength": "none"}, ["gamma", "epsilon", "zeta"]),
    ({"gravest": "breach"}, ["delta"]),
    ({"gravest": "no pledge"}, ["zeta"]),
    ({"gravest": NO_FINDING}, ["beta", "gamma", "epsilon", "acme"]),
    ({"pledge_state": "lapsed"}, ["gamma"]),
    ({"pledge_state": "in force", "strength": "partial"}, ["delta", "beta"]),
    ({"text": "ECLAIR"}, ["beta", "gamma"]),
    ({"text": "éclair lab"}, ["beta", "gamma"]),
    ({"text": "vision acme"}, ["acme"]),
    ({"text": "psi"}, ["epsilon"]),
    ({"text": " "}, ORDERS["name"]),
    ({"text": "%"}, []),
    ({"text": "_"}, []),
    ({"text": "lab' OR 1=1 --"}, []),
    ({"strength": "\0"}, []),
    ({"text": "q\0x"}, []),
    ({"topic": "nowhere"}, []),
]


@pytest.mark.parametrize(("fields", "expected"), FILTERS, ids=str)
def test_filters(session, fields, expected):
    fields = {"topic": TOPIC, **fields}
    assert listed_ids(session, **fields) == expected
    assert company_count(session, CompanyFilter(**fields)) == len(expected)


def test_the_order_is_the_same_whatever_the_locale_of_the_database(postgres_server):
    names = [
        "\u00c9clair",
        "eclair b",
        "E-clair",
        "Z",
        "\u00c5land",
        "a\u0308b",
        "10 b",
        "9 a",
        "\u017d",
        "_x",
        "\u4e00",
    ]
    records = [company(f"c-{i}", name=name) for i, name in enumerate(names)]
    records += [company("c.1", name="Same"), company("c-x", name="Same"), company("c", name="same")]
    name = f"icu_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C'"
        )
        database = Database(make_url(postgres_server).set(database=name).render_as_string(hide_password=False))
        try:
            migrate(database)
            published_world(database, *records, *(check(id) for id in ("acme", *(it.id for it in records))))
            refresh(database, clock(), UTC)
            with database.reading() as session:
                listed = listed_ids(session, topic=TOPIC)
        finally:
            database.close()
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    expected = sorted([*records, company()], key=lambda r: sort_key(r.name, r.id).encode())
    assert listed == [r.id for r in expected]


def test_a_line_says_what_the_scorecard_says(session):
    line = companies(session, CompanyFilter(TOPIC, text="delta"), "name", Window(), TODAY).rows[0]
    assert (line.strength, line.covered, line.possible, line.cells) == ("partial", 1, 1, 4)
    assert (line.gravest, line.counts, line.contrary, line.reviewed) == ("breach", {"breach": 1}, 1, 1)
    assert line.next_end == (date(2027, 3, 31), date(2027, 3, 31))
    assert line.next_pledge == "delta/no-sales"
    assert list(line.rows) == ["local-police", "federal-police"]
    assert (line.as_of, line.overtaken) == (TODAY, False)


def test_a_line_that_a_publication_or_a_day_has_overtaken_says_so(database):
    published_world(database, *FIELD)
    refresh(database, clock(), UTC)
    published(database, pledge("zeta/no-sales"))
    with database.reading() as session:
        page = companies(session, CompanyFilter(TOPIC), "name", Window(), TODAY)
        assert [line.company for line in page.rows if line.overtaken] == ["zeta"]
        page = companies(session, CompanyFilter(TOPIC), "name", Window(), date(2027, 4, 1))
        assert [line.company for line in page.rows if line.overtaken] == ["delta", "zeta"]


def test_states_of_pledges_are_counted(session):
    assert pledge_states(session, TOPIC) == {"in force": 3, "lapsed": 1, "none": 2}
    assert pledge_states(session) == pledge_states(session, TOPIC)


def test_over_all_topics_a_company_shows_its_strongest_words_and_gravest_finding(database):
    strong = pledge("acme/other", topic="second", versions=[wide(ends={"last_day": "2027-01-31"})])
    published_world(database, topic("second"), pledge(), evidence(), strong)
    refresh(database, clock(), UTC)
    with database.reading() as session:
        line = companies(session, CompanyFilter(), "name", Window(), TODAY).rows[0]
    assert (line.topic, line.strength, line.gravest, line.reviewed) == (None, "full", "breach", 1)
    assert line.next_pledge == "acme/other"


def test_the_matrix_lists_companies_with_pledges_first(session):
    page = matrix(session, TOPIC, Window(size=3), TODAY)
    assert [line.company for line in page.rows] == ORDERS["strength"][:3]
    assert all(line.rows for line in page.rows)


def test_every_list_takes_the_same_number_of_queries(session):
    for size in (1, 6):
        with counted(session) as statements:
            companies(session, CompanyFilter(TOPIC), "strength", Window(size=size), TODAY)
            endings(session, Window(size=size), since=TODAY)
            records_listed(session, "source", Window(size=size))
            evidence_of(session, "delta", Window(size=size))
            leading_to(session, ("source", "gazette-1"), Window(size=size))
        assert len(statements) == 7


def test_ends_to_come_soonest_first(database):
    on_condition = pledge("gamma/law", versions=[version(ends={"condition": "drone-law"})])
    published_world(database, *FIELD, on_condition, promise("zeta/report", deadline="2027-05-01"))
    refresh(database, clock(), UTC)
    with database.reading() as session:
        page = endings(session, Window(size=2), since=TODAY)
        assert [(e.company, e.topic, e.days[0].isoformat()) for e in page.rows] == [
            ("delta", TOPIC, "2027-03-31"),
            ("zeta", TOPIC, "2027-05-01"),
        ]
        rest = endings(session, Window(after=page.after), since=TODAY)
        assert [e.company for e in rest.rows] == ["beta"]
        assert endings(session, Window(before=rest.before, size=2), since=TODAY).rows == page.rows
        on_the_last_day, after = date(2027, 3, 31), date(2027, 4, 1)
        assert endings(session, Window(size=2), since=on_the_last_day).rows == page.rows
        assert endings(session, Window(size=1), since=after).rows == page.rows[1:]
        undated = endings(session, Window(), since=TODAY, dated=False)
        assert [(e.company, e.days) for e in undated.rows] == [("gamma", None)]


def test_records_of_a_company_the_latest_first(database):
    records = [
        company("beta"),
        pledge("acme/first", versions=[version(start="2019-01-01")]),
        pledge("acme/second", versions=[version(start="2020-01-01"), version(start="2021-01-01")]),
        pledge("beta/other"),
        evidence("acme/old", period="2015"),
        evidence("acme/new", period="2021-05", topics=[TOPIC, "second"]),
        evidence("beta/study", nature="study", acts=None, also_about=["acme"], period="2018"),
        topic("second"),
    ]
    published_world(database, *records)
    with database.reading() as session:
        assert [r.id for r in pledges_of(session, "acme", Window()).rows] == ["acme/second", "acme/first"]
        assert pledges_of(session, "acme", Window(), "second").rows == []
        evidence_ids = [r.id for r in evidence_of(session, "acme", Window()).rows]
        assert evidence_ids == ["acme/new", "beta/study", "acme/old"]
        assert [r.id for r in evidence_of(session, "acme", Window(), "second").rows] == ["acme/new"]
        line = evidence_of(session, "acme", Window(size=1)).rows[0]
        assert (line.kind, line.title, line.day) == (
            "evidence",
            "Sold camera drones to a town’s police",
            date(2021, 5, 1),
        )


def test_sources_newest_first_in_pages(database):
    published_world(database, *(source(f"paper-{i}", date=f"2023-0{i}-01") for i in range(1, 6)))
    with database.reading() as session:
        first = records_listed(session, "source", Window(size=3))
        assert [r.id for r in first.rows] == ["paper-5", "paper-4", "paper-3"]
        second = records_listed(session, "source", Window(after=first.after, size=3))
        assert [r.id for r in second.rows][:2] == ["paper-2", "paper-1"]
        assert records_listed(session, "source", Window(before=second.before, size=3)).rows == first.rows


def test_what_leads_to_a_record(database):
    named = evidence(
        sources=["gazette-1"], outcomes=[{"date": "2021-01-01", "outcome": "alleged", "source": "gazette-1"}]
    )
    published_world(database, pledge(), named, condition())
    published(database, promise(), response(about=["acme/no-sales"]), at=clock(1))
    published(database, evidence(sources=["contract-1"], fulfils=[fulfilment()]), at=clock(2))
    with database.reading() as session:
        page = leading_to(session, ("source", "gazette-1"), Window())
        assert [(m.record.id, m.fields) for m in page.rows] == [
            ("acme/silent", ("source",)),
            ("acme/report", ("versions.0.source",)),
            ("acme/no-sales", ("versions.0.source",)),
        ]
        first = leading_to(session, ("source", "gazette-1"), Window(size=2))
        assert [m.record.id for m in leading_to(session, ("source", "gazette-1"), Window(after=first.after)).rows] == [
            "acme/no-sales"
        ]
        only = leading_to(session, ("source", "gazette-1"), Window(), kinds=["response"])
        assert [m.record.id for m in only.rows] == ["acme/silent"]
        assert [m.record.id for m in leading_to(session, ("pledge", "acme/report"), Window()).rows] == ["acme/deal"]
        assert leading_to(session, ("source", "nowhere"), Window()).rows == []
