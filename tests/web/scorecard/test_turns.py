"""A recurring duty on its pages: a row of marks with words, one line for the last turns, nothing by colour alone."""

from datetime import date

import pytest

from tests import factories as make
from tests.web.checking import parsed, words
from tracker.engine.sentences.turn_sentences import Turn
from tracker.records.types.decision import FindingWord
from tracker.web.scorecard.turns import turn_mark

SVG = "{http://www.w3.org/2000/svg}svg"
PAGE = "/companies/acme/police-drones"
YEARLY = {"every": "1 year", "first": "2018-06-30"}


def done(year, on=None):
    said = make.fulfilment("full", due=f"{year}-06-30")
    return make.evidence(f"acme/report-{year}", acts=None, fulfils=[said], period=on or f"{year}-06-20")


@pytest.fixture
def site(site_of):
    checked = make.topic(checked_until={"acme": "2022-12-31", "bolt": "2022-12-31"})
    return site_of(
        make.company("bolt"),
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
    assert [mark.get("aria-hidden") for mark in row.iter(SVG)] == ["true"] * len(turns)
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


SHORT = ["2018 not on record", "2019 on time", "2020 overdue", "2021 late", "2022 overdue", "2023 not due yet"]


def items(tree):
    """The turns that a page or widget shows."""
    return [item for item in tree.iter("li") if item.get("data-state")]


def embedded(site, address):
    return parsed(site.client.get(f"/embed/{address}").text)


def test_comparisons_have_the_last_turns_each_by_its_year(site):
    turns = items(site.page("/compare?company=acme&company=bolt&as_of=2022-12-31").tree)
    assert [words(turn) for turn in turns] == SHORT
    assert [mark.get("aria-hidden") for turn in turns for mark in turn.iter(SVG)] == ["true"] * len(SHORT)


@pytest.mark.parametrize("address", ["companies/acme/police-drones", "pledges/acme/report"])
def test_widgets_have_them_too_and_name_the_pledge(site, address):
    tree = embedded(site, f"{address}?as_of=2022-12-31")
    assert [words(turn) for turn in items(tree)] == SHORT
    assert "A yearly report" in words(tree)
    assert items(embedded(site, f"{address}?form=line&as_of=2022-12-31")) == []


def test_turns_of_one_year_keep_their_days(site_of):
    twice = {"every": "6 months", "first": "2018-06-30"}
    site = site_of(make.promise(versions=[make.version(deadline=twice, start="2018-01-01")]))
    turns = items(embedded(site, "companies/acme/police-drones?as_of=2018-12-31"))
    assert [words(turn)[:3] for turn in turns] == ["30 "] * len(turns)
    assert len(turns) > 1


def test_the_api_has_each_turn_those_before_the_first_on_record_among_them(site):
    data = site.data("/api/v1/companies/acme/scorecard?as_of=2022-12-31")
    assert [(turn["due"], turn["state"], turn["evidence"]) for turn in data["turns"]] == [
        ("2018-06-30", "not on record", None),
        ("2019-06-30", "met", "acme/report-2019"),
        ("2020-06-30", "overdue", None),
        ("2021-06-30", "met late", "acme/report-2021"),
        ("2022-06-30", "overdue", None),
        ("2023-06-30", "pending", None),
    ]
    assert {turn["pledge"] for turn in data["turns"]} == {"acme/report"}


ONE_STATE = {"covered": "met", "late": "met late", "missed": "missed", "overdue": "overdue", "lapsing": "pending"}


@pytest.mark.parametrize(("mark", "states"), [(mark, {state}) for mark, state in ONE_STATE.items()])
def test_only_what_is_certain_has_a_mark_that_says_so(mark, states):
    every = [*FindingWord, "not on record"]
    marks = {str(state): turn_mark(Turn(date(2021, 6, 30), "", state, ""), {}).mark for state in every}
    assert {state for state, shown in marks.items() if shown == mark} == states
