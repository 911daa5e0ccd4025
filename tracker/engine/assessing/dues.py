"""Promises to act: what each due has come to, by the statements that speak to it (DUE-1 to DUE-12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.core.amounts import Goal
from tracker.engine.assessing.targets import (
    Measure,
    amounts_by_measure,
    at_amount,
    goals,
    lower_target,
    measure_of,
    reached_in_time,
)
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.statements import Statement, speaks_of, version_of
from tracker.engine.evidence.weight import WEIGHTS, Weight
from tracker.engine.findings import DueFinding
from tracker.engine.in_force import Deadline, InForcePeriod, deadline, last_day_for_dues
from tracker.records.types.decision import FindingWord
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge

__all__ = ["dues", "told_by"]


@dataclass(frozen=True)
class Due:
    """One thing to be done by one day: a version's deadline, a milestone, or one turn of a recurring duty.

    ``successor`` is the version that followed. ``target`` is the amount to be reached, in ``unit``.
    """

    pledge: Pledge
    force: InForcePeriod
    kind: str
    day: Deadline | None
    successor: InForcePeriod | None = None
    target: str | None = None
    unit: str | None = None
    goal: Goal | None = None

    @property
    def limit(self) -> int | None:
        """D: the day at its latest reading; None without one, or while its condition is not met."""
        return _limit(self.day)


def told_by(dossier: Dossier, evidence: Evidence) -> date | None:
    """The latest reading of the date of the first source that tells of it (TIME-10)."""
    days = [dossier.sources[id].date.latest for id in evidence.sources if id in dossier.sources]
    return min(days, default=None)


def dues(
    dossier: Dossier, in_force: dict[str, list[InForcePeriod]], weights: dict[str, Weight], as_of: date
) -> Iterator[DueFinding]:
    """What every due of every promise to act has come to as of a day; ``weights`` are of the evidence known then."""
    horizon = min(as_of, dossier.checked_until.earliest).toordinal() if dossier.checked_until else None
    for pledge in dossier.pledges:
        if pledge.commitment == "perform":
            statements = list(_statements(dossier, pledge, weights, as_of))
            begun = [force for force in in_force[pledge.id] if force.begun(as_of)]
            for due, speaking in _dues_of(dossier, pledge, begun, statements, as_of):
                judged = _Judge(dossier, as_of, horizon).of(due, speaking)
                if judged is not None:
                    yield judged


def _statements(dossier: Dossier, pledge: Pledge, weights: dict[str, Weight], as_of: date) -> Iterator[Statement]:
    for evidence in dossier.evidence:
        if evidence.nature != "conduct" or evidence.id not in weights or weights[evidence.id].excluded:
            continue
        for fulfilment in evidence.fulfils:
            if fulfilment.pledge == pledge.id:
                days = speaks_of(evidence, fulfilment, as_of, told_by(dossier, evidence))
                if days:
                    yield Statement(evidence, fulfilment, weights[evidence.id], *days)


def _dues_of(
    dossier: Dossier, pledge: Pledge, begun: list[InForcePeriod], statements: list[Statement], as_of: date
) -> Iterator[tuple[Due, list[Statement]]]:
    """The dues of a pledge, each with the statements that speak to it, in order of their days (DUE-8)."""
    if not begun:
        return
    days = {force.number: deadline(force, dossier.conditions, as_of) for force in begun}
    limits = {number: _limit(day) for number, day in days.items()}
    by_version: dict[int, list[Statement]] = {force.number: [] for force in begun}
    amounts = list(amounts_by_measure(statements, begun, limits))
    counted = {id(statement) for _, statement in amounts}
    in_words = [s for s in statements if id(s) not in counted and s.fulfilment.extent]
    for statement in sorted(in_words, key=_by_day):
        number = version_of(statement, begun, limits)
        if number in by_version:
            by_version[number].append(statement)
    for place, force in enumerate(begun):
        successor = begun[place + 1] if place + 1 < len(begun) else None
        deadline_due = _deadline_due(pledge, force, days[force.number], successor)
        own = by_version[force.number]
        milestones = list(_milestones(deadline_due))
        named = {s.fulfilment.due.latest: s.fulfilment.due for s in own if s.fulfilment.due}
        own_days = {deadline_due.limit, *(due.limit for due in milestones)}
        turns = {day: text for day, text in named.items() if day.toordinal() not in own_days}
        plain = [s for s in own if _names_no_other(s, deadline_due.limit)]
        later = _of_predecessors_task(dossier, begun[:place], force, by_version, begun, limits)
        speaking = _speaking(deadline_due, plain + later, amounts)
        if speaking or deadline_due.day or not turns:  # what is done turn by turn has no due of its own beside them
            yield deadline_due, speaking
        for due in milestones:
            yield due, _speaking(due, [s for s in own if _speaks_of_milestone(s, due, deadline_due)], amounts)
        for day, text in sorted(turns.items()):
            speaking = [s for s in own if s.fulfilment.due and s.fulfilment.due.latest == day]
            yield Due(pledge, force, "turn", Deadline(day, text), successor), speaking


def _by_day(statement: Statement) -> tuple[int, int, str]:
    return statement.last, statement.first, statement.evidence.id


def _deadline_due(pledge: Pledge, force: InForcePeriod, day: Deadline | None, successor: InForcePeriod | None) -> Due:
    target = force.version.target
    if target is None:
        return Due(pledge, force, "deadline", day, successor)
    return Due(pledge, force, "deadline", day, successor, target.bound, target.unit, target.goal(target.baseline))


def _milestones(final: Due) -> Iterator[Due]:
    """What is to be reached on the way, each a due of its own."""
    target = final.force.version.target
    for milestone in final.force.version.milestones if target else ():
        assert target
        yield replace(
            final,
            kind="milestone",
            day=Deadline(milestone.by.latest, milestone.by),
            target=milestone.bound,
            goal=milestone.goal(target.baseline),
        )


def _names_no_other(statement: Statement, limit: int | None) -> bool:
    due = statement.fulfilment.due
    return due is None or due.latest.toordinal() == limit


def _speaks_of_milestone(statement: Statement, milestone: Due, final: Due) -> bool:
    """What names it; and what says that all was done by the version's deadline, milestones included."""
    due = statement.fulfilment.due
    if due is not None and due.latest.toordinal() == milestone.limit:
        return True
    return statement.extent == "full" and _names_no_other(statement, final.limit)


def _speaking(due: Due, in_words: list[Statement], amounts: list[tuple[Measure, Statement]]) -> list[Statement]:
    """All that speaks to a due in order of its days: an amount speaks to every due of its measure (DUE-8)."""
    if due.goal is None:
        return in_words
    measure = measure_of(due.force)
    counted = [at_amount(statement, due.goal) for known, statement in amounts if known == measure]
    return sorted(in_words + counted, key=_by_day)


def _of_predecessors_task(
    dossier: Dossier,
    earlier: list[InForcePeriod],
    force: InForcePeriod,
    by_version: dict[int, list[Statement]],
    begun: list[InForcePeriod],
    limits: dict[int, int | None],
) -> list[Statement]:
    """What was done under a later version, which asks as much, was done under this one too (docs/decisions.md)."""
    done: list[Statement] = []
    for later in begun[len(earlier) + 1 :]:
        if _narrower(dossier, force, later) or lower_target(force, later):
            break
        done += [
            s
            for s in by_version[later.number]
            if s.extent == "full" and s.fulfilment.version is None and s.fulfilment.due is None
        ]
    limit = limits[force.number]
    return [s for s in done if limit is not None and s.first > limit]


def _narrower(dossier: Dossier, before: InForcePeriod, after: InForcePeriod) -> bool:
    """Whether a term that one version has inside is no longer inside of another."""
    old, new = dossier.compiled(before.version.scope).by_name, dossier.compiled(after.version.scope).by_name
    return any(old[name].in_ & ~new[name].in_ for name in old)


def _limit(day: Deadline | None) -> int | None:
    return day.latest.toordinal() if day and day.latest else None


class _Judge:
    """The table of states, in its order: the first that matches stands."""

    def __init__(self, dossier: Dossier, as_of: date, horizon: int | None):
        self.dossier, self.as_of, self.today, self.horizon = dossier, as_of, as_of.toordinal(), horizon

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
                checked = self.horizon is not None and limit < self.horizon
                return _finding(
                    due, FindingWord.OVERDUE if checked else FindingWord.NOT_CHECKED_SINCE, statements, None
                )
        if not statements:
            return _finding(due, FindingWord.PENDING, statements, None)
        latest = statements[-1]
        return _finding(
            due,
            FindingWord.FALLS_SHORT_SO_FAR if latest.extent == "none" else FindingWord.UNDER_WAY,
            statements,
            latest,
        )

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
        return due.limit is None or last_day_for_dues(force, self.dossier.conditions, self.as_of)[1] < due.limit

    def _gone(self, due: Due, statements: Sequence[Statement]) -> DueFinding | None:
        """DUE-2."""
        successor = due.successor
        if successor is None or (due.limit is not None and not _begins_before(successor, due.limit)):
            return _finding(due, FindingWord.DROPPED_BEFORE_DUE, statements, None)
        if not self._asks_less(due, successor) and not _narrower(self.dossier, due.force, successor):
            return None
        return replace(_finding(due, FindingWord.MOVED_BEFORE_DUE, statements, None), successor=successor)

    def _asks_less(self, due: Due, successor: InForcePeriod) -> bool:
        """Whether what followed asks for less or later (DUE-2)."""
        last = _limit(deadline(successor, self.dossier.conditions, self.as_of))
        if due.kind != "milestone":
            later = due.limit is not None and (last is None or last > due.limit)
            return later or lower_target(due.force, successor)
        # Milestones that a version no longer names were not given up while it asks as much by the same last day.
        if measure_of(successor) != measure_of(due.force) or not successor.version.milestones:
            final = _limit(deadline(due.force, self.dossier.conditions, self.as_of))
            return (final is not None and (last is None or last > final)) or lower_target(due.force, successor)
        assert due.goal
        assert due.limit is not None
        asked = [goal for day, goal in goals(successor) if (day or last or due.limit + 1) <= due.limit]
        return all(goal.asks_less_than(due.goal) for goal in asked)

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
        last = last_day_for_dues(force, self.dossier.conditions, self.as_of)[0]
        return force.span.start_latest <= day <= last


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
    return DueFinding(
        state,
        due.pledge,
        due.force,
        deciding.evidence if deciding else None,
        None,
        deciding.weight if deciding else None,
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
