"""Worked cases of promises to act: what a due has come to, by the statements that speak to it."""

from itertools import permutations

import pytest

from tests.factories import (
    decision,
    document,
    evidence,
    fulfilment,
    outcome,
    promise,
    scorecard,
    source,
    topic,
    version,
)
from tracker.engine.scorecard_json import scorecard_json

AS_OF = "2026-01-01"


def versions_of(*deadlines, **fields):
    """Versions that begin on the days given, with their deadlines."""
    return [
        version(
            start=start, deadline=due, scope={"subject": {"in": ["drones"]}}, quote="We will publish a report", **fields
        )
        for start, due in deadlines
    ]


def pledged(*deadlines, **fields):
    return promise(versions=versions_of(*(deadlines or (("2020-01-01", "2024-06-30"),)), **fields))


def says(extent, period, id="one", said=None, **fields):
    """Conduct that rests on a document and says how far the promise had been carried out."""
    stated = fulfilment(extent, **(said or {}))
    return evidence(f"acme/{id}", acts=None, fulfils=[stated], period=period, **fields)


def card_of(*records, checked="2025-09-30", as_of=AS_OF):
    topic_record = topic(checked_until={"acme": checked} if checked else {})
    return scorecard(topic_record, source(date="2025-10-01"), document(date="2025-10-01"), *records, as_of=as_of)


def states(*records, **fields):
    return [(due.force.number, due.computed) for due in card_of(*records, **fields).assessment.dues]


def test_a_version_that_was_overdue_stays_so_beside_a_later_one():
    moved_on = pledged(("2018-01-01", "2020-12-31"), ("2022-06-01", "2026-12-31"))
    assert states(moved_on) == [(1, "overdue"), (2, "pending")]
    card = card_of(moved_on)
    assert [due.lead for due in card.assessment.dues] == [True, False]
    assert (card.counts, card.gravest) == ({"overdue": 1}, "overdue")


@pytest.mark.parametrize(
    ("next_start", "state"),
    [
        ("[2024-06-30..2024-07-15]", "missed"),
        ("[2024-06-29..2024-07-15]", "possibly missed"),
        ("2024-07-15", "missed"),
    ],
)
def test_a_version_that_its_own_end_or_the_next_one_ends_is_in_force_on_the_day_on_which_it_may_be_replaced(
    next_start, state
):
    own_end = {"ends": {"last_day": "2024-06-30"}}
    first = versions_of(("2020-01-01", "2024-06-30"), **own_end)
    later = versions_of((next_start, "2030-12-31"))
    shown = states(promise(versions=[*first, *later]), says("none", "2024-08", said={"version": 1}))
    assert shown[0] == (1, state)


def test_a_version_that_asks_less_by_a_later_day_moved_the_promise():
    moved = pledged(("2020-01-01", "2024-06-30"), ("2022-01-01", "2031-12-31"))
    assert states(moved) == [(1, "moved before due"), (2, "pending")]
    due = card_of(moved).assessment.dues[0]
    text = " ".join(sentence for _, sentence in due.reasons)
    assert due.successor.number == 2
    assert "30 June 2024" in text
    assert "31 December 2031" in text


def test_a_version_that_asks_no_less_has_the_due():
    assert states(pledged(("2020-01-01", "2024-06-30"), ("2022-01-01", "2024-06-30"))) == [(2, "overdue")]
    assert states(pledged(("2020-01-01", "2024-06-30"), ("2022-01-01", "2023-06-30"))) == [(2, "overdue")]


def test_a_version_that_lacks_a_term_asks_less():
    wide, narrow = {"subject": {"in": ["drones"]}}, {"subject": {"in": ["cargo-drones"]}}
    versions = [
        version(start=start, deadline="2024-06-30", scope=scope) for start, scope in (("2020", wide), ("2022", narrow))
    ]
    assert states(promise(versions=versions)) == [(1, "moved before due"), (2, "overdue")]


def test_a_version_without_a_deadline_asks_less_than_one_with():
    assert states(pledged(("2020-01-01", "2024-06-30"), ("2022-01-01", None)))[0] == (1, "moved before due")


def test_what_was_not_done_on_the_day_on_which_a_new_version_begins_is_missed_of_the_old_one():
    both = pledged(("2020-01-01", "2024-06-30"), ("2024-06-30", "2030-12-31"))
    assert states(both, says("none", "2024-06-30")) == [(1, "missed"), (2, "pending")]


def test_a_version_that_begins_the_day_after_changes_nothing_either():
    both = pledged(("2020-01-01", "2024-06-30"), ("2024-07-01", "2030-12-31"))
    assert states(both, says("none", "2024-06-30")) == [(1, "missed"), (2, "pending")]


def test_a_version_that_begins_the_day_before_moves_it():
    both = pledged(("2020-01-01", "2024-06-30"), ("2024-06-29", "2030-12-31"))
    assert states(both)[0] == (1, "moved before due")


def test_a_promise_that_was_withdrawn_before_its_day_was_dropped_and_never_missed():
    withdrawn = promise(versions=versions_of(("2020-01-01", "2024-06-30"), ends={"withdrawn": "2024-02-01"}))
    assert states(withdrawn, says("none", "2025-03")) == [(1, "dropped before due")]
    assert states(withdrawn, says("full", "2024-01-15")) == [(1, "met")]


def test_a_state_that_lasts_was_reached_when_it_began():
    assert states(pledged(), says("full", "2023-11-01/..", seen_until="2025-06-30")) == [(1, "met")]
    assert states(pledged(), says("full", "2024-07-01/..", seen_until="2025-06-30")) == [(1, "met late")]


def test_what_took_some_time_was_done_on_any_day_of_it():
    assert states(pledged(), says("full", "2024-06-01/2024-07-15")) == [(1, "met, timing unclear")]


def test_a_part_last_seen_years_before_the_deadline_leaves_it_overdue():
    part = says("part", "2021")
    assert states(pledged(), part) == [(1, "overdue")]
    due = card_of(pledged(), part).assessment.dues[0]
    assert (due.last_seen.extent, due.message_key) == ("part", "finding.overdue, seen")
    assert "2021" in due.reasons[0][1]


def test_the_day_of_a_statement_is_that_of_the_record_whenever_it_is_read():
    for day in ("2021-06-01", "2021-06-02", "2022-01-01"):
        (due,) = card_of(pledged(), says("part", "2021-03-01/.."), as_of=day).assessment.dues
        assert any(sentence.startswith("Since 1 March 2021:") for _, sentence in due.reasons), day


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2024-06-15", "falls short so far"), ("2024-06-30", "falls short so far"), ("2026-01-01", "overdue")],
)
def test_what_is_vouched_for_until_before_the_deadline_never_makes_it_missed(as_of, state):
    early = says("none", "2024-01-01/..", seen_until="2024-05-10")
    assert states(pledged(), early, as_of=as_of) == [(1, state)]


def test_done_in_time_leads_over_an_earlier_not_done():
    assert states(pledged(), says("none", "2024-05-10"), says("full", "2024-06-20", "two")) == [(1, "met")]


def test_done_later_makes_a_missed_promise_met_late():
    assert states(pledged(), says("none", "2024-07-15"), says("full", "2025-03", "two")) == [(1, "met late")]


def test_one_disputed_report_makes_it_possibly_missed():
    report = says("none", "2024-07-15", sources=["gazette-1"], outcomes=[outcome("2024-08-01", "denied")])
    (due,) = card_of(pledged(), report).assessment.dues
    assert (due.computed, due.doubts, due.weight.disputed) == ("possibly missed", ("doubt.weight",), True)


def test_what_is_alleged_only_is_possibly_missed():
    alleged = says("none", "2024-07-15", outcomes=[outcome("2024-08-01", "alleged")])
    (due,) = card_of(pledged(), alleged).assessment.dues
    assert (due.computed, due.doubts) == ("possibly missed", ("doubt.alleged",))


@pytest.mark.parametrize("ends", ["self-judged", {"withdrawn": "[2024-06-01..2024-09-01]"}, {"last_day": "2024-06~"}])
def test_in_force_unclear_on_the_day_makes_it_possibly_missed(ends):
    doubtful = promise(versions=versions_of(("2020-01-01", "2024-06-30"), ends=ends))
    (due,) = card_of(doubtful, says("none", "2024-07-15")).assessment.dues
    assert (due.computed, due.doubts) == ("possibly missed", ("doubt.force",))


@pytest.mark.parametrize(
    ("checked", "state"),
    [
        ("2022-03-11", "not checked since"),
        ("2024-06-30", "not checked since"),
        ("2024-07-01", "overdue"),
        ("2024-06", "not checked since"),
        (None, "not checked since"),
    ],
)
def test_overdue_is_said_only_of_a_day_that_was_checked(checked, state):
    assert states(pledged(), checked=checked) == [(1, state)]


def test_on_its_day_it_is_still_pending():
    assert states(pledged(), as_of="2024-06-30") == [(1, "pending")]
    assert states(pledged(), as_of="2024-07-01") == [(1, "overdue")]


@pytest.mark.parametrize("confirmed", [{"period": "2025-03"}, {"period": "2024-06-20/..", "seen_until": "2025-03"}])
def test_a_confirmation_never_makes_it_late(confirmed):
    done, again = says("full", "2024-06-20"), says("full", id="two", **confirmed)
    assert states(pledged(), done, again) == [(1, "met")]


def test_by_a_day_at_the_latest_is_unclear_if_that_day_is_late():
    assert states(pledged(), says("full", "2025", said={"on": "[..2025-03-01]"})) == [(1, "met, timing unclear")]
    assert states(pledged(), says("full", "2025", said={"on": "[..2024-06-30]"})) == [(1, "met")]


def test_a_later_part_never_washes_down_what_was_missed():
    (due,) = card_of(pledged(), says("none", "2024-07-10"), says("part", "2024-11-27", "two")).assessment.dues
    assert (due.computed, due.in_part) == ("missed", False)
    assert [statement.extent for statement in due.later] == ["part"]
    (due,) = card_of(pledged(), says("none", "2024-07-10"), says("part-only", "2024-11-27", "two")).assessment.dues
    assert (due.computed, due.in_part) == ("missed", False)


def test_part_and_no_more_is_missed_in_part():
    card = card_of(pledged(), says("part-only", "2024-07-10"))
    (due,) = card.assessment.dues
    assert (due.computed, due.in_part, due.message_key) == ("missed", True, "finding.missed, in part")
    assert scorecard_json(card)["dues"][0]["in_part"] is True


def test_the_heaviest_statement_decides():
    report = says("none", "2024-07-02", "report", sources=["gazette-1"])
    (due,) = card_of(pledged(), report, says("part-only", "2024-09-01")).assessment.dues
    assert (due.computed, due.in_part, due.evidence.id) == ("missed", True, "acme/one")


def test_what_editors_moved_to_overdue_is_told_without_what_was_last_seen():
    moved = decision(pledge="acme/report", evidence="acme/one", computed="missed", decision="downgraded", to="overdue")
    (due,) = card_of(pledged(), says("none", "2024-08"), moved).assessment.dues
    assert (due.computed, due.finding, due.message_key) == ("missed", "overdue", "finding.overdue")


def test_what_is_only_alleged_decides_nothing_beside_what_is_shown():
    alleged = says("none", "2024-08", id="alleged", outcomes=[outcome("2024-09-01", "alleged")])
    shown = says("none", "2024-08", id="shown", sources=["day-1", "sun-1"])
    (due,) = card_of(pledged(), alleged, shown, source("day-1"), source("sun-1")).assessment.dues
    assert (due.computed, due.evidence.id, due.weight.word) == ("missed", "acme/shown", "corroborated")


def test_part_on_the_day_or_later_is_partly_met_and_before_it_under_way():
    assert states(pledged(), says("part", "2024-06-30")) == [(1, "partly met")]
    assert states(pledged(), says("part", "2024-06-29")) == [(1, "overdue")]
    assert states(pledged(), says("part", "2024-06-29"), as_of="2024-06-30") == [(1, "under way")]
    assert states(pledged(), says("part-only", "2024-06-30"), as_of="2024-06-30") == [(1, "under way")]


def test_the_latest_statement_tells_before_the_day():
    first, second = says("part", "2021-01-01"), says("none", "2022-01-01", "two")
    assert states(pledged(), first, second, as_of="2023-01-01") == [(1, "falls short so far")]
    assert states(pledged(), first, as_of="2023-01-01") == [(1, "under way")]


def test_without_a_deadline_it_is_never_missed_or_overdue():
    open_ended = pledged(("2020-01-01", None))
    assert states(open_ended) == [(1, "pending")]
    assert states(open_ended, says("none", "2024-07-15")) == [(1, "falls short so far")]
    assert states(open_ended, says("full", "2024-07-15")) == [(1, "met")]


def test_cleared_evidence_says_nothing():
    gone = says("full", "2024-01-01", outcomes=[outcome("2024-02-01", "retracted")])
    assert states(pledged(), gone) == [(1, "overdue")]
    assert states(pledged(), gone, as_of="2024-01-31") == [(1, "met")]


def test_a_statement_that_names_its_version_speaks_to_no_other():
    both = pledged(("2018-01-01", "2020-12-31"), ("2022-06-01", "2026-12-31"))
    assert states(both, says("none", "2023-01-01")) == [(1, "overdue"), (2, "falls short so far")]
    assert states(both, says("none", "2023-01-01", said={"version": 1})) == [(1, "missed"), (2, "pending")]


def test_what_was_done_under_a_later_version_that_asks_as_much_was_done_of_the_earlier_too():
    both = pledged(("2018-01-01", "2020-12-31"), ("2022-06-01", "2026-12-31"))
    assert sorted(states(both, says("full", "2023-01-01"))) == [(1, "met late"), (2, "met")]
    assert sorted(states(both, says("full", "2023-01-01", said={"version": 2}))) == [(1, "overdue"), (2, "met")]


def test_what_was_done_of_a_lower_target_was_not_done_of_the_first():
    targets = [{"measure": "share", "unit": "%", "at_least": amount} for amount in ("80", "40")]
    first = versions_of(("2018-01-01", "2020-12-31"), target=targets[0])
    later = versions_of(("2022-06-01", "2026-12-31"), target=targets[1])
    shown = states(promise(versions=[*first, *later]), says("full", "2023-01-01"))
    assert sorted(shown) == [(1, "overdue"), (2, "met")]


@pytest.mark.parametrize(
    ("done", "of_first", "of_second"),
    [
        ("2020-12-31", "met", "pending"),
        ("[2020-12-30..2021-01-05]", "met, timing unclear", "pending"),
        ("[2020-12-31..2021-01-05]", "met, timing unclear", "met"),
        ("2021-01-01", "met late", "met"),
    ],
)
def test_what_was_done_about_the_day_on_which_the_next_version_began_leaves_neither_overdue(done, of_first, of_second):
    both = pledged(("2018-01-01", "2020-12-31"), ("2020-12-31", "2026-12-31"))
    assert dict(states(both, says("full", done))) == {1: of_first, 2: of_second}


def test_what_was_done_on_the_day_counts_for_the_version_that_had_replaced_the_first_by_then():
    both = pledged(("2018-01-01", "2020-12-31"), ("2020-06-01", "2020-12-31"))
    assert states(both, says("full", "2020-12-31")) == [(2, "met")]


def test_a_named_turn_is_a_due_of_its_own():
    turn = says("full", "2021-06-24", said={"due": "2021-06-30", "instance": "report for 2020"})
    card = card_of(pledged(), turn)
    assert [(d.kind, d.due.latest.isoformat(), d.computed) for d in card.assessment.dues] == [
        ("deadline", "2024-06-30", "overdue"),
        ("turn", "2021-06-30", "met"),
    ]
    assert card.counts == {"overdue": 1}


def test_a_promise_entered_twice_counts_once():
    again = promise("acme/again", versions=versions_of(("2020-01-01", "2024-06-30")))
    card = card_of(pledged(), again)
    assert (card.counts, len(card.assessment.dues)) == ({"overdue": 1}, 2)
    other = promise("acme/other", versions=versions_of(("2020-01-01", "2025-06-30")))
    assert card_of(pledged(), other).counts == {"overdue": 2}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_statements_were_entered_is_nothing(order):
    kinds = [("none", "2024-07-10"), ("part", "2024-11-27"), ("part-only", "2024-08-01")]
    records = [says(*kinds[i], id=f"e{place}") for place, i in enumerate(order)]
    (due,) = card_of(pledged(), *records).assessment.dues
    assert (due.computed, due.in_part) == ("missed", False)


def test_nothing_contrary_never_hides_a_promise_that_is_overdue():
    card = card_of(pledged())
    assert (card.contrary, card.gravest) == (1, "overdue")
    assert scorecard_json(card)["conduct"] == {
        "gravest": "overdue",
        "counts": {},
        "promises": {"overdue": 1},
        "reviewed": 0,
    }


def test_a_due_has_the_keys_of_the_scorecard():
    (entry,) = scorecard_json(card_of(pledged(), says("none", "2024-07-10")))["dues"]
    assert (entry["pledge"], entry["version"], entry["kind"], entry["due"]) == (
        "acme/report",
        1,
        "deadline",
        "2024-06-30",
    )
    assert (entry["state"], entry["lead"], entry["statements"]) == ("missed", True, ["acme/one"])
    assert (entry["weight"], entry["disputed"], entry["decision"]) == ("documented", False, None)
    assert {"target", "amount", "unit", "reasons"} <= entry.keys()


def test_the_latest_day_that_a_statement_gives_stands_though_a_source_is_earlier():
    before, after = document("notice-1", date="2024-05-27"), document("notice-2", date="2024-07-07")
    closed = says("full", "2024", said={"on": "[2024-05-27..2024-07-07]"}, sources=["notice-1", "notice-2"])
    assert states(pledged(), before, after, closed) == [(1, "met, timing unclear")]
    reported = says("full", "2024", sources=["notice-1"])
    assert states(pledged(), before, reported) == [(1, "met")]


def test_what_is_done_turn_by_turn_without_a_deadline_is_not_also_pending():
    turn = says("full", "2025-02", said={"due": "2025-03-31"})
    (due,) = card_of(pledged(("2020-01-01", None)), turn).assessment.dues
    assert (due.computed, due.kind) == ("met", "turn")


def test_what_the_company_may_end_at_any_time_was_certainly_in_force_on_its_first_day_only():
    not_done = says("none", "2024-09")
    assert states(pledged(("2024-06-30", "2024-06-30"), ends="self-judged"), not_done) == [(1, "missed")]
    assert states(pledged(("2024-06-29", "2024-06-30"), ends="self-judged"), not_done) == [(1, "possibly missed")]


def test_a_version_that_began_on_the_day_leaves_it_overdue_though_another_may_have_begun_before():
    dated = (("2020-01-01", "2024-06-30"), ("2024-06~", "2025-06-30"), ("2024-06-30", "2025-06-30"))
    assert (1, "overdue") in states(pledged(*dated))
