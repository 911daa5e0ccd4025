"""A recurring duty on its pages: a row of marks with words, one line for the last turns, nothing by colour alone."""

import pytest

from tests import factories as make
from tests.web.checking import words

PAGE = "/companies/acme/police-drones"
YEARLY = {"every": "1 year", "first": "2018-06-30"}


def done(year, on=None):
    said = make.fulfilment("full", due=f"{year}-06-30")
    return make.evidence(f"acme/report-{year}", acts=None, fulfils=[said], period=on or f"{year}-06-20")


@pytest.fixture
def site(site_of):
    checked = make.topic(checked_until={"acme": "2022-12-31"})
    return site_of(
        checked,
        make.promise(versions=[make.version(deadline=YEARLY, start="2018-01-01")], title="A yearly report"),
        done(2019),
        done(2021, "2021-09-01"),
    )


@pytest.mark.parametrize("address", [f"{PAGE}?as_of=2022-12-31", "/pledges/acme/report?as_of=2022-12-31"])
def test_each_turn_has_a_mark_its_day_and_a_word(site, address):
    (row,) = site.page(address).all("ol", class_="turns")
    turns = list(row.iter("li"))
    states = ["not-on-record", "met", "overdue", "met-late", "overdue", "pending"]
    assert [turn.get("data-state") for turn in turns] == states
    assert all(mark.get("aria-hidden") == "true" for mark in row.iter("svg"))
    assert [words(turn) for turn in turns][:3] == [
        "30 June 2018 not on record",
        "30 June 2019 on time",
        "30 June 2020 overdue",
    ]
    assert [len(list(turn.iter("a"))) for turn in turns] == [0, 1, 0, 1, 0, 0]


def test_the_first_screen_sums_up_the_last_turns(site):
    assert "1 of the last 4 on time, 1 late, 2 overdue" in site.page(f"{PAGE}?as_of=2022-12-31").section("did")


def test_the_next_turn_is_coming_up(site):
    listed = site.page("/lapsing?as_of=2022-12-31")
    assert "30 June 2023" in listed.text
    assert "A yearly report" in listed.text
