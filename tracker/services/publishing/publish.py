"""Publishing: the only code path that makes records public (HISTORY-3)."""

import secrets
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.hashing import approval_digest, content_digest, entry_digest, entry_text
from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord, Key, body, canonical
from tracker.records.messages import Message
from tracker.services.auth.account_events import AccountEventKind, log_own
from tracker.services.auth.roles import Actor, NotAllowedError
from tracker.services.captures.quotes.quote_places import settle_copies
from tracker.services.publishing.checking.checks import faults_among_published
from tracker.services.publishing.checking.found_before import found_before
from tracker.services.publishing.derived.reindexing import New, reindex
from tracker.services.publishing.derived.rows import DERIVED_VERSION, record_row, reference_rows
from tracker.services.publishing.derived.subjects_concerned import LastPositions
from tracker.store.concerning import put_last_publications
from tracker.store.derived.scorecard_index import set_derived_version
from tracker.store.ledger import Head, ledger_head
from tracker.store.publication import (
    delete_records,
    insert_entries,
    insert_records,
    insert_references,
    insert_revisions,
    revisions_since,
)
from tracker.store.published import Current, current_states, parsed
from tracker.store.searching.search_index import forget

__all__ = [
    "EditConflictError",
    "InvalidRecordsError",
    "Proposal",
    "Published",
    "SealedAuthorship",
    "look_ahead",
    "publish",
    "publish_checked",
]

_TICK = timedelta(microseconds=1)
_ROWS_AT_ONCE = 1000
_LONGEST_NAME = 200


class SealedAuthorship(NamedTuple):
    """Who wrote a proposal, and the salt of its hash, where both were settled when it was submitted for review."""

    author: str
    salt: str


class Proposal(NamedTuple):
    """A record to publish. ``change`` says why it differs from what is published; a new record is always “new”."""

    record: AnyRecord
    change: str = "update"
    note: str | None = None
    sealed: SealedAuthorship | None = None


class Published(NamedTuple):
    """The ledger positions that were added, in the order of the records; how many records had not changed."""

    positions: range
    unchanged: int


class InvalidRecordsError(Exception):
    """Records that cannot be published together with what is published: ``faults`` says why."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = list(faults)
        super().__init__(f"{len(self.faults)} faults")


class EditConflictError(Exception):
    """A record was changed since the revision that its editor began from (0: it was not published then)."""

    def __init__(self, key: Key, expected: int, current: int):
        self.key, self.expected, self.current = key, expected, current
        now = f"is at revision {current}" if current else "is not published"
        super().__init__(f"{' '.join(key)} {now}, but the edit was based on revision {expected}")


class _Change(NamedTuple):
    """A proposal that changes something, with its canonical text and what is published now."""

    proposal: Proposal
    text: str
    before: Current | None


def publish(
    session: Session,
    clock: Clock,
    proposals: Iterable[Proposal],
    *,
    author: str,
    publisher: str,
    one_person: bool = False,
    expected: Mapping[Key, int] | None = None,
    actor: Actor | None = None,
) -> Published:
    """Publish records: revisions, ledger entries, references and current rows in the session's transaction.

    ``session`` is one of ``Database.writing()``. Records equal to what is published are left out, so that a second call
    changes nothing. ``expected`` gives per record the revision number that its change was made from. ``author`` wrote
    what is not sealed by somebody else; ``actor`` is who publishes at the desk, for the log. Raises NotAllowedError,
    EditConflictError or InvalidRecordsError before anything is written; the caller's transaction then holds nothing.
    """
    if not session.info.get("writing"):
        raise RuntimeError("publishing needs a session of Database.writing(), which holds the lock")
    changes, unchanged = _changes(session, proposals, expected or {})
    authors = {change.proposal.sealed.author if change.proposal.sealed else author for change in changes}
    _check_people(authors or {author}, publisher, one_person)
    if not changes:
        return Published(range(0), unchanged)
    before = [parsed(change.before.body) for change in changes if change.before]
    if faults := _faults(session, changes, before):
        raise InvalidRecordsError(faults)
    positions = _append(session, clock, changes, before, author, publisher)
    settle_copies(session, clock, [change.proposal.record for change in changes], publisher)
    log_own(session, clock, actor, AccountEventKind.PUBLISHED, _logged(changes[0], positions))
    return Published(positions, unchanged)


def publish_checked(
    session: Session,
    clock: Clock,
    portions: Iterable[Sequence[Proposal]],
    *,
    author: str,
    publisher: str,
    one_person: bool = False,
) -> Published:
    """Publish many records as ``publish`` does, holding one portion of them at a time.

    No record may come twice. What is wrong with them beside one another and what is published was looked for before,
    and nothing was published since. Raises NotAllowedError.
    """
    if not session.info.get("writing"):
        raise RuntimeError("publishing needs a session of Database.writing(), which holds the lock")
    _check_people({author}, publisher, one_person)
    head, last, unchanged = ledger_head(session), LastPositions(), 0
    first: tuple[_Change, int] | None = None
    position = head.position
    for portion in portions:
        changes, same = _changes(session, portion, {})
        unchanged += same
        if changes:
            before = [parsed(change.before.body) for change in changes if change.before]
            positions = range(position + 1, position + 1 + len(changes))
            ids = _put(session, changes, [_revision(change, author) for change in changes], positions)
            _follow(session, changes, before, positions, last)
            put_last_publications(session, last.taken())
            settle_copies(session, clock, [change.proposal.record for change in changes], publisher)
            first, position = first or (changes[0], ids[0]), positions[-1]
    put_last_publications(session, last.complete(session))
    published = range(head.position + 1, position + 1)
    if first:
        change, revision = first
        _enter(session, clock, head, revisions_since(session, revision), publisher)
        log_own(session, clock, None, AccountEventKind.PUBLISHED, _logged(change, published))
    return Published(published, unchanged)


def look_ahead(session: Session, proposals: Iterable[Proposal]) -> None:
    """Find in any session what would be wrong, so that ``publish`` need not look under the lock (``found_before``)."""
    changes, _ = _changes(session, proposals, {})
    _faults(session, changes, [parsed(change.before.body) for change in changes if change.before])


def _faults(session: Session, changes: Sequence[_Change], before: Sequence[AnyRecord]) -> Sequence[Fault]:
    records = [change.proposal.record for change in changes]
    texts = [change.text for change in changes]
    return found_before(session, "faults", texts, lambda: faults_among_published(session, records, before))


def _logged(first: _Change, positions: range) -> str:
    """The records and their entries, as the log of who did what has them."""
    if len(positions) == 1:
        return f"{' '.join(first.proposal.record.key)} (ledger entry {positions[0]})"
    return f"{len(positions)} records (ledger entries {positions[0]} to {positions[-1]})"


def _check_people(authors: Set[str], publisher: str, one_person: bool) -> None:
    for role, name in (*(("author", author) for author in sorted(authors)), ("publisher", publisher)):
        if not name.strip() or len(name) > _LONGEST_NAME:
            raise NotAllowedError(f"the {role} needs a name of up to {_LONGEST_NAME} characters")
    if publisher in authors and not one_person:
        raise NotAllowedError(
            f"“{publisher}” cannot publish their own work: another person must "
            "(a site run by one person sets ONE_PERSON_SITE=yes)"
        )


def _changes(session: Session, proposals: Iterable[Proposal], expected: Mapping[Key, int]) -> tuple[list[_Change], int]:
    """The proposals that change something, and how many do not."""
    by_key: dict[Key, Proposal] = {}
    for proposal in proposals:
        if by_key.setdefault(proposal.record.key, proposal) is not proposal:
            raise InvalidRecordsError([Fault(proposal.record.key, ("id",), Message("record-twice"))])
    states = current_states(session, by_key)
    changes: list[_Change] = []
    for key, proposal in by_key.items():
        state = states.get(key)
        text = canonical(body(proposal.record)).decode()
        if state and _same(state.body, text):
            continue
        number = state.number if state else 0
        if expected.get(key, number) != number:
            raise EditConflictError(key, expected[key], number)
        changes.append(_Change(proposal, text, state))
    return changes, len(by_key) - len(changes)


def _same(stored: str, text: str) -> bool:
    """Whether a stored text says the same: it may be of a form that fields had before."""
    return stored == text or canonical(body(parsed(stored))).decode() == text


def _append(
    session: Session, clock: Clock, changes: list[_Change], before: list[AnyRecord], author: str, publisher: str
) -> range:
    head = ledger_head(session)
    positions = range(head.position + 1, head.position + 1 + len(changes))
    revisions = [_revision(change, author) for change in changes]
    ids = _put(session, changes, revisions, positions)
    last = LastPositions()
    _follow(session, changes, before, positions, last)
    put_last_publications(session, last.complete(session))
    _enter(
        session, clock, head, [[{**revision, "id": id} for revision, id in zip(revisions, ids, strict=True)]], publisher
    )
    return positions


def _put(session: Session, changes: list[_Change], revisions: list[dict[str, Any]], positions: range) -> list[int]:
    """Insert the revisions of changes, with what they name, and put them in place of what is published; their ids."""
    ids = insert_revisions(session, revisions)
    _replace_current(session, changes, ids, positions)
    for i in range(0, len(changes), _ROWS_AT_ONCE):
        some = zip(changes[i : i + _ROWS_AT_ONCE], ids[i : i + _ROWS_AT_ONCE], strict=True)
        insert_references(session, [row for change, id in some for row in reference_rows(change.proposal.record, id)])
    return ids


def _enter(
    session: Session, clock: Clock, head: Head, portions: Iterable[Sequence[Mapping[str, Any]]], publisher: str
) -> None:
    """Append an entry for each revision, in portions.

    The time is taken last: nothing that was public at a moment before is changed by what comes now.
    """
    at = max(clock.now(), head.at + _TICK) if head.at else clock.now()
    position, previous = head.position, head.sha256
    for revisions in portions:
        rows = _entries(revisions, position + 1, at, previous, publisher)
        insert_entries(session, rows)
        position, previous, at = rows[-1]["position"], rows[-1]["sha256"], rows[-1]["at"] + _TICK


def _follow(
    session: Session, changes: list[_Change], before: list[AnyRecord], positions: range, last: LastPositions
) -> None:
    replaced = {record.key: record for record in before}
    records = [change.proposal.record for change in changes]
    published = [New(r, replaced.get(r.key), position) for r, position in zip(records, positions, strict=True)]
    reindex(session, published)
    for record, former, position in published:
        last.add((record, former) if former else (record,), position)
    if positions[0] == 1:
        set_derived_version(session, DERIVED_VERSION)


def _revision(change: _Change, author: str) -> dict[str, Any]:
    record, why, note, sealed = change.proposal
    author, salt = sealed or SealedAuthorship(author, secrets.token_hex(32))
    why = why if change.before else "new"
    return {
        "kind": record.kind,
        "record_id": record.id,
        "number": change.before.number + 1 if change.before else 1,
        "body": change.text,
        "change": why,
        "author": author,
        "note": note,
        "salt": salt,
        "content_sha256": content_digest(salt, author=author, body=change.text, change=why, note=note),
    }


def _replace_current(session: Session, changes: list[_Change], ids: list[int], positions: range) -> None:
    replaced = [change.proposal.record.key for change in changes if change.before]
    forget(session, replaced)
    delete_records(session, replaced)
    rows = [
        record_row(change.proposal.record, change.text, id, position)
        for change, id, position in zip(changes, ids, positions, strict=True)
    ]
    insert_records(session, rows)


def _entries(
    revisions: Sequence[Mapping[str, Any]], first: int, at: datetime, previous: str, publisher: str
) -> list[dict[str, Any]]:
    """The rows of the ledger, each linked to the one before; times rise by a microsecond each."""
    rows = []
    for position, revision in enumerate(revisions, first):
        content = revision["content_sha256"]
        approval = approval_digest(revision["salt"], content, publisher)
        key = (revision["kind"], revision["record_id"])
        entry = entry_text(position, at, key, revision["number"], content, approval, previous)
        digest = entry_digest(entry)
        rows.append(
            {
                "position": position,
                "at": at,
                "revision_id": revision["id"],
                "publisher": publisher,
                "entry": entry,
                "previous_sha256": previous,
                "sha256": digest,
            }
        )
        previous, at = digest, at + _TICK
    return rows
