"""Targets and milestones: what an amount says of each due, and whether a later version asks for less."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from tracker.core.amounts import Goal
from tracker.engine.evidence.statements import Statement, version_of
from tracker.engine.in_force import InForcePeriod
from tracker.records.types.decision import FindingWord

__all__ = ["Measure", "amounts_by_measure", "at_amount", "goals", "lower_target", "measure_of", "reached_in_time"]

Measure = tuple[str, str]
"""What is measured, and its unit."""


def measure_of(force: InForcePeriod) -> Measure | None:
    """What a version's target counts; None without one."""
    target = force.version.target
    return (target.measure.casefold(), target.unit or "") if target else None


def amounts_by_measure(
    statements: Iterable[Statement], begun: Sequence[InForcePeriod], limits: dict[int, int | None]
) -> Iterator[tuple[Measure, Statement]]:
    """The statements that give an amount, each with what it counts: that of the version that it is about (DUE-8)."""
    by_number = {force.number: measure_of(force) for force in begun}
    only = {measure for measure in by_number.values() if measure}
    for statement in statements:
        if statement.fulfilment.amount is None:
            continue
        measure = by_number.get(version_of(statement, begun, limits))
        if measure is None and len(only) == 1:
            (measure,) = only
        if measure is not None:
            yield measure, statement


def at_amount(statement: Statement, goal: Goal) -> Statement:
    """The same as it speaks to one due: how far its amount goes towards that goal."""
    evidence, fulfilment = statement.evidence, statement.fulfilment
    assert fulfilment.amount is not None
    extent = goal.extent(Decimal(fulfilment.amount))
    # At half the cost of ``replace``, as every amount is set beside every due of its measure.
    return Statement(
        evidence, fulfilment, statement.weight, statement.first, statement.last, extent, statement.taken_over
    )


def goals(force: InForcePeriod) -> list[tuple[int | None, Goal]]:
    """What a version asks for by which day, milestones first; the target's own day is left to the caller (None)."""
    target = force.version.target
    if target is None:
        return []
    way: list[tuple[int | None, Goal]] = [
        (milestone.by.latest.toordinal(), milestone.goal(target.baseline)) for milestone in force.version.milestones
    ]
    return [*way, (None, target.goal(target.baseline))]


def lower_target(before: InForcePeriod, after: InForcePeriod) -> bool:
    """Whether the target of a later version is easier to reach; different measures are not compared."""
    one, other = before.version.target, after.version.target
    if one is None or other is None or measure_of(before) != measure_of(after):
        return False
    return other.goal().asks_less_than(one.goal())


def reached_in_time(statement: Statement, statements: Iterable[Statement], limit: int | None) -> str:
    """Whether an amount that reaches the goal did so by the due's day.

    It was reached by its own day, perhaps before: it is late only where an amount of the due's day or later fell short
    (STATEMENT-5).
    """
    if limit is None or statement.last <= limit:
        return FindingWord.MET
    short = (s for s in statements if s.by_amount in ("part-only", "none"))
    late = any(limit <= s.first and s.last < statement.first for s in short)
    return FindingWord.MET_LATE if late else FindingWord.MET_TIMING_UNCLEAR
