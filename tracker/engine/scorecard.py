"""The scorecard: one company and topic, on one day, as known at one moment. Pages, widgets and JSON show it."""

from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tracker.core.dates import UncertainDate
from tracker.engine import RULES_VERSION
from tracker.engine.assessing.assessment import assess
from tracker.engine.assessing.leads import counted_by
from tracker.engine.assessing.taken_over import Former
from tracker.engine.coverage.amendment import Amendment
from tracker.engine.coverage.cells import Cell
from tracker.engine.coverage.coverage import Coverage, coverage_of
from tracker.engine.coverage.gaps import GapLine
from tracker.engine.coverage.strength import Strength
from tracker.engine.dossier import Dossier
from tracker.engine.findings import Assessment, Context, DueFinding, Finding
from tracker.engine.headline import CONTRARY, checked_note, headline
from tracker.engine.in_force import InForcePeriod
from tracker.engine.rules_1.assessment import assess_by_rules_1
from tracker.engine.sentences.due_reasons import explain_due
from tracker.engine.sentences.reasons import explain
from tracker.engine.text import capital, when
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge


@dataclass(frozen=True)
class Scorecard:
    """Everything that is computed for one company and topic at (``as_of``, ``known_at``) (CLOCK-1).

    All but the assessment is computed when it is first read: lists, and the pages of records, show but a part of it.
    """

    dossier: Dossier
    as_of: date
    known_at: datetime
    assessment: Assessment
    coverage: Coverage = field(compare=False, repr=False)
    rules: str = RULES_VERSION
    same: object = field(default=None, compare=False, repr=False)

    def marked(self) -> "Scorecard":
        """The same one with ``same``, an object that all have which it gives for other days and moments."""
        return replace(self, same=object())

    def at(self, as_of: date, known_at: datetime) -> "Scorecard":
        """The same on another day before the next change, or known at another moment of the same state of the record.

        What was computed is taken over, but for what may name the day (LAW-6).
        """
        if (as_of, known_at) == (self.as_of, self.known_at):
            return self
        other = self.written(as_of) if as_of != self.as_of else copy(self)
        vars(other)["known_at"] = known_at
        return other

    def written(self, as_of: date) -> "Scorecard":
        """The same with its day written otherwise: another one before the next change, or one that is left open."""
        other = copy(self)
        vars(other)["as_of"] = as_of
        vars(other).pop("headline", None)
        return other

    @property
    def cells(self) -> list[Cell]:
        """Every cell of the yardstick, row by row."""
        return self.coverage.cells

    @property
    def measured(self) -> tuple[Pledge, InForcePeriod] | None:
        """The version in force that covers most of the yardstick: the one that the amendment would change."""
        return self.coverage.measured

    @property
    def main(self) -> tuple[Pledge, InForcePeriod] | None:
        """The pledge that the headline tells of.

        The one in force that covers most of the yardstick, else the latest.
        """
        return self.coverage.main

    @property
    def strength(self) -> Strength:
        """What the words are worth."""
        return self.coverage.strength

    @cached_property
    def headline(self) -> list[str]:
        """Three sentences at most."""
        return headline(self.dossier, self.main, self.cells, self.assessment, self.as_of)

    @cached_property
    def note(self) -> str | None:
        """How far our record reaches, where ``as_of`` lies beyond it."""
        return checked_note(self.dossier, self.main, self.as_of)

    @property
    def gaps(self) -> list[Cell]:
        """The cells that are gaps, worst first."""
        return self.coverage.gaps

    @property
    def gap_lines(self) -> list[GapLine]:
        """The same in words."""
        return self.coverage.gap_lines

    @property
    def amendment(self) -> list[Amendment]:
        """The smallest amendment that would close the gaps."""
        return self.coverage.amendment

    @property
    def amendment_lines(self) -> list[str]:
        """The same in words."""
        return self.coverage.amendment_lines

    @property
    def checked_until(self) -> UncertainDate | None:
        """The last day that our record of the company was checked on this topic."""
        return self.dossier.checked_until

    @property
    def findings(self) -> list[Finding]:
        """Findings, gravest first."""
        return self.assessment.findings

    @property
    def counts(self) -> dict[str, int]:
        """How many records of conduct and promises there are of each word, gravest first (CONDUCT-4).

        Each record and each promise counts once, by the finding that leads; dismissed ones are not counted.
        """
        return _counted(self.findings)

    @property
    def counts_of_deeds(self) -> dict[str, int]:
        """The same of conduct only."""
        return _counted(self.assessment.deeds)

    @property
    def counts_of_promises(self) -> dict[str, int]:
        """The same of promises to act only."""
        return _counted(self.assessment.dues)

    @property
    def gravest(self) -> str | None:
        """The gravest finding that counts; None without findings."""
        return next(iter(self.counts), None)

    @property
    def contrary(self) -> int:
        """How many leading findings are of conduct contrary to a pledge, or without one."""
        return sum(number for word, number in self.counts.items() if word in CONTRARY)

    def counted_by(self, finding: Finding) -> object:
        """What a finding counts under; version 1 of the rules counted each pair of pledge and record by itself."""
        if self.rules == "1":
            return finding.pledge and finding.pledge.id, finding.evidence and finding.evidence.id
        if not isinstance(finding, DueFinding):
            return counted_by(finding)
        # Pages ask it of each due several times, and it is made of all words of the pledge.
        kept = self.dossier.said.get(id(finding.pledge))
        if kept is None:
            kept = self.dossier.said[id(finding.pledge)] = finding.pledge, counted_by(finding)
        return kept[1]

    @property
    def has_pledge(self) -> bool:
        """Whether any pledge on the topic had been announced."""
        return any(self.assessment.in_force_periods.values())


def compute(
    dossier: Dossier, as_of: date, known_at: datetime, rules: str = RULES_VERSION, former: Scorecard | None = None
) -> Scorecard:
    """Compute a scorecard: a pure function of the records and two clocks.

    ``rules`` is the version of the rules that held at ``known_at``: what was said under version 1 is still computed by
    it (LAW-7), in the words of today. What rests on the same in a ``former`` one of the same company and topic, by
    other records or of another day, is taken over from it: this is cheaper, and changes nothing.
    """
    if rules == "1":
        dossier, frozen = assess_by_rules_1(dossier, as_of, lambda finding: explained(dossier, as_of, finding))
        return Scorecard(dossier, as_of, known_at, frozen, coverage_of(dossier, frozen, as_of), rules)
    if former is not None and former.rules == rules:
        if dossier is not former.dossier:
            dossier.take_over(former.dossier)
        before, coverage = Former(former.dossier, former.as_of, former.assessment), former.coverage
    else:
        before, coverage = None, None
    assessment = assess(dossier, as_of, lambda finding: explained(dossier, as_of, finding), before)
    return Scorecard(dossier, as_of, known_at, assessment, coverage_of(dossier, assessment, as_of, coverage))


def explained(dossier: Dossier, as_of: date, finding: Finding) -> list[tuple[str, str]]:
    """Every sentence of a finding with what it is about."""
    if isinstance(finding, DueFinding):
        return explain_due(dossier, as_of, finding)
    return explain(dossier, as_of, finding)


def _counted(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(Counter(f.finding for f in findings if f.lead and not f.dismissed))


def context_text(card: Scorecard, item: Context) -> str:
    """Why a record, or one act of it, is context and not a finding."""
    cleared = item.weight.cleared if item.weight else None
    reason = item.reason
    if reason == "context.retracted" and not (cleared and cleared.note):
        reason = "context.retracted-bare"
    return card.dossier.wording(
        reason,
        dimensions=", ".join(card.dossier.word(name) for name in item.dimensions),
        date=when(cleared.date) if cleared else "",
        note=capital(cleared.note or "") if cleared else "",
    )


def assessments(card: Scorecard) -> list[Context]:
    """What others say about the company, the latest first; without what was retracted or not upheld."""
    listed = [item for item in card.assessment.context if item.reason == "context.assessment"]
    return sorted(listed, key=lambda item: (_last_day(item.evidence), item.evidence.id), reverse=True)


def _last_day(evidence: Evidence) -> date:
    day = evidence.period.end or evidence.period.start
    return day.latest if day else date.max


def replies(card: Scorecard) -> list[Any]:
    """What was asked and what came, up to the day."""
    return [response for response in card.dossier.responses if not response.answered.certainly_after(card.as_of)]
