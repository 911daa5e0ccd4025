"""Yardstick cells, order of gaps, smallest amendment and strength in words (COVER-1, GAP-1, GAP-4, STRENGTH-2)."""

import pytest

from tests.factories import (
    act,
    cells,
    condition,
    development,
    evidence,
    outcome,
    pledge,
    promise,
    scope,
    scorecard,
    topic,
    version,
    yardstick,
)
from tracker.engine.coverage.cells import gap_rank
from tracker.engine.coverage.strength import word

FULL = {
    "action": {"in": ["sell", "pilot", "existing-contract"]},
    "counterparty": {"in": ["local-police", "federal-police"]},
}


def grid(*records, as_of="2021-12-31"):
    """Labels of the cells by row and column."""
    return {(c.row.id, c.column.id): c.label for c in scorecard(*records, as_of=as_of).cells}


def cell(*records, row="local-police", column="sell", as_of="2021-12-31"):
    """One cell."""
    return next(c for c in scorecard(*records, as_of=as_of).cells if (c.row.id, c.column.id) == (row, column))


def test_without_a_pledge_every_cell_is_open():
    card = scorecard()
    assert {c.label for c in card.cells} == {"open"}
    assert (card.strength.word, card.strength.covered, card.strength.possible, card.strength.cells) == ("none", 0, 0, 4)


def test_a_cell_is_covered_where_all_its_terms_are_inside():
    assert grid(pledge()) == {
        ("local-police", "sell"): "covered",
        ("local-police", "pilot"): "open",
        ("federal-police", "sell"): "open",
        ("federal-police", "pilot"): "open",
    }


def test_an_unclear_label_makes_its_cells_unclear_and_is_named():
    unclear = cell(
        pledge(versions=[version(scope=scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]}))]),
        row="federal-police",
    )
    assert unclear.label == "unclear"
    assert [(name, reason.term, reason.decided_by) for name, reason in unclear.reasons] == [
        ("counterparty", "federal-police", "federal-police")
    ]


def test_a_partly_covered_cell_names_both_parts():
    some = pledge(versions=[version(scope=scope(counterparty={"in": ["local-police"], "out": ["sheriff"]}))])
    partly = cell(some)
    assert partly.label == "partly"
    ((name, reason),) = partly.reasons
    assert (name, reason.inside, reason.outside) == ("counterparty", ("local-police",), ("sheriff",))


def test_a_pledge_is_asked_for_the_core_terms_in_the_dimensions_that_a_cell_leaves_open():
    assert cell(pledge(versions=[version(scope=scope(place={"in": ["US-CA"]}))])).label == "partly"
    assert cell(pledge(versions=[version(scope=scope(subject={"in": ["cargo-drones"]}))])).label == "open"


def test_the_best_answer_of_several_pledges_stands():
    unclear = pledge("acme/a", versions=[version(scope=scope(counterparty={"unclear": ["local-police"]}))])
    best = cell(unclear, pledge("acme/b"))
    assert (best.label, best.pledge.id) == ("covered", "acme/b")


def test_coverage_without_an_end_outranks_coverage_until_a_day_or_a_condition():
    until_day = pledge("acme/a", versions=[version(ends={"last_day": "2022-12-31"})])
    until_law = pledge("acme/b", versions=[version(ends={"condition": "drone-law"})])
    best = cell(until_day, until_law, pledge("acme/c"))
    assert (best.pledge.id, gap_rank(best)) == ("acme/c", 6)
    assert cell(until_day, until_law).pledge.id == "acme/b"


def test_pledges_are_not_united_a_cell_needs_one_version_that_covers_all_of_it():
    halves = [{"in": ["local-police"], "out": ["sheriff"]}, {"in": ["sheriff"]}]
    pledges = [
        pledge(f"acme/p{i}", versions=[version(scope=scope(counterparty=labels))]) for i, labels in enumerate(halves)
    ]
    assert cell(*pledges).label == "partly"


def test_a_promise_to_do_something_covers_nothing_that_a_yardstick_to_refrain_asks_for():
    assert set(grid(promise(deadline=None)).values()) == {"open"}


def test_a_cell_that_was_covered_says_until_when():
    over = pledge(versions=[version(start="2020-06-10", ends={"after": "1 year"})])
    assert cell(over, as_of="2021-06-09").label == "covered"
    lapsed = cell(over, as_of="2021-06-10")
    assert lapsed.label == "open"
    assert [day.isoformat() for day in lapsed.lapsed] == ["2021-06-09", "2021-06-09"]


@pytest.mark.parametrize("order", [("acme/a", "acme/b"), ("acme/b", "acme/a")])
def test_of_several_that_covered_a_cell_the_last_to_end_is_told(order):
    ends = dict(zip(order, ("2021-03-31", "2021-06-30"), strict=True))
    over = [pledge(id, versions=[version(ends={"last_day": ends[id]})]) for id in sorted(ends)]
    assert [day.isoformat() for day in cell(*over).lapsed] == ["2021-06-30", "2021-06-30"]


def test_what_was_unclear_or_never_covered_has_not_lapsed():
    for customers in ({"unclear": ["local-police"]}, {"in": ["federal-police"]}, {"in": ["sheriff"]}):
        over = version(ends={"last_day": "2021-06-30"}, scope=scope(counterparty=customers))
        assert cell(pledge(versions=[over])).lapsed is None


def test_what_another_version_covers_has_not_lapsed():
    extended = pledge(versions=[version(start="2020-06-10", ends={"after": "1 year"}), version(start="2021-06-10")])
    assert cell(extended).lapsed is None
    assert cell(extended).label == "covered"


def test_words_that_are_only_possibly_in_force_cover_nothing_clearly():
    doubtful = cell(pledge(versions=[version(ends="self-judged")]))
    assert (doubtful.label, doubtful.doubtful_force) == ("unclear", True)


def test_what_is_unclear_by_its_words_is_not_blamed_on_the_time():
    unclear = scope(counterparty={"unclear": ["local-police"]})
    best = cell(pledge(versions=[version(ends="self-judged", scope=unclear)]))
    assert (best.label, best.doubtful_force) == ("unclear", False)
    partly = scope(counterparty={"in": ["local-police"], "out": ["sheriff"]})
    best = cell(pledge(versions=[version(ends="self-judged", scope=partly)]))
    assert (best.label, best.doubtful_force) == ("unclear", True)


def test_a_condition_that_is_met_ends_the_cover():
    until = pledge(versions=[version(ends={"condition": "drone-law"})])
    law = condition(developments=(development("2020-09-01"),))
    assert cell(until, law, as_of="2020-08-31").until_condition is True
    assert cell(until, law, as_of="2020-09-01").label == "open"


def test_evidence_stands_in_the_cells_that_it_falls_into():
    deals = evidence(acts=[act(counterparty=["sheriff"]), act(action=["market"], counterparty=["federal-police"])])
    evidence_by_cell = {(c.row.id, c.column.id): c.evidence for c in scorecard(deals).cells if c.evidence}
    assert evidence_by_cell == {("local-police", "sell"): ("acme/deal",)}


@pytest.mark.parametrize(
    "fields",
    [
        {"acts": [act(subject=["cargo-drones"])]},
        {"acts": [act(place=["DE"])]},
        {"acts": [act(counterparty=["police"])]},
        {"acts": [act(counterparty=None)]},
        {"outcomes": [outcome("2020-09-01", "retracted")]},
        {"period": "2022-01-01"},
        {"nature": "study", "acts": None},
    ],
)
def test_what_lies_outside_or_is_too_vague_or_does_not_stand_falls_into_no_cell(fields):
    assert [c for c in scorecard(evidence(**fields)).cells if c.evidence] == []


def test_gaps_are_listed_worst_first():
    six = yardstick(
        rows=cells(
            local_police={"counterparty": ["local-police"]}, federal_police={"counterparty": ["federal-police"]}
        ),
        columns=cells(**{a: {"action": [a]} for a in ("sell", "pilot", "market")}),
    )
    pledges = [
        pledge("acme/a", versions=[version(ends={"last_day": "2022-12-31"})]),
        pledge("acme/b", versions=[version(ends={"condition": "drone-law"}, scope=scope(action={"in": ["pilot"]}))]),
        pledge(
            "acme/c",
            versions=[version(scope=scope(counterparty={"in": ["school"], "unclear": ["federal-police"]}))],
        ),
        pledge(
            "acme/d", versions=[version(scope=scope(action={"in": ["lease"], "unclear": ["pilot"]}, counterparty=None))]
        ),
    ]
    deals = [
        evidence("acme/e1", acts=[act(action=["market"])]),
        evidence("acme/e2", acts=[act(counterparty=["border-guard"])]),
    ]
    card = scorecard(topic(yardstick=six), *pledges, *deals)
    assert [(gap.row.id, gap.column.id, gap.label, gap_rank(gap)) for gap in card.gaps] == [
        ("local-police", "market", "open", 0),
        ("federal-police", "market", "open", 1),
        ("federal-police", "sell", "partly", 2),
        ("federal-police", "pilot", "unclear", 3),
        ("local-police", "sell", "covered", 4),
        ("local-police", "pilot", "covered", 5),
    ]


def test_a_pledge_that_covers_all_without_an_end_has_no_gaps():
    card = scorecard(pledge(versions=[version(scope=scope(**FULL))]))
    assert (card.gaps, card.amendment, card.strength.word) == ([], [], "full")


def test_the_smallest_amendment_names_what_the_fullest_pledge_lacks():
    card = scorecard(pledge())
    assert [(part.dimension, part.add) for part in card.amendment] == [
        ("action", ("pilot",)),
        ("counterparty", ("federal-police",)),
    ]


def test_the_amendment_of_a_term_with_an_exception_below_it_names_that_one():
    some = pledge(
        versions=[version(scope=scope(counterparty={"in": ["local-police", "federal-police"], "out": ["sheriff"]}))]
    )
    card = scorecard(some)
    assert [part.add for part in card.amendment if part.dimension == "counterparty"] == [("local-police",)]


@pytest.mark.parametrize(
    ("covered", "total", "expected"),
    [
        (0, 4, "none"),
        (1, 24, "narrow"),
        (5, 24, "narrow"),
        (6, 24, "partial"),
        (11, 24, "partial"),
        (12, 24, "broad"),
        (23, 24, "broad"),
        (24, 24, "full"),
        (1, 1, "full"),
    ],
)
def test_strength_in_words_goes_by_the_clear_share(covered, total, expected):
    assert word(covered, total) == expected


def test_facts_stand_beside_the_strength():
    until = version(ends={"condition": "drone-law"}, verification="independent")
    facts = scorecard(pledge(versions=[until])).strength.facts
    assert (facts["duration"], facts["verification"], facts["reach"]) == ("condition", "independent", 1)
