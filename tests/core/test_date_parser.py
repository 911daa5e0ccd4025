"""Dates as people write them: what they become, how they are said back, and what is refused with which advice."""

from datetime import date

import pytest

from tracker.core.date_parser import parse_date_text, parse_deadline_text, parse_period_text
from tracker.core.date_text import date_meaning
from tracker.core.dates import DateError, UncertainDate
from tracker.core.undated import is_undated

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "written", "back"),
    [
        ("Nov 2018", "2018-11", "some day in November 2018"),
        ("november, 2018", "2018-11", "some day in November 2018"),
        ("Sept. 2017", "2017-09", "some day in September 2017"),
        ("11 June 2020", "2020-06-11", "11 June 2020"),
        ("June 11, 2020", "2020-06-11", "11 June 2020"),
        ("the 11th of June 2020", "2020-06-11", "11 June 2020"),
        ("on Thursday, June 11th 2020", "2020-06-11", "11 June 2020"),
        ("11-Jun-2020", "2020-06-11", "11 June 2020"),
        ("25/06/2020", "2020-06-25", "25 June 2020"),
        ("6/25/2020", "2020-06-25", "25 June 2020"),
        ("6.6.2020", "2020-06-06", "6 June 2020"),
        ("2020/6/1", "2020-06-01", "1 June 2020"),
        ("06/2020", "2020-06", "some day in June 2020"),
        (" 2019 ", "2019", "some day in 2019"),
        ("sometime in 2019", "2019", "some day in 2019"),
        ("today", "2026-11-22", "22 November 2026"),
        ("yesterday", "2026-11-21", "21 November 2026"),
        ("about March 2019", "2019-03~", "about March 2019 (a month either way)"),
        ("c. 2019", "2019~", "about 2019 (a year either way)"),
        ("perhaps 11 June 2020", "2020-06-11?", "perhaps 11 June 2020"),
        ("2019 (uncertain)", "2019?", "perhaps some day in 2019"),
        ("circa 11 June 2020?", "2020-06-11%", "perhaps about 11 June 2020 (a week either way)"),
        ("between 8 and 11 June 2020", "[2020-06-08..2020-06-11]", "one of the days 8 to 11 June 2020"),
        ("between June 8 and 11, 2020", "[2020-06-08..2020-06-11]", "one of the days 8 to 11 June 2020"),
        ("between 30 May and 2 June 2020", "[2020-05-30..2020-06-02]", "one of the days 30 May to 2 June 2020"),
        ("between Nov 2018 and 2019", "[2018-11..2019]", "some day from November 2018 to 2019"),
        ("between early 2020 and late 2021", "[2020-01..2021-12]", "some day from January 2020 to December 2021"),
        ("some day from June to August 2020", "[2020-06..2020-08]", "some day from June to August 2020"),
        ("the 1990s", "[1990..1999]", "some day from 1990 to 1999"),
    ],
)
def test_one_day_is_read_as_precisely_as_it_was_said(said, written, back):
    assert parse_date_text(said, TODAY) == parse_period_text(said, TODAY) == written
    assert date_meaning(written) == back


@pytest.mark.parametrize(
    ("said", "written", "back"),
    [
        ("June 2020 to now", "2020-06/..", "from June 2020, still going on"),
        ("June 2020 – present", "2020-06/..", "from June 2020, still going on"),
        ("since 2019", "2019/..", "from 2019, still going on"),
        ("2019 onwards", "2019/..", "from 2019, still going on"),
        ("since about March 2019", "2019-03~/..", "from about March 2019 (a month either way), still going on"),
        ("until 2018", "../2018", "until 2018, start not known"),
        ("until now", "../..", "start not known, still going on"),
        ("from Sept 2017 to Dec 2018", "2017-09/2018-12", "from September 2017 to December 2018"),
        ("8–11 June 2020", "2020-06-08/2020-06-11", "from 8 to 11 June 2020"),
        ("June 8-11, 2020", "2020-06-08/2020-06-11", "from 8 to 11 June 2020"),
        ("2018-2019", "2018/2019", "from 2018 to 2019"),
        ("2018-11 - 2019-02-03", "2018-11/2019-02-03", "from November 2018 to 3 February 2019"),
        ("11 June to 15 July 2020", "2020-06-11/2020-07-15", "from 11 June to 15 July 2020"),
        ("throughout 2019", "2019-01-01/2019-12-31", "from 1 January to 31 December 2019"),
        (
            "about 12 June 2020 to early 2021",
            "2020-06-12~/[2021-01..2021-06]",
            "from about 12 June 2020 (a week either way) to between January and June 2021",
        ),
    ],
)
def test_a_time_that_lasted_is_a_period_and_no_day(said, written, back):
    assert parse_period_text(said, TODAY) == written
    assert date_meaning(written) == back
    with pytest.raises(DateError, match="this field needs a single date"):
        parse_date_text(said, TODAY)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("early 2020", "2020-01-01", "2020-06-30"),
        ("mid-2020", "2020-04-01", "2020-09-30"),
        ("late 2020", "2020-07-01", "2020-12-31"),
        ("the end of 2020", "2020-07-01", "2020-12-31"),
        ("the second half of 2020", "2020-07-01", "2020-12-31"),
        ("early February 2020", "2020-02-01", "2020-02-15"),
        ("mid-February 2020", "2020-02-08", "2020-02-22"),
        ("the end of February 2020", "2020-02-16", "2020-02-29"),
        ("spring 2020", "2020-03-01", "2020-06-30"),
        ("summer 2020", "2020-06-01", "2020-09-30"),
        ("in the fall of 2020", "2020-09-01", "2020-12-31"),
        ("winter 2019/20", "2019-12-01", "2020-03-31"),
        ("winter 2019-2020", "2019-12-01", "2020-03-31"),
        ("winter 9998/99", "9998-12-01", "9999-03-31"),
        ("around early 2020", "2019-12-01", "2020-07-31"),
    ],
)
def test_a_part_of_a_year_has_all_days_that_the_words_may_mean(said, first, last):
    parsed_date = UncertainDate.parse(parse_date_text(said, TODAY))
    assert (parsed_date.earliest.isoformat(), parsed_date.latest.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("11/06/2020", "could mean 11 June 2020 or 6 November 2020; write 2020-06-11 or 2020-11-06"),
        ("11.06.2020 to now", "could mean 11 June 2020 or 6 November 2020"),
        ("winter 2020", "in 2019 or 2020; write winter 2019/20 or winter 2020/21"),
        ("winter 2019/21", "a winter ends in the year after"),
        ("winter 9999/00", "a winter ends in the year after"),
        ("11.06.20", "four digits"),
        ("11 June", "has no year"),
        ("summer", "has no year; for example, write 11 June 2020"),
        ("summer 0000", "year 0000 does not exist; years go from 0001 to 9999"),
        ("11", "has no month and no year"),
        ("June 2020 to August", "has no year"),
        ("Friday, 11 June 2020", "11 June 2020 was a Thursday"),
        ("30 Feb 2020", "has only 29 days"),
        ("2020-02-30", "has only 29 days"),
        ("13/2020", "month 13 does not exist; months go from 01 to 12"),
        ("0/6/2020", "day 00 does not exist; days go from 01 to 30"),
        ("0 June 2020", "day 00 does not exist"),
        ("32 June 2020", "has only 30 days"),
        ("from June 2020", "add “to now” or the last day"),
        ("November to February 2019", "ends before it starts; put the earlier date first, and give both years"),
        ("between 2020 and 2019", "put the earlier date first"),
        ("Q2 2020", "name the months, such as between April and June 2020"),
        ("about June 2020 (a week either way)", "“about” already means a month either way"),
        ("2020-06-11/2020-06-10", "put the earlier date first"),
        ("soon", "for example, write 11 June 2020, .* June 2020 to now"),
        ("", "could not read .* as a date: "),
        ("-" * 20_000, "could not read .* as a date: "),
    ],
)
def test_what_is_no_date_or_has_two_readings_says_what_would_be_right(said, says):
    with pytest.raises(DateError, match=says):
        parse_period_text(said, TODAY)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("by 14 May 2019", "[..2019-05-14]"),
        ("undated, by 14 May 2019", "[..2019-05-14]"),
        ("in force by 14 May 2019 at the latest", "[..2019-05-14]"),
        ("May 2019 at the latest", "[..2019-05]"),
        ("by 2025", "[..2025]"),
    ],
)
def test_what_is_undated_was_there_by_a_day(said, written):
    assert parse_date_text(said, TODAY) == written
    assert parse_date_text(date_meaning(written), TODAY) == written


def test_an_undated_time_is_asked_for_the_day_by_which_it_had_happened():
    with pytest.raises(DateError, match="by 14 May 2019"):
        parse_period_text("undated", TODAY)


@pytest.mark.parametrize(("said", "undated"), [("Undated", True), (" n.d. ", True), ("no date", True), ("2019", False)])
def test_words_for_no_date_are_known(said, undated):
    assert is_undated(said) is undated


def test_undated_alone_is_asked_for_the_day_by_which_it_was_there():
    with pytest.raises(DateError, match="by 14 May 2019"):
        parse_date_text("undated", TODAY)


@pytest.mark.parametrize(("said", "written"), [("by 2025", "2025"), ("By the end of 2025", "[2025-07..2025-12]")])
def test_a_deadline_is_the_day_that_by_names(said, written):
    assert parse_deadline_text(said, TODAY) == written


def test_a_written_period_is_no_day():
    with pytest.raises(DateError, match="is a period, but this field needs a single date"):
        parse_date_text("2020-06-11/..", TODAY)


@pytest.mark.parametrize(
    "printed",
    [
        "Aug. 29, 2025, 1:28 PM ET",
        "Aug. 29, 2025 1:28 p.m.",
        "Published 29 August 2025 at 13:28 GMT",
        "2025-08-29T13:28:00Z",
        "2025-08-29 13:28:54",
        "2025-08-29T13:28:00.123+02:00",
        "Last updated: August 29, 2025",
        "Fri, 29 Aug 2025 13:28:00 +0000",
        "29 Aug 2025 | 13:28",
        "August 29, 2025 — 1:28 PM (EST)",
        "Posted on Aug 29th, 2025 3 pm",
    ],
)
def test_a_day_as_web_pages_print_it_is_read_without_its_time(printed):
    assert parse_date_text(printed, TODAY) == parse_period_text(printed, TODAY) == "2025-08-29"


@pytest.mark.parametrize("text", ["1:28 PM", "13:28", "published", "updated at 13:28", "2025-08-29 28:99:12:10"])
def test_a_time_without_a_day_is_no_date(text):
    with pytest.raises(DateError):
        parse_date_text(text, TODAY)


@pytest.mark.parametrize("text", ["n.d.", "no date", "Undated"])
def test_no_date_is_undated(text):
    with pytest.raises(DateError, match="needs the day by which it was there"):
        parse_date_text(text, TODAY)
