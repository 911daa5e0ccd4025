"""The feed of changes."""

from flask import Response, url_for
from sqlalchemy.orm import Session

from tracker.records.kinds import Key
from tracker.services.reading.atom_feed import MEDIA_TYPE, atom_feed
from tracker.services.reading.company_lookup import all_ids, find_company
from tracker.services.reading.scorecards import Snapshot, narrowed
from tracker.store.history import bodies_before, published_changes
from tracker.web.history.forms import ChangesQuery
from tracker.web.presenting.links import absolute, record_path, with_query
from tracker.web.site import site

__all__ = ["feed_answer"]

_ENTRIES = 50


def feed_answer(session: Session, snapshot: Snapshot, chosen: ChangesQuery) -> Response:
    """The newest changes as Atom; raises Missing or Moved for a company that is not on record."""
    company = find_company(session, snapshot, chosen.company) if chosen.company else None
    ids = all_ids(session, snapshot, company.id) if company else ()
    entries = published_changes(session, snapshot.position, chosen.filter(ids), most=_ENTRIES)
    name = f"{site().settings.site_name}: changes{f', {company.name}' if company else ''}"
    page = absolute(with_query(url_for("history.changes"), chosen.query))

    def address(key: Key) -> str:
        path = record_path(*key)
        return absolute(path) if path else page

    before = bodies_before(session, [entry.position for entry in entries])
    data = atom_feed(
        entries,
        before,
        name=name,
        feed=absolute(with_query(url_for("history.feed"), chosen.query)),
        page=page,
        updated=narrowed(session, snapshot).pin,
        address=address,
    )
    return Response(data, content_type=MEDIA_TYPE)
