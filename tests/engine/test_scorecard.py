"""The scorecard.

The case that the project starts from, the keys of its JSON, folding, and how far our record reaches.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.factories import (
    KNOWN_AT,
    act,
    check,
    company,
    condition,
    document,
    evidence,
    outcome,
    pledge,
    promise,
    response,
    scope,
    scorecard,
    source,
    topic,
    version,
)
from tracker.engine.dossier import Dossier
from tracker.engine.rules import GRAVITY, RULES
from tracker.engine.scorecard import compute
from tracker.engine.scorecard_json import scorecard_json
from tracker.records.bundle import Bundle
from tracker.records.reading.yaml_text import read_records

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def seeds():
    """The records that the site starts with."""
    problems = []
    paths = [
        r for path in sorted(SEEDS.rglob("*.yaml")) for r, _ in read_records(path.read_text(), path.name, problems)
    ]
    assert problems == []
    return Bundle(paths)


CHECKED = topic(checked_until={"acme": "2030-01-01"})


def starting_case(seeds, as_of="2020-06-18"):
    """Microsoft on facial recognition for the police, the day after the e-mails with the DEA were reported."""
    dossier = Dossier.of(seeds, "microsoft", "police-facial-recognition")
    return compute(dossier, date.fromisoformat(as_of), KNOWN_AT)


def test_marketing_to_the_dea_before_the_pledge_is_unaddressed(seeds):
    card = starting_case(seeds)
    assert card.gravest == "unaddressed"
    finding = next(f for f in card.findings if f.evidence and f.evidence.id == "microsoft/dea-2017" and f.lead)
    assert (finding.computed, finding.pledge.id, finding.time, finding.scope) == (
        "unaddressed",
        "microsoft/police-sales",
        "before",
        "unclear",
    )
    json_ = next(f for f in scorecard_json(card)["findings"] if f["evidence"] == "microsoft/dea-2017" and f["act"] == 1)
    assert json_["membership"]["counterparty"] == {
        "result": "unclear",
        "term": "dea",
        "decided_by": "federal-law-enforcement",
    }
    assert json_["weight"] == "documented"


def test_federal_law_enforcement_stands_in_the_gaps_of_the_starting_case(seeds):
    gaps = [
        gap for gap in starting_case(seeds).gaps if gap.row.id == "federal-law-enforcement" and gap.label == "unclear"
    ]
    assert gaps
    assert any("microsoft/dea-2017" in gap.evidence for gap in gaps)


def test_the_starting_case_says_that_the_company_declined_to_say(seeds):
    text = json.dumps(scorecard_json(starting_case(seeds)))
    assert "declined" in text or "refused" in text
    assert "breach" not in starting_case(seeds).counts


def test_the_starting_case_had_no_pledge_the_day_before_it_was_made(seeds):
    card = starting_case(seeds, "2020-06-10")
    assert card.strength.word == "none"
    assert card.gravest == "no pledge"


def test_json_has_the_keys_that_readers_rely_on():
    card = scorecard_json(scorecard(pledge(), evidence(acts=[act(counterparty=["federal-police"])])))
    keys = (
        "company topic as_of known_at checked_until rules headline strength conduct pledges cells gaps amendment "
        "findings dues context replies"
    )
    assert set(keys.split()) <= card.keys()
    assert {"word", "covered", "possible", "cells", "facts"} <= card["strength"].keys()
    assert {"gravest", "counts", "promises", "reviewed"} <= card["conduct"].keys()
    assert {"number", "in_force", "since", "last_day", "ends"} <= card["pledges"][0]["versions"][0].keys()
    cell = "row column label last_day pledge version dimension term decided_by evidence"
    assert set(cell.split()) <= card["cells"][0].keys()
    assert {"row", "column", "label", "text", "evidence"} <= card["gaps"][0].keys()
    assert {"dimension", "add", "text"} <= card["amendment"][0].keys()
    finding = (
        "finding computed decision pledge version evidence act time scope yardstick membership weight origins "
        "disputed reasons"
    )
    assert set(finding.split()) <= card["findings"][0].keys()
    assert json.loads(json.dumps(card)) == card


def test_an_uncertain_last_day_keeps_both_bounds_in_json():
    uncertain = version(start="[2020-06-08..2020-06-11]", ends={"after": "1 year"})
    (version_json,) = scorecard_json(scorecard(pledge(versions=[uncertain])))["pledges"][0]["versions"]
    assert version_json["last_day"] == "[2021-06-07..2021-06-10]"


@pytest.mark.parametrize(
    ("as_of", "in_force"),
    [("2020-06-09", None), ("2020-06-10", "yes"), ("2021-06-09", "yes"), ("2021-06-10", "no")],
)
def test_one_year_from_10_june_is_in_force_until_9_june(as_of, in_force):
    year = pledge(versions=[version(start="2020-06-10", ends={"after": "1 year"})])
    pledges = scorecard_json(scorecard(year, as_of=as_of))["pledges"]
    assert [v["in_force"] for p in pledges for v in p["versions"]] == ([in_force] if in_force else [])


@pytest.mark.parametrize(
    ("fields", "states"),
    [
        ({"ends": "self-judged"}, ["yes", "unclear"]),
        ({"ends": "unstated"}, ["yes", "yes"]),
        ({"start": "[2020-06-11..2020-06-13]"}, ["unclear", "yes"]),
        ({"start": "2020-06-11?"}, ["unclear", "yes"]),
        ({"start": "[..2020-06-12]"}, ["unclear", "yes"]),
        ({"ends": {"withdrawn": "[2020-06-12..2020-07-20]"}}, ["yes", "unclear"]),
    ],
)
def test_in_force_is_yes_no_or_unclear(fields, states):
    pledge_ = pledge(versions=[version(**fields)])
    days = ("2020-06-11", "2020-07-01")
    assert [
        scorecard_json(scorecard(pledge_, as_of=d))["pledges"][0]["versions"][0]["in_force"] for d in days
    ] == states


def test_the_gravest_finding_of_a_record_of_conduct_leads_and_the_rest_stand_under_it():
    acts = [act(), act(counterparty=["federal-police"])]
    card = scorecard(pledge(), pledge("acme/second"), evidence(acts=acts))
    assert [(f.finding, f.lead) for f in card.findings] == [
        ("breach", True),
        ("breach", False),
        ("loophole", False),
        ("loophole", False),
    ]
    assert card.counts == {"breach": 1}


def test_findings_are_listed_gravest_first():
    deals = [
        evidence("acme/e1", period="2019"),
        evidence("acme/e2", acts=[act(counterparty=["federal-police"])]),
        evidence("acme/e3"),
        evidence("acme/e4", sources=["gazette-1"]),
    ]
    words = [f.finding for f in scorecard(CHECKED, pledge(), promise(), *deals).findings]
    assert words == ["breach", "possible breach", "loophole", "overdue", "prior conduct"]
    assert words == sorted(words, key=GRAVITY.__getitem__)


def test_conduct_is_bounded_by_the_number_of_records_reviewed():
    card = scorecard(CHECKED, pledge(), evidence(acts=[act(subject=["cargo-drones"])]), as_of="2020-12-31")
    assert scorecard_json(card)["conduct"] == {"gravest": None, "counts": {}, "promises": {}, "reviewed": 1}
    assert any("2020" in sentence and "1" in sentence for sentence in card.headline)


def test_a_company_without_a_pledge_never_reads_as_without_contrary_conduct():
    assert not any("No contrary conduct" in sentence for sentence in scorecard().headline)


def test_a_day_past_what_was_checked_says_so():
    year = pledge(versions=[version(start="2020-06-10", ends={"after": "1 year"})])
    checked = topic(checked_until={"acme": "2020-06-18"})
    assert scorecard(checked, year, as_of="2020-06-18").note is None
    note = scorecard(checked, year, as_of="2020-06-19").note
    assert "18 June 2020" in note
    ended = scorecard(checked, year, as_of="2021-06-10").note
    assert "9 June 2021" in ended
    assert "18 June 2020" in ended


def test_of_two_checks_the_one_counts_that_reaches_furthest_for_certain():
    listed = topic(checked_until={"acme": "2020-06"})
    assert str(scorecard(pledge(), listed).checked_until) == "2020-06"
    assert str(scorecard(pledge(), listed, check(until="2020-06-15")).checked_until) == "2020-06-15"
    assert str(scorecard(pledge(), listed, check(until="2020-05-31")).checked_until) == "2020-06"


def test_a_company_that_was_never_checked_says_so():
    assert scorecard(pledge()).note


def test_a_headline_has_three_sentences_at_most():
    deals = [evidence(), evidence("acme/e2", period="2019")]
    for records in ([], [pledge()], [promise()], [pledge(), promise(), *deals], deals):
        assert 1 <= len(scorecard(*records).headline) <= 3


def test_the_words_of_a_disputed_finding_carry_the_dispute():
    card = scorecard(pledge(), evidence(outcomes=[outcome("2020-09-01", "denied")]))
    assert scorecard_json(card)["findings"][0]["disputed"] is True


def test_replies_stand_up_to_the_day():
    reply = response(answered="2020-07-01")
    assert scorecard_json(scorecard(pledge(), reply, as_of="2020-06-30"))["replies"] == []
    assert [r["id"] for r in scorecard_json(scorecard(pledge(), reply, as_of="2020-07-01"))["replies"]] == [
        "acme/silent"
    ]


def test_products_count_as_the_subjects_they_are_mapped_to():
    deal = evidence(acts=[act(subject=None, products=["hawk"])])
    for subjects in (["camera-drones"], ["camera-drones", "of-another-topic"]):
        maker = company(products=[{"id": "hawk", "name": "Hawk", "subjects": subjects}])
        assert [f.finding for f in scorecard(maker, pledge(), deal).findings] == ["breach"]


def test_every_rule_has_a_row_and_a_sentence_in_the_table():
    assert [rule.number for rule in RULES] == list(range(1, 18))
    assert all(rule.test and rule.finding for rule in RULES)


def test_the_order_of_gravity_is_that_of_the_rules():
    order = (
        "breach, missed, possible breach, possibly missed, loophole, possible loophole, after lapse, no pledge, moved before due, "  # noqa: E501
        "dropped before due, overdue, partly met, falls short so far, exception used, unaddressed, met late, "
        "prior conduct, "
        "met, timing unclear, not checked since, under way, pending, met, honoured"
    )
    assert ", ".join(sorted(GRAVITY, key=GRAVITY.__getitem__)) == order


@pytest.mark.parametrize("as_of", ["0001-01-01", "1900-01-01", "9999-12-31"])
def test_any_day_has_a_scorecard(as_of):
    waiting = version(announced="2020-06-11", start={"condition": "drone-law"})
    records = [
        pledge(
            versions=[version(ends={"after": "9999 years"}), version(start="2021", ends={"condition": "drone-law"})]
        ),
        pledge("acme/waits", versions=[waiting]),
        promise(deadline="9999"),
        evidence(period="../2020"),
        evidence("acme/e2", period="9999~"),
        evidence("acme/e3", period="0001-01-02~"),
        condition(),
        document(),
        source("herald-1", derived_from=["gazette-1"]),
    ]
    assert scorecard_json(scorecard(*records, as_of=as_of))["as_of"] == as_of


def test_scopes_of_words_that_name_no_limit_cover_all_but_what_goes_on_and_who_else_acts():
    card = scorecard(pledge(versions=[version(scope={})]))
    assert {c.label for c in card.cells} == {"covered"}
    other = evidence(acts=[act(action=["existing-contract"])])
    assert [f.finding for f in scorecard(pledge(versions=[version(scope={})]), other).findings] == ["possible breach"]
    assert scope(action=None, subject=None, counterparty=None, place=None) == {}
