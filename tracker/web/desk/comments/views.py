"""Routes of comments."""

import re

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.models.desk.comment import SUBJECTS
from tracker.services.auth.roles import Action
from tracker.services.desk.comments import (
    CommentEmptyError,
    CommentSubjectError,
    add_comment,
    require_subject,
    resolve_comment,
)
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.comments.pages import comments_page
from tracker.web.presenting.page import shown
from tracker.web.site import site

_KEY = re.compile("[A-Za-z0-9_-]{22}")


@blueprint.get("/comments/<subject>/<path:id>")
@needs(Action.WRITE)
def comments(subject: str, id: str) -> AnyResponse:
    """What was said beside one thing."""
    return _answer(subject, id)


@blueprint.post("/comments")
@needs(Action.WRITE)
def comment() -> AnyResponse:
    """Keep a comment."""
    subject, _, id = request.form.get("subject", "").partition(":")
    if subject not in SUBJECTS or len(id) > 150 or not id.isprintable():
        abort(404)
    key, text = request.form.get("key", ""), request.form.get("text", "")
    if not _KEY.fullmatch(key):
        abort(400)
    try:
        with site().database.writing() as session:
            add_comment(
                session,
                current_actor(),
                site().clock,
                (subject, id),
                text=text,
                field=request.form.get("field", ""),
                form_key=key,
            )
    except CommentSubjectError:
        abort(404)
    except CommentEmptyError as error:
        return _answer(subject, id, 422, f"Not saved: {error}.", text)
    return redirect(_back(subject, id), 303)


@blueprint.post("/comments/<int:id>/resolve")
@needs(Action.WRITE)
def resolve(id: int) -> AnyResponse:
    """Mark a comment as resolved, or open it again."""
    resolved = request.form.get("resolved") != "no"
    try:
        with site().database.writing() as session:
            kept = resolve_comment(session, current_actor(), site().clock, id, resolved=resolved)
            subject, subject_id = kept.subject, kept.subject_id
    except CommentSubjectError:
        abort(404)
    return redirect(_back(subject, subject_id), 303)


def _back(subject: str, id: str) -> str:
    """The page of the desk that the form was on."""
    back = request.form.get("back", "")
    desk = url_for("desk.home")
    own = url_for("desk.comments", subject=subject, id=id)
    return f"{back}#comments" if back.startswith(desk) and back.isprintable() and len(back) < 500 else own


def _answer(subject: str, id: str, status: int = 200, wrong: str = "", typed: str = "") -> AnyResponse:
    if subject not in SUBJECTS or len(id) > 150 or not id.isprintable():
        abort(404)
    with site().database.reading() as session:
        try:
            require_subject(session, current_actor(), subject, id)
        except CommentSubjectError:
            abort(404)
        return Response(shown(comments_page(session, subject, id, wrong=wrong, typed=typed)), status)
