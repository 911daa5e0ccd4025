"""Published records as data: one of them, and a page of those of a kind."""

from typing import Any

import orjson
from flask import request
from sqlalchemy.orm import Session

from tracker.records.ids import is_id
from tracker.records.public_body import may_be_taken_down, public_body
from tracker.records.taken_down import KINDS_THAT_GO, NOTHING_GONE, Gone
from tracker.services.reading.company_lookup import all_ids, find_company
from tracker.services.reading.scorecards import NotFoundError, ScorecardQuery, Snapshot, TakenDownError
from tracker.store.lists.paging import BadCursorError
from tracker.store.lists.published_records import PublishedRecord, RecordFilter, published_record, published_records
from tracker.store.lists.taken_down import gone_at
from tracker.store.published import parsed
from tracker.web.api.answers import Line, Portion, with_origin
from tracker.web.api.forms import RecordsQuery
from tracker.web.browse.forms import window_query
from tracker.web.http.clocks import NothingThereError
from tracker.web.presenting.addresses.record_paths import RECORD_FOLDERS
from tracker.web.presenting.links import absolute

__all__ = ["KINDS_BY_FOLDER", "record_data", "records_portion"]

KINDS_BY_FOLDER = {folder: kind for kind, folder in RECORD_FOLDERS.items()} | {
    "vocabularies": "vocabulary",
    "checks": "check",
    "wordings": "wording",
    "rules": "rules",
}
"""The kind of record by the word in addresses of the API."""


def records_portion(session: Session, snapshot: Snapshot, kind: str, chosen: RecordsQuery) -> Portion:
    """Some of the records of a kind; raises NothingThereError, MovedError or NotFoundError."""
    companies: tuple[str, ...] = ()
    if chosen.company:
        companies = all_ids(session, snapshot, find_company(session, snapshot, chosen.company).id)
    which = RecordFilter(kind, companies, chosen.topic, chosen.changed_since)
    try:
        page = published_records(session, snapshot.position, which, chosen.window)
    except BadCursorError:
        allowed = "a page marker from the “next” address of this list"
        raise NothingThereError(*window_query(chosen.window), allowed) from None
    root = absolute(request.script_root)
    gone = gone_at(session, snapshot.position) if kind in KINDS_THAT_GO else NOTHING_GONE
    lines = [_data(it, chosen.fields, root, gone) for it in page.rows]
    return Portion(lines, {"after": page.after} if page.after else {})


def record_data(session: Session, snapshot: Snapshot, query: ScorecardQuery, kind: str, id: str) -> dict[str, Any]:
    """One record; raises NotFoundError, or TakenDownError for one that was taken down, or its company or topic was."""
    record = published_record(session, snapshot.position, kind, id) if is_id(id) else None
    if record is None:
        raise NotFoundError(kind, id, ())
    content, gone = parsed(record.body), gone_at(session, snapshot.position)
    if taken := gone.takes(content) or (content if content.taken_down else None):
        raise TakenDownError(taken)
    return with_origin(snapshot, query, _data(record, (), absolute(request.script_root), gone))


def _data(record: PublishedRecord, fields: tuple[str, ...], root: str, gone: Gone) -> dict[str, Any]:
    """A record with where it stands in the ledger; of what was taken down the day and the reason alone."""
    folder = RECORD_FOLDERS.get(record.kind)
    return {
        "kind": record.kind,
        "id": record.id,
        "page": f"{root}/{folder}/{record.id}" if folder else None,
        "data": f"{root}/api/v1/{_FOLDERS[record.kind]}/{record.id}",
        "revision": record.number,
        "change": record.change,
        "published_at": record.at,
        "ledger_position": record.position,
        "sha256": record.sha256,
        "record": _content(record, fields, gone),
    }


def _content(record: PublishedRecord, fields: tuple[str, ...], gone: Gone) -> Line:
    """The record, or some fields of it: its text as it is stored where that says all that is public and no more."""
    read = fields or record.kind == "company" or gone.may_take(record.kind) or may_be_taken_down(record.body)
    if not read:
        return orjson.Fragment(record.body)
    content = public_body(record.kind, record.id, orjson.loads(record.body), gone)
    if fields and not content.get("taken_down"):
        content = {name: content[name] for name in fields if name in content}
    return content


_FOLDERS = {kind: folder for folder, kind in KINDS_BY_FOLDER.items()}
