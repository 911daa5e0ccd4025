"""Findings where versions, statements and decisions meet at an edge: in between, on one day, by number or without."""

import pytest

from tests.factories import (
    act,
    decision,
    document,
    evidence,
    fulfilment,
    pledge,
    promise,
    scope,
    scorecard,
    source,
    topic,
    version,
)

AS_OF = "2021-12-31"
SOURCES = (source("gazette-1", date="2021-07-01"), document("contract-1", date="2021-07-01"))
CHECKED = topic(checked_until={"acme": "2021-12-31"})


def card_of(*records, checked=True):
    return scorecard(CHECKED if checked else topic(), *SOURCES, *records, as_of=AS_OF)


def words_of(*records, **fields):
    return [finding.computed for finding in card_of(*records, **fields).findings]


def test_a_version_that_ended_before_the_next_began_lapsed_in_between():
    over, later = version(ends={"last_day": "2020-08-31"}), version(start="2020-11-01", change="extended")
    between = evidence(period="2020-10-01")
    assert words_of(pledge(versions=[over, later]), between) == ["after lapse", "prior conduct"]


def test_of_a_day_that_nobody_checked_it_is_said_that_no_pledge_reached_the_act():
    over = pledge(versions=[version(start="2018-01-01", ends={"last_day": "2018-12-31"})])
    federal = evidence(period="2020-10-01", acts=[act(counterparty=["federal-police"])])
    card = card_of(over, federal, checked=False)
    assert card.findings == []
    assert [(c.reason, c.act) for c in card.assessment.context] == [("context.not-reached", 1)]


def test_the_facts_beside_the_strength_are_of_the_version_that_covers_most():
    assert card_of().strength.facts == {"duration": "none", "verification": "none", "clarity": 0, "reach": 0}
    ten_years = pledge(versions=[version(ends={"after": "10 years"}, verification="independent")])
    facts = card_of(ten_years).strength.facts
    assert facts == {"duration": "fixed", "verification": "independent", "clarity": 0, "reach": 1}
    unclear = scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]})
    assert card_of(pledge(versions=[version(scope=unclear)])).strength.facts["clarity"] == 1


@pytest.mark.parametrize(
    ("period", "said", "number"),
    [
        ("2020-06-10", {}, 1),  # before either began
        ("2020-06-11", {}, 1),
        ("2020-10-31", {}, 1),
        ("2020-11-01", {}, 2),
        ("2021-03-01", {}, 2),
        ("2021-03-01", {"version": 1}, 1),
        ("2020-06-10", {"version": 2}, 2),
    ],
)
def test_a_pledge_is_kept_by_the_version_that_had_begun_or_that_is_named(period, said, number):
    versions = [version(), version(start="2020-11-01", change="extended")]
    said = {"pledge": "acme/no-sales", **said}
    kept = evidence(acts=None, fulfils=[fulfilment("full", **said)], period=period)
    (finding,) = card_of(pledge(versions=versions), kept).findings
    assert (finding.computed, finding.force.number) == ("honoured", number)


def test_unaddressed_and_loophole_lead_where_nothing_takes_their_place():
    before = evidence("acme/early", period="2019-10-01", acts=[act(counterparty=["federal-police"])])
    during = evidence("acme/late", period="2020-10-01", acts=[act(counterparty=["federal-police"])])
    card = card_of(pledge(), before, during)
    assert [(f.computed, f.lead) for f in card.findings] == [("loophole", True), ("unaddressed", True)]


def test_prior_conduct_leads_over_unaddressed_and_leaves_a_loophole_where_it_is():
    federal = scope(counterparty={"in": ["federal-police"]})
    first, second = pledge("acme/a"), pledge("acme/b", versions=[version(start="2021-03-01", scope=federal)])
    before = evidence(period="2019-10-01", acts=[act(counterparty=["federal-police"])])
    led = {f.computed: f.lead for f in card_of(first, second, before).findings}
    assert led == {"unaddressed": False, "prior conduct": True}
    during = evidence(period="2020-10-01", acts=[act(counterparty=["federal-police"])])
    led = {f.computed: f.lead for f in card_of(first, second, during).findings}
    assert led == {"loophole": True, "prior conduct": False}


def test_a_version_that_was_replaced_on_its_first_day_has_no_due():
    words = {"scope": {}, "quote": "We will publish a report", "deadline": "2021-06-30"}
    same_day = [version(start="2020-01-01", **words), version(start="2020-01-01", **words)]
    assert [due.force.number for due in card_of(promise(versions=same_day)).assessment.dues] == [2]


def test_what_a_pledge_leaves_open_leads_over_another_pledge_that_was_kept():
    early, later = pledge("acme/a", versions=[version(start="2018-01-01")]), pledge("acme/b")
    federal = act(counterparty=["federal-police"])
    both = evidence(period="2019-10-01", acts=[federal], fulfils=[fulfilment("full", pledge="acme/a")])
    assert {f.computed: f.lead for f in card_of(early, later, both).findings} == {
        "unaddressed": True,
        "honoured": False,
    }


@pytest.mark.parametrize(
    ("on", "number"),
    [
        ("2020-10-31", 1),
        ("2020-11-01", 2),
        ("[2020-10-25..2020-11-05]", 1),
        ("[2020-11-01..2020-11-05]", 2),
        ("[..2020-11-05]", 2),
        ("[..2020-10-31]", 1),
    ],
)
def test_a_statement_is_of_the_last_version_that_had_certainly_begun(on, number):
    words = {"scope": {}, "quote": "We will publish a report"}
    versions = [
        version(start="2020-01-01", deadline="2021-06-30", **words),
        version(start="2020-11-01", deadline="2021-06-30", **words),
    ]
    says = evidence(acts=None, fulfils=[fulfilment("part", on=on)], period="2020")
    dues = card_of(promise(versions=versions), says).assessment.dues
    assert [due.force.number for due in dues if due.statements] == [number] * (number == 2)


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({}, True),
        ({"version": 1}, True),
        ({"version": 2}, False),
        ({"act": 1}, True),
        ({"act": 2}, False),
        ({"computed": "possible breach"}, False),
        ({"evidence": "acme/other"}, False),
        ({"pledge": "acme/other"}, False),
    ],
)
def test_a_decision_is_of_the_finding_that_it_names_in_every_part(fields, fits):
    others = (pledge("acme/other", versions=[version(start="2021-06-01")]), evidence("acme/other", period="2020-09-01"))
    made = decision(**{"decision": "dismissed", **fields})
    card = card_of(pledge(), *others, evidence(period="2020-08-01"), made)
    of_it = [f for f in card.findings if f.evidence.id == "acme/deal" and f.pledge.id == "acme/no-sales"]
    assert [f.finding for f in of_it] == (["dismissed"] if fits else ["breach"])


@pytest.mark.parametrize(
    ("extents", "kept"),
    [(("full",), True), (("part",), True), (("none",), False), (("none", "full"), True)],
    ids=str,
)
def test_a_pledge_is_kept_as_the_statement_on_it_says_and_no_other_is(extents, kept):
    said = [fulfilment(extent, "acme/z-kept") for extent in extents]
    record = evidence(acts=None, fulfils=said, period="2021-03-01")
    findings = card_of(pledge("acme/a-other"), pledge("acme/z-kept"), record).findings
    assert [(f.computed, f.pledge.id) for f in findings] == ([("honoured", "acme/z-kept")] if kept else [])


@pytest.mark.parametrize(
    ("start", "period", "number"),
    [
        ("[2020-11-01..2020-12-01]", "2020-11-15", 2),
        ("[2020-11-01..2020-12-01]", "2020-10-31", 1),
        ("2020-11-01", "[2020-10-30..2020-11-02]", 2),
        ("2020-11-01", "2020-10-01/2020-11-02", 2),
    ],
)
def test_of_an_uncertain_day_the_latest_version_that_may_have_begun_is_kept(start, period, number):
    versions = [version(), version(start=start, change="extended")]
    kept = evidence(acts=None, fulfils=[fulfilment("full", "acme/no-sales")], period=period)
    (finding,) = card_of(pledge(versions=versions), kept).findings
    assert (finding.computed, finding.force.number) == ("honoured", number)


def test_of_conduct_by_which_a_pledge_was_kept_it_is_not_said_that_there_was_none():
    over = pledge(versions=[version(start="2018-01-01", ends={"last_day": "2018-12-31"})])
    federal = {"period": "2020-10-01", "acts": [act(counterparty=["federal-police"])]}
    assert words_of(over, evidence(**federal)) == ["no pledge"]
    assert words_of(over, evidence(**federal, fulfils=[fulfilment("full", "acme/no-sales")])) == ["honoured"]


def test_of_two_reports_of_one_day_the_one_that_says_that_part_was_done_decides():
    said = [("acme/a", "none"), ("acme/b", "part-only")]
    reports = [evidence(id, acts=None, fulfils=[fulfilment(word)], period="2021-07-01") for id, word in said]
    (due,) = card_of(promise(deadline="2021-06-30"), *reports).assessment.dues
    assert (due.evidence.id, due.in_part) == ("acme/b", True)


def test_a_deadline_that_editors_set_aside_leads_no_milestone():
    target = {"measure": "the share sent back", "unit": "%", "at_least": "100"}
    way = {"target": target, "milestones": [{"at_least": "50", "by": "2020-06-30"}]}
    versions = [version(start="2019-01-01", deadline="2021-06-30", **way)]
    done = evidence(acts=None, fulfils=[fulfilment("full", due="2021-06-30")], period="2021-06-01")
    aside = decision(evidence=None, pledge="acme/report", computed="met", due="2021-06-30", decision="dismissed")
    card = card_of(promise(versions=versions), done, aside)
    assert [(due.kind, due.lead) for due in card.assessment.dues] == [("milestone", True), ("deadline", False)]
    assert card.counts == {"met late": 1}
