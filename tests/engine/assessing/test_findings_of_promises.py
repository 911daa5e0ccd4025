"""Promises to act (DUE-1 to DUE-7): carried out, not done, overdue, pending, dropped."""

from datetime import date

import pytest

from tests.factories import (
    assessment,
    condition,
    development,
    document,
    evidence,
    findings,
    fulfilment,
    outcome,
    pledge,
    promise,
    scorecard,
    source,
    topic,
    version,
)
from tracker.core.dates import UncertainDate
from tracker.engine.assessing.deeds import horizon
from tracker.engine.assessing.leads import promise_key

CHECKED = topic(checked_until={"acme": "2030-01-01"})
"""With it what is said for lack of a record may be said."""


def statement(extent="full", period="2021-06-01", **fields):
    """Evidence that says what became of the promise."""
    said = fulfilment(extent, **fields.pop("said", {}))
    return evidence("acme/told", acts=[], fulfils=[said], period=period, **fields)


# Carried out


def test_a_pledge_to_refrain_that_a_source_says_was_kept_is_honoured():
    kept = statement(said={"pledge": "acme/no-sales"})
    assert findings(CHECKED, pledge(), kept) == ["honoured"]


@pytest.mark.parametrize(
    ("period", "finding"),
    [
        ("2021-06-30", "met"),
        ("2021-07-01", "met late"),
        ("2021-06", "met"),
        ("[2021-06-30..2021-07-01]", "met, timing unclear"),
        ("2021-07-20~", "met late"),
        ("2021-07-07~", "met, timing unclear"),
        ("2021-07-01?", "met, timing unclear"),
        ("2021", "met, timing unclear"),
        ("2021-06-01/2021-07-15", "met, timing unclear"),
    ],
)
def test_what_is_done_by_the_deadline_is_met_and_after_it_met_late(period, finding):
    assert findings(CHECKED, promise(deadline="2021-06-30"), statement(period=period)) == [finding]


@pytest.mark.parametrize("deadline", ["2021", "[2021-06-30..2021-12-31]", "2021-12~"])
def test_a_vague_deadline_counts_at_its_latest_reading(deadline):
    assert findings(CHECKED, promise(deadline=deadline), statement(period="2021-12-31")) == ["met"]
    assert findings(CHECKED, promise(deadline=deadline), as_of="2021-12-31") == ["pending"]
    assert findings(CHECKED, promise(deadline=deadline), as_of="2022-02-01") == ["overdue"]


def test_what_is_done_without_a_deadline_is_met():
    assert findings(CHECKED, promise(deadline=None), statement()) == ["met"]


def test_a_deadline_of_a_length_counts_from_the_first_day():
    after = promise(deadline={"after": "6 months"})
    assert findings(CHECKED, after, statement(period="2020-12-11")) == ["met"]
    assert findings(CHECKED, after, statement(period="2020-12-12")) == ["met late"]
    assert findings(CHECKED, after, as_of="2020-12-11") == ["pending"]
    assert findings(CHECKED, after, as_of="2020-12-12") == ["overdue"]


def test_a_promise_that_waits_for_a_condition_is_due_when_it_is_met():
    law = condition(developments=(development("2021-03-01"),))
    waiting = promise(deadline={"condition": "drone-law"})
    assert findings(CHECKED, waiting) == ["pending"]
    assert findings(CHECKED, waiting, law) == ["overdue"]
    assert findings(CHECKED, waiting, law, as_of="2021-03-01") == ["pending"]
    assert findings(CHECKED, waiting, law, statement(period="2021-02-01")) == ["met"]


def test_the_due_day_of_an_instance_counts_for_it():
    said = {"instance": "report for 2020", "due": "2021-05-31"}
    assert findings(CHECKED, promise(), statement(said=said, period="2021-06-01")) == ["overdue", "met late"]


def test_what_was_done_in_part_is_partly_met_from_the_deadline_on():
    assert findings(CHECKED, promise(), statement("part")) == ["overdue"]
    assert findings(CHECKED, promise(), statement("part", period="2021-08-01")) == ["partly met"]


# Not done


def test_what_a_source_says_was_not_done_by_the_deadline_is_missed():
    late = document(date="2021-08-01")
    assert findings(CHECKED, promise(), late, statement("none", period="2021-06-30")) == ["missed"]


def test_what_is_not_done_ahead_of_the_deadline_falls_short_so_far():
    assert findings(CHECKED, promise(), statement("none", period="2021-01-15"), as_of="2021-02-01") == [
        "falls short so far"
    ]


def test_on_the_day_of_the_deadline_nothing_is_missed_yet():
    undone = statement("none", period="2021-06-30")
    assert findings(CHECKED, promise(), undone, as_of="2021-06-30") == ["falls short so far"]
    assert findings(CHECKED, promise(), undone, as_of="2021-07-01") == ["missed"]


def test_a_record_from_before_the_deadline_cannot_show_that_it_was_missed():
    assert findings(CHECKED, promise(), statement("none", period="2021-01-15")) == ["overdue"]


def test_what_has_no_deadline_is_never_missed():
    assert findings(CHECKED, promise(deadline=None), statement("none")) == ["falls short so far"]


def test_part_is_missed_only_if_a_source_says_that_the_rest_was_not_done():
    late = document(date="2021-08-01")
    assert findings(CHECKED, promise(), late, statement("part-only", period="2021-07-15")) == ["missed"]
    assert findings(CHECKED, promise(), statement("part-only", period="2021-01-15"), as_of="2021-02-01") == [
        "under way"
    ]


def test_what_is_alleged_only_is_not_missed():
    undone = statement("none", period="2021-07-15", outcomes=[outcome("2021-08-01", "alleged")])
    assert findings(CHECKED, promise(), undone) == ["possibly missed"]


def test_evidence_that_a_pledge_was_carried_out_gets_no_other_finding_for_it():
    both = evidence(fulfils=[fulfilment("full", "acme/no-sales")])
    assert findings(CHECKED, pledge(), both) == ["honoured"]
    assert findings(CHECKED, pledge(), pledge("acme/second"), both) == ["breach", "honoured"]


# Without an act


def test_a_deadline_that_has_passed_with_nothing_on_record_is_overdue():
    assert findings(CHECKED, promise(), as_of="2021-06-30") == ["pending"]
    assert findings(CHECKED, promise(), as_of="2021-07-01") == ["overdue"]


def test_a_promise_without_a_deadline_is_pending():
    assert findings(CHECKED, promise(deadline=None)) == ["pending"]


def test_a_promise_that_was_over_before_it_was_due_was_dropped():
    dropped = version(deadline="2021-06-30", scope={}, ends={"withdrawn": "2021-03-01"})
    assert findings(CHECKED, promise(versions=[dropped]), as_of="2021-02-28") == ["pending"]
    assert findings(CHECKED, promise(versions=[dropped]), as_of="2021-03-01") == ["dropped before due"]
    assert findings(CHECKED, promise(versions=[dropped]), as_of="2022-03-01") == ["dropped before due"]


def test_a_promise_that_ends_after_it_was_due_is_overdue_and_not_dropped():
    kept_on = version(deadline="2021-06-30", scope={}, ends={"withdrawn": "2021-09-01"})
    assert findings(CHECKED, promise(versions=[kept_on])) == ["overdue"]


def test_a_later_version_moves_the_deadline():
    versions = [version(deadline="2021-06-30", scope={}), version(start="2021-06-01", deadline="2022-06-30", scope={})]
    assert findings(CHECKED, promise(versions=versions)) == ["moved before due", "pending"]


def test_a_promise_that_has_not_begun_has_no_state():
    assert findings(CHECKED, promise(), as_of="2020-06-10") == []


def test_retracted_evidence_leaves_a_promise_with_nothing_on_record():
    gone = statement(outcomes=[{"date": "2021-06-15", "outcome": "retracted", "note": "Another company."}])
    assert findings(CHECKED, promise(), gone) == ["overdue"]
    assert findings(CHECKED, promise(), gone, as_of="2021-06-14") == ["met"]


def test_overdue_says_when_the_record_was_last_checked():
    card = scorecard(topic(checked_until={"acme": "2021-07-15"}), promise())
    assert card.findings[0].finding == "overdue"
    assert any("15 July 2021" in sentence for _, sentence in card.findings[0].reasons)


def test_a_single_report_may_say_that_a_promise_was_kept():
    report = statement(sources=["gazette-1"])
    assert findings(CHECKED, promise(), source(), report) == ["met"]


def test_the_version_that_was_in_force_when_it_was_done_is_the_one_that_was_met():
    versions = [version(deadline="2021-06-30", scope={}), version(start="2021-01-01", deadline="2022-06-30", scope={})]
    early, late = statement(period="2020-12-01"), statement(period="2021-08-01")
    for record, number in ((early, 1), (late, 2)):
        dues = assessment(CHECKED, promise(versions=versions), record).dues
        assert [due.force.number for due in dues if due.computed == "met"] == [number]


def test_a_vague_day_of_a_check_vouches_for_its_first_day_only():
    def state(checked):
        return findings(topic(checked_until={"acme": checked}), promise(deadline="2021-06-15"))

    assert state("2021-06") == ["not checked since"]
    assert state("2021-07") == ["overdue"]
    assert state("2021-06-15") == ["not checked since"]
    assert state("2021-06-16") == ["overdue"]


def test_nothing_is_said_for_lack_of_a_record_later_than_the_day_shown():
    checked = UncertainDate.parse("2021-06")
    assert horizon(checked, date(2022, 1, 1)) == date(2021, 6, 1).toordinal()
    assert horizon(checked, date(2021, 5, 1)) == date(2021, 5, 1).toordinal()
    assert horizon(None, date(2022, 1, 1)) is None


def test_promises_of_the_same_words_day_and_deadline_are_one():
    def key(deadline="2021-06-30", **fields):
        return promise_key(promise(versions=[version(deadline=deadline, scope={}, **fields)]))

    assert key(quote="We  will Report") == key(quote="we will report")
    assert key(reported="We will report") == key(quote="we will report")
    assert key(quote="We will report") != key(quote="We will publish")
    assert key(start="2020-06-11") == key(start="2020-07-01", announced="2020-06-11")
    assert key(announced="2020-06-11") != key(announced="2020-06-10")
    assert key(start="2020-06-11") != key(start="2020-06-10")
    assert key("2021-06-30") != key("2021-07-01")
