"""What is drawn on a scorecard's page: the pictures of progress and the timeline, as HTML."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from tracker.core.date_text import OpenDay
from tracker.engine.progress import Progress, progress_of
from tracker.engine.scorecard import Scorecard
from tracker.web.presenting.charts.timeline import Item, laid_out, timeline_items
from tracker.web.presenting.left_open import each_day
from tracker.web.presenting.page import part_of_page
from tracker.web.scorecard.progress import progress_blocks

__all__ = ["drawn_of"]

_OF_PROGRESS = ("progress_in_short", "progress")
_MOST_PICTURES = 3
"""How many pictures of progress stand on a scorecard; the others stand on the pages of their pledges."""


def drawn_of(card: Scorecard) -> dict[str, Markup]:
    """Progress in short, its pictures, the timeline, by the names of their templates; empty where there is nothing.

    Where the day is left open, so are the lines that mark it; what depends on it otherwise is made for each day.
    """
    told, items = progress_of(card), timeline_items(card)
    drawn = dict.fromkeys((*_OF_PROGRESS, "timeline"), Markup())
    if told:
        drawn |= _progress(card) if _reach_the_day(told[:_MOST_PICTURES]) else _pictures(card, told)
    if timeline := laid_out(card, items):
        drawn["timeline"] = _timeline(card, items) if timeline.of_day else _rendered("timeline", {"timeline": timeline})
    return drawn


def _reach_the_day(told: Sequence[Progress]) -> bool:
    """Whether the dates of a figure end with the day shown, where that is left open."""
    return any(isinstance(day, OpenDay) for it in told for one in it.reached for day in (one.first, one.last))


def _progress(card: Scorecard) -> dict[str, Markup]:
    def made(name: str) -> Callable[[date], str]:
        def make(day: date) -> str:
            of_day = card.written(day)
            return _pictures(of_day, progress_of(of_day), (name,))[name]

        return make

    return {name: each_day(card.as_of, made(name)) for name in _OF_PROGRESS}


def _timeline(card: Scorecard, items: Sequence[Item]) -> Markup:
    def make(day: date) -> str:
        return _rendered("timeline", {"timeline": laid_out(card.written(day), items)})

    return each_day(card.as_of, make)


def _pictures(card: Scorecard, told: Sequence[Progress], names: Sequence[str] = _OF_PROGRESS) -> dict[str, Markup]:
    values = {"progress": progress_blocks(card, told[:_MOST_PICTURES]), "more": told[_MOST_PICTURES:]}
    return {name: _rendered(name, values) for name in names}


def _rendered(name: str, values: dict[str, Any]) -> Markup:
    return Markup(part_of_page(f"scorecard/_{name}.html", values))  # noqa: S704 - of a template
