"""The built-in sentences, by key. A ``wording`` record may replace any of them; placeholders stand in braces.

They state facts and dates, not guilt. The methodology page shows this table.
"""

import string

from tracker.records.sentences.comparing import COMPARING
from tracker.records.sentences.findings import FINDINGS
from tracker.records.sentences.promises import PROMISE_SENTENCES
from tracker.records.sentences.reasons import REASONS
from tracker.records.sentences.scorecard import SCORECARD
from tracker.records.sentences.states import STATES

SENTENCES: dict[str, str] = {**FINDINGS, **STATES, **PROMISE_SENTENCES, **REASONS, **SCORECARD, **COMPARING}
"""Sentence by key; ``finding.*`` says what each finding means."""

RETIRED = frozenset({"label.covered", "label.partly", "label.unclear", "label.open"})
"""Keys that records may still name, although nothing is said by them any more."""


def placeholders(sentence: str) -> set[str]:
    """The names in braces; raises ValueError where a brace is unmatched."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
