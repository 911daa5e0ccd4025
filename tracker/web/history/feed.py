"""Feeds of changes: of the site, a company, a topic, corrections alone, or what a search finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, url_for
from sqlalchemy.orm import Session

from tracker.records.kinds import Key
from tracker.services.reading.company_lookup import all_ids, find_company
from tracker.services.reading.feeds import atom, json_feed
from tracker.services.reading.public_changes import public_entries_with_former
from tracker.services.reading.scorecards import Snapshot, narrowed
from tracker.store.history import Entry, published_changes
from tracker.store.lists.records import titles
from tracker.store.published import parsed
from tracker.web.history.forms import ChangesQuery
from tracker.web.presenting.links import absolute, record_path, with_query
from tracker.web.site import site

__all__ = ["ENTRIES", "Feed", "feed_answer", "made_feed"]

ENTRIES = 50


@dataclass(frozen=True)
class Feed:
    """What a feed says about itself: what it is about, its own path, and that of the page that shows the same."""

    about: str
    path: str
    page: str


def feed_answer(session: Session, snapshot: Snapshot, chosen: ChangesQuery, form: str) -> Response:
    """The newest changes, ``atom`` or ``json``; raises Missing or Moved for a company that is not on record."""
    company = find_company(session, snapshot, chosen.company) if chosen.company else None
    ids = all_ids(session, snapshot, company.id) if company else ()
    entries = published_changes(session, snapshot.position, chosen.filter(ids), most=ENTRIES)
    topics = titles(session, "topic", {chosen.topic}) if chosen.topic else {}
    about = [company.name if company else "", topics.get(chosen.topic, chosen.topic), _CLASSES.get(chosen.change, "")]
    endpoint = "history.feed" if form == "atom" else "history.json_feed"
    feed = Feed(
        ", ".join(part for part in about if part),
        with_query(url_for(endpoint), chosen.query),
        with_query(url_for("history.changes"), chosen.query),
    )
    return made_feed(session, snapshot, entries, feed, form)


_CLASSES = {"correction": "corrections", "clarification": "clarifications", "update": "updates"}


def made_feed(session: Session, snapshot: Snapshot, entries: Sequence[Entry], feed: Feed, form: str) -> Response:
    """Some publications, newest first, as a feed."""
    name, page = f"{site().settings.site_name}: changes{f', {feed.about}' if feed.about else ''}", absolute(feed.page)

    def address(key: Key) -> str:
        path = record_path(*key)
        return absolute(path) if path else page

    entries, before = public_entries_with_former(session, snapshot.position, entries)
    companies = _names(session, entries)
    if form == "atom":
        data: bytes | str = atom.atom_feed(
            entries,
            before,
            companies,
            name=name,
            feed=absolute(feed.path),
            page=page,
            updated=narrowed(session, snapshot).pin,
            address=address,
        )
        return Response(data, content_type=atom.MEDIA_TYPE)
    narrowed(session, snapshot)
    data = json_feed.json_feed(
        entries, before, companies, name=name, feed=absolute(feed.path), page=page, address=address
    )
    return Response(data, content_type=json_feed.MEDIA_TYPE)


def _names(session: Session, entries: Sequence[Entry]) -> Mapping[str, str]:
    ids = {getattr(parsed(entry.body), "company_id", "") for entry in entries} - {""}
    return titles(session, "company", ids) if ids else {}
