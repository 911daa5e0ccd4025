"""What an assessment takes over from a former one of the same company and topic: what rests on the same records.

A publication changes a record or two of hundreds. What is taken over are the same objects, so that what was made of
them is found by identity. The law, tested: what is taken over is what would be found anew.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cached_property
from operator import attrgetter, is_

from tracker.engine.dossier import Dossier
from tracker.engine.evidence.weight import Weight
from tracker.engine.findings import Assessment, Context, DueFinding, Finding
from tracker.engine.in_force import InForcePeriod, in_force_periods
from tracker.records.types.evidence import Evidence

__all__ = ["Former", "TakenOver", "same_objects", "same_values"]

_ASIDE = ("evidence", "lead", "explain")
_DUE = attrgetter(*(it.name for it in fields(DueFinding) if it.name not in _ASIDE))
_DEED = attrgetter(*(it.name for it in fields(Finding) if it.name not in _ASIDE))


class Former:
    """A former assessment of the same company and topic, by whatever records and day."""

    def __init__(self, dossier: Dossier, as_of: date, assessment: Assessment):
        self.dossier, self.as_of, self.assessment = dossier, as_of, assessment

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """By id."""
        return {evidence.id: evidence for evidence in self.dossier.evidence}

    @cached_property
    def items(self) -> dict[str, list[Finding | Context]]:
        """What was found of the acts of each piece of evidence, and why others have no finding, by its id."""
        items: dict[str, list[Finding | Context]] = {}
        entries: tuple[Finding | Context, ...] = (*self.assessment.deeds, *self.assessment.context)
        for item in entries:
            if item.evidence:
                items.setdefault(item.evidence.id, []).append(item)
        return items

    @property
    def is_told(self) -> bool:
        """Whether its context was read: to find it now would take as long as to find it anew."""
        return "context" in vars(self.assessment)

    @cached_property
    def decided(self) -> set[str]:
        """The ids of evidence with a finding that editors decided on."""
        return {it.evidence.id for it in self.assessment.findings if it.evidence and it.decision}


class TakenOver:
    """What a dossier's assessment on a day takes over; nothing without a former one."""

    def __init__(self, dossier: Dossier, as_of: date, former: Former | None):
        self.dossier, self.as_of, self.former = dossier, as_of, former
        self.in_force = {pledge.id: self._periods(in_force_periods(pledge, dossier.conditions, as_of), pledge.id)
                         for pledge in dossier.pledges}  # fmt: skip
        self._same_words = former is not None and self._rests_on_the_same(former)
        self._same_ground = former if former is not None and former.as_of == as_of and self._same_words else None

    def _periods(self, periods: list[InForcePeriod], pledge: str) -> list[InForcePeriod]:
        before = self.former.assessment.in_force_periods.get(pledge, []) if self.former else []
        return before if before == periods else periods

    def weight(self, evidence: Evidence, weigh: Callable[[], Weight]) -> Weight:
        """The weight of a piece of evidence; that of before where nothing has come to it."""
        if self.former is None or self.former.evidence.get(evidence.id) is not evidence:
            return weigh()
        if self._all_sources_same:
            return self.former.assessment.weights[evidence.id]
        weight = weigh()
        before = self.former.assessment.weights.get(evidence.id, weight)
        return before if before == weight else weight

    @cached_property
    def _all_sources_same(self) -> bool:
        former = self._same_ground
        return former is not None and same_values(self.dossier.sources, former.dossier.sources)

    def name_again(self, findings: Iterable[Finding]) -> None:
        """Give findings of before that were found anew, as on another day, the tokens that they had.

        And the reasons of those on conduct, of a record in other words too: the day shown is in them only as far as
        answers had come by it.
        """
        if self.former is None:
            return
        days = (self.as_of, self.former.as_of)
        answers = [[(it.state(day), it.answered.certainly_after(day)) for it in self.dossier.responses] for day in days]
        explained = self._same_words and answers[0] == answers[1]
        before = {_place(it): it for it in self.former.assessment.findings if "token" in vars(it)}
        for finding in findings if before else ():
            same = before.get(_place(finding))
            if same is None or "token" in vars(finding) or _compared(same) != _compared(finding):
                continue
            if same.evidence is finding.evidence:
                vars(finding)["token"] = same.token
            if explained and "reasons" in vars(same) and _is_explained_alike(same, finding):
                vars(finding)["reasons"] = same.reasons

    def _rests_on_the_same(self, former: Former) -> bool:
        """Whether all is the same that findings rest on beside their own evidence, in substance and in words."""
        new, old = self.dossier, former.dossier
        return (
            new.company is old.company
            and new.topic is old.topic
            and new.checked_until == old.checked_until
            and new.wording.replaced == old.wording.replaced
            and new.related_responses == old.related_responses
            and same_objects(new.pledges, old.pledges)
            and same_objects(new.responses, old.responses)
            and same_values(new.dimensions, old.dimensions)
            and same_values(new.vocabularies, old.vocabularies)
            and same_values(new.conditions, old.conditions)
            and self._same_sources(response.source for response in new.responses)
        )

    def _same_sources(self, ids: Iterable[str]) -> bool:
        assert self.former
        new, old = self.dossier.sources, self.former.dossier.sources
        return all(new.get(id) is old.get(id) for id in ids)

    def dues(self, weights: Mapping[str, Weight]) -> list[DueFinding] | None:
        """What all dues have come to; None where that must be found anew."""
        former = self._same_ground
        if former is None:
            return None
        before = former.assessment
        speaking = [evidence for evidence in self.dossier.evidence if evidence.fulfils]
        spoke = [evidence for evidence in former.dossier.evidence if evidence.fulfils]
        new, old = [weights.get(it.id) for it in speaking], [before.weights.get(it.id) for it in spoke]
        # The same weights are those of the same evidence.
        same = same_objects(new, old) and self._same_sources(id for it in speaking for id in it.sources)
        return before.dues if same and not any(due.decision for due in before.dues) else None

    def of_evidence(self, evidence: Evidence, weight: Weight) -> list[Finding | Context] | None:
        """What was found of the acts of a piece of evidence; None where that must be found anew.

        The weights of its acts are the same where its own is: they differ from it by its outcomes alone.
        """
        former, id = self._same_ground, evidence.id
        if former is None or not former.is_told or id in former.decided:
            return None
        same = former.assessment.weights.get(id) is weight  # and so of the same evidence
        return former.items.get(id, []) if same and self._same_sources(evidence.sources) else None


def same_objects(some: "Iterable[object]", others: "Iterable[object]") -> bool:
    """Whether two sequences hold the same objects in the same order."""
    one, other = tuple(some), tuple(others)
    return len(one) == len(other) and all(map(is_, one, other))


def same_values(some: Mapping[str, object], others: Mapping[str, object]) -> bool:
    """Whether two mappings hold the same objects by the same names."""
    return some.keys() == others.keys() and all(value is others[name] for name, value in some.items())


def _compared(finding: Finding) -> tuple[object, ...]:
    """All that was found but the record itself; not whether it leads, nor who explains it."""
    compared: tuple[object, ...] = _DUE(finding) if isinstance(finding, DueFinding) else _DEED(finding)
    return compared


def _is_explained_alike(same: Finding, finding: Finding) -> bool:
    """Whether findings that are the same but for their records have the same reasons: these say when.

    Of a due without evidence they also tell of what followed, which may have been given a day since.
    """
    days = [(it.period, it.evidence and it.evidence.period) for it in (same, finding)]
    return finding.evidence is not None and days[0] == days[1]


def _place(finding: Finding) -> tuple[object, ...]:
    """What a finding is about, and what it is."""
    due = finding.due.latest if finding.due else None
    about = (finding.pledge, finding.evidence)
    return (finding.computed, finding.act, due, *(it and it.id for it in about), finding.force and finding.force.number)
