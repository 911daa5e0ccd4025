"""Summaries that are kept for all days until the next change (LAW-6): made with the day left open, and filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from tracker.engine.alerts import Alert
from tracker.engine.scorecard import Scorecard
from tracker.web.embed.record_summary import summary_of
from tracker.web.embed.subjects import Subject
from tracker.web.embed.summary import EmbedSummary
from tracker.web.presenting.left_open import opened, text_on_day
from tracker.web.site import site

__all__ = ["summary_on_day"]

_SIZE = 12_000
_TEXTS = ("topic", "heading", "title", "alt", "when", "drawn", "checked", "promise", "said", "record", "progress")


@dataclass(frozen=True)
class _Kept:
    """A summary whose day is left open."""

    summary: EmbedSummary
    size: int = _SIZE


def summary_on_day(subject: Subject, cards: Sequence[Scorecard]) -> EmbedSummary:
    """``summary_of``, made once for all days on which the cards are the same; raises the same."""
    same, as_of = [card.same for card in cards], cards[0].as_of
    if not all(same):
        return summary_of(subject, [*cards])
    cache, key = site().for_days, ("summary", subject, *same)
    kept = cache.get(key)
    if kept is None:
        kept = _Kept(summary_of(subject, [card.written(opened(as_of)) for card in cards]))
        cache.put(key, kept)
    return _on_day(kept.summary, as_of)


def _on_day(summary: EmbedSummary, as_of: date) -> EmbedSummary:
    texts = {name: text_on_day(getattr(summary, name), as_of) for name in _TEXTS}
    return replace(
        summary,
        as_of=as_of,
        alerts=[_alert_on_day(alert, as_of) for alert in summary.alerts],
        lines=[
            replace(line, word=text_on_day(line.word, as_of), rest=text_on_day(line.rest, as_of))
            for line in summary.lines
        ],
        sides=[_on_day(side, as_of) for side in summary.sides],
        **cast(dict[str, Any], texts),
    )


def _alert_on_day(alert: Alert, as_of: date) -> Alert:
    texts = (alert.subject, alert.text, alert.why, alert.brief, alert.answer)
    return Alert(alert.mark, *(text_on_day(text, as_of) for text in texts))
