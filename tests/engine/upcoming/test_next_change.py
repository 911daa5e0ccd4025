"""How long a scorecard stays as it is: the law on generated records, and the days that worked cases turn on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import (
    KNOWN_AT,
    condition,
    development,
    dossier,
    evidence,
    pledge,
    promise,
    response,
    scorecard,
    topic,
    version,
)
from tests.strategies.records import cases, date_text, dates, day, ends, period, strategy
from tracker.engine.scorecard_json import scorecard_json
from tracker.engine.summary import scorecard_summary
from tracker.engine.upcoming.next_change import next_change
from tracker.records.sentences import SENTENCES

UNDATED = {"kind": "wording", "id": "undated", "sentences": {"headline.nothing": "None of {reviewed}."}}
"""The one sentence that names the day asked, without it."""
FAR = timedelta(days=400)


def shown(case, day):
    """All that a scorecard and its line in lists say, but for the day asked and the days left from it."""
    card = replace(case, as_of=day).scorecard()
    line = scorecard_summary(card)
    ends = [(e.pledge.id, e.number, e.kind, e.last_day, e.text) for e in line.endings]
    return {**scorecard_json(card), "as_of": None}, line.pledge_state, line.rows, ends


@given(cases(), st.data())
def test_nothing_changes_before_the_next_change(case, data):
    case = replace(case, records=(*case.records, UNDATED))
    until = next_change(case.dossier(), case.as_of) or case.as_of + FAR
    last = until - timedelta(days=1)
    expected = shown(case, case.as_of)
    assert shown(case, last) == expected
    assert shown(case, data.draw(st.dates(case.as_of, last))) == expected
    # So one scorecard can stand for all these days.
    taken_over = case.scorecard().at(last, KNOWN_AT)
    assert scorecard_json(taken_over) == scorecard_json(replace(case, as_of=last).scorecard())


@given(cases())
def test_some_day_nothing_changes_any_more(case):
    day, steps = case.as_of, 0
    while day := next_change(case.dossier(), day):
        steps += 1
        assert steps < 200


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([pledge(versions=[version(ends="open")])], None),
        ([pledge(versions=[version(ends={"last_day": "2021-03-31"})])], "2021-03-31"),
        ([pledge(versions=[version(ends={"after": "1 year"})])], "2021-06-10"),
        ([pledge(versions=[version(ends={"withdrawn": "2021-02-01"})])], "2021-02-01"),
        ([pledge(versions=[version(events=[{"date": "2021-02-03", "title": "Its page is gone"}])])], "2021-02-03"),
        ([promise(deadline="2021-06-30")], "2021-06-30"),
        ([promise(deadline={"after": "1 year"})], "2021-06-11"),
        ([evidence(period="2021-05-01")], "2021-05-01"),
        ([evidence(period="2020-07-01/..")], None),
        ([response(answered="2021-01-05")], "2021-01-05"),
        ([topic(checked_until={"acme": "2021-04-01"})], "2021-04-01"),
        ([condition(developments=(development("2021-01-09"),))], None),
        (
            [
                condition(developments=(development("2021-01-09"),)),
                pledge(versions=[version(ends={"condition": "drone-law"})]),
            ],
            "2021-01-09",
        ),
    ],
    ids=str,
)
def test_the_next_change_is_the_next_recorded_day_that_matters(records, expected):
    change = next_change(dossier(*records), date(2020, 12, 31))
    assert (change and change.isoformat()) == expected


def test_the_day_after_a_last_day_is_a_change_too():
    records = [pledge(versions=[version(ends={"last_day": "2021-03-31"})])]
    assert next_change(dossier(*records), date(2021, 3, 31)) == date(2021, 4, 1)
    assert next_change(dossier(*records), date(2021, 4, 1)) is None


@pytest.mark.parametrize(
    ("versions", "as_of", "expected"),
    [
        ([version()], "2020-07-01", "in force"),
        ([version(ends="self-judged")], "2020-07-01", "perhaps in force"),
        ([version(start="2020-06")], "2020-06-10", "perhaps in force"),
        ([version(announced="2020-06-01")], "2020-06-10", "announced"),
        ([version()], "2020-06-10", "none"),
        ([version(ends={"last_day": "2020-06-30"})], "2020-07-01", "lapsed"),
        ([version(ends={"withdrawn": "2020-06-30"})], "2020-07-01", "withdrawn"),
        ([version(ends={"withdrawn": "2020-06-30"}), version(start="2020-08-01")], "2020-09-01", "in force"),
    ],
    ids=str,
)
def test_the_state_of_a_pledge(versions, as_of, expected):
    assert scorecard_summary(scorecard(pledge(versions=versions), as_of=as_of)).pledge_state == expected


def test_a_promise_to_report_does_not_hide_that_the_pledge_lapsed():
    lapsed = pledge(versions=[version(ends={"last_day": "2020-06-30"})])
    assert scorecard_summary(scorecard(lapsed, promise(), as_of="2020-07-01")).pledge_state == "lapsed"
    assert scorecard_summary(scorecard(promise(), as_of="2020-07-01")).pledge_state == "in force"


def test_a_row_is_told_by_its_best_and_worst_cell():
    line = scorecard_summary(scorecard(pledge(versions=[version(ends={"last_day": "2022-06-30"})]), evidence()))
    assert line.rows == {
        "local-police": {
            "best": "covered",
            "worst": "open",
            "cells": {"covered": 1, "open": 1},
            "states": ["lapsing", "open"],
            "evidence": 1,
            "last_day": "2022-06-30",
            "short": "partly",
            "text": "sell only",
        },
        "federal-police": {
            "best": "open",
            "worst": "open",
            "cells": {"open": 2},
            "states": ["open", "open"],
            "evidence": 0,
            "short": "open",
            "text": SENTENCES["row.open"],
        },
    }


def promise_and_what_came(choices):
    """Records of a promise to do something, perhaps by a day or a condition, of what came of it, and of an answer."""
    due = choices.one((None, date_text(choices), {"after": "9 days"}, {"condition": "law"}))
    made = {"start": day(choices.number(0, 15)), "source": "s0", "reported": "words"}
    made |= {"ends": ends(choices, choices.number(10, 20))} | ({"deadline": due} if due else {})
    pledge = {"kind": "pledge", "id": "acme/report", "topic": "topic", "commitment": "perform", "versions": [made]}
    done = {"kind": "evidence", "id": "acme/done", "topics": ["topic"], "nature": "conduct", "title": "A report"}
    extent = choices.one(("full", "part", "part-only", "none"))
    done |= {"sources": ["s0"], "fulfils": [{"pledge": "acme/report", "extent": extent}], **period(choices)}
    reply_fields = {
        "kind": "response",
        "id": "acme/asked",
        "asked_by": "P",
        "question": "Why?",
        "answer": choices.one(("declined", "waiting")),
    }
    reply_fields |= {"answered": date_text(choices), "source": "s0"}
    return (pledge, *choices.some((done, reply_fields), 0, 2))


@given(cases(), strategy(promise_and_what_came, 60), dates(), st.data())
def test_promises_and_checks_change_nothing_before_the_next_change_either(case, made, checked, data):
    case = replace(case, records=(*case.records, *made, UNDATED)).changed(
        lambda records: [r | {"checked_until": {"acme": checked}} if r["kind"] == "topic" else r for r in records]
    )
    until = next_change(case.dossier(), case.as_of) or case.as_of + FAR
    expected = shown(case, case.as_of)
    assert shown(case, until - timedelta(days=1)) == expected
    assert shown(case, data.draw(st.dates(case.as_of, until - timedelta(days=1)))) == expected
