"""Records survive the trip through YAML and canonical JSON; reading any text at all gives records or problems."""

import json

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tests.records.faulty import EVIDENCE, PLEDGE, SOURCE, VOCABULARY, problems
from tests.strategies.records import cases
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.kinds import body, canonical, digest, from_body
from tracker.records.reading.yaml_text import read_records, write_records

WORDS = st.text(max_size=60).map(str.strip).filter(bool)
ODD = st.sampled_from(
    ["NO", "null", "~", "2019", "1e5", "0x1f", "a: b", "# a", "- a", "'", '"', "%a", "@a", "\u2028x", "x\u0085", "\ufeffx", "x\u200b", "🚁", "\u202ex"]  # noqa: E501
)  # fmt: skip


def read(text):
    """The records of a text, and what is wrong with it."""
    records_read = []
    return [record for record, _ in read_records(text, "f.yaml", records_read)], records_read


@given(cases())
def test_records_read_back_from_yaml_unchanged(case):
    records = list(case.bundle())
    assert read(write_records(records)) == (records, [])


@given(cases())
def test_records_read_back_from_json_unchanged_and_their_canonical_form_is_stable(case):
    for record in case.bundle():
        data = body(record)
        again = from_body(json.loads(json.dumps(data)))
        assert again == record
        assert canonical(body(again)) == canonical(data) == canonical(dict(reversed(data.items())))
        assert digest(canonical(data)) == digest(canonical(body(again)))


@given(WORDS | ODD, st.text(max_size=200).map(str.strip) | ODD)
@example("x\ufffe", "y\uffff")
@example("a\u2029b", " a\n\n  b\n")
def test_any_words_that_a_record_takes_read_back_unchanged(line, text):
    data = {"kind": "source", "id": "s", "title": line, "publisher": "P", "date": "2020", "type": "claim", "note": text}
    try:
        record = from_body(data)
    except ValueError:
        return
    assert read(write_records([record])) == ([record], [])


@given(st.text(max_size=200))
def test_reading_any_text_never_raises(text):
    records, faults = read(text)
    assert records or faults or not any(yaml.safe_load_all(text)), "what holds something is read or told of"


@given(
    st.sampled_from((PLEDGE, EVIDENCE, SOURCE, VOCABULARY)),
    st.integers(0, 400),
    st.integers(0, 12),
    st.text(max_size=8) | ODD,
)
def test_a_sound_file_that_is_spoilt_anywhere_is_read_or_told_of(text, at, gone, put):
    spoilt = text[: at % len(text)] + put + text[at % len(text) + gone :]
    for problem in problems(spoilt):
        assert problem.message
        assert 0 <= problem.line <= spoilt.count("\n") + 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.sampled_from(("kind", "id", "in")), inner, max_size=3),  # noqa: E501
    max_leaves=8,
)  # fmt: skip


@given(cases(), st.integers(0), st.integers(0), JSON)
def test_a_record_with_anything_in_the_place_of_a_field_is_valid_or_told_of(case, which, place, value):
    data = json.loads(json.dumps(case.records[which % len(case.records)]))
    key = list(data)[place % len(data)]
    data[key] = value
    records_read, problems_told = read(json.dumps([data]))
    assert len(records_read) == 1 or problems_told


@given(cases())
def test_generated_records_fit_together(case):
    """Apart from what the strategies leave out on purpose: cells outside the yardstick, versions out of order."""
    usual = ("term-outside", "versions-unordered", "end-before-start", "seen-without-ongoing", "act-outside-period")
    assert [f for f in check(Bundle(case.bundle())) if f.message.code not in usual] == []
