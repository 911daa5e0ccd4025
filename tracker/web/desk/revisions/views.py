"""Routes for revisions and for restoring one."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.records.kinds import KINDS
from tracker.services.auth.roles import Action
from tracker.services.editing.drafts import DraftConflictError, edit_record
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.review.forms import parse_cursor
from tracker.web.desk.revisions.pages import revisions_page
from tracker.web.presenting.page import shown
from tracker.web.site import site

_IN_THE_WAY = (
    "You already have a draft of this record. Finish or delete it first, because restoring would overwrite it."
)


@blueprint.get("/past/<kind>/<path:id>")
@needs(Action.WRITE)
def revisions(kind: str, id: str) -> AnyResponse:
    """What was published of a record."""
    return _answer(kind, id)


@blueprint.post("/past/<kind>/<path:id>")
@needs(Action.WRITE)
def restore(kind: str, id: str) -> AnyResponse:
    """Start a draft with the content of an older revision."""
    number = parse_cursor(request.form, "restore")
    if kind not in KINDS or not number:
        abort(404)
    try:
        with site().database.writing() as session:
            draft = edit_record(session, current_actor(), site().clock, (kind, id), restore=number)
    except LookupError:
        abort(404)
    except DraftConflictError as error:
        return _answer(kind, id, 409, _IN_THE_WAY, url_for("desk.draft", id=error.current.id))
    return redirect(url_for("desk.draft", id=draft.id), 303)


def _answer(kind: str, id: str, status: int = 200, wrong: str = "", draft: str = "") -> AnyResponse:
    if kind not in KINDS:
        abort(404)
    with site().database.reading() as session:
        page = revisions_page(session, (kind, id), parse_cursor(request.args, "before") or None, wrong, draft)
        if page is None:
            abort(404)
        return Response(shown(page), status)
