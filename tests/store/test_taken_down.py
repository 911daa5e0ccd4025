"""Companies and topics that were taken down at a position, and the records that go with them."""

import pytest

from tests import factories as make
from tests.store.test_dossiers import queries
from tests.stored import clock, published, published_world
from tracker.records.kinds import body
from tracker.store.concerning import last_concerning, noted
from tracker.store.database.connecting import Database
from tracker.store.ledger import last_position
from tracker.store.lists.taken_down import gone_at, gone_now, gone_records

DOWN = {"date": "2026-11-01", "reason": "It was entered twice."}
KINDS = ("pledge", "evidence", "response", "decision", "check")


def gone(database: Database, position: int | None = None) -> set[str]:
    with database.reading() as session:
        read = gone_now(session) if position is None else gone_at(session, position)
        return {*read.companies, *(f"topic {id}" for id in read.topics)}


def down(id: str, **fields):
    return make.company(id, taken_down=DOWN, **fields)


def test_what_was_taken_down_is_gone_from_that_position_on_until_it_is_back(database):
    published_world(database, make.topic("past"))
    before = last_position(database)
    published(database, down("acme", former_ids=["akme"]), make.topic("past", taken_down=DOWN))
    there = last_position(database)
    published(database, make.company("acme", former_ids=["akme"]), at=clock(1))
    assert [gone(database, at) for at in (0, before, before + 1, there)] == [
        set(),
        set(),
        {"acme", "akme"},
        {"acme", "akme", "topic past"},
    ]
    assert gone(database) == {"topic past"}


def test_a_company_that_goes_on_under_another_id_is_not_gone(database):
    published_world(database, make.pledge())
    published(database, down("acme"), make.company("bolt", former_ids=["acme"]))
    assert gone(database) == set()
    renamed = last_position(database)
    published(database, down("bolt", former_ids=["acme"]), make.company("crane", former_ids=["bolt"]), at=clock(1))
    assert gone(database) == set()
    published(database, down("crane", former_ids=["bolt"]), at=clock(2))
    assert gone(database) == {"acme", "bolt", "crane"}
    assert gone(database, renamed) == set()


ABOUT = (
    make.pledge("acme/a"),
    make.pledge("x/a", company="acme"),
    make.pledge("acme/f", initiative="charter"),
    make.pledge("x/c", initiative="charter", topic="past"),
    make.pledge("bolt/a"),
    make.pledge("bolt/b", topic="past"),
    make.evidence("acme/b"),
    make.evidence("acme/c", nature="study", acts=(), also_about=["bolt"]),
    make.evidence("acme/d", nature="study", acts=(), also_about=["akme"]),
    make.evidence("bolt/c", topics=["past", "police-drones"]),
    make.evidence("bolt/d", topics=["past"]),
    make.response("akme/a"),
    make.response("bolt/e"),
    make.decision("acme/e", evidence="acme/b", pledge="acme/a"),
    make.decision("bolt/f", topic="past", evidence="bolt/d", pledge="bolt/b"),
    make.check("acme"),
    make.check("bolt"),
    make.check("bolt", topic="past"),
)
GOING = {
    *("acme/a", "x/a", "x/c", "bolt/b", "acme/b", "acme/d", "bolt/d", "akme/a", "acme/e", "bolt/f"),
    *("acme/police-drones", "bolt/past"),
}


def test_records_go_all_of_whose_companies_or_topics_are_gone(database):
    standing = make.company(former_ids=["akme"]), make.company("bolt"), make.topic("past"), make.initiative()
    published_world(database, *standing, *ABOUT)
    published(database, down("acme", former_ids=["akme"]), make.topic("past", taken_down=DOWN))
    with database.reading() as session:
        read = gone_now(session)
        assert {row.record_id for row in gone_records(session, KINDS)} == GOING
        assert {row.kind for row in gone_records(session, ("check", "source"))} == {"check"}
    for record in ABOUT:
        taker = read.takes(record)
        assert (taker is not None) is (record.id in GOING), record.id
        mark = read.mark(record.kind, record.id, {name: it for name, it in body(record).items() if name != "id"})
        assert mark == (DOWN if taker else None), record.id
    assert read.takes(ABOUT[1]).id == "acme"
    assert read.takes(make.initiative()) is read.takes(make.source()) is None


def test_where_nothing_was_taken_down_one_query_tells(database):
    published_world(database, make.pledge())
    with queries(database) as sent, database.reading() as session:
        assert not gone_now(session)
        assert gone_records(session, KINDS) == []
    assert len([it for it in sent if "JOIN reference" in it]) == 1


def test_an_answer_is_outdated_by_a_take_down_and_by_another_company_that_takes_over(database):
    published_world(database, make.pledge())

    def last():
        with database.reading() as session:
            gone_now(session)
            return last_concerning(session, noted(session))

    assert last() == 0
    published(database, down("acme"))
    taken = last_position(database)
    assert last() == taken
    published(database, make.company("bolt", former_ids=["akme"]), at=clock(1))
    assert last() == taken
    published(database, make.company("crane", former_ids=["acme"]), at=clock(2))
    assert gone(database) == set()


@pytest.mark.parametrize("record", [make.company(taken_down=DOWN), make.topic(taken_down=DOWN)])
def test_what_is_back_is_told_at_once(database, record):
    published_world(database, make.pledge())
    published(database, record)
    assert gone(database)
    published(database, record.model_copy(update={"taken_down": None}), at=clock(1))
    assert gone(database) == set()
