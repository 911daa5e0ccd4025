"""What the words are worth: the yardstick's cells with the best answer to each (COVER-1), and the gaps (GAP-1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.core.scope import DIMENSIONS, Answer, CompiledDimension, Reason
from tracker.core.vocabulary import Vocabulary, bits
from tracker.engine.coverage.shortfalls import Shortfall, shortfalls
from tracker.engine.dossier import ActTerms, CompiledScope, Dossier
from tracker.engine.findings import Assessment
from tracker.engine.in_force import InForcePeriod
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.topic import CellSet, Yardstick

_Asked = tuple[int, bool, tuple[str, ...]]
"""What a cell asks of an act in one dimension: which, whether row or column name it, and the cell's terms."""


class CellLabel(StrEnum):
    """What the words say of a cell.

    Two say more of when: covered until a day (lapsing), and not covered though it was until one (lapsed).
    """

    COVERED = "covered"
    LAPSING = "lapsing"
    PARTLY = "partly"
    UNCLEAR = "unclear"
    OPEN = "open"
    LAPSED = "lapsed"


NOT_ASKED = "not-asked"
"""What stands in a table for a cell that is not asked (COVER-6): no label, as nothing was computed."""

LABELS = {
    Answer.INSIDE: CellLabel.COVERED,
    Answer.PARTLY: CellLabel.PARTLY,
    Answer.UNCLEAR: CellLabel.UNCLEAR,
    Answer.OUTSIDE: CellLabel.OPEN,
}
"""The label of each answer, the best first (COVER-1)."""


@dataclass(frozen=True)
class Cell:
    """One cell of the yardstick with the best answer of the versions in force.

    ``label``: covered, partly, unclear or open. ``reasons`` holds, by dimension, what keeps it from being covered (for
    a covered cell: what covers it). ``last_day`` bounds the last day of the version that answers; ``lapsed`` those of
    one that covered the cell and is over. ``doubtful_force``: covered by words that are only possibly in force.
    """

    row: CellSet
    column: CellSet
    label: CellLabel
    pledge: Pledge | None = None
    force: InForcePeriod | None = None
    reasons: tuple[tuple[str, Reason], ...] = ()
    evidence: tuple[str, ...] = ()
    lapsed: tuple[date, date] | None = None
    doubtful_force: bool = False
    shortfalls: tuple[Shortfall, ...] = ()

    @property
    def last_day(self) -> tuple[date, date] | None:
        """The last day of the version that answers; None where none is known."""
        return self.force.last_day if self.force else None

    @property
    def until_condition(self) -> bool:
        """Whether the version that answers ends on a condition."""
        return bool(self.force and _until_condition(self.force))


def _until_condition(force: InForcePeriod) -> bool:
    return force.terms == "condition" and force.last_day is None


def answer(scope: CompiledScope, terms: ActTerms) -> tuple[Answer, tuple[tuple[str, Reason], ...]]:
    """A scope's answer for a cell, over all its terms, with the dimensions that decide it; remembered."""
    known = scope.answers.get(terms)
    if known is None:
        known = scope.answers[terms] = _answer(scope, terms)
    return known


def answer_within(
    scope: CompiledScope, lacking: Sequence[Shortfall], terms: ActTerms
) -> tuple[Answer, tuple[tuple[str, Reason], ...]]:
    """The same of a version: partly at best where it asks for less or later, unclear where it does not say."""
    answered, reasons = answer(scope, terms)
    if not lacking or answered <= Answer.UNCLEAR:
        return answered, reasons
    certain = any(shortfall.certain for shortfall in lacking)
    return (Answer.PARTLY if certain else Answer.UNCLEAR), (reasons if answered is Answer.PARTLY else ())


def _answer(scope: CompiledScope, terms: ActTerms) -> tuple[Answer, tuple[tuple[str, Reason], ...]]:
    reasons = [(name, _asked(dimension, terms[place])) for name, place, dimension in scope.placed]
    # Outside if any is; inside if all are; else unclear if any is, else partly: in the order of answers, the least.
    total = min((reason.answer for _, reason in reasons), default=Answer.INSIDE)
    return total, tuple([pair for pair in reasons if pair[1].answer is total])


def _asked(dimension: CompiledDimension, terms: tuple[str, ...] | None) -> Reason:
    return dimension.why_any(None) if terms is None else dimension.why_all(terms)


@dataclass(frozen=True)
class Candidate:
    """A version that may answer a cell."""

    pledge: Pledge
    force: InForcePeriod
    scope: CompiledScope
    state: str  # in force: yes, unclear or no
    shortfalls: tuple[Shortfall, ...] = ()

    def answer(self, terms: ActTerms) -> tuple[Answer, tuple[tuple[str, Reason], ...]]:
        """Its answer for a cell."""
        return answer_within(self.scope, self.shortfalls, terms)


def cells(dossier: Dossier, assessment: Assessment, as_of: date) -> list[Cell]:
    """Every cell of each yardstick, row by row: asked of each version in force, the best answer stands."""
    acts = standing_acts(dossier, assessment, as_of)
    known: dict[_Asked, int] = {}
    return [
        _cell(row, column, terms, candidates, dossier, acts, known)
        for yardstick, grid in dossier.grids
        for candidates in [candidates_for(dossier, yardstick, assessment.in_force_periods, as_of)]
        for row, column, terms in grid
    ]


def candidates_for(
    dossier: Dossier, yardstick: Yardstick, forces: Mapping[str, list[InForcePeriod]], as_of: date
) -> list[Candidate]:
    """The versions of the yardstick's commitment that had begun, in force or not."""
    return [
        Candidate(
            pledge,
            force,
            dossier.compiled(force.version.scope),
            force.on(as_of),
            shortfalls(yardstick, force, dossier.conditions, as_of),
        )
        for pledge in dossier.pledges
        if pledge.commitment == yardstick.commitment
        for force in forces[pledge.id]
        if force.begun(as_of) and force.ever
    ]


def _cell(
    row: CellSet,
    column: CellSet,
    terms: ActTerms,
    candidates: list[Candidate],
    dossier: Dossier,
    acts: list[tuple[Evidence, ActTerms]],
    known: dict[_Asked, int],
) -> Cell:
    best: tuple[tuple[int, int, bool], Candidate, tuple[tuple[str, Reason], ...], bool] | None = None
    lapsed: tuple[date, date] | None = None
    for candidate in candidates:
        found, reasons = candidate.answer(terms)
        if candidate.state == "no":
            last = candidate.force.last_day
            if found is Answer.INSIDE and last:
                lapsed = max(last, lapsed or last)
            continue
        doubtful = candidate.state == "unclear" and found > Answer.UNCLEAR
        force = candidate.force
        order = (
            Answer.UNCLEAR if doubtful else found,
            force.span.end_latest if force.span else 0,
            not _until_condition(force),
        )
        if best is None or order > best[0]:
            best = order, candidate, reasons, doubtful
    evidence = evidence_within(dossier, row, column, terms, acts, known)
    if best is None:
        return Cell(row, column, CellLabel.OPEN, evidence=evidence, lapsed=lapsed)
    (rank, _, _), chosen, reasons, doubtful = best
    label = LABELS[Answer(rank)]
    lapsed = lapsed if label == CellLabel.OPEN else None
    lacking = chosen.shortfalls if answer(chosen.scope, terms)[0] > Answer.UNCLEAR else ()
    return Cell(row, column, label, chosen.pledge, chosen.force, reasons, evidence, lapsed, doubtful, lacking)


def standing_acts(dossier: Dossier, assessment: Assessment, as_of: date) -> list[tuple[Evidence, ActTerms]]:
    """The acts of conduct that stands on the day with their terms, whatever the pledges say of them."""
    return [
        (evidence, dossier.act_terms(act))
        for evidence in dossier.evidence
        if evidence.id in assessment.weights  # its period had begun
        and not assessment.weights[evidence.id].excluded
        for number, act in enumerate(evidence.acts, 1)
        if not assessment.weight_of(evidence.id, number).excluded
        and not (act.period or evidence.period).begins_after(as_of)
    ]


def evidence_within(
    dossier: Dossier,
    row: CellSet,
    column: CellSet,
    terms: ActTerms,
    acts: Sequence[tuple[Evidence, ActTerms]],
    known: dict[_Asked, int],
) -> tuple[str, ...]:
    """The evidence with an act in a cell: within its row and column, and nowhere outside its core.

    ``known`` remembers, as the bits of a number, which acts lie within what one dimension asks: the cells of a
    yardstick ask the same of most dimensions.
    """
    within = (1 << len(acts)) - 1
    for i, name in enumerate(DIMENSIONS):
        wanted = terms[i]
        if wanted is None or name not in dossier.dimensions:
            continue
        key = (i, row.terms.of(name) is not None or column.terms.of(name) is not None, wanted)
        if key not in known:
            known[key] = _acts_within(dossier.dimensions[name], key, acts)
        within &= known[key]
    return tuple(dict.fromkeys(acts[number][0].id for number in bits(within)))


def _acts_within(vocabulary: Vocabulary, asked: _Asked, acts: Sequence[tuple[Evidence, ActTerms]]) -> int:
    i, named, wanted = asked
    answers: dict[tuple[str, ...] | None, bool] = {}
    found = 0
    for number, (_, act) in enumerate(acts):
        done = act[i]
        if done not in answers:
            answers[done] = _lies_within(vocabulary, named, wanted, done)
        if answers[done]:
            found |= 1 << number
    return found


def _lies_within(vocabulary: Vocabulary, named: bool, wanted: Iterable[str], done: Iterable[str] | None) -> bool:
    """One dimension: in a row's or column's terms some term of the act lies whole, of the core's it touches one."""
    if done is None:
        return not named
    mask, below = vocabulary.below_any(wanted), [vocabulary.below(term) for term in done]
    return any(one & mask for one in below) and (not named or any(one & ~mask == 0 for one in below))


NO_GAP = 6
"""The place of a cell that is no gap."""


def gap_rank(cell: Cell) -> int:
    """Place of a cell in the order of gaps, worst first; 6 is no gap (GAP-1)."""
    if cell.label == CellLabel.OPEN:
        return 0 if cell.evidence else 1
    if cell.label in (CellLabel.UNCLEAR, CellLabel.PARTLY):
        return 2 if cell.evidence else 3
    if cell.last_day:
        return 4
    return 5 if cell.until_condition else NO_GAP


def gaps(found: list[Cell]) -> list[Cell]:
    """The cells that are gaps, worst first; within a rank in the yardstick's order."""
    return sorted((cell for cell in found if gap_rank(cell) < NO_GAP), key=gap_rank)


def fullest(dossier: Dossier, assessment: Assessment, as_of: date) -> tuple[Pledge, InForcePeriod] | None:
    """The version in force that covers most of its yardstick: clearly first, then perhaps; None without one."""
    best: tuple[tuple[int, int, int], Pledge, InForcePeriod] | None = None
    candidates = [
        (candidate, grid)
        for yardstick, grid in dossier.grids
        for candidate in candidates_for(dossier, yardstick, assessment.in_force_periods, as_of)
    ]
    for candidate, grid in candidates:
        if candidate.state == "no":
            continue
        answers = [candidate.answer(terms)[0] for _, _, terms in grid]
        score = (
            sum(found is Answer.INSIDE for found in answers),
            sum(found is not Answer.OUTSIDE for found in answers),
            candidate.state == "yes",
        )
        if best is None or score > best[0]:
            best = score, candidate.pledge, candidate.force
    return (best[1], best[2]) if best else None
