"""The sentences that are read first.

Nothing told as known that somebody only reports, nothing over as if it still held.
"""

import re

import pytest

from tests.factories import (
    act,
    cells,
    check,
    decision,
    evidence,
    fulfilment,
    outcome,
    pledge,
    promise,
    response,
    scope,
    scorecard,
    source,
    topic,
    version,
    yardstick,
)
from tracker.engine.text import isolated, listing
from tracker.records.sentences import SENTENCES

UNCLEAR = scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]})


def answers_sentence(*answers, as_of="2021-12-31"):
    """A pledge that leaves federal police unclear, with these answers of the company to the question."""
    replies = [response(f"acme/answer-{i}", terms=["federal-police"], **fields) for i, fields in enumerate(answers)]
    words = version(scope=UNCLEAR, unclear_because=[reply.id for reply in replies])
    return scorecard(pledge(versions=[words]), *replies, as_of=as_of).headline[1]


def test_a_refusal_is_told_as_what_its_reporter_says():
    assert answers_sentence({"answer": "declined"}) == (
        "It is unclear whether it covers “Federal police”: the company declined to say (reported by gazette)."
    )


def test_refusals_about_several_rows_are_told_together_with_all_that_report_them():
    replies = [
        response(f"acme/{row}", terms=[row], source=f"{paper}-1", answer=answer, text="So it is.")
        for row, paper, answer in (("federal-police", "gazette", "declined"), ("local-police", "herald", "declined"))
    ]
    unclear = scope(counterparty={"in": ["school"], "unclear": ["local-police", "federal-police"]})
    words = version(scope=unclear, unclear_because=[reply.id for reply in replies])
    sentence = scorecard(pledge(versions=[words]), *replies, source("herald-1")).headline[1]
    assert sentence.endswith("the company declined to say (reported by herald and gazette).")


def test_a_refusal_about_one_of_two_rows_is_told_of_neither():
    reply = response("acme/federal", terms=["federal-police"], answer="declined")
    unclear = scope(counterparty={"in": ["school"], "unclear": ["local-police", "federal-police"]})
    words = version(scope=unclear, unclear_because=[reply.id])
    assert scorecard(pledge(versions=[words]), reply).headline[1].endswith(f": {SENTENCES['because.words']}.")


@pytest.mark.parametrize(
    ("until", "as_of", "state"),
    [
        ("2020-06-20", "2020-06-20", "waiting"),
        ("2020-06-20", "2020-06-21", "unanswered"),
        ("2020-06", "2020-06-30", "waiting"),
        ("2020-06", "2020-07-01", "unanswered"),
        (None, "2020-06-12", "unanswered"),
    ],
)
def test_a_company_has_time_to_answer_up_to_its_deadline_and_no_longer(until, as_of, state):
    because = SENTENCES[f"because.{state}"].format(reporter="gazette")
    assert answers_sentence({"answer": "waiting", "until": until}, as_of=as_of).endswith(f": {because}.")


def test_without_an_answer_the_words_do_not_say():
    assert answers_sentence().endswith(f": {SENTENCES['because.words']}.")


def test_where_the_promise_takes_two_sentences_what_it_leaves_out_is_not_told():
    card = scorecard(pledge(versions=[version(ends={"after": "1 year"})]), check())
    assert len(card.headline) == 3
    assert card.headline[1] == SENTENCES["promise.ended.after"].format(last_day="10 June 2021")
    assert card.headline[2].startswith("Nothing on record goes against the pledge (checked up to")


@pytest.mark.parametrize(
    ("fields", "start", "bracket"),
    [
        ({}, "Done before the pledge", "(2019; shown in documents)"),
        ({"sources": ["gazette-1"]}, "According to one report – done before the pledge", "(2019)"),
        (
            {"sources": ["gazette-1"], "outcomes": [outcome("2020-09-01", "alleged")]},
            "Alleged, not proven – done before the pledge",
            "(2019)",
        ),
        (
            {"outcomes": [outcome("2020-09-01", "put right"), outcome("2020-09-02", "alleged")]},
            "Since put right (1 September 2020) – alleged, not proven – done before the pledge",
            "(2019)",
        ),
        (
            {"outcomes": [outcome("2020-09-01", "denied")]},
            "Done before the pledge",
            "(2019; shown in documents; disputed by the company)",
        ),
    ],
)
def test_conduct_is_told_with_how_well_it_is_shown(fields, start, bracket):
    headline = scorecard(pledge(), evidence(period="2019", **fields)).headline[-1]
    assert headline.startswith(start)
    assert headline.endswith(f": Sold camera drones to a town’s police {bracket}.")


def test_a_finding_on_another_pledge_or_version_names_it():
    federal = scope(counterparty={"in": ["federal-police"]})
    sale = evidence(acts=[act(counterparty=["federal-police"])])
    other = pledge("acme/other", title="No federal sales", versions=[version(quote="Not to them", scope=federal)])
    both = scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]})
    headline = scorecard(pledge(versions=[version(scope=both, ends={"last_day": "2030-01-01"})]), other, sale).headline
    assert "its pledge “No federal sales”" in headline[-1]
    goals = [
        version(deadline="2021-06-30", scope={}, short="to publish a report"),
        version(start="2021-07-10", deadline="2022-06-30", scope={}, short="to publish two reports"),
    ]
    headline = scorecard(promise(versions=goals), check()).headline
    assert "its earlier goal (“to publish a report”)" in headline[-1]


def test_a_goal_that_moved_is_told_with_the_earlier_one_in_place_of_what_it_leaves_out():
    goals = [
        version(deadline="2022-06-30", scope={}, short="to publish a report"),
        version(start="2021-07-10", deadline="2024-06-30", scope={}, short="to publish a report"),
    ]
    headline = scorecard(promise(versions=goals), check()).headline
    assert headline[1] == "Before, it had pledged to publish a report by 30 June 2022."
    goals[0]["short"] = "to publish a report in 2022"
    headline = scorecard(promise(versions=goals), check()).headline
    assert headline[1] == "Before, it had pledged to publish a report in 2022."


def test_a_promise_that_is_not_due_yet_is_told_last_of_all():
    ahead = promise(versions=[version(deadline="2030-06-30", scope={}, short="to publish a report")])
    nothing = SENTENCES["headline.nothing"].partition("{pledge}")[0]
    assert scorecard(pledge(), ahead, check()).headline[-1].startswith(nothing)
    assert scorecard(pledge(), ahead, check(), evidence(period="2019")).headline[-1].startswith("Done before")
    told_alone = scorecard(ahead, check(), topic(yardstick=yardstick(commitment="perform"))).headline[-1]
    assert told_alone == "The pledge is not due yet, and nothing is on record so far."


def test_what_editors_set_aside_is_not_told():
    aside = decision(decision="dismissed")
    nothing = SENTENCES["headline.nothing"].partition("{pledge}")[0]
    assert scorecard(pledge(), evidence(), aside, check()).headline[-1].startswith(nothing)


def test_what_editors_decided_stands_in_the_same_bracket():
    moved = decision(decision="downgraded", to="possible breach")
    headline = scorecard(pledge(), evidence(), moved).headline[-1]
    assert headline.endswith(
        "shown in documents; our rules say “Goes against the pledge”, our editors decided “May go against the pledge”)."
    )


def lines(**fields):
    return [(line.subject, line.text) for line in scorecard(pledge(versions=[version(**fields)])).gap_lines]


def test_gaps_name_rows_and_columns_once():
    assert lines() == [("Local police, pilot", SENTENCES["gap.open"]), ("Federal police", SENTENCES["gap.open"])]


def test_a_gap_in_every_row_is_told_without_naming_them():
    both = {"in": ["local-police", "federal-police"]}
    assert lines(scope=scope(counterparty=both)) == [(f"{SENTENCES['gap.every-row']}, pilot", SENTENCES["gap.open"])]
    assert [(line.subject, line.text) for line in scorecard().gap_lines] == [
        (SENTENCES["gap.every-cell"], SENTENCES["gap.open"])
    ]


def test_an_end_that_all_coverage_shares_is_told_once():
    assert lines(ends={"last_day": "2022-06-30"})[-1] == (
        SENTENCES["gap.all-covered"],
        SENTENCES["gap.ends-day"].format(last_day="30 June 2022"),
    )
    assert lines(ends={"condition": "drone-law"})[-1] == (
        SENTENCES["gap.all-covered"],
        SENTENCES["gap.ends-condition"].format(condition="a drone law is in place"),
    )


def test_an_end_of_all_that_is_asked_is_told_of_everything():
    every = {"action": {"in": ["sell", "pilot"]}, "counterparty": {"in": ["local-police", "federal-police"]}}
    assert lines(ends={"last_day": "2022-06-30"}, scope=scope(**every)) == [
        (SENTENCES["gap.every-cell"], SENTENCES["gap.ends-day"].format(last_day="30 June 2022"))
    ]


def test_ends_of_their_own_are_told_row_by_row():
    first = pledge(versions=[version(ends={"last_day": "2022-06-30"})])
    federal = scope(counterparty={"in": ["federal-police"]})
    second = pledge("acme/other", versions=[version(ends={"last_day": "2023-01-31"}, scope=federal)])
    line_texts = [(line.subject, line.text) for line in scorecard(first, second).gap_lines]
    assert line_texts[-2:] == [
        ("Local police, sell", SENTENCES["gap.ends-day"].format(last_day="30 June 2022")),
        ("Federal police, sell", SENTENCES["gap.ends-day"].format(last_day="31 January 2023")),
    ]


def test_of_a_yardstick_with_one_row_the_row_is_named():
    one = topic(yardstick=yardstick(rows=cells(local_police={"counterparty": ["local-police"]})))
    assert [line.heading for line in scorecard(one, pledge()).gap_lines] == ["Local police"]


def test_a_title_from_right_to_left_moves_no_date_after_it():
    title = "باعت الشركة الطائرات"
    headline = scorecard(pledge(), evidence(period="2019", title=title)).headline[-1]
    assert headline == f"Done before the pledge, and ruled out now: \u2068{title}\u2069 (2019; shown in documents)."


def test_other_names_stand_as_they_are():
    assert [isolated(name) for name in ("Acme", "Électronique", "株式会社")] == ["Acme", "Électronique", "株式会社"]
    hebrew = "דרונים"
    assert listing(["Acme", hebrew]) == f"Acme and \u2068{hebrew}\u2069"


@pytest.mark.parametrize(
    ("sources", "finding", "key"),
    [(["gazette-1"], "possibly missed", "headline.possibly missed"), (["a", "b"], "missed", "headline.missed-in-part")],
)
def test_only_what_is_surely_missed_is_told_as_done_in_part(sources, finding, key):
    made = promise(versions=[version(deadline="2021-06-30", scope={}, short="to publish a report")])
    said = evidence(acts=None, fulfils=[fulfilment("part-only")], period="2021-07-10", sources=sources)
    card = scorecard(made, said, source("a"), source("b"), check(until="2021-12-01"), as_of="2021-12-31")
    assert [due.computed for due in card.assessment.dues] == [finding]
    words = max(re.split(r"\{\w+\}", SENTENCES[key]), key=len)
    assert any(words in sentence for sentence in card.headline)
