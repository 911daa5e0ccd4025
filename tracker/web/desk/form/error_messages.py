"""Validation messages as forms show them: beside the field, without the field names of record files."""

from typing import NamedTuple

from tracker.records.messages import Message
from tracker.records.reading.problems import Path

__all__ = ["MISSING", "MISSING_TEXT", "TWICE", "FieldMessage", "field_message", "sentence"]


class FieldMessage(NamedTuple):
    """A message for people, and the field that it belongs to."""

    path: Path
    message: str


MISSING = frozenset(("missing", "too-few", "empty"))
"""Codes of messages that only say that a field is not filled in."""


class _FormText(NamedTuple):
    """What a form says of a code, with its values, and at which field of the part where it was found."""

    field: str
    text: str


MISSING_TEXT = "Fill this in."
_REQUIRED = _FormText("", MISSING_TEXT)
TWICE = "You filled in more than one option. Choose one and clear the others."
_TEXTS = {
    "missing": _REQUIRED,
    "too-few": _REQUIRED,
    "empty": _REQUIRED,
    "no-marks": _REQUIRED,
    "unknown-field": _FormText("", TWICE),
    "scope-unanswered": _FormText(
        "", "Say what the pledge covers by {dimension}: mark terms, or choose that it sets no limit."
    ),
    "no-start": _FormText("start", "Enter the start date."),
    "starts-on-condition": _FormText(
        "announced", "It starts when something happens, so enter the date it was announced."
    ),
    "quote-or-reported": _FormText(
        "quote", "Enter the exact words. If no source gives them, enter what was reported. Use only one of the two."
    ),
    "no-speaker": _FormText("speaker", "Enter who said it."),
    "deadline-to-refrain": _FormText(
        "commitment",
        "Version {number} has a deadline, but this is a pledge not to do something. "
        "Choose “to do something”, or clear the deadline and use “How it ends” instead.",
    ),
    "target-to-refrain": _FormText(
        "commitment",
        "Version {number} has a target, but this is a pledge not to do something. "
        "Choose “to do something”, or clear the target.",
    ),
    "one-bound": _FormText("at_least", "Enter “At least” or “At most”, and only one of the two."),
    "milestones-without-target": _FormText(
        "target", "There are milestones, so enter what is measured, its unit and the target."
    ),
    "milestone-other-way": _FormText("milestones", "Use “At least” for the target and all milestones, or “At most”."),
    "milestones-of-turns": _FormText(
        "milestones", "This is due again and again, so leave milestones out and give amounts for each due date."
    ),
    "no-turn": _FormText("", "This pledge is due again and again, so enter which due date this is about ({turns})."),
    "not-a-turn": _FormText("", "Nothing of this pledge is due on {given}. The nearest due dates are {turns}."),
    "no-extent": _FormText("extent", "Choose what the sources say, or enter the amount reached."),
    "amount-without-target": _FormText("", "This pledge has no target in numbers, so no amount belongs to it."),
    "no-act": _FormText("acts", "Conduct needs at least one act, or a pledge that it shows was done or not done."),
    "conduct-of-several": _FormText(
        "also_about", "Conduct is about one company only. Create separate evidence for the other company."
    ),
    "not-conduct": _FormText(
        "nature",
        "Only conduct can have acts or show that a pledge was done. This is a {nature}. Change one of the two.",
    ),
    "outcome-without-source": _FormText(
        "source", "Choose a source. If we retracted this ourselves, add a note that says why."
    ),
    "outcome-of-no-act": _FormText(
        "outcomes", "Outcome {number} names an act that is not in this evidence. It has {acts}."
    ),
    "independent-elsewhere": _FormText("independent", "Answer this only if the outcome is “not upheld”."),
    "no-answer-text": _FormText("text", "Enter the text of the answer, or a summary if you do not have it."),
    "to-without-change": _FormText("to", "Fill this in only if you make the finding more or less serious."),
    "upgraded-too-far": _FormText(
        "to", "You cannot make a finding this serious here. Add the evidence that shows it instead."
    ),
    "decision-on-nothing": _FormText("", "Choose the evidence or the pledge of this finding."),
    "seen-without-ongoing": _FormText(
        "", "Use this only for something still going on. The dates you entered have an end."
    ),
}
"""The messages, by code, that differ between forms and files."""


def field_message(path: Path, message: Message) -> FieldMessage:
    """A message of the record types or of the checks, as a form says it, and where."""
    if path == ("id",) and message.code == "no-record":
        path = ("company",)  # an ID begins with that of its company
    if message.code == "unknown-field":
        path = path[:-1]  # an answer that was given twice is kept whole, which no field of the record can be
    if text := _TEXTS.get(message.code):
        return FieldMessage((*path, text.field) if text.field else path, text.text.format(**message.values))
    return FieldMessage(path, sentence(message.about("This")))


def sentence(message: str) -> str:
    """A message with a capital first letter and an end."""
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "?", "!")) else f"{message}."
