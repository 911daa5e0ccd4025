"""People at the desk, and their drafts, as tests need them."""

from sqlalchemy import select

from tests.stored import clock
from tracker.models import Account, Review, Submission
from tracker.records.kinds import body
from tracker.services.auth.roles import Actor, Role
from tracker.services.editing.drafts import WriteContext, begin_draft
from tracker.services.editing.submitting import submit_drafts
from tracker.services.publishing.review import publish_submissions


def person(database, name="ann", role="editor"):
    """An account, and the actor that somebody signed in to it is."""
    with database.writing() as session:
        account = Account(
            email=f"{name}@news.example",
            name=f"{name.title()} Example",
            public_name=name,
            public_name_key=name,
            role=role,
            active=True,
            passkey_handle=name.encode().hex().rjust(64, "0"),
            created_at=clock().now(),
        )
        session.add(account)
        session.flush()
        return Actor(account.id, name, Role(role))


def draft_of(database, actor, record, at=None, **work):
    """A draft of a new record, whole as it is."""
    with database.writing() as session:
        return begin_draft(session, actor, at or clock(), record.kind, WriteContext(body(record), **work))


def submitted(database, actor, *drafts, at=None):
    """Submit drafts together; the submissions in their order."""
    with database.writing() as session:
        return submit_drafts(session, actor, at or clock(), {draft.id: draft.version for draft in drafts})


def waiting(database):
    """All submissions that nobody has reviewed."""
    with database.reading() as session:
        unreviewed = Review.submission_id.is_(None)
        query = select(Submission).outerjoin(Review, Review.submission_id == Submission.id).where(unreviewed)
        return list(session.scalars(query.order_by(Submission.id)))


def approved(database, actor, *submissions, at=None, **options):
    """Publish submissions together, as they were shown."""
    shown = {submission.id: submission.content_sha256 for submission in submissions}
    with database.writing() as session:
        return publish_submissions(session, at or clock(1), actor, shown, **options)
