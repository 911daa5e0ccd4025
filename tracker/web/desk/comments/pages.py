"""Page variables of comments: a part of reviews and drafts, and a page of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.models import Comment, Draft
from tracker.records.kinds import KIND_WORDS, body
from tracker.records.reading.problems import Path
from tracker.records.search_text import title
from tracker.services.desk.comments import LONGEST_COMMENT
from tracker.services.editing.drafts import new_id
from tracker.store.accounts.people import public_names
from tracker.store.desk.bundling import form_bundle_of
from tracker.store.desk.comments import (
    comments_about,
    comments_of_bundle,
    comments_of_record,
    people_to_mention,
)
from tracker.store.editing.bundles import bundled_drafts, bundles_with
from tracker.store.editing.drafts import draft_of_id
from tracker.store.published import current_records
from tracker.web.desk.record_text import RecordDescriber
from tracker.web.desk.times import moment_words
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link, Page

__all__ = ["CommentsPage", "CommentsShown", "comments_beside", "comments_of_draft", "comments_page"]

_NO_FIELDS = ("kind", "id", "versions")


class CommentShown(NamedTuple):
    """One comment; ``about`` is the record that it is on where there are several, ``field`` the field of it."""

    id: int
    who: str
    at: str
    text: str
    about: str
    field: str
    resolved: str


@dataclass(frozen=True)
class CommentsShown:
    """Comments beside something, with the form for another.

    ``subjects`` are what can be commented on, with the fields of each; ``people`` who can be named with @. ``key`` is
    that of the form, so that it counts once.
    """

    open: Sequence[CommentShown]
    resolved: Sequence[CommentShown]
    subjects: Sequence[tuple[str, str]]
    fields: Sequence[str]
    people: Sequence[str]
    key: str
    back: str
    longest: int = LONGEST_COMMENT
    typed: str = ""


@dataclass(frozen=True, kw_only=True)
class CommentsPage(Page):
    """All that was said beside one thing."""

    template = "desk/comments/comments.html"

    about: Annotated[Link | None, "What it is about; None where it has no page."]
    talk: Annotated[CommentsShown, "The comments, and the form for another."]
    wrong: Annotated[str, "Why the last comment was not kept; empty where it was."]


def comments_beside(session: Session, subject: str, id: str, *, back: str, typed: str = "") -> CommentsShown:
    """Comments on a bundle with its drafts, on a draft, a report or a published record with all that became it."""
    drafts: list[Draft] = []
    comments: Iterable[Comment]
    if subject == "bundle":
        bundle = bundles_with(session, id)
        # Of an import, rows have comments of their own: there may be thousands.
        drafts = [] if bundle and bundle.file_name else [draft for _, draft in bundled_drafts(session, id)]
        comments = comments_of_bundle(session, id)
    elif subject == "draft":
        draft = draft_of_id(session, id)
        drafts = [draft] if draft else []
        comments = comments_about(session, "draft", id)
    elif subject == "record":
        kind, _, record_id = id.partition(":")
        comments = comments_of_record(session, kind, record_id)
    else:
        comments = comments_about(session, subject, id)
    titles = {draft.id: draft.title or KIND_WORDS[draft.kind] for draft in drafts}
    shown = _shown(session, list(comments), titles if len(titles) > 1 else {})
    return CommentsShown(
        open=[one for one in shown if not one.resolved],
        resolved=[one for one in shown if one.resolved],
        subjects=_subjects(subject, id, titles),
        fields=_fields(session, subject, id, drafts),
        people=[person.public_name for person in people_to_mention(session)],
        key=new_id(),
        back=back,
        typed=typed,
    )


def comments_of_draft(session: Session, draft_id: str, *, back: str) -> CommentsShown:
    """Comments on a draft and on all that it was submitted with."""
    bundle = form_bundle_of(session, draft_id)
    if bundle is None:
        return comments_beside(session, "draft", draft_id, back=back)
    return comments_beside(session, "bundle", bundle.id, back=back)


def _subjects(subject: str, id: str, titles: dict[str, str]) -> list[tuple[str, str]]:
    if subject != "bundle":
        return [(f"{subject}:{id}", "")]
    if len(titles) == 1:
        return [(f"draft:{draft}", "") for draft in titles]
    return [(f"bundle:{id}", "All of it"), *((f"draft:{draft}", title) for draft, title in titles.items())]


def _fields(session: Session, subject: str, id: str, drafts: Sequence[Draft]) -> list[str]:
    """The names of the fields that are filled in, as forms call them; of versions, the last one’s."""
    bodies = [(draft.kind, draft.data) for draft in drafts]
    if subject == "record":
        kind, _, record_id = id.partition(":")
        bodies = [(kind, body(record)) for record in current_records(session, [(kind, record_id)])]
    labels: dict[str, None] = {}
    for kind, data in bodies:
        describer, versions = RecordDescriber(kind, {}, {}, {}), data.get("versions")
        paths: list[Path] = [(name,) for name in data if name not in _NO_FIELDS]
        if isinstance(versions, list) and versions and isinstance(versions[-1], dict):
            paths += [("versions", len(versions) - 1, name) for name in versions[-1]]
        labels |= dict.fromkeys(describer.label(path) for path in paths)
    return list(labels)


def _shown(session: Session, comments: Sequence[Comment], titles: dict[str, str]) -> list[CommentShown]:
    people = {it.author_id for it in comments} | {it.resolved_by for it in comments if it.resolved_by}
    names = public_names(session, people)
    return [
        CommentShown(
            it.id,
            names.get(it.author_id, ""),
            moment_words(it.at),
            it.text,
            titles.get(it.subject_id, "") if it.subject == "draft" else "",
            it.field,
            f"{names.get(it.resolved_by, '')}, {moment_words(it.resolved_at)}"
            if it.resolved_by and it.resolved_at
            else "",
        )
        for it in comments
    ]


def _resolved(comment: Comment, names: dict[int, str]) -> str:
    if comment.resolved_by is None or comment.resolved_at is None:
        return ""
    return f"{names.get(comment.resolved_by, '')}, {moment_words(comment.resolved_at)}"


def comments_page(session: Session, subject: str, id: str, *, wrong: str = "", typed: str = "") -> CommentsPage:
    """The page of comments beside one thing that this person may see."""
    about = _about(session, subject, id)
    return CommentsPage(
        title=f"Comments: {about.text}" if about else "Comments",
        description="Only colleagues at the desk see them.",
        about=about,
        talk=comments_beside(session, subject, id, back=url_for("desk.comments", subject=subject, id=id), typed=typed),
        wrong=wrong,
    )


def _about(session: Session, subject: str, id: str) -> Link | None:
    if subject == "record":
        kind, _, record_id = id.partition(":")
        records = current_records(session, [(kind, record_id)])
        path = record_path(kind, record_id)
        return Link(title(records[0]), path) if records and path else None
    if subject == "report":
        return Link("A reader’s report", f"{url_for('desk.reports')}#report-{id}")
    if subject == "bundle":
        bundle = bundles_with(session, id)
        drafts = [(place, draft) for place, draft in bundled_drafts(session, id) if place.lead]
        if bundle and bundle.file_name:
            return Link(bundle.title, url_for("desk.bundle", id=id))
        draft = drafts[0][1] if drafts else None
    else:
        draft = draft_of_id(session, id)
    return (
        Link(draft.title or f"Untitled {KIND_WORDS[draft.kind]}", url_for("desk.draft", id=draft.id)) if draft else None
    )
