"""What was done of a promise that another one restates was done of both (DUE-8)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from tracker.engine.assessing.asked_dues import latest_day, narrower
from tracker.engine.assessing.targets import lower_target, measure_of
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.statements import Statement, version_of
from tracker.engine.in_force import InForcePeriod, deadline
from tracker.engine.turns import asked_turns
from tracker.records.types.pledge import Pledge

__all__ = ["done_of_the_same"]


def done_of_the_same(
    dossier: Dossier,
    pledge: Pledge,
    begun: Mapping[str, list[InForcePeriod]],
    said: Mapping[str, list[Statement]],
    as_of: date,
) -> Iterator[Statement]:
    """What was done in full of pledges that restate one another with this one, and ask for no less; amounts likewise.

    ``said`` has what evidence says of each pledge. Each statement speaks by its own day. That something was not done,
    or in part, is not taken over.
    """
    others = _same(dossier, pledge)
    if not others or not begun[pledge.id]:
        return
    own = _Versions(dossier, begun[pledge.id], as_of)
    for other in others:
        theirs = _Versions(dossier, begun[other.id], as_of)
        for statement in said.get(other.id, ()) if theirs.begun else ():
            taken = _taken_over(dossier, own, theirs, statement)
            if taken is not None:
                yield taken


def _same(dossier: Dossier, pledge: Pledge) -> list[Pledge]:
    """The other promises to act that a chain of restating connects with one."""
    linked = [other for other in dossier.pledges if other.commitment == "perform"]
    connected = {pledge.id}
    reached: set[str] = set()
    while connected != reached:
        reached = set(connected)
        for other in linked:
            if other.restates and (other.id in reached or other.restates in reached):
                connected |= {other.id, other.restates}
    return [other for other in linked if other.id in connected and other is not pledge]


class _Versions:
    """The versions of one pledge that had begun, with their dues."""

    def __init__(self, dossier: Dossier, begun: list[InForcePeriod], as_of: date):
        self.begun = begun
        self.limits = {force.number: latest_day(deadline(force, dossier.conditions, as_of)) for force in begun}
        turns = (turn for i in range(len(begun)) for turn in asked_turns(begun, i, dossier.conditions, as_of))
        self.on_the_way = {turn.latest for turn in turns}
        self.on_the_way |= {milestone.by.latest for force in begun for milestone in force.version.milestones}

    def meant(self, statement: Statement) -> InForcePeriod | None:
        """The version that a statement is about."""
        number = version_of(statement, self.begun, self.limits)
        return next((force for force in self.begun if force.number == number), None)


def _taken_over(dossier: Dossier, own: _Versions, theirs: _Versions, statement: Statement) -> Statement | None:
    """A statement on the other pledge as it speaks to this one; None where it does not."""
    entry, about = statement.fulfilment, theirs.meant(statement)
    due = entry.due
    if due and about and due.latest.toordinal() == theirs.limits[about.number] and due.latest not in own.on_the_way:
        due = None  # it names the deadline, and all of it was done
    if due and due.latest not in own.on_the_way:
        return None
    taken = replace(statement, fulfilment=entry.model_copy(update={"version": None, "due": due}), taken_over=True)
    meant = own.meant(taken)
    if about is None or meant is None or narrower(dossier, meant, about):
        return None
    if entry.amount is not None:
        return taken if measure_of(meant) is not None and measure_of(meant) == measure_of(about) else None
    return taken if entry.extent == "full" and not lower_target(meant, about) else None
