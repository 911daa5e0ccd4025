"""The rows that lists sort and filter by, made from scorecards alone."""

from datetime import date

import pytest

from tests.factories import (
    act,
    check,
    company,
    condition,
    development,
    evidence,
    outcome,
    pledge,
    scope,
    scorecard,
    version,
)  # fmt: skip
from tracker.engine.summary import scorecard_summary
from tracker.models.derived.scorecard_index import ALL_TOPICS, NO_LIST
from tracker.services.publishing.derived.rows import record_row
from tracker.services.publishing.derived.scorecard_index_rows import index_rows

AS_OF = date(2020, 12, 31)
LOCAL = scope(counterparty={"in": ["local-police"], "rest": "out"})
PERHAPS = scope(counterparty={"in": ["local-police"], "unclear": ["federal-police"]})
DOCUMENT = {"outcomes": [outcome("2020-11-01", "admitted")]}


def standing(*records):
    return scorecard_summary(scorecard(check(until="2020-12-31"), *records, as_of=AS_OF.isoformat()))


def row(*records, name=ALL_TOPICS):
    (index_row,) = [row for row in index_rows(company(), [standing(*records)], AS_OF, 7) if row["topic_id"] == name]
    return index_row


def words(labels, **fields):
    return pledge(versions=[version(scope=labels, **fields)])


def in_order(key, *rows):
    return [row[key] for row in rows] == sorted({row[key] for row in rows})


def test_what_covers_more_comes_first_then_what_may_cover_more_and_no_pledge_last():
    both = scope(counterparty={"in": ["local-police", "federal-police"]})
    rows = [row(*records) for records in ([words(both)], [words(PERHAPS)], [words(LOCAL)], [])]
    assert [(row["covered"], row["possible"]) for row in rows] == [(2, 2), (1, 2), (1, 1), (0, 0)]
    assert in_order("strength_order", *rows)
    assert row(words(LOCAL, ends={"last_day": "2020-07-31"}))["strength_order"] < rows[-1]["strength_order"]


def test_the_gravest_word_comes_first_then_the_more_records_of_conduct_and_no_finding_last():
    deal = evidence("acme/deal", period="2020-07-01", **DOCUMENT)
    again = evidence("acme/again", period="2020-08-01", **DOCUMENT)
    before = evidence("acme/before", period="2019", acts=[act()])
    rows = [row(words(LOCAL), *records) for records in ((deal, again), (deal,), (before,), ())]
    assert [row["contrary"] for row in rows[:2]] == [2, 1]
    assert rows[3]["gravest"] is None
    assert in_order("gravity_order", *rows)


@pytest.mark.parametrize("taken_down", [None, {"date": "2020-12-01", "reason": "It was another company."}])
def test_a_company_that_was_taken_down_is_in_no_list(taken_down):
    rows = index_rows(company(taken_down=taken_down), [standing(words(LOCAL))], AS_OF, 7)
    assert [row["topic_id"] for row in rows] == ([NO_LIST] if taken_down else ["police-drones", ALL_TOPICS])


def test_over_all_topics_the_best_state_and_the_nearest_day_of_change_are_told():
    ended = standing(words(LOCAL, ends={"last_day": "2020-07-31"}))
    ending = standing(words(LOCAL, ends={"last_day": "2021-07-31"}))
    later = standing(words(LOCAL, ends={"last_day": "2022-07-31"}))
    for standings in ((ended, ending, later), (later, ending, ended)):
        over_all = index_rows(company(), standings, AS_OF, 7)[-1]
        assert (over_all["pledge_state"], over_all["next_last_day"]) == ("in force", date(2021, 7, 31))
    unchecked = [
        scorecard_summary(scorecard(words(LOCAL, ends={"last_day": day}), as_of=AS_OF.isoformat()))
        for day in ("2020-07-31", "2022-07-31", "2021-07-31")
    ]
    assert index_rows(company(), unchecked, AS_OF, 7)[-1]["valid_until"] == date(2021, 7, 31)


def test_over_all_topics_a_record_on_two_of_them_is_reviewed_once():
    one, two = evidence("acme/deal"), evidence("acme/again")
    standings = standing(words(LOCAL), one), standing(words(LOCAL), one, two)
    assert [row["reviewed"] for row in index_rows(company(), standings, AS_OF, 7)[-1:]] == [2]


@pytest.mark.parametrize(
    ("better", "other"),
    [
        ({}, {"start": "2021-06-01", "announced": "2020-06-01"}),
        ({"ends": {"withdrawn": "2020-07-31"}}, None),
    ],
    ids=["in force, announced", "withdrawn, none"],
)
def test_of_two_states_the_one_with_more_of_a_pledge_is_told(better, other):
    states = standing(words(LOCAL, **better)), standing() if other is None else standing(words(LOCAL, **other))
    assert states[0].pledge_state != states[1].pledge_state
    for standings in (states, states[::-1]):
        assert index_rows(company(), standings, AS_OF, 7)[-1]["pledge_state"] == states[0].pledge_state


def test_every_name_of_a_company_is_looked_for_folded():
    names = index_rows(company(name="Ácme", aliases=["ACME Group"]), [], AS_OF, 7)[0]["names"]
    assert names.split("\n") == ["acme", "acme group"]


def test_lists_sort_a_record_by_its_first_possible_day():
    records = {
        evidence(period="2020-07"): date(2020, 7, 1),
        evidence(period="2019/2021-03"): date(2019, 1, 1),
        words(LOCAL, announced="2020-05"): date(2020, 5, 1),
        condition(developments=(development("2019-01-01", "no"), development("2020-03", "no"))): date(2020, 3, 1),
    }
    for record, day in records.items():
        assert record_row(record, "", 1, 1)["day"] == day.toordinal()


def test_a_record_of_one_topic_is_found_by_it():
    rows = [record_row(evidence(topics=topics), "", 1, 1) for topics in (["police-drones"], ["police-drones", "cars"])]
    assert [row["topic_id"] for row in rows] == ["police-drones", None]
