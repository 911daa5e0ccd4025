"""What is asked of a promise to act: its dues, each with the statements that speak to it (DUE-8 to DUE-10)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tracker.core.amounts import Goal
from tracker.engine.assessing.targets import Measure, amounts_by_measure, at_amount, lower_target, measure_of
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.statements import Statement, speaks_of, version_of
from tracker.engine.evidence.weight import Weight
from tracker.engine.in_force import Deadline, InForcePeriod, deadline
from tracker.engine.turns import asked_turns
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import SignedPledge
from tracker.records.types.pledge import Pledge

__all__ = [
    "Due",
    "asked_dues",
    "deadline_due",
    "latest_day",
    "milestones_of",
    "narrower",
    "statements_by_pledge",
    "told_by",
]


class Due(NamedTuple):
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
        return latest_day(self.day)


def told_by(dossier: Dossier, evidence: Evidence) -> date | None:
    """The latest reading of the date of the first source that tells of it (TIME-10)."""
    days = [dossier.sources[id].date.latest for id in evidence.sources if id in dossier.sources]
    return min(days, default=None)


def statements_by_pledge(dossier: Dossier, weights: dict[str, Weight], as_of: date) -> dict[str, list[Statement]]:
    """What standing evidence says by a day of how far each pledge had been carried out, by the pledge's id."""
    said: dict[str, list[Statement]] = {}
    for evidence in dossier.evidence:
        if not evidence.fulfils or evidence.id not in weights or weights[evidence.id].excluded:
            continue
        by_pledge = told_by(dossier, evidence)
        for fulfilment in evidence.fulfils:
            days = speaks_of(evidence, fulfilment, as_of, by_pledge)
            if days:
                statement = Statement(evidence, fulfilment, weights[evidence.id], *days)
                said.setdefault(fulfilment.pledge, []).append(statement)
    return said


def asked_dues(
    dossier: Dossier, pledge: Pledge, begun: list[InForcePeriod], statements: list[Statement], as_of: date
) -> Iterator[tuple[Due, list[Statement]]]:
    """The dues of a pledge, each with the statements that speak to it, in order of their days (DUE-8).

    Of a signatory nothing is asked that was due by the day it signed (RECORD-8).
    """
    signed = pledge.signatory.since.latest.toordinal() if isinstance(pledge, SignedPledge) else 0
    for due, speaking in _all_dues(dossier, pledge, begun, statements, as_of) if begun else ():
        if due.limit is None or due.limit > signed:
            yield due, speaking


def _all_dues(
    dossier: Dossier, pledge: Pledge, begun: list[InForcePeriod], statements: list[Statement], as_of: date
) -> Iterator[tuple[Due, list[Statement]]]:
    turns, statements = _turns(dossier, pledge, begun, statements, as_of)
    yield from turns
    days = {force.number: deadline(force, dossier.conditions, as_of) for force in begun}
    limits = {number: latest_day(day) for number, day in days.items()}
    by_version: dict[int, list[Statement]] = {force.number: [] for force in begun}
    amounts = list(amounts_by_measure(statements, begun, limits))
    counted = {id(statement) for _, statement in amounts}
    in_words = [s for s in statements if id(s) not in counted and s.fulfilment.extent]
    for statement in sorted(in_words, key=_by_day):
        number = version_of(statement, begun, limits)
        if number in by_version:
            by_version[number].append(statement)
    for place, force in enumerate(begun):
        successor = _successor(begun, place)
        final = deadline_due(pledge, force, days[force.number], successor)
        own = by_version[force.number]
        milestones = list(milestones_of(final))
        named = {s.fulfilment.due.latest: s.fulfilment.due for s in own if s.fulfilment.due}
        own_days = {final.limit, *(due.limit for due in milestones)}
        named_turns = {day: text for day, text in named.items() if day.toordinal() not in own_days}
        plain = [s for s in own if _names_no_other(s, final.limit) and not force.version.recurrence]
        done_later = _done_later(dossier, begun[place:], by_version)
        speaking = _speaking(final, plain + _after(final.limit, done_later), amounts)
        by_turn = named_turns or force.version.recurrence
        if speaking or final.day or not by_turn:  # what is done turn by turn has no due of its own beside them
            yield final, speaking
        for due in milestones:
            on_the_way = [s for s in own if _speaks_of_milestone(s, due, final)]
            yield due, _speaking(due, on_the_way + _after(due.limit, done_later), amounts)
        for day, text in sorted(named_turns.items()):
            speaking = [s for s in own if s.fulfilment.due and s.fulfilment.due.latest == day]
            yield Due(pledge, force, "turn", Deadline(day, text), successor), speaking


def _successor(begun: list[InForcePeriod], place: int) -> InForcePeriod | None:
    return begun[place + 1] if place + 1 < len(begun) else None


def _turns(
    dossier: Dossier, pledge: Pledge, begun: list[InForcePeriod], statements: list[Statement], as_of: date
) -> tuple[list[tuple[Due, list[Statement]]], list[Statement]]:
    """The turns of recurring duties with what was said of each, and the statements that name none of them (DUE-10)."""
    dues: list[Due] = []
    by_day: dict[int, list[Due]] = {}
    for place, force in enumerate(begun):
        due: Due | None = None
        for turn in asked_turns(begun, place, dossier.conditions, as_of):
            due = due or deadline_due(pledge, force, None, _successor(begun, place))._replace(kind="turn")
            dues.append(due._replace(day=Deadline(turn.latest, turn)))
            by_day.setdefault(turn.latest.toordinal(), []).append(dues[-1])
    if not dues:
        return [], statements
    said: dict[int, list[Statement]] = {id(due): [] for due in dues}
    others: list[Statement] = []
    for statement in sorted(statements, key=_by_day):
        spoken_of = _turn_named(statement, by_day)
        if spoken_of is None:
            others.append(statement)
        elif spoken_of.goal and statement.fulfilment.amount is not None:
            counted = at_amount(statement, spoken_of.goal)
            said[id(spoken_of)] += [counted] if counted.extent == "full" or not counted.taken_over else []
        elif statement.fulfilment.extent:
            said[id(spoken_of)].append(statement)
    first = min((due.limit or 0 for due in dues if said[id(due)]), default=0)
    return [(due, said[id(due)]) for due in dues if (due.limit or 0) >= first], others


def _turn_named(statement: Statement, by_day: dict[int, list[Due]]) -> Due | None:
    """The turn that a statement names: that of its version, else of the last that has one on that day."""
    named = statement.fulfilment.due
    if named is None:
        return None
    version = statement.fulfilment.version
    turns = [due for due in by_day.get(named.latest.toordinal(), ()) if version is None or due.force.number == version]
    return turns[-1] if turns else None


def _by_day(statement: Statement) -> tuple[int, int, str]:
    return statement.last, statement.first, statement.evidence.id


def deadline_due(
    pledge: Pledge, force: InForcePeriod, day: Deadline | None, successor: InForcePeriod | None = None
) -> Due:
    """What a version asks for by its deadline."""
    target = force.version.target
    if target is None:
        return Due(pledge, force, "deadline", day, successor)
    return Due(pledge, force, "deadline", day, successor, target.bound, target.unit, target.goal(target.baseline))


def milestones_of(final: Due) -> Iterator[Due]:
    """What is to be reached on the way, each a due of its own."""
    target = final.force.version.target
    for milestone in final.force.version.milestones if target else ():
        assert target
        yield final._replace(
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
    counted = [at_amount(statement, due.goal) for measured, statement in amounts if measured == measure]
    counted = [statement for statement in counted if statement.extent == "full" or not statement.taken_over]
    return sorted(in_words + counted, key=_by_day)


def _done_later(
    dossier: Dossier, versions: list[InForcePeriod], by_version: dict[int, list[Statement]]
) -> list[Statement]:
    """What was done under a later version, which asks as much, was done under the first too (docs/decisions.md)."""
    force, done = versions[0], []
    for later in versions[1:]:
        if narrower(dossier, force, later) or lower_target(force, later):
            break
        done += [
            s
            for s in by_version[later.number]
            if s.extent == "full" and s.fulfilment.version is None and s.fulfilment.due is None
        ]
    return done


def _after(limit: int | None, statements: list[Statement]) -> list[Statement]:
    """Those of a day after a limit, or perhaps of the very day."""
    return [s for s in statements if limit is not None and limit <= s.first and limit < s.last]


def narrower(dossier: Dossier, before: InForcePeriod, after: InForcePeriod) -> bool:
    """Whether a term that one version has inside is no longer inside of another."""
    old, new = dossier.compiled(before.version.scope).by_name, dossier.compiled(after.version.scope).by_name
    return any(old[name].in_ & ~new[name].in_ for name in old)


def latest_day(day: Deadline | None) -> int | None:
    """The day at its latest reading as a number; None without one, or while its condition is not met."""
    return day.latest.toordinal() if day and day.latest else None
