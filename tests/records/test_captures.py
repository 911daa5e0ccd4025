"""Copies, states of addresses and excerpts: what they may say, both ways through plain data."""

import pytest
from pydantic import ValidationError

from tests.factories import evidence, source
from tracker.records.kinds import body, from_body
from tracker.records.reading.problems import explain

COPY = {"capture": "abcdefghijkl", "sha256": "9f2c" * 16, "made": "2026-11-29", "by": "us"}
SUPPLIED = COPY | {"capture": "abcdefghijkm", "by": "supplied", "supplier": "press office, by email"}
WITHHELD = {"date": "2027-02-10", "class": "court", "reason": "A court ordered it."}
GONE = {"state": "gone", "from": "2027-02-03", "seen": "2027-02-10", "capture": "abcdefghijkn"}
MOVED = {"state": "moved", "from": "2027-02-12", "to": "https://news.example/moved"}
EXCERPT = {"source": "contract-1", "quote": "We will not sell", "page": 3}


def codes(build, **fields):
    """What is wrong with a record, by code."""
    plain = body(build())
    try:
        from_body(plain | fields)
    except ValidationError as error:
        return [message.code for _, message in explain(error, plain | fields)]
    return []


def test_a_record_with_copies_states_and_excerpts_survives_the_trip():
    plain = body(source()) | {"copies": [COPY | {"withheld": WITHHELD}, SUPPLIED], "states": [GONE, MOVED]}
    assert body(from_body(plain)) == plain
    plain = body(evidence()) | {"excerpts": [EXCERPT]}
    assert body(from_body(plain)) == plain


@pytest.mark.parametrize(
    ("change", "code"),
    [
        # Captured by us is never said of what someone gave us.
        ({"by": "us", "supplier": "press office"}, "supplier"),
        ({"by": "supplied"}, "supplier"),
        ({"by": "them"}, "not-allowed"),
        ({"sha256": "9F2C" * 16}, "unreadable"),
        ({"capture": "short"}, "unreadable"),
        ({"made": "soon"}, "unreadable"),
        ({"withheld": WITHHELD | {"class": "shame"}}, "not-allowed"),
        ({"text": "The whole text"}, "unknown-field"),
    ],
)
def test_a_copy_says_who_made_it(change, code):
    assert codes(source, copies=[COPY | change]) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": "moved"}, "moved-to"),
        ({"to": "https://news.example/x"}, "moved-to"),
        ({"state": "cannot be checked"}, "not-allowed"),
        ({"seen": "2027-02-01"}, "ends-before-start"),
        ({"by": "the company"}, "unknown-field"),
    ],
)
def test_a_state_says_what_was_seen_and_not_who_did_it(change, code):
    assert codes(source, states=[GONE | change]) == [code]


def test_a_capture_is_listed_once_and_fifty_at_most():
    assert codes(source, copies=[COPY, COPY]) == ["copy-twice"]
    assert codes(source, states=[GONE] * 51) == ["too-many"]
    assert codes(source, states=[GONE] * 50) == []


def test_an_excerpt_is_of_a_source_of_the_evidence():
    assert codes(evidence, excerpts=[EXCERPT]) == []
    assert codes(evidence, excerpts=[EXCERPT | {"source": "gazette-1"}]) == ["excerpt-source"]
    assert codes(evidence, excerpts=[EXCERPT | {"page": 0}]) == ["not-number"]
    assert codes(evidence, excerpts=[EXCERPT] * 51) == ["too-many"]
