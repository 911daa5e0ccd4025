"""Days that come again: by day, month or year, at their latest reading, up to a last one."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.dates import Duration, UncertainDate
from tracker.core.recurring import MOST_TURNS, Recurrence

FAR = date(2100, 1, 1)


def duty(first, every, last=None):
    return Recurrence(UncertainDate.parse(first), Duration.parse(every), last and UncertainDate.parse(last))


def days(recurrence, until, after="0001-01-01"):
    return [str(turn) for turn in recurrence.between(date.fromisoformat(after), date.fromisoformat(until))]


@pytest.mark.parametrize(
    ("first", "every", "until", "expected"),
    [
        ("2015-06-30", "1 year", "2017-12-31", ["2015-06-30", "2016-06-30", "2017-06-30"]),
        ("2015-01-31", "1 month", "2015-04-30", ["2015-01-31", "2015-02-28", "2015-03-31", "2015-04-30"]),
        ("2016-02-29", "1 year", "2020-12-31", ["2016-02-29", "2017-02-28", "2018-02-28", "2019-02-28", "2020-02-29"]),
        ("2015-02", "1 year", "2016-02-29", ["2015-02", "2016-02"]),
        ("2015", "2 years", "2019-12-31", ["2015", "2017", "2019"]),
        ("2015", "6 months", "2016-06-30", ["2015", "2016-06-30"]),
        ("2015-12-28", "2 weeks", "2016-01-25", ["2015-12-28", "2016-01-11", "2016-01-25"]),
        ("[2015-06-01..2015-06-15]", "1 year", "2016-06-15", ["[2015-06-01..2015-06-15]", "2016-06-15"]),
    ],
)
def test_turns_recur_by_day_month_or_year(first, every, until, expected):
    assert days(duty(first, every), until) == expected


def test_a_vague_turn_counts_at_its_latest_reading():
    yearly = duty("2015-06", "1 year")
    assert days(yearly, "2016-06-29") == ["2015-06"]
    assert str(yearly.on(date(2016, 6, 30))) == "2016-06"
    assert yearly.on(date(2016, 6, 29)) is None


def test_no_turn_is_due_after_the_last():
    some = duty("2015-06-30", "1 year", "2017")
    assert days(some, "2030-01-01") == ["2015-06-30", "2016-06-30", "2017-06-30"]
    assert some.following(date(2017, 6, 30)) is None
    assert (some.ended(date(2017, 12, 31)), some.ended(date(2018, 1, 1))) == (False, True)
    assert not duty("2015-06-30", "1 year").ended(FAR)


def test_the_calendar_ends_and_very_many_turns_are_cut_to_the_latest():
    daily = duty("0001-01-01", "1 day")
    assert len(daily.between(date.min, FAR)) == MOST_TURNS
    assert daily.between(date.min, FAR)[-1].latest == FAR
    assert daily.following(date.max) is None
    assert duty("9000", "9999 years").following(date(9000, 12, 31)) is None


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 40), st.sampled_from(["day", "week", "month"]))
def test_turns_come_in_order_and_each_follows_the_one_before(first, number, unit):
    recurrence = duty(first.isoformat(), f"{number} {unit}s")
    turns = recurrence.between(date(1980, 1, 1), date(2031, 1, 1))
    assert turns[0].latest == first or len(turns) == MOST_TURNS
    for one, other in list(pairwise(turns))[-60:]:
        assert recurrence.following(one.latest) == other
        assert recurrence.on(other.latest) == other
