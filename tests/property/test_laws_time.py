"""LAW-5 to LAW-8: conduct and strength, wider dates, what comes later, what a breach needs."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.oracle import promises as oracle
from tests.strategies.records import FIRST, Choices, cases, date_text, day, evidence, labels, scope, strategy
from tracker.core.dates import DayBounds, UncertainDate, timing
from tracker.core.scope import Dimension, Label
from tracker.engine.rules import GRAVITY
from tracker.engine.scorecard_json import scorecard_json

MORE = st.binary(min_size=60, max_size=60)


def terms_of(case):
    """The terms of a case's topic by dimension, in order."""
    used = case.of("topic")[0]["dimensions"]
    terms = {record["id"]: [term["id"] for term in record["terms"]] for record in case.of("vocabulary")}
    return {name: terms[words["vocabulary"]] for name, words in used.items()}


def with_conduct(case, content, **fields):
    """The case with one more piece of evidence."""
    added = evidence(Choices(content), terms_of(case), 9)
    if "period" in fields:
        added.pop("seen_until", None)  # it belongs to the period that is replaced, and may lie before the new one
    added |= fields
    return case.changed(lambda records: [*records, added])


def gravest(assessment):
    """The place of the gravest finding that counts; one past the last without findings."""
    return min((finding.gravity for finding in assessment.findings if finding.lead), default=len(GRAVITY))


@given(cases(), MORE)
def test_law_5_adding_conduct_never_changes_strength_or_makes_the_gravest_finding_less_grave(case, content):
    before, after = case.scorecard(), with_conduct(case, content).scorecard()
    assert after.strength == before.strength
    assert gravest(after.assessment) <= gravest(before.assessment)
    assert [cell.label for cell in after.cells] == [cell.label for cell in before.cells]


@given(cases(), MORE)
def test_law_5_retracting_conduct_restores_findings_coverage_and_strength(case, content):
    retracted = {"date": "2020-06-01", "outcome": "retracted", "note": "It was another company."}
    before = scorecard_json(case.scorecard())
    after = scorecard_json(with_conduct(case, content, outcomes=[retracted]).scorecard())
    for json in (before, after):
        for key in ("headline", "context"):
            del json[key]  # they count the records reviewed, and list the retracted one
        del json["conduct"]["reviewed"]
    assert after == before


def bounded(choices):
    """Four bounds with each of a pair in order, perhaps doubted."""
    first, last = choices.number(0, 12), choices.number(0, 12)
    spread = [choices.number(0, 4) for _ in range(2)]
    begun = sorted((first, last))
    return DayBounds(begun[0], begun[0] + spread[0], begun[1], max(begun[1], begun[0] + spread[0]) + spread[1])


@given(strategy(bounded, 4), strategy(bounded, 4), st.lists(st.integers(0, 5), min_size=8, max_size=8))
def test_law_6_wider_bounds_never_turn_an_uncertain_answer_into_a_certain_one(act, force, by):
    def wider(span, low_start, high_start, low_end, high_end):
        low = span.start_earliest - low_start
        high = span.start_latest + high_start
        return DayBounds(low, high, span.end_earliest - low_end, span.end_latest + high_end)

    wide = timing(wider(act, *by[:4]), wider(force, *by[4:]))
    narrow = timing(act, force)
    assert wide.relation in ("possible", narrow.relation)
    assert wide.begun_before in ("unclear", narrow.begun_before) or wide.relation in ("before", "after")


@given(cases(), st.integers(0, 4), st.integers(0, 4), st.data())
def test_law_6_a_wider_date_of_an_act_never_makes_a_finding_certain(case, earlier, later, data):
    """LAW-6. Precondition: the wider date ends by the day asked about, so that the act exists either way."""
    start = data.draw(st.integers(5, 25))
    assume(case.as_of >= FIRST + timedelta(days=start + later))
    content = data.draw(MORE)
    bare_act = {"acts": [{}], "outcomes": [], "sources": ["s9"]}
    late = {"kind": "source", "id": "s9", "title": "A", "publisher": "P", "date": day(90), "type": "claim"}
    case = case.changed(lambda records: [*records, late])
    exact = with_conduct(case, content, period=day(start), **bare_act)
    wide = with_conduct(case, content, period=f"[{day(start - earlier)}..{day(start + later)}]", **bare_act)
    times = [
        {
            (f.pledge.id, f.force.number): f.time
            for f in c.assessment().findings
            if f.pledge and f.evidence.id == "acme/e9"
        }
        for c in (exact, wide)
    ]
    for key, time in times[1].items():
        assert time == "possible" or times[0].get(key, time) == time


@given(cases())
def test_law_6_a_day_that_moves_past_nothing_changes_nothing(case):
    """LAW-6. The calendar's dates, and what follows from them, lie in May to July 2020; nothing happens in 2021."""
    cards = [replace(case, as_of=FIRST.replace(year=2021, month=month)).scorecard() for month in (1, 12)]
    first, second = ({**scorecard_json(card), "as_of": None, "headline": None, "note": None} for card in cards)
    assert first == second


def later_records(case, choices):
    """Records changed so that only what begins after the day is new.

    Versions, conduct, outcomes, developments, replies.
    """
    after = (case.as_of + timedelta(days=1 + choices.number(0, 9))).isoformat()
    terms = terms_of(case)

    def change(records):
        for record in records:
            if record["kind"] == "pledge":
                record["versions"].append(
                    {"start": after, "source": "s0", "reported": "later", "scope": scope(choices, terms)}
                )
            if record["kind"] == "evidence":
                record["outcomes"].append(
                    {"date": after, "outcome": choices.one(("retracted", "admitted")), "source": "s0", "note": "x"}
                )
                record["acts"].append({"period": after})
            if record["kind"] == "condition":
                record["developments"].append(
                    {"date": after, "title": "x", "meets": "yes", "why": "So.", "source": "s0"}
                )
        records.append(evidence(choices, terms, 8) | {"period": after})
        reply = {
            "kind": "response",
            "id": "acme/reply",
            "asked_by": "P",
            "question": "Why?",
            "answer": "denied",
            "text": "No.",
        }
        records.append({**reply, "answered": after, "source": "s0", "about": ["acme/e0"]})
        return [r for r in records if "seen_until" not in r or r["id"] != "acme/e8"]

    return case.changed(change)


@given(cases(), MORE)
def test_law_7_whatever_begins_later_changes_nothing(case, content):
    assert scorecard_json(later_records(case, Choices(content)).scorecard()) == scorecard_json(case.scorecard())


@given(cases())
def test_law_7_a_scorecard_is_a_function_of_its_records_and_clocks(case):
    assert scorecard_json(case.scorecard()) == scorecard_json(case.scorecard())


@given(cases())
def test_law_8_no_breach_without_certain_time_certain_scope_and_sufficient_weight(case):
    bundle = case.bundle()
    for finding in case.assessment().findings:
        if finding.computed == "breach":
            sufficient, stands = oracle.weight(finding.evidence, bundle.sources, case.as_of, finding.act)
            assert sufficient
            assert stands
            assert (finding.time, finding.scope) == ("during", "inside")


@given(strategy(lambda choices: labels(choices, [f"a{i}" for i in range(5)]), 20))
def test_equal_labels_compare_equal_in_any_order(labels_):
    assume(labels_)
    parts = {word: terms for word, terms in labels_.items() if word != "rest"}
    turned = {word: tuple(reversed(terms)) for word, terms in reversed(parts.items())}
    rest = Label(labels_["rest"]) if "rest" in labels_ else None
    assert Dimension.of(parts, rest) == Dimension.of(turned, rest)
    assert hash(Dimension.of(parts, rest)) == hash(Dimension.of(turned, rest))


@given(strategy(date_text, 4))
def test_a_date_lies_within_its_own_bounds(text):
    date_ = UncertainDate.parse(text)
    assert date_.earliest <= date_.latest
    assert str(date_) == text
    assert UncertainDate.parse(str(date_)) == date_
