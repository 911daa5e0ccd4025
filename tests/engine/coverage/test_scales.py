"""Worked cases of scopes on a scale (SCOPE-8): what is said of numbers is said in numbers, never in bands."""

from datetime import date

import pytest

from tests.factories import KNOWN_AT, response
from tracker.engine.comparing.comparison import compare
from tracker.engine.dossier import Dossier
from tracker.engine.scorecard import compute
from tracker.engine.scorecard_json import scorecard_json
from tracker.records.bundle import Bundle
from tracker.services.intake.record_files import read_files
from tracker.settings import ROOT

AS_OF = date(2023, 12, 31)


@pytest.fixture(scope="module")
def bundle():
    return Bundle(read_files((ROOT / "docs" / "examples" / "thresholds",)).records)


def card(bundle, company, as_of=AS_OF):
    return compute(Dossier.of(bundle, company, "tobacco-insurance"), as_of, KNOWN_AT)


def changed(bundle, id, scope):
    """The bundle with another share of revenue in the last version of a pledge."""
    pledge = bundle.pledges[id]
    data = pledge.versions[-1].model_dump(by_alias=True, exclude_defaults=True)
    data["scope"]["counterparty"] = scope
    versions = (*pledge.versions[:-1], type(pledge.versions[-1]).model_validate(data))
    return bundle.with_records([pledge.model_copy(update={"versions": versions})])


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        ({"in": [">= 40"]}, "lower the threshold from 40\u202f% to 5\u202f%"),
        ({"in": ["> 40"]}, "say that it covers 5\u202f% and more, not only more than 40\u202f%"),
        ({"in": ["20..30"]}, "say that it covers 5\u202f% and more, not only 20 to 30\u202f%"),
        ({"unclear": [">= 5"]}, "say that it covers 5\u202f% and more, not only less than 5\u202f%"),
        ({"unclear": [">= 0"]}, "say that it covers 5\u202f% and more"),
    ],
)
def test_an_amendment_on_a_scale_is_told_in_numbers(bundle, scope, text):
    other = card(changed(bundle, "example-insurance/tobacco", scope), "example-insurance")
    assert other.amendment_lines == ["cover investment", text]


def test_a_limit_that_is_too_low_is_raised(bundle):
    topic = bundle.topics["tobacco-insurance"]
    data = topic.model_dump(by_alias=True, exclude_defaults=True)
    data["yardstick"]["scope"]["counterparty"] = {"in": ["<= 50"]}
    data["yardstick"]["rows"] = [{"id": "small", "name": "Small", "terms": {"counterparty": ["<= 50"]}}]
    other = changed(bundle, "example-insurance/tobacco", {"in": ["0..20"]})
    other = other.with_records([type(topic).model_validate(data)])
    assert "raise the limit from 20\u202f% to 50\u202f%" in card(other, "example-insurance").amendment_lines


def test_two_companies_are_compared_number_by_number_though_each_was_cut_elsewhere(bundle):
    other = changed(bundle, "sample-mutual/mostly", {"in": [">= 33"], "unclear": ["21..<33"]})
    cards = [card(other, "example-insurance"), card(other, "sample-mutual")]
    pair = compare(cards).pairs[0]
    assert [(d.terms, d.first, d.second) for d in pair.differences if d.dimension == "counterparty"] == [
        (("15..<21",), "inside", "outside"),
        (("21..<33",), "inside", "unclear"),
    ]
    assert "21 to less than 33\u202f%" in "".join(d.text for d in pair.differences)
    back = compare(cards[::-1]).pairs[0]
    assert {d.swapped() for d in back.differences} == {d.swapped().swapped() for d in pair.differences}


def test_an_act_that_is_partly_covered_is_told_by_its_own_numbers(bundle):
    scored = card(bundle, "example-insurance")
    finding = next(f for f in scored.findings if f.evidence and f.evidence.id == "example-insurance/kiosks-2022")
    assert finding.computed == "possible breach"
    assert any("10 to 20\u202f%" in sentence for _, sentence in finding.reasons)


def test_a_promise_without_a_line_of_its_own_is_told_by_its_range(bundle):
    pledge = bundle.pledges["example-insurance/tobacco"]
    versions = tuple(version.model_copy(update={"short": None}) for version in pledge.versions)
    scored = card(bundle.with_records([pledge.model_copy(update={"versions": versions})]), "example-insurance")
    assert "15\u202f% and more" in scored.headline[0]


def test_no_band_is_named_in_what_is_served(bundle):
    """Sample Mutual's labels cut the rows in two; no text tells of the parts."""
    served = scorecard_json(card(bundle, "sample-mutual"))
    texts = [gap["text"] for gap in served["gaps"]] + [part["text"] for part in served["amendment"]]
    assert not any("10 to less than 15" in text for text in texts)
    assert served["amendment"] == [
        {
            "commitment": "refrain",
            "dimension": "counterparty",
            "add": ["5..<50"],
            "text": "lower the threshold from 50\u202f% to 5\u202f%",
        }
    ]


@pytest.mark.parametrize("further", [[], ["51", "52", "53", "54", "55"]])
def test_the_pledge_that_lacks_fewest_ranges_is_amended_however_the_scale_is_cut(bundle, further):
    """One pledge lacks 50 to 80, the other two ranges; numbers that another record names make no difference."""
    topic, pledge = bundle.topics["tobacco-insurance"], bundle.pledges["example-insurance/tobacco"]
    data = topic.model_dump(by_alias=True, exclude_defaults=True)
    data["yardstick"]["rows"] = [{"id": "all", "name": "All", "terms": {"counterparty": ["0<..80"]}}]
    scopes = [
        {"in": ["0<..80"], "unclear": ["<= 10", ">= 70"]},
        {"in": ["0<..80"], "unclear": [">= 50"]},
    ]
    company, source = "example-insurance", next(iter(bundle.sources))
    refusal = response(company=company, id=f"{company}/asked", answer="none", source=source, terms=further)
    other = bundle.with_records([type(topic)(**data), refusal])
    for number, scope in enumerate(scopes):
        id = f"{pledge.id}-{number}" if number else pledge.id
        other = changed(other.with_records([pledge.model_copy(update={"id": id})]), id, scope)
    parts = card(other, "example-insurance").amendment
    assert [part.add for part in parts if part.dimension == "counterparty"] == [("50..80",)]
