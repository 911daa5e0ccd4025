"""What is drawn on a scorecard's page: the pictures of progress and the timeline, as HTML."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any

from markupsafe import Markup

from tracker.core.date_text import OpenDay
from tracker.core.dates import FIRST_DAY, UncertainDate
from tracker.engine.progress import Progress, progress_of
from tracker.engine.scorecard import Scorecard
from tracker.web.presenting.charts.timeline import Item, laid_out, last_dated, timeline_items
from tracker.web.presenting.left_open import clocks_query, each_day, filled, left_open
from tracker.web.presenting.links import present_clocks
from tracker.web.presenting.page import part_of_page
from tracker.web.scorecard.caches.kept import KeptParts, Rests
from tracker.web.scorecard.progress import progress_blocks

__all__ = ["drawn_of"]

_OF_PROGRESS = ("progress_in_short", "progress")
_MOST_PICTURES = 3
"""How many pictures of progress stand on a scorecard; the others stand on the pages of their pledges."""


def drawn_of(parts: KeptParts) -> dict[str, Markup]:
    """Progress in short, its pictures, the timeline, by the names of their templates; empty where there is nothing.

    Where the day is left open, so are the lines that mark it; what depends on it otherwise is made for each day.
    """
    with left_open():
        drawn = _drawn(parts)
    query = clocks_query(present_clocks())
    return {name: filled(html, query, parts.card.as_of) for name, html in drawn.items()}


def _drawn(parts: KeptParts) -> dict[str, Markup]:
    card, drawn = parts.card, dict.fromkeys((*_OF_PROGRESS, "timeline"), Markup())
    if rests := _of_progress(card):
        blocks = cache(partial(_blocks, card))
        drawn |= {name: parts.part(rests.of(name), partial(_picture, name, blocks)) for name in _OF_PROGRESS}
    elif progresses := progress_of(card):
        drawn |= _progress_of_days(card, progresses)
    if items := timeline_items(card, parts.hrefs):
        rests = _of_timeline(card, items)
        drawn["timeline"] = parts.part(rests, partial(_timeline, items, card.checked_until, card.as_of))
    return drawn


def _progress_of_days(card: Scorecard, progresses: Sequence[Progress]) -> dict[str, Markup]:
    """Progress whose figures may end with the day shown."""
    if _reach_the_day(progresses[:_MOST_PICTURES]):
        return {name: each_day(card.as_of, partial(_progress_on, card, name)) for name in _OF_PROGRESS}
    return {name: Markup(_picture(name, partial(_blocks, card))) for name in _OF_PROGRESS}  # noqa: S704 - of templates


def _reach_the_day(progresses: Sequence[Progress]) -> bool:
    """Whether the dates of a figure end with the day shown, where that is left open."""
    return any(isinstance(day, OpenDay) for it in progresses for one in it.reached for day in (one.first, one.last))


def _progress_on(card: Scorecard, name: str, day: date) -> str:
    return _picture(name, partial(_blocks, card.written(day)))


def _blocks(card: Scorecard) -> dict[str, Any]:
    progresses = progress_of(card)
    return {"progress": progress_blocks(card, progresses[:_MOST_PICTURES]), "more": progresses[_MOST_PICTURES:]}


def _picture(name: str, blocks: Callable[[], dict[str, Any]]) -> str:
    values = blocks()
    return _rendered(name, values) if values["progress"] else ""


def _of_progress(card: Scorecard) -> Rests | None:
    """What progress rests on: promises in numbers with what has come of them.

    None without any, and where a figure may be of a day later than the one shown, or of any before one.
    """
    rests, any_told = Rests(card.main and card.main[0].id), False
    first, last = FIRST_DAY, card.as_of.toordinal()
    for pledge in card.dossier.pledges:
        if any(version.target for version in pledge.versions):
            dues, any_told = card.assessment.dues_of(pledge), True
            statements = [statement for due in dues for statement in due.statements]
            targets = [version.target for version in pledge.versions if version.target and version.target.baseline]
            begun = [it.baseline.on.earliest for it in targets if it.baseline and it.baseline.on]
            if any(it.last > last or it.first <= first for it in statements) or date.min in begun:
                return None
            rests.on(pledge, *(due.token for due in dues))
            rests.on_periods(card, card.assessment.in_force_periods[pledge.id])
            origins = {id for statement in statements for id in statement.weight.origin_ids}
            rests.on(*(card.dossier.sources.get(id) for id in sorted(origins)))
    return rests if any_told else None


def _of_timeline(card: Scorecard, items: Sequence[Item]) -> Rests:
    """What the timeline rests on; of the day only whether it lies beyond the last check, beyond all that is dated."""
    day, checked = card.as_of.toordinal(), card.checked_until
    before_check = checked is not None and day < checked.earliest.toordinal()
    return Rests("timeline", tuple(items), checked and checked.text, before_check, day > last_dated(items, checked))


def _timeline(items: Sequence[Item], checked_until: UncertainDate | None, as_of: date) -> str:
    timeline = laid_out(items, checked_until, as_of)
    if not timeline or not timeline.of_day:
        return _rendered("timeline", {"timeline": timeline})

    def make(day: date) -> str:
        return _rendered("timeline", {"timeline": laid_out(items, checked_until, day)})

    return each_day(as_of, lru_cache(maxsize=1)(make))


def _rendered(name: str, values: dict[str, Any]) -> str:
    return part_of_page(f"scorecard/_{name}.html", values)
