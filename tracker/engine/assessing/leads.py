"""Which findings count: a deed once by the gravest of its findings, a promise once by the gravest of its dues."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter

from tracker.core.dates import Relation
from tracker.engine.findings import DueFinding, Explain, Finding
from tracker.records.types.decision import Decision, FindingWord
from tracker.records.types.pledge import Pledge, Version

__all__ = ["counted_by", "counted_turns", "decided", "promise_key", "with_leads"]

_ORDER = attrgetter("order")
_LOOPHOLES = (FindingWord.LOOPHOLE, FindingWord.POSSIBLE_LOOPHOLE)
_OneAct = tuple[str, int | None]
"""Evidence by its id, and the number of the act."""


def decided(findings: list[Finding], decisions: Iterable[Decision]) -> tuple[list[Finding], list[Decision]]:
    """Findings with the newest decision that fits each; decisions on another computed finding are stale (ORDER-6)."""
    result = list(findings)
    stale: list[Decision] = []
    for decision in decisions:
        fits = [i for i, finding in enumerate(findings) if _fits(decision, finding)]
        for i in fits:
            result[i] = replace(result[i], decision=decision)
        if not fits:
            stale.append(decision)
    return result, stale


def _fits(decision: Decision, finding: Finding) -> bool:
    if decision.computed != finding.computed or decision.pledge != (finding.pledge.id if finding.pledge else None):
        return False
    if decision.version is not None and (finding.force is None or decision.version != finding.force.number):
        return False
    evidence = finding.evidence.id if finding.evidence else None
    if isinstance(finding, DueFinding):
        day = finding.due.latest if finding.due else None
        return decision.evidence in (None, evidence) and (decision.due is None or decision.due.latest == day)
    return decision.evidence == evidence and decision.act in (None, finding.act)


def with_leads(findings: list[Finding], explain: Explain) -> list[Finding]:
    """In order of gravity; the one by which a record of conduct or a promise counts leads, the rest stand under it."""
    ordered = sorted(findings, key=_ORDER)
    dues = [finding for finding in ordered if isinstance(finding, DueFinding)]
    deeds = ordered if not dues else [finding for finding in ordered if not isinstance(finding, DueFinding)]
    giving_way = _giving_way(deeds) | _milestones_of_what_was_met(dues) | _turns_not_counted(dues)
    pledges = {id(due.pledge): due.pledge for due in dues if due.pledge}
    promises = {id: promise_key(pledge) for id, pledge in pledges.items()}
    led: set[object] = set()
    leads: set[int] = set()
    # Those that give way are asked last, so that they lead only where nothing else does.
    in_turn = sorted(ordered, key=lambda finding: id(finding) in giving_way) if giving_way else ordered
    for finding in in_turn:
        key = promises[id(finding.pledge)] if isinstance(finding, DueFinding) else counted_by(finding)
        if key not in led:
            led.add(key)
            leads.add(id(finding))
    return [finding.standing(lead=id(finding) in leads, explain=explain) for finding in ordered]


def counted_by(finding: Finding) -> object:
    """What a finding is counted under: the promise for a due, the record of conduct for all others."""
    if isinstance(finding, DueFinding):
        assert finding.pledge
        return promise_key(finding.pledge)
    assert finding.evidence
    return finding.evidence.id


def promise_key(pledge: Pledge) -> tuple[object, ...]:
    """Pledges of the same words, day and deadline are one promise, however often it was entered (DUE-12)."""
    return tuple(_words(version) for version in pledge.versions)


def _words(version: Version) -> tuple[str, str, str]:
    words = " ".join(str(version.quote or version.reported).casefold().split())
    return words, str(version.announced or version.start), str(version.deadline)


def _milestones_of_what_was_met(dues: Sequence[DueFinding]) -> set[int]:
    """The milestones of a deadline that is met, which leads them (DUE-11)."""
    met = {_version(due) for due in dues if due.kind == "deadline" and due.finding == FindingWord.MET}
    return {id(due) for due in dues if due.kind == "milestone" and _version(due) in met}


COUNTED_TURNS = 5
"""A recurring duty is summed up by so many turns, the last ones (DUE-10)."""


def _turns_not_counted(dues: Iterable[DueFinding]) -> set[int]:
    """Turns of a recurring duty that do not sum it up, which lead only where no other does."""
    by_pledge: dict[str, list[DueFinding]] = {}
    for due in dues:
        if due.kind == "turn" and due.pledge:
            by_pledge.setdefault(due.pledge.id, []).append(due)
    return {
        id(turn)
        for turns in by_pledge.values()
        for counted in [{id(turn) for turn in counted_turns(turns)}]
        for turn in turns
        if id(turn) not in counted
    }


def counted_turns(turns: Iterable[DueFinding]) -> list[DueFinding]:
    """The turns by which a recurring duty is summed up: the last five of which something can be said, in order.

    One that is only still to come counts where it is the only one.
    """
    in_order = sorted(turns, key=lambda turn: turn.due.latest if turn.due and turn.due.latest else date.max)
    decided_turns = [turn for turn in in_order if turn.computed != "pending"]
    return (decided_turns or in_order)[-COUNTED_TURNS:]


def _version(due: DueFinding) -> tuple[str, int]:
    return due.pledge.id if due.pledge else "", due.force.number if due.force else 0


def _giving_way(deeds: Sequence[Finding]) -> set[int]:
    """*Unaddressed* to *prior conduct*, *loophole* to *exception used*, on the same act of one record (DEED-12)."""
    ruled_out: set[_OneAct] = set()
    excepted: set[_OneAct] = set()
    for finding in deeds:
        word = finding.finding
        if word == FindingWord.PRIOR_CONDUCT:
            ruled_out.add(_one_act(finding))
        elif word == FindingWord.EXCEPTION_USED and finding.time == Relation.DURING:
            excepted.add(_one_act(finding))
    if not ruled_out and not excepted:
        return set()
    return {
        id(finding)
        for finding in deeds
        if (finding.finding == FindingWord.UNADDRESSED and _one_act(finding) in ruled_out)
        or (finding.finding in _LOOPHOLES and _one_act(finding) in excepted)
    }


def _one_act(deed: Finding) -> _OneAct:
    assert deed.evidence
    return deed.evidence.id, deed.act
