"""A pledge beside the one that it restates: an announcement against the terms that set it down again (RECORD-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.engine.comparing.scope_differences import Names, ScopeDifference, scope_differences
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import InForcePeriod, announced, deadline, in_force_periods
from tracker.engine.sentences.turn_sentences import recurs_in_words
from tracker.engine.text import bounds, when
from tracker.engine.upcoming.endings import end_in_words
from tracker.records.types.pledge import Pledge


@dataclass(frozen=True)
class FactDifference:
    """Something beside the scope that two texts say differently: ``what`` is commitment, start, ends, deadline or
    verification, the rest is in words."""

    what: str
    first: str
    second: str
    text: str


@dataclass(frozen=True)
class Restatement:
    """Where the restated text departs from the original, each by the version that stood last on the day.

    ``scope`` is empty where one promises to do something and the other not to (``comparable`` is then False).
    """

    original: Pledge
    original_force: InForcePeriod
    restated: Pledge
    restated_force: InForcePeriod
    comparable: bool
    scope: list[ScopeDifference]
    facts: list[FactDifference]

    @property
    def same(self) -> bool:
        """Whether the two texts differ in nothing that is recorded."""
        return not self.scope and not self.facts


def restatement_differences(
    dossier: Dossier,
    as_of: date,
    *,
    names: Names | None = None,
) -> list[Restatement]:
    """Pledges of the dossier that restate another of it, with the differences, by the id of the restating one.

    ``names`` are what sentences call the original and the restated text. A pledge of which nothing was public by
    ``as_of`` is left out.
    """
    words = names or (dossier.wording("difference.original"), dossier.wording("difference.restated"))
    by_id = {pledge.id: pledge for pledge in dossier.pledges}
    restatements: list[Restatement] = []
    for pledge in dossier.pledges:
        original = by_id.get(pledge.restates or "")
        if original is None:
            continue
        versions = [in_force_periods(one, dossier.conditions, as_of) for one in (original, pledge)]
        if all(versions):
            first, second = (active_restatements(some, as_of) for some in versions)
            restatements.append(_restatement(dossier, (original, first), (pledge, second), as_of, words))
    return restatements


def active_restatements(versions: Sequence[InForcePeriod], as_of: date) -> InForcePeriod:
    """The version to compare by: the last one that had begun by the day, else the first announced."""
    begun = [force for force in versions if force.begun(as_of)]
    return begun[-1] if begun else versions[0]


def _restatement(
    dossier: Dossier, one: tuple[Pledge, InForcePeriod], other: tuple[Pledge, InForcePeriod], as_of: date, names: Names
) -> Restatement:
    (original, first), (restated, second) = one, other
    comparable = original.commitment == restated.commitment
    scope = scope_differences(dossier, first.version.scope, second.version.scope, names) if comparable else []
    said, now = facts(dossier, original, first, as_of), facts(dossier, restated, second, as_of)
    apart = [
        FactDifference(what, said[what], now[what], _fact_text(dossier, what, (said[what], now[what]), names))
        for what in said
        if said[what] != now[what]
    ]
    return Restatement(original, first, restated, second, comparable, scope, apart)


def facts(dossier: Dossier, pledge: Pledge, force: InForcePeriod, as_of: date) -> dict[str, str]:
    """What a version says beside its scope, in words: commitment, start, ends, deadline, verification."""
    wording = dossier.wording
    return {
        "commitment": wording(f"commitment.{pledge.commitment}"),
        "start": when(force.start or announced(force.version)),
        "ends": end_in_words(dossier, force, as_of),
        "deadline": deadline_in_words(dossier, force, as_of),
        "verification": wording(f"verification.{force.version.verification}"),
    }


def deadline_in_words(dossier: Dossier, force: InForcePeriod, as_of: date) -> str:
    """When a promise to do something is due, at its latest reading; or that nothing is stated."""
    if force.version.recurrence:
        return recurs_in_words(dossier.wording, force.version.recurrence, "deadline.turns")
    due = deadline(force, dossier.conditions, as_of)
    if due is None:
        return dossier.wording("deadline.none")
    if due.latest is None:
        return dossier.wording("deadline.condition", condition=due.condition.name if due.condition else "")
    return bounds(due.latest, due.latest)


def _fact_text(dossier: Dossier, side: str, said: tuple[str, str], names: Names) -> str:
    subject = dossier.wording(f"difference.{side}")
    return dossier.wording.sentence(
        "difference.fact", what=subject, first=names[0], second=names[1], before=said[0], after=said[1]
    )
