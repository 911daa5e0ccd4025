"""Ends and deadlines to come, and how versions end in words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories as make
from tests.property.test_laws_amounts import amount_cases
from tests.property.test_turns import duties
from tests.strategies.records import cases, promises
from tests.targets import TARGET, goal
from tracker.engine.in_force import in_force_periods
from tracker.engine.text import length
from tracker.engine.upcoming.endings import DUE_KINDS, KINDS, end_in_words, endings
from tracker.records.kinds import from_body
from tracker.records.sentences import SENTENCES

DAY = "2020-07-01"
LAW = {"condition": "a drone law is in place"}


def sentence(key, **values):
    return SENTENCES[key].format(**values)


def coming(*records, day=DAY):
    """Kind, last day and days left of what is to come."""
    ends = endings(make.dossier(*records), date.fromisoformat(day))
    return [(e.kind, e.last_day and tuple(str(bound) for bound in e.last_day), e.days_left) for e in ends]


def pledge(**version):
    return make.pledge(versions=[make.version(**version)], title="No sales")


def test_a_fixed_end_counts_the_days_to_it():
    ends = {"after": "1 year"}
    assert coming(pledge(ends=ends)) == [("fixed", ("2021-06-10", "2021-06-10"), (344, 344))]
    assert coming(pledge(ends=ends), day="2021-06-10") == [("fixed", ("2021-06-10", "2021-06-10"), (0, 0))]
    assert coming(pledge(ends=ends), day="2021-06-11") == []


def test_an_uncertain_end_has_both_bounds_and_may_be_over():
    uncertain = pledge(ends={"last_day": "[2020-06-20..2020-07-10]"})
    assert coming(uncertain) == [("fixed", ("2020-06-20", "2020-07-10"), (-11, 9))]
    (end,) = endings(make.dossier(pledge(start="2020-06-11?", ends={"after": "1 year"})), date.fromisoformat(DAY))
    assert end.doubted


@pytest.mark.parametrize(("due", "kinds"), [("2021-06-10", ["deadline", "fixed"]), ("2021-06-11", ["fixed"])])
def test_what_is_due_on_the_last_day_is_to_come_and_what_is_due_after_it_is_not(due, kinds):
    promised = make.promise(versions=[make.version(deadline=due, ends={"last_day": "2021-06-10"})])
    assert sorted(kind for kind, *_ in coming(promised)) == kinds


def test_a_pending_condition_has_no_day():
    waiting = pledge(ends={"condition": "drone-law"})
    (end,) = endings(make.dossier(waiting), date.fromisoformat(DAY))
    assert (end.kind, end.last_day, end.days_left) == ("condition", None, None)
    assert end.text == sentence("coming.condition", company="Acme Optics Inc.", pledge="No sales", **LAW)


@pytest.mark.parametrize(
    ("development", "expected"),
    [
        (make.development("2020-06-20", "no"), [("condition", None, None)]),
        (make.development("2020-06-20", "void"), []),
        (make.development("2020-06-20", "yes"), []),
        (make.development("[2020-06-20..2020-07-05]", "yes"), [("condition met", ("2020-06-19", "2020-07-04"), (-12, 3))]),  # noqa: E501
    ],
    ids=["no", "void", "met", "perhaps met"],
)  # fmt: skip
def test_what_becomes_of_the_condition_decides(development, expected):
    law = make.condition(developments=(development,))
    assert coming(pledge(ends={"condition": "drone-law"}), law) == expected


def test_two_ends_of_one_version_are_both_told_the_dated_one_first():
    both = pledge(ends={"condition": "drone-law", "last_day": "2021-01-31"})
    assert [kind for kind, _, _ in coming(both)] == ["fixed", "condition"]


def test_what_the_company_judges_itself_may_end_any_day():
    assert coming(pledge(ends="self-judged")) == [("self-judged", None, None)]
    assert coming(pledge(ends="open")) == coming(pledge(ends="unstated")) == []


def test_a_version_that_follows_ends_the_one_before():
    two = make.pledge(versions=[make.version(), make.version(announced="2020-06-20", start="2020-09-01", ends="open")])
    assert coming(two) == [("replaced", ("2020-08-31", "2020-08-31"), (61, 61))]


@pytest.mark.parametrize(("start", "listed"), [("[2021-06-01..2021-07-31]", True), ("[2021-06-01..2021-06-29]", False)])
def test_what_is_due_while_the_next_version_may_not_have_begun_is_to_come(start, listed):
    base = {"scope": {}, "announced": "2020-06-20"}
    first = make.version(deadline="2021-06-30", scope={})
    two = make.promise(versions=[first, make.version(start=start, deadline="2025-06-30", **base)])
    assert (("deadline", ("2021-06-30",) * 2, (364,) * 2) in coming(two)) is listed


def test_of_two_days_the_earlier_ends_it():
    both = pledge(ends={"after": "1 year", "last_day": "2021-01-31"})
    assert coming(both) == [("fixed", ("2021-01-31", "2021-01-31"), (214, 214))]


def test_a_day_before_which_it_will_certainly_be_over_is_not_told():
    following = make.version(announced="2020-06-20", start="2020-09-01", ends="open")
    two = make.pledge(versions=[make.version(ends={"after": "1 year"}), following])
    assert [kind for kind, _, _ in coming(two)] == ["replaced"]


def test_a_withdrawal_within_bounds_is_told_until_it_is_certain():
    removed = pledge(ends={"withdrawn": "[2020-06-20..2020-07-10]"})
    assert coming(removed) == [("withdrawn", ("2020-06-19", "2020-07-09"), (-12, 8))]


def test_a_deadline_counts_at_its_latest():
    assert coming(make.promise(deadline="2021")) == [("deadline", ("2021-12-31", "2021-12-31"), (548, 548))]
    assert coming(make.promise(deadline="2020-06-30")) == []


def test_a_deadline_on_a_condition_has_no_day():
    assert coming(make.promise(deadline={"condition": "drone-law"})) == [("deadline", None, None)]


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({}, []),
        ({"on": "[2020-06-20..2021-09-30]"}, []),
        ({"extent": "part"}, ["deadline"]),
        ({"due": "2020-12-31"}, ["deadline"]),
    ],
    ids=["full", "perhaps later", "part", "another due"],
)
def test_a_promise_carried_out_in_full_has_no_deadline_left(fields, left):
    done = make.evidence("acme/done", acts=None, period="2020-06-20", fulfils=[make.fulfilment(**fields)])
    assert [kind for kind, _, _ in coming(make.promise(), done)] == left


def test_evidence_that_was_retracted_leaves_the_deadline():
    gone = [make.outcome("2020-06-25", "retracted")]
    done = make.evidence("acme/done", acts=None, period="2020-06-20", fulfils=[make.fulfilment()], outcomes=gone)
    assert [kind for kind, _, _ in coming(make.promise(), done)] == ["deadline"]


def test_a_version_that_begins_later_has_its_end_listed():
    later = pledge(announced="2020-06-20", start="2021-01-01", ends={"after": "1 year"})
    assert coming(later) == [("fixed", ("2021-12-31", "2021-12-31"), (548, 548))]
    assert coming(later, day="2020-06-19") == []


@given(cases())
def test_no_end_that_is_told_has_certainly_passed_and_they_stand_in_order(case):
    ends = endings(case.dossier(), case.as_of)
    assert all(e.last_day is None or e.last_day[1] >= case.as_of for e in ends)
    assert ends == sorted(ends, key=lambda e: e.order)
    assert len({(e.pledge.id, e.number, e.kind) for e in ends}) == len(ends)
    assert all(e.kind in KINDS and (e.days_left is None) == (e.last_day is None) for e in ends)


@given(cases())
def test_a_version_with_a_last_day_ahead_has_an_end_told(case):
    dossier = case.dossier()
    with_last_day = {(e.pledge.id, e.number) for e in endings(dossier, case.as_of) if e.last_day}
    for one in dossier.pledges:
        for force in in_force_periods(one, dossier.conditions, case.as_of):
            if force.last_day and not force.over(case.as_of):
                assert (one.id, force.number) in with_last_day


YEAR = sentence("ends.fixed-length", last_day="10 June 2021", length="1 year")
EITHER = sentence("ends.first-of", ends=f"{YEAR} or {sentence('ends.condition', **LAW)}")


@pytest.mark.parametrize(
    ("ends", "as_of", "words"),
    [
        ("open", DAY, sentence("ends.open")),
        ("unstated", DAY, sentence("ends.unstated")),
        ("self-judged", DAY, sentence("ends.self-judged")),
        ({"after": "90 days"}, DAY, sentence("ends.fixed-length", last_day="8 September 2020", length="90 days")),
        ({"last_day": "2021-06-10"}, DAY, YEAR),
        ({"last_day": "2021"}, DAY, sentence("ends.fixed", last_day="between 1 January and 31 December 2021")),
        ({"condition": "drone-law"}, DAY, sentence("ends.condition", **LAW)),
        ({"condition": "drone-law", "last_day": "2021-06-10"}, DAY, EITHER),
        ({"last_day": "2021-06-10"}, "2021-06-11", sentence("ends.over-fixed", last_day="10 June 2021")),
        ({"withdrawn": "2020-06-20", "stated": "open"}, DAY, sentence("ends.over-withdrawn", last_day="19 June 2020")),
        ({"withdrawn": "2020-06-20"}, "2020-06-15", sentence("ends.unstated")),
    ],
)
def test_how_a_version_ends_reads_in_words(ends, as_of, words):
    day = date.fromisoformat(as_of)
    dossier = make.dossier(pledge(ends=ends))
    (force,) = in_force_periods(dossier.pledges[0], dossier.conditions, day)
    assert end_in_words(dossier, force, day) == words


def test_a_condition_that_cannot_come_is_said_to():
    law = make.condition(developments=(make.development("2020-06-20", "void"),))
    dossier = make.dossier(pledge(ends={"condition": "drone-law"}), law)
    day = date.fromisoformat(DAY)
    (force,) = in_force_periods(dossier.pledges[0], dossier.conditions, day)
    assert end_in_words(dossier, force, day) == sentence("ends.condition-void", **LAW)


def test_a_version_that_waits_for_a_condition_says_so():
    waiting = pledge(announced="2020-06-11", start={"condition": "drone-law"})
    dossier = make.dossier(waiting)
    day = date.fromisoformat(DAY)
    (force,) = in_force_periods(dossier.pledges[0], dossier.conditions, day)
    assert end_in_words(dossier, force, day) == sentence("ends.not-begun", **LAW)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2020-06-10", "2021-06-09", "1 year"),
        ("2020-06-10", "2021-06-10", "1 year and 1 day"),
        ("2020-01-01", "2021-06-30", "1 year and 6 months"),
        ("2020-01-31", "2020-02-29", "1 month"),
        ("2020-06-10", "2020-06-10", "1 day"),
        ("2020-06-10", "2020-06-09", "0 days"),
        ("2020-06-10", "9999-12-31", "7979 years, 6 months and 21 days"),
    ],
)
def test_a_length_counts_both_days(first, last, words):
    assert length(date.fromisoformat(first), date.fromisoformat(last)) == words


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_ends_of_the_calendar_are_no_trouble(year):
    law = make.condition(developments=(make.development(year, "yes"),))
    edge = pledge(start=year, ends={"condition": "drone-law", "after": "9999 years", "last_day": "9999-12-31"})
    day = date.fromisoformat(f"{year}-01-01")
    assert all(end.days_left is None or end.days_left[1] >= 0 for end in endings(make.dossier(edge, law), day))


@pytest.mark.parametrize(
    ("rules", "last_day", "listed"),
    [("2", ("2020-07-25", "2020-08-08"), True), ("1", ("2020-08-01", "2020-08-01"), False)],
)
def test_ends_are_read_by_the_rules_of_their_day(rules, last_day, listed):
    end = pledge(ends={"last_day": "2020-08-01?"})
    # Retracted, then admitted: version 1 went by the latest outcome, version 2 by each on its own track.
    outcomes = [make.outcome("2020-06-20", "admitted"), make.outcome("2020-06-21", "retracted")]
    done = make.evidence("acme/done", acts=None, period="2020-06-15", fulfils=[make.fulfilment()], outcomes=outcomes)
    report = make.promise("acme/report", deadline="2020-12-31")
    ends = endings(make.dossier(end, report, done), date.fromisoformat(DAY), rules)
    assert [str(bound) for bound in ends[0].last_day or ()] == list(last_day)
    assert ("deadline" not in {ending.kind for ending in ends}) is listed


# What is due agrees with what the dues have come to.

GOAL = {"target": {**TARGET, "measure": "share"}, "start": "2020-06-11", "deadline": "2021-06-30"}
ON_THE_WAY = [{"by": "2020-09-30", "at_least": "40"}, {"by": "2020-12-31", "at_least": "60"}]


def reached(number, on="2020-06-20"):
    entry = {"pledge": "acme/report", "amount": number, "on": on}
    return make.evidence("acme/reached", acts=None, period=on, fulfils=[entry])


@pytest.mark.parametrize(
    ("number", "left"),
    [
        ("20", [("milestone", "2020-09-30"), ("milestone", "2020-12-31"), ("deadline", "2021-06-30")]),
        ("45", [("milestone", "2020-12-31"), ("deadline", "2021-06-30")]),
        ("80", []),
    ],
)
def test_milestones_that_are_not_reached_are_listed_each(number, left):
    share = make.promise(versions=[goal(**GOAL, milestones=ON_THE_WAY)])
    assert [(kind, days[1]) for kind, days, _ in coming(share, reached(number))] == left


def test_a_milestone_is_told_with_its_amount():
    end = endings(make.dossier(make.promise(versions=[goal(**GOAL, milestones=ON_THE_WAY)])), date.fromisoformat(DAY))
    assert ["40" in ending.text for ending in end] == [True, False, False]


@pytest.mark.parametrize("restates", ["acme/report", None])
def test_a_restated_promise_that_was_met_has_no_deadline_left(restates):
    again = make.promise("acme/again", restates=restates)
    done = make.evidence("acme/done", acts=None, period="2020-06-20", fulfils=[make.fulfilment()])
    left = endings(make.dossier(make.promise(), again, done), date.fromisoformat(DAY))
    assert [ending.pledge.id for ending in left] == ([] if restates else ["acme/again"])


def test_only_the_version_that_was_met_has_no_deadline_left():
    more = make.version(announced="2020-06-21", start="2020-06-21", scope={}, deadline="2021-12-31", quote="And more")
    two = make.promise(versions=[make.version(scope={}, deadline="2021-06-30", quote="Some"), more])
    done = make.evidence("acme/done", acts=None, period="2020-06-20", fulfils=[make.fulfilment(version=1)])
    assert coming(two, done) == [("deadline", ("2021-12-31", "2021-12-31"), (548, 548))]


@pytest.mark.parametrize("ends", [{"last_day": "2020-12-31"}, None])
def test_a_deadline_after_the_last_day_never_comes(ends):
    following = [
        make.version(announced="2020-06-20", start="2021-01-01", scope={}, deadline="2022-06-30", quote="Later")
    ]
    first = make.version(scope={}, deadline="2021-06-30", quote="Soon", ends=ends or "open")
    promise = make.promise(versions=[first, *([] if ends else following)])
    assert [(kind, days[1]) for kind, days, _ in coming(promise) if kind == "deadline"] == (
        [] if ends else [("deadline", "2022-06-30")]
    )


@settings(max_examples=100)
@given(st.one_of(promises(), duties(), amount_cases()))
def test_what_is_due_is_listed_until_it_is_met(case):
    dossier = case.dossier()
    listed = {
        (e.pledge.id, e.number, e.last_day[1])
        for e in endings(dossier, case.as_of)
        if e.kind in DUE_KINDS and e.last_day
    }
    for due in case.assessment().dues:
        latest = due.due.latest if due.due else None
        key = (due.pledge.id, due.force.number, latest)
        if due.computed.startswith("met"):
            assert key not in listed
        elif latest and latest >= case.as_of and due.kind != "turn" and due.force.ended_by is None:
            assert key in listed


def test_turns_that_were_done_before_their_days_are_no_longer_to_come():
    yearly = make.promise(versions=[make.version(deadline={"every": "1 year", "first": "2020-12-31"})])
    early = [
        make.evidence(
            f"acme/{year}", acts=None, fulfils=[make.fulfilment("full", due=f"{year}-12-31")], period="2020-06-20"
        )
        for year in (2020, 2021)
    ]
    days = [coming(yearly, *early[:done])[0][1][0] for done in range(3)]
    assert days == ["2020-12-31", "2021-12-31", "2022-12-31"]


@pytest.mark.parametrize("rules", ["1", "2"])
@pytest.mark.parametrize(("since", "kinds"), [("2020-12-30", ["deadline"]), ("2020-12-31", [])])
def test_what_is_due_on_the_day_of_signing_is_not_to_come(since, kinds, rules):
    signed = from_body(
        {"kind": "initiative", "id": "charter", "name": "Open Charter", "source": "gazette-1"}
        | {"signatories": [{"company": "acme", "since": since}]}
    )
    words = {"initiative": "charter", "topic": "police-drones", "commitment": "perform"}
    versions = [make.version(start="2018-06-01", deadline="2020-12-31")]
    promised = from_body({"kind": "pledge", "id": "charter/report", "versions": versions, **words})
    ends = endings(make.dossier(signed, promised), date(2020, 12, 31), rules)
    assert [ending.kind for ending in ends] == kinds
