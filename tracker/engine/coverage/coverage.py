"""Coverage as a whole: its cells, what the words are worth, the gaps and what would close them, and what it rests on.

That does not name the day: on another one, or after a publication, coverage is the same where it rests on the same.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from tracker.engine.assessing.taken_over import same_objects, same_values
from tracker.engine.coverage.amendment import Amendment, amendment
from tracker.engine.coverage.cells import Candidates, Cell, candidates, cells, fullest, gaps, standing_acts
from tracker.engine.coverage.flags import Flag, RowAnswer, flags, row_answers
from tracker.engine.coverage.gaps import GapLine, amendment_text, ending_text, gap_lines
from tracker.engine.coverage.shortfalls import Shortfall, shortfalls
from tracker.engine.coverage.strength import Strength, strength
from tracker.engine.dossier import ActTerms, Dossier
from tracker.engine.findings import Assessment
from tracker.engine.in_force import InForcePeriod, announced, condition_state
from tracker.engine.sentences.reasons import reporter
from tracker.records.types.pledge import Pledge

__all__ = ["Coverage", "coverage_of"]


class CoverageBasis(NamedTuple):
    """``periods`` are the days in force of each version of a pledge, ``states`` how they stand on the day.

    ``acts`` are those of conduct that stands, ``answers`` what was answered by the day.
    """

    dossier: Dossier
    periods: list[list[InForcePeriod]]
    states: list[tuple[bool, str]]
    lacking: list[tuple[Shortfall, ...]]
    acts: list[tuple[str, ActTerms]]
    answers: list[tuple[str, bool, str]]
    conditions: list[str]

    def same(self, other: "CoverageBasis") -> bool:
        """Whether coverage that rests on this is that which rests on the other."""
        new, old = self.dossier, other.dossier
        return (
            self[2:] == other[2:]
            and new.company is old.company
            and new.topic is old.topic
            and new.wording.replaced == old.wording.replaced
            and same_objects(self.periods, other.periods)
            and same_objects(new.pledges, old.pledges)
            and same_objects(new.responses, old.responses)
            and same_values(new.dimensions, old.dimensions)
            and same_values(new.vocabularies, old.vocabularies)
            and same_values(new.conditions, old.conditions)
        )


@dataclass(frozen=True)
class Coverage:
    """Each part is computed when it is first read."""

    dossier: Dossier
    assessment: Assessment
    as_of: date

    @cached_property
    def cells(self) -> list[Cell]:
        """Every cell of the yardstick, row by row."""
        return cells(self.dossier, self.assessment, self.as_of, self._candidates)

    @cached_property
    def _candidates(self) -> Candidates:
        """The versions that may answer, with their answers."""
        return candidates(self.dossier, self.assessment, self.as_of)

    @cached_property
    def measured(self) -> tuple[Pledge, InForcePeriod] | None:
        """The version in force that covers most of the yardstick: the one that the amendment would change."""
        return fullest(self.dossier, self._candidates)

    @cached_property
    def main(self) -> tuple[Pledge, InForcePeriod] | None:
        """The pledge in force that covers most of the yardstick, else the latest."""
        return self.measured or _latest(self.dossier, self.assessment)

    @cached_property
    def strength(self) -> Strength:
        """What the words are worth."""
        return strength(self.cells, self.measured[1] if self.measured else None)

    @cached_property
    def gaps(self) -> list[Cell]:
        """The cells that are gaps, worst first."""
        return gaps(self.cells)

    @cached_property
    def gap_lines(self) -> list[GapLine]:
        """The same in words."""
        return gap_lines(self.dossier, self.gaps, self.as_of)

    @cached_property
    def amendment(self) -> list[Amendment]:
        """The smallest amendment that would close the gaps."""
        return amendment(self.dossier, self._candidates)

    @cached_property
    def amendment_lines(self) -> list[str]:
        """The same in words."""
        lines = [amendment_text(self.dossier, part) for part in self.amendment]
        ending = ending_text(self.dossier, self.measured[1]) if self.measured else None
        return [*lines, ending] if ending else lines

    @cached_property
    def rows(self) -> tuple[RowAnswer, ...]:
        """The rows of the yardstick in short."""
        return tuple(row_answers(self.dossier, self.cells))

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """The gaps by name, in the order in which readers should meet them."""
        pledge, force = self.measured or (None, None)
        commitment = pledge.commitment if pledge else "refrain"
        return tuple(flags(self.dossier, self.rows, force, commitment, self.as_of))

    @cached_property
    def basis(self) -> CoverageBasis:
        """What it rests on."""
        dossier, as_of = self.dossier, self.as_of
        periods = [self.assessment.in_force_periods[pledge.id] for pledge in dossier.pledges]
        forces = [force for of_pledge in periods for force in of_pledge]
        numbered = [it for it in dossier.topic.yardsticks if it.target or it.deadline]
        return CoverageBasis(
            dossier=dossier,
            periods=periods,
            states=[(force.begun(as_of), force.on(as_of)) for force in forces],
            lacking=[shortfalls(it, force, dossier.conditions, as_of) for it in numbered for force in forces],
            acts=[(evidence.id, terms) for evidence, terms in standing_acts(dossier, self.assessment, as_of)],
            answers=[
                (response.state(as_of), response.answered.certainly_after(as_of), reporter(dossier, response))
                for response in dossier.responses
            ],
            conditions=[condition_state(dossier.conditions[id], as_of)[0] for id in sorted(dossier.conditions)],
        )


def coverage_of(dossier: Dossier, assessment: Assessment, as_of: date, former: Coverage | None = None) -> Coverage:
    """The coverage of a dossier on a day, with what was computed of a ``former`` one that rests on the same."""
    coverage = Coverage(dossier, assessment, as_of)
    if former is not None and coverage.basis.same(former.basis):
        vars(coverage).update({name: vars(former)[name] for name in _COMPUTED if name in vars(former)})
    return coverage


_COMPUTED = (
    "cells", "measured", "main", "strength", "gaps", "gap_lines", "amendment", "amendment_lines", "rows", "flags",
)  # fmt: skip


def _latest(dossier: Dossier, assessment: Assessment) -> tuple[Pledge, InForcePeriod] | None:
    """Without a version in force: the pledge announced last, of the yardstick's commitment before others."""
    commitments = [yardstick.commitment for yardstick in dossier.topic.yardsticks]
    pairs = [
        (pledge, assessment.in_force_periods[pledge.id][-1])
        for pledge in dossier.pledges
        if assessment.in_force_periods[pledge.id]
    ]
    if not pairs:
        return None
    return max(
        pairs, key=lambda pair: (pair[0].commitment in commitments, announced(pair[1].version).latest, pair[0].id)
    )
