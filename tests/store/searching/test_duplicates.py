"""What a draft may be a duplicate of is found by indexes, among what is published and what others are writing."""

import re

import pytest
from sqlalchemy import event, text

from tests import factories as make
from tests.desk import draft_of, person
from tests.stored import published, published_world
from tracker.records.kinds import body
from tracker.store.searching.duplicates import likely_duplicates

QUOTE = "We will not sell camera drones to the police"
COMPANIES = [make.company(f"maker-{i}", name=f"Maker {i} Systems Ltd") for i in range(250)]
COMPANIES += [make.company(f"zorbla-{word}", name=f"Zorbla {word} Ltd") for word in ("one", "two", "three")]
RECORDS = [
    make.company("acme", aliases=["Lens & Co"]),
    make.company("ibx", name="IBX", identifiers={"isin": ["XS0000SAMPL9"], "register": "FR 552 100 554"}),
    make.company("beta", name="Béta Instruments GmbH"),
    make.company("orvl", name="Ravilsoft Corp."),
    make.company("machines", name="Inter Office Machines Inc."),
    make.company("iqm", name="I.Q.M."),
    make.pledge(),
    make.evidence(),
    make.evidence("acme/other", title="Gave money to a school", period="2020-07-01"),
    make.evidence("beta/deal"),
    make.source("gazette-2", url="https://www.news.example/2020/drones?utm_source=feed"),
    make.source("herald-1", title="Police bought four hundred drones with cameras", publisher="Herald", url=None),
]


@pytest.fixture
def filled(database_to_read):
    """The small world with further records; published once for all tests of the module."""
    with database_to_read.reading() as session:
        empty = session.scalar(text("SELECT count(*) FROM ledger")) == 0
    if empty:
        published_world(database_to_read, *RECORDS)
        published(database_to_read, *COMPANIES)
    return database_to_read


def twins(database, data, **options):
    with database.reading() as session:
        return [twin.id for twin in likely_duplicates(session, data, **options)]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        ({"kind": "source", "url": "http://m.news.example/2020/drones/#x"}, ["gazette-2"]),
        ({"kind": "source", "archive_url": "https://web.archive.org/web/2020/http://news.example/gazette-1"}, ["gazette-1"]),  # noqa: E501
        ({"kind": "source", "title": "A report gazette-2", "publisher": "Gazette", "date": "2020-06-02"}, ["gazette-2"]),  # noqa: E501
        (
            {"kind": "source", "title": ("Police bought four hundred drones "
                "with camera"), "publisher": "herald", "date": "2020-06"},
            ["herald-1"],
        ),
        ({"kind": "source", "url": "https://news.example/2020/others"}, []),
        ({"kind": "source", "title": 7, "url": ["x"]}, []),
        ({"kind": "company", "name": "Acme Optics"}, ["acme"]),
        ({"kind": "company", "name": "Lens Co."}, ["acme"]),
        ({"kind": "company", "name": "Unheard of", "identifiers": {"isin": ["xs0000sampl9"]}}, ["ibx"]),
        ({"kind": "company", "identifiers": {"register": "FR 552100554"}}, ["ibx"]),
        ({"kind": "company", "name": "Ibx Corp."}, ["ibx"]),
        ({"kind": "company", "name": "Beta Instrumentz"}, ["beta"]),
        ({"kind": "company", "name": "Maker 17 Systems"}, ["maker-17"]),
        ({"kind": "company", "name": "Quite Another"}, []),
        ({"kind": "company"}, []),
        ({"kind": "evidence", "company": "acme", "title": "Sold camera drones to the police", "period": "2020-06-30"}, ["acme/deal"]),  # noqa: E501
        ({"kind": "evidence", "company": "acme", "title": "Sold camera drones to the police", "period": "2019"}, []),
        ({"kind": "evidence", "title": "Sold camera drones to the police", "period": "2020-06-30"}, []),
        ({"kind": "pledge", "id": "acme/new", "versions": [{"quote": QUOTE}]}, ["acme/no-sales"]),
        ({"kind": "pledge", "id": "beta/new", "versions": [{"quote": QUOTE}]}, []),
        ({"kind": "condition", "name": "a drone law is in place"}, []),
        ({"kind": "evidence", "company": "\0", "title": "\0"}, []),
        ({"kind": "company", "name": "\0 ' \\ \" : * |"}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_a_draft_is_compared_with_what_is_published(filled, data, ids):
    duplicates = twins(filled, data)
    assert duplicates[: len(ids)] == ids
    assert bool(duplicates) == bool(ids)


def test_a_record_is_no_duplicate_of_itself(filled):
    for record in RECORDS:
        assert record.id not in twins(filled, body(record))


def test_the_likeliest_come_first_and_never_more_than_asked_for(filled):
    with filled.reading() as session:
        duplicates = likely_duplicates(
            session, {"kind": "company", "name": "Zorbla", "aliases": ["Zorbla Two"]}, most=2
        )
    assert [twin.id for twin in duplicates] == ["zorbla-two", "zorbla-one"]
    assert duplicates[0].reasons == ("The name is the same: Zorbla two Ltd",)
    assert duplicates[1].reasons == ("The name is similar: Zorbla one Ltd",)


def test_few_questions_are_asked_and_no_table_is_walked(filled):
    statements = []

    def note(_connection, _cursor, statement, parameters, *_):
        statements.append((statement, parameters))

    drafts = [
        body(make.source(url="https://news.example/x")),
        body(make.company("new", name="Maker Optics Instruments")),
        body(make.evidence("acme/new")),
        body(make.pledge("acme/new")),
    ]
    with filled.reading() as session:
        event.listen(session.connection(), "before_cursor_execute", note)
        for data in drafts:
            statements.clear()
            likely_duplicates(session, data, drafts=True)
            assert len(statements) <= 24
            if filled.is_sqlite:
                run = list(statements)
                for statement, values in run:
                    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                    assert not [row[3] for row in plan if re.match("SCAN (record|name_word|draft|revision)", row[3])]


def test_drafts_are_told_of_where_they_may_be_read(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob")
    mine = draft_of(database, ann, make.source("new-1", url="https://news.example/x"))
    theirs = draft_of(database, bob, make.source("new-2", url="https://news.example/x?fbclid=1"))
    draft_of(database, bob, make.evidence())
    data = body(make.source("new-1", url="https://news.example/x"))
    with database.reading() as session:
        assert likely_duplicates(session, data, draft=mine.id) == []
        (twin,) = likely_duplicates(session, data, draft=mine.id, drafts=True)
        (act,) = likely_duplicates(session, body(make.evidence("acme/sale")), drafts=True)
    assert (twin.id, twin.draft, twin.owner, twin.title) == ("new-2", theirs.id, bob.account_id, "A report, new-2")
    assert twin.reasons == ("Same web address: news.example/x",)
    assert (act.id, act.owner) == ("acme/deal", bob.account_id)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("RVLT", "orvl"),
        ("Ravil soft", "orvl"),
        ("IOM", "machines"),
        ("I.O.M.", "machines"),
        ("InterOffice Machines", "machines"),
        ("IQM", "iqm"),
    ],
)
def test_companies_are_found_by_short_names_and_by_names_in_one_word(filled, name, id):
    with filled.reading() as session:
        twins = likely_duplicates(session, {"kind": "company", "name": name})
    assert id in [twin.id for twin in twins]
