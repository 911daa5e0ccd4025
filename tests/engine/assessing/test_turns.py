"""Recurring duties: each turn is a due of its own, and the last five sum them up (DUE-10)."""

import pytest

from tests.engine.assessing.test_worked_dues import card_of, pledged, says, versions_of
from tests.factories import condition, decision, evidence, outcome, promise, topic, version, yardstick
from tracker.engine.presented import PresentedScorecard
from tracker.engine.scorecard_json import scorecard_json
from tracker.engine.sentences.turn_sentences import turn_row
from tracker.records.sentences import SENTENCES

YEARLY = {"every": "1 year", "first": "2018-06-30"}


def duty(deadline=YEARLY, start="2017-05-01", **fields):
    return pledged((start, deadline), **fields)


def turn(year, on=None, extent="full", **said):
    """A document of what was done for the turn of a year, on its 20 June by default."""
    return says(extent, on or f"{year}-06-20", id=f"turn-{year}", said={"due": f"{year}-06-30", **said})


def turns(*records, **fields):
    """The state of each turn by its day, in order."""
    return {
        due.due.latest.isoformat(): due.computed
        for due in sorted(card_of(*records, **fields).assessment.dues, key=lambda due: due.due.latest)
    }


def states(*records, **fields):
    return list(turns(*records, **fields).values())


def row(*records, **fields):
    card = card_of(*records, **fields)
    return [(it.day.isoformat(), it.state) for it in turn_row(card.dossier, card.assessment, card.dossier.pledges[0])]


def lead(*records, **fields):
    (leading,) = [due for due in card_of(*records, **fields).assessment.dues if due.lead]
    return leading.computed, leading.due.latest.year


def short(*records, **fields):
    (line,) = PresentedScorecard(card_of(*records, **fields)).dues
    return line.heading


def test_there_are_the_turns_up_to_the_day_and_the_next():
    all_turns = turns(duty(), turn(2018), as_of="2020-06-30")
    assert all_turns == {"2018-06-30": "met", "2019-06-30": "overdue", "2020-06-30": "pending", "2021-06-30": "pending"}
    assert turns(duty(), turn(2018), as_of="2020-06-29").keys() == {"2018-06-30", "2019-06-30", "2020-06-30"}


def test_a_missing_turn_is_overdue_or_not_checked_and_each_turn_is_judged_alone():
    by_turn = states(duty(), turn(2018), turn(2019, "2019-08-01"), turn(2021), checked="2022-09-30", as_of="2024-01-01")
    assert by_turn == ["met", "met late", "overdue", "met", "overdue", "not checked since", "pending"]


def test_turns_before_the_first_on_record_have_no_state():
    assert turns(duty(), turn(2022)).keys() == {f"{year}-06-30" for year in range(2022, 2027)}
    assert row(duty(), turn(2020), as_of="2021-01-01") == [
        ("2018-06-30", "not on record"),
        ("2019-06-30", "not on record"),
        ("2020-06-30", "met"),
        ("2021-06-30", "pending"),
    ]


@pytest.mark.parametrize(
    ("start", "before_the_first"),
    [("2018-06-30", 2), ("2018-07-01", 1), ("[2018-01-01..2018-06-30]", 2), ("[2018-01-01..2018-07-01]", 1)],
)
def test_turns_are_listed_from_the_latest_day_on_which_the_duty_may_have_begun(start, before_the_first):
    states = [state for _, state in row(duty(start=start), turn(2020), as_of="2020-12-31")]
    assert states == ["not on record"] * before_the_first + ["met", "pending"]


def test_with_nothing_on_record_each_turn_that_was_checked_is_overdue():
    assert states(duty(), as_of="2020-01-01") == ["overdue", "overdue", "pending"]
    assert states(duty(), as_of="2020-01-01", checked=None) == ["not checked since", "not checked since", "pending"]


def test_what_was_not_done_in_a_turn_is_missed_of_that_turn_only():
    by_turn = states(duty(), turn(2018, "2018-09-01", "none"), turn(2019), as_of="2020-01-01")
    assert by_turn == ["missed", "met", "pending"]


def test_no_turn_comes_after_the_last_one_nor_before_the_pledge():
    until = {**YEARLY, "last": "2019-06-30"}
    assert turns(duty(until), turn(2018)).keys() == {"2018-06-30", "2019-06-30"}
    assert turns(duty(start="2019-06-30")).keys() == {f"{year}-06-30" for year in range(2019, 2027)}
    assert "2019-06-30" not in turns(duty(start="2019-07-01"))


@pytest.mark.parametrize(
    ("ends", "after_the_end"),
    [
        ({"withdrawn": "2020-03-01"}, ["dropped before due"]),
        ({"last_day": "2020-03-01"}, []),
        ({"after": "1 year"}, []),
    ],
)
def test_a_withdrawal_takes_away_one_turn_and_an_end_of_its_own_words_none(ends, after_the_end):
    by_turn = states(duty(start="2019-06-01", ends=ends), turn(2019))
    assert by_turn == ["met", *after_the_end]


def test_a_withdrawal_is_told_before_the_turn_that_it_takes_away_is_due():
    gone = duty(ends={"withdrawn": "2020-03-01"})
    assert turns(gone, turn(2018), turn(2019), as_of="2020-04-01")["2020-06-30"] == "dropped before due"


def test_the_next_version_goes_on_with_the_turns_that_it_asks_no_less():
    both = pledged(("2017-05-01", YEARLY), ("2020-06-30", YEARLY))
    card = card_of(both, turn(2018), turn(2020), turn(2021), as_of="2022-01-01")
    assert [(due.due.latest.year, due.force.number) for due in card.assessment.dues if due.computed == "met"] == [
        (2021, 2),
        (2020, 1),
        (2018, 1),
    ]
    assert {due.computed for due in card.assessment.dues} == {"met", "overdue", "pending"}


@pytest.mark.parametrize(
    "later",
    [
        {"every": "2 years", "first": "2020-06-30"},
        {"every": "1 year", "first": "2020-12-31"},
        {**YEARLY, "last": "2024-06-30"},
        "2019-12-31",
        None,
    ],
    ids=["more rarely", "later", "not for ever", "once", "no deadline"],
)
def test_a_version_that_asks_for_fewer_or_later_turns_moved_the_first_one_after_it(later):
    both = pledged(("2017-05-01", YEARLY), ("2019-10-01", later))
    card = card_of(both, turn(2018), turn(2019), as_of="2021-01-01")
    moved = [due for due in card.assessment.dues if due.computed == "moved before due"]
    assert [(due.due.latest.isoformat(), due.force.number) for due in moved] == [("2020-06-30", 1)]


@pytest.mark.parametrize(("last", "state"), [("2024-06-30", "moved before due"), ("2024-12-31", "met")])
def test_a_duty_up_to_a_vague_day_goes_on_to_its_latest_reading(last, state):
    both = pledged(("2017-05-01", {**YEARLY, "last": "2024"}), ("2019-10-01", {**YEARLY, "last": last}))
    dues = card_of(both, turn(2018), turn(2019), as_of="2020-01-01").assessment.dues
    assert max((due.due.latest, due.computed) for due in dues if due.force.number == 1)[1] == state


def test_one_deadline_that_became_a_duty_is_not_moved_where_the_first_turn_is_no_later():
    assert (1, "moved before due") not in [
        (due.force.number, due.computed)
        for due in card_of(pledged(("2017-01-01", "2020-06-30"), ("2018-01-01", YEARLY))).assessment.dues
    ]


def test_the_gravest_of_the_last_five_turns_leads_and_older_ones_do_not():
    done = [turn(year) for year in range(2019, 2024)]
    missed_first = turn(2018, "2018-09-01", "none")
    assert lead(duty(), missed_first, *done[:4], as_of="2022-12-31") == ("missed", 2018)
    assert lead(duty(), missed_first, *done, as_of="2023-12-31") == ("met", 2023)


def test_a_turn_that_is_only_to_come_leads_where_it_is_the_only_one():
    assert lead(duty(), as_of="2018-01-01") == ("pending", 2018)
    assert lead(duty(), turn(2018), as_of="2018-12-31") == ("met", 2018)
    assert lead(duty(), turn(2018), turn(2019, "2018-11-01", "none"), as_of="2018-12-31") == (
        "falls short so far",
        2019,
    )


def test_a_promise_counts_once_whatever_its_turns():
    card = card_of(duty(), turn(2020), turn(2022, "2022-08-01"))
    assert card.counts_of_promises == {"overdue": 1}


def test_the_last_five_are_told_in_one_line():
    records = [turn(2020), turn(2021), turn(2022, "2022-08-01"), turn(2024)]
    assert short(duty(), *records) == "2 of the last 5 on time, 1 late, 2 overdue"
    assert short(duty(), as_of="2018-01-01") == "first due by 30 June 2018"
    assert short(duty(), turn(2018), as_of="2019-01-01") == "so far 1 on time"


def test_the_line_says_what_is_only_alleged_and_what_editors_decided():
    alleged = says(
        "full", "2018-06-20", id="said", said={"due": "2018-06-30"}, outcomes=[outcome("2018-07-01", "alleged")]
    )
    assert "alleged" in short(duty(), alleged, as_of="2019-01-01")
    aside = decision(
        evidence=None, act=None, pledge="acme/report", due="2019-06-30", computed="overdue", decision="dismissed"
    )
    done = turn(2018), turn(2020)
    assert short(duty(), *done, as_of="2020-12-31") == "2 of the last 3 on time, 1 overdue"
    assert short(duty(), *done, aside, as_of="2020-12-31") == "1 of the last 3 set aside by editors, 2 on time"


def test_a_turn_that_editors_moved_to_a_finding_on_acts_is_told_by_its_heading():
    moved = decision(
        evidence=None,
        act=None,
        pledge="acme/report",
        due="2019-06-30",
        computed="overdue",
        decision="downgraded",
        to="loophole",
    )
    assert SENTENCES["finding.loophole.heading"] in short(duty(), turn(2018), moved, as_of="2019-12-31")


def test_the_headline_tells_how_often_and_all_in_one_sentence():
    headline = card_of(duty(short="to publish a report"), turn(2020), turn(2022, "2022-08-01")).headline
    assert headline[0] == "Acme Optics Inc. has pledged to publish a report every year from 30 June 2018."
    assert headline[-1].startswith("The pledge, due every year: 1 of the last 5 late, 4 overdue")
    said_already = card_of(duty(short="to publish a yearly report")).headline
    assert said_already[0] == "Acme Optics Inc. has pledged to publish a yearly report."
    over = card_of(duty({**YEARLY, "last": "2019-06-30"}, short="to publish reports"), turn(2019)).headline
    assert over[0] == "Acme Optics Inc. pledged to publish reports every year from 30 June 2018 to 30 June 2019."


@pytest.mark.parametrize(
    ("said", "summed_up"), [({}, True), ({"decision": "downgraded", "to": "falls short so far"}, False)]
)
def test_a_turn_that_editors_confirmed_is_summed_up_with_the_others(said, summed_up):
    fields = {"evidence": None, "act": None, "pledge": "acme/report", "due": "2019-06-30", "computed": "overdue"}
    headline = card_of(duty(), turn(2018), decision(**fields, **said), as_of="2020-01-01").headline
    assert ("due every year" in headline[-1]) is summed_up


def test_a_changed_duty_is_told_with_the_earlier_one():
    words = versions_of(("2017-05-01", YEARLY), ("2019-10-01", {"every": "2 years", "first": "2020-06-30"}))
    words = [{**version, "short": "to publish a report"} for version in words]
    headline = card_of(promise(versions=words), turn(2018), turn(2019), as_of="2020-01-01").headline
    assert headline[1] == "Before, it had pledged to publish a report every year from 30 June 2018."
    asks_to_act = topic(yardstick=yardstick(commitment="perform"), checked_until={"acme": "2020-01-01"})
    headline = card_of(promise(versions=words), turn(2018), turn(2019), asks_to_act, as_of="2020-01-01").headline
    assert headline[2].endswith("due every year: 2 of the last 3 on time, 1 changed before it was due.")


def test_a_turn_with_a_target_is_judged_by_the_amount_that_names_it():
    target = {"measure": "trees", "unit": "trees", "at_least": "1000"}
    planted = [
        says(None, "2018-06-20", id="a", said={"due": "2018-06-30", "amount": "1200"}),
        says(None, "2019-07-20", id="b", said={"due": "2019-06-30", "amount": "800", "on": "2019-06-30"}),
    ]
    card = card_of(duty(target=target), *planted, as_of="2019-12-31")
    states = {due.due.latest.year: (due.computed, due.in_part, due.target) for due in card.assessment.dues}
    assert states == {
        2018: ("met", False, "1000"),
        2019: ("missed", True, "1000"),
        2020: ("pending", False, "1000"),
    }


def test_json_has_each_turn_and_the_line():
    data = scorecard_json(card_of(duty(), turn(2024)))
    assert {(due["kind"], due["state"]) for due in data["dues"]} == {
        ("turn", "met"),
        ("turn", "overdue"),
        ("turn", "pending"),
    }
    assert [pledge["turns"] for pledge in data["pledges"]] == ["1 of the last 2 on time, 1 overdue"]


def test_of_a_duty_without_any_turn_the_record_is_told():
    """Over before its first turn, it has none to sum up: the sentence names what was reached."""
    early = duty(ends={"last_day": "2017-12-31"}, target={"measure": "sales reported", "unit": "%", "at_least": "80"})
    reached = evidence(
        title="Reported 90 %", acts=None, period="2017-06", fulfils=[{"pledge": early.id, "amount": "90"}]
    )
    card = card_of(early, reached)
    assert card.assessment.turns_of(card.dossier.pledges[0]) == []
    assert "Reported 90 %" in card.headline[-1]


def test_a_version_that_waits_for_its_condition_has_no_turns_yet():
    (first,) = versions_of(("2017-05-01", YEARLY))
    waiting = version(start={"condition": "drone-law"}, announced="2018-01-01", deadline=YEARLY, scope={})
    both = promise(versions=[first, waiting])
    assert row(both, condition(), turn(2019), as_of="2019-12-31") == [
        ("2018-06-30", "not on record"),
        ("2019-06-30", "met"),
        ("2020-06-30", "pending"),
    ]
