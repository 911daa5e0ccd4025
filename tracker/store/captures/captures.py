"""Captures: keeping one, finding them, what happened to them, and their texts."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session

from tracker.core.captures.captures import Capture, CapturedText, CaptureEvent, CaptureFile, CaptureState
from tracker.core.captures.shingles import ShingledText
from tracker.models import CaptureEventRow, CaptureFileRow, CaptureRow, CaptureTextRow, Record
from tracker.store.captures.quote_places import delete_places, put_shingles

__all__ = [
    "add_capture",
    "add_event",
    "all_manifests",
    "any_captures",
    "capture_count",
    "capture_of_request",
    "captures_by_id",
    "captures_of_account",
    "captures_since",
    "captures_with_picture",
    "captures_with_text",
    "delete_text",
    "events_of",
    "held_captures",
    "page_pictures",
    "positions_with_copy",
    "put_text",
    "sources_with_copy",
    "texts_of",
]


def add_capture(
    session: Session,
    id: str,
    request: str,
    account_id: int | None,
    state: str,
    manifest: str,
    sha256: str,
    pictures: Sequence[CaptureFile] = (),
) -> None:
    """Keep a capture with the blobs that its manifest lists, and pictures of its pages, all of which must be there."""
    content = json.loads(manifest)
    made = datetime.fromisoformat(content["at"])
    row = {"id": id, "made": made, "request": request, "account_id": account_id, "state": state}
    session.execute(insert(CaptureRow).values(**row, manifest=manifest, sha256=sha256))
    files = [
        {"capture_id": id, "sha256": file["sha256"], "role": file["role"], "number": number}
        for number, file in enumerate(content["files"])
    ]
    files += [
        {"capture_id": id, "sha256": file.sha256, "role": file.role, "number": number}
        for number, file in enumerate(pictures, 1)
    ]
    session.execute(insert(CaptureFileRow), files)


def add_event(session: Session, capture: str, kind: str, at: datetime, by: str, why: str = "") -> None:
    """Note what happened to a capture."""
    row = {"capture_id": capture, "kind": kind, "at": at, "by": by, "why": why}
    session.execute(insert(CaptureEventRow).values(**row))


def any_captures(session: Session) -> bool:
    """Whether this site holds any capture."""
    return session.scalar(select(CaptureRow.id).limit(1)) is not None


def captures_by_id(session: Session, ids: Collection[str]) -> dict[str, Capture]:
    """Captures by id; those that this site does not hold are left out."""
    return {one.id: one for one in _captures(session, select(CaptureRow).where(CaptureRow.id.in_(ids)))}


def held_captures(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Those of these ids that are captures of this site."""
    return frozenset(session.scalars(select(CaptureRow.id).where(CaptureRow.id.in_(ids))))


def capture_of_request(session: Session, request: str) -> Capture | None:
    """The newest capture that a request led to: None while its job waits, runs, or has failed."""
    statement = select(CaptureRow).where(CaptureRow.request == request)
    return next(iter(_captures(session, statement.order_by(CaptureRow.made.desc()).limit(1))), None)


def page_pictures(session: Session, id: str) -> dict[int, str]:
    """The hashes of the pictures of a capture’s pages, by page from 1 on. They are derived, and not in its manifest."""
    columns = (CaptureFileRow.number, CaptureFileRow.sha256)
    statement = select(*columns).where(CaptureFileRow.capture_id == id, CaptureFileRow.role == "page picture")
    return dict(session.execute(statement.order_by(CaptureFileRow.number)).all())


def captures_with_picture(session: Session, ids: Collection[str]) -> set[str]:
    """Those of these captures of whose first page there is a picture."""
    first = (CaptureFileRow.role == "page picture", CaptureFileRow.number == 1)
    return set(session.scalars(select(CaptureFileRow.capture_id).where(CaptureFileRow.capture_id.in_(ids), *first)))


def capture_count(session: Session) -> int:
    """How many captures there are."""
    return session.scalar(select(func.count()).select_from(CaptureRow)) or 0


def captures_since(session: Session, account_id: int, since: datetime) -> int:
    """How many captures an account has had made since a moment."""
    statement = select(func.count()).select_from(CaptureRow)
    return session.scalar(statement.where(CaptureRow.account_id == account_id, CaptureRow.made >= since)) or 0


def captures_of_account(session: Session, account_id: int, since: datetime) -> list[Capture]:
    """The captures that an account has had made since a moment."""
    statement = select(CaptureRow).where(CaptureRow.account_id == account_id, CaptureRow.made >= since)
    return _captures(session, statement.order_by(CaptureRow.made.desc()).limit(50))


def events_of(session: Session, ids: Collection[str]) -> dict[str, list[CaptureEvent]]:
    """What happened to these captures, oldest first."""
    events = defaultdict[str, list[CaptureEvent]](list)
    columns = (CaptureEventRow.capture_id, CaptureEventRow.kind, CaptureEventRow.at, CaptureEventRow.by)
    statement = select(*columns, CaptureEventRow.why).where(CaptureEventRow.capture_id.in_(ids))
    for row in session.execute(statement.order_by(CaptureEventRow.id)):
        events[row.capture_id].append(CaptureEvent(*row))
    return events


def _captures(session: Session, statement: Select[Any]) -> list[Capture]:
    rows = session.scalars(statement).all()
    events = events_of(session, [row.id for row in rows])
    return [_capture(row, [event.kind for event in events[row.id]]) for row in rows]


def _capture(row: CaptureRow, happened: Sequence[str]) -> Capture:
    manifest = json.loads(row.manifest)
    return Capture(
        id=row.id,
        made=row.made,
        request=row.request,
        requested=manifest["requested"],
        final=manifest["final"],
        status=manifest["status"],
        method=manifest["method"],
        origin=manifest["origin"],
        supplier=manifest["supplier"],
        account_id=row.account_id,
        by=manifest["by"],
        state=_state(row.state, happened),
        doubts=tuple(manifest["doubts"]),
        files=tuple(CaptureFile(**file) for file in manifest["files"]),
        manifest=row.manifest,
        sha256=row.sha256,
        opened="opened to the public" in happened,
    )


def _state(made: str, happened: Sequence[str]) -> CaptureState:
    if "erased" in happened:
        return "erased"
    if [kind for kind in happened if kind in ("withheld", "shown again")][-1:] == ["withheld"]:
        return "withheld"
    return "doubtful" if made == "doubtful" and "accepted" not in happened else "captured"


def all_manifests(session: Session) -> Iterator[tuple[str, str, str]]:
    """Id, manifest and hash of every capture."""
    columns = (CaptureRow.id, CaptureRow.manifest, CaptureRow.sha256)
    for row in session.execute(select(*columns).order_by(CaptureRow.id).execution_options(yield_per=500)):
        yield row.id, row.manifest, row.sha256


def sources_with_copy(session: Session, id: str) -> list[str]:
    """The IDs of published sources that name a capture."""
    statement = select(Record.record_id).where(Record.kind == "source")
    naming = statement.where(Record.body.contains(f'"capture":"{id}"', autoescape=True))
    return list(session.scalars(naming.order_by(Record.record_id)))


def positions_with_copy(session: Session, id: str) -> list[int]:
    """The positions in the ledger of the revisions of published sources, as they are now, that name a capture."""
    statement = select(Record.position).where(Record.kind == "source")
    naming = statement.where(Record.body.contains(f'"capture":"{id}"', autoescape=True))
    return list(session.scalars(naming.order_by(Record.position)))


def put_text(session: Session, text: CapturedText) -> None:
    """Put the words of a capture in place of those there were."""
    delete_text(session, text.capture)
    row = {"readable": text.readable, "pages": json.dumps(text.pages), "main": text.main, "tool": text.tool}
    session.execute(insert(CaptureTextRow).values(capture_id=text.capture, details=json.dumps(text.details), **row))
    put_shingles(session, text.capture, ShingledText.of(text.main).candidates)


def delete_text(session: Session, capture: str) -> None:
    """Delete the words of a capture, and what is derived from them."""
    delete_places(session, capture)
    session.execute(delete(CaptureTextRow).where(CaptureTextRow.capture_id == capture))


def captures_with_text(session: Session, ids: Collection[str]) -> set[str]:
    """Those of these captures whose words are kept."""
    return set(session.scalars(select(CaptureTextRow.capture_id).where(CaptureTextRow.capture_id.in_(ids))))


def texts_of(session: Session, ids: Iterable[str]) -> dict[str, CapturedText]:
    """The words of these captures by id; those without words, held elsewhere or erased are left out."""
    statement = select(CaptureTextRow).where(CaptureTextRow.capture_id.in_(list(ids)))
    return {
        row.capture_id: CapturedText(
            row.capture_id, row.readable, tuple(json.loads(row.pages)), row.main, json.loads(row.details), row.tool
        )
        for row in session.scalars(statement)
    }
