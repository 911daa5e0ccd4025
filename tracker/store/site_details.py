"""Queries for the site's details, and for beginning again with an empty record."""

from sqlalchemy import Connection, delete, or_, select, text
from sqlalchemy.orm import Session

from tracker.models import (
    Assignment,
    Base,
    BundledDraft,
    BundleEffect,
    Comment,
    CommentMention,
    Draft,
    DraftBundle,
    DraftVersion,
    Ledger,
    Review,
    Revision,
    SiteDetails,
    Submission,
    SubmissionApproval,
)

__all__ = [
    "delete_whole_record",
    "forget_answers",
    "site_details",
    "site_details_to_change",
    "someone_published",
]

_TEXTS = ("site_name", "site_owner", "contact", "data_licence", "time_zone")
_BEGUN = {**dict.fromkeys(_TEXTS, ""), "answer_days": None, "two_reviewers": False}
_BESIDE = (CommentMention, Comment, SubmissionApproval, BundleEffect, BundledDraft, DraftBundle)
"""Tables with what stands beside drafts, in the order in which they can be emptied."""
_GUARDED = (Review, Submission, DraftVersion, Draft, Ledger, Revision)
"""Tables with all that was published, or written to be: in the order in which they can be emptied."""


def site_details(session: Session) -> SiteDetails | None:
    """What was answered; None as long as nothing was."""
    return session.get(SiteDetails, 1)


def site_details_to_change(session: Session) -> SiteDetails:
    """The row, which begins now if there is none, with its version raised."""
    row = session.get(SiteDetails, 1)
    if row is None:
        row = SiteDetails(id=1, version=0, begun_empty=False, answered_at=None, **_BEGUN)
        session.add(row)
    row.version += 1
    return row


def forget_answers(session: Session) -> None:
    """Have all processes make all public answers anew: something that is in no publication must be gone from them."""
    site_details_to_change(session)


def someone_published(session: Session, author: str, publisher: str) -> bool:
    """Whether the ledger has an entry but those written by one author and published by one publisher.

    Entries that name the version of the rules, which the program makes, do not count.
    """
    statement = (
        select(Ledger.position)
        .join(Revision, Revision.id == Ledger.revision_id)
        .where(Revision.kind != "rules", or_(Revision.author != author, Ledger.publisher != publisher))
        .limit(1)
    )
    return session.scalar(statement) is not None


def delete_whole_record(session: Session) -> None:
    """Delete everything published, drafted or submitted: nothing else may, so the guards are lifted meanwhile.

    Rows that follow from the ledger are left to be made anew.
    """
    connection = session.connection()
    guards = _lift_guards(connection)
    session.execute(delete(Base.metadata.tables["reference"]))
    session.execute(delete(Base.metadata.tables["record"]))
    session.execute(delete(Assignment).where(Assignment.item.in_(("bundle", "check", "end"))))
    for table in (*_BESIDE, *_GUARDED):
        session.execute(delete(table))
    for statement in guards:
        connection.execute(text(statement))


def _lift_guards(connection: Connection) -> list[str]:
    """Take the triggers off the tables; the statements that put them on again."""
    names = [table.__tablename__ for table in _GUARDED]
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        own = [row for row in rows if row.tbl_name in names]
        for row in own:
            connection.execute(text(f'DROP TRIGGER "{row.name}"'))
        return [row.sql for row in own]
    for name in names:
        connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
    return [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names]
