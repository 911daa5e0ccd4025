"""What is drawn on a scorecard's page: the pictures of progress and the timeline, as HTML."""

from datetime import date
from typing import Any

from markupsafe import Markup

from tracker.core.date_text import OpenDay
from tracker.engine.scorecard import Scorecard
from tracker.web.presenting.charts.timeline import timeline_of
from tracker.web.presenting.left_open import each_day
from tracker.web.presenting.page import part_of_page
from tracker.web.scorecard.progress import ProgressBlock, progress_blocks

__all__ = ["drawn_of"]

_OF_PROGRESS = ("progress_in_short", "progress")
_MOST_PICTURES = 3
"""How many pictures of progress stand on a scorecard; the others stand on the pages of their pledges."""


def drawn_of(card: Scorecard) -> dict[str, Markup]:
    """Progress in short, its pictures, the timeline, by the names of their templates; empty where there is nothing.

    Where the day is left open, so are the lines that mark it; what depends on it otherwise is made for each day.
    """
    blocks, timeline = progress_blocks(card), timeline_of(card)
    drawn = dict.fromkeys((*_OF_PROGRESS, "timeline"), Markup())
    for name in _OF_PROGRESS if blocks else ():
        drawn[name] = _progress(card, name) if _reach_the_day(blocks) else _rendered(name, _pictures(blocks))
    if timeline:
        drawn["timeline"] = _timeline(card) if timeline.of_day else _rendered("timeline", {"timeline": timeline})
    return drawn


def _reach_the_day(blocks: list[ProgressBlock]) -> bool:
    """Whether the dates of a figure end with the day shown, where that is left open."""
    return any(isinstance(day, OpenDay) for it in blocks for one in it.told.reached for day in (one.first, one.last))


def _progress(card: Scorecard, name: str) -> Markup:
    def make(day: date) -> str:
        return _rendered(name, _pictures(progress_blocks(card.written(day))))

    return each_day(card.as_of, make)


def _timeline(card: Scorecard) -> Markup:
    def make(day: date) -> str:
        return _rendered("timeline", {"timeline": timeline_of(card.written(day))})

    return each_day(card.as_of, make)


def _pictures(blocks: list[ProgressBlock]) -> dict[str, Any]:
    return {"progress": blocks[:_MOST_PICTURES], "more": blocks[_MOST_PICTURES:]}


def _rendered(name: str, values: dict[str, Any]) -> Markup:
    return Markup(part_of_page(f"scorecard/_{name}.html", values))  # noqa: S704 - of a template
