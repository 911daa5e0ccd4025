"""What is wrong with a record, as a form says it: beside the field, without the names that fields have in files."""

import re
from collections.abc import Callable
from typing import NamedTuple

from tracker.records.reading.problems import Path

__all__ = ["FieldMessage", "field_message", "sentence"]


class FieldMessage(NamedTuple):
    """A message for people, and the field that it stands beside."""

    path: Path
    message: str


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    field: str
    message: str | Callable[[re.Match[str]], str]


def _rule(pattern: str, field: str, message: str | Callable[[re.Match[str]], str]) -> _Rule:
    return _Rule(re.compile(pattern), field, message)


_RULES = (
    _rule("has no day: give start", "start", "Enter the start date."),
    _rule(
        "starts on a condition",
        "announced",
        "It starts when something happens, so enter the date it was announced.",
    ),
    _rule(
        "give either quote",
        "quote",
        "Enter the exact words. If no source gives them, enter what was reported. Use only one of the two.",
    ),
    _rule("has a quote without a speaker", "speaker", "Enter who said it."),
    _rule(
        r"version (\d+) has a deadline, but",
        "commitment",
        lambda found: (
            f"Version {found[1]} has a deadline, but this is a pledge not to do something. "
            "Choose “to do something”, or clear the deadline and use “How it ends” instead."
        ),
    ),
    _rule(
        "is conduct, so it needs",
        "acts",
        "Conduct needs at least one act, or a pledge that it shows was done or not done.",
    ),
    _rule(
        "is conduct, so it is about one",
        "also_about",
        "Conduct is about one company only. Create separate evidence for the other company.",
    ),
    _rule(
        "is a (.+): only conduct has",
        "nature",
        lambda found: (
            f"Only conduct can have acts or show that a pledge was done. This is a {found[1]}. Change one of the two."
        ),
    ),
    _rule(
        "needs a source \\(a retraction",
        "source",
        "Choose a source. If we retracted this ourselves, add a note that says why.",
    ),
    _rule(
        "the answer is “(.+)”, so give its text",
        "text",
        "Enter the text of the answer, or a summary if you do not have it.",
    ),
    _rule("give “to” with upgraded", "to", "Fill this in only if you make the finding more or less serious."),
    _rule(
        "a finding cannot be upgraded to “(.+)” by",
        "to",
        lambda found: f"You cannot set a finding to “{found[1]}”. Add the evidence that shows it instead.",
    ),
    _rule("names neither evidence nor pledge", "evidence", "Choose the evidence or the pledge of this finding."),
    _rule(
        "belongs to an ongoing period",
        "",
        "Use this only for something still going on. The dates you entered have an end.",
    ),
    _rule("must not be empty; leave the field out", "", "This field is required."),
    _rule("is empty; leave the field out", "", "This field is required."),
    _rule("is missing", "", "This field is required."),
)
_VERBS = (
    "is ",
    "has ",
    "must ",
    "holds ",
    "needs ",
    "belongs ",
    "lies ",
    "begins ",
    "leads ",
    "names ",
    "uses ",
    "stands ",
    "says ",
)


def field_message(path: Path, message: str) -> FieldMessage:
    """A message of the record types or of the checks, as a form says it, and where."""
    if path == ("id",) and message.startswith("there is no company"):
        path = ("company",)
    for rule in _RULES:
        if found := rule.pattern.match(message):
            words = rule.message if isinstance(rule.message, str) else rule.message(found)
            return FieldMessage((*path, rule.field) if rule.field else path, words)
    if message.startswith(_VERBS):
        message = f"This {message}"
    return FieldMessage(path, sentence(message))


def sentence(message: str) -> str:
    """A message with a capital first letter and an end."""
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "?", "!")) else f"{message}."
