"""Comments beside drafts, bundles, readers’ reports and published records: private to the desk, kept for good."""

import re
from collections.abc import Mapping

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Comment
from tracker.records.invisible import without_invisible
from tracker.services.auth.roles import Action, Actor, may, require
from tracker.services.editing.bundles import BundleNotFoundError, open_bundle
from tracker.services.editing.drafts import DraftNotFoundError, open_draft
from tracker.store.desk.comments import comment_of_key, people_to_mention, put_comment
from tracker.store.published import current_states
from tracker.store.reader_reports import report_by_id

__all__ = [
    "LONGEST_COMMENT",
    "CommentEmptyError",
    "CommentSubjectError",
    "add_comment",
    "mentioned_in",
    "require_subject",
    "resolve_comment",
]

LONGEST_COMMENT = 5000
_LONGEST_FIELD = 200


class CommentSubjectError(LookupError):
    """There is nothing of this kind and id, or it is not this person's to see."""


class CommentEmptyError(ValueError):
    """A comment without words, or with too many."""


def require_subject(session: Session, actor: Actor, subject: str, id: str) -> None:
    """Raise CommentSubjectError where the actor may not see what would be commented on."""
    try:
        if subject == "draft":
            open_draft(session, actor, id)
        elif subject == "bundle":
            open_bundle(session, actor, id)
        elif not _is_there(session, actor, subject, id):
            raise CommentSubjectError(id)
    except (DraftNotFoundError, BundleNotFoundError):
        raise CommentSubjectError(id) from None


def _is_there(session: Session, actor: Actor, subject: str, id: str) -> bool:
    if subject == "report":
        number = int(id) if re.fullmatch(r"[0-9]{1,9}", id) else 0
        return may(actor.role, Action.ANSWER_READERS) and report_by_id(session, number) is not None
    kind, _, record_id = id.partition(":")
    return subject == "record" and bool(current_states(session, [(kind, record_id)]))


def add_comment(
    session: Session, actor: Actor, clock: Clock, subject: tuple[str, str], *, text: str, field: str, form_key: str
) -> Comment:
    """Keep a comment; sent twice from one page it is one. Raises CommentSubjectError, CommentEmptyError."""
    require(actor, Action.WRITE)
    require_subject(session, actor, *subject)
    said = without_invisible(text.replace("\r\n", "\n")).strip()
    if not said or len(said) > LONGEST_COMMENT:
        raise CommentEmptyError(
            f"write something, up to {LONGEST_COMMENT:,} characters" if not said else f"it has {len(said):,} characters"
        )
    before = comment_of_key(session, form_key)
    if before and before.author_id == actor.account_id:
        return before
    names = {person.id: person.public_name for person in people_to_mention(session)}
    comment = Comment(
        subject=subject[0],
        subject_id=subject[1],
        field=field.strip()[:_LONGEST_FIELD],
        text=said,
        author_id=actor.account_id,
        at=clock.now(),
        form_key=form_key,
        resolved_at=None,
        resolved_by=None,
    )
    put_comment(session, comment, mentioned_in(said, names))
    return comment


def mentioned_in(text: str, names: Mapping[int, str]) -> list[int]:
    """The accounts that a text names with @: at each sign the longest name that stands there whole."""
    folded = text.casefold()
    longest_first = sorted(names.items(), key=lambda it: -len(it[1]))
    mentioned: dict[int, None] = {}
    for sign in re.finditer("@", folded):
        rest = folded[sign.end() :]
        for id, name in longest_first:
            after = rest.removeprefix(name.casefold())
            if after != rest and not after[:1].isalnum():
                mentioned[id] = None
                break
    return list(mentioned)


def resolve_comment(session: Session, actor: Actor, clock: Clock, id: int, *, resolved: bool) -> Comment:
    """Mark a comment as resolved, or open it again. Raises CommentSubjectError."""
    require(actor, Action.WRITE)
    comment = session.get(Comment, id)
    if comment is None:
        raise CommentSubjectError(str(id))
    require_subject(session, actor, comment.subject, comment.subject_id)
    if resolved != (comment.resolved_at is not None):
        comment.resolved_at = clock.now() if resolved else None
        comment.resolved_by = actor.account_id if resolved else None
        session.flush()
    return comment
