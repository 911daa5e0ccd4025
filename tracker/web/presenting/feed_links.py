"""The ways from a page to what follows it: feeds of its changes, and the calendar of its dates."""

from collections.abc import Mapping

from tracker.web.presenting.links import path_of, with_query
from tracker.web.presenting.page import Link

__all__ = ["calendar_link", "feed_links"]

_ATOM, _JSON, _CALENDAR = "application/atom+xml", "application/feed+json", "text/calendar"


def feed_links(query: Mapping[str, str], text: str = "Changes", endpoint: str = "history") -> tuple[Link, ...]:
    """Feeds of changes with these filters, in both forms; ``id`` is the media type."""
    return (
        Link(f"{text} (Atom)", with_query(path_of(f"{endpoint}.feed"), query), _ATOM),
        Link(f"{text} (JSON Feed)", with_query(path_of(f"{endpoint}.json_feed"), query), _JSON),
    )


def calendar_link(query: Mapping[str, str]) -> Link:
    """The calendar of ends, deadlines and answers that are due."""
    return Link("Dates coming up (iCalendar)", with_query(path_of("upcoming.calendar"), query), _CALENDAR)
