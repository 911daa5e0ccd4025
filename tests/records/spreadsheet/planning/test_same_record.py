"""Whether a row is about a record that is on file: the same, nearly the same, or another."""

import pytest

from tracker.records.spreadsheet.planning.same_record import (
    as_new_version,
    into_version,
    like_evidence,
    like_pledge,
    same_evidence,
    same_pledge,
)

PLEDGE = {"topic": "drones", "versions": [{"quote": "We will not sell drones to the police", "start": "2020-06-10"}]}
DEED = {"nature": "conduct", "title": "Sold three camera drones to a town", "period": "2021-03"}


@pytest.mark.parametrize(("fields", "same", "like"), [({}, True, True), ({"topic": "paper"}, False, False)])
def test_the_same_words_on_another_topic_are_another_pledge(fields, same, like):
    other = {**PLEDGE, **fields}
    assert (same_pledge(PLEDGE, other), like_pledge(PLEDGE, other)) == (same, like)


@pytest.mark.parametrize(
    ("fields", "same", "like"),
    [
        ({}, True, True),
        ({"title": "Sold two camera drones to a town"}, False, True),
        ({"period": "2021-04"}, False, False),
        ({"nature": "statement"}, False, False),
    ],
)
def test_evidence_is_the_same_of_one_nature_and_time_only(fields, same, like):
    other = {**DEED, **fields}
    assert (same_evidence(DEED, other), like_evidence(DEED, other)) == (same, like)


def test_ratings_are_never_guessed_to_be_the_same():
    rating = {**DEED, "nature": "assessment"}
    assert not like_evidence(rating, rating)


def test_what_a_row_says_goes_into_the_last_version_of_these_words():
    versions = [
        {"quote": "We stop", "source": "a", "start": "2019"},
        {"quote": "We stop", "source": "b", "start": "2020"},
    ]
    named = {"versions": [{"quote": "We stop", "note": "Seen", "start": "2021", "also_in": ["b", "c"]}]}
    first, second = into_version(named, {"versions": versions})["versions"]
    assert (first, second["also_in"]) == ({}, ["c"])


@pytest.mark.parametrize(
    ("said", "by", "start"),
    [
        (None, "2020-06-20", "[2020-06-11..2020-06-20]"),
        (None, "2020-06-11", "2020-06-11"),
        ("2020-06-10", "2020-06-20", "[2020-06-11..2020-06-20]"),
        ("2020-06-11", "2020-06-20", "2020-06-11"),
        (None, "2020-06-10", None),
        ("2020-06-09", "2020-06-20", None),
    ],
)
def test_a_new_version_begins_after_the_one_before_and_by_the_day_of_its_source(said, by, start):
    named = {"versions": [{"quote": "We will not lease drones", **({"start": said} if said else {})}]}
    if start is None:
        with pytest.raises(ValueError, match="no date"):
            as_new_version(named, PLEDGE, "times", by)
    else:
        version = as_new_version(named, PLEDGE, "times", by)["versions"][-1]
        assert (version["start"], version["source"]) == (start, "times")


def test_what_was_reported_stands_beside_no_quote():
    (version,) = into_version({"versions": [{"reported": "They said so", "start": "2020-06-10"}]}, PLEDGE)["versions"]
    assert version == {"start": "2020-06-10"}
