"""What a company is due to do, as evidence is offered it: by published pledges and by the editor’s own drafts."""

import shutil
from datetime import UTC

import pytest

from tests import factories as make
from tests.desk import draft_of, person
from tests.stored import clock, published_world
from tracker.services.editing.company_dues import company_dues
from tracker.store.database.connecting import Database

TURNS = {"every": "1 year", "first": "2026-06-30"}
TARGET = {"measure": "share of drones grounded", "unit": "%", "at_least": "80"}


@pytest.fixture(scope="module")
def database(migrated_sqlite, tmp_path_factory):
    path = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("dues") / "tracker.sqlite3")
    opened = Database(f"sqlite:///{path}")
    published_world(opened, make.promise(title="A report"), make.pledge(title="No sales"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ann(database):
    return person(database)


def dues(database, actor, company="acme", topics=("police-drones",)):
    with database.reading() as session:
        return company_dues(session, actor, clock(5), UTC, company, topics)


def test_published_promises_to_act_are_offered_with_their_state(database, ann):
    (due,) = dues(database, ann)
    assert (due.pledge.id, due.finding.kind, due.draft) == ("acme/report", "deadline", "")
    assert due.finding.due.latest.isoformat() == "2021-06-30"
    assert (
        dues(database, ann, company="") == dues(database, ann, topics=()) == dues(database, ann, company="bolt") == []
    )


def test_own_drafts_are_offered_and_those_of_others_are_not(database, ann):
    version = make.version(deadline="2030-12-31", target=TARGET, start="2025-01-01")
    mine = draft_of(database, ann, make.promise("acme/grounded", versions=[version]))
    draft_of(database, ann, make.pledge("acme/not-to-act"))
    report, grounded = dues(database, ann)
    assert (grounded.pledge.id, grounded.draft, grounded.finding.target) == ("acme/grounded", mine.id, "80")
    assert report.pledge.id == "acme/report"
    assert [due.pledge.id for due in dues(database, person(database, "bob"))] == ["acme/report"]


def test_each_turn_of_a_recurring_duty_is_a_due_of_its_own(database):
    cleo = person(database, "cleo")
    draft_of(database, cleo, make.promise("acme/yearly", versions=[make.version(deadline=TURNS, start="2025-01-01")]))
    turns = [due.finding.due.latest.isoformat() for due in dues(database, cleo) if due.pledge.id == "acme/yearly"]
    assert turns[:2] == ["2026-06-30", "2027-06-30"]
