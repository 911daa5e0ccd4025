"""Amounts: exact, never more precise than typed; what a goal makes of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.amounts import CURRENCIES, AmountError, Goal, amount_text, canonical_amount, parse_amount

DECIMALS = st.decimals(min_value=-(10**12), max_value=10**12, places=3)


@pytest.mark.parametrize(
    "text",
    [
        "", "1,200", "1 200", "1e3", "NaN", "Infinity", "-", "+3", ".5", "5.", "00", "012", "1.2.3", "0x10", "٣",
        "½", "1_000", "3%", "--3", "\u22123", "9" * 31, "0." + "1" * 21,
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(AmountError, match="use a number such as 49"):
        parse_amount(text)


@pytest.mark.parametrize(("text", "same"), [(" 49 ", "49"), ("-0.00", "0.00"), ("49.0", "49.0"), ("-3", "-3")])
def test_precision_stays_as_typed(text, same):
    assert canonical_amount(text) == same


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("49", "%", "49\u202f%"),
        ("1200", "t", "1200\u202ft"),
        ("12000", "t", "12\u202f000\u202ft"),
        ("1234567.25", "EUR", "EUR\u202f1\u202f234\u202f567.25"),
        ("5", "cup", "5\u202fcup"),
        ("-1500000", "", "−1\u202f500\u202f000"),
        ("0", "", "0"),
    ],
)
def test_amounts_read_with_thin_spaces_and_their_unit(text, unit, shown):
    assert amount_text(text, unit) == shown


@pytest.mark.parametrize(
    ("goal", "amount", "extent"),
    [
        (Goal(Decimal(80), True, Decimal(10)), "80", "full"),
        (Goal(Decimal(80), True, Decimal(10)), "79.999", "part-only"),
        (Goal(Decimal(80), True, Decimal(10)), "10", "none"),
        (Goal(Decimal(80), True, Decimal(10)), "9", "none"),
        (Goal(Decimal(80), True), "0", "none"),
        (Goal(Decimal(80), True), "0.1", "part-only"),
        (Goal(Decimal(50), False, Decimal(100)), "50", "full"),
        (Goal(Decimal(50), False, Decimal(100)), "99", "part-only"),
        (Goal(Decimal(50), False, Decimal(100)), "100", "none"),
        (Goal(Decimal(50), False, Decimal(100)), "120", "none"),
        (Goal(Decimal(50), False), "900", "part-only"),
    ],
)
def test_the_extent_follows_from_goal_and_amount(goal, amount, extent):
    assert goal.extent(Decimal(amount)) == extent


@given(DECIMALS, DECIMALS, DECIMALS, st.booleans())
def test_more_towards_the_goal_never_counts_for_less(bound, one, other, rises):
    goal, order = Goal(bound, rises), ["none", "part-only", "full"]
    worse, better = sorted((one, other), reverse=not rises)
    assert order.index(goal.extent(worse)) <= order.index(goal.extent(better))


@given(DECIMALS, DECIMALS, st.booleans())
def test_of_two_goals_at_most_one_asks_less_and_what_reaches_the_harder_reaches_it(one, other, rises):
    first, second = Goal(one, rises), Goal(other, rises)
    assert first.asks_less_than(second) + second.asks_less_than(first) + (one == other) == 1
    if first.asks_less_than(second):
        assert first.reached(other)
    assert not first.asks_less_than(Goal(other, not rises))


@given(DECIMALS)
def test_what_is_shown_is_the_number_that_was_typed(value):
    text = canonical_amount(f"{value:f}")
    assert Decimal(amount_text(text).replace("\u202f", "").replace("−", "-")) == Decimal(text)


def test_currencies_are_codes_of_three_letters():
    assert len(CURRENCIES) == 155
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)
