"""Dates as version 1 of the rules read them.

A ``?`` kept the bounds of a date, and a doubted date made nothing certain.
"""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel

from tracker.core.dates import AFTER, BEFORE, DURING, FIRST_DAY, LAST_DAY, POSSIBLE, Period, Timing, UncertainDate
from tracker.engine.dossier import Dossier

__all__ = ["DoubtedBounds", "as_read", "span", "timing"]


class DoubtedBounds(NamedTuple):
    """Bounds of a period as day numbers; ``doubted`` where either end is, so that overlap is never certain."""

    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int
    doubted: bool = False


def as_read(dossier: Dossier) -> Dossier:
    """The dossier with the bounds that its dates had."""
    names = ("topic", "pledges", "evidence", "responses", "decisions", "conditions", "sources", "checked_until")
    changed = {name: _read(getattr(dossier, name)) for name in names}
    return replace(dossier, owned=(), owner_pledges=(), related_responses=(), **changed)


def _read(value: Any) -> Any:
    """The same value where nothing in it was read otherwise."""
    match value:
        case UncertainDate():
            return _date(value)
        case Period() if value.start is value.end:
            day = value.start and _date(value.start)
            return Period(value.text, day, day)
        case Period():
            return Period(value.text, value.start and _date(value.start), value.end and _date(value.end))
        case BaseModel():
            parts = {name: getattr(value, name) for name in type(value).model_fields}
            changed = {name: read for name, part in parts.items() if (read := _read(part)) is not part}
            return value.model_copy(update=changed) if changed else value
        case tuple():
            read_items = tuple(_read(item) for item in value)
            return read_items if any(a is not b for a, b in zip(read_items, value, strict=True)) else value
        case dict():
            return {key: _read(item) for key, item in value.items()}
    return value


def _date(value: UncertainDate) -> UncertainDate:
    if not value.doubted or "?" not in value.text:
        return value
    bare = UncertainDate.parse(value.text.replace("?", ""))
    return UncertainDate(value.text, bare.earliest, bare.latest, True)


def timing(act: DoubtedBounds, force: DoubtedBounds) -> Timing:
    """Compare conduct with the days on which a version was in force."""
    begin_earliest, begin_latest, end_earliest, end_latest, act_doubted = act
    first, first_latest, last_earliest, last_latest, force_doubted = force
    if end_latest < first or (end_latest == first and begin_latest < first):
        return BEFORE
    if begin_earliest > last_latest:
        return AFTER
    begun = "no" if begin_earliest >= first_latest else "yes" if begin_latest < first else "unclear"
    overlaps = begin_latest <= last_earliest and end_earliest > first_latest and last_earliest > first_latest
    return DURING[begun] if overlaps and not (act_doubted or force_doubted) else POSSIBLE[begun]


def span(period: Period, as_of: date, seen_until: UncertainDate | None = None) -> DoubtedBounds:
    """Bounds, cut at ``as_of`` where it goes on over days; one uncertain day keeps its bounds."""
    cut = as_of.toordinal()
    seen = None if seen_until is None or seen_until.doubted else seen_until
    first = period.start.earliest.toordinal() if period.start else FIRST_DAY
    if period.end is not None:
        end_earliest, end_latest = period.end.earliest.toordinal(), period.end.latest.toordinal()
    else:
        end_earliest, end_latest = seen.earliest.toordinal() if seen else first, LAST_DAY
    if period.start:
        first_latest = min(period.start.latest.toordinal(), end_latest)
    else:
        first_latest = min(seen.latest.toordinal() if seen else end_latest, end_latest, cut)
    if period.start is None or period.start is not period.end:
        end_earliest, end_latest = min(end_earliest, cut), max(min(end_latest, cut), first_latest)
    doubted = any(side.doubted for side in (period.start, period.end) if side)
    return DoubtedBounds(first, first_latest, max(end_earliest, first), end_latest, doubted)
