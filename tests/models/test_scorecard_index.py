"""Standings and ends that the database itself refuses."""

from datetime import date

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError

from tracker.models import Ending, IndexedScorecard, Job, ListedLine, NameWord

STANDING = {
    "topic_id": "topic",
    "company_id": "acme",
    "name": "Acme",
    "sort_name": "acme\tacme",
    "names": "acme",
    "says": ";army=covered;",
    "strength": "narrow",
    "covered": 1,
    "possible": 2,
    "cells": 8,
    "contrary": 0,
    "counts": {},
    "reviewed": 0,
    "pledge_state": "in force",
    "headline": "Will not.",
    "rows": {},
    "strength_order": 1,
    "gravity_order": 1,
    "ending_order": 1,
    "as_of": date(2026, 11, 22),
    "position": 1,
}
ENDING = {
    "topic_id": "topic",
    "company_id": "acme",
    "number": 0,
    "pledge_id": "acme/p",
    "version": 1,
    "kind": "fixed",
    "first_day": date(2027, 1, 1),
    "last_day": date(2027, 1, 31),
    "doubted": False,
    "text": "Ends",
}
LINE = {
    "part": "dues",
    "company_id": "acme",
    "topic_id": "topic",
    "number": 0,
    "state": "pending",
    "sector": "",
    "first_day": date(2027, 1, 1),
    "last_day": date(2027, 1, 31),
    "changed": 1,
    "body": "{}",
}
WRONG = [
    (ListedLine, LINE, {"part": "other"}, "part_known"),
    (ListedLine, LINE, {"number": -1}, "numbers_count"),
    (ListedLine, LINE, {"last_day": None}, "days_whole"),
    (IndexedScorecard, STANDING, {"strength": "weak"}, "strength_known"),
    (IndexedScorecard, STANDING, {"covered": 3}, "range_within_cells"),
    (IndexedScorecard, STANDING, {"possible": 9}, "range_within_cells"),
    (IndexedScorecard, STANDING, {"strength": "none"}, "none_covers_nothing"),
    (IndexedScorecard, STANDING, {"covered": 0, "strength": "full"}, "none_covers_nothing"),
    (IndexedScorecard, STANDING, {"contrary": -1}, "counts_from_0"),
    (IndexedScorecard, STANDING, {"pledge_state": "kept"}, "pledge_state_known"),
    (IndexedScorecard, STANDING, {"next_last_day": date(2027, 1, 1)}, "next_end_whole"),
    (IndexedScorecard, STANDING, {"valid_until": date(2026, 11, 22)}, "valid_for_a_day"),
    (IndexedScorecard, STANDING, {"position": 0}, "position_from_1"),
    (Ending, ENDING, {"kind": "lapse"}, "kind_known"),
    (Ending, ENDING, {"last_day": date(2026, 1, 1)}, "days_whole"),
    (Ending, ENDING, {"last_day": None}, "days_whole"),
    (Ending, ENDING, {"version": 0}, "numbers_count"),
    (Job, {"kind": "refresh", "key": "acme"}, {"position": 0}, "position_from_1"),
    (Job, {"kind": "refresh", "key": "acme"}, {"state": "done"}, "state_known"),
    (Job, {"kind": "refresh", "key": "acme"}, {"token": "a"}, "lease_whole"),
    (NameWord, {"word": "acme", "company_id": "acme"}, {"length": 5}, "length_of_word"),
]


@pytest.mark.parametrize(("table", "row", "wrong", "name"), WRONG, ids=lambda value: str(value)[:40])
def test_rows_that_cannot_be(database, table, row, wrong, name):
    with pytest.raises(DBAPIError, match=f"ck_{table.__tablename__}_{name}"), database.writing() as session:
        session.execute(insert(table), {**row, **wrong})


def test_rows_that_can_be(database):
    with database.writing() as session:
        session.execute(insert(IndexedScorecard), STANDING)
        session.execute(insert(Ending), [ENDING, {**ENDING, "number": 1, "first_day": None, "last_day": None}])
    with database.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (IndexedScorecard, Ending)]
    assert counts == [1, 2]


def test_two_companies_never_sort_alike(database):
    with pytest.raises(DBAPIError), database.writing() as session:
        session.execute(insert(IndexedScorecard), [STANDING, {**STANDING, "company_id": "beta"}])
