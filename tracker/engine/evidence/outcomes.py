"""What became of a matter: dated outcomes, each kind on its own track, so that none undoes what it is not about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.records.types.evidence import Evidence, Outcome
from tracker.records.types.response import Response

__all__ = ["THE_COMPANY_ITSELF", "Matter", "matter", "names_act"]

THE_COMPANY_ITSELF = "the company"
"""Who denies or admits where the record does not say."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Where a matter stands on a day.

    ``alleged``: it is only alleged. ``established``: admitted, or confirmed by a ruling. ``cleared`` is the outcome
    that cleared it. ``disputed_by`` names who disputes it, ``put_right`` is the latest outcome that says it was put
    right, ``latest`` the latest of all.
    """

    alleged: bool
    established: bool
    cleared: Outcome | None
    disputed_by: tuple[str, ...]
    put_right: Outcome | None
    latest: Outcome | None


class _Entry(NamedTuple):
    earliest: date
    latest: date
    order: int  # on one day a denial is read first, so that an admission ends it
    word: str
    by: str
    outcome: Outcome | None


def names_act(outcome: Outcome, evidence: Evidence, act: int | None, as_of: date) -> bool:
    """Whether an outcome is about an act; of None, about the evidence as a whole, and so about its statements.

    An act that begins certainly after ``as_of`` does not exist yet.
    """
    if not outcome.acts:
        return True
    if act is not None:
        return act in outcome.acts
    starts = {number: one.period.start if one.period else None for number, one in enumerate(evidence.acts, 1)}
    begun = {number for number, start in starts.items() if start is None or not start.certainly_after(as_of)}
    return bool(begun) and begun <= set(outcome.acts)


def matter(evidence: Evidence, responses: Iterable[Response], as_of: date, act: int | None = None) -> Matter:
    """Where the matter of an act stands (OUTCOME-1 to OUTCOME-7).

    The order in which outcomes were entered is nothing.
    """
    entries = [
        _Entry(o.date.earliest, o.date.latest, int(o.outcome != "denied"), o.outcome, o.by or THE_COMPANY_ITSELF, o)
        for o in evidence.outcomes
        if not o.date.certainly_after(as_of) and names_act(o, evidence, act, as_of)
    ]
    entries += [
        _Entry(r.answered.earliest, r.answered.latest, 0, "denied", r.respondent or THE_COMPANY_ITSELF, None)
        for r in responses
        if r.answer == "denied" and evidence.id in r.about and not r.answered.certainly_after(as_of)
    ]
    return _read(sorted(entries, key=lambda entry: entry[:5]))


def _read(entries: Iterable[_Entry]) -> Matter:
    alleged = admitted = ruled = False
    cleared: Outcome | None = None
    put_right: Outcome | None = None
    latest: Outcome | None = None
    disputes: dict[tuple[str, str], None] = {}
    for entry in entries:
        latest = entry.outcome or latest
        if entry.word == "alleged":
            alleged = True
        elif entry.word == "admitted":
            admitted, cleared = True, None
            disputes = {dispute: None for dispute in disputes if dispute[0] != "denied"}
        elif entry.word == "adjudicated":
            ruled, cleared = True, None
        elif entry.word == "put right":
            put_right = entry.outcome
        elif entry.outcome and entry.outcome.independent == "yes":  # on appeal: the ruling no longer stands
            ruled, cleared = False, None if admitted else cleared or entry.outcome
        elif entry.word == "retracted":
            cleared = None if admitted or ruled else cleared or entry.outcome
        else:
            disputes[entry.word, entry.by] = None
    by = tuple(dict.fromkeys(by for _, by in disputes))
    established = admitted or ruled
    return Matter(alleged and not established, established, cleared, by, put_right, latest)
