"""Decisions of editors.

The decided finding counts, both are kept, and one made on another finding is stale (ORDER-6).
"""

from datetime import date

import pytest

from tests.factories import (
    act,
    assessment,
    bundle,
    decision,
    evidence,
    outcome,
    pledge,
    promise,
    scorecard,
    source,
    topic,
    version,
)
from tracker.engine.assessing.decisions import file_decision_faults

CHECKED = topic(checked_until={"acme": "2030-01-01"})


def decided(*decisions, **fields):
    """The finding of one breach after these decisions."""
    result = assessment(pledge(), evidence(**fields), *decisions)
    return result.findings[0], result.stale_decisions


def test_a_confirmation_changes_nothing_and_is_said():
    finding, stale = decided(decision())
    assert (finding.computed, finding.finding, finding.decision.decision, stale) == (
        "breach",
        "breach",
        "confirmed",
        [],
    )


def test_a_dismissed_finding_keeps_its_computed_word_and_is_not_counted():
    card = scorecard(pledge(), evidence(), decision(decision="dismissed"))
    assert (card.findings[0].computed, card.findings[0].finding) == ("breach", "dismissed")
    assert (card.gravest, card.counts, card.contrary) == (None, {}, 0)


def test_a_finding_may_be_moved_down_and_then_counts_there():
    card = scorecard(pledge(), evidence(), decision(decision="downgraded", to="possible breach"))
    assert (card.gravest, card.counts) == ("possible breach", {"possible breach": 1})
    assert card.as_json()["findings"][0]["computed"] == "breach"


def test_the_newest_decision_stands():
    earlier = decision("acme/d-1", decision="dismissed", date="2020-08-02")
    later = decision("acme/d-2", date="2020-08-03")
    assert decided(later, earlier)[0].finding == "breach"


def test_a_decision_on_another_finding_is_stale_and_changes_nothing():
    finding, stale = decided(decision(decision="dismissed", computed="possible breach"))
    assert finding.finding == "breach"
    assert [record.id for record in stale] == ["acme/decision-1"]


def test_new_evidence_that_changes_the_finding_makes_a_decision_stale():
    dismissed = decision(decision="dismissed", computed="possible breach")
    assert decided(dismissed, sources=["gazette-1"])[0].finding == "dismissed"
    finding, stale = decided(dismissed, source("herald-1"), sources=["gazette-1", "herald-1"])
    assert (finding.finding, len(stale)) == ("breach", 1)


def test_a_decision_on_one_act_leaves_the_others():
    acts = [act(), act(place=["US-CA"])]
    result = assessment(pledge(), evidence(acts=acts), decision(act=2, decision="dismissed"))
    assert sorted((f.act, f.finding) for f in result.findings) == [(1, "breach"), (2, "dismissed")]
    assert [f.lead for f in result.findings] == [True, False]


def test_a_decision_without_an_act_is_on_all_of_them():
    acts = [act(), act(place=["US-CA"])]
    result = assessment(pledge(), evidence(acts=acts), decision(decision="dismissed"))
    assert [f.finding for f in result.findings] == ["dismissed", "dismissed"]


def test_a_finding_without_a_pledge_or_without_evidence_can_be_decided():
    lone = decision(pledge=None, computed="no pledge", decision="dismissed")
    assert [f.finding for f in assessment(CHECKED, evidence(), lone).findings] == ["dismissed"]
    state = decision(evidence=None, pledge="acme/report", computed="overdue", decision="dismissed")
    assert [f.finding for f in assessment(CHECKED, promise(), state).findings] == ["dismissed"]


def test_a_dismissed_finding_leads_only_where_nothing_else_is_left():
    words = [version(), version(start="2020-09-01")]
    result = assessment(pledge(versions=words), evidence(), decision(decision="dismissed"))
    assert [(f.finding, f.lead) for f in result.findings] == [("prior conduct", True), ("dismissed", False)]


@pytest.mark.parametrize(
    ("promised", "fields", "decides"),
    [
        ({}, {}, True),
        ({}, {"due": "2021-06-30"}, True),
        ({}, {"due": "2021-06"}, True),
        ({}, {"due": "2021-07-01"}, False),
        ({}, {"version": 1}, True),
        ({}, {"version": 2}, False),
        ({}, {"evidence": "acme/deal"}, False),
        ({"deadline": None}, {"computed": "pending"}, True),
        ({"deadline": None}, {"computed": "pending", "due": "2021-06-30"}, False),
    ],
    ids=str,
)
def test_a_decision_on_a_promise_is_on_the_due_that_it_names(promised, fields, decides):
    fields = {"evidence": None, "pledge": "acme/report", "computed": "overdue", "decision": "dismissed", **fields}
    result = assessment(CHECKED, promise(**promised), decision(**fields))
    assert [finding.finding == "dismissed" for finding in result.findings] == [decides]
    assert [stale.id for stale in result.stale_decisions] == ([] if decides else ["acme/decision-1"])


def test_a_decision_on_a_version_is_on_no_finding_without_one():
    on_version = decision(pledge=None, computed="no pledge", version=1, decision="dismissed")
    result = assessment(CHECKED, evidence(), on_version)
    assert ([f.finding for f in result.findings], len(result.stale_decisions)) == (["no pledge"], 1)


def test_files_are_asked_for_the_finding_of_the_day_of_a_decision_and_of_today():
    appeal = outcome("2021-05-01", "not upheld", independent="yes")
    kept = bundle(pledge(), evidence(outcomes=[appeal]), decision(date="2020-08-01"))
    assert file_decision_faults(kept, date(2026, 1, 1)) == []
    wrong = bundle(pledge(), evidence(), decision(computed="loophole", decision="dismissed"))
    (fault,) = file_decision_faults(wrong, date(2026, 1, 1))
    assert (fault.key, fault.message.values["found"]) == (("decision", "acme/decision-1"), "breach")
