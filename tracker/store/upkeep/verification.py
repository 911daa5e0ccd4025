"""Raw reads for verify and doctor: nothing is parsed, since it may have been tampered with."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import RowMapping, case, func, select, text
from sqlalchemy.orm import Session

from tracker.models import Draft, Ledger, Record, Reference, Review, Revision, Submission
from tracker.store.ledger import AnyRow

__all__ = [
    "current_rows",
    "drafts_out_of_step",
    "file_damage",
    "positions_of_kinds",
    "references_of",
    "server_settings",
    "submissions_with_reviews",
    "tables_without_statistics",
]

_PORTION = 500
_LARGE_TABLE = 1_000_000
"""Bytes: smaller tables are read as a whole in a moment."""
_SEALED = ("body", "change", "author", "note", "salt")


def references_of(session: Session, revisions: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The rows of references of these revisions, by revision."""
    rows: dict[int, list[dict[str, Any]]] = {id: [] for id in revisions}
    columns = (Reference.revision_id, Reference.field, Reference.target_kind, Reference.target_id)
    for row in session.execute(select(*columns).where(Reference.revision_id.in_(revisions))).mappings():
        rows[row["revision_id"]].append(dict(row))
    return rows


def current_rows(session: Session) -> Iterator[RowMapping]:
    """All rows of records as published now, some at a time."""
    yield from session.execute(select(Record.__table__).execution_options(yield_per=_PORTION)).mappings()


def positions_of_kinds(session: Session, kinds: Collection[str]) -> Iterator[AnyRow]:
    """Kind, id and position of all published records of some kinds, some at a time."""
    columns = (Record.kind, Record.record_id, Record.position)
    statement = select(*columns).where(Record.kind.in_(kinds)).order_by(Record.position)
    yield from session.execute(statement.execution_options(yield_per=_PORTION))


def file_damage(session: Session) -> Iterator[str]:
    """What SQLite finds wrong with its file, ten lines of each kind at most; PostgreSQL has no such check."""
    if session.get_bind().dialect.name == "sqlite":
        for (line,) in session.execute(text("PRAGMA integrity_check(10)")):
            if line != "ok":
                yield f"the database file is damaged: {line}"
        for row in session.execute(text("PRAGMA foreign_key_check")).fetchmany(10):
            yield f"a row in {row[0]} refers to a missing row in {row[2]}"


def server_settings(session: Session, names: Collection[str]) -> dict[str, str]:
    """What the database says that these settings of it are.

    ``names`` are the program's own, never what people typed.
    """
    ask = "PRAGMA" if session.get_bind().dialect.name == "sqlite" else "SHOW"
    return {name: str(session.scalar(text(f"{ask} {name}"))) for name in names}


def tables_without_statistics(session: Session) -> list[str]:
    """The large tables of PostgreSQL that were never looked at by ANALYZE, by itself or by hand."""
    query = """
        SELECT relname FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND reltuples < 0 AND pg_relation_size(oid) > :large
        ORDER BY relname
    """
    return list(session.scalars(text(query), {"large": _LARGE_TABLE}))


def submissions_with_reviews(session: Session, after: int) -> list[AnyRow]:
    """The next submissions by id, each with its draft, its review and its revision (None where there is none)."""
    submitted = [getattr(Submission, name).label(name) for name in ("id", "kind", "record_id", "base_number", *_SEALED)]
    people = (Submission.author_id, Submission.writers, Submission.content_sha256)
    drafted = (Draft.owner_id, Draft.writers.label("draft_writers"), Draft.state)
    decided = (Review.verdict, Review.reviewer_id, Review.reviewer, Review.position)
    published = [
        getattr(Revision, name).label(f"published_{name}")
        for name in ("kind", "record_id", "number", "author", "content_sha256")
    ]
    statement = (
        select(*submitted, *people, *drafted, *decided, *published, Ledger.publisher)
        .outerjoin(Draft, Draft.id == Submission.draft_id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .outerjoin(Ledger, Ledger.position == Review.position)
        .outerjoin(Revision, Revision.id == Ledger.revision_id)
        .where(Submission.id > after)
        .order_by(Submission.id)
        .limit(_PORTION)
    )
    return list(session.execute(statement))


def drafts_out_of_step(session: Session) -> list[AnyRow]:
    """Drafts in review without one submission that waits, published without one that was, or the other way round."""
    waiting = func.count(Submission.id).filter(Review.submission_id.is_(None))
    done = func.count(Submission.id).filter(Review.verdict == "published")
    statement = (
        select(Draft.id, Draft.kind, Draft.record_id, Draft.state, waiting.label("waiting"), done.label("done"))
        .outerjoin(Submission, Submission.draft_id == Draft.id)
        .outerjoin(Review, Review.submission_id == Submission.id)
        .group_by(Draft.id, Draft.kind, Draft.record_id, Draft.state)
        .having((waiting != _one_if("submitted")) | (done != _one_if("published")))
        .order_by(Draft.id)
    )
    return list(session.execute(statement))


def _one_if(state: str) -> Any:
    """How many submissions there must be of a draft in this state."""
    return case((Draft.state == state, 1), else_=0)
