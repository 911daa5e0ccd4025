"""Uncertain dates, periods and lengths of time: bounds, messages, edges of the calendar (DATE-1, TIME-1)."""

from datetime import date

import pytest

from tracker.core.dates import DateError, Duration, Period, UncertainDate, add_months


def bounds(text):
    parsed_date = UncertainDate.parse(text)
    return parsed_date.earliest.isoformat(), parsed_date.latest.isoformat(), parsed_date.doubted


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "doubted"),
    [
        ("2020-06-11", "2020-06-11", "2020-06-11", False),
        ("2020-02", "2020-02-01", "2020-02-29", False),
        ("2019", "2019-01-01", "2019-12-31", False),
        ("2020-06-11?", "2020-06-04", "2020-06-18", True),
        ("2020-06-11~", "2020-06-04", "2020-06-18", True),
        ("2020-06-11%", "2020-06-04", "2020-06-18", True),
        ("2020-01~", "2019-12-01", "2020-02-29", True),
        ("2019~", "2018-01-01", "2020-12-31", True),
        ("[2020-06-08..2020-06-11]", "2020-06-08", "2020-06-11", False),
        ("[2020-06-08..2020-06-11]?", "2020-06-01", "2020-06-18", True),
        ("2020?", "2019-01-01", "2021-12-31", True),
        ("[..2020-06-11]", "0001-01-01", "2020-06-11", False),
        ("[2020-06..]", "2020-06-01", "9999-12-31", False),
        ("[..2020-06]~", "0001-01-01", "2020-07-31", True),
        ("[2020..2021-03]", "2020-01-01", "2021-03-31", False),
        ("0001-01-02~", "0001-01-01", "0001-01-09", True),
        ("0001-01~", "0001-01-01", "0001-02-28", True),
        ("9999-12-30~", "9999-12-23", "9999-12-31", True),
        ("9999~", "9998-01-01", "9999-12-31", True),
    ],
)
def test_a_date_has_the_bounds_of_its_precision(text, earliest, latest, doubted):
    assert bounds(text) == (earliest, latest, doubted)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("", "is not a date"),
        ("11.6.2020", "is not a date"),
        ("2020-6-11", "is not a date"),
        ("June 2020", "is not a date"),
        ("20200611", "is not a date"),
        ("\uff12\uff10\uff12\uff10", "is not a date"),
        ("\u0662\u0660\u0662\u0660", "is not a date"),
        ("2020-06-11\n", "is not a date"),
        ("2020-06-11??", "is not a date"),
        ("-2020", "is not a date"),
        ("2020-13", "month 13 does not exist"),
        ("2020-00-10", "month 00 does not exist"),
        ("2020-02-30", "only 29 days"),
        ("2021-02-29", "only 28 days"),
        ("0000", "years go from 0001 to 9999"),
        ("[2020-06-11..2020-06-08]", "wrong way round"),
        ("[..]", "is not a date"),
        ("[[2020..2021]..2022]", "is not a date"),
        ("[2020~..2021]?", "is not a date"),
        ("{2020..2021}", "is not a date"),
        ("2020-21", "month 21 does not exist"),
        ("201X", "is not a date"),
    ],
)
def test_what_is_no_date_says_what_would_be(text, fragment):
    with pytest.raises(DateError, match=fragment):
        UncertainDate.parse(text)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("2020-06-11/2020-06-10", "ends before it starts"),
        ("2021/2020", "ends before it starts"),
        ("2020/", "is not a period"),
        ("/2020", "is not a period"),
        ("2020/2021/2022", "is not a period"),
        ("2020..2021", "is not a date"),
        ("open/..", "is not a date"),
    ],
)
def test_what_is_no_period_says_what_would_be(text, fragment):
    with pytest.raises(DateError, match=fragment):
        Period.parse(text)


def span(text, as_of="2020-06-18", seen=None):
    period = Period.parse(text).span(date.fromisoformat(as_of), seen and UncertainDate.parse(seen))
    return [date.fromordinal(number).isoformat() for number in period]


@pytest.mark.parametrize(
    ("text", "seen", "expected"),
    [
        ("2017-09/2018-12", None, ["2017-09-01", "2017-09-30", "2018-12-01", "2018-12-31"]),
        ("2020-06-11/..", None, ["2020-06-11", "2020-06-11", "2020-06-11", "2020-06-18"]),
        ("2020-06-11/..", "2020-06-15", ["2020-06-11", "2020-06-11", "2020-06-15", "2020-06-18"]),
        ("2020-06-11/..", "2020-06-30", ["2020-06-11", "2020-06-11", "2020-06-18", "2020-06-18"]),
        ("2020-06-11/..", "2020-06-15?", ["2020-06-11", "2020-06-11", "2020-06-11", "2020-06-18"]),
        ("2020-06-01", "2020-06-15", ["2020-06-01", "2020-06-01", "2020-06-15", "2020-06-15"]),
        ("2020-06-11/[2020-06-15..]", None, ["2020-06-11", "2020-06-11", "2020-06-15", "2020-06-18"]),
        ("../2020-06-11?", None, ["0001-01-01", "2020-06-18", "2020-06-04", "2020-06-18"]),
        ("../2019", None, ["0001-01-01", "2019-12-31", "2019-01-01", "2019-12-31"]),
        ("../..", "2020-06-15", ["0001-01-01", "2020-06-15", "2020-06-15", "2020-06-18"]),
        ("2020/2021", None, ["2020-01-01", "2020-12-31", "2020-06-18", "2020-12-31"]),
        ("2020", None, ["2020-01-01", "2020-12-31", "2020-01-01", "2020-12-31"]),
        ("2019~/2020-06-01", None, ["2018-01-01", "2020-06-01", "2020-06-01", "2020-06-01"]),
    ],
)
def test_a_period_that_goes_on_is_cut_at_the_day_and_vouched_for_as_far_as_a_source_saw_it(text, seen, expected):
    assert span(text, seen=seen) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1 year", "2020-06-10", "2021-06-09"),
        ("1 year", "2020-02-29", "2021-02-28"),
        ("1 month", "2020-01-31", "2020-02-29"),
        ("18 months", "2020-06-10", "2021-12-09"),
        ("2 weeks", "2020-06-10", "2020-06-23"),
        ("1 day", "2020-06-10", "2020-06-10"),
        ("90 days", "2020-06-10", "2020-09-07"),
        ("9999 years", "2020-06-10", "9999-12-30"),
        ("9999 weeks", "9990-06-10", "9999-12-31"),
    ],
)
def test_a_length_of_time_has_its_last_day_the_day_before_it_would_begin_again(text, first, last):
    assert Duration.parse(text).last_day(date.fromisoformat(first)).isoformat() == last


@pytest.mark.parametrize(
    "text", ["", "a year", "0 days", "1.5 years", "-1 day", "1year", "12345 days", "\u0661 year", "1 fortnight"]
)
def test_what_is_no_length_of_time_says_what_would_be(text):
    with pytest.raises(DateError, match="is not a length of time"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2020-01-31", 1, "2020-03-01"),
        ("2020-03-31", -1, "2020-03-01"),
        ("2020-12-15", 1, "2021-01-15"),
        ("0001-01-15", -1, "0001-01-01"),
        ("9999-12-15", 1, "9999-12-31"),
    ],
)
def test_months_are_added_within_the_calendar(day, months, expected):
    assert add_months(date.fromisoformat(day), months).isoformat() == expected


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2020, 1, 31), 2, date(2020, 3, 31)),
        (date(2020, 1, 31), 1, date(2020, 3, 1)),
        (date(2019, 2, 28), 12, date(2020, 2, 28)),
        (date(1, 2, 1), -1, date(1, 1, 1)),
        (date(1, 2, 3), -2, date.min),
        (date(9999, 11, 5), 1, date(9999, 12, 5)),
        (date(9999, 12, 5), 1, date.max),
    ],
    ids=str,
)
def test_the_same_day_of_a_later_month_or_the_day_after_a_shorter_one(day, months, later):
    assert add_months(day, months) == later
