"""An initiative's pledge stands for each signatory from the day it signed to the day it left (RECORD-8)."""

import pytest
from pydantic import ValidationError

from tests import factories as make
from tests.factories import KNOWN_AT, bundle
from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import compute
from tracker.engine.upcoming.endings import end_in_words
from tracker.engine.upcoming.next_change import next_change
from tracker.records.checking.checks import check
from tracker.records.kinds import body, from_body

TOPIC = "police-drones"
YEARLY = {"every": "1 year", "first": "2019-12-31"}


def charter(*signatories, **fields):
    """An initiative; each signatory is (company, since) or (company, since, until)."""
    listed = [dict(zip(("company", "since", "until"), signed, strict=False)) for signed in signatories]
    base = {"kind": "initiative", "id": "charter", "name": "Open Charter", "source": "gazette-1"}
    return from_body(base | {"signatories": listed} | fields)


def charter_pledge(id="charter/report", deadline=YEARLY, commitment="perform", versions=None, **fields):
    versions = versions or [make.version(start="2018-06-01", deadline=deadline)]
    base = {"kind": "pledge", "id": id, "initiative": "charter", "topic": TOPIC, "commitment": commitment}
    return from_body(base | {"versions": versions} | fields)


def done(company, year):
    said = make.fulfilment("full", pledge="charter/report", due=f"{year}-12-31")
    return make.evidence(f"{company}/report-{year}", acts=None, fulfils=[said], period=f"{year}-12-01")


def card_of(company, *records, as_of="2022-06-30", checked="2022-06-30"):
    day = make.topic(checked_until={company: checked}) if checked else make.topic()
    world = bundle(*make.world(), make.company("bolt", name="Bolt"), day, *records)
    return compute(Dossier.of(world, company, TOPIC), make.date.fromisoformat(as_of), KNOWN_AT)


def dues(card):
    return {due.due.latest.year: due.computed for due in card.assessment.dues if due.due}


def force(card):
    (only,) = card.assessment.in_force_periods["charter/report"]
    return only


def test_each_signatory_has_the_pledge_without_a_copy_of_it():
    signed = charter(("acme", "2019-02-01"), ("bolt", "2020-03-01"))
    records = (signed, charter_pledge(), done("acme", 2019))
    assert dues(card_of("acme", *records)) == {2019: "met", 2020: "overdue", 2021: "overdue", 2022: "pending"}
    assert dues(card_of("bolt", *records)) == {2020: "overdue", 2021: "overdue", 2022: "pending"}
    world = bundle(*make.world(), make.company("bolt", name="Bolt"), *records)
    assert assessed_topics(world, "bolt") == [TOPIC]


@pytest.mark.parametrize(
    ("left", "expected"), [("2021", "(left: 2021)"), ("2021-03-01", "(last day: 28 February 2021)")]
)
def test_a_company_that_left_on_some_day_of_a_year_is_told_by_the_year(left, expected):
    lines = card_of("acme", charter(("acme", "2019-02-01", left)), charter_pledge()).headline
    assert lines[1] == f"It is no longer a signatory {expected}."


@pytest.mark.parametrize(("left", "doubts"), [("2020", ("doubt.force",)), ("2021", ())])
def test_a_turn_before_which_it_may_have_left_says_so(left, doubts):
    turns = {"every": "1 year", "first": "2020-06-30"}
    card = card_of("acme", charter(("acme", "2019-02-01", left)), charter_pledge(deadline=turns))
    (turn,) = [due for due in card.assessment.dues if due.due.latest.year == 2020]
    assert (turn.computed, turn.doubts) == ("overdue", doubts)
    assert ("in doubt" in " ".join(sentence for _, sentence in turn.reasons)) == bool(doubts)


def test_a_turn_on_the_day_on_which_it_left_is_not_asked_of_it():
    turns = {"every": "1 year", "first": "2020-06-30"}
    left = charter(("acme", "2019-02-01", "2020-06-30"))
    assert dues(card_of("acme", left, charter_pledge(deadline=turns))) == {2020: "dropped before due"}


def test_of_a_company_that_may_have_left_it_is_said_that_it_ends_so():
    card = card_of("acme", charter(("acme", "2019-02-01", "2021")), charter_pledge(), as_of="2021-06-30")
    left = force(card)
    assert (left.ended_by, left.over(card.as_of)) == ("left", False)
    last_day = "between 31 December 2020 and 30 December 2021"
    assert end_in_words(card.dossier, left, card.as_of) == card.dossier.wording("ends.left", last_day=last_day)


def test_it_is_in_force_from_the_day_it_signed_or_of_the_pledge_whichever_is_later():
    pledge = charter_pledge()
    assert str(force(card_of("acme", charter(("acme", "2017")), pledge)).start) == "2018-06-01"
    assert str(force(card_of("acme", charter(("acme", "2020-03")), pledge)).start) == "2020-03"
    assert str(force(card_of("acme", charter(("acme", "2018")), pledge)).start) == "[2018-06-01..2018-12-31]"


def test_before_it_signed_it_had_pledged_nothing():
    card = card_of("acme", charter(("acme", "2020-03-01")), charter_pledge(), as_of="2020-02-29")
    assert card.assessment.in_force_periods["charter/report"] == []
    assert card.assessment.dues == []


def test_nothing_is_asked_that_was_due_by_the_day_it_signed():
    once = charter_pledge(deadline="2020-12-31")
    assert dues(card_of("acme", charter(("acme", "2020-12-31")), once)) == {}
    assert dues(card_of("acme", charter(("acme", "2020-12-30")), once)) == {2020: "overdue"}
    assert dues(card_of("acme", charter(("acme", "2020")), once)) == {}


def test_a_time_after_the_start_counts_from_the_day_it_signed():
    within = charter_pledge(deadline={"after": "6 months"})
    card = card_of("acme", charter(("acme", "2021-01-10")), within)
    assert [due.due.latest.isoformat() for due in card.assessment.dues] == ["2021-07-10"]


def test_leaving_ends_it_and_takes_away_one_turn():
    left = charter(("acme", "2018-06-01", "2020-09-15"))
    card = card_of("acme", left, charter_pledge(), done("acme", 2019))
    assert (force(card).ended_by, force(card).last_day[1].isoformat()) == ("left", "2020-09-14")
    assert dues(card) == {2019: "met", 2020: "dropped before due"}
    assert force(card_of("acme", left, charter_pledge(), as_of="2020-09-14")).ended_by is None


def test_what_it_did_after_it_left_is_after_lapse_and_before_it_signed_is_before():
    versions = [make.version(start="2018-01-01")]
    pledge = charter_pledge(commitment="refrain", versions=versions)
    acts = [make.evidence(f"acme/e-{year}", period=f"{year}-05-01") for year in (2018, 2020, 2022)]
    card = card_of("acme", charter(("acme", "2019-01-01", "2021-01-01")), pledge, *acts)
    words = {finding.evidence.id: finding.computed for finding in card.assessment.deeds if finding.pledge}
    assert words == {
        "acme/e-2018": "prior conduct",
        "acme/e-2020": "breach",
        "acme/e-2022": "after lapse",
    } or words == {
        "acme/e-2018": "prior conduct",
        "acme/e-2020": "possible breach",
        "acme/e-2022": "after lapse",
    }


def test_versions_that_were_over_before_it_signed_never_bound_it():
    versions = [
        make.version(start="2018-01-01", deadline="2019-12-31"),
        make.version(start="2020-01-01", deadline="2021-12-31"),
    ]
    card = card_of("acme", charter(("acme", "2020-06-01")), charter_pledge(versions=versions))
    assert [(due.force.number, due.computed) for due in card.assessment.dues] == [(2, "overdue")]


def test_an_initiative_taken_down_binds_nobody():
    gone = charter(("acme", "2018-06-01"), taken_down={"date": "2021-01-01", "reason": "Not a charter."})
    assert card_of("acme", gone, charter_pledge()).dossier.pledges == ()


def test_a_former_id_of_a_signatory_means_the_present_company():
    present = make.company("acme", former_ids=["old-acme"])
    card = card_of("acme", present, charter(("old-acme", "2018-06-01")), charter_pledge())
    assert [pledge.id for pledge in card.dossier.pledges] == ["charter/report"]


def test_the_headline_tells_of_the_initiative_and_that_it_left():
    pledge = charter_pledge(versions=[make.version(start="2018-06-01", deadline=YEARLY, short="to publish a report")])
    inside = card_of("acme", charter(("acme", "2018-06-01")), pledge).headline[0]
    assert "(by signing “Open Charter”)" in inside
    left = card_of("acme", charter(("acme", "2018-06-01", "2020-09-15")), pledge).headline
    assert left[0].startswith("Acme Optics Inc. pledged to publish a report")
    assert "no longer a signatory (last day: 14 September 2020)" in left[1]


def test_the_day_it_signs_and_the_day_it_leaves_are_days_on_which_something_changes():
    signed = charter(("acme", "2023-03-01", "2024-05-01"))
    card = card_of("acme", signed, charter_pledge(deadline=None), checked=None)
    day, changes = card.as_of, []
    while day := next_change(card.dossier, day):
        changes.append(day.isoformat())
    assert {"2023-03-01", "2024-05-01"} <= set(changes)


def faults(*records):
    reported = check(bundle(*make.world(), make.company("bolt", name="Bolt"), *records))
    return [(fault.key[1], ".".join(map(str, fault.path)), fault.message.code) for fault in reported]


def test_checks_name_strangers_and_what_is_listed_twice():
    signed = charter(("acme", "2019"))
    assert faults(signed, charter_pledge(), done("acme", 2019)) == []
    assert faults(signed, charter_pledge(), done("bolt", 2019)) == [
        ("bolt/report-2019", "fulfils.0.pledge", "not-a-signatory")
    ]
    assert faults(charter(("acme", "2019"), ("acme", "2021"))) == [("charter", "signatories.1.company", "twice")]
    assert faults(charter_pledge()) == [("charter/report", "initiative", "no-record")]
    assert faults(charter(("nobody", "2019"))) == [("charter", "signatories.0.company", "no-record")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"company": "acme"}, "company-and-initiative"),
    ],
)
def test_a_pledge_is_of_a_company_or_of_an_initiative(change, code):
    with pytest.raises(ValidationError) as refused:
        from_body(body(charter_pledge()) | change)
    assert [error["type"] for error in refused.value.errors()] == [code]


@pytest.mark.parametrize("signed", [("acme", "2021", "2019"), ("acme", "[2019..]")])
def test_days_of_a_signatory_without_sense_are_refused(signed):
    with pytest.raises(ValidationError):
        charter(signed)


@pytest.mark.parametrize(("left", "bound"), [("2019-02-01", False), ("2019-02-02", True)])
def test_a_company_that_left_on_the_day_on_which_it_signed_was_never_bound(left, bound):
    card = card_of("acme", charter(("acme", "2019-02-01", left)), charter_pledge())
    assert bool(card.assessment.in_force_periods["charter/report"]) is bound
