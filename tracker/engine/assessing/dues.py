"""Promises to act: what each due has come to, by the statements that speak to it (DUE-1 to DUE-12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.engine.dossier import Dossier
from tracker.engine.findings import DueFinding
from tracker.engine.in_force import Deadline, InForcePeriod, deadline, last_day_for_dues
from tracker.engine.statements import Statement, speaks_of, version_of
from tracker.engine.weight import WEIGHTS, Weight
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
    for statement in sorted(statements, key=lambda s: (s.last, s.first, s.evidence.id)):
        number = version_of(statement, begun, limits)
        if number in by_version:
            by_version[number].append(statement)
    for place, force in enumerate(begun):
        successor = begun[place + 1] if place + 1 < len(begun) else None
        deadline_due = Due(pledge, force, "deadline", days[force.number], successor)
        own = by_version[force.number]
        named = {s.fulfilment.due.latest: s.fulfilment.due for s in own if s.fulfilment.due}
        turns = {day: text for day, text in named.items() if day.toordinal() != deadline_due.limit}
        plain = [s for s in own if s.fulfilment.due is None or s.fulfilment.due.latest not in turns]
        if plain or deadline_due.day or not turns:  # what is done turn by turn has no due of its own beside them
            yield deadline_due, plain + _of_predecessors_task(dossier, begun[:place], force, by_version, begun, limits)
        for day, text in sorted(turns.items()):
            speaking = [s for s in own if s.fulfilment.due and s.fulfilment.due.latest == day]
            yield Due(pledge, force, "turn", Deadline(day, text), successor), speaking


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
        if _narrower(dossier, force, later):
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
                return _finding(due, "partly met", statements, _heaviest(part))
            if limit < self.today:
                checked = self.horizon is not None and limit < self.horizon
                return _finding(due, "overdue" if checked else "not checked since", statements, None)
        if not statements:
            return _finding(due, "pending", statements, None)
        latest = statements[-1]
        return _finding(due, "falls short so far" if latest.extent == "none" else "under way", statements, latest)

    def _done(self, due: Due, statements: Sequence[Statement], done: list[Statement]) -> DueFinding:
        """DUE-1. Of several the best for the company stands: a confirmation never makes it late."""
        by_state: dict[str, list[Statement]] = {}
        for statement in done:
            by_state.setdefault(_timeliness(statement, due.limit), []).append(statement)
        state = next(word for word in ("met", "met, timing unclear", "met late") if word in by_state)
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
            return _finding(due, "dropped before due", statements, None)
        later = _limit(deadline(successor, self.dossier.conditions, self.as_of))
        less = due.limit is not None and (later is None or later > due.limit)
        if not less and not _narrower(self.dossier, due.force, successor):
            return None
        return replace(_finding(due, "moved before due", statements, None), successor=successor)

    def _missed(self, due: Due, statements: Sequence[Statement], short: list[Statement], limit: int) -> DueFinding:
        """DUE-3 and DUE-4: the heaviest statement leads; what was done later is told beside it."""
        sure = [statement for statement in short if statement.weight.sufficient]
        deciding = _heaviest(sure or short)
        doubts: list[str] = []
        if not self._certainly_in_force(due.force, limit):
            doubts.append("doubt.force")
        if not sure:
            doubts.append("doubt.alleged" if deciding.weight.alleged_only else "doubt.weight")
        word = "possibly missed" if doubts else "missed"
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


def _timeliness(statement: Statement, limit: int | None) -> str:
    if limit is None or statement.last <= limit:
        return "met"
    return "met late" if statement.first > limit else "met, timing unclear"


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
        unit=due.unit,
    )
