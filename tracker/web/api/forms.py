"""What programs can ask of lists: the same parameters for all of them, and an error for any other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from flask import request

from tracker.records.ids import is_id
from tracker.records.kinds import KINDS
from tracker.store.lists.paging import LARGEST_PAGE, Window
from tracker.web.browse.forms import parse_window
from tracker.web.http.clocks import BadParameterError, UnknownParameterError, parse_instant_or_day
from tracker.web.site import site

__all__ = [
    "PER_PAGE",
    "RecordsQuery",
    "parse_changed_since",
    "parse_fields",
    "parse_id",
    "parse_records_query",
    "parse_size",
    "parse_sized_window",
    "refuse_others",
]

PER_PAGE = 25


@dataclass(frozen=True)
class RecordsQuery:
    """``company`` is an id or a name, ``topic`` an id, ``fields`` the fields to give; empty for all."""

    company: str
    topic: str
    changed_since: datetime | None
    fields: tuple[str, ...]
    window: Window


def refuse_others(allowed: Collection[str], repeated: Collection[str] = ()) -> None:
    """Raise BadParameterError for a parameter of the request that this address does not have, or that is empty.

    Or that is given twice, unless it may be ``repeated``.

    People leave boxes of a form empty; a program that sends an empty value has lost one.
    """
    for name, values in request.args.lists():
        if name not in allowed:
            raise UnknownParameterError(name, allowed)
        if len(values) > 1 and name not in repeated:
            raise BadParameterError(name, values[1], "it once")
        if not values[0] or values[0] != values[0].strip(" "):
            raise BadParameterError(name, values[0], "a value without spaces around it, or leave it out")


def parse_sized_window(arguments: Mapping[str, str]) -> Window:
    """Which page, and of how many rows: programs read forwards. Raises BadParameterError."""
    return Window(parse_window({"after": arguments.get("after", "")}).after, size=parse_size(arguments))


def parse_size(arguments: Mapping[str, str]) -> int:
    """How many rows a page has; raises BadParameterError."""
    text = arguments.get("per_page", "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= LARGEST_PAGE):
        raise BadParameterError("per_page", text, f"a whole number from 1 to {LARGEST_PAGE}")
    return int(text) if text else PER_PAGE


def parse_records_query(kind: str, arguments: Mapping[str, str]) -> RecordsQuery:
    """Read the query for records of a kind; raises BadParameterError."""
    return RecordsQuery(
        arguments.get("company", ""),
        parse_id(arguments, "topic"),
        parse_changed_since(arguments),
        parse_fields(arguments, [field.alias or name for name, field in KINDS[kind].model_fields.items()]),
        parse_sized_window(arguments),
    )


def parse_id(arguments: Mapping[str, str], name: str) -> str:
    """An ID; raises BadParameterError."""
    text = arguments.get(name, "").strip()
    if text and not is_id(text):
        raise BadParameterError(name, text, "an ID such as acme")
    return text


def parse_changed_since(arguments: Mapping[str, str]) -> datetime | None:
    """A moment, or a day, which counts from its beginning; raises BadParameterError."""
    since = parse_instant_or_day("changed_since", arguments)
    if since is None or isinstance(since, datetime):
        return since
    return datetime.combine(since, time.min, site().settings.time_zone).astimezone(UTC)


def parse_fields(arguments: Mapping[str, str], names: Collection[str]) -> tuple[str, ...]:
    """Some of these names of fields, parted by commas; raises BadParameterError."""
    text = arguments.get("fields", "").strip()
    chosen = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for name in chosen if chosen or not text else [text]:
        if name not in names:
            raise BadParameterError("fields", name, f"some of these, parted by commas: {', '.join(names)}")
    return chosen
