"""Invented promises to act, each kind with what was reported of it: shares, sums of money, cuts, yearly turns."""

from random import Random
from typing import Any

_FIRST_TURN, _LAST_TURN = 2016, 2027
_AMOUNTS = {
    # by kind: measure, unit, baseline, and what an amount ends with
    "share": ("share of widgets without tracking", "%", "10", ""),
    "money": ("money for widgets without tracking", "EUR", "0", "00000"),
    "cut": ("cut in tracked widgets", "%", "0", ""),
}
_KINDS = (*_AMOUNTS, "turns")


def promise(chance: Random, id: str, topic: str, sources: list[str], number: int) -> dict[str, Any]:
    """A promise to act, of the kind of its number."""
    version: dict[str, Any] = {
        "start": f"2015-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        "speaker": "A. Person, president",
        "source": chance.choice(sources),
        "quote": f"We will do what part {number} of our plan says",
        "short": f"to do what part {number} of its plan says",
        "scope": {"subject": {"in": ["widget-tracking"]}, "place": {"in": ["US"]}},
    }
    of_kind = _turns() if _kind(number) == "turns" else _target(chance, number)
    return {"kind": "pledge", "id": id, "topic": topic, "commitment": "perform", "versions": [version | of_kind]}


def reported(chance: Random, pledge: str, number: int, year: int) -> dict[str, Any]:
    """What a report for a year says of the promise of this number."""
    if _kind(number) == "turns":
        extent = chance.choice(("full", "full", "part-only"))
        return {"pledge": pledge, "extent": extent, "due": f"{max(year, _FIRST_TURN)}-06-30", "on": f"{year}-05"}
    return {"pledge": pledge, "amount": f"{chance.randint(1, 100)}{_AMOUNTS[_kind(number)][3]}", "on": f"{year}-12-31"}


def _kind(number: int) -> str:
    return _KINDS[number % len(_KINDS)]


def _turns() -> dict[str, Any]:
    return {"deadline": {"every": "1 year", "first": f"{_FIRST_TURN}-06-30", "last": f"{_LAST_TURN}-06-30"}}


def _target(chance: Random, number: int) -> dict[str, Any]:
    measure, unit, baseline, zeros = _AMOUNTS[_kind(number)]
    halfway, due = chance.randint(20, 40), chance.randint(2021, 2028)
    start = {"amount": baseline, "on": "2014"}
    goal = {"measure": measure, "unit": unit, "at_least": f"{2 * halfway}{zeros}", "baseline": start}
    milestones = [{"by": f"{due - 3}-12-31", "at_least": f"{halfway}{zeros}"}]
    return {"deadline": str(due), "target": goal, "milestones": milestones}
