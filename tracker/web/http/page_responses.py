"""Responses of public pages: the two clocks, cache validation, redirects for companies with a new id."""

from collections.abc import Callable

from flask import Response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.company_lookup import CompanyMatch
from tracker.services.reading.scorecards import MovedError, ScorecardQuery, Snapshot, rests_on, snapshot_of
from tracker.store.derived.scorecard_index import lists_are_behind
from tracker.web.http.caches.conditional import RESTS_ON, kept, tag_of, unchanged
from tracker.web.http.clocks import parse_clocks
from tracker.web.presenting.links import with_pairs
from tracker.web.presenting.page import Page, shown
from tracker.web.site import site

__all__ = ["Make", "answered", "answered_today", "from_lists", "not_kept", "other_company"]

Make = Callable[[Session, Snapshot, ScorecardQuery], Page | Response]
"""Makes the page at a moment, or the response itself where it is no page."""


def answered(make: Make, moved: Callable[[str], str] | None = None) -> AnyResponse:
    """The page that ``make`` returns; 304 for a client that has it already.

    ``moved`` is the address for a company's present id, if the requested one is a former one.
    """
    clock, zone = site().clock, site().settings.time_zone
    query = parse_clocks(request.args, clock, zone)
    with site().reading() as session:
        snapshot = snapshot_of(session, query, clock, zone)
        try:
            made = make(session, snapshot, query)
        except MovedError as error:
            if moved is None:
                raise
            return redirect(moved(error.id), 302 if isinstance(error, CompanyMatch) else 301)
        # What two days that both lie in the past say never changes.
        settled = query.known_at is not None and query.as_of is not None and query.as_of <= site().today
        request.environ[RESTS_ON] = rests_on(session, past=settled)
    response = made if isinstance(made, Response) else Response(shown(made))
    if response.status_code != 200 or "ETag" in response.headers:
        return response
    tag = tag_of(response)
    return kept(Response(status=304) if unchanged(tag) and not response.cache_control.no_store else response, tag)


def answered_today(make: Make, moved: Callable[[str], str] | None = None) -> AnyResponse:
    """As ``answered``, of lists that are kept for today alone: whoever asks for another day is led to today’s.

    They would be told of that day, and caches would keep them as a past moment that never changes. Raises
    BadParameterError where it is none.
    """
    pairs = [pair for pair in _query() if pair[0] not in ("as_of", "known_at")]
    if len(pairs) < len(_query()):
        parse_clocks(request.args, site().clock, site().settings.time_zone)
        return redirect(with_pairs(f"{request.script_root}{request.path}", pairs), 302)
    return answered(make, moved)


def not_kept(made: Page | Response) -> Response:
    """The answer, marked as not to be stored: the next one may differ without a publication."""
    response = made if isinstance(made, Response) else Response(shown(made))
    response.headers["Cache-Control"] = "no-store"
    return response


def from_lists(session: Session, made: Page | Response) -> Page | Response:
    """An answer made from the lists that are kept for today: not to be kept while these are not in step."""
    return not_kept(made) if lists_are_behind(session, site().today) else made


def other_company(former: str, present: str) -> str:
    """The present address with a company’s present id in its query in place of a former one."""
    pairs = [(name, present if (name, value.strip()) == ("company", former) else value) for name, value in _query()]
    return with_pairs(f"{request.script_root}{request.path}", pairs)


def _query() -> list[tuple[str, str]]:
    return list(request.args.items(multi=True))
