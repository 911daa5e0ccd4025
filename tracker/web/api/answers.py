"""What every answer of the API says besides its content: of what moment it is, under which licence, how to cite it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import request

from tracker.engine.text import day
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.presenting.addresses.clock_query import instant, known_at_parameters
from tracker.web.presenting.links import absolute, with_pairs
from tracker.web.site import site

__all__ = ["Portion", "list_answer", "with_origin"]

Data = dict[str, Any]
_MARKS = ("after", "before", "first")
"""Parameters that mark where a page begins."""


def with_origin(snapshot: Snapshot, query: ScorecardQuery, content: Mapping[str, Any]) -> Data:
    """The content, and where it comes from."""
    settings = site().settings
    permanent = absolute(with_pairs(request.path, _pairs(**_moment(snapshot, query))))
    title = f"{settings.site_name}, ledger entry {snapshot.position}, {day(snapshot.pin.date())}"
    return {
        **content,
        "as_of": snapshot.as_of.isoformat(),
        # Not the present moment: an answer is the same, byte by byte, until something is published.
        "known_at": instant(query.known_at or snapshot.pin),
        "position": snapshot.position,
        "licence": settings.data_licence or None,
        "citation": f"{title}. {permanent}",
        "permalink": permanent,
    }


class Portion(NamedTuple):
    """Some lines of a list.

    ``following`` are the parameters that mark where the list goes on, empty at its end. ``listed``: read from the lists
    that are kept for today, which show no other moment.
    """

    items: list[Data]
    following: Mapping[str, str]
    listed: bool = False


def list_answer(snapshot: Snapshot, query: ScorecardQuery, portion: Portion) -> Data:
    """A page of a list. Where the list can be of any moment the next page is of the same moment as this one."""
    moment = {} if portion.listed else _moment(snapshot, query)
    at_next = {**dict.fromkeys(_MARKS, ""), **moment, **portion.following}
    following = absolute(with_pairs(request.path, _pairs(**at_next))) if portion.following else None
    return with_origin(snapshot, query, {"items": portion.items, "next": following})


def _moment(snapshot: Snapshot, query: ScorecardQuery) -> dict[str, str]:
    as_of = {"as_of": snapshot.as_of.isoformat()}
    return {**as_of, **({} if query.known_at else known_at_parameters(snapshot.pin))}


def _pairs(**changed: str) -> list[tuple[str, str]]:
    """The request's parameters, some of them changed; an empty one is left out."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changed]
    return [*kept, *((name, value) for name, value in changed.items() if value)]
