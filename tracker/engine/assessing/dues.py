"""Promises to act: what each due has come to, by the statements that speak to it (DUE-1 to DUE-7)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from tracker.engine.assessing.asked_dues import (
    Due,
    asked_dues,
    latest_day,
    narrower,
    statements_by_pledge,
)
from tracker.engine.assessing.deeds import horizon
from tracker.engine.assessing.restated import done_of_the_same
from tracker.engine.assessing.targets import goals, lower_target, measure_of, reached_in_time
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.statements import Statement
from tracker.engine.evidence.weight import WEIGHTS, Weight
from tracker.engine.findings import DueFinding
from tracker.engine.in_force import Deadline, InForcePeriod, deadline, last_day_for_dues
from tracker.engine.turns import duty_asks_less, next_turn
from tracker.records.types.decision import FindingWord

__all__ = ["dues"]


def dues(
    dossier: Dossier, in_force: dict[str, list[InForcePeriod]], weights: dict[str, Weight], as_of: date
) -> Iterator[DueFinding]:
    """What every due of every promise to act has come to as of a day; ``weights`` are of the evidence known then."""
    judge = _Judge(dossier, as_of, horizon(dossier.checked_until, as_of))
    begun = {id: [force for force in periods if force.begun(as_of)] for id, periods in in_force.items()}
    said = statements_by_pledge(dossier, weights, as_of)
    for pledge in dossier.pledges:
        if pledge.commitment == "perform":
            statements = [*said.get(pledge.id, ()), *done_of_the_same(dossier, pledge, begun, said, as_of)]
            for due, speaking in asked_dues(dossier, pledge, begun[pledge.id], statements, as_of):
                judged = judge.of(due, speaking)
                if judged is not None:
                    yield judged


class _Judge:
    """The table of states, in its order: the first that matches stands."""

    def __init__(self, dossier: Dossier, as_of: date, horizon: int | None):
        self.dossier, self.as_of, self.today, self.horizon = dossier, as_of, as_of.toordinal(), horizon
        self._last_days: dict[int, tuple[int, int]] = {}  # by the identity of versions in force, which dues keep

    def of(self, due: Due, statements: Sequence[Statement]) -> DueFinding | None:
        """What a due has come to; None where a later version has it."""
        done = [statement for statement in statements if statement.extent == "full"]
        if done:
            return self._done(due, statements, done)
        if self._over_before(due):
            return self._gone(due, statements)
        limit = due.limit
        if limit is not None:
            after = [statement for statement in statements if statement.first >= limit]
            short = [statement for statement in after if statement.extent in ("none", "part-only")]
            if short and limit < self.today:
                return self._missed(due, statements, short, limit)
            part = [statement for statement in after if statement.extent == "part"]
            if part:
                return _finding(due, FindingWord.PARTLY_MET, statements, _heaviest(part))
            if limit < self.today:
                return self._silent(due, statements, limit)
        if not statements:
            return _finding(due, FindingWord.PENDING, statements, None)
        latest = statements[-1]
        return _finding(
            due,
            FindingWord.FALLS_SHORT_SO_FAR if latest.extent == "none" else FindingWord.UNDER_WAY,
            statements,
            latest,
        )

    def _silent(self, due: Due, statements: Sequence[Statement], limit: int) -> DueFinding:
        """DUE-6: the day has passed, and nothing shows what happened; perhaps the pledge had ended by then."""
        checked = self.horizon is not None and limit < self.horizon
        word = FindingWord.OVERDUE if checked else FindingWord.NOT_CHECKED_SINCE
        finding = _finding(due, word, statements, None)
        return finding if self._certainly_in_force(due.force, limit) else replace(finding, doubts=("doubt.force",))

    def _done(self, due: Due, statements: Sequence[Statement], done: list[Statement]) -> DueFinding:
        """DUE-1. Of several the best for the company stands: a confirmation never makes it late."""
        by_state: dict[str, list[Statement]] = {}
        for statement in done:
            judge = reached_in_time if statement.by_amount else _timeliness
            by_state.setdefault(judge(statement, statements, due.limit), []).append(statement)
        state = next(
            word for word in (FindingWord.MET, FindingWord.MET_TIMING_UNCLEAR, FindingWord.MET_LATE) if word in by_state
        )
        return _finding(due, state, statements, _heaviest(by_state[state]))

    def _over_before(self, due: Due) -> bool:
        """Whether the version was certainly over before its day; one replaced on that day was in force then (DUE-9)."""
        force = due.force
        if force.span is None or not force.over(self.as_of):
            return False
        return due.limit is None or self._last_day(force)[1] < due.limit

    def _gone(self, due: Due, statements: Sequence[Statement]) -> DueFinding | None:
        """DUE-2."""
        successor = due.successor
        if successor is None or (due.limit is not None and not _begins_before(successor, due.limit)):
            return _finding(due, FindingWord.DROPPED_BEFORE_DUE, statements, None)
        if not self._asks_less(due, successor) and not narrower(self.dossier, due.force, successor):
            return None
        return replace(_finding(due, FindingWord.MOVED_BEFORE_DUE, statements, None), successor=successor)

    def _asks_less(self, due: Due, successor: InForcePeriod) -> bool:
        """Whether what followed asks for less or later (DUE-2)."""
        duty, start = due.force.version.recurrence, _first_day(successor)
        if duty and due.day and due.day.latest:
            less = duty_asks_less(duty, successor.version.recurrence, due.day.latest, start)
            return less or lower_target(due.force, successor)
        last = latest_day(_due_of(successor, self.dossier, self.as_of))
        if due.kind != "milestone":
            later = due.limit is not None and (last is None or last > due.limit)
            return later or lower_target(due.force, successor)
        # Milestones that a version no longer names were not given up while it asks as much by the same last day.
        if measure_of(successor) != measure_of(due.force) or not successor.version.milestones:
            final = latest_day(deadline(due.force, self.dossier.conditions, self.as_of))
            return (final is not None and (last is None or last > final)) or lower_target(due.force, successor)
        assert due.goal
        assert due.limit is not None
        goals_in_time = [goal for day, goal in goals(successor) if (day or last or due.limit + 1) <= due.limit]
        return all(goal.asks_less_than(due.goal) for goal in goals_in_time)

    def _missed(self, due: Due, statements: Sequence[Statement], short: list[Statement], limit: int) -> DueFinding:
        """DUE-3 and DUE-4: the heaviest statement leads; what was done later is told beside it."""
        sure = [statement for statement in short if statement.weight.sufficient]
        deciding = _heaviest(sure or short)
        doubts: list[str] = []
        if not self._certainly_in_force(due.force, limit):
            doubts.append("doubt.force")
        if not sure:
            doubts.append("doubt.alleged" if deciding.weight.alleged_only else "doubt.weight")
        word = FindingWord.POSSIBLY_MISSED if doubts else FindingWord.MISSED
        return replace(_finding(due, word, statements, deciding), doubts=tuple(doubts))

    def _certainly_in_force(self, force: InForcePeriod, day: int) -> bool:
        if force.span is None:
            return False
        return force.span.start_latest <= day <= self._last_day(force)[0]

    def _last_day(self, force: InForcePeriod) -> tuple[int, int]:
        """``last_day_for_dues``, once for all dues of a version."""
        last = self._last_days.get(id(force))
        if last is None:
            last = self._last_days[id(force)] = last_day_for_dues(force, self.dossier.conditions, self.as_of)
        return last


def _first_day(force: InForcePeriod) -> date:
    return date.fromordinal(force.span.start_latest) if force.span else date.max


def _due_of(force: InForcePeriod, dossier: Dossier, as_of: date) -> Deadline | None:
    """Its deadline; of a recurring duty its first turn."""
    turn = next_turn(force, dossier.conditions, _first_day(force)) if force.version.recurrence else None
    return Deadline(turn.latest, turn) if turn else deadline(force, dossier.conditions, as_of)


def _begins_before(force: InForcePeriod, day: int) -> bool:
    """Whether it may begin before a day.

    One that begins on it or later changes nothing of what was due on it (LAW-9).
    """
    return force.span is not None and force.span.start_earliest < day


def _timeliness(statement: Statement, _: Sequence[Statement], limit: int | None) -> str:
    if limit is None or statement.last <= limit:
        return FindingWord.MET
    return FindingWord.MET_LATE if statement.first > limit else FindingWord.MET_TIMING_UNCLEAR


def _heaviest(statements: Sequence[Statement]) -> Statement:
    """Of equal ones the earliest, so that nothing said later moves it.

    On one day the one that says that part was done.
    """
    return min(
        statements,
        key=lambda s: (-WEIGHTS.index(s.weight.word), s.first, s.last, s.extent == "none", s.evidence.id),
    )


def _finding(due: Due, state: str, statements: Sequence[Statement], deciding: Statement | None) -> DueFinding:
    return DueFinding.of(
        computed=state,
        pledge=due.pledge,
        force=due.force,
        evidence=deciding.evidence if deciding else None,
        act=None,
        weight=deciding.weight if deciding else None,
        fulfilment=deciding.fulfilment if deciding else None,
        due=due.day,
        kind=due.kind,
        statements=tuple(statements),
        target=due.target,
        amount=_amount(deciding, statements),
        unit=due.unit,
    )


def _amount(deciding: Statement | None, statements: Sequence[Statement]) -> str | None:
    """The amount that decides, else the one last seen."""
    seen = [statement for statement in statements if statement.by_amount]
    if deciding is not None:
        return deciding.fulfilment.amount
    return seen[-1].fulfilment.amount if seen else None
