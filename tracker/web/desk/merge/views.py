"""Routes for merging."""

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.models.desk.draft import Draft
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.drafts import (
    DraftConflictError,
    DraftNotFoundError,
    WriteContext,
    open_draft,
    rebase_draft,
)
from tracker.services.publishing.publish import EditConflictError
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.merge.pages import decided, merge_page, three_of
from tracker.web.presenting.page import shown
from tracker.web.site import site

_AGAIN = "Something changed again while you had this page open. Here is the latest version. Please choose again."


@blueprint.get("/drafts/<id>/merge")
@needs(Action.WRITE)
def merge(id: str) -> AnyResponse:
    """Both changes, with what is to be decided."""
    return _answer(id)


@blueprint.post("/drafts/<id>/merge")
@needs(Action.WRITE)
def merge_changes(id: str) -> AnyResponse:
    """Save the draft as merged, going on from what is published now."""
    try:
        with site().database.writing() as session:
            problem = _save(session, id)
    except (DraftConflictError, EditConflictError):
        problem = (409, _AGAIN)
    except NotAllowedError as error:
        problem = (409, f"Not merged: {error}.")
    return _answer(id, *problem) if problem else redirect(url_for("desk.draft", id=id), 303)


def _save(session: Session, id: str) -> tuple[int, str] | None:
    """Save what was decided; why not, as status and sentence, where something is left to decide."""
    draft = _draft(session, id)
    three = three_of(session, draft)
    if three is None or three.number != _number("number"):
        return 409, _AGAIN
    result = decided(three, request.form.to_dict())
    if result.conflicts:
        return 422, "Please choose a version for each field below."
    work = WriteContext(result.body, draft.chosen_change, draft.note, tuple(draft.confirmed))
    rebase_draft(session, current_actor(), site().clock, id, _number("draft-version"), work, base_number=three.number)
    return None


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else -1


def _draft(session: Session, id: str) -> Draft:
    try:
        return open_draft(session, current_actor(), id)
    except DraftNotFoundError:
        abort(404)


def _answer(id: str, status: int = 200, wrong: str = "") -> AnyResponse:
    with site().database.reading() as session:
        draft = _draft(session, id)
        return Response(
            shown(merge_page(session, draft, three_of(session, draft), request.form.to_dict(), wrong)), status
        )
