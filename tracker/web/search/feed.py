"""What a search finds as a feed: of each record its last publication."""

from flask import Response, url_for
from sqlalchemy.orm import Session

from tracker.services.reading.scorecards import Snapshot
from tracker.store.history import last_publications
from tracker.store.lists.paging import LARGEST_PAGE
from tracker.store.searching.search import search as found_for
from tracker.web.history.feed import ENTRIES, Feed, made_feed
from tracker.web.presenting.links import with_query
from tracker.web.search.forms import SearchQuery

__all__ = ["search_feed"]


def search_feed(session: Session, snapshot: Snapshot, chosen: SearchQuery, form: str) -> Response:
    """The records that are found, those published last first."""
    results = found_for(session, chosen.q, kind=chosen.kind or None, company=chosen.company or None, size=LARGEST_PAGE)
    entries = last_publications(session, [(hit.kind, hit.id) for hit in results.hits], ENTRIES)
    endpoint = "search.feed" if form == "atom" else "search.json_feed"
    query = chosen.query()
    feed = Feed(f"“{chosen.q}”", with_query(url_for(endpoint), query), with_query(url_for("search.search"), query))
    return made_feed(session, snapshot, entries, feed, form)
