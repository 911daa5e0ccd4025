"""What a company's subsidiaries did while it owned them, beside its own pledges (OWNER-1 to OWNER-3)."""

from collections.abc import Iterable, Iterator
from functools import reduce

from tracker.core.dates import FIRST_DAY, LAST_DAY, DayBounds, Relation, timing
from tracker.core.scope import DIMENSIONS, THE_COMPANY
from tracker.engine.assessing.deeds import Deed, Deeds
from tracker.engine.dossier import OwnedEvidence
from tracker.engine.evidence.weight import Weight, weigh
from tracker.engine.findings import Finding
from tracker.records.types.company import Owner
from tracker.records.types.response import Response

__all__ = ["owned_deeds", "owned_weights", "time_owned"]

SUBSIDIARY = "subsidiary"
"""The term for an actor that the company controls."""


def owned_weights(deeds: Deeds, responses: list[Response]) -> dict[str, Weight]:
    """The weight of each piece of conduct of a company that this one owned; denials by either count (OUTCOME-7)."""
    sources, as_of = deeds.dossier.sources, deeds.as_of
    return {owned.evidence.id: weigh(owned.evidence, sources, responses, as_of) for owned in deeds.dossier.owned}


def owned_deeds(deeds: Deeds, responses: list[Response]) -> Iterator[Finding]:
    """Findings on the part of their conduct that falls in that time; none says that there was no pledge."""
    owned_acts = [deed for owned in deeds.dossier.owned for deed in _deeds(deeds, owned, responses)]
    for deed, matches in zip(owned_acts, deeds.matched(owned_acts).findings, strict=True):
        yield from deeds.of_deed(deed, matches, ())


def _deeds(deeds: Deeds, owned: OwnedEvidence, responses: list[Response]) -> Iterator[Deed]:
    """The acts that are the owner's: not those that another actor did, or of a time when it was certainly not owned."""
    sources, as_of, evidence = deeds.dossier.sources, deeds.as_of, owned.evidence
    weights = {
        (evidence.id, number): weigh(evidence, sources, responses, as_of, number)
        for number in range(1, len(evidence.acts) + 1)
    }
    whole = weigh(evidence, sources, responses, as_of)
    time = time_owned(owned.ownership.steps)
    subsidiary_named = SUBSIDIARY in deeds.dossier.dimensions.get("actor", ())
    for deed in deeds.deeds(evidence, whole, weights, owned.ownership.company):
        actors = deed.query.terms[DIMENSIONS.index("actor")]
        if deed.weight.excluded or (actors is not None and THE_COMPANY not in actors):
            continue
        relation = timing(deed.query.span, time).relation
        if relation not in (Relation.DURING, Relation.POSSIBLE):
            continue
        doubts = ["doubt.owned"] if relation == Relation.POSSIBLE else []
        if not subsidiary_named:
            doubts.append("doubt.owner-meant")
        yield deeds.owned(deed, _both(deed.query.span, time), tuple(doubts))


def time_owned(steps: Iterable[Owner]) -> DayBounds:
    """The time in which all steps of a chain of owners held."""
    return reduce(_both, (_time(step) for step in steps))


def _time(step: Owner) -> DayBounds:
    """Without a first day it is unclear whether it owned the company at any given time."""
    last = (LAST_DAY, LAST_DAY)
    if step.until:
        last = step.until.earliest.toordinal() - 1, step.until.latest.toordinal()
    first = (FIRST_DAY, last[1])
    if step.since:
        first = step.since.earliest.toordinal(), step.since.latest.toordinal()
    return DayBounds(*first, max(last[0], first[0]), max(last[1], first[0]))


def _both(one: DayBounds, other: DayBounds) -> DayBounds:
    """The time that two periods have in common, where they have any."""
    first, first_latest = max(one[0], other[0]), max(one[1], other[1])
    last_earliest, last = min(one[2], other[2]), min(one[3], other[3])
    return DayBounds(first, max(first, min(first_latest, last)), max(last_earliest, first), max(last, first))
