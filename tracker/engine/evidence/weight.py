"""How much a piece of evidence weighs: computed from its sources and outcomes, never typed (WEIGHT-1 to WEIGHT-5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.engine.evidence.outcomes import matter
from tracker.records.types.evidence import Evidence, Outcome
from tracker.records.types.response import Response
from tracker.records.types.source import Source

WEIGHTS = ("single report", "corroborated", "documented", "admitted or adjudicated")
"""Weights, the lightest first."""


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of one piece of evidence, or of one of its acts, on a day.

    ``word``: single report, corroborated, documented, or admitted or adjudicated. ``origins`` counts independent
    origins, ``origin_ids`` names the sources that all others lead back to. ``cleared`` is the outcome that cleared the
    matter, ``put_right`` the latest that says it was put right, ``outcome`` the latest of all.
    """

    word: str
    origins: int
    origin_ids: tuple[str, ...]
    disputed_by: tuple[str, ...]
    alleged_only: bool
    outcome: Outcome | None
    cleared: Outcome | None
    put_right: Outcome | None

    @property
    def disputed(self) -> bool:
        """Whether anybody disputes it."""
        return bool(self.disputed_by)

    @property
    def excluded(self) -> str | None:
        """“retracted” or “not upheld” where the matter was cleared: then it yields no finding."""
        return self.cleared.outcome if self.cleared else None

    @property
    def sufficient(self) -> bool:
        """Whether a breach, or a missed deadline, may rest on it."""
        return self.word != "single report" and not self.alleged_only


def origins(ids: tuple[str, ...], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The sources to which the given ones lead back by ``derived_from``, each once, in order of first mention."""
    roots: dict[str, None] = {}
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
            roots.setdefault(id)
    return tuple(roots)


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


def publishers(roots: tuple[str, ...], sources: Mapping[str, Source]) -> int:
    """How many origins are independent: those of one publisher count once, as a newspaper does not corroborate itself.

    One whose publisher nobody named may be of any other, so it counts only where no other does (WEIGHT-2).
    """
    named = {publisher.casefold() for id in roots if (publisher := sources[id].publisher)}
    return len(named) or min(len(roots), 1)


def weigh(
    evidence: Evidence, sources: Mapping[str, Source], responses: list[Response], as_of: date, act: int | None = None
) -> Weight:
    """Weigh a piece of evidence, or one of its acts, as of a day."""
    roots = origins(evidence.sources, sources)
    independent = publishers(roots, sources)
    own = [sources[id] for id in evidence.sources if id in sources]
    now = matter(evidence, responses, as_of, act)
    if now.established:
        word = "admitted or adjudicated"
    elif any(source.type == "record" and source.located for source in own):
        word = "documented"
    else:
        word = "corroborated" if independent > 1 else "single report"
    return Weight(word, independent, roots, now.disputed_by, now.alleged, now.latest, now.cleared, now.put_right)
