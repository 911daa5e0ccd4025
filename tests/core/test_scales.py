"""Scales: ranges cut into bands that behave as terms do, against the numbers themselves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.scales import RangeError, Scale, cut
from tracker.core.scope import Answer, Dimension, Label, compile_dimension

SHARE = Scale("%", Decimal(0), Decimal(100))
NUMBERS = [Decimal(n) / 2 for n in range(201)]

values = st.integers(0, 100).map(str)
ranges = st.one_of(
    values,
    st.tuples(st.sampled_from([">=", ">", "<=", "<"]), st.integers(1, 99)).map(lambda pair: f"{pair[0]} {pair[1]}"),
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda pair: f"{min(pair)}..{max(pair)}"),
)


def holds(text, number):
    """Whether a range holds a number, read off its text alone."""
    for sign, test in (
        (">=", Decimal.__ge__), ("<=", Decimal.__le__), (">", Decimal.__gt__), ("<", Decimal.__lt__),
    ):  # fmt: skip
        if text.startswith(sign):
            return test(number, Decimal(text.removeprefix(sign).strip()))
    first, _, last = text.partition("..")
    return Decimal(first) <= number <= Decimal(last or first)


@pytest.mark.parametrize(
    ("text", "canonical", "shown"),
    [
        ("42", "42", "42\u202f%"),
        (">=40", ">= 40", "40\u202f% and more"),
        ("≥ 40", ">= 40", "40\u202f% and more"),
        ("40..100", ">= 40", "40\u202f% and more"),
        ("> 20", "> 20", "more than 20\u202f%"),
        ("< 15", "< 15", "less than 15\u202f%"),
        ("<= 15", "<= 15", "up to 15\u202f%"),
        ("0..15", "<= 15", "up to 15\u202f%"),
        ("15 .. 40", "15..40", "15 to 40\u202f%"),
        ("15.0..40.00", "15..40", "15 to 40\u202f%"),
        (">= 100", "100", "100\u202f%"),
        (">= 0", ">= 0", "any value"),
        ("0..100", ">= 0", "any value"),
        ("15..<40", "15..<40", "15 to less than 40\u202f%"),
        ("15<..40", "15<..40", "more than 15 to 40\u202f%"),
        ("15 <..< 40", "15<..<40", "more than 15 to less than 40\u202f%"),
        ("0..<40", "< 40", "less than 40\u202f%"),
        ("40<..100", "> 40", "more than 40\u202f%"),
    ],
)
def test_a_range_has_one_text_however_it_was_typed(text, canonical, shown):
    assert SHARE.range(text).text == canonical
    assert SHARE.shown(text) == shown


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("forty", "is not a range"),
        ("> 40..50", "is not a range"),
        ("40..15", "ends before it begins"),
        (">= 101", "is not on the scale"),
        ("-1", "is not on the scale"),
        ("15<..15", "contains no number"),
        ("15..<15", "contains no number"),
        ("> 100", "contains no number"),
        ("< 0", "contains no number"),
        ("1.2.3", "is not a range"),
        ("007", "is not a number"),
        ("", "is not a range"),
    ],
)
def test_what_is_no_range_of_the_scale_is_refused(text, message):
    with pytest.raises(RangeError, match=message):
        SHARE.range(text)


@given(st.lists(ranges, max_size=5))
def test_canonical_ranges_read_back_as_themselves(texts):
    for text in texts:
        again = SHARE.range(SHARE.range(text).text)
        assert again == SHARE.range(text)


@given(st.lists(ranges, min_size=1, max_size=5))
def test_a_range_stands_above_another_exactly_where_it_holds_all_its_numbers(texts):
    vocabulary = cut(SHARE, texts)
    for broad in texts:
        for narrow in texts:
            within = all(holds(broad, number) for number in NUMBERS if holds(narrow, number))
            assert vocabulary.covers(SHARE.range(broad).text, SHARE.range(narrow).text) == within


@given(
    st.dictionaries(ranges, st.sampled_from([Label.IN, Label.OUT, Label.UNCLEAR]), min_size=1, max_size=3),
    ranges,
)
def test_membership_is_that_of_the_numbers(labels, act):
    """An act's range is inside, outside or neither as its numbers are, by the narrowest ranges that hold each."""
    vocabulary = cut(SHARE, [*labels, act])
    by_text = {}
    for text, label in labels.items():
        by_text.setdefault(SHARE.range(text).text, label)
    dimension = Dimension(frozenset(by_text.items()))
    answer = compile_dimension(vocabulary, "subject", dimension).why_any((SHARE.range(act).text,)).answer

    def decided(number):
        named = [text for text in by_text if holds_canonical(text, number)]
        nearest = [t for t in named if not any(o != t and vocabulary.covers(t, o) for o in named)]
        words = {by_text[text] for text in nearest}
        return next((w for w in (Label.OUT, Label.UNCLEAR, Label.IN) if w in words), None) or dimension.decided_rest()

    reached = {decided(number) for number in NUMBERS if holds(act, number)}
    expected = (
        Answer.INSIDE if reached == {Label.IN}
        else Answer.OUTSIDE if reached == {Label.OUT}
        else Answer.UNCLEAR if Label.UNCLEAR in reached
        else Answer.PARTLY
    )  # fmt: skip
    assert answer is expected


def holds_canonical(text, number):
    numbers = SHARE.range(text)
    above = number >= numbers.low.value if numbers.low.side == 0 else number > numbers.low.value
    below = number <= numbers.high.value if numbers.high.side == 1 else number < numbers.high.value
    return above and below


@given(st.lists(ranges, max_size=4), ranges)
def test_a_further_cut_changes_no_answer(texts, other):
    few, more = cut(SHARE, texts), cut(SHARE, [*texts, other])
    for broad in texts:
        for narrow in texts:
            pair = SHARE.range(broad).text, SHARE.range(narrow).text
            assert few.covers(*pair) == more.covers(*pair)


def test_two_ranges_that_together_hold_all_of_a_third_decide_it():
    vocabulary = cut(SHARE, [">= 2", "<= 2", ">= 1"])
    labels = Dimension(frozenset({(">= 2", Label.OUT), ("<= 2", Label.OUT)}))
    assert compile_dimension(vocabulary, "subject", labels).why_any((">= 1",)).answer is Answer.OUTSIDE
    labels = Dimension(frozenset({(">= 2", Label.UNCLEAR), ("<= 2", Label.UNCLEAR)}))
    assert compile_dimension(vocabulary, "subject", labels).why_any((">= 1",)).answer is Answer.UNCLEAR
    labels = Dimension(frozenset({(">= 2", Label.EXCEPT), ("<= 2", Label.EXCEPT)}))
    assert compile_dimension(vocabulary, "subject", labels).why_any((">= 1",)).by_except
