"""What is wrong with a record, as a form says it: beside the field, without the names that fields have in files."""

import re
from collections.abc import Callable
from typing import NamedTuple

from tracker.records.problems import Path

__all__ = ["Told", "sentence", "told"]


class Told(NamedTuple):
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
    _rule("has no day: give start", "start", "Give the first day that it binds."),
    _rule(
        "starts on a condition",
        "announced",
        "It begins when something happens: give the day on which it was made public.",
    ),
    _rule(
        "give either quote",
        "quote",
        "Give the words verbatim; or, where no source has them, what was said as reported. One of the two.",
    ),
    _rule("has a quote without a speaker", "speaker", "Say who said it."),
    _rule(
        r"version (\d+) has a deadline, but",
        "commitment",
        lambda found: (
            f"Version {found[1]} has a day by which it is to be done, but the pledge promises not to do something. "
            "Choose “to do something”; or name no day, and say under “How it ends” until when it holds."
        ),
    ),
    _rule(
        "is conduct, so it needs",
        "acts",
        "Conduct needs at least one act, or a pledge that it shows carried out or not done.",
    ),
    _rule(
        "is conduct, so it is about one",
        "also_about",
        "Conduct is about one company: enter the other company’s conduct as evidence of its own.",
    ),
    _rule(
        "is a (.+): only conduct has",
        "nature",
        lambda found: (
            f"Only conduct has acts, or shows a pledge carried out; this is a {found[1]}. Change one of the two."
        ),
    ),
    _rule(
        "needs a source \\(a retraction",
        "source",
        "Name the source; a retraction of our own needs a note that says why.",
    ),
    _rule(
        "the answer is “(.+)”, so give its text",
        "text",
        "Give the answer’s text, or what it says in our words where the text is not at hand.",
    ),
    _rule("give “to” with upgraded", "to", "Fill this in for an upgrade or a downgrade, and only then."),
    _rule(
        "a finding cannot be upgraded to “(.+)” by",
        "to",
        lambda found: f"Nothing becomes “{found[1]}” by decision: enter the evidence that shows it.",
    ),
    _rule("names neither evidence nor pledge", "evidence", "Name the evidence or the pledge of the finding."),
    _rule(
        "belongs to an ongoing period",
        "",
        "Only what still goes on has this; the time that you gave has a last day.",
    ),
    _rule("must not be empty; leave the field out", "", "Fill this in."),
    _rule("is empty; leave the field out", "", "Fill this in."),
    _rule("is missing", "", "Fill this in."),
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


def told(path: Path, message: str) -> Told:
    """A message of the record types or of the checks, as a form says it, and where."""
    if path == ("id",) and message.startswith("there is no company"):
        path = ("company",)
    for rule in _RULES:
        if found := rule.pattern.match(message):
            words = rule.message if isinstance(rule.message, str) else rule.message(found)
            return Told((*path, rule.field) if rule.field else path, words)
    if message.startswith(_VERBS):
        message = f"This {message}"
    return Told(path, sentence(message))


def sentence(message: str) -> str:
    """A message with a capital first letter and an end."""
    message = message[:1].upper() + message[1:]
    return message if message.endswith((".", "?", "!")) else f"{message}."
