"""Amounts against targets: what follows from them is what the table of extents as written gives (STATEMENT-4, -5)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.records import day, promise_case, strategy

AMOUNTS = ("5", "10", "10.5", "49", "79.9", "80", "80.0", "95")
TARGET = {"measure": "share", "unit": "%", "at_least": "80", "baseline": {"amount": "10"}}
FALLING = {"measure": "share", "unit": "%", "at_most": "-80", "baseline": {"amount": "-10"}}
DUE = 10


def amount_case(choices):
    """A promise in numbers, due on one day, and what sources say had been reached on days around it."""
    base = promise_case(choices)
    promise = {"kind": "pledge", "id": "acme/do", "topic": "topic", "commitment": "perform"}
    version = {"start": day(0), "source": "s0", "reported": "words", "deadline": day(DUE), "target": TARGET}
    said = []
    for number in range(choices.number(0, 3)):
        on = choices.number(DUE - 3, DUE + 3)
        entry = {"pledge": "acme/do", "amount": choices.one(AMOUNTS), "on": day(on)}
        fields = {"id": f"acme/a{number}", "topics": ["topic"], "nature": "conduct", "title": "A report"}
        said.append({"kind": "evidence", **fields, "period": day(on), "fulfils": [entry], "sources": ["s0", "s1"]})
    kept = [r for r in base.records if r.get("id") != "acme/do" and not r.get("fulfils")]
    return replace(base, records=(*kept, {**promise, "versions": [version]}, *said))


def amount_cases():
    return strategy(amount_case, 440)


def extent(amount):
    """STATEMENT-4, as it is written."""
    if Decimal(amount) >= 80:
        return "full"
    return "none" if Decimal(amount) <= 10 else "part-only"


def statements_of(case):
    return [entry for record in case.of("evidence") for entry in record.get("fulfils", ())]


def states(case):
    return [(due.computed, due.in_part) for due in case.assessment().dues]


def with_extents(records):
    for record in records:
        for entry in record.get("fulfils", ()):
            entry["extent"] = extent(entry.pop("amount"))


@given(amount_cases())
def test_an_amount_says_what_the_extent_that_follows_from_it_says(case):
    """But for what was reached after the day, of which only an amount leaves open when."""
    reached_later = any(extent(e["amount"]) == "full" and e["on"] > day(DUE) for e in statements_of(case))
    if not reached_later:
        assert states(case) == states(case.changed(with_extents))


@given(amount_cases())
def test_what_was_reached_after_the_day_is_late_only_where_it_fell_short_on_the_day_or_later(case):
    amounts = [(e["on"], extent(e["amount"])) for e in statements_of(case) if e["on"] <= case.as_of.isoformat()]
    full = [on for on, word in amounts if word == "full"]
    if not full:
        return
    if min(full) <= day(DUE):
        expected = "met"
    else:
        short = [on for on, word in amounts if word != "full" and on >= day(DUE)]
        late = all(any(on < reached for on in short) for reached in full)
        expected = "met late" if late else "met, timing unclear"
    assert {state for state, _ in states(case)} == {expected}


@given(amount_cases())
def test_what_must_fall_is_judged_as_what_must_rise(case):
    def mirrored(records):
        for record in records:
            for version in record.get("versions", ()):
                if "target" in version:
                    version["target"] = {
                        "measure": "share",
                        "unit": "%",
                        "at_most": "-80",
                        "baseline": {"amount": "-10"},
                    }
            for entry in record.get("fulfils", ()):
                entry["amount"] = f"-{entry['amount']}"

    assert states(case.changed(mirrored)) == states(case)


@given(amount_cases(), st.sampled_from(["49.00", "80.000", "10.0"]))
def test_the_precision_of_an_amount_changes_no_state(case, text):
    def written(amount):
        def change(records):
            for record in records:
                for entry in record.get("fulfils", ()):
                    entry["amount"] = amount

        return change

    plain = format(Decimal(text).normalize(), "f")
    assert states(case.changed(written(text))) == states(case.changed(written(plain)))


@given(amount_cases())
def test_an_amount_that_reaches_the_target_is_done_whatever_else_is_said(case):
    """DUE-1."""

    def reached(records):
        fields = {"id": "acme/last", "topics": ["topic"], "nature": "conduct", "title": "A report", "period": day(3)}
        entry = {"pledge": "acme/do", "amount": "80", "on": day(3)}
        return [*records, {"kind": "evidence", **fields, "fulfils": [entry], "sources": ["s0", "s1"]}]

    done = replace(case, as_of=max(case.as_of, date.fromisoformat(day(4)))).changed(reached)
    assert states(done) == [("met", False)]
