"""Statements: what evidence says of how far a pledge had been carried out, and the day of which it speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.dates import FIRST_DAY, UncertainDate
from tracker.engine.evidence.weight import Weight
from tracker.engine.in_force import InForcePeriod
from tracker.records.types.evidence import Evidence, Fulfilment

__all__ = ["Statement", "speaks_of", "version_of"]

Days = tuple[int, int]
"""The earliest and the latest day of which a statement may speak, as proleptic day numbers."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One ``fulfils`` entry of standing evidence.

    ``first`` and ``last`` bound the day of which it speaks (STATEMENT-2). ``taken_over``: it names a pledge that
    restates this one, or that this one restates (DUE-8).
    """

    evidence: Evidence
    fulfilment: Fulfilment
    weight: Weight
    first: int
    last: int
    by_amount: str | None = None
    taken_over: bool = False

    @property
    def extent(self) -> str:
        """full, part, part-only or none. ``by_amount`` follows from its amount for the due it speaks to."""
        return self.by_amount or self.fulfilment.extent or "part"


def speaks_of(evidence: Evidence, fulfilment: Fulfilment, as_of: date, told_by: date | None = None) -> Days | None:
    """The day of which a statement speaks; None where it is certainly later than ``as_of``.

    ``told_by`` is the latest reading of its first source: what was done had been done by then (TIME-10). A latest day
    that ``on`` states stands: its first source may tell only that it had not been done yet.
    """
    today = as_of.toordinal()
    if fulfilment.on:
        first, last = fulfilment.on.earliest.toordinal(), fulfilment.on.latest.toordinal()
    elif fulfilment.extent == "full":
        first, last = _day_done(evidence, today)
    else:
        first, last = _day_seen(evidence, today)
    if first > today:
        return None
    bounded = fulfilment.on is not None and fulfilment.on.among and not fulfilment.on.open_end
    if fulfilment.extent == "full" and told_by and not bounded and first <= told_by.toordinal():
        last = min(last, told_by.toordinal())
    return first, last


def _day_done(evidence: Evidence, today: int) -> Days:
    """A lasting state is reached when it begins; what has two ends was done on any day of it."""
    start, end = evidence.period.start, evidence.period.end
    if start is not None and (start is end or end is None or end.open_end):
        return _days(start)
    lasts = end or evidence.seen_until
    last = lasts.latest.toordinal() if lasts else today
    return start.earliest.toordinal() if start else FIRST_DAY, min(last, today)


def _day_seen(evidence: Evidence, today: int) -> Days:
    """The day last seen, or the last day; nobody vouches for a later one."""
    start, end = evidence.period.start, evidence.period.end
    if evidence.seen_until:
        first, last = _days(evidence.seen_until)
    elif end and end.open_end:
        first = last = end.earliest.toordinal()
    elif end:
        first, last = _days(end)
    else:
        first, last = start.earliest.toordinal() if start else FIRST_DAY, today
    begun = start.earliest.toordinal() if start else FIRST_DAY
    return (first, last) if begun > today else (min(first, today), min(last, today))


def _days(day: UncertainDate) -> Days:
    return day.earliest.toordinal(), day.latest.toordinal()


def version_of(statement: Statement, begun: Sequence[InForcePeriod], limits: Mapping[int, int | None]) -> int:
    """The number of the version that a statement is about (STATEMENT-3).

    Left out, it is the last that had certainly begun by the day of which the statement speaks. On the very day on which
    a version was due and the next one began, it is the one that was due: that one was still in force (DUE-9).
    ``limits`` has the day on which each version is due.
    """
    if statement.fulfilment.version is not None:
        return statement.fulfilment.version
    on = statement.fulfilment.on
    day = statement.last if on and on.open_start else statement.first
    spans = [force.span for force in begun if force.span]  # a version that has begun has one
    chosen = max((i for i, span in enumerate(spans) if span.start_latest <= day), default=0)
    limit = limits[begun[chosen - 1].number] if chosen else None
    if limit is not None and statement.last <= limit <= spans[chosen].start_earliest:
        chosen -= 1
    return begun[chosen].number
