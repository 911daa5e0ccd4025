"""Targets, milestones and amounts: what an amount says of each due of its pledge (DUE-8, DUE-11, STATEMENT-4)."""

import pytest

from tests.factories import bundle, check, decision, evidence, fulfilment, promise, scorecard
from tests.targets import TARGET, goal
from tracker.records.checking.checks import check as faults_of


def amount(value, on, number=1, **fields):
    says = fulfilment(extent=None, amount=value, on=on, **fields)
    says = {key: said for key, said in says.items() if said is not None}
    return evidence(f"acme/report-{number}", period=on, acts=[], fulfils=[says], title=f"Reported {value} %")


def dues(*records, as_of="2026-06-01"):
    card = scorecard(*records, check(until="2026-05-01"), as_of=as_of)
    return {(due.kind, str(due.due.latest)): due for due in card.assessment.dues}


def state(*records, as_of="2026-06-01"):
    return dues(*records, as_of=as_of)["deadline", "2023-12-31"].computed


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([("49", "2023-12-31")], "missed"),
        ([("80", "2023-12-31")], "met"),
        ([("80.0", "2023-12-30")], "met"),
        ([("80", "2024-12-31")], "met, timing unclear"),
        ([("70", "2024-06-30"), ("80", "2024-12-31")], "met late"),
        ([("70", "2022-06-30"), ("80", "2024-12-31")], "met, timing unclear"),
        ([("80", "2022-06-30"), ("60", "2024-12-31")], "met"),
        ([("61", "2022-12-31")], "overdue"),
        ([("10", "2024-01-31")], "missed"),
    ],
)
def test_the_extent_follows_from_the_amount(amounts, expected):
    statements = [amount(value, on, number) for number, (value, on) in enumerate(amounts, 1)]
    assert state(promise(versions=[goal()]), *statements) == expected


def test_no_better_than_the_baseline_is_nothing_and_short_of_the_target_is_a_part():
    part = dues(promise(versions=[goal()]), amount("49", "2023-12-31"))["deadline", "2023-12-31"]
    none = dues(promise(versions=[goal()]), amount("10", "2023-12-31"))["deadline", "2023-12-31"]
    assert (part.in_part, none.in_part) == (True, False)
    assert (part.target, part.amount, part.unit) == ("80", "49", "%")


def test_the_amount_last_seen_stands_though_words_without_one_came_later():
    later = evidence("acme/words", period="2023-06", acts=[], fulfils=[fulfilment("part")])
    due = dues(promise(versions=[goal()]), amount("61", "2022-12-31"), later)["deadline", "2023-12-31"]
    assert (due.computed, due.amount) == ("overdue", "61")


def test_what_must_fall_is_reached_from_above():
    falls = goal(target={"measure": "emissions", "unit": "t", "at_most": "100", "baseline": {"amount": "400"}})
    assert state(promise(versions=[falls]), amount("100", "2023-12-31")) == "met"
    assert state(promise(versions=[falls]), amount("101", "2023-12-31")) == "missed"


def test_an_amount_speaks_to_every_due_of_its_measure():
    way = goal(milestones=[{"by": "2018-12-31", "at_least": "40"}])
    by_due = dues(promise(versions=[way]), amount("41", "2018-12-31"), amount("49", "2023-12-31", 2))
    assert {key: due.computed for key, due in by_due.items()} == {
        ("milestone", "2018-12-31"): "met",
        ("deadline", "2023-12-31"): "missed",
    }


def test_a_deadline_that_is_met_leads_its_milestones():
    way = goal(milestones=[{"by": "2018-12-31", "at_least": "40"}])
    by_due = dues(promise(versions=[way]), amount("20", "2018-12-31"), amount("80", "2023-12-31", 2))
    assert by_due["milestone", "2018-12-31"].computed == "met late"
    assert [due.kind for due in by_due.values() if due.lead] == ["deadline"]


def test_a_deadline_that_editors_do_not_hold_for_met_leads_no_milestone():
    way = goal(milestones=[{"by": "2018-12-31", "at_least": "40"}])
    said = amount("20", "2018-12-31"), amount("80", "2023-12-31", 2)
    aside = decision(pledge="acme/report", evidence=None, due="2023-12-31", computed="met", decision="dismissed")
    states = dues(promise(versions=[way]), *said, aside).values()
    assert [(due.kind, due.finding) for due in states if due.lead] == [("milestone", "met late")]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ({"deadline": "2030-12-31"}, "moved before due"),
        ({"target": {**TARGET, "at_least": "60"}}, "moved before due"),
        ({"target": {**TARGET, "at_least": "90"}}, None),
        ({}, None),
    ],
)
def test_a_later_version_that_asks_for_less_or_later_moved_the_goal(later, expected):
    versions = [goal(), goal(start="2020-01-01", **later)]
    first_dues = [due for due in scorecard(promise(versions=versions)).assessment.dues if due.force.number == 1]
    assert [due.computed for due in first_dues] == ([expected] if expected else [])


def test_a_milestone_that_a_later_version_no_longer_names_was_not_given_up():
    way = goal(milestones=[{"by": "2022-12-31", "at_least": "40"}])
    same = scorecard(promise(versions=[way, goal(start="2020-01-01")])).assessment.dues
    assert [due.kind for due in same if due.force.number == 1] == []
    less = goal(start="2020-01-01", milestones=[{"by": "2022-12-31", "at_least": "30"}])
    lower = scorecard(promise(versions=[way, less])).assessment.dues
    assert [(due.kind, due.computed) for due in lower if due.force.number == 1] == [("milestone", "moved before due")]


def test_a_milestone_was_not_given_up_where_all_is_to_be_done_before_it():
    way = goal(milestones=[{"by": "2022-12-31", "at_least": "40"}])
    sooner = goal(start="2020-01-01", deadline="2021-12-31", milestones=[{"by": "2020-12-31", "at_least": "20"}])
    own = scorecard(promise(versions=[way, sooner])).assessment.dues
    assert [due.kind for due in own if due.force.number == 1] == []


@pytest.mark.parametrize(
    ("said", "milestone"),
    [
        (fulfilment("none", on="2024-01-31"), "overdue"),
        (fulfilment("part-only", on="2024-01-31"), "overdue"),
        (fulfilment("none", on="2024-01-31", due="2018-12-31"), "missed"),
        (fulfilment("full", on="2018-12-01"), "met"),
        (fulfilment("full", on="2018-12-01", due="2023-12-31"), "met"),
        (fulfilment("full", on="2018-12-01", due="2017-12-31"), "overdue"),
    ],
)
def test_what_is_said_of_the_whole_speaks_of_a_milestone_only_if_all_was_done(said, milestone):
    way = goal(milestones=[{"by": "2018-12-31", "at_least": "40"}])
    states = dues(promise(versions=[way]), evidence(acts=[], period="2018-12-01/..", fulfils=[said]))
    assert states["milestone", "2018-12-31"].computed == milestone


def test_a_milestone_is_named_in_the_headline():
    way = goal(short="to print on it", deadline="2030-12-31", milestones=[{"by": "2018-12-31", "at_least": "40"}])
    headline = scorecard(promise(versions=[way]), amount("20", "2018-12-31"), check(), as_of="2021-12-31").headline[-1]
    assert "the 31 December 2018 milestone of the pledge" in headline


def test_reasons_show_the_amount_and_the_target():
    due = dues(promise(versions=[goal()]), amount("49", "2023-12-31"))["deadline", "2023-12-31"]
    reasons = " ".join(text for _, text in due.reasons)
    assert "49\u202f%" in reasons
    assert "80\u202f%" in reasons


def codes(*records):
    return [fault.message.code for fault in faults_of(bundle(*records)) if fault.path[:1] == ("fulfils",)]


@pytest.mark.parametrize(
    ("extent", "value", "expected"),
    [
        ("full", "49", ["amount-against-extent"]),
        ("part-only", "49", []),
        ("part", "49", []),
        ("none", "49", ["amount-against-extent"]),
        ("part", "80", ["amount-against-extent"]),
        ("none", "9", []),
    ],
)
def test_a_typed_extent_that_contradicts_the_amount_is_an_error(extent, value, expected):
    said = fulfilment(extent, amount=value, on="2023-12-31")
    assert codes(promise(versions=[goal()]), evidence(acts=[], fulfils=[said], period="2023")) == expected


def test_an_amount_needs_a_target():
    said = {"pledge": "acme/report", "amount": "49"}
    assert codes(promise(), evidence(acts=[], fulfils=[said])) == ["amount-without-target"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"target": {"measure": "m"}}, "one-bound"),
        ({"target": {**TARGET, "at_most": "90"}}, "one-bound"),
        ({"target": {**TARGET, "at_least": "1,000"}}, "unreadable"),
        ({"target": None, "milestones": [{"by": "2020", "at_least": "4"}]}, "milestones-without-target"),
        ({"milestones": [{"by": "2020", "at_most": "4"}]}, "milestone-other-way"),
    ],
)
def test_what_no_target_can_be(fields, code):
    with pytest.raises(ValueError, match=r"validation error") as refused:
        promise(versions=[goal(**fields)])
    assert code in [error["type"] for error in refused.value.errors()]
