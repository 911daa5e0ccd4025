"""Near copies: which texts are one text, and which share a quotation."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.captures.shingles import CANDIDATE, NearCopy, ShingledText, likeness

RNG = random.Random(17)
WORDS = ["".join(RNG.choices("abcdefghij", k=6)) for _ in range(5000)]


def text(first, count):
    return " ".join(WORDS[first : first + count])


def of(*parts):
    return ShingledText.of(" ".join(text(*part) for part in parts))


@pytest.mark.parametrize(
    ("mine", "other", "kind", "shared", "contained"),
    [
        # 104 shingles of 104: 108 words.
        ([(0, 108)], [(0, 108)], NearCopy.COPY, 104, 1.0),
        ([(0, 104)], [(0, 104)], NearCopy.COPY, 100, 1.0),
        ([(0, 103)], [(0, 103)], NearCopy.OVERLAPS, 99, 1.0),
        # 140 of 200 shingles is seven tenths.
        ([(0, 204)], [(0, 144), (1000, 300)], NearCopy.COPY, 140, 0.7),
        ([(0, 204)], [(0, 143), (1000, 300)], NearCopy.OVERLAPS, 139, 0.695),
        ([(0, 304)], [(0, 34), (1000, 400)], NearCopy.OVERLAPS, 30, 0.1),
        ([(0, 314)], [(0, 34), (1000, 400)], NearCopy.QUOTATION, 30, 30 / 310),
        ([(0, 294)], [(0, 33), (1000, 400)], NearCopy.QUOTATION, 29, 0.1),
        ([(0, 294)], [(0, 12), (1000, 400)], NearCopy.QUOTATION, 8, 8 / 290),
        ([(0, 294)], [(0, 11), (1000, 400)], NearCopy.NOTHING, 7, 7 / 290),
        ([(0, 294)], [(1000, 400)], NearCopy.NOTHING, 0, 0.0),
        # A short text: no part is told.
        ([(0, 99)], [(0, 99)], NearCopy.QUOTATION, 95, None),
        ([(0, 100)], [(0, 100)], NearCopy.OVERLAPS, 96, 1.0),
        ([(0, 50)], [(45, 300)], NearCopy.NOTHING, 1, None),
        ([(0, 3)], [(0, 3)], NearCopy.NOTHING, 0, None),
        ([(0, 0)], [(0, 300)], NearCopy.NOTHING, 0, None),
    ],
)
def test_what_two_texts_share(mine, other, kind, shared, contained):
    result = likeness(of(*mine), of(*other))
    assert (result.kind, result.shared) == (kind, shared)
    assert result.contained == (contained if contained is None else pytest.approx(contained))
    assert likeness(of(*other), of(*mine)) == result


def test_many_short_runs_are_no_quotation():
    pieces = [(at, 8) for at in range(0, 160, 20)]
    assert likeness(of(*pieces), of(*reversed(pieces))).kind is NearCopy.NOTHING


def test_case_marks_and_forms_of_letters_are_no_difference():
    plain = "We will not sell exact location data to any broker, ever. " * 2
    assert ShingledText.of(plain) == ShingledText.of(plain.upper().replace(" ", "\u00a0\n").replace(",", " \u2014"))


def test_candidates_are_a_sixteenth_and_the_same_for_a_copy():
    whole = of((0, 5000))
    assert 200 < len(whole.candidates) < 430
    assert all(number % CANDIDATE == 0 and 0 <= number < 2**63 for number in whole.candidates)
    part = of((100, 500))
    assert part.candidates
    assert part.candidates <= whole.candidates


@settings(max_examples=30)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_compared(mine, other):
    one, two = ShingledText.of(mine), ShingledText.of(other)
    assert likeness(one, two) == likeness(two, one)
