"""Scales in records: what may be written, and what is refused in which words (SCOPE-8)."""

import pytest
from pydantic import ValidationError

from tests import factories
from tracker.records.checking.checks import check
from tracker.records.checking.warnings import warnings
from tracker.records.kinds import body, from_body

SCALE = {"kind": "vocabulary", "id": "share", "name": "Share", "scale": {"unit": "%", "from": "0", "to": "100"}}


def codes(data):
    with pytest.raises(ValidationError) as refused:
        from_body(data)
    return [error["type"] for error in refused.value.errors()]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scale": None}, "terms-or-scale"),
        ({"terms": [{"id": "a", "name": "A"}]}, "terms-or-scale"),
        ({"scale": {"from": "100", "to": "0"}}, "scale-ends"),
        ({"scale": {"from": "5", "to": "5"}}, "scale-ends"),
        ({"scale": {"from": "much"}}, "unreadable"),
    ],
)
def test_a_vocabulary_has_terms_or_a_scale_that_runs_upwards(fields, code):
    assert codes({key: value for key, value in {**SCALE, **fields}.items() if value is not None}) == [code]


@pytest.mark.parametrize("scale", [{}, {"unit": "t"}, {"from": "0"}, {"to": "0"}])
def test_a_scale_needs_neither_unit_nor_ends(scale):
    record = from_body({**SCALE, "scale": scale})
    assert from_body(body(record)) == record
    assert record.scale.value().accepts("-3" if scale != {"from": "0"} else "3")


def world(scope, act, row=">= 15", actor=False):
    """A topic whose customers are shares of revenue, with one pledge and one act."""
    dimensions = {"action": {"vocabulary": "actions", "name": "activity"}}
    dimensions["actor" if actor else "counterparty"] = {"vocabulary": "share", "name": "share"}
    name = "actor" if actor else "counterparty"
    yardstick = {
        "commitment": "refrain",
        "scope": {"action": {"in": ["sell"]}},
        "rows": [{"id": "row", "name": "Row", "terms": {name: [row]}}],
        "columns": [{"id": "sell", "name": "Sell", "terms": {"action": ["sell"]}}],
        "reasons": [{"text": "Because."}],
    }
    return factories.bundle(
        from_body(SCALE),
        factories.vocabulary("actions", {"sell": []}),
        factories.topic(dimensions=dimensions, yardstick=yardstick, background=None),
        factories.pledge(versions=[factories.version(scope={name: scope})]),
        factories.evidence(acts=[{"action": ["sell"], name: act}]),
    )


def faults(*args, **kwargs):
    return [(fault.key[0], fault.path[-2:], fault.message.code) for fault in check(world(*args, **kwargs))]


def test_ranges_of_the_scale_are_accepted_in_scopes_acts_and_rows():
    assert faults({"in": [">= 40"], "out": ["< 15"], "unclear": ["15..<40"]}, ["42"]) == []


def test_what_is_no_number_of_the_scale_is_refused_where_it_stands():
    assert faults({"in": [">= 140"]}, ["often"], row="101") == [
        ("topic", ("counterparty", 0), "not-on-scale"),
        ("pledge", ("in", 0), "not-on-scale"),
        ("evidence", ("counterparty", 0), "not-on-scale"),
    ]


def test_one_range_in_two_spellings_has_one_mark():
    assert faults({"in": [">= 40"], "out": ["40..100"]}, ["42"]) == [("pledge", ("out", 0), "two-marks")]
    assert faults({"in": [">= 40", "40..100"]}, ["42"]) == []


@pytest.mark.parametrize(
    ("scope", "stands"),
    [
        ({"in": [">= 40"], "out": ["< 60"]}, ["out"]),
        ({"in": [">= 40"], "unclear": ["30..50"]}, ["unclear"]),
        ({"unclear": ["10..30"], "except": ["20..40"]}, ["except"]),
        ({"in": [">= 40"], "unclear": ["< 40"]}, []),
        ({"in": [">= 40"], "except": ["50..60"]}, []),
        ({"in": [">= 40", "30..50"]}, []),
    ],
)
def test_numbers_that_two_ranges_mark_differently_are_pointed_out(scope, stands):
    bundle = world(scope, ["42"])
    pointed_out = [it.message for it in warnings(bundle, factories.date(2026, 1, 1)) if it.message.code == "overlap"]
    assert [message.values["stands"] for message in pointed_out] == stands
    assert check(bundle) == []


@pytest.mark.parametrize("text", [">= 40 %", ">=", "40 EUR", ">= 40,5", "1 000"])
@pytest.mark.parametrize("field", ["scope", "row", "act"])
def test_a_range_has_neither_unit_nor_comma(text, field):
    given = {"scope": {"in": [text]}, "act": [text]}.get(field, text)
    with pytest.raises(ValidationError) as refused:
        world(**{"scope": {"in": [">= 40"]}, "act": ["42"], "row": ">= 15"} | {field: given})
    assert "not-range" in {error["type"] for error in refused.value.errors()}


def test_the_actor_is_no_scale():
    assert "no-company-term" in [code for _, _, code in faults({"in": [">= 40"]}, ["42"], actor=True)]


def test_spellings_are_read_as_one():
    pledge = factories.pledge(
        versions=[factories.version(scope={"counterparty": {"in": ["≥40", "15  ..  20", "> 7"]}})]
    )
    assert pledge.versions[0].scope.counterparty.in_ == (">= 40", "15..20", "> 7")
