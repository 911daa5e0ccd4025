"""What the words are worth: the yardstick's cells with the best answer to each (COVER-1), and the gaps (GAP-1)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, partial

from tracker.core.cell_sets import AnswerSets, CellSets
from tracker.core.scope import DIMENSIONS, Answer, CompiledDimension, Reason
from tracker.core.vocabulary import Vocabulary, bits
from tracker.engine.coverage.shortfalls import Shortfall, shortfalls
from tracker.engine.dossier import ActTerms, CompiledScope, Dossier
from tracker.engine.findings import Assessment
from tracker.engine.in_force import InForcePeriod
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.topic import CellSet, Yardstick

_Reasons = tuple[tuple[str, Reason], ...]


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

    ``label``: covered, partly, unclear or open. ``explain`` finds the reasons when they are read.
    ``last_day`` bounds the last day of the version that answers; ``lapsed`` those of one that covered the cell and is
    over. ``doubtful_force``: covered by words that are only possibly in force.
    """

    row: CellSet
    column: CellSet
    label: CellLabel
    pledge: Pledge | None = None
    force: InForcePeriod | None = None
    explain: Callable[[], _Reasons] = field(default=tuple, repr=False, compare=False)
    evidence: tuple[str, ...] = ()
    lapsed: tuple[date, date] | None = None
    doubtful_force: bool = False
    shortfalls: tuple[Shortfall, ...] = ()

    @cached_property
    def reasons(self) -> _Reasons:
        """By dimension, what keeps it from being covered; of a covered cell, what covers it."""
        return self.explain()

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


def answer(scope: CompiledScope, terms: ActTerms) -> tuple[Answer, _Reasons]:
    """A scope's answer for a cell, over all its terms, with the dimensions that decide it; remembered."""
    kept = scope.answers.get(terms)
    if kept is None:
        kept = scope.answers[terms] = _answer(scope, terms)
    return kept


def answer_within(scope: CompiledScope, lacking: Sequence[Shortfall], terms: ActTerms) -> tuple[Answer, _Reasons]:
    """The same of a version: partly at best where it asks for less or later, unclear where it does not say."""
    answered, reasons = answer(scope, terms)
    if not lacking or answered <= Answer.UNCLEAR:
        return answered, reasons
    return _at_best(lacking), (reasons if answered is Answer.PARTLY else ())


def _at_best(lacking: Sequence[Shortfall]) -> Answer:
    return Answer.PARTLY if any(shortfall.certain for shortfall in lacking) else Answer.UNCLEAR


def _answer(scope: CompiledScope, terms: ActTerms) -> tuple[Answer, _Reasons]:
    reasons = [(name, _reason(dimension, terms[place])) for name, place, dimension in scope.placed]
    # Outside if any is; inside if all are; else unclear if any is, else partly: in the order of answers, the least.
    total = min((reason.answer for _, reason in reasons), default=Answer.INSIDE)
    return total, tuple([pair for pair in reasons if pair[1].answer is total])


def _reason(dimension: CompiledDimension, terms: tuple[str, ...] | None) -> Reason:
    return dimension.why_any(None) if terms is None else dimension.why_all(terms)


@dataclass(frozen=True)
class Candidate:
    """A version that may answer cells, with its answers to those of its yardstick."""

    pledge: Pledge
    force: InForcePeriod
    scope: CompiledScope
    state: str  # in force: yes, unclear or no
    said: AnswerSets
    shortfalls: tuple[Shortfall, ...] = ()

    @cached_property
    def answers(self) -> AnswerSets:
        """The cells by its answer, which is partly or unclear at best where it asks for less or later."""
        if not self.shortfalls:
            return self.said
        better, unclear = self.said.inside | self.said.partly, self.said.unclear
        if _at_best(self.shortfalls) is Answer.PARTLY:
            return AnswerSets(0, better, unclear, self.said.outside)
        return AnswerSets(0, 0, better | unclear, self.said.outside)

    def reasons(self, terms: ActTerms) -> _Reasons:
        """What decides its answer for a cell."""
        return answer_within(self.scope, self.shortfalls, terms)[1]


Candidates = dict[str, list[Candidate]]
"""The versions that may answer the cells of each yardstick, by what it asks a company to do."""


def candidates(dossier: Dossier, assessment: Assessment, as_of: date) -> Candidates:
    """The candidates of each yardstick."""
    forces = assessment.in_force_periods
    return {it.commitment: _candidates_for(dossier, it, forces, as_of) for it, _ in dossier.grids}


def cells(dossier: Dossier, assessment: Assessment, as_of: date, of_yardsticks: Candidates) -> list[Cell]:
    """Every cell of each yardstick, row by row: asked of each version in force, the best answer stands."""
    acts = standing_acts(dossier, assessment, as_of)
    by_terms = _acts_by_terms(dossier, [terms for _, terms in acts])
    result: list[Cell] = []
    for yardstick, grid in dossier.grids:
        versions = of_yardsticks[yardstick.commitment]
        sets = dossier.cell_sets[yardstick.commitment]
        evidence = _evidence_by_cell(dossier, sets, len(grid), [it.id for it, _ in acts], by_terms)
        best = _best_answers(versions, sets.every)
        lapsed = _lapsed(versions)
        for i, (row, column, terms) in enumerate(grid):
            result.append(_cell(row, column, terms, best.get(i), evidence[i], lapsed.get(i)))
    return result


def _candidates_for(
    dossier: Dossier, yardstick: Yardstick, forces: Mapping[str, list[InForcePeriod]], as_of: date
) -> list[Candidate]:
    """The versions of the yardstick's commitment that had begun, in force or not."""
    sets = dossier.cell_sets[yardstick.commitment]
    result = []
    for pledge in dossier.pledges:
        for force in forces[pledge.id] if pledge.commitment == yardstick.commitment else ():
            if force.begun(as_of) and force.ever:
                scope = dossier.compiled(force.version.scope)
                lacking = shortfalls(yardstick, force, dossier.conditions, as_of)
                said = sets.answered(scope.limiting)
                result.append(Candidate(pledge, force, scope, force.on(as_of), said, lacking))
    return result


def _best_answers(candidates: Iterable[Candidate], every: int) -> dict[int, tuple[Answer, Candidate, bool]]:
    """By cell the best answer of the versions in force, whose it is, and whether only doubt about that keeps it low.

    Of equal answers that of the version that ends last stands, then of one that does not end on a condition, then of
    the first.
    """
    in_force = [candidate for candidate in candidates if candidate.state != "no"]
    in_force.sort(key=lambda it: (-it.force.span.end_latest if it.force.span else 0, _until_condition(it.force)))
    result: dict[int, tuple[Answer, Candidate, bool]] = {}
    left = every
    for level in (Answer.INSIDE, Answer.PARTLY, Answer.UNCLEAR, Answer.OUTSIDE):
        for candidate in in_force:
            doubtful = candidate.state == "unclear"
            mine = left & _at(candidate.answers, level, doubtful=doubtful)
            left &= ~mine
            better = candidate.answers.inside | candidate.answers.partly
            for i in bits(mine):
                result[i] = level, candidate, doubtful and bool(better >> i & 1)
    return result


def _at(answers: AnswerSets, level: Answer, *, doubtful: bool) -> int:
    """The cells that a version answers so; what is covered by words only possibly in force is unclear."""
    if not doubtful or level is Answer.OUTSIDE:
        return answers.of(level)
    return answers.inside | answers.partly | answers.unclear if level is Answer.UNCLEAR else 0


def _lapsed(candidates: Iterable[Candidate]) -> dict[int, tuple[date, date]]:
    """By cell the last day of the version that covered it last, of those that are over."""
    result: dict[int, tuple[date, date]] = {}
    for candidate in candidates:
        last = candidate.force.last_day if candidate.state == "no" else None
        for i in bits(candidate.answers.inside) if last else ():
            assert last
            result[i] = max(last, result.get(i, last))
    return result


def _cell(
    row: CellSet,
    column: CellSet,
    terms: ActTerms,
    best: tuple[Answer, Candidate, bool] | None,
    evidence: tuple[str, ...],
    lapsed: tuple[date, date] | None,
) -> Cell:
    if best is None:
        return Cell(row, column, CellLabel.OPEN, evidence=evidence, lapsed=lapsed)
    level, chosen, doubtful = best
    label = LABELS[level]
    return Cell(
        row,
        column,
        label,
        chosen.pledge,
        chosen.force,
        partial(chosen.reasons, terms),
        evidence,
        lapsed if label == CellLabel.OPEN else None,
        doubtful,
        chosen.shortfalls if chosen.shortfalls and answer(chosen.scope, terms)[0] > Answer.UNCLEAR else (),
    )


def standing_acts(dossier: Dossier, assessment: Assessment, as_of: date) -> list[tuple[Evidence, ActTerms]]:
    """The acts of conduct that stands on the day, whatever the pledges say of them."""
    return [
        (evidence, dossier.act_terms(act))
        for evidence in dossier.evidence
        if evidence.id in assessment.weights  # its period had begun
        and not assessment.weights[evidence.id].excluded
        for number, act in enumerate(evidence.acts, 1)
        if not assessment.weight_of(evidence.id, number).excluded
        and not (act.period or evidence.period).begins_after(as_of)
    ]


_ActsByTerms = dict[int, dict[tuple[str, ...] | None, int]]
"""By the place of a dimension the acts of each terms there, as a number whose bit i is act i."""


def _acts_by_terms(dossier: Dossier, acts: Sequence[ActTerms]) -> _ActsByTerms:
    places = [place for place, name in enumerate(DIMENSIONS) if name in dossier.dimensions and acts]
    result: _ActsByTerms = {}
    for place in places:
        by_terms = result[place] = dict[tuple[str, ...] | None, int]()
        act = 1
        for terms in acts:
            here = terms[place]
            by_terms[here] = by_terms.get(here, 0) | act
            act <<= 1
    return result


def _evidence_by_cell(
    dossier: Dossier, sets: CellSets, count: int, evidence: Sequence[str], by_terms: _ActsByTerms
) -> list[tuple[str, ...]]:
    """Of each cell the evidence with an act in it: within its row and column, and nowhere outside its core.

    ``evidence`` has the id for each act.
    """
    every = (1 << len(evidence)) - 1
    within = [every] * count
    for place, acts_by_terms in by_terms.items():
        vocabulary = dossier.dimensions[DIMENSIONS[place]]
        for wanted, named, in_cells in sets.wanted(place):
            if wanted is not None:
                lying = _acts_within(vocabulary, acts_by_terms, wanted, named=named)
                for i in bits(in_cells) if lying != every else ():
                    within[i] &= lying
    of_acts: dict[int, tuple[str, ...]] = {}
    for lying in within:
        if lying not in of_acts:
            of_acts[lying] = tuple(dict.fromkeys([evidence[number] for number in bits(lying)]))
    return [of_acts[lying] for lying in within]


def _acts_within(
    vocabulary: Vocabulary,
    acts_by_terms: Mapping[tuple[str, ...] | None, int],
    wanted: tuple[str, ...],
    *,
    named: bool,
) -> int:
    """One dimension: in a row's or column's terms some term of the act lies whole, of the core's it touches one."""
    mask, result = vocabulary.below_any(wanted), 0
    for done, acts in acts_by_terms.items():
        if done is None:
            result |= 0 if named else acts
            continue
        below = [vocabulary.below(term) for term in done]
        if any(one & mask for one in below) and (not named or any(one & ~mask == 0 for one in below)):
            result |= acts
    return result


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


def gaps(all_cells: list[Cell]) -> list[Cell]:
    """The cells that are gaps, worst first; within a rank in the yardstick's order."""
    return sorted((cell for cell in all_cells if gap_rank(cell) < NO_GAP), key=gap_rank)


def fullest(dossier: Dossier, of_yardsticks: Candidates) -> tuple[Pledge, InForcePeriod] | None:
    """The version in force that covers most of its yardstick: clearly first, then perhaps; None without one."""
    best: tuple[tuple[int, int, int], Pledge, InForcePeriod] | None = None
    for yardstick, _ in dossier.grids:
        every = dossier.cell_sets[yardstick.commitment].every
        for candidate in of_yardsticks[yardstick.commitment]:
            if candidate.state == "no":
                continue
            answers = candidate.answers
            score = (answers.inside.bit_count(), (every & ~answers.outside).bit_count(), candidate.state == "yes")
            if best is None or score > best[0]:
                best = score, candidate.pledge, candidate.force
    return (best[1], best[2]) if best else None
