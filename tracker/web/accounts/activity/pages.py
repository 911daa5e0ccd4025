"""Page variables of the log of who did what, and its lines as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from flask import url_for
from sqlalchemy.orm import Session

from tracker.services.auth.account_events import EVENT_GROUPS
from tracker.store.accounts.events import EventFilter, LoggedEvent, logged_events
from tracker.store.accounts.people import accounts
from tracker.store.database.connecting import Database
from tracker.web.accounts.activity.words import GROUP_WORDS, actor_words, event_words, moment_words
from tracker.web.http.clocks import BadParameterError, parse_instant_or_day
from tracker.web.http.row_numbers import parse_row_number
from tracker.web.presenting.links import with_query
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["COLUMNS", "ActivityPage", "ActivityQuery", "activity_page", "activity_rows", "parse_activity_query"]

COLUMNS = ("number", "at", "event", "detail", "person", "by")
_PER_PAGE = 100
_AT_ONCE = 1000
_ALL, _OWN = "accounts.activity", "accounts.own_activity"


@dataclass(frozen=True)
class ActivityQuery:
    """What is asked of the log, as in the address. ``person`` is None for everybody."""

    group: str
    person: int | None
    since: str
    until: str
    moments: tuple[datetime | None, datetime | None]
    before: int | None = None

    def filter(self) -> EventFilter:
        """The same for the query."""
        kinds = tuple(kind.value for kind in EVENT_GROUPS[self.group]) if self.group else ()
        return EventFilter(kinds, self.person, *self.moments)

    def query(self, *, own: bool) -> dict[str, str]:
        """The same for addresses, without the place."""
        person = str(self.person) if self.person is not None and not own else ""
        given = {"kind": self.group, "person": person, "since": self.since, "until": self.until}
        return {name: value for name, value in given.items() if value}


def parse_activity_query(arguments: Mapping[str, str], own: int | None = None) -> ActivityQuery:
    """Read the filters; raises BadParameterError. With ``own`` only that person’s events can be asked for."""
    group = arguments.get("kind", "")
    if group and group not in EVENT_GROUPS:
        raise BadParameterError("kind", group[:80], f"{', '.join(EVENT_GROUPS)}, or leave it empty for all")
    since, until = (arguments.get(name, "").strip() for name in ("since", "until"))
    moments = (_moment("since", arguments), _moment("until", arguments, days=1))
    person = (
        own if own is not None else parse_row_number("person", arguments, "a person from the list, or leave it empty")
    )
    before = parse_row_number("before", arguments, "a page marker from the “Earlier” link")
    return ActivityQuery(group, person, since, until, moments, before)


def _moment(name: str, arguments: Mapping[str, str], days: int = 0) -> datetime | None:
    """A moment; of a day its beginning, or with ``days`` its end, on the site’s clock."""
    given = parse_instant_or_day(name, arguments)
    if given is None or isinstance(given, datetime):
        return given
    try:
        begun = datetime(given.year, given.month, given.day, tzinfo=site().settings.time_zone) + timedelta(days=days)
        return begun.astimezone(UTC)
    except OverflowError:
        raise BadParameterError(name, arguments[name][:80], "a day between the years 2 and 9998") from None


@dataclass(frozen=True)
class EventRow:
    """One event. ``person`` is whose account it is about, where that is not who did it."""

    number: int
    at: str
    what: str
    person: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ActivityPage(Page):
    """The log, newest first, with its filters."""

    template = "accounts/activity.html"

    own: Annotated[bool, "Whether it is the reader’s own part of the log."]
    chosen: Annotated[ActivityQuery, "What is asked for."]
    groups: Annotated[Mapping[str, str], "The groups of events, each in words."]
    people: Annotated[Sequence[tuple[int, str]], "Whose events can be asked for."]
    rows: Annotated[Sequence[EventRow], "One page of the events."]
    first_path: Annotated[str, "Where the newest are; empty there."]
    next_path: Annotated[str, "Where earlier ones are; empty at the end."]
    file_path: Annotated[str, "Where the same is as a CSV file."]


def activity_page(session: Session, chosen: ActivityQuery, *, own: bool) -> ActivityPage:
    """One page of the log."""
    events = logged_events(session, chosen.filter(), before=chosen.before, most=_PER_PAGE + 1)
    shown = events[:_PER_PAGE]
    path, query = url_for(_OWN if own else _ALL), chosen.query(own=own)
    return ActivityPage(
        title="Your activity" if own else "Activity log",
        description=(
            "What you did here, and what was done to your account."
            if own
            else "Who signed in, was refused, published, exported or changed something about people. Nobody can "
            "change or delete an entry."
        ),
        own=own,
        chosen=chosen,
        groups=GROUP_WORDS,
        people=[] if own else [(account.id, account.name) for account in accounts(session)],
        rows=[_row(it) for it in shown],
        first_path=with_query(path, query) if chosen.before is not None else "",
        next_path=with_query(path, {**query, "before": str(shown[-1][0].id)}) if len(events) > _PER_PAGE else "",
        file_path=with_query(f"{path}.csv", query),
    )


def _row(logged: LoggedEvent) -> EventRow:
    event, about, actor = logged
    person = about.name if about is not None and (actor is None or actor.id != about.id) else ""
    return EventRow(
        event.id, moment_words(event.at), event_words(event.event, event.detail), person, actor_words(logged)
    )


def activity_rows(database: Database, chosen: ActivityQuery, *, own: bool) -> Iterator[dict[str, Any]]:
    """Every event that is asked for, as rows of a table; each portion is read in a transaction of its own.

    In somebody’s ``own`` rows others have the name that colleagues see, and not their address.
    """
    at = chosen
    while True:
        with database.reading() as session:
            events = logged_events(session, at.filter(), before=at.before, most=_AT_ONCE)
            rows = [_table_row(*it, addresses_of=chosen.person if own else None) for it in events]
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        at = replace(at, before=rows[-1]["number"])


def _table_row(event: Any, about: Any, actor: Any, *, addresses_of: int | None) -> dict[str, Any]:
    """``addresses_of`` one person alone; None for all."""
    about_them, by_them = (
        (who.email if addresses_of in (None, who.id) else who.name) if who else "" for who in (about, actor)
    )
    return {
        "number": event.id,
        "at": event.at.isoformat(),
        "event": event.event,
        "detail": event.detail,
        "person": about_them,
        "by": by_them,
    }
