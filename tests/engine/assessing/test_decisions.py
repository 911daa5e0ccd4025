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
from tracker.engine.assessing.decisions import decision_faults, file_decision_faults
from tracker.engine.scorecard_json import scorecard_json

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
    assert scorecard_json(card)["findings"][0]["computed"] == "breach"


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


def named(*records, as_of="2021-12-31", **fields):
    """What the rules find where a decision says that they find a loophole; None where they do."""
    wrong = decision(**{"computed": "loophole", "decision": "dismissed", **fields})
    faults = decision_faults(bundle(*records, wrong), wrong, date.fromisoformat(as_of))
    if not faults:
        return None
    (fault,) = faults
    assert (fault.path, fault.message.code, fault.message.values["finding"]) == (
        ("computed",),
        "not-computed",
        wrong.computed,
    )
    return fault.message.values["found"]


def test_a_decision_is_on_the_findings_that_it_names_and_on_no_other():
    deals = evidence(), evidence("acme/before", period="2019"), evidence("acme/pilot", acts=[act(action=["pilot"])])
    assert named(pledge(), *deals) == "breach"
    assert named(pledge(), *deals, evidence="acme/before") == "prior conduct"
    assert named(pledge(), *deals, evidence="acme/pilot") is None
    assert named(pledge(), *deals, evidence=None) is None
    assert (
        named(pledge(), *deals[:2], evidence("acme/long-before", period="2018"), evidence=None)
        == "breach, prior conduct"
    )
    assert named(pledge(), *deals, computed="breach") is None


def test_a_decision_names_pledge_version_and_act():
    other = pledge("acme/a-schools", versions=[version(quote="No pilots", scope={"action": {"in": ["pilot"]}})])
    both = evidence(acts=[act(), act(action=["pilot"])])
    assert named(other, pledge(), both, pledge="acme/a-schools", act=2) == "breach"
    assert named(other, pledge(), both, pledge="acme/no-sales", act=2) is None
    assert named(other, pledge(), both, pledge="acme/no-sales", act=1) == "breach"
    versions = pledge(versions=[version(start="2019-01-01", scope={}), version()])
    early = evidence(period="2019-06-01")
    assert named(versions, early, version=1) == "breach"
    assert named(versions, early, version=2) == "prior conduct"
    assert named(versions, early) == "breach, prior conduct"
    assert named(CHECKED, evidence(), pledge=None, version=1) == "nothing"
    assert named(CHECKED, evidence(), pledge=None) == "no pledge"


def test_a_decision_names_the_day_of_a_due():
    report = promise(deadline="2021-06-30")
    facts = {"pledge": "acme/report", "evidence": None}
    assert named(CHECKED, report, due="2021-06-30", **facts) == "overdue"
    assert named(CHECKED, report, due="2021-06", **facts) == "overdue"
    assert named(CHECKED, report, **facts) == "overdue"
    assert named(CHECKED, report, due="2021-06-29", **facts) == "nothing"
    assert named(CHECKED, pledge(), evidence(), due="2021-06-30") == "nothing"


def test_a_decision_is_right_where_its_own_day_or_today_finds_it():
    late = decision(computed="loophole", decision="dismissed", date="2020-07")
    assert len(file_decision_faults(bundle(pledge(), evidence(), late), date(2026, 1, 1))) == 1
    begun = decision(evidence=None, pledge="acme/report", computed="overdue", decision="dismissed", date="2021-07")
    done = evidence(period="2021-09-01", acts=[], fulfils=[{"pledge": "acme/report", "extent": "full"}])
    kept = bundle(CHECKED, promise(deadline="2021-07-15"), done, begun)
    assert file_decision_faults(kept, date(2026, 1, 1)) == []
    assert len(file_decision_faults(kept, date(2021, 7, 15))) == 1


def test_a_decision_of_a_company_that_is_not_looked_at_is_on_nothing():
    assert named(company="mill", evidence="mill/deal", pledge=None) == "nothing"


@pytest.mark.parametrize(("named", "decided_on"), [(1, [1]), (2, [2]), (None, [1, 2])])
def test_a_decision_on_a_version_is_about_no_other(named, decided_on):
    versions = pledge(versions=[version(), version(start="2021-01-01", change="clarified")])
    set_aside = decision(version=named, computed="prior conduct", decision="dismissed")
    result = assessment(CHECKED, versions, evidence(period="2019-03"), set_aside, as_of="2021-12-31")
    assert [f.computed for f in result.findings] == ["prior conduct"] * 2
    assert sorted(f.force.number for f in result.findings if f.decision) == decided_on
