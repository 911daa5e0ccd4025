"""LAW-11: what was kept of sources, and what became of their addresses, changes nothing that is computed."""

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.records import Choices, cases, day, promises, scale_cases
from tracker.engine.scorecard_json import scorecard_json

COPIED = st.binary(min_size=60, max_size=60)
STATES = ("gone", "moved", "quote missing", "withheld there", "there again")


def copy_of(choices, number):
    """One copy, of any origin, perhaps withheld."""
    copy = {
        "capture": "abcdefghijk" + "abcdefgh"[number],
        "sha256": f"{number}f" * 32,
        "made": day(choices.number(0, 90)),
    }
    copy |= choices.one(({"by": "us"}, {"by": "supplied", "supplier": "press office"}))
    withheld = {"date": "2026-01-01", "class": "court", "reason": "An order."}
    return copy | choices.one(({}, {}, {"withheld": withheld}))


def state_of(choices):
    """One state of an address."""
    word, since = choices.one(STATES), choices.number(0, 80)
    state = {"state": word, "from": day(since), "seen": day(since + choices.number(0, 9))}
    return state | ({"to": "https://example.org/there"} if word == "moved" else {})


def kept(records, content):
    """The records with copies and states at their sources, and excerpts at their evidence."""
    choices = Choices(content)
    for record in records:
        if record["kind"] == "source":
            copies = [copy_of(choices, number) for number in range(choices.number(0, 3))]
            yield record | {"copies": copies, "states": [state_of(choices) for _ in range(choices.number(0, 2))]}
        elif record["kind"] == "evidence":
            excerpts = [{"source": id, "quote": "We will not sell", "page": 3} for id in record["sources"]]
            yield record | {"excerpts": excerpts}
        else:
            yield record


@given(st.one_of(cases(), scale_cases(), promises()), COPIED)
def test_law_11_copies_states_and_excerpts_change_nothing_that_is_computed(case, content):
    copied = case.changed(lambda records: list(kept(records, content)))
    assert scorecard_json(copied.scorecard()) == scorecard_json(case.scorecard())
    located = {record.id: record.located for record in case.bundle() if record.kind == "source"}
    assert {record.id: record.located for record in copied.bundle() if record.kind == "source"} == located
