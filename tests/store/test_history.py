"""History: what was published when, newest first, and what names what, at any position of the ledger."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker.records.kinds import body, canonical
from tracker.store.history import (
    EVERYTHING,
    Filter,
    bodies_before,
    published_changes,
    records_named_by,
    records_naming,
    revisions_of,
)
from tracker.store.ledger import ledger_head


@contextmanager
def counted(database):
    """The statements that are run meanwhile."""
    statements = []

    def note(connection, cursor, statement, *rest):
        statements.append(statement)

    event.listen(database.reading_engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.reading_engine, "before_cursor_execute", note)


def head(session):
    return ledger_head(session).position


def text(record):
    return canonical(body(record)).decode()


@pytest.fixture
def three_states(database):
    """A database in which the company was published, updated and corrected."""
    published(database, make.company(), at=clock(0))
    published(database, make.company(name="Acme"), at=clock(1), note="A new name.")
    published(database, make.company(name="Acme Inc."), at=clock(2), change="correction", author="eve", publisher="dan")
    return database


def test_revisions_of_a_record_are_told_newest_first(three_states):
    with three_states.reading() as session:
        revisions = revisions_of(session, ("company", "acme"), head(session))
    assert [(e.position, e.number, e.change, e.author, e.publisher, e.note) for e in revisions] == [
        (3, 3, "correction", "eve", "dan", None),
        (2, 2, "update", "ann", "bob", "A new name."),
        (1, 1, "new", "ann", "bob", None),
    ]
    assert (revisions[0].at, revisions[0].body) == (clock(2).now(), text(make.company(name="Acme Inc.")))
    assert revisions[0].key == ("company", "acme")


def test_revisions_are_known_up_to_a_position_and_go_on_below_one(three_states):
    with three_states.reading() as session:
        assert [e.number for e in revisions_of(session, ("company", "acme"), 2)] == [2, 1]
        first = revisions_of(session, ("company", "acme"), 3, most=2)
        assert [e.number for e in revisions_of(session, ("company", "acme"), 3, before=first[-1].position)] == [1]
        assert revisions_of(session, ("company", "acme"), 0) == []
        assert revisions_of(session, ("company", "nobody"), 3) == []


def test_changes_are_told_newest_first_page_by_page(database):
    published_world(database)
    with database.reading() as session:
        total, pages, before = head(session), [], None
        while page := published_changes(session, total, before=before, most=3):
            pages.append([entry.position for entry in page])
            before = page[-1].position
    assert [position for page in pages for position in page] == list(range(total, 0, -1))
    assert {len(page) for page in pages[:-1]} == {3}


def test_a_page_of_changes_stays_as_it_was_whatever_is_published_later(three_states):
    with three_states.reading() as session:
        earlier = published_changes(session, 2)
    published(three_states, make.company(name="Acme & Co."), at=clock(9))
    with three_states.reading() as session:
        assert published_changes(session, 2) == earlier


def test_corrections_can_be_told_alone(three_states):
    with three_states.reading() as session:
        only = published_changes(session, 3, Filter(classes=("correction",)))
        both = published_changes(session, 3, Filter(classes=("correction", "update")))
    assert [entry.position for entry in only] == [3]
    assert [entry.position for entry in both] == [3, 2]


def test_a_kind_can_be_told_alone_page_by_page(database):
    published_world(database, make.pledge(), make.evidence())
    published(database, make.company(name="Acme & Co."), change="correction", at=clock(1))
    published(database, make.company(name="Acme Ltd."), make.pledge(title="No sales"), at=clock(2))
    with database.reading() as session:
        everything = published_changes(session, head(session))
        for chosen in (Filter(kind="company"), Filter(("update",)), Filter(("new", "update"), "pledge"), Filter()):
            expected = [
                e for e in everything if chosen.kind in (None, e.kind) and e.change in (chosen.classes or {e.change})
            ]
            pages, before = [], None
            while page := published_changes(session, head(session), chosen, before=before, most=2):
                pages += page
                before = page[-1].position
            assert pages == expected != []


def test_changes_of_one_company_are_its_own_record_and_those_about_it(database):
    mine = [make.pledge(), make.evidence(), make.response(), make.decision()]
    study = make.evidence("bolt/study", nature="study", acts=None, also_about=["acme"])
    other = [make.company("bolt"), make.pledge("bolt/no-sales"), make.company("sub", parent="acme"), study]
    published_world(database, make.topic(checked_until={"acme": "2021-01-01"}), *mine, *other)
    with database.reading() as session:
        changes = published_changes(session, head(session), Filter(companies=("acme",)))
        kinds = published_changes(session, head(session), Filter(companies=("acme",), kind="pledge"))
    assert {entry.key for entry in changes} == {
        ("company", "acme"),
        ("evidence", "bolt/study"),
        *((record.kind, record.id) for record in mine),
    }
    assert [entry.key for entry in kinds] == [("pledge", "acme/no-sales")]


def test_the_text_before_a_change_is_that_of_the_same_record(three_states):
    published(three_states, make.company("bolt"), at=clock(3))
    with three_states.reading() as session:
        bodies = bodies_before(session, [1, 3, 4])
    assert bodies == {3: text(make.company(name="Acme"))}


def test_what_names_a_record_says_in_which_fields(database):
    published_world(database, make.pledge(), make.evidence(sources=["contract-1", "gazette-1"]))
    with database.reading() as session:
        fields_by_record = {
            (m.kind, m.id): m.fields for m in records_naming(session, ("source", "gazette-1"), head(session))
        }
    assert fields_by_record == {
        ("pledge", "acme/no-sales"): ("versions 1 › source",),
        ("evidence", "acme/deal"): ("sources 2",),
    }


def test_what_names_a_record_is_as_it_stood_at_the_position(database):
    first = published_world(database, make.evidence(sources=["gazette-1"])).positions[-1]
    last = published(database, make.evidence(sources=["contract-1"]), at=clock(1)).positions[-1]
    with database.reading() as session:
        then = records_naming(session, ("source", "gazette-1"), first)
        assert [(m.id, m.body) for m in then] == [("acme/deal", text(make.evidence(sources=["gazette-1"])))]
        assert records_naming(session, ("source", "gazette-1"), last) == []
        assert [m.position for m in records_naming(session, ("source", "contract-1"), last)] == [last]
        assert records_naming(session, ("source", "gazette-1"), 0) == []


def test_what_names_a_record_goes_on_below_a_position(database):
    deals = [make.evidence(f"acme/deal-{i}") for i in range(5)]
    published_world(database, *deals)
    with database.reading() as session:
        first = records_naming(session, ("source", "contract-1"), head(session), most=3)
        rest = records_naming(session, ("source", "contract-1"), head(session), before=first[-1].position, most=3)
    assert [mention.id for mention in first + rest] == [f"acme/deal-{i}" for i in (4, 3, 2, 1, 0)]


def test_a_field_that_names_companies_by_id_keeps_the_id_whole(database):
    dotted = make.company("a.1")
    published_world(database, dotted, make.topic(checked_until={"a.1": "2021-01-01"}))
    with database.reading() as session:
        (mention,) = records_naming(session, ("company", "a.1"), head(session))
    assert mention.fields == ("checked_until › a.1",)


def test_what_a_record_names_comes_in_the_order_of_mention(database):
    pledge = make.pledge(versions=[make.version(ends={"condition": "drone-law"}, also_in=["contract-1"])])
    published_world(database, pledge)
    published(database, make.source(title="Another title"), at=clock(1))
    with database.reading() as session:
        position = head(session)
        records = records_named_by(session, pledge, position)
        before = records_named_by(session, pledge, position - 1)
    assert [record.id for record in records] == ["acme", "police-drones", "gazette-1", "contract-1", "drone-law"]
    assert (records[2].title, before[2].title) == ("Another title", make.source().title)


def test_a_topic_s_many_companies_are_not_read(database):
    topic = make.topic(checked_until={"acme": "2021-01-01"})
    published_world(database, topic)
    with database.reading() as session:
        assert {record.kind for record in records_named_by(session, topic, head(session))} == {"vocabulary"}


def test_the_number_of_queries_does_not_grow(database):
    published_world(database, make.pledge(), *[make.evidence(f"acme/deal-{i}") for i in range(20)])
    with database.reading() as session:
        position = head(session)
        for ids, most in (
            (lambda: published_changes(session, position, EVERYTHING), 1),
            (lambda: published_changes(session, position, Filter(("new",), "evidence", ("acme",))), 1),
            (lambda: revisions_of(session, ("evidence", "acme/deal-1"), position), 1),
            (lambda: bodies_before(session, range(1, position + 1)), 1),
            (lambda: records_naming(session, ("source", "contract-1"), position), 2),
            (lambda: records_named_by(session, make.pledge(), position), 1),
        ):
            with counted(database) as statements:
                ids()
            assert len(statements) == most
