"""The gaps by name: rows in short, and which flags stand on top in which order."""

import pytest
from hypothesis import given

from tests.factories import cells, evidence, pledge, promise, response, scope, scorecard, topic, version, yardstick
from tests.strategies.records import cases
from tracker.engine.coverage.flags import flags, row_answers

FEDERAL = {"counterparty": ["federal-police"]}


def rows(*records, **fields):
    card = scorecard(*records, **fields)
    return {row.row.id: (row.answer, row.text) for row in row_answers(card.dossier, card.cells)}


def flagged(*records, **fields):
    card = scorecard(*records, **fields)
    force = card.measured[1] if card.measured else None
    return flags(card.dossier, card.coverage.rows, force, card.dossier.topic.yardstick.commitment, card.as_of)


def words(*records, **fields):
    return [(flag.subject, flag.text, flag.why) for flag in flagged(*records, **fields)]


def halt(**fields):
    return pledge(versions=[version(**fields)])


EVERYTHING = scope(
    actor={"in": ["company", "reseller"]},
    action={"in": ["sell", "pilot", "existing-contract"]},
    counterparty={"in": ["local-police", "federal-police"]},
)


def test_a_row_that_is_covered_in_part_names_what_is_covered():
    assert rows(halt()) == {"local-police": ("partly", "sell only"), "federal-police": ("open", "not covered")}


def test_a_row_that_is_covered_whole_says_so():
    assert set(rows(halt(scope=EVERYTHING)).values()) == {("covered", "covered")}


def test_unclear_beats_not_covered():
    unclear = scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]})
    assert rows(halt(scope=unclear))["federal-police"] == ("unclear", "unclear")


def test_what_a_pledge_covered_that_has_ended_is_no_longer_covered():
    assert set(rows(halt(scope=EVERYTHING, ends={"after": "1 year"})).values()) == {("lapsed", "no longer covered")}


def test_of_a_row_that_is_no_longer_covered_the_last_day_on_which_some_of_it_was_is_told():
    federal = pledge("acme/federal", versions=[version(scope=scope(counterparty={"in": ["federal-police"]}))])
    ended = [
        pledge(f"acme/{action}", versions=[version(scope=scope(action={"in": [action]}), ends={"last_day": day})])
        for action, day in (("sell", "2021-01-31"), ("pilot", "2021-06-30"))
    ]
    whys = {subject: why for subject, _, why in words(federal, *ended)}
    assert "30 June 2021" in whys["Local police"]
    assert "31 January 2021" not in whys["Local police"]


def test_few_left_out_are_named_and_many_are_counted():
    columns = cells(
        sell={"action": ["sell"]}, lease={"action": ["lease"]}, market={"action": ["market"]},
        pilot={"action": ["pilot"]}, existing_contract={"action": ["existing-contract"]},
    )  # fmt: skip
    wide = topic(yardstick=yardstick(columns=columns))
    most = scope(action={"in": ["sell", "lease", "market"]})
    assert rows(halt(scope=most), wide)["local-police"] == ("partly", "all but pilot and existing-contract")
    more = cells(**{f"c{i}": {"action": ["pilot"]} for i in range(4)})
    wide = topic(yardstick=yardstick(columns=[*columns[:3], *more]))
    assert rows(halt(scope=most), wide)["local-police"] == ("partly", "3 of 7 points")


def test_the_row_that_evidence_falls_into_comes_first_then_the_one_that_leaves_out_most_then_time():
    deal = evidence(period="2019", acts=[{"action": ["pilot"], "counterparty": ["local-police"], "place": ["US"]}])
    ends = {"ends": {"last_day": "2030-12-31"}}
    assert [flag.rows or flag.kind for flag in flagged(halt(**ends))] == [
        ("federal-police",),
        ("local-police",),
        "time",
    ]
    flagged_first = [flag.rows or flag.kind for flag in flagged(halt(**ends), deal)]
    assert flagged_first == [("local-police",), ("federal-police",), "time"]


def test_rows_with_one_answer_for_one_reason_share_a_flag():
    three = cells(
        local_police={"counterparty": ["local-police"]},
        federal_police={"counterparty": ["federal-police"]},
        schools={"counterparty": ["school"]},
    )
    both = words(halt(scope=scope(action={"in": ["sell", "pilot"]})), topic(yardstick=yardstick(rows=three)))
    assert both == [("Federal police and Schools", "not covered", "The pledge does not mention it.")]


def test_an_exception_is_told_as_one_and_apart_from_silence():
    excepted = scope(counterparty={"in": ["police"], "except": ["federal-police"]}, action={"in": ["sell", "pilot"]})
    assert words(halt(scope=excepted)) == [
        ("Federal police", "not covered", "The pledge makes an exception for federal-police.")
    ]


def test_a_refusal_is_told_only_of_the_terms_that_it_was_about():
    unclear = scope(
        action={"in": ["sell", "pilot"]}, counterparty={"unclear": ["federal-police", "local-police"], "in": ["school"]}
    )
    refusal = response(terms=["federal-police"])
    reasons = {subject: why for subject, _, why in words(halt(scope=unclear, unclear_because=[refusal.id]), refusal)}
    assert "declined to say" in reasons["Federal police"]
    assert "declined" not in reasons["Local police"]


@pytest.mark.parametrize(
    ("ends", "answer"),
    [
        ({"last_day": "2030-12-31"}, "day"),
        ({"condition": "drone-law"}, "condition"),
        ("self-judged", "self-judged"),
    ],
)
def test_an_end_is_a_gap_of_its_own(ends, answer):
    assert [flag.answer for flag in flagged(halt(scope=EVERYTHING, ends=ends)) if flag.kind == "time"] == [answer]


@pytest.mark.parametrize("ends", ["open", "unstated"])
def test_an_end_that_nobody_gave_is_no_gap(ends):
    assert [flag for flag in flagged(halt(ends=ends)) if flag.kind == "time"] == []


def test_without_a_pledge_in_force_nothing_is_flagged():
    assert flagged() == []
    assert flagged(halt(ends={"after": "1 year"})) == []
    assert flagged(promise()) == []


@given(cases())
def test_a_row_never_claims_more_than_its_cells(case):
    card = case.scorecard()
    for row in row_answers(card.dossier, card.cells):
        labels = [cell.label for cell in row.cells]
        assert (row.answer == "covered") == (set(labels) == {"covered"})
        assert (row.answer == "partly") == ("covered" in labels and set(labels) != {"covered"})
        assert row.points_left_out == sum(label != "covered" for label in labels)
    left_out = {row.row.id for row in row_answers(card.dossier, card.cells) if row.answer != "covered"}
    force = card.measured[1] if card.measured else None
    row_flags = flags(card.dossier, card.coverage.rows, force, card.dossier.topic.yardstick.commitment, card.as_of)
    named = [row for flag in row_flags for row in flag.rows]
    assert sorted(named) == sorted(left_out if force else ())
