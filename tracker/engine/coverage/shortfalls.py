"""What a promise to act asks for less, or later, than a yardstick with a target and a day (COVER-4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tracker.core.amounts import amount_text
from tracker.engine.in_force import InForcePeriod, deadline
from tracker.engine.text import MessageCatalog, bounds, length
from tracker.records.types.condition import Condition
from tracker.records.types.parts.amounts import AmountGoal, Target
from tracker.records.types.topic import Yardstick

__all__ = ["Shortfall", "goal_text", "shortfall_text", "shortfalls"]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing in which a pledge is less than a complete one, as the key of a sentence and its values.

    ``certain``: it asks for less or later; else the pledge does not say, or counts something else.
    """

    key: str
    certain: bool
    values: tuple[tuple[str, str], ...] = ()


def shortfalls(
    yardstick: Yardstick, force: InForcePeriod, conditions: Mapping[str, Condition], as_of: date
) -> tuple[Shortfall, ...]:
    """In what a version is less than the yardstick; a milestone that asks for as much in time is enough."""
    if yardstick.target is None and yardstick.deadline is None:
        return ()
    due = deadline(force, conditions, as_of)
    recurrence = force.version.recurrence
    first = recurrence.first.latest if recurrence else None  # of a recurring duty the first turn has to be in time
    latest = due.latest if due else first
    if _met_by_milestone(yardstick, force):
        return ()
    return (*_of_target(yardstick.target, force.version.target), *_of_day(yardstick, latest))


def _met_by_milestone(yardstick: Yardstick, force: InForcePeriod) -> bool:
    wanted, own, day = yardstick.target, force.version.target, yardstick.deadline
    if wanted is None or own is None or day is None or _measure(wanted) != _measure(own):
        return False
    return any(
        milestone.by.latest <= day.latest and not _less(milestone, wanted) for milestone in force.version.milestones
    )


def _measure(target: Target) -> tuple[str, str, bool]:
    return target.measure.casefold(), target.unit or "", target.at_least is not None


def _less(own: AmountGoal, wanted: Target) -> bool:
    return own.goal().asks_less_than(wanted.goal())


def goal_text(goal: AmountGoal, unit: str) -> tuple[str, str]:
    """Which bound a goal is (``at-least``, ``at-most``), and its amount for readers."""
    return "at-least" if goal.at_least is not None else "at-most", amount_text(goal.bound, unit)


def _of_target(wanted: Target | None, own: Target | None) -> Iterator[Shortfall]:
    if wanted is None:
        return
    side, amount = goal_text(wanted, wanted.unit or "")
    if own is None:
        yield Shortfall(f"shortfall.no-target.{side}", certain=False, values=(("asked", amount),))
    elif _measure(own) != _measure(wanted):
        yield Shortfall("shortfall.other-measure", certain=False, values=(("measure", own.measure),))
    elif _less(own, wanted):
        apart = abs(Decimal(own.bound) - Decimal(wanted.bound))
        unit = "percentage points" if wanted.unit == "%" else wanted.unit or ""
        difference = amount_text(f"{apart:f}", unit)
        pledged = goal_text(own, own.unit or "")[1]
        values = (("pledged", pledged), ("difference", difference), ("asked", amount))
        yield Shortfall(f"shortfall.target.{side}", certain=True, values=values)


def _of_day(yardstick: Yardstick, latest: date | None) -> Iterator[Shortfall]:
    if yardstick.deadline is None:
        return
    day = yardstick.deadline.latest
    day_words = bounds(day, day)
    if latest is None:
        yield Shortfall("shortfall.no-day", certain=False, values=(("asked", day_words),))
    elif latest > day:
        later = length(day, latest - timedelta(days=1))
        values = (("pledged", bounds(latest, latest)), ("difference", later), ("asked", day_words))
        yield Shortfall("shortfall.later", certain=True, values=values)


def shortfall_text(wording: MessageCatalog, shortfall: Shortfall) -> str:
    """A shortfall in a sentence."""
    return wording(shortfall.key, **dict(shortfall.values))
