"""Merging what two people made of one record: laws on bodies of every shape, and cases as editors meet them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.bodies import BODIES, threes
from tracker.records.changing.diff import body_differences
from tracker.records.changing.merge import Conflict, merged
from tracker.records.kinds import body

SIDES = st.sampled_from(("mine", "theirs", "base"))
SWAPPED = {"mine": "theirs", "theirs": "mine", "base": "base"}


@given(BODIES, BODIES)
def test_without_a_change_on_one_side_the_other_comes_out(base, changed):
    for mine, theirs in ((base, changed), (changed, base), (changed, changed)):
        outcome = merged(base, mine, theirs)
        assert (outcome.body, outcome.conflicts) == (changed, ())
        assert body_differences(changed, outcome.body) == []


@given(threes())
def test_sides_may_be_swapped(three):
    base, mine, theirs = three
    outcome, swapped = merged(base, mine, theirs), merged(base, theirs, mine)
    assert [Conflict(c.path, c.base, c.theirs, c.mine) for c in swapped.conflicts] == list(outcome.conflicts)
    if not outcome.conflicts:
        assert outcome.body == swapped.body
        assert body_differences(outcome.body, swapped.body) == []


@given(threes(), st.data())
def test_once_every_conflict_is_decided_the_merge_is_the_same_from_both_sides(three, data):
    base, mine, theirs = three
    decisions = {c.path: data.draw(SIDES) for c in merged(base, mine, theirs).conflicts}
    outcome = merged(base, mine, theirs, decisions)
    assert outcome.conflicts == ()
    swapped = merged(base, theirs, mine, {path: SWAPPED[side] for path, side in decisions.items()})
    assert outcome.body == swapped.body


@given(threes())
def test_what_one_side_alone_changed_is_taken_and_conflicts_are_of_what_both_changed(three):
    base, mine, theirs = three
    outcome = merged(base, mine, theirs)
    for name in {*base, *mine, *theirs}:
        if base.get(name) == theirs.get(name):
            assert outcome.body.get(name) == mine.get(name)
        elif base.get(name) == mine.get(name):
            assert outcome.body.get(name) == theirs.get(name)
    changed = [{row.field.split()[0] for row in body_differences(base, side)} for side in (mine, theirs)]
    assert {str(c.path[0]) for c in outcome.conflicts} <= changed[0] & changed[1]
    assert len({c.path for c in outcome.conflicts}) == len(outcome.conflicts)
    assert all(c.mine != c.theirs and c.mine != c.base and c.theirs != c.base for c in outcome.conflicts)


TERMS = st.lists(st.sampled_from("abcdef"), unique=True)


@given(TERMS, TERMS, TERMS)
def test_words_are_merged_as_sets(base, mine, theirs):
    outcome = merged({"sources": base}, {"sources": mine}, {"sources": theirs})
    expected = (set(base) & set(mine) & set(theirs)) | (set(mine) - set(base)) | (set(theirs) - set(base))
    assert outcome.conflicts == ()
    assert sorted(outcome.body["sources"]) == sorted(expected)


PEOPLE = st.lists(st.sampled_from("abcdef"), unique=True).map(lambda ids: [{"id": id, "name": "N"} for id in ids])


@given(PEOPLE, PEOPLE, PEOPLE)
def test_parts_with_an_id_are_merged_as_sets_of_them(base, mine, theirs):
    outcome = merged({"rows": base}, {"rows": mine}, {"rows": theirs})
    ids = [{row["id"] for row in rows} for rows in (base, mine, theirs)]
    assert outcome.conflicts == ()
    assert {row["id"] for row in outcome.body["rows"]} == (ids[0] & ids[1] & ids[2]) | (ids[1] - ids[0]) | (
        ids[2] - ids[0]
    )


def pledge(**version):
    return body(make.pledge(versions=[make.version(**version)]))


def test_two_fields_of_one_version_changed_by_two_people_are_both_taken():
    outcome = merged(pledge(), pledge(speaker="B. Person"), pledge(channel="a letter"))
    assert outcome.conflicts == ()
    (version,) = outcome.body["versions"]
    assert (version["speaker"], version["channel"]) == ("B. Person", "a letter")


def test_one_field_changed_in_two_ways_is_to_be_decided_and_meanwhile_as_published():
    outcome = merged(pledge(), pledge(speaker="B. Person"), pledge(speaker="C. Person"))
    (conflict,) = outcome.conflicts
    assert conflict == Conflict(("versions", 0, "speaker"), "A. Person, president", "B. Person", "C. Person")
    assert conflict.field == "versions 1 › speaker"
    assert outcome.body == pledge(speaker="C. Person")
    decided = merged(pledge(), pledge(speaker="B. Person"), pledge(speaker="C. Person"), {conflict.path: "mine"})
    assert (decided.body, decided.conflicts) == (pledge(speaker="B. Person"), ())


def test_a_version_that_each_of_two_people_added_stays_in_the_order_of_their_days():
    first = make.version()
    late, early = (make.version(start=day, change="extended") for day in ("2022-01-01", "2021-01-01"))
    base, mine, theirs = (body(make.pledge(versions=[first, *more])) for more in ([], [late], [early]))
    outcome = merged(base, mine, theirs)
    assert (outcome.conflicts, outcome.body["versions"]) == (
        (),
        body(make.pledge(versions=[first, early, late]))["versions"],
    )
    # Whoever goes on with what they added goes on with theirs, though it is the third by now.
    going_on = body(make.pledge(versions=[first, {**late, "channel": "a letter"}]))
    (_, other, own) = merged(mine, going_on, outcome.body).body["versions"]
    assert (other["start"], own["start"], own["channel"]) == ("2021-01-01", "2022-01-01", "a letter")


def test_acts_that_each_of_two_people_added_stay_unless_one_of_them_is_named_by_its_number():
    def deals(*acts, **fields):
        return body(make.evidence(acts=[make.act(), *acts], **fields))

    sale, lease = make.act(action=["market"]), make.act(action=["lease"])
    outcome = merged(deals(), deals(sale), deals(lease))
    assert outcome.conflicts == ()
    assert sorted(act["action"] for act in outcome.body["acts"]) == [["lease"], ["market"], ["sell"]]
    named = deals(sale, outcomes=[make.outcome("2021-05-01", "admitted", acts=[2])])
    (conflict,) = merged(deals(), named, deals(lease)).conflicts
    assert conflict.path == ("acts", 1)


def test_a_part_that_was_saved_while_it_was_typed_is_no_second_part():
    first = make.version()
    begun, whole = ({"start": "2021-01-01", "quote": quote} for quote in ("We will", "We will not sell drones"))
    base, mine, theirs = ({"versions": [first, *more]} for more in ([], [whole], [begun]))
    for outcome in (merged(base, mine, theirs), merged(base, theirs, mine)):
        assert (outcome.conflicts, outcome.body) == ((), mine)


def test_a_version_rewritten_beside_one_that_was_taken_out_or_put_in_is_still_the_same():
    versions = [make.version(start=f"202{n}-01-01") for n in range(3)]
    base = {"versions": versions}
    fewer = {"versions": versions[1:]}
    other = {"versions": [versions[0], versions[1], {**versions[2], "speaker": "B. Person"}]}
    outcome = merged(base, fewer, other)
    assert (outcome.conflicts, outcome.body["versions"]) == ((), other["versions"][1:])


def test_a_part_that_one_took_out_and_the_other_changed_is_to_be_decided():
    ways = [[], [make.outcome("2021-05-01", "alleged")], [make.outcome("2021-05-01", "alleged", note="In court.")]]
    mine, base, theirs = (body(make.evidence(outcomes=outcomes)) for outcomes in ways)
    (conflict,) = merged(base, mine, theirs).conflicts
    assert (conflict.path, conflict.mine) == (("outcomes", 0), None)
    assert conflict.theirs["note"] == "In court."
    assert "outcomes" not in merged(base, mine, theirs, {conflict.path: "mine"}).body


def test_what_both_added_to_a_list_in_order_of_time_is_in_that_order():
    old = make.outcome("2020-05-01", "alleged")
    early, late = make.outcome("2021-05-01", "denied"), make.outcome("2022-05-01", "admitted")
    base, mine, theirs = (body(make.evidence(outcomes=[old, *more])) for more in ([], [late], [early]))
    assert merged(base, mine, theirs).body["outcomes"] == [old, early, late]


def test_the_same_addition_by_both_stands_once():
    item = make.outcome("2021-05-01", "denied")
    base, mine, theirs = (
        body(make.evidence(outcomes=some, sources=sources))
        for some, sources in (
            ([], ["contract-1"]),
            ([item], ["contract-1", "gazette-1"]),
            ([item], ["gazette-1", "contract-1"]),
        )
    )
    outcome = merged(base, mine, theirs)
    assert outcome.conflicts == ()
    assert (outcome.body["outcomes"], sorted(outcome.body["sources"])) == ([item], ["contract-1", "gazette-1"])


def scoped(**labels):
    return body(make.pledge(versions=[make.version(scope=make.scope(counterparty=labels))]))


def test_terms_that_two_people_label_are_both_labelled():
    base, mine, theirs = (
        scoped(unclear=["a", "b", "c"]),
        scoped(**{"in": ["a"], "unclear": ["b", "c"]}),
        scoped(unclear=["a", "c"], out=["b"]),
    )
    outcome = merged(base, mine, theirs)
    assert outcome.conflicts == ()
    assert outcome.body["versions"][0]["scope"]["counterparty"] == {"in": ["a"], "out": ["b"], "unclear": ["c"]}


def test_a_term_that_two_people_label_differently_is_to_be_decided():
    base, mine, theirs = (
        scoped(unclear=["a", "b"]),
        scoped(**{"in": ["a"], "unclear": ["b"]}),
        scoped(out=["a"], unclear=["b"]),
    )
    (conflict,) = merged(base, mine, theirs).conflicts
    assert conflict.path == ("versions", 0, "scope", "counterparty")
    assert (conflict.mine, conflict.theirs) == ({"in": ["a"], "unclear": ["b"]}, {"out": ["a"], "unclear": ["b"]})


def test_products_are_known_by_their_id():
    camera = {"id": "camera", "name": "Camera", "subjects": ["camera-drones"]}
    base, mine, theirs = (
        body(make.company(products=products))
        for products in (
            [camera],
            [{**camera, "name": "Camera 2"}],
            [{**camera, "name": "Eye"}, {**camera, "id": "lens"}],
        )
    )
    outcome = merged(base, mine, theirs)
    assert [conflict.path for conflict in outcome.conflicts] == [("products", "camera", "name")]
    assert [product["id"] for product in outcome.body["products"]] == ["camera", "lens"]


@pytest.mark.parametrize("wrong", [3, None, True, "text", [1, "a"], [[]], {"a": 1}, 1.5])
def test_whatever_a_draft_holds_is_merged_or_listed(wrong):
    base, theirs = body(make.pledge()), pledge(speaker="C. Person")
    outcome = merged(base, {**base, "versions": wrong, "title": wrong}, theirs)
    assert outcome.body["title"] == wrong
    assert [(c.path, c.mine) for c in outcome.conflicts] == [(("versions",), wrong)]
    assert merged({**base, "title": 1}, {**base, "title": True}, {**base, "title": 1}).body["title"] is True


def test_thresholds_that_both_moved_are_a_conflict_over_the_dimension():
    def of(bound, **other):
        return {"scope": {"counterparty": {"in": [f">= {bound}"], "out": ["< 15"], **other}}}

    both = merged(of(40), of(30), of(25, out=["< 10"]))
    assert [conflict.path for conflict in both.conflicts] == [("scope", "counterparty")]
    assert merged(of(40), of(30), of(40)).body == of(30)
    acts = merged(*({"acts": [{"counterparty": [number, "> 5"]}]} for number in ("42", "43", "44")))
    assert [conflict.path for conflict in acts.conflicts] == [("acts", 0, "counterparty")]
