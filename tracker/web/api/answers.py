"""What every answer of the API says besides its content: of what moment it is, under which licence, how to cite it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from flask import Response, request

from tracker.engine.text import day
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.presenting.addresses.clock_query import instant, known_at_parameters
from tracker.web.presenting.links import absolute, with_pairs
from tracker.web.site import site

__all__ = ["Line", "Portion", "as_data", "as_json", "json_answer", "list_answer", "text_answer", "with_origin"]

Data = dict[str, Any]
Line = Data | orjson.Fragment
"""A line of a list: as data, or as the JSON text that is stored, which nothing reads and writes again."""
_MARKS = ("after", "before", "first")
"""Parameters that mark where a page begins."""


def with_origin(snapshot: Snapshot, query: ScorecardQuery, content: Mapping[str, Any]) -> Data:
    """The content, and where it comes from."""
    settings = site().settings
    permanent = absolute(with_pairs(request.path, _pairs(**_moment(snapshot, query))))
    pinned_on = day(snapshot.pin.astimezone(settings.time_zone).date())
    title = f"{settings.site_name}, ledger entry {snapshot.position}, {pinned_on}"
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


def json_answer(content: Mapping[str, Any]) -> Response:
    """The content as an answer. Not by the framework, which takes several times as long."""
    return text_answer(as_json(content))


def text_answer(body: bytes) -> Response:
    """JSON that is written already as an answer."""
    return Response(body, content_type="application/json")


def as_json(content: Mapping[str, Any]) -> bytes:
    """The content as JSON, on a line."""
    # Keys of counts are words of an enumeration.
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS)


def as_data(line: Line) -> Data:
    """A line as data: a text can only be read where it is written whole."""
    data: Data = orjson.loads(orjson.dumps(line, option=orjson.OPT_NON_STR_KEYS))
    return data


class Portion(NamedTuple):
    """Some lines of a list.

    ``following`` are the parameters that mark where the list goes on, empty at its end. ``listed``: read from the lists
    that are kept for today, which show no other moment.
    """

    items: Sequence[Line]
    following: Mapping[str, str]
    listed: bool = False


def list_answer(snapshot: Snapshot, query: ScorecardQuery, portion: Portion) -> Data:
    """A page of a list. Where the list can be of any moment the next page is of the same moment as this one."""
    moment = {} if portion.listed else _moment(snapshot, query)
    at_next = {**dict.fromkeys(_MARKS, ""), **moment, **portion.following}
    following = absolute(with_pairs(request.path, _pairs(**at_next))) if portion.following else None
    marks = dict(portion.following) or None
    return with_origin(snapshot, query, {"items": portion.items, "next": following, "following": marks})


def _moment(snapshot: Snapshot, query: ScorecardQuery) -> dict[str, str]:
    as_of = {"as_of": snapshot.as_of.isoformat()}
    return {**as_of, **({} if query.known_at else known_at_parameters(snapshot.pin))}


def _pairs(**changed: str) -> list[tuple[str, str]]:
    """The request's parameters, some of them changed; an empty one is left out."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changed]
    return [*kept, *((name, value) for name, value in changed.items() if value)]
