"""How much a piece of evidence weighs: computed from its sources and outcomes, never typed (WEIGHT-1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.records.types.evidence import Evidence, Outcome
from tracker.records.types.response import Response
from tracker.records.types.source import Source

WEIGHTS = ("single report", "corroborated", "documented", "admitted or adjudicated")
"""Weights, the lightest first."""


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of one piece of evidence on a day.

    ``word``: single report, corroborated, documented, or admitted or adjudicated. ``origins`` counts independent
    origins, ``origin_ids`` names the sources that all others lead back to.
    """

    word: str
    origins: int
    origin_ids: tuple[str, ...]
    disputed: bool
    alleged_only: bool
    outcome: Outcome | None
    excluded: str | None  # "retracted" or "not upheld"

    @property
    def sufficient(self) -> bool:
        """Whether a breach may rest on it."""
        return self.word != "single report" and not self.alleged_only


def origins(ids: tuple[str, ...], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The sources to which the given ones lead back by ``derived_from``, each once, in order of first mention."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    stack = list(reversed(ids))
    while stack:
        id = stack.pop()
        if id in seen or id not in sources:
            continue
        seen.add(id)
        above = sources[id].derived_from
        if above:
            stack.extend(reversed(above))
        else:
            found.setdefault(id)
    return tuple(found)


def lineage(ids: tuple[str, ...], sources: Mapping[str, Source]) -> set[str]:
    """The given sources and all that they derive from."""
    seen: set[str] = set()
    stack = list(ids)
    while stack:
        id = stack.pop()
        if id not in seen and id in sources:
            seen.add(id)
            stack.extend(sources[id].derived_from)
    return seen


def weigh(evidence: Evidence, sources: Mapping[str, Source], responses: list[Response], as_of: date) -> Weight:
    """Weigh a piece of evidence as of a day.

    Origins of one publisher count once: a newspaper does not corroborate itself (docs/decisions.md).
    """
    known = sorted(
        (outcome for outcome in evidence.outcomes if not outcome.date.certainly_after(as_of)),
        key=lambda outcome: (outcome.date.earliest, outcome.date.latest),
    )
    words = [outcome.outcome for outcome in known]
    last = words[-1] if words else None
    roots = origins(evidence.sources, sources)
    independent = {sources[id].publisher.casefold() for id in roots}
    documented = any(sources[id].type == "record" and sources[id].located for id in lineage(evidence.sources, sources))
    if any(word in ("admitted", "adjudicated") for word in words):
        word = "admitted or adjudicated"
    elif documented:
        word = "documented"
    else:
        word = "corroborated" if len(independent) > 1 else "single report"
    disputed = last == "denied" or any(
        response.answer == "denied" and evidence.id in response.about and not response.answered.certainly_after(as_of)
        for response in responses
    )
    alleged_only = "alleged" in words and set(words) <= {"alleged", "denied"}
    excluded = last if last in ("retracted", "not upheld") else None
    return Weight(word, len(independent), roots, disputed, alleged_only, known[-1] if known else None, excluded)
