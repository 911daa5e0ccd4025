"""The engine against the slow, obvious reading of the rules: the same labels, answers, times and findings."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.oracle import promises as oracle
from tests.oracle.amounts import OracleOfAmounts
from tests.oracle.scorecard import Oracle
from tests.strategies.numbers import numbers
from tests.strategies.records import (
    FIRST,
    cases,
    dates,
    labels,
    periods,
    promises,
    scale_cases,
    strategy,
    vocabulary,
    words_by_act,
)
from tracker.core.dates import DayBounds, Period, UncertainDate, timing
from tracker.core.scope import compile_dimension
from tracker.records.bundle import graph
from tracker.records.kinds import from_body
from tracker.records.types.parts.fields import Labels

CODES = {"excepted": -1, "outside": 0, "unclear": 1, "inside": 2}


def scoped(choices):
    """A vocabulary, what a scope says in it, and the terms of an act."""
    record = from_body(vocabulary(choices, "actions", "a", continuing=True))
    terms = [term.id for term in record.terms]
    given_ = labels(choices, terms)
    act_terms = None if choices.rarely(8) else tuple(choices.some(terms, 1, 3))
    return record, given_ and Labels.model_validate(given_), act_terms


@given(strategy(scoped, 60))
def test_labels_and_membership_are_those_that_the_rules_describe(drawn):
    record, given_, act_terms = drawn
    compiled = compile_dimension(graph(record), "action", given_.dimension() if given_ else None)
    terms = oracle.Terms(record)
    own, rest = oracle.labels_of(terms, "action", given_)
    for term in terms.broader:
        assert compiled.decided(term)[0] == oracle.decided(terms, own, rest, term)
        assert compiled.any_of((term,))[0].word == oracle.term_answer(terms, own, rest, term)[0]
    assert compiled.code(act_terms) == CODES[oracle.dimension_answer(terms, own, rest, act_terms)]


@given(strategy(scoped, 60))
def test_reasons_name_a_term_that_was_asked_and_the_label_that_decided(drawn):
    record, given_, act_terms = drawn
    compiled = compile_dimension(graph(record), "action", given_.dimension() if given_ else None)
    terms = oracle.Terms(record)
    own, _ = oracle.labels_of(terms, "action", given_)
    reason = compiled.why_any(act_terms)
    assert reason.term is None if act_terms is None else reason.term in act_terms
    if reason.decided_by is not None:
        assert own[reason.decided_by] == reason.label
        below = terms.broader.keys() if act_terms is None else terms.below(reason.term)
        assert below & terms.below(reason.decided_by)


@given(st.lists(dates(), min_size=2, max_size=2), periods())
def test_time_is_certain_only_where_every_reading_of_the_bounds_agrees(ends, act):
    start, end = (UncertainDate.parse(text) for text in ends)
    assume(start.earliest <= end.latest)
    as_of = FIRST.replace(month=7, day=20)
    period, seen = Period.parse(act["period"]), act.get("seen_until")
    seen = UncertainDate.parse(seen) if seen else None
    force = DayBounds(*(d.toordinal() for d in (start.earliest, start.latest, end.earliest, end.latest)))
    pairs = oracle.act_days(period, seen, as_of)
    expected = oracle.relation(pairs, oracle.days(start), oracle.days(end))
    assert timing(period.span(as_of, seen), force).relation == expected


@given(cases())
def test_every_finding_is_the_one_that_the_rules_as_written_give(case):
    topic = next(record for record in case.bundle() if record.kind == "topic")
    expected = Oracle(case.bundle(), topic, case.as_of).findings()
    assert words_by_act(case.assessment()) == expected


@given(scale_cases())
def test_findings_on_a_scale_are_those_of_its_numbers(case):
    """SCOPE-8: asked number by number, without any band."""
    topic = next(record for record in case.bundle() if record.kind == "topic")
    assert words_by_act(case.assessment()) == Oracle(case.bundle(), topic, case.as_of).findings()


@settings(max_examples=400)
@given(promises())
def test_every_due_is_in_the_state_that_the_table_as_written_gives(case):
    topic = next(record for record in case.bundle() if record.kind == "topic")
    expected = Oracle(case.bundle(), topic, case.as_of).dues()
    assert {
        (f.pledge.id, f.force.number, f.due.latest.toordinal() if f.due and f.due.latest else None): (
            f.computed,
            f.in_part,
        )
        for f in case.assessment().dues
    } == expected


@given(numbers())
def test_every_due_in_numbers_or_restated_is_in_the_state_that_the_table_as_written_gives(case):
    topic = next(record for record in case.bundle() if record.kind == "topic")
    expected = OracleOfAmounts(case.bundle(), topic, case.as_of).dues()
    assert {
        (f.pledge.id, f.force.number, f.kind, f.due.latest.toordinal() if f.due and f.due.latest else None): (
            f.computed,
            f.in_part,
        )
        for f in case.assessment().dues
    } == expected
