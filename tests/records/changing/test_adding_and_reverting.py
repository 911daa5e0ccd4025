"""What an import adds to lists of parts, and differences that a person leaves."""

import pytest

from tracker.records.changing.adding import with_named
from tracker.records.changing.diff import body_differences
from tracker.records.changing.reverting import difference_name, without_differences

OLD = {
    "kind": "pledge", "id": "acme/drones", "topic": "police-drones",
    "versions": [{"start": "2020", "quote": "No drones", "scope": {"place": {"in": ["us"]}}}],
    "same_text_as": ["acme/one"],
}  # fmt: skip
NEW = {
    "kind": "pledge", "id": "acme/drones", "topic": "police-drones", "title": "No drones",
    "versions": [{"start": "2021", "reported": "No drones", "scope": {"place": {"in": ["ca"]}}}, {"start": "2022"}],
    "same_text_as": ["acme/one", "acme/two"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "whole"),
    [
        (
            "signatories",
            [{"company": "acme", "since": "2020"}],
            [{"company": "umbra", "since": "2020"}],
            [{"company": "acme", "since": "2020"}, {"company": "umbra", "since": "2020"}],
        ),
        (
            "owners",
            [{"company": "acme", "since": "2018"}],
            [{"company": "acme", "until": "2021"}],
            [{"company": "acme", "since": "2018", "until": "2021"}],
        ),
        (
            "outcomes",
            [{"date": "2021", "outcome": "denied", "source": "a"}],
            [{"date": "2021", "outcome": "admitted", "source": "a"}],
            [
                {"date": "2021", "outcome": "denied", "source": "a"},
                {"date": "2021", "outcome": "admitted", "source": "a"},
            ],
        ),
    ],
)
def test_parts_are_told_apart_by_what_they_are_about(name, old, new, whole):
    merged = with_named({name: old}, {name: new})
    assert merged == {name: whole}
    assert with_named(merged, {name: new}) == merged
    assert with_named({name: old}, {name: new}, keep=True)[name][: len(old)] == (old if name != "owners" else whole)


@pytest.mark.parametrize(
    ("old", "named", "whole"),
    [
        ({"quote": "No"}, {"reported": "It will not"}, {"reported": "It will not"}),
        ({"reported": "It will not"}, {"quote": "No"}, {"quote": "No"}),
        ({"at_least": "5"}, {"at_most": "3"}, {"at_most": "3"}),
        ({"at_most": "3"}, {"at_least": "5"}, {"at_least": "5"}),
        ({"place": {"in": ["US"], "rest": "out"}}, {"place": {"in": ["DE"]}}, {"place": {"in": ["DE"]}}),
        ({"place": {"in": ["US"]}}, {"place": {"in": ["DE"], "rest": "out"}}, {"place": {"in": ["DE"], "rest": "out"}}),
        (
            {"ends": {"last_day": "2020"}},
            {"ends": {"after": "1 year"}},
            {"ends": {"last_day": "2020", "after": "1 year"}},
        ),
        ({"acts": [{"action": ["sell"]}]}, {"acts": []}, {"acts": []}),
        ({"acts": []}, {"acts": [{"action": ["sell"]}]}, {"acts": [{"action": ["sell"]}]}),
        ({"topics": ["a", "b"]}, {"topics": ["c", "a"]}, {"topics": ["a", "b", "c"]}),
        ({"action": ["sell"]}, {"action": ["lease"]}, {"action": ["lease"]}),
    ],
    ids=str,
)
def test_what_an_import_names_stands_in_place_of_or_beside_what_was_there(old, named, whole):
    assert with_named(old, named) == whole


def test_one_who_owned_a_company_twice_stays_two():
    twice = [{"company": "acme", "since": "2010", "until": "2012"}, {"company": "acme", "since": "2018"}]
    assert with_named({"owners": twice}, {"owners": [{"company": "acme", "since": "2018"}]}) == {"owners": twice}


def test_differences_are_left_one_by_one_or_all():
    names = [difference_name(row) for row in body_differences(OLD, NEW)]
    assert without_differences(OLD, NEW, ()) == NEW
    assert without_differences(OLD, NEW, names) == OLD
    left = without_differences(OLD, NEW, ["versions.0.start", "same_text_as"])
    assert left["versions"][0]["start"] == "2020"
    assert (left["title"], left["same_text_as"]) == ("No drones", ["acme/one"])


PART = {"date": "2020", "outcome": "denied", "source": "s", "by": "A court"}
PARTS = [PART | {"date": f"2020-{month:02}"} for month in range(1, 6)]
TERMS = [{"id": name, "name": name.title()} for name in ("a", "b", "c", "d")]


@pytest.mark.parametrize(
    ("some", "others"),
    [
        (PARTS[1:2], PARTS),
        (PARTS[:1] + PARTS[3:], PARTS[1:4]),
        (PARTS, [PARTS[1] | {"by": "Another court"}, *PARTS[3:]]),
        (TERMS, TERMS[::-1]),
        (TERMS, [TERMS[3], TERMS[1] | {"name": "Other"}, {"id": "e"}]),
        ([{"id": "a", "acts": PARTS}, {"id": "b"}], [{"id": "c"}, {"id": "a", "acts": PARTS[2:4]}]),
    ],
    ids=str,
)
def test_parts_that_were_added_taken_out_changed_or_moved_are_all_taken_back(some, others):
    for before, after in (({"outcomes": some}, {"outcomes": others}), ({"outcomes": others}, {"outcomes": some})):
        names = [difference_name(row) for row in body_differences(before, after)]
        assert without_differences(before, after, names) == before
        assert without_differences(before, after, ()) == after


def test_a_part_that_was_taken_out_stands_again_behind_those_before_it():
    before, after = {"outcomes": PARTS}, {"outcomes": [PARTS[1], PARTS[3]]}
    left = without_differences(before, after, ["outcomes.4", "outcomes.2"])
    assert left["outcomes"] == PARTS[1:]


def test_words_and_what_stands_in_their_place_are_left_together():
    left = without_differences(OLD, NEW, ["versions.0.reported"])
    assert left["versions"][0]["quote"] == "No drones"
    assert "reported" not in left["versions"][0]
