"""Laws of dates in words: what is written passes unchanged, and what is said back reads to the same bounds."""

import re
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from tracker.core.date_parser import parse_date_text, parse_period_text
from tracker.core.date_text import date_meaning
from tracker.core.dates import DateError, Period, UncertainDate
from tracker.engine.text import period

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(2019, 12, 1), date(2020, 6, 30))
DATES = st.builds(
    lambda day, length, mark: day.isoformat()[:length] + mark,
    DAYS,
    st.sampled_from((4, 7, 10)),
    st.sampled_from(("", "", "?", "~", "%")),
)
SETS = st.builds(
    "[{}..{}]{}".format, DATES | st.just(""), DATES | st.just(""), st.sampled_from(("", "", "?", "~", "%"))
)
SIDES = DATES | SETS
WRITTEN = st.one_of(SIDES, st.builds("{}/{}".format, SIDES | st.just(".."), SIDES | st.just("..")))
SAID = (
    "early mid late about perhaps between and from to since until the of - , summer winter fall June Nov 8 11 31 2019 "
    "2020 2020/21 today now throughout 11/06/2020 (uncertain) ? in on end first half Thursday ongoing"
)
WORDS = st.lists(st.sampled_from(SAID.split(" ")), min_size=1, max_size=8).map(" ".join)


def readable(kind, text):
    try:
        return kind.parse(text)
    except DateError:
        return None


def bounds(text):
    """All that a written form says: of each end its bounds and whether it is doubted; whether it is one day."""
    parsed_period = Period.parse(text)
    ends = [end and (end.earliest, end.latest, end.doubted) for end in (parsed_period.start, parsed_period.end)]
    return [*ends, parsed_period.start is parsed_period.end and parsed_period.start is not None]


def written_or_refusal(text):
    try:
        return parse_period_text(text, TODAY), ""
    except DateError as error:
        return "", str(error)


@given(WRITTEN | st.text(alphabet="0123456789-/.~?%[] ", max_size=24))
def test_what_is_written_already_passes_unchanged(text):
    if readable(Period, text):
        assert parse_period_text(text, TODAY) == text
    if readable(UncertainDate, text):
        assert parse_date_text(text, TODAY) == text


@given(WRITTEN)
@example("[2020-06-08~..2020-06-11]/[2020..2021-03]%")
@example("2020-06/2020-06")
@example("../[2019..2020]")
@example("[2000..2001]?")
def test_what_is_said_back_reads_to_the_same_bounds(text):
    if readable(Period, text):
        assert bounds(parse_period_text(date_meaning(text), TODAY)) == bounds(text)


@given(WRITTEN)
@example("[2000..2001]?")
@example("[2000~..2001]")
@example("[..2001]?")
@example("[2000-05..]%")
def test_what_pages_say_reads_to_the_same_bounds(text):
    if value := readable(Period, text):
        assert bounds(parse_period_text(period(value), TODAY)) == bounds(text)


@given(WORDS | st.text(max_size=40))
@example("8 to 11 June 2020")
@example("summer")
@example("0000")
def test_any_text_is_understood_or_refused_and_both_ways_say_the_same(text):
    written, refusal = written_or_refusal(text)
    if not written:  # after a colon or semicolon of ours, not of the text, stands what would be right
        assert re.search(r"[:;] \S", refusal.replace(f"“{text.strip()}”", ""))
        return
    assert bounds(parse_period_text(date_meaning(written), TODAY)) == bounds(written)
    if bounds(written)[-1]:
        assert parse_date_text(text, TODAY) == written
