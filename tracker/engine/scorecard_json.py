"""A scorecard as JSON, as docs/api.md lists it. A new key of the API belongs here."""

from datetime import date
from typing import Any

from tracker.core.dates import UncertainDate
from tracker.engine.coverage.cells import Cell
from tracker.engine.coverage.gaps import amendment_json, cell_text
from tracker.engine.findings import DueFinding, Finding
from tracker.engine.in_force import InForcePeriod, announced
from tracker.engine.progress import Progress, progress_of
from tracker.engine.scorecard import Scorecard, assessments, context_text, replies
from tracker.engine.sentences.reasons import membership
from tracker.engine.sentences.turn_sentences import Turn, turn_row, turns_in_short
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge

__all__ = ["cell_json", "due_json", "finding_json", "gap_json", "scorecard_json"]


def scorecard_json(card: Scorecard) -> dict[str, Any]:
    """The keys that docs/api.md lists; texts are plain, amounts decimal strings in the unit beside them."""
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
        "cells": [cell_json(cell) for cell in card.cells],
        "not_asked": [
            {"row": row, "column": column, "reason": reason or None}
            for yardstick in dossier.topic.yardsticks
            for (row, column), reason in yardstick.reasons_not_asked.items()
        ],
        "gaps": [gap_json(card, cell) for cell in card.gaps],
        "amendment": [amendment_json(dossier, part) for part in card.amendment],
        "findings": [finding_json(card, finding) for finding in card.assessment.deeds],
        "dues": [due_json(finding) for finding in card.assessment.dues],
        "context": [
            {"evidence": item.evidence.id, "act": item.act, "why": context_text(card, item)}
            for item in card.assessment.context
        ],
        "assessments": [_assessment_json(item.evidence) for item in assessments(card)],
        "replies": [_reply_json(card, response) for response in replies(card)],
        "turns": [
            _turn(pledge, turn) for pledge in dossier.pledges for turn in turn_row(dossier, card.assessment, pledge)
        ],
        "progress": [_progress(it) for it in progress_of(card)],
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
            **_words_json(card, force),
        }
        for force in card.assessment.in_force_periods[pledge.id]
    ]
    summed_up = turns_in_short(card.dossier.wording, card.assessment.turns_of(pledge)) or None
    named = {
        "id": pledge.id,
        "title": pledge.title,
        "commitment": pledge.commitment,
        "initiative": pledge.initiative,
    }
    return {**named, "versions": versions, "turns": summed_up}


def _words_json(card: Scorecard, force: InForcePeriod) -> dict[str, Any]:
    """What a version says, who says so, and by when it is to be done."""
    version, source = force.version, card.dossier.sources.get(force.version.source)
    deadline = version.deadline
    return {
        "words": version.quote or version.reported,
        "verbatim": version.quote is not None,
        "announced": str(announced(version)),
        "source": version.source,
        "source_url": source.url if source and source.taken_down is None else None,
        "deadline": str(deadline) if isinstance(deadline, UncertainDate) else None,
    }


def cell_json(cell: Cell) -> dict[str, Any]:
    """A point of the table, as ``cells`` has it."""
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


def _day(value: tuple[date, date] | None) -> str | None:
    """Bounds of a day in JSON: the day, or both in EDTF."""
    if value is None:
        return None
    first, last = value
    return first.isoformat() if first == last else f"[{first.isoformat()}..{last.isoformat()}]"


def gap_json(card: Scorecard, cell: Cell) -> dict[str, Any]:
    """What is not covered at a point, as ``gaps`` has it."""
    return {
        "row": cell.row.id,
        "column": cell.column.id,
        "label": cell.label,
        "text": cell_text(card.dossier, cell, card.as_of),
        "evidence": list(cell.evidence),
    }


def finding_json(card: Scorecard, finding: Finding) -> dict[str, Any]:
    """What our rules say of an act, as ``findings`` has it."""
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


def due_json(finding: DueFinding) -> dict[str, Any]:
    """What has come of a promise, as ``dues`` has it."""
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


def _decision_json(finding: Finding) -> dict[str, Any] | None:
    made = finding.decision
    if made is None:
        return None
    return {"id": made.id, "decision": made.decision, "reason": made.reason, "editor": made.editor}


def _assessment_json(evidence: Evidence) -> dict[str, Any]:
    assert evidence.assessment
    return {"evidence": evidence.id, **evidence.assessment.model_dump(), "period": str(evidence.period)}


def _reply_json(card: Scorecard, response: Any) -> dict[str, Any]:
    return {
        "id": response.id,
        "respondent": response.respondent or card.dossier.company.name,
        "asked_by": response.asked_by,
        "question": response.question,
        "answer": response.state(card.as_of),
        "answered": str(response.answered),
        "text": response.text or response.summary,
        "speaker": response.speaker,
        "about": list(response.about),
        "source": response.source,
    }


def _turn(pledge: Pledge, turn: Turn) -> dict[str, Any]:
    """One turn; unlike those among the dues also one before the first on record."""
    return {"pledge": pledge.id, "due": turn.day.isoformat(), "state": turn.state, "evidence": turn.evidence}


def _progress(progress: Progress) -> dict[str, Any]:
    return {
        "pledge": progress.pledge,
        "measure": progress.measure,
        "unit": progress.unit,
        "text": progress.alt,
        "reached": [
            {
                "amount": f"{figure.amount}",
                "first": figure.first.isoformat(),
                "last": figure.last.isoformat(),
                "evidence": figure.evidence or None,
                "by_others": figure.by_others,
            }
            for figure in progress.reached
        ],
        "promised": [
            {
                "amount": f"{goal.amount}",
                "by": goal.by.isoformat() if goal.by else None,
                "replaced": path.replaced,
                "state": goal.due.finding if goal.due else None,
            }
            for path in progress.paths
            for goal in path.promised
        ],
    }
