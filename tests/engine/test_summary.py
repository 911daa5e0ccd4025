"""Rows of the yardstick in one line, for lists: the soonest day on which what covers a row ends, the last that did."""

import pytest

from tests.factories import act, evidence, pledge, scope, scorecard, version
from tracker.engine.summary import PLEDGE_STATES, pledge_state, row_says, row_summaries


def until(action, day):
    """A pledge not to do one thing with local police, until a day."""
    words = version(scope=scope(action={"in": [action]}), ends={"last_day": day})
    return pledge(f"acme/no-{action}", versions=[words])


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("2022-06-30", "2023-01-31", {"last_day": "2022-06-30"}),
        ("2023-01-31", "2022-06-30", {"last_day": "2022-06-30"}),
        ("[2022-06-01..2022-06-30]", "2023-01-31", {"last_day": "2022-06-01"}),
        ("2021-06-30", "2021-01-31", {"lapsed": "2021-06-30"}),
        ("2021-01-31", "2021-06-30", {"lapsed": "2021-06-30"}),
        ("2021-06-30", "2023-01-31", {"last_day": "2023-01-31", "lapsed": "2021-06-30"}),
    ],
)
def test_a_row_has_the_soonest_day_to_come_and_the_last_that_passed(first, second, days):
    card = scorecard(until("sell", first), until("pilot", second))
    row = row_summaries(card.cells)["local-police"]
    assert {name: row[name] for name in ("last_day", "lapsed") if name in row} == days


def test_each_state_of_pledges_is_one_of_those_that_lists_know():
    lapsed, ahead = until("sell", "2021-06-30"), pledge(versions=[version(announced="2021-01-01", start="2030-01-01")])
    gone = pledge(versions=[version(ends={"withdrawn": "2021-01-01"})])
    doubtful = pledge(versions=[version(ends="self-judged")])
    standing = [until("sell", "2030-06-30"), doubtful, ahead, lapsed, gone, None]
    states = [pledge_state(scorecard(*([record] if record else []))) for record in standing]
    assert tuple(states) == PLEDGE_STATES


@pytest.mark.parametrize(
    ("pledges", "says"),
    [
        ([until("sell", "2023-01-31"), until("pilot", "2023-01-31")], "covered"),
        ([until("sell", "2023-01-31"), until("pilot", "2021-01-31")], "covered"),
        ([until("sell", "2021-06-30")], "lapsed"),
        ([], "nothing"),
    ],
)
def test_what_a_row_says_at_best(pledges, says):
    assert row_says(row_summaries(scorecard(*pledges).cells)["local-police"]) == says


def test_a_row_has_the_best_and_the_worst_answer_and_each_record_once():
    deals = evidence(acts=[act(), act(action=["pilot"])]), evidence("acme/lease", acts=[act(action=["lease"])])
    row = row_summaries(scorecard(until("pilot", "2023-01-31"), *deals).cells)["local-police"]
    assert (row["best"], row["worst"], row["states"]) == ("covered", "open", ["open", "lapsing"])
    assert row["evidence"] == 2
