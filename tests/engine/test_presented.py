"""The scorecard in words: said once, bounded by the last check, and never by an engine's own word."""

import re

import pytest
from hypothesis import given

from tests.factories import (
    decision,
    evidence,
    fulfilment,
    outcome,
    pledge,
    promise,
    response,
    scope,
    scorecard,
    topic,
    version,
)
from tests.strategies.records import cases
from tracker.engine.coverage.flags import MOST_FLAGS
from tracker.engine.presented import MOST_LINES, PresentedScorecard
from tracker.engine.rules import GRAVITY

CHECKED = topic(checked_until={"acme": "2021-12-31"})
ENGINE_WORDS = re.compile(r"\b(unaddressed|loophole|breach|after lapse|prior conduct|overdue|yardstick|cells?)\b")


def presented(*records, checked=True, **fields):
    return PresentedScorecard(scorecard(*records, *([CHECKED] if checked else []), **fields))


def test_nothing_on_record_is_bounded_by_the_last_check():
    record_line = presented(pledge(), as_of="2026-01-01").record_line
    assert "31 December 2021" in record_line
    assert presented(pledge(), as_of="2020-12-31").nothing_against.count("31 December 2020") == 1


@pytest.mark.parametrize(
    ("records", "added"),
    [
        ((evidence(),), True),
        ((), False),
        ((evidence(acts=None, fulfils=[fulfilment("full", "acme/no-sales")]),), False),
    ],
    ids=["against it", "nothing", "kept"],
)
def test_how_far_the_record_was_checked_is_told_once(records, added):
    card = presented(pledge(), *records, as_of="2026-01-01")
    assert card.record_and_check.startswith(card.record_line)
    assert (card.record_and_check != card.record_line) is added
    assert card.record_and_check.count("31 December 2021") == 1


def test_the_first_flags_stand_on_top():
    presented_card = presented(pledge())
    assert 0 < len(presented_card.top_flags) <= MOST_FLAGS
    assert list(presented_card.top_flags) == list(presented_card.flags)[:MOST_FLAGS]


def test_nothing_is_said_to_be_on_record_where_nobody_checked():
    assert presented(pledge(), checked=False).nothing_against == ""
    assert presented(pledge(), checked=False).record_line


def test_nothing_goes_against_is_never_said_without_a_pledge_nor_beside_conduct_that_does():
    assert presented().nothing_against == ""
    assert presented(pledge(), evidence()).nothing_against == ""


@pytest.mark.parametrize("extent", ["none", "part-only"])
def test_nothing_goes_against_never_hides_a_promise_that_was_not_kept(extent):
    report = evidence(period="2021-07-01", acts=[], fulfils=[fulfilment(extent)])
    assert presented(pledge(), promise(), report).nothing_against == ""
    assert presented(pledge(), promise()).nothing_against == ""


def test_what_editors_set_aside_is_not_counted_nor_told():
    dismissed = presented(pledge(), evidence(), decision(decision="dismissed"))
    assert (dismissed.counts, dismissed.deeds) == ([], ())
    assert len(presented(pledge(), evidence()).counts) == 1


def test_how_much_is_covered_is_one_number_where_nothing_is_unclear():
    unclear = pledge(
        versions=[version(scope=scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]}))]
    )
    assert "1 of 4" in presented(pledge()).strength
    assert "up to" not in presented(pledge()).strength
    assert "up to" in presented(unclear).strength


def test_acts_are_told_beside_the_time_of_the_pledge():
    before = evidence("acme/before", period="2019")
    during = evidence("acme/during", period="2020-09-01")
    groups = {group.key: [line.evidence for line in group.lines] for group in presented(pledge(), before, during).deeds}
    assert groups == {"against": ["acme/during"], "before": ["acme/before"]}


def test_what_goes_against_the_pledge_comes_first():
    presented_card = presented(pledge(), evidence("acme/before", period="2019"), evidence())
    assert presented_card.against
    assert presented_card.deeds[0].key == "against"
    assert not presented(pledge(), evidence(period="2019")).against


def test_a_few_acts_are_named_and_the_others_counted():
    many = [evidence(f"acme/deal-{number}", period="2019") for number in range(7)]
    (group,) = presented(pledge(), *many).deeds
    assert len(group.lines) == MOST_LINES
    assert group.more == 7 - MOST_LINES


def test_what_is_only_alleged_is_told_as_alleged():
    claim = evidence(period="2019", sources=["gazette-1"], outcomes=[outcome("2020-09-01", "alleged")])
    (group,) = presented(pledge(), claim).deeds
    assert group.lines[0].weight == "alleged, not proven"


def test_what_was_put_right_is_told_with_its_day():
    (group,) = presented(pledge(), evidence(outcomes=[outcome("2020-09-01", "put right")])).deeds
    assert "1 September 2020" in group.lines[0].put_right


@pytest.mark.parametrize("later", ["denied", "admitted", "adjudicated", "alleged"])
def test_what_was_put_right_stays_so_whatever_came_after_it(later):
    outcomes = [outcome("2020-09-01", "put right"), outcome("2021-02-01", later)]
    (group,) = presented(pledge(), evidence(outcomes=outcomes)).deeds
    assert "1 September 2020" in group.lines[0].put_right


def test_answers_are_counted_by_what_they_were():
    responses = [
        response(f"acme/r{number}", answer=answer) for number, answer in enumerate(["declined", "none", "none"])
    ]
    assert presented(pledge(), *responses).checked.asked == "3 times: did not answer (2), declined to say (1)"
    assert presented(pledge(), responses[0]).checked.asked == "Once: declined to say"
    assert presented(pledge()).checked.asked == ""


def test_a_pledge_entered_twice_is_one_promise():
    twin = pledge("acme/again")
    assert "pledges on this" not in presented(pledge(), twin).promise[0]
    other = pledge("acme/other", versions=[version(quote="We will not lease drones")])
    assert "1 of its 2 pledges" in presented(pledge(), other).promise[0]


@given(cases())
def test_no_word_of_the_engine_reaches_readers(case):
    shown = PresentedScorecard(case.scorecard())
    texts = [*shown.promise, shown.record_line, shown.strength]
    texts += [part for group in shown.deeds for part in (group.heading, group.counts)]
    texts += [part for flag in shown.flags for part in (flag.subject, flag.text, flag.why)]
    texts += [row.text for row in shown.rows]
    texts += [due.heading for due in shown.dues]
    assert not [text for text in texts if ENGINE_WORDS.search(text)]
    assert [text for text in texts if text != text.strip() or "  " in text] == []


@given(cases())
def test_each_leading_act_is_in_one_group(case):
    card = case.scorecard()
    leading = [f for f in card.findings if f.lead and f.finding != "dismissed" and f.evidence and f.computed in GRAVITY]
    refrain = [finding for finding in leading if finding.pledge is None or finding.pledge.commitment == "refrain"]
    groups = PresentedScorecard(card).deeds
    assert sum(len(group.lines) + group.more for group in groups) == len(refrain)


def test_what_is_alleged_is_never_counted_as_done():
    claim = {"sources": ["gazette-1"], "outcomes": [outcome("2020-09-01", "alleged")], "period": "2020-03"}
    assert "(alleged, not proven)" in presented(evidence(**claim)).record_line
    both = presented(evidence(**claim), evidence("acme/shown", period="2020-03")).record_line
    assert "(1 of them alleged, not proven)" in both


def test_an_act_beside_another_pledge_names_it():
    other = pledge("acme/schools", title="No sales to schools", versions=[
        version(quote="No sales to schools", scope={"counterparty": {"in": ["school"]}, "action": {"in": ["sell"]}})
    ])  # fmt: skip
    deal = evidence(acts=[{"action": ["sell"], "counterparty": ["school"], "place": ["US"]}])
    lines = [line for group in presented(pledge(), other, deal).deeds for line in group.lines]
    assert ["No sales to schools" in line.pledge for line in lines] == [True]
    assert all(line.pledge == "" for group in presented(pledge(), evidence()).deeds for line in group.lines)


@pytest.mark.parametrize(("title", "expected"), [("A report", "30 June 2021"), ("A report in 2021", "")])
def test_a_year_that_the_title_says_is_not_said_again(title, expected):
    (line,) = presented(promise(title=title), as_of="2021-01-01").dues
    assert line.due == expected


def test_without_a_speaker_the_source_is_named_that_says_so():
    unsaid = version(speaker=None, channel=None, quote=None, reported="No sales to the police.")
    assert presented(pledge(versions=[unsaid])).speaker.startswith("According to gazette, ")
    assert presented(pledge()).speaker.startswith("A. Person, president")
