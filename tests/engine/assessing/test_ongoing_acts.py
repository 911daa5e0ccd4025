"""Acts that began before a pledge and went on, and acts of which nobody says whether they ended (DATE-4, SCOPE-7)."""

from datetime import date

import pytest

from tests.factories import KNOWN_AT, act, assessment, dossier, evidence, findings, pledge, scope, topic, version
from tracker.engine.scorecard import compute

CHECKED = topic(checked_until={"acme": "2030-01-01"})


def findings_of(words, **fields):
    """The findings of one deal under a pledge of one version."""
    return findings(CHECKED, pledge(versions=[words]), evidence(**fields), as_of="2021-12-31")


def test_a_sale_begun_before_goes_on_as_an_existing_contract_of_which_the_words_do_not_speak():
    result = assessment(CHECKED, pledge(), evidence(period="2019-01-01/2020-12-31"))
    assert [(f.computed, f.begun_before, f.scope) for f in result.findings] == [("possible breach", "yes", "unclear")]


@pytest.mark.parametrize(("label", "finding"), [("in", "breach"), ("out", "loophole"), ("except", "exception used")])
def test_words_on_existing_contracts_decide_of_sales_begun_before(label, finding):
    labels = {"in": ["sell"]} | (
        {label: ["existing-contract"]} if label != "in" else {"in": ["sell", "existing-contract"]}
    )
    assert findings_of(version(scope=scope(action=labels)), period="2019-01-01/2020-12-31") == [finding]


@pytest.mark.parametrize(
    ("labels", "finding"),
    [
        ({"in": ["pilot"], "except": ["sell"], "out": ["existing-contract"]}, "loophole"),
        ({"in": ["pilot"], "out": ["sell"], "except": ["existing-contract"]}, "loophole"),
        ({"in": ["sell"], "out": ["existing-contract"]}, "possible breach"),
        ({"in": ["existing-contract"], "out": ["sell"]}, "possible breach"),
    ],
)
@pytest.mark.parametrize("rules", ["1", "2"])
def test_of_a_sale_perhaps_begun_before_only_what_neither_reading_covers_is_no_breach(labels, finding, rules):
    records = dossier(
        CHECKED, pledge(versions=[version(scope=scope(action=labels))]), evidence(period="2020-06/2020-12")
    )
    (made,) = compute(records, date(2021, 12, 31), KNOWN_AT, rules=rules).findings
    assert (made.computed, made.begun_before) == (finding, "unclear")


def test_a_kind_of_selling_goes_on_as_selling_does():
    assert findings_of(version(), period="2019-01-01/2020-12-31", acts=[act(action=["lease"])]) == ["possible breach"]


def test_a_new_act_with_a_period_of_its_own_stays_a_sale():
    renewal = act(period="2020-08-01")
    assert findings_of(version(), period="2019-01-01/2020-12-31", acts=[renewal]) == ["breach"]


def test_a_pilot_begun_before_goes_on_as_a_pilot():
    words = version(scope=scope(action={"in": ["pilot"]}))
    assert findings_of(words, period="2019-01-01/2020-12-31", acts=[act(action=["pilot"])]) == ["breach"]


def test_of_what_goes_on_nothing_is_certain_after_the_day_to_which_a_source_vouches():
    words = version(scope=scope(action={"in": ["pilot"]}))
    ongoing = {"period": "2019-01-01/..", "acts": [act(action=["pilot"])]}
    assert findings_of(words, **ongoing) == ["possible breach"]
    assert findings_of(words, seen_until="2020-06-11", **ongoing) == ["possible breach"]
    assert findings_of(words, seen_until="2020-06-12", **ongoing) == ["breach"]


def test_what_began_while_the_pledge_was_in_force_is_certain_without_a_later_witness():
    assert findings_of(version(), period="2020-06-12/..") == ["breach"]
