"""Worked cases of promises to act that restate one another, and of those in versions: what counts as done of which."""

import pytest

from tests.engine.assessing.test_worked_dues import card_of, says
from tests.factories import promise, version


@pytest.mark.parametrize(
    ("extent", "terms", "states_of_both"),
    [
        ("full", ["drones"], ["met", "met late"]),
        ("full", ["drones", "camera-drones"], ["met", "met late"]),
        ("full", ["camera-drones"], ["met", "overdue"]),
        ("none", ["drones"], ["missed", "overdue"]),
        ("part", ["drones"], ["overdue", "partly met"]),
    ],
    ids=str,
)
@pytest.mark.parametrize("first_restates", [True, False])
def test_what_was_done_of_a_restated_promise_was_done_of_both(first_restates, extent, terms, states_of_both):
    # The deed names the first one, by its last day; the second, of drones of any kind, was due earlier.
    links: tuple[dict[str, str], ...] = ({"restates": "acme/again"}, {})
    if not first_restates:
        links = ({}, {"restates": "acme/report"})
    first = version(start="2020-01-01", deadline="2024-06-30", scope={"subject": {"in": terms}})
    second = version(start="2021-01-01", deadline="2024-01-31", scope={"subject": {"in": ["drones"]}}, quote="Again")
    both = promise(versions=[first], **links[0]), promise("acme/again", versions=[second], **links[1])
    dues = card_of(*both, says(extent, "2024-06-30")).assessment.dues
    assert sorted(due.computed for due in dues) == states_of_both


SHARE = {"measure": "share", "unit": "%"}


def told_again(*ids, **fields):
    """A promise, and pledges that each restate the one before in other words."""
    return [
        promise(id, versions=[version(start="2020-01-01", scope={}, quote=id, **fields)], restates=before)
        for before, id in zip((None, *ids[:-1]), ids, strict=True)
    ]


def judged(*records):
    return [(due.pledge.id, due.kind, due.computed) for due in card_of(*records).assessment.dues]


def test_an_amount_that_reaches_a_restated_promise_reached_it_and_one_short_of_it_is_not_taken_over():
    two = told_again("acme/report", "acme/again", deadline="2024-06-30", target={**SHARE, "at_least": "80"})
    reached, short = ([says(None, "2024-06-30", said={"amount": amount})] for amount in ("85", "60"))
    assert {state for _, _, state in judged(*two, *reached)} == {"met"}
    assert judged(*two, *short) == [("acme/report", "deadline", "missed"), ("acme/again", "deadline", "overdue")]


def test_a_turn_that_was_done_was_done_of_the_duty_that_restates_it():
    duty = {"every": "1 year", "first": "2023-06-30", "last": "2024-06-30"}
    two = told_again("acme/report", "acme/again", deadline=duty)
    done = [says("full", day, id=day, said={"due": day}) for day in ("2023-06-30", "2024-06-30")]
    assert {state for _, _, state in judged(*two, *done)} == {"met"}


@pytest.mark.parametrize(("amount", "states"), [("85", ["met", "met"]), ("60", ["missed", "overdue"])])
def test_an_amount_of_a_turn_that_reaches_a_restated_duty_reached_it_and_one_short_is_not_taken_over(amount, states):
    duty = {"every": "1 year", "first": "2024-06-30", "last": "2024-06-30"}
    two = told_again("acme/report", "acme/again", deadline=duty, target={**SHARE, "at_least": "80"})
    said = says(None, "2024-06-30", said={"amount": amount, "due": "2024-06-30"})
    assert [state for _, _, state in judged(*two, said)] == states


def test_what_was_done_was_done_of_all_that_restate_one_another():
    three = told_again("acme/report", "acme/terms", "acme/blog", deadline="2024-06-30")
    assert {state for _, _, state in judged(*three, says("full", "2024-06-01"))} == {"met"}


def test_what_was_done_of_an_earlier_version_that_asked_less_is_not_done_of_its_restatement():
    versions = [
        version(start=start, deadline=due, scope={}, quote=due, target={**SHARE, "at_least": amount})
        for start, due, amount in (("2020-01-01", "2022-06-30", "50"), ("2022-07-01", "2024-06-30", "80"))
    ]
    again = promise("acme/again", versions=[{**versions[1], "quote": "Again"}], restates="acme/report")
    done = says("full", "2022-06-01", said={"version": 1})
    assert judged(promise(versions=versions), again, done) == [
        ("acme/again", "deadline", "overdue"),
        ("acme/report", "deadline", "overdue"),
        ("acme/report", "deadline", "met"),
    ]


def test_a_milestone_was_passed_where_all_was_done_under_a_later_version():
    way = [{"by": "2021-12-31", "at_least": "40"}]
    target = {**SHARE, "at_least": "80"}
    first = version(start="2020-01-01", deadline="2023-06-30", scope={}, quote="One", target=target, milestones=way)
    second = version(start="2022-01-01", deadline="2023-06-30", scope={}, quote="Two", target=target)
    assert judged(promise(versions=[first, second]), says("full", "2023-01-15")) == [
        ("acme/report", "milestone", "met late"),
        ("acme/report", "deadline", "met"),
    ]
