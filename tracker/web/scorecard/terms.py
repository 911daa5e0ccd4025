"""How versions, their ends and their scopes read on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from tracker.core.scope import Answer, Label, Reason
from tracker.engine.coverage.gaps import scope_in_words
from tracker.engine.dossier import Dossier
from tracker.engine.in_force import Deadline, InForcePeriod, announced, condition_state, deadline
from tracker.engine.scorecard import Scorecard
from tracker.engine.sentences.due_reasons import due_text
from tracker.engine.text import MessageCatalog, bounds, capital, day, listing, relative_days, when
from tracker.records.types.condition import Condition
from tracker.records.types.parts.fields import ScopeLabels
from tracker.records.types.pledge import StatedEnd

__all__ = [
    "ScopeLine",
    "beyond_checked",
    "condition_words",
    "end_words",
    "in_force_text",
    "reason_words",
    "scope_lines",
]

_WITHOUT_END = get_args(StatedEnd)
_VERIFICATION = {
    "none": "We know of no independent check.",
    "own report": "The company reports on this itself.",
    "independent": "An independent body checks this.",
}
_LABELS = {
    "in": "covered",
    "out": "not covered",
    "except": "exception",
    "unclear": "unclear",
    "rest-in": "everything else covered",
    "rest-out": "everything else not covered",
    "rest-except": "everything else an exception",
    "rest-unclear": "everything else unclear",
}


def beyond_checked(card: Scorecard) -> bool:
    """Whether the day lies after what was checked, or nothing was."""
    return card.checked_until is None or card.as_of > card.checked_until.earliest


def end_words(card: Scorecard, force: InForcePeriod) -> str:
    """How a version ends, in a sentence."""
    wording = card.dossier.wording
    if force.last_day:
        first, last = force.last_day
        days = f" ({relative_days(last, card.as_of)})" if first == last else ""
        return f"Last day: {bounds(first, last)}{days}."
    if force.condition:
        state, _ = condition_state(force.condition, card.as_of)
        return f"Until {force.condition.name} ({wording(f'condition.{state}')})."
    return f"{wording.sentence(f'end.{force.terms}')}." if force.terms in _WITHOUT_END else ""


def condition_words(wording: MessageCatalog, condition: Condition, as_of: date) -> str:
    """Whether a condition is met, and since when."""
    state, since = condition_state(condition, as_of)
    words = wording.sentence(f"condition.{state}")
    return f"{words}, {when(since)}" if since else words


def in_force_text(card: Scorecard, force: InForcePeriod) -> str:
    """Whether and since when it is in force, how it ends, who checks it."""
    since = when(force.start) if force.start else ""
    terms, ending = " (by its own terms)" if beyond_checked(card) else "", end_words(card, force)
    if force.start is None:
        begun = f"Announced {when(announced(force.version))}. It starts once its condition is met."
    elif force.begun_by:
        begun = _begun_by(card, force, day(force.begun_by), terms)
    elif not force.begun(card.as_of):
        begun = f"Starts {since}."
    elif force.over(card.as_of):
        begun = f"Was in force from {since}{terms}."
    elif force.on(card.as_of) == "yes" and (due := deadline(force, card.dossier.conditions, card.as_of)):
        begun, ending = _to_be_done(card, since, due), ending if force.terms not in _WITHOUT_END else ""
    else:
        begun = f"{'In force' if force.on(card.as_of) == 'yes' else 'May be in force'} since {since}{terms}."
    return " ".join(text for text in (begun, ending, _VERIFICATION[force.version.verification]) if text)


def _to_be_done(card: Scorecard, since: str, due: Deadline) -> str:
    """Of a promise with a deadline: by when it is due; one whose day has passed is not just “in force”."""
    as_far_as_known = ", as far as we know" if beyond_checked(card) else ""
    return f"Not withdrawn{as_far_as_known} (began {since}). {due_text(card.dossier, due)}"


def _begun_by(card: Scorecard, force: InForcePeriod, by: str, terms: str) -> str:
    """Of a pledge without a first day: the day by which it was there."""
    if force.over(card.as_of):
        state = f"Was in force by {by} at the latest"
    elif force.on(card.as_of) == "yes":
        state = f"In force by {by} at the latest"
    else:
        state = f"May be in force: began by {by} at the latest"
    return f"{state}{terms}. The start date is not known."


@dataclass(frozen=True)
class ScopeLine:
    """What a scope says in one dimension: the readers' word, and terms by label."""

    dimension: str
    parts: Sequence[tuple[str, str]]


def scope_lines(dossier: Dossier, labels: ScopeLabels) -> list[ScopeLine]:
    """A scope in words, dimension by dimension; made once for each, and kept with the dossier."""
    said = dossier.said.get(id(labels))
    if said is None:
        said = dossier.said[id(labels)] = labels, _scope_lines(dossier, labels)
    lines: list[ScopeLine] = said[1]
    return lines


def _scope_lines(dossier: Dossier, labels: ScopeLabels) -> list[ScopeLine]:
    return [
        ScopeLine(capital(word), [(_label(label, parts), ", ".join(terms)) for label, terms in parts])
        for word, parts in scope_in_words(dossier, labels)
    ]


def _label(label: str, parts: Sequence[tuple[str, Sequence[str]]]) -> str:
    """A label in words; without a marked term there is no “else”."""
    return _LABELS[label].replace("everything else", "everything") if len(parts) == 1 else _LABELS[label]


def reason_words(dossier: Dossier, name: str, reason: Reason) -> str:
    """What one dimension says of a cell: its word, and the term with the label that decided."""
    word = capital(dossier.word(name))
    if reason.answer is Answer.PARTLY:
        inside, outside = (
            listing(dossier.noun(name, term) for term in part[:6]) for part in (reason.inside, reason.outside)
        )
        return f"{word}: covers {inside}; does not cover {outside}"
    subject = f"{word} “{dossier.noun(name, reason.term)}”" if reason.term else f"Any {dossier.word(name)}"
    by = ""
    if reason.decided_by and reason.decided_by != reason.term:
        by = f", because “{dossier.noun(name, reason.decided_by)}” is"
    return f"{subject}: {_says(reason)}{by}"


def _says(reason: Reason) -> str:
    """The deciding label in words; without a labelled term the rest of the dimension decided."""
    if reason.label is Label.EXCEPT:
        return "the pledge makes an exception"
    if reason.label is Label.UNCLEAR:
        return "unclear"
    if reason.label is Label.IN:
        return "covered" if reason.decided_by else "covered, because the pledge sets no limit"
    return "not covered" if reason.decided_by else "not mentioned"
