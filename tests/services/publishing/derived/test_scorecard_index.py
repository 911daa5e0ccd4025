"""Standings follow publications and the passing of days, whichever process computes them."""

import logging
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, text

from tests.factories import (
    check,
    company,
    condition,
    development,
    document,
    evidence,
    pledge,
    promise,
    source,
    topic,
    version,
    vocabulary,
    world,
    yardstick,
)
from tests.stored import ON_SQLITE, clock, published, published_world
from tracker.clock import FixedClock
from tracker.engine.dossier import assessed_topics
from tracker.models.derived.scorecard_index import NO_LIST
from tracker.records.bundle import Bundle
from tracker.records.kinds import from_body
from tracker.services.publishing.derived import scorecard_index
from tracker.services.publishing.derived.reindexing import New, touched_companies
from tracker.services.publishing.derived.scorecard_index import refresh, spread
from tracker.services.upkeep.assess import pairs
from tracker.services.upkeep.catching_up import catch_up, refresh_loop, remake
from tracker.services.upkeep.rebuild import rebuild
from tracker.services.upkeep.verifying.lists import wrong_search, wrong_standings
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.derived.scorecard_index import stale_companies, stored_standings

TODAY = date(2026, 11, 22)


def stale(database):
    spread(database, clock())
    with database.reading() as session:
        return stale_companies(session)


def line(database, company="acme", topic="police-drones"):
    """One stored standing."""
    with database.reading() as session:
        return stored_standings(session, [company]).get((topic, company))


def refreshed(database, minutes=0):
    return refresh(database, clock(minutes), UTC)


def differing(database, **options):
    with database.reading() as session:
        return [*wrong_search(session), *wrong_standings(session, **options)]


@ON_SQLITE
def test_a_publication_marks_and_a_refresh_computes(database):
    published_world(database, pledge(), evidence())
    assert stale(database) == {"acme"}
    assert refreshed(database) == 1
    index_line = line(database)
    assert (index_line["strength"], index_line["covered"], index_line["cells"]) == ("partial", 1, 4)
    assert (index_line["gravest"], index_line["counts"], index_line["contrary"]) == ("breach", {"breach": 1}, 1)
    assert (index_line["pledge_state"], index_line["as_of"], index_line["valid_until"]) == ("in force", TODAY, None)
    assert index_line["rows"]["local-police"]["best"] == "covered"
    assert "not to sell camera-drones" in index_line["headline"]
    assert line(database, topic="")["strength"] == "partial"
    assert stale(database) == set()
    assert refreshed(database) == 0
    assert differing(database) == []


def test_a_company_that_nobody_assessed_stands_in_no_list(database):
    published_world(database, topic("second"), company("beta"))
    refreshed(database)
    with database.reading() as session:
        assert [key[0] for key in stored_standings(session, ["beta"])] == [NO_LIST]
    published(database, topic("third"))
    assert stale(database) == set()
    published(database, check("beta", topic="second"))
    assert stale(database) == {"beta"}
    refreshed(database)
    with database.reading() as session:
        standings = stored_standings(session, ["beta"])
    assert {key[0]: row["checked_until"] for key, row in standings.items()} == {
        "": "2026-11-01",
        "second": "2026-11-01",
    }
    published(database, pledge("beta/no-sales"))
    refreshed(database)
    with database.reading() as session:
        assert {key[0] for key in stored_standings(session, ["beta"])} == {"", "police-drones", "second"}


def test_the_topics_are_those_that_assessing_files_gives(database):
    records = [*world(), topic("second", checked_until={"acme": "2021-01-01"}), company("beta"), pledge("beta/p")]
    bundle = Bundle(records)
    mine = {(id, t) for id in ("acme", "beta") for t in assessed_topics(_alone(bundle, id), id)}
    assert sorted(mine) == pairs(bundle)


def test_a_change_of_a_topic_touches_companies_that_were_only_checked_on_it(database):
    before, after = (topic(checked_until={"beta": "2021-01-01"}, name=name) for name in ("Drones", "Camera drones"))
    published_world(database, company("beta"), before)
    with database.reading() as session:
        assert "beta" in touched_companies(session, [New(after, before, 20)])


def _alone(bundle, id):
    return Bundle(
        r for r in bundle if id in (r.id, getattr(r, "company_id", id)) and (r.kind, r.id) != ("company", _other(id))
    )


def _other(id):
    return {"acme": "beta", "beta": "acme"}[id]


BETA = [company("beta"), pledge("beta/no-sales"), evidence("beta/deal")]
TOUCHING = {
    "its own pledge": ([pledge(title="No sales")], {"acme"}),
    "a source that weighs otherwise": ([document(type="claim")], {"acme", "beta"}),
    "a source of another day": ([document(date="2020-05-02")], {"acme", "beta"}),
    "a source that was taken down": (
        [document(taken_down={"date": "2026-11-22", "reason": "It was false."})],
        {"acme", "beta"},
    ),
    "a source under another title only": ([document(title="Another title")], set()),
    "a condition": ([condition(developments=(development("2021-01-01"),))], {"acme"}),
    "a condition of nobody": ([condition("other-law", (development("2021-01-01"),))], set()),
    "a check of one company": ([topic(checked_until={"beta": "2021-01-01"})], {"beta"}),
    "the yardstick": ([topic(yardstick=yardstick(reasons=[{"text": "Other reasons."}]))], {"acme", "beta"}),
    "a vocabulary": ([vocabulary("places", {"US": [], "US-CA": ["US"], "DE": [], "FR": []})], {"acme", "beta"}),
    "a vocabulary of no topic": ([vocabulary("matters", {"a": [], "b": []})], set()),
    "a new topic": ([topic("second")], set()),
    "a wording": (
        [from_body({"kind": "wording", "id": "english", "sentences": {"promise.none": "Nothing pledged"}})],
        {"acme", "beta", "idle", "gamma"},
    ),
    "the origin of a source": ([source("wire-1", publisher="Elsewhere")], {"gamma"}),
    "a report on several companies": (
        [evidence("acme/study", nature="study", acts=None, also_about=["beta"])],
        {"acme", "beta"},
    ),
}


# What touches a company is worked out in Python; the statements are the same for each.
@pytest.mark.parametrize(
    ("database", "name"),
    [("postgresql", "its own pledge"), *(("sqlite", name) for name in TOUCHING)],
    indirect=["database"],
)
def test_only_the_companies_that_a_publication_touches_are_computed(database, name):
    records, expected = TOUCHING[name]
    waiting = pledge(versions=[version(ends={"condition": "drone-law"})])
    extra = [
        condition("other-law"),
        vocabulary("matters", {"a": []}),
        source("wire-1"),
        source("reprint-1", derived_from=["wire-1"]),
        company("gamma"),
        evidence("gamma/deal", sources=["reprint-1"], topics=["other"]),
        topic(
            "other", dimensions={}, yardstick=yardstick(scope={}, core={}, rows=_row("actor"), columns=_row("actor"))
        ),
    ]
    published_world(database, waiting, evidence(), *BETA, company("idle"), *_small(extra))
    refreshed(database)
    published(database, *records)
    assert stale(database) == expected
    refreshed(database, 1)
    assert differing(database) == []


def _row(dimension):
    return [{"id": "all", "name": "All", "terms": {dimension: ["company"]}}]


def _small(records):
    """The other topic asks one dimension only, so that it uses no vocabulary that the first one does."""
    actors = {"actor": {"vocabulary": "other-actors", "name": "who"}}
    others = [r for r in records if r.key not in (("topic", "other"), ("evidence", "gamma/deal"))]
    small = topic(
        "other", dimensions=actors, yardstick=yardstick(scope={}, core={}, rows=_row("actor"), columns=_row("actor"))
    )
    deed = evidence("gamma/deal", sources=["reprint-1"], topics=["other"], acts=[{"actor": ["company"]}])
    return [*others, vocabulary("other-actors", {"company": []}), small, deed]


def test_a_company_is_due_once_its_day_of_change_has_passed(database):
    published_world(
        database, pledge(versions=[version(ends={"last_day": "2026-11-24"})]), promise(deadline="2027-01-31")
    )
    refreshed(database)
    index_line = line(database)
    assert (index_line["pledge_state"], index_line["valid_until"]) == ("in force", date(2026, 11, 24))
    assert (index_line["next_last_day"], index_line["next_pledge"]) == (date(2026, 11, 24), "acme/no-sales")
    assert [(row["kind"], row["first_day"]) for row in index_line["ends"]] == [
        ("fixed", date(2026, 11, 24)),
        ("deadline", date(2027, 1, 31)),
    ]
    assert refreshed(database, 24 * 60) == 0
    assert refreshed(database, 2 * 24 * 60) == 1
    assert refreshed(database, 3 * 24 * 60) == 1
    index_line = line(database)
    assert (index_line["pledge_state"], index_line["next_last_day"], index_line["as_of"]) == (
        "lapsed",
        None,
        date(2026, 11, 25),
    )
    assert [row["kind"] for row in index_line["ends"]] == ["deadline"]


@ON_SQLITE
def test_the_day_is_that_of_the_time_zone(database):
    published_world(database, pledge())
    late = FixedClock(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    refresh(database, late, ZoneInfo("Europe/Berlin"))
    assert line(database)["as_of"] == date(2026, 11, 23)


@ON_SQLITE
def test_a_company_that_cannot_be_computed_does_not_stop_the_others(database, monkeypatch, caplog):
    published_world(database, *BETA, pledge())
    compute = scorecard_index.compute

    def broken(dossier, *clocks):
        if dossier.company.id == "acme":
            raise ZeroDivisionError("a fault")
        return compute(dossier, *clocks)

    monkeypatch.setattr(scorecard_index, "compute", broken)
    with caplog.at_level(logging.ERROR):
        assert refreshed(database) == 1
    assert "company acme cannot be computed" in caplog.text
    assert stale(database) == {"acme"}
    assert line(database, "beta")
    monkeypatch.undo()
    assert refreshed(database) == 0, "it is tried again when its lease is over"
    assert refreshed(database, 3) == 1


@ON_SQLITE
def test_many_companies_are_computed_in_rounds(database, monkeypatch):
    monkeypatch.setattr(scorecard_index, "AT_ONCE", 2)
    published_world(database, *(company(f"company-{i}") for i in range(6)))
    ticks = []
    assert refresh(database, clock(), UTC, most=3) == 3
    assert refresh(database, clock(), UTC, tick=ticks.append) == 4
    assert ticks == [2, 2]


def test_a_round_takes_the_same_number_of_queries_however_many_companies_it_has(database):
    published_world(
        database, *(pledge(f"{id}/p") for id in ("acme", "beta", "gamma")), company("beta"), company("gamma")
    )
    numbers = []
    with database.reading() as session:
        for companies in (["acme"], ["acme", "beta", "gamma"]):
            statements = []
            listener = partial(_note, statements)
            event.listen(session.connection(), "before_cursor_execute", listener)
            assert scorecard_index.computed_rows(session, companies, TODAY).failed == []
            event.remove(session.connection(), "before_cursor_execute", listener)
            numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 7


def _note(statements, _connection, _cursor, statement, *_):
    statements.append(statement)


def test_what_was_published_while_computing_stays_due(database, monkeypatch):
    published_world(database, pledge())
    put = scorecard_index.put_standings

    def put_late(session, *rows):
        session.execute(text("UPDATE job SET position = position + 1"))
        put(session, *rows)

    monkeypatch.setattr(scorecard_index, "put_standings", put_late)
    refresh(database, clock(), UTC, most=1)
    assert stale(database) == {"acme"}


def test_rows_of_a_later_position_stay(database, monkeypatch):
    published_world(database, pledge())
    put = scorecard_index.put_standings

    def put_after_another(session, *rows):
        monkeypatch.undo()
        with_more = [{**row, "position": row["position"] + 1, "reviewed": 7} for row in rows[1]]
        put(session, rows[0], with_more, *rows[2:])
        put(session, *rows)

    monkeypatch.setattr(scorecard_index, "put_standings", put_after_another)
    refreshed(database)
    assert line(database)["reviewed"] == 7


def test_verify_finds_a_wrong_line(database):
    published_world(database, pledge(), evidence())
    refreshed(database)
    with database.reading() as session:
        assert verify(session).ok
    with database.writing() as session:
        session.execute(text("UPDATE standing SET gravest = NULL WHERE topic_id <> ''"))
        session.execute(text("DELETE FROM name_word"))
    with database.reading() as session:
        discrepancies = verify(session).discrepancies
    assert {discrepancy.record for discrepancy in discrepancies} == {"company acme"}
    search, result = sorted(discrepancy.differs for discrepancy in discrepancies)[::-1]
    assert search.startswith("search holds other words")
    assert result.startswith("its stored result on police-drones")
    assert "(gravest)" in result


def test_verify_finds_a_company_without_a_line_and_records_that_search_lacks(database):
    published_world(database, pledge())
    refreshed(database)
    with database.writing() as session:
        session.execute(text("DELETE FROM standing"))
        session.execute(text("DELETE FROM search"))
    differs = [what.split(";")[0] for _, what in differing(database, full=True)]
    assert set(differs) == {"it is missing from the lists", "it is missing from search"}


def test_rebuild_makes_everything_anew(database):
    published_world(database, pledge(), evidence())
    refreshed(database)
    before = line(database)
    with database.writing() as session:
        session.execute(text("UPDATE standing SET gravest = NULL, company_id = 'nobody' WHERE topic_id = ''"))
        session.execute(text("DELETE FROM search"))
        session.execute(text("UPDATE record SET day = 0"))
    with database.writing() as session:
        rebuild(session)
    assert stale(database) == {"acme"}
    refreshed(database)
    assert line(database) == before
    assert line(database, "nobody", "") is None
    assert differing(database) == []


@ON_SQLITE
def test_rows_of_another_version_of_the_program_are_made_anew_once(database):
    published_world(database, pledge())
    assert not remake(database)
    assert catch_up(database, clock(), UTC) == 1
    with database.writing() as session:
        session.execute(text("DELETE FROM derived"))
    assert remake(database)
    assert not remake(database)
    assert catch_up(database, clock(), UTC) == 1


def test_keeping_up_ends_with_the_process_that_started_it(database, monkeypatch):
    published_world(database, pledge())
    parents = iter([7, 7, 7, 1])
    slept = []
    monkeypatch.setattr("os.getppid", lambda: next(parents))
    refresh_loop(database, clock(), lambda: UTC, 20, slept.append)
    assert slept == [20, 20]
    assert line(database)


def test_an_import_that_is_taken_back_marks_nothing(database):
    published_world(database, pledge())
    refreshed(database)
    with database.writing() as session:
        session.execute(text("DELETE FROM job"))
        session.rollback()
    assert stale(database) == set()
    assert refresh(database, FixedClock(datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=1)), UTC) == 0
