"""When a version is in force (TIME-2 to TIME-4), at every edge: exact, doubted and open days, ends that compete."""

from datetime import date

import pytest

from tests.factories import condition, development, findings, pledge, promise, version
from tests.factories import evidence as deed
from tracker.engine.in_force import condition_state, deadline, in_force_periods

LAW = {"drone-law": condition(developments=(development("2020-09-01"),))}
PENDING = {"drone-law": condition()}


def periods(*versions, conditions=LAW, as_of="2022-12-31"):
    """The versions of one pledge with the days on which they are in force."""
    return in_force_periods(pledge(versions=list(versions)), conditions, date.fromisoformat(as_of))


def on(force, *days):
    """Whether it is in force on some days."""
    return [force.on(date.fromisoformat(day)) for day in days]


@pytest.mark.parametrize(
    ("ends", "last", "by"),
    [
        ({"last_day": "2020-12-31"}, ("2020-12-31", "2020-12-31"), "fixed"),
        ({"last_day": "2020-12"}, ("2020-12-01", "2020-12-31"), "fixed"),
        ({"last_day": "2020-12-31?"}, ("2020-12-24", "2021-01-07"), "fixed"),
        ({"after": "1 year"}, ("2021-06-10", "2021-06-10"), "fixed"),
        ({"withdrawn": "2020-07-01"}, ("2020-06-30", "2020-06-30"), "withdrawn"),
        ({"withdrawn": "[2020-07-01..2020-07-10]"}, ("2020-06-30", "2020-07-09"), "withdrawn"),
        ({"condition": "drone-law"}, ("2020-08-31", "2020-08-31"), "condition"),
        ({"last_day": "2020-12-31", "withdrawn": "2020-07-01"}, ("2020-06-30", "2020-06-30"), "withdrawn"),
        ({"last_day": "2020-06-30", "withdrawn": "2020-12-01"}, ("2020-06-30", "2020-06-30"), "fixed"),
        ({"last_day": "2020-07-15", "withdrawn": "[2020-07-01..2020-08-01]"}, ("2020-06-30", "2020-07-15"), "fixed"),
    ],
)
def test_a_version_ends_with_the_first_of_its_ends(ends, last, by):
    (force,) = periods(version(ends=ends))
    assert tuple(day.isoformat() for day in force.last_day) == last
    assert force.ended_by == by


def test_each_side_of_a_version_is_certain_only_within_its_bounds():
    (force,) = periods(version(start="[2020-06-10..2020-06-12]", ends={"last_day": "[2020-12-10..2020-12-12]"}))
    assert on(force, "2020-06-09", "2020-06-10", "2020-06-11", "2020-06-12") == ["no", "unclear", "unclear", "yes"]
    assert on(force, "2020-12-10", "2020-12-11", "2020-12-12", "2020-12-13") == ["yes", "unclear", "unclear", "no"]
    assert [force.begun(date(2020, 6, day)) for day in (9, 10)] == [False, True]
    assert [force.over(date(2020, 12, day)) for day in (12, 13)] == [False, True]


def test_a_doubted_end_is_not_read_as_a_certain_one():
    (force,) = periods(version(ends={"last_day": "2020-12-31?"}))
    assert on(force, "2020-12-24", "2020-12-25", "2021-01-07", "2021-01-08") == ["yes", "unclear", "unclear", "no"]
    doubted = pledge(versions=[version(ends={"last_day": "2020-12-31?"})])
    ends = {
        day: findings(doubted, deed(period=day)) for day in ("2020-12-24", "2020-12-28", "2021-01-07", "2021-01-08")
    }
    assert list(ends.values()) == [["breach"], ["possible breach"], ["possible breach"], ["after lapse"]]


def test_a_start_by_a_day_at_the_latest_may_have_come_before():
    (force,) = periods(version(start="[..2020-06-11]"))
    assert on(force, "2010-01-01", "2020-06-10", "2020-06-11", "2020-06-12") == ["unclear", "unclear", "yes", "yes"]


def test_a_self_judged_end_leaves_the_first_day_alone_certain():
    for ends in ("self-judged", {"withdrawn": "2021-01-01", "stated": "self-judged"}):
        (force,) = periods(version(ends=ends))
        assert force.self_judged
        assert on(force, "2020-06-10", "2020-06-11", "2020-06-12") == ["no", "yes", "unclear"]
    (force,) = periods(version(ends="unstated"))
    assert not force.self_judged
    assert on(force, "2020-06-12") == ["yes"]


def test_what_was_replaced_or_withdrawn_by_its_first_day_never_was_in_force():
    for ends, ever in (("2020-06-11", False), ("2020-06-12", True)):
        (force,) = periods(version(ends={"withdrawn": ends}))
        assert force.ever is ever
    (force,) = periods(version(start="[2020-06-08..2020-06-11]", ends={"withdrawn": "2020-06-10"}))
    assert force.ever is True
    assert [f.ever for f in periods(version(), version(start="2020-06-11"))] == [False, True]
    assert [f.ever for f in periods(version(), version(start="2020-06-12"))] == [True, True]


def test_touching_versions_leave_no_day_between_them():
    first, second = periods(version(), version(start="2021-06-11"))
    assert on(first, "2021-06-10", "2021-06-11") == ["yes", "no"]
    assert on(second, "2021-06-10", "2021-06-11") == ["no", "yes"]
    assert (first.ended_by, second.ended_by) == ("replaced", None)
    first, second = periods(version(), version(start="[2021-06-10..2021-06-12]"))
    assert on(first, "2021-06-09", "2021-06-10", "2021-06-11", "2021-06-12") == ["yes", "unclear", "unclear", "no"]
    assert on(second, "2021-06-09", "2021-06-10", "2021-06-12") == ["no", "unclear", "yes"]


def test_a_version_is_known_and_replaces_the_one_before_only_from_the_day_it_was_announced():
    later = version(start="2021-06-11", announced="2021-03-01")
    assert [f.number for f in periods(version(), later, as_of="2021-02-28")] == [1]
    assert [f.ended_by for f in periods(version(), later, as_of="2021-03-01")] == [None, None]
    assert [f.ended_by for f in periods(version(), later, as_of="2021-06-11")] == ["replaced", None]


def test_a_version_that_begins_on_a_condition_is_in_force_from_the_day_it_is_met():
    waiting = version(start={"condition": "drone-law"}, announced="2020-06-11")
    (force,) = periods(waiting, conditions=PENDING)
    assert (force.start, force.last_day, force.ever, force.begun(date(2022, 1, 1))) == (None, None, False, False)
    assert on(force, "2022-01-01") == ["no"]
    assert force.over(date(2022, 1, 1)) is False
    (force,) = periods(waiting)
    assert on(force, "2020-08-31", "2020-09-01") == ["no", "yes"]
    (force,) = periods(waiting, as_of="2020-08-31")
    assert force.start is None


def test_ends_that_are_later_than_the_day_are_not_known_on_it():
    withdrawn = version(ends={"withdrawn": "2020-07-01"})
    assert periods(withdrawn, as_of="2020-06-30")[0].last_day is None
    assert periods(withdrawn, as_of="2020-07-01")[0].last_day == (date(2020, 6, 30), date(2020, 6, 30))


def test_the_first_development_that_settles_a_condition_counts():
    settled = condition(
        developments=(development("2020-10-01", "void"), development("2020-09-01"), development("2020-08-01", "no"))
    )
    days = ("2020-08-15", "2020-08-31", "2020-09-01", "2020-10-02")
    assert [condition_state(settled, date.fromisoformat(day))[0] for day in days] == [
        "pending",
        "pending",
        "met",
        "met",
    ]
    earlier = condition(developments=(development("[2020-09-01..2020-09-30]"), development("2020-09-01", "void")))
    assert condition_state(earlier, date(2021, 1, 1))[0] == "void"


@pytest.mark.parametrize(
    ("given", "latest"),
    [
        ("2021-06-30", "2021-06-30"),
        ("2021", "2021-12-31"),
        ("2021-06-30?", "2021-07-07"),
        ({"after": "1 year"}, "2021-06-12"),
        ({"condition": "drone-law"}, "2020-09-01"),
    ],
)
def test_a_deadline_counts_at_its_latest_reading(given, latest):
    made = promise(versions=[version(start="[2020-06-10..2020-06-12]", deadline=given)])
    (force,) = in_force_periods(made, LAW, date(2022, 12, 31))
    assert deadline(force, LAW, date(2022, 12, 31)).latest.isoformat() == latest


def test_a_deadline_on_a_pending_condition_has_no_day():
    made = promise(versions=[version(deadline={"condition": "drone-law"})])
    (force,) = in_force_periods(made, PENDING, date(2022, 12, 31))
    due = deadline(force, PENDING, date(2022, 12, 31))
    assert (due.latest, due.condition.id) == (None, "drone-law")
    (force,) = in_force_periods(promise(deadline=None), PENDING, date(2022, 12, 31))
    assert deadline(force, PENDING, date(2022, 12, 31)) is None
