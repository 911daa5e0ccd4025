"""The turns of a recurring duty: which of them are asked of a version on a day (DUE-10)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tracker.core.dates import UncertainDate
from tracker.core.recurring import Recurrence
from tracker.engine.in_force import ONE_DAY, InForcePeriod, last_day_for_dues
from tracker.records.types.condition import Condition

__all__ = ["asked_turns", "duty_asks_less", "next_turn"]

_TAKING_A_TURN = ("withdrawn", "left", "replaced")
"""Ends that take away the first turn after them; by its own words a pledge asks for no turn after its end."""


def asked_turns(
    begun: Sequence[InForcePeriod], place: int, conditions: Mapping[str, Condition], as_of: date
) -> list[UncertainDate]:
    """The turns of one of the versions that had begun: those up to a day and the next, in order.

    A turn on the day on which a later version of the duty begins is still that of the earlier one (DUE-9). One end
    takes away one turn, the first after it, which is listed too.
    """
    force = begun[place]
    duty = force.version.recurrence
    if duty is None or force.span is None:
        return []
    after = _before_first(begun[:place], force)
    last = last_day_for_dues(force, conditions, as_of)[1]
    until = date.fromordinal(min(last, as_of.toordinal()))
    turns = duty.between(after, until)
    ahead = duty.following(max(after, until))
    if ahead and (ahead.latest.toordinal() <= last or (force.over(as_of) and force.ended_by in _TAKING_A_TURN)):
        turns.append(ahead)
    return turns


def _before_first(earlier: Iterable[InForcePeriod], force: InForcePeriod) -> date:
    """The day after which its turns are due: the first version's may be due on the very day on which it begins."""
    assert force.span
    start = date.fromordinal(force.span.start_latest)
    if any(version.version.recurrence for version in earlier) or start == date.min:
        return start
    return start - ONE_DAY


def next_turn(force: InForcePeriod, conditions: Mapping[str, Condition], day: date) -> UncertainDate | None:
    """The first turn on a day or later that the version asks for; None for what is no recurring duty."""
    duty = force.version.recurrence
    if duty is None or force.span is None:
        return None
    start = date.fromordinal(force.span.start_latest)
    turn = duty.following(max(day, start) - ONE_DAY) if max(day, start) > date.min else duty.first
    last = last_day_for_dues(force, conditions, day)[1]
    return turn if turn and turn.latest.toordinal() <= last else None


def duty_asks_less(before: Recurrence, after: Recurrence | None, turn: date, start: date) -> bool:
    """Whether what followed a duty asks for less or later: a later turn than the one due, fewer turns, or none.

    ``start`` is the day on which it began.
    """
    if after is None:
        return True
    first = after.following(start)
    if first is None or first.latest > turn:
        return True
    if after.every.last_day(start) > before.every.last_day(start):
        return True
    return after.last is not None and (before.last is None or after.last.latest < before.last.latest)
