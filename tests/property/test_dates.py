"""Dates against the package ``edtf``, and texts of every sort.

Differences that are meant: the package calls what ends in ``~`` no wider than the date itself in its strict bounds
(here: 7 days, a month or a year on both sides), and of what ends in ``?`` alike, knows the year 0000, takes ``2020/``
for an end not known, and does not take a mark after ``]``, a set of two precisions or a set as one side of a period.
"""

from datetime import date

import edtf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.strategies.records import date_text, strategy
from tracker.core.dates import DateError, Duration, Period, UncertainDate

ANY_DAY = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
PRECISE = st.builds(lambda day, length: day[:length], ANY_DAY, st.sampled_from((4, 7, 10)))
SIGNS = st.text(alphabet="0123456789-/.~?%[]{} XYyear\n\u0662", max_size=24)


def strict(text):
    """The strict bounds that the package gives a text."""
    value = edtf.parse_edtf(text)
    return tuple(date(*side[:3]) for side in (value.lower_strict(), value.upper_strict()))


@given(PRECISE, st.sampled_from(("", "", "?", "~", "%")))
def test_bounds_are_those_of_the_package(text, mark):
    ours, theirs = UncertainDate.parse(text + mark), strict(text + mark)
    assert ours.doubted == (mark != "")
    if mark == "":
        assert (ours.earliest, ours.latest) == theirs
    else:
        assert ours.earliest <= theirs[0] <= theirs[1] <= ours.latest


@settings(max_examples=30)  # the package takes a long time to read a set
@given(ANY_DAY, ANY_DAY, st.sampled_from((4, 7, 10)))
def test_bounds_of_sets_and_periods_are_those_of_the_package(one, other, length):
    first, last = sorted((one[:length], other[:length]))
    if UncertainDate.parse(first).latest <= UncertainDate.parse(last).earliest:
        ours = UncertainDate.parse(f"[{first}..{last}]")
        assert (ours.earliest, ours.latest) == strict(f"[{first}..{last}]")
        period = Period.parse(f"{first}/{last}")
        assert (period.start.earliest, period.end.latest) == strict(f"{first}/{last}")


@pytest.mark.parametrize("kind", [UncertainDate, Period, Duration])
@given(
    st.one_of(st.text(max_size=40), SIGNS, strategy(lambda choices: f"{date_text(choices)}/{date_text(choices)}", 12))
)
@example("[2020..2021]..2022]")
@example("9999-12-31~/9999~")
def test_reading_any_text_gives_a_value_that_writes_itself_or_a_date_error(kind, text):
    try:
        value = kind.parse(text)
    except DateError:
        return
    assert str(value) == text
    assert kind.parse(str(value)) == value
