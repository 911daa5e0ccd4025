"""The built-in sentences, by key. A ``wording`` record may replace any of them; placeholders stand in braces.

They state facts and dates, not guilt. The methodology page shows this table.
"""

import re
import string
from functools import lru_cache

from tracker.records.messages import Message
from tracker.records.reading.problems import listed
from tracker.records.sentences.comparing import COMPARING
from tracker.records.sentences.findings import FINDINGS
from tracker.records.sentences.headlines import HEADLINE_SENTENCES
from tracker.records.sentences.progress import PROGRESS
from tracker.records.sentences.promises import PROMISE_SENTENCES
from tracker.records.sentences.reasons import REASONS
from tracker.records.sentences.scorecard import SCORECARD
from tracker.records.sentences.states import STATES
from tracker.records.sentences.turns import TURN_SENTENCES

SENTENCES: dict[str, str] = {
    **FINDINGS,
    **STATES,
    **PROMISE_SENTENCES,
    **HEADLINE_SENTENCES,
    **REASONS,
    **SCORECARD,
    **PROGRESS,
    **COMPARING,
    **TURN_SENTENCES,
}
"""Sentence by key; ``finding.*`` says what each finding means."""

RETIRED = frozenset(
    [f"label.{answer}" for answer in ("covered", "partly", "unclear", "open")]
    + [f"headline.{key}" for key in ("none", "none-begun", "pledge", "ended", "withdrawn", "perhaps", "never", "about")]
    + ["headline.conduct-none"]
)
"""Keys that records may still name, although nothing is said by them any more."""

_PLACEHOLDER = re.compile("[a-z_]{1,40}", re.ASCII)


class SentenceError(ValueError):
    """A sentence that cannot be filled; the message says what is wrong in it and what would be right."""

    def __init__(self, message: Message):
        super().__init__(str(message))
        self.message = message


def placeholders(sentence: str) -> set[str]:
    """The names in braces. Raises SentenceError for an unmatched brace, and for more in one than a name.

    Formats, conversions, attributes and items would run code of the values, and fail for some of them only.
    """
    try:
        parts = list(string.Formatter().parse(sentence))
    except ValueError:
        raise SentenceError(Message("unmatched-brace")) from None
    for _, name, form, conversion in parts:
        if name is not None and (form or conversion or not _PLACEHOLDER.fullmatch(name)):
            raise SentenceError(Message("not-placeholder", {"given": name}))
    return {name for _, name, _, _ in parts if name is not None}


@lru_cache(maxsize=4096)
def sentence_problem(key: str, sentence: str) -> Message | None:
    """Why a sentence cannot stand for the built-in one of this key, which is filled with examples; None if it can."""
    try:
        unknown = placeholders(sentence) - placeholders(SENTENCES[key])
        if unknown:
            allowed = listed(sorted(placeholders(SENTENCES[key]))) or "none"
            return Message("unknown-placeholder", {"unknown": listed(sorted(unknown)), "allowed": allowed})
        filled = sentence.format(**{name: f"({name})" for name in placeholders(SENTENCES[key])})
    except SentenceError as error:
        return error.message
    return None if filled.strip() else Message("says-nothing")
