"""Weight as version 1 of the rules had it: the latest outcome decided, and a document behind a story documented it."""

from collections.abc import Mapping
from datetime import date

from tracker.engine.evidence.weight import Weight, lineage, origins, publishers
from tracker.records.types.evidence import Evidence
from tracker.records.types.response import Response
from tracker.records.types.source import Source

__all__ = ["weigh"]


def weigh(evidence: Evidence, sources: Mapping[str, Source], responses: list[Response], as_of: date) -> Weight:
    """Weigh a piece of evidence as of a day."""
    outcomes = sorted(
        (outcome for outcome in evidence.outcomes if not outcome.date.certainly_after(as_of)),
        key=lambda outcome: (outcome.date.earliest, outcome.date.latest),
    )
    words = [outcome.outcome for outcome in outcomes]
    last = words[-1] if words else None
    roots = origins(evidence.sources, sources)
    independent = publishers(roots, sources)
    documented = any(sources[id].type == "record" and sources[id].located for id in lineage(evidence.sources, sources))
    if any(word in ("admitted", "adjudicated") for word in words):
        word = "admitted or adjudicated"
    elif documented:
        word = "documented"
    else:
        word = "corroborated" if independent > 1 else "single report"
    disputed = last == "denied" or any(
        response.answer == "denied" and evidence.id in response.about and not response.answered.certainly_after(as_of)
        for response in responses
    )
    alleged_only = "alleged" in words and set(words) <= {"alleged", "denied"}
    latest = outcomes[-1] if outcomes else None
    return Weight(
        word=word,
        origins=independent,
        origin_ids=roots,
        disputed_by=("the company",) if disputed else (),
        alleged_only=alleged_only,
        outcome=latest,
        cleared=latest if last in ("retracted", "not upheld") else None,
        put_right=latest if last == "put right" else None,
    )
