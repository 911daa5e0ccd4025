"""The sentences that are read first: nothing told as known that somebody only reports, nothing over as if it still held."""

import pytest

from tests.factories import cells, evidence, outcome, pledge, response, scope, scorecard, topic, version, yardstick
from tracker.engine.text import isolated, listing

UNCLEAR = scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]})


def asked(*answers):
    """A pledge that leaves federal police unclear, with these answers of the company to the question."""
    replies = [response(f"acme/answer-{i}", terms=["federal-police"], **fields) for i, fields in enumerate(answers)]
    words = version(scope=UNCLEAR, unclear_because=[reply.id for reply in replies])
    return scorecard(pledge(versions=[words]), *replies).headline[1]


def test_a_refusal_is_told_as_what_its_reporter_says():
    assert asked({"answer": "declined"}) == (
        "Whether it covers federal-police is unclear: the company declined to say (reported by gazette)."
    )


def test_without_an_answer_the_words_do_not_say():
    assert asked().endswith("is unclear: the words do not say.")


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ({"after": "1 year"}, "Said it would not sell drones; by its own terms this ended, last day 10 June 2021."),
        ({"withdrawn": "2021-02-01"}, "Said it would not sell drones; this was withdrawn, last day 31 January 2021."),
        ("unstated", "Will not sell drones; no end stated."),
    ],
)
def test_only_what_still_holds_is_told_as_a_promise(ends, told):
    card = scorecard(pledge(versions=[version(short="Will not sell drones", ends=ends)]))
    assert card.headline[0] == told


def test_words_that_do_not_begin_with_will_are_told_as_they_are():
    card = scorecard(pledge(versions=[version(short="A halt of sales", ends={"after": "1 year"})]))
    assert card.headline[0].startswith("Said: A halt of sales; by its own terms this ended")


@pytest.mark.parametrize(
    ("fields", "weight"),
    [
        ({}, "documented"),
        ({"sources": ["gazette-1"]}, "single report"),
        ({"sources": ["gazette-1"], "outcomes": [outcome("2020-09-01", "alleged")]}, "alleged only"),
    ],
)
def test_conduct_is_told_with_how_well_it_is_documented(fields, weight):
    told = scorecard(pledge(), evidence(period="2019", **fields)).headline[-1]
    assert told == f"On record before the pledge: Sold camera drones to a town’s police (2019, {weight})."


def lines(**fields):
    return [(line.subject, line.text) for line in scorecard(pledge(versions=[version(**fields)])).gap_lines]


def test_gaps_name_rows_and_columns_once():
    assert lines() == [("Local police, pilot", "not addressed."), ("Federal police", "not addressed.")]


def test_a_gap_in_every_row_is_told_without_naming_them():
    both = {"in": ["local-police", "federal-police"]}
    assert lines(scope=scope(counterparty=both)) == [("Every row, pilot", "not addressed.")]
    assert [(line.subject, line.text) for line in scorecard().gap_lines] == [("Everything", "not addressed.")]


def test_an_end_that_all_coverage_shares_is_told_once():
    assert lines(ends={"last_day": "2022-06-30"})[-1] == ("All of it", "covered only until 30 June 2022.")
    assert lines(ends={"condition": "drone-law"})[-1] == (
        "All of it",
        "covered only until a drone law is in place, whatever else that brings.",
    )


def test_ends_of_their_own_are_told_row_by_row():
    first = pledge(versions=[version(ends={"last_day": "2022-06-30"})])
    federal = scope(counterparty={"in": ["federal-police"]})
    second = pledge("acme/other", versions=[version(ends={"last_day": "2023-01-31"}, scope=federal)])
    told = [(line.subject, line.text) for line in scorecard(first, second).gap_lines]
    assert told[-2:] == [
        ("Local police, sell", "covered only until 30 June 2022."),
        ("Federal police, sell", "covered only until 31 January 2023."),
    ]


def test_of_a_yardstick_with_one_row_the_row_is_named():
    one = topic(yardstick=yardstick(rows=cells(local_police={"counterparty": ["local-police"]})))
    assert [line.heading for line in scorecard(one, pledge()).gap_lines] == ["Local police"]


def test_a_title_from_right_to_left_moves_no_date_after_it():
    title = "باعت الشركة الطائرات"
    told = scorecard(pledge(), evidence(period="2019", title=title)).headline[-1]
    assert told == f"On record before the pledge: \u2068{title}\u2069 (2019, documented)."


def test_other_names_stand_as_they_are():
    assert [isolated(name) for name in ("Acme", "Électronique", "株式会社")] == ["Acme", "Électronique", "株式会社"]
    hebrew = "דרונים"
    assert listing(["Acme", hebrew]) == f"Acme and \u2068{hebrew}\u2069"
