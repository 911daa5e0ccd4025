"""Of which day a statement speaks, and of which version it is (STATEMENT-1 to STATEMENT-3, TIME-10)."""

from datetime import date

import pytest

from tests.factories import dossier, evidence, fulfilment, promise, version
from tracker.core.dates import FIRST_DAY
from tracker.engine.evidence.statements import Statement, speaks_of, version_of
from tracker.engine.evidence.weight import weigh
from tracker.engine.in_force import in_force_periods

BEGINNING = date.fromordinal(FIRST_DAY).isoformat()


def said(extent, period, on=None, *, seen=None, as_of="2020-12-31", told_by=None):
    """The bounds of the day that a statement speaks of, as text; None where it is still to come."""
    fields = {"on": on} if on else {}
    record = evidence(period=period, seen_until=seen, acts=[], fulfils=[fulfilment(extent, **fields)])
    teller = date.fromisoformat(told_by) if told_by else None
    days = speaks_of(record, record.fulfils[0], date.fromisoformat(as_of), teller)
    return days and tuple(date.fromordinal(day).isoformat() for day in days)


@pytest.mark.parametrize(
    ("period", "first", "last", "fields"),
    [
        ("2020-03", "2020-03-01", "2020-03-31", {}),
        ("2020-03-05/..", "2020-03-05", "2020-03-05", {}),
        ("2020-03-05/..", "2020-03-05", "2020-03-05", {"seen": "2020-08-01"}),
        ("2020-03-05/[2020-04-01..]", "2020-03-05", "2020-03-05", {}),
        ("2020-03-05/2020-04-02", "2020-03-05", "2020-04-02", {}),
        ("2020-03-05/2020-04-02", "2020-03-05", "2020-03-20", {"as_of": "2020-03-20"}),
        ("2020-03-05/2020-04-02", "2020-03-05", "2020-04-02", {"seen": "2020-05-01"}),
        ("2020-03-08~/2020-04-02~", "2020-03-01", "2020-04-09", {}),
        ("../2020-04-02", BEGINNING, "2020-04-02", {}),
        ("../..", BEGINNING, "2020-12-31", {}),
        ("../..", BEGINNING, "2020-02-29", {"seen": "2020-02"}),
    ],
)
def test_what_was_done_was_done_on_the_first_day_of_what_goes_on_and_on_any_day_of_what_has_two_ends(
    period, first, last, fields
):
    assert said("full", period, **fields) == (first, last)


@pytest.mark.parametrize(
    ("period", "first", "last", "fields"),
    [
        ("2020-03", "2020-03-01", "2020-03-31", {}),
        ("2020-03", "2020-03-01", "2020-03-15", {"as_of": "2020-03-15"}),
        ("2020-03", "2020-03-01", "2020-03-01", {"as_of": "2020-03-01"}),
        ("2020-03-05/2020-04", "2020-04-01", "2020-04-30", {}),
        ("2020-03-05/2020-04", "2020-03-20", "2020-03-20", {"as_of": "2020-03-20"}),
        ("2020-03-05/2020-04", "2020-05-01", "2020-05-31", {"seen": "2020-05"}),
        ("2020-03-05/[2020-04-01..]", "2020-04-01", "2020-04-01", {}),
        ("2020-03-05/..", "2020-03-05", "2020-12-31", {}),
        ("2020-03/..", "2020-03-01", "2020-12-31", {}),
        ("../2020-04-02", "2020-04-02", "2020-04-02", {}),
        ("../..", BEGINNING, "2020-12-31", {}),
    ],
)
def test_anything_else_is_said_of_the_last_day_or_the_last_seen(period, first, last, fields):
    for extent in ("none", "part", "part-only"):
        assert said(extent, period, **fields) == (first, last)


@pytest.mark.parametrize("extent", ["full", "none"])
def test_what_is_still_to_come_is_not_said_yet(extent):
    for period, on in (("2020-06", None), ("2020-06/2020-07", None), ("2019", "2020-06")):
        assert said(extent, period, on, as_of="2020-05-31") is None
        assert said(extent, period, on, as_of="2020-06-01")[0] == "2020-06-01"


def test_the_day_that_is_given_stands():
    for extent in ("full", "none"):
        assert said(extent, "2019", "2020-04-05") == ("2020-04-05", "2020-04-05")
        assert said(extent, "2019", "[2020-04-05..2020-04-09]") == ("2020-04-05", "2020-04-09")


@pytest.mark.parametrize(
    ("on", "told_by", "last"),
    [
        (None, "2020-03-10", "2020-03-10"),
        (None, "2020-03-01", "2020-03-01"),
        (None, "2020-03-30", "2020-03-30"),
        (None, "2020-03-31", "2020-03-31"),
        (None, "2020-02-29", "2020-03-31"),
        ("2020-03", "2020-03-10", "2020-03-10"),
        ("[2020-03-01..2020-03-31]", "2020-03-10", "2020-03-31"),
        ("[2020-03-01..]", "2020-03-10", "2020-03-10"),
    ],
)
def test_what_is_told_as_done_was_done_by_the_day_of_its_first_source_unless_its_latest_day_is_stated(
    on, told_by, last
):
    assert said("full", "2020-03", on, told_by=told_by) == ("2020-03-01", last)
    if on is None:
        assert said("none", "2020-03", told_by=told_by) == ("2020-03-01", "2020-03-31")


def version_meant(on, second, *, number=None, due="2020-06-30"):
    """The version that a statement of a day is about: the first of two begins in 2020, the second on some day."""
    fields = {"deadline": due} if due else {}
    pledge = promise(
        versions=[
            version(start="2020-01-01", scope={}, **fields),
            version(start=second, scope={}, deadline="2022-01-01"),
        ]
    )
    fields = {"version": number} if number else {}
    record = evidence(period="2021-07", acts=[], fulfils=[fulfilment("full", on=on, **fields)])
    as_of = date(2022, 12, 31)
    facts = dossier(pledge, record)
    first, last = speaks_of(record, record.fulfils[0], as_of)
    weight = weigh(record, facts.sources, [], as_of)
    limits = {1: date.fromisoformat(due).toordinal() if due else None, 2: date(2022, 1, 1).toordinal()}
    statement = Statement(record, record.fulfils[0], weight, first, last)
    return version_of(statement, in_force_periods(pledge, facts.conditions, as_of), limits)


@pytest.mark.parametrize(
    ("on", "second", "meant"),
    [
        ("2019-05-01", "2020-06-30", 1),
        ("2020-06-29", "2020-06-30", 1),
        ("2020-06-30", "2020-06-30", 1),
        ("2020-07-01", "2020-06-30", 2),
        ("2020-06-30", "2020-07-01", 1),
        ("2020-06-30", "2020-06-29", 2),
        ("2020-06-30", "[2020-06-29..2020-06-30]", 2),
        ("2020-07-02", "[2020-06-28..2020-07-03]", 1),
        ("2020-07-03", "[2020-06-28..2020-07-03]", 2),
        ("[2020-06-29..2020-07-02]", "2020-06-30", 1),
        ("[..2020-07-02]", "2020-06-30", 2),
        ("[..2020-06-30]", "2020-06-30", 1),
    ],
)
def test_a_statement_is_about_the_last_version_that_had_certainly_begun_or_the_one_due_on_that_day(on, second, meant):
    assert version_meant(on, second) == meant


def test_a_statement_may_name_its_version_and_without_a_deadline_none_is_due():
    assert version_meant("2020-01-05", "2020-06-30", number=2) == 2
    assert version_meant("2020-06-30", "2020-06-30", due=None) == 2
