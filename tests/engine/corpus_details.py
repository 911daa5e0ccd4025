"""What the engine says beside the scorecard itself, a fact a line: progress, versions, turns, scopes."""

from collections.abc import Iterator
from itertools import combinations

from tracker.engine.comparing.changes import changes
from tracker.engine.comparing.restatements import facts
from tracker.engine.comparing.scope_differences import scope_differences
from tracker.engine.coverage.gaps import ending_text, scope_in_words
from tracker.engine.headline import said, until
from tracker.engine.in_force import InForcePeriod
from tracker.engine.progress import PromisedAmount, progress_of
from tracker.engine.scorecard import Scorecard, assessments
from tracker.engine.sentences.pledge_sentence import short
from tracker.engine.sentences.turn_sentences import due_as_turn, turn_row
from tracker.engine.turns import next_turn
from tracker.engine.upcoming.endings import duration, endings
from tracker.engine.version_coverage import own_cells
from tracker.records.types.pledge import Pledge

__all__ = ["details"]


def details(card: Scorecard) -> Iterator[str]:
    """All of it."""
    yield from _progress(card)
    for pledge in card.dossier.pledges:
        forces = card.assessment.in_force_periods[pledge.id]
        for force in forces:
            yield from _version(card, pledge, force)
        for one, other in combinations(forces, 2):
            yield from _apart(card, one, other)
        yield from (f"turn {pledge.id} {turn}" for turn in turn_row(card.dossier, card.assessment, pledge))
    yield from (f"as turn {due_as_turn(card.dossier, due)}" for due in card.assessment.dues)
    yield f"ending {ending_text(card.dossier, card.measured[1] if card.measured else None)}"
    yield from (
        f"by rules 1 {it.kind} {it.pledge.id} {it.last_day} {it.text}" for it in endings(card.dossier, card.as_of, "1")
    )
    yield from (f"assessed {item.evidence.id}" for item in assessments(card))
    yield from (f"new {change!r} {change.text}" for change in changes(None, card))
    yield from (f"gone {change.kind} {change.key}" for change in changes(card, None))
    for (id, number), weight in card.assessment.weights_of_acts.items():
        yield f"act {id} {number} {weight.word} {weight.excluded} {weight.disputed_by} {weight.alleged_only}"


def _progress(card: Scorecard) -> Iterator[str]:
    for progress in progress_of(card):
        yield f"progress {progress.pledge} {progress.measure} {progress.unit} {progress.drawable}: {progress.alt}"
        yield f"in short {progress.brief} {progress.last and progress.last.text}"
        yield from (f"reached {figure!r}" for figure in progress.reached)
        for path in progress.paths:
            yield f"path {path.start!r} {path.replaced}"
            yield from (f"promised {_promised(goal)}" for goal in path.promised)


def _promised(goal: PromisedAmount) -> str:
    return f"{goal.by} {goal.amount} {goal.text} {goal.asked} {goal.day} {goal.due and goal.due.finding}"


def _version(card: Scorecard, pledge: Pledge, force: InForcePeriod) -> Iterator[str]:
    name = f"{pledge.id} {force.number}"
    for cell in own_cells(card, pledge, force.version, force):
        yield f"own {name} {cell.row.id} {cell.column.id} {cell.label} {cell.evidence} {cell.reasons}"
    yield f"scope {name} {scope_in_words(card.dossier, force.version.scope)}"
    yield f"facts {name} {facts(card.dossier, pledge, force, card.as_of)}"
    words = short(card.dossier, pledge, force)
    yield f"ends {name} {said(card.dossier, words)}{until(card.dossier, pledge, force, card.as_of)}"
    yield f"said {name} {said(card.dossier, force.version.short or 'Will')}"
    turn = next_turn(force, card.dossier.conditions, card.as_of)
    yield f"lasts {name} {duration(card.dossier, force)} {turn} {force.begun(card.as_of)} {force.over(card.as_of)}"


def _apart(card: Scorecard, one: InForcePeriod, other: InForcePeriod) -> Iterator[str]:
    scopes = one.version.scope, other.version.scope
    differences = scope_differences(card.dossier, *scopes, ("the first", "the second"))
    yield from (f"apart {one.number} {other.number} {difference!r}" for difference in differences)
