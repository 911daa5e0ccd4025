"""Lists across companies as data: where each stands, what ends or is due, and everything that was published."""

from typing import Any

from flask import request
from sqlalchemy.orm import Session

from tracker.services.reading.company_lookup import all_ids, find_company
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.services.reading.upcoming import UpcomingEnd, upcoming_ends
from tracker.store.history import Entry, published_changes
from tracker.store.lists.companies import CompanyLine
from tracker.store.published import topics_at
from tracker.web.api.answers import Portion
from tracker.web.browse.forms import CompaniesQuery
from tracker.web.browse.lists import is_today, listed, listed_at
from tracker.web.history.forms import ChangesQuery
from tracker.web.http.clocks import NothingThereError
from tracker.web.presenting.addresses.clock_query import instant
from tracker.web.presenting.addresses.record_paths import RECORD_FOLDERS
from tracker.web.presenting.links import absolute
from tracker.web.upcoming.forms import EndsQuery, written

__all__ = [
    "change_data",
    "changes_portion",
    "scorecard_line",
    "scorecards_portion",
    "upcoming_line",
    "upcoming_portion",
]

Data = dict[str, Any]


def scorecards_portion(session: Session, snapshot: Snapshot, query: ScorecardQuery, chosen: CompaniesQuery) -> Portion:
    """Companies as they stand, some of those that meet the filters.

    On any other day than today they are computed, by name. Raises NothingThereError.
    """
    wanted, today = chosen.filter(topics_at(session, snapshot.position)), is_today(snapshot, query)
    if not today and chosen.sort != "name":
        raise NothingThereError("sort", chosen.sort, "name, where “as_of” or “known_at” is given")
    if today:
        listing = listed(session, wanted, chosen.sort, chosen.window, without=("rows",))
    else:
        listing = listed_at(session, wanted, chosen.window, snapshot, query)
    root = absolute(request.script_root)
    lines = [scorecard_line(line, root) for line in listing.lines]
    following = {"after": listing.page.after} if listing.page.after else {}
    return Portion(lines, following, today)


def scorecard_line(line: CompanyLine, root: str) -> Data:
    """One company in short, on a topic or (``topic`` null) over all of them; ``root`` is the site’s own address.

    Addresses are put together: to build hundreds of them by their rules takes longer than all else.
    """
    page = f"{root}/companies/{line.company}"
    return {
        "company": line.company,
        "name": line.name,
        "topic": line.topic,
        "as_of": line.as_of.isoformat(),
        "headline": line.headline,
        "record": line.record_line,
        "pledge": line.pledge_state,
        "strength": line.strength,
        "covered": line.covered,
        "possible": line.possible,
        "cells": line.cells,
        "gravest": line.gravest,
        "counts": line.counts,
        "reviewed": line.reviewed,
        "checked_until": line.checked_until,
        "next_end": [day.isoformat() for day in line.next_end] if line.next_end else None,
        "next_pledge": line.next_pledge,
        "page": f"{page}/{line.topic}" if line.topic else page,
        "data": f"{root}/api/v1/companies/{line.company}/scorecard?topic={line.topic}" if line.topic else None,
    }


def upcoming_portion(
    session: Session, snapshot: Snapshot, query: ScorecardQuery, chosen: EndsQuery, size: int
) -> Portion:
    """Ends and deadlines to come; raises MovedError or NotFoundError for the company."""
    company = find_company(session, snapshot, chosen.company).id if chosen.company else ""
    ahead = upcoming_ends(
        session,
        snapshot,
        query,
        chosen.window,
        most=size,
        after=chosen.after,
        first=chosen.first,
        company=company,
        topic=chosen.topic,
    )
    root = absolute(request.script_root)
    lines = [upcoming_line(coming, root) for coming in ahead.endings]
    # A list that is computed goes on by companies, one that is read by its rows.
    following = {"after": written(ahead.after)} if ahead.after else {"first": ahead.company} if ahead.company else {}
    listed_ones = not (company or query.as_of or query.known_at)
    return Portion(lines, following, listed_ones)


def upcoming_line(coming: UpcomingEnd, root: str) -> Data:
    """One end or deadline: its kind, its first and last possible day (null where no day is known), and whose."""
    first, last = coming.last_day or (None, None)
    return {
        "kind": coming.kind,
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
        "doubted": coming.doubted,
        "text": coming.text,
        "company": coming.company_id,
        "topic": coming.topic_id,
        "pledge": coming.pledge.id,
        "version": coming.number,
        "condition": coming.condition_id or None,
        "page": f"{root}/pledges/{coming.pledge.id}",
    }


def changes_portion(
    session: Session, snapshot: Snapshot, chosen: ChangesQuery, before: int | None, size: int
) -> Portion:
    """Everything published, newest first; raises MovedError or NotFoundError for the company."""
    ids: tuple[str, ...] = ()
    if chosen.company:
        ids = all_ids(session, snapshot, find_company(session, snapshot, chosen.company).id)
    entries = published_changes(session, snapshot.position, chosen.filter(ids), before=before, most=size + 1)
    shown, more = entries[:size], len(entries) > size
    following = {"before": str(shown[-1].position)} if more else {}
    root = absolute(request.script_root)
    return Portion([change_data(it, root) for it in shown], following)


def change_data(entry: Entry, root: str) -> Data:
    """One publication."""
    folder = RECORD_FOLDERS.get(entry.kind)
    return {
        "ledger_position": entry.position,
        "published_at": instant(entry.at),
        "kind": entry.kind,
        "id": entry.id,
        "revision": entry.number,
        "change": entry.change,
        "note": entry.note,
        "author": entry.author,
        "publisher": entry.publisher,
        "sha256": entry.sha256,
        "page": f"{root}/{folder}/{entry.id}" if folder else None,
    }
