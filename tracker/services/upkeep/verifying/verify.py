"""Verify: checks the integrity of the whole record. Read-only; the oracle of every crash test and restore."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from struct import Struct
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from tracker.capture.stores.blobs import BlobStore
from tracker.models.base import read_instant
from tracker.models.hashing import GENESIS, approval_digest, content_digest, entry_digest, entry_text
from tracker.records.kinds import AnyRecord, Key
from tracker.services.publishing.derived.rows import record_row, reference_rows
from tracker.services.upkeep.captures.fixity import wrong_captures
from tracker.services.upkeep.verifying.desk import wrong_desk
from tracker.services.upkeep.verifying.lists import wrong_search, wrong_standings
from tracker.store.database.triggers import missing_triggers
from tracker.store.ledger import AnyRow, entries_with_revisions, portion_after, revisions_without_entry
from tracker.store.published import parsed_once
from tracker.store.upkeep.verification import current_rows, file_damage, references_of

__all__ = ["Discrepancy", "Verification", "verify"]

_MOST = 100


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A difference from the ledger. ``position`` is None if it concerns no entry."""

    position: int | None
    record: str
    differs: str

    def __str__(self) -> str:
        where = f"entry {self.position}" if self.position else ""
        return ": ".join(part for part in (where, self.record, self.differs) if part)


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries were read, the hash of the last, and what differs, 100 at most.

    Entries of the ledger come first, in order; what can be rebuilt comes last.
    """

    entries: int
    head: str
    discrepancies: tuple[Discrepancy, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as it should be."""
        return not self.discrepancies

    def as_json(self) -> dict[str, Any]:
        """The same as JSON data."""
        listed = [{"position": d.position, "record": d.record, "differs": d.differs} for d in self.discrepancies]
        return {"ok": self.ok, "entries": self.entries, "head": self.head, "found": listed}


def verify(
    session: Session,
    tick: Callable[[int], object] | None = None,
    *,
    full: bool = False,
    one_person: bool = False,
    captures: BlobStore | None = None,
) -> Verification:
    """Walk the ledger and compare all that follows from it; ``tick`` is told how many entries were read.

    Of many companies only some have their standings computed again, unless ``full``. On a site of ``one_person``,
    who publishes may be who wrote. Kept copies are checked where their store is given.
    """
    walk = _Walk(one_person)
    chain: list[Discrepancy] = []
    lists: list[Discrepancy] = []
    for rows in entries_with_revisions(session):
        for row in rows:
            chain += walk.entry(row)
        lists += _references(session, walk.taken())
        if tick:
            tick(len(rows))
    for kind, record_id, number in revisions_without_entry(session):
        chain.append(Discrepancy(None, f"{kind} {record_id}", f"revision {number} is not in the ledger"))
    chain += (Discrepancy(None, "", f"the trigger {name} is missing") for name in missing_triggers(session))
    chain += (Discrepancy(*wrong) for wrong in wrong_desk(session, one_person=one_person))
    if captures:
        chain += (Discrepancy(None, *wrong) for wrong in wrong_captures(session, captures, full=full))
    chain += _database(session)
    lists += _current(session, walk)
    if not chain and not lists:
        # These are computed from what was just found to be right.
        lists += (
            Discrepancy(None, *wrong)
            for wrong in (*wrong_search(session, full=full), *wrong_standings(session, full=full))
        )
    return Verification(walk.count, walk.hash, (*chain, *lists)[:_MOST])


class _Walk:
    """The ledger, entry by entry; each is judged beside the one before as that is stored.

    Of each record the number of its last revision, the position of its entry and the hash of its row are kept: some 200
    bytes, whatever it says.
    """

    def __init__(self, one_person: bool) -> None:
        self.one_person = one_person
        self.count, self.position, self.at, self.hash = 0, 0, "", GENESIS
        self.latest: dict[str, bytes] = {}
        self.unreadable: set[Key] = set()
        self._read: list[tuple[AnyRow, AnyRecord]] = []

    def entry(self, row: AnyRow) -> Iterator[Discrepancy]:
        """What is wrong with one entry and its revision."""
        for differs in (*self._order(row), *self._content(row)):
            yield Discrepancy(row.position, f"{row.kind} {row.record_id}" if row.kind else "", differs)
        self.count, self.position, self.at, self.hash = self.count + 1, row.position, row.at, row.sha256

    def taken(self) -> list[tuple[AnyRow, AnyRecord]]:
        """The entries read since the last call, with their records."""
        read, self._read = self._read, []
        return read

    def _order(self, row: AnyRow) -> Iterator[str]:
        if row.position != self.position + 1:
            yield f"follows entry {self.position}: entries in between are missing"
        if row.previous_sha256 != self.hash:
            yield "does not contain the hash of the entry before it"
        if row.at <= self.at:
            yield f"its time {row.at} is not later than the time of the entry before it, {self.at}"
        if entry_digest(row.entry) != row.sha256:
            yield "its hash does not match its text"

    def _content(self, row: AnyRow) -> Iterator[str]:
        if row.kind is None:
            yield f"its revision {row.revision_id} is missing"
            return
        yield from _against_text(row)
        key = (row.kind, row.record_id)
        name = " ".join(key)
        last = _LAST.unpack(self.latest[name])[0] if name in self.latest else 0
        if row.number != last + 1:
            yield f"publishes revision {row.number} after revision {last}"
        self.latest[name] = _LAST.pack(row.number, row.position, b"")
        if row.author == row.publisher and not self.one_person:
            yield f"was written and published by the same person, “{row.author}”"
        if not _holds(row):
            yield "the text, author, reason, note or salt of its revision is not what was published"
        try:
            record = parsed_once(row.body)
        except ValidationError:
            self.unreadable.add(key)
            yield "the text of its revision is not a record"
            return
        if record.key != key:
            yield f"the text of its revision is of {' '.join(record.key)}"
        self.unreadable.discard(key)
        current = record_row(record, row.body, row.revision_id, row.position)
        self.latest[name] = _LAST.pack(row.number, row.position, _hashed(current))
        self._read.append((row, record))


def _holds(row: AnyRow) -> bool:
    """Whether the revision matches its hash."""
    try:
        digest = content_digest(row.salt, author=row.author, body=row.body, change=row.change, note=row.note)
    except ValueError:
        return False
    return bool(digest == row.content_sha256)


def _against_text(row: AnyRow) -> Iterator[str]:
    """Where the entry's text and the columns say different things."""
    key = (row.kind, row.record_id)
    try:
        approval = approval_digest(row.salt, row.content_sha256, row.publisher)
        at = read_instant(row.at)
    except ValueError:
        yield "its time or its revision's salt is not in the right form"
        return
    columns = entry_text(row.position, at, key, row.number, row.content_sha256, approval, row.previous_sha256)
    if columns == row.entry:
        return
    try:
        said, are = json.loads(row.entry), json.loads(columns)
        names = [name for name in are if not isinstance(said, dict) or said.get(name) != are[name]]
    except ValueError:
        names = []
    if names == ["approval"]:
        yield "its publisher is not the one who published it"
    else:
        yield f"its text and its columns differ: {', '.join(names) or 'the text is not an entry'}"


def _references(session: Session, read: Iterable[tuple[AnyRow, AnyRecord]]) -> Iterator[Discrepancy]:
    """Whether ``reference`` has the rows that these revisions give."""
    expected = {row.revision_id: (row, reference_rows(record, row.revision_id)) for row, record in read}
    actual = references_of(session, expected)

    def order(reference: dict[str, Any]) -> tuple[str, str]:
        return reference["field"], reference["target_kind"]

    for id, (row, rows) in expected.items():
        if sorted(rows, key=order) != sorted(actual[id], key=order):
            advice = "the list of linked records is wrong; “tracker rebuild” fixes this"
            yield Discrepancy(row.position, f"{row.kind} {row.record_id}", advice)


def _current(session: Session, walk: _Walk) -> Iterator[Discrepancy]:
    """Whether ``record`` has the last published state of every record, and no others."""
    unreadable = {" ".join(key) for key in walk.unreadable}
    for row in current_rows(session):
        name = f"{row['kind']} {row['record_id']}"
        packed = walk.latest.pop(name, None)
        _, position, sealed = _LAST.unpack(packed) if packed else (0, 0, b"")
        if sealed != _hashed(dict(row)) and name not in unreadable:
            expected = _row_of(session, position) if packed else None
            names = [field for field in row if expected is None or row[field] != expected[field]]
            differs = (
                f"its current state differs from the published one ({', '.join(names)}); “tracker rebuild” fixes this"
            )
            yield Discrepancy(expected["position"] if expected else None, name, differs)
    for name, packed in walk.latest.items():
        if name not in unreadable:
            differs = "its current state is missing; “tracker rebuild” fixes this"
            yield Discrepancy(_LAST.unpack(packed)[1], name, differs)
    walk.latest.clear()


_LAST = Struct(">QQ16s")
"""The number of a record's last revision, the position of its entry, and the hash of its row."""


def _hashed(row: dict[str, Any]) -> bytes:
    text = repr([row[name] for name in sorted(row)]).encode(errors="surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


def _row_of(session: Session, position: int) -> dict[str, Any]:
    """The row of ``record`` that follows from an entry whose revision was found to be readable."""
    (entry,) = portion_after(session, position - 1, 1)
    return record_row(parsed_once(entry.body), entry.body, entry.revision_id, entry.position)


def _database(session: Session) -> Iterator[Discrepancy]:
    """What the database itself finds wrong with its file."""
    for damage in file_damage(session):
        yield Discrepancy(None, "", damage)
