"""SCOPE-8: neither further cuts nor other spellings change anything; LAW-1 and LAW-2 are with those of terms."""

from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.promises import RANGES
from tests.property.test_laws_scope import results
from tests.strategies.records import scale_cases
from tracker.engine.scorecard_json import scorecard_json

SPELT = {
    ">= 2": "2..6",
    ">= 4": "4 .. 6.0",
    "< 2": "0..<2",
    "<= 3": "0..3",
    "> 3": "3<..6",
    "1..4": "1.0..4",
    "3": "3..3",
}


@given(scale_cases())
def test_two_spellings_of_one_range_are_the_same(case):
    def respelt(value):
        if isinstance(value, dict):
            return {key: respelt(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [respelt(inner) for inner in value]
        return SPELT.get(value, value) if isinstance(value, str) else value

    other = case.changed(lambda records: [r if r["kind"] == "vocabulary" else respelt(r) for r in records])
    assert results(other) == results(case)


@given(scale_cases(), st.sampled_from(RANGES))
def test_a_further_cut_changes_nothing_that_is_said(case, text):
    """A record that names other numbers, and says nothing of what was done, only cuts the scale once more."""
    response = {
        "kind": "response", "id": "acme/asked", "asked": "2020-06-01", "asked_by": "Us", "answered": "2020-06-20",
        "answer": "none", "question": "How much?", "source": "s0", "terms": [text, "2.5", "3.5"],
    }  # fmt: skip
    other = case.changed(lambda records: [*records, response])
    before, after = scorecard_json(case.scorecard()), scorecard_json(other.scorecard())
    assert {**after, "replies": []} == before
