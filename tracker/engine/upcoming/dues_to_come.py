"""What is still to be done of promises to act: deadlines and milestones ahead, and the next turn (DUE-1, DUE-10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.engine.assessing.asked_dues import deadline_due, milestones_of
from tracker.engine.assessing.dues import dues
from tracker.engine.dossier import Dossier
from tracker.engine.evidence.weight import weigh
from tracker.engine.findings import DueFinding, DueKind
from tracker.engine.in_force import ONE_DAY, Deadline, InForcePeriod, condition_state, deadline
from tracker.engine.turns import next_turn
from tracker.records.types.decision import FindingWord
from tracker.records.types.initiative import SignedPledge
from tracker.records.types.pledge import Pledge

__all__ = ["DueToCome", "DuesByVersion", "dues_by_version", "dues_to_come"]

_DONE = (FindingWord.MET, FindingWord.MET_LATE, FindingWord.MET_TIMING_UNCLEAR)

DuesByVersion = Mapping[tuple[str, int], list[DueFinding]]
"""What the dues of each version of each promise have come to, by the pledge's id and the version's number."""


@dataclass(frozen=True)
class DueToCome:
    """One thing still to be done; it has no day where its condition is pending. ``target`` is an amount in ``unit``."""

    kind: DueKind
    day: Deadline
    target: str | None = None
    unit: str | None = None


def dues_by_version(dossier: Dossier, in_force: dict[str, list[InForcePeriod]], day: date) -> DuesByVersion:
    """What every due has come to by a day."""
    judged: dict[tuple[str, int], list[DueFinding]] = {}
    if all(pledge.commitment != "perform" for pledge in dossier.pledges):
        return judged
    responses = [*dossier.responses, *dossier.related_responses]
    standing = (e for e in dossier.evidence if e.fulfils and not e.period.begins_after(day))
    weights = {e.id: weigh(e, dossier.sources, responses, day) for e in standing}
    for due in dues(dossier, in_force, weights, day):
        assert due.pledge
        assert due.force
        judged.setdefault((due.pledge.id, due.force.number), []).append(due)
    return judged


def dues_to_come(
    dossier: Dossier, pledge: Pledge, force: InForcePeriod, day: date, judged: DuesByVersion | None
) -> Iterator[DueToCome]:
    """What one version of a promise still asks for on a day or later, or once a condition is met.

    A version that begins later, or one of which nothing was judged, is asked as it is written.
    """
    own = judged.get((pledge.id, force.number), []) if judged else []
    done = {due.due.latest for due in own if due.due and due.computed in _DONE}
    by_states = judged is not None and force.begun(day)
    expected = _open(own) if by_states else _written(dossier, pledge, force, day)
    for due in expected:
        if due.day.latest is None:
            if due.day.condition and condition_state(due.day.condition, day)[0] == "pending":
                yield due
        elif due.day.latest >= day:
            yield due
    turn = next_turn(force, dossier.conditions, day)
    while turn and turn.latest in done:
        turn = next_turn(force, dossier.conditions, turn.latest + ONE_DAY)
    if turn:
        yield DueToCome("turn", Deadline(turn.latest, turn))


def _open(dues: list[DueFinding]) -> Iterator[DueToCome]:
    for due in dues:
        if due.due and due.kind != "turn" and due.computed not in _DONE:
            yield DueToCome(due.kind, due.due, due.target, due.unit)


def _written(dossier: Dossier, pledge: Pledge, force: InForcePeriod, day: date) -> Iterator[DueToCome]:
    """The deadline and milestones of a version that begins later; none that is due by the day of signing (RECORD-8)."""
    signed = pledge.signatory.since.latest if isinstance(pledge, SignedPledge) else date.min
    last = deadline_due(pledge, force, deadline(force, dossier.conditions, day))
    for due in (last, *milestones_of(last)):
        if due.day and (due.day.latest is None or due.day.latest > signed):
            yield DueToCome(due.kind, due.day, due.target, due.unit)
