"""Whose records bear on whom: companies, those that they own, and their owners (OWNER-1 to OWNER-3)."""

import pytest

from tests import factories as make
from tracker.records.ownership import counts_for, owned_by, owners_of, places_of, related_ids


def owned(id, *owners):
    return make.company(id, owners=[{"company": owner, "source": "gazette-1"} for owner in owners])


CHAIN = make.bundle(owned("acme", "holding"), owned("holding", "group"), make.company("group"), owned("bolt", "acme"))
CIRCLE = make.bundle(owned("acme", "holding"), owned("holding", "acme"))


def names(chains):
    return [(it.company.id, len(it.steps)) for it in chains]


def test_chains_of_owners_lead_up_and_down():
    assert names(owners_of(CHAIN, "acme")) == [("holding", 1), ("group", 2)]
    assert names(owned_by(CHAIN, "group")) == [("holding", 1), ("acme", 2), ("bolt", 3)]
    assert names(owned_by(CHAIN, "bolt")) == []


def test_companies_that_owned_each_other_are_each_met_once():
    assert names(owners_of(CIRCLE, "acme")) == names(owned_by(CIRCLE, "acme")) == [("holding", 1)]


def test_owners_further_up_that_owned_each_other_are_each_met_once():
    records = make.bundle(owned("acme", "holding"), owned("holding", "group"), owned("group", "holding"))
    assert names(owners_of(records, "acme")) == [("holding", 1), ("group", 2)]


def test_related_companies_are_named_by_their_former_ids_too():
    moved = make.company("holding", former_ids=["older-holding"])
    records = make.bundle(owned("acme", "older-holding"), moved)
    assert related_ids(records, ["acme"]) == {"acme", "holding", "older-holding"}


@pytest.mark.parametrize("down", ["aero", "zinc"])
def test_a_former_id_of_two_companies_leads_to_the_one_that_stands(down):
    mark = {"date": "2026-01-01", "reason": "It was entered twice."}
    both = [
        make.company(id, former_ids=["older"], **({"taken_down": mark} if id == down else {}))
        for id in ("aero", "zinc")
    ]
    assert {make.bundle(*both).present_id("older"), down} == {"aero", "zinc"}


def test_each_related_company_has_its_place():
    places = {"acme": {"own"}, "holding": {"owner"}, "group": {"owner"}, "bolt": {"owned"}}
    assert places_of(CHAIN, ["acme"]) == places
    assert related_ids(CHAIN, ["acme"]) == set(places)


def test_an_owner_that_is_not_on_record_is_named_too():
    assert related_ids(make.bundle(owned("acme", "nobody-yet")), ["acme"]) == {"acme", "nobody-yet"}


@pytest.mark.parametrize(
    ("record", "places"),
    [
        (make.evidence(), {"own", "owned"}),
        (make.evidence(nature="statement", acts=[]), {"own"}),
        (make.pledge(), {"own", "owner"}),
        (make.response(), {"own", "owned", "owner"}),
        (make.decision(), {"own"}),
    ],
)
def test_which_records_count_for_whom(record, places):
    assert {place for place in ("own", "owned", "owner") if counts_for(record, {place})} == places
