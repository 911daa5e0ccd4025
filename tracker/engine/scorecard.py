"""The scorecard: one company and topic, on one day, as known at one moment. Pages, widgets and JSON show it."""

from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tracker.core.dates import UncertainDate
from tracker.engine import RULES_VERSION
from tracker.engine.assessing.assessment import assess
from tracker.engine.assessing.leads import counted_by
from tracker.engine.coverage.amendment import Amendment, amendment
from tracker.engine.coverage.cells import Cell, cells, fullest, gaps
from tracker.engine.coverage.gaps import GapLine, amendment_json, amendment_text, cell_text, ending_text, gap_lines
from tracker.engine.coverage.strength import Strength, strength
from tracker.engine.dossier import Dossier
from tracker.engine.findings import Assessment, Context, DueFinding, Finding
from tracker.engine.headline import CONTRARY, checked_note, headline
from tracker.engine.in_force import InForcePeriod, announced
from tracker.engine.rules_1.assessment import assess_by_rules_1
from tracker.engine.sentences.due_reasons import explain_due
from tracker.engine.sentences.reasons import explain, membership
from tracker.engine.sentences.turn_sentences import turns_in_short
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
    rules: str = RULES_VERSION

    def known(self, known_at: datetime) -> "Scorecard":
        """The same as known at another moment of the same state of the record; what was computed is taken over."""
        other = copy(self)
        object.__setattr__(other, "known_at", known_at)
        return other

    @cached_property
    def cells(self) -> list[Cell]:
        """Every cell of the yardstick, row by row."""
        return cells(self.dossier, self.assessment, self.as_of)

    @cached_property
    def measured(self) -> tuple[Pledge, InForcePeriod] | None:
        """The version in force that covers most of the yardstick: the one that the amendment would change."""
        return fullest(self.dossier, self.assessment, self.as_of)

    @cached_property
    def main(self) -> tuple[Pledge, InForcePeriod] | None:
        """The pledge that the headline tells of.

        The one in force that covers most of the yardstick, else the latest.
        """
        return self.measured or _latest(self.dossier, self.assessment)

    @cached_property
    def strength(self) -> Strength:
        """What the words are worth."""
        return strength(self.cells, self.measured[1] if self.measured else None)

    @cached_property
    def headline(self) -> list[str]:
        """Three sentences at most."""
        return headline(self.dossier, self.main, self.cells, self.assessment, self.as_of)

    @cached_property
    def note(self) -> str | None:
        """How far our record reaches, where ``as_of`` lies beyond it."""
        return checked_note(self.dossier, self.main, self.as_of)

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
        return amendment(self.dossier, self.assessment, self.as_of)

    @cached_property
    def amendment_lines(self) -> list[str]:
        """The same in words."""
        lines = [amendment_text(self.dossier, part) for part in self.amendment]
        ending = ending_text(self.dossier, self.measured[1]) if self.measured else None
        return [*lines, ending] if ending else lines

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
        return counted_by(finding)

    @property
    def has_pledge(self) -> bool:
        """Whether any pledge on the topic had been announced."""
        return any(self.assessment.in_force_periods.values())

    def as_json(self) -> dict[str, Any]:
        """The scorecard as JSON data: the keys that docs/api.md lists."""
        return scorecard_json(self)


def compute(dossier: Dossier, as_of: date, known_at: datetime, rules: str = RULES_VERSION) -> Scorecard:
    """Compute a scorecard: a pure function of the records and two clocks.

    ``rules`` is the version of the rules that held at ``known_at``: what was said under version 1 is still computed by
    it (LAW-7), in the words of today.
    """
    if rules == "1":
        dossier, frozen = assess_by_rules_1(dossier, as_of, lambda finding: explained(dossier, as_of, finding))
        return Scorecard(dossier, as_of, known_at, frozen, rules)
    assessment = assess(dossier, as_of, lambda finding: explained(dossier, as_of, finding))
    return Scorecard(dossier, as_of, known_at, assessment)


def explained(dossier: Dossier, as_of: date, finding: Finding) -> list[tuple[str, str]]:
    """Every sentence of a finding with what it is about."""
    if isinstance(finding, DueFinding):
        return explain_due(dossier, as_of, finding)
    return explain(dossier, as_of, finding)


def _counted(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(Counter(f.finding for f in findings if f.lead and not f.dismissed))


def _latest(dossier: Dossier, assessment: Assessment) -> tuple[Pledge, InForcePeriod] | None:
    """Without a version in force: the pledge announced last, of the yardstick's commitment before others."""
    asked = [yardstick.commitment for yardstick in dossier.topic.yardsticks]
    known = [
        (pledge, assessment.in_force_periods[pledge.id][-1])
        for pledge in dossier.pledges
        if assessment.in_force_periods[pledge.id]
    ]
    if not known:
        return None
    return max(known, key=lambda pair: (pair[0].commitment in asked, announced(pair[1].version).latest, pair[0].id))


def _day(value: tuple[date, date] | None) -> str | None:
    """Bounds of a day in JSON: the day, or both in EDTF."""
    if value is None:
        return None
    first, last = value
    return first.isoformat() if first == last else f"[{first.isoformat()}..{last.isoformat()}]"


def scorecard_json(card: Scorecard) -> dict[str, Any]:
    """The keys that docs/api.md lists; every text is plain text."""
    dossier = card.dossier
    return {
        "company": {"id": dossier.company.id, "name": dossier.company.name},
        "topic": {"id": dossier.topic.id, "name": dossier.topic.name},
        "as_of": card.as_of.isoformat(),
        "known_at": card.known_at.isoformat().replace("+00:00", "Z"),
        "checked_until": str(card.checked_until) if card.checked_until else None,
        "rules": card.rules,
        "headline": card.headline,
        "note": card.note,
        "strength": {
            "word": card.strength.word,
            "covered": card.strength.covered,
            "possible": card.strength.possible,
            "cells": card.strength.cells,
            "facts": card.strength.facts,
        },
        "conduct": {
            "gravest": card.gravest,
            "counts": card.counts_of_deeds,
            "promises": card.counts_of_promises,
            "reviewed": card.assessment.reviewed,
        },
        "pledges": [
            _pledge_json(card, pledge) for pledge in dossier.pledges if card.assessment.in_force_periods[pledge.id]
        ],
        "cells": [_cell_json(cell) for cell in card.cells],
        "not_asked": [
            {"row": row, "column": column, "reason": reason or None}
            for yardstick in dossier.topic.yardsticks
            for (row, column), reason in yardstick.reasons_not_asked.items()
        ],
        "gaps": [_gap_json(card, cell) for cell in card.gaps],
        "amendment": [amendment_json(dossier, part) for part in card.amendment],
        "findings": [_finding_json(card, finding) for finding in card.assessment.deeds],
        "dues": [_due_json(finding) for finding in card.assessment.dues],
        "context": [
            {"evidence": item.evidence.id, "act": item.act, "why": context_text(card, item)}
            for item in card.assessment.context
        ],
        "assessments": [_assessment_json(item.evidence) for item in assessments(card)],
        "replies": [_reply_json(card, response) for response in replies(card)],
    }


def _gap_json(card: Scorecard, cell: Cell) -> dict[str, Any]:
    return {
        "row": cell.row.id,
        "column": cell.column.id,
        "label": cell.label,
        "text": cell_text(card.dossier, cell, card.as_of),
        "evidence": list(cell.evidence),
    }


def _pledge_json(card: Scorecard, pledge: Pledge) -> dict[str, Any]:
    versions = [
        {
            "number": force.number,
            "in_force": force.on(card.as_of),
            "since": str(force.start) if force.start else None,
            "last_day": _day(force.last_day),
            "ends": force.terms,
            "ended_by": force.ended_by,
        }
        for force in card.assessment.in_force_periods[pledge.id]
    ]
    summed_up = turns_in_short(card.dossier.wording, card.assessment.turns_of(pledge)) or None
    named = {"id": pledge.id, "commitment": pledge.commitment, "initiative": pledge.initiative}
    return {**named, "versions": versions, "turns": summed_up}


def _cell_json(cell: Cell) -> dict[str, Any]:
    name, reason = cell.reasons[0] if cell.reasons else (None, None)
    return {
        "row": cell.row.id,
        "column": cell.column.id,
        "label": cell.label,
        "last_day": _day(cell.last_day),
        "pledge": cell.pledge.id if cell.pledge else None,
        "version": cell.force.number if cell.force else None,
        "dimension": name,
        "term": reason.term if reason else None,
        "decided_by": reason.decided_by if reason else None,
        "evidence": list(cell.evidence),
        "lapsed": _day(cell.lapsed),
    }


def _finding_json(card: Scorecard, finding: Finding) -> dict[str, Any]:
    weight = finding.weight
    return {
        "finding": finding.finding,
        "computed": finding.computed,
        "decision": _decision_json(finding),
        "pledge": finding.pledge.id if finding.pledge else None,
        "version": finding.force.number if finding.force else None,
        "evidence": finding.evidence.id if finding.evidence else None,
        "act": finding.act,
        "lead": finding.lead,
        "time": finding.time,
        "begun_before": finding.begun_before,
        "scope": finding.scope,
        "yardstick": finding.yardstick,
        "membership": {
            name: {"result": reason.answer.word, "term": reason.term, "decided_by": reason.decided_by}
            for name, reason in membership(finding, card.dossier).items()
        },
        "weight": weight.word if weight else None,
        "origins": weight.origins if weight else None,
        "disputed": weight.disputed if weight else None,
        "reasons": [sentence for _, sentence in finding.reasons],
    }


def _decision_json(finding: Finding) -> dict[str, Any] | None:
    made = finding.decision
    if made is None:
        return None
    return {"id": made.id, "decision": made.decision, "reason": made.reason, "editor": made.editor}


def _due_json(finding: DueFinding) -> dict[str, Any]:
    weight, day = finding.weight, finding.due.latest if finding.due else None
    return {
        "pledge": finding.pledge.id if finding.pledge else None,
        "version": finding.force.number if finding.force else None,
        "kind": finding.kind,
        "due": day.isoformat() if day else None,
        "state": finding.finding,
        "computed": finding.computed,
        "in_part": finding.in_part,
        "lead": finding.lead,
        "target": finding.target,
        "amount": finding.amount,
        "unit": finding.unit,
        "statements": list(dict.fromkeys(statement.evidence.id for statement in finding.statements)),
        "followed_by": finding.successor.number if finding.successor else None,
        "weight": weight.word if weight else None,
        "origins": weight.origins if weight else None,
        "disputed": bool(weight and weight.disputed),
        "decision": _decision_json(finding),
        "reasons": [sentence for _, sentence in finding.reasons],
    }


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


def _assessment_json(evidence: Evidence) -> dict[str, Any]:
    assert evidence.assessment
    return {"evidence": evidence.id, **evidence.assessment.model_dump(), "period": str(evidence.period)}


def replies(card: Scorecard) -> list[Any]:
    """What was asked and what came, up to the day."""
    return [response for response in card.dossier.responses if not response.answered.certainly_after(card.as_of)]


def _reply_json(card: Scorecard, response: Any) -> dict[str, Any]:
    return {
        "id": response.id,
        "respondent": response.respondent or card.dossier.company.name,
        "asked_by": response.asked_by,
        "question": response.question,
        "answer": response.state(card.as_of),
        "answered": str(response.answered),
        "text": response.text or response.summary,
        "about": list(response.about),
        "source": response.source,
    }
