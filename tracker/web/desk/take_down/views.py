"""Routes for taking a record down: what is asked becomes a draft, which is reviewed like any other change."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.core.date_parser import parse_date_text
from tracker.core.dates import DateError
from tracker.records.ids import is_id
from tracker.records.kinds import KINDS, AnyRecord
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.drafts import take_down
from tracker.store.published import current_records
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.take_down.pages import take_down_page
from tracker.web.presenting.page import shown
from tracker.web.site import site

_LONGEST = 2000


@blueprint.get("/take-down/<kind>/<path:id>")
@needs(Action.WRITE)
def take_down_form(kind: str, id: str) -> AnyResponse:
    """Ask for date and reason; of a record that is taken down, whether to put it back."""
    return Response(shown(take_down_page(_published(kind, id))))


@blueprint.post("/take-down/<kind>/<path:id>")
@needs(Action.WRITE)
def take_down_record(kind: str, id: str) -> AnyResponse:
    """Begin the draft, and lead on to submit it."""
    record = _published(kind, id)
    back = record.taken_down is not None
    typed, reason = request.form.get("date", "").strip()[:_LONGEST], request.form.get("reason", "").strip()[:_LONGEST]
    if not reason:
        wrong = "Say why: readers see it."
        return Response(shown(take_down_page(record, typed, reason, wrong)), 422)
    mark = None
    if not back:
        try:
            mark = {"date": parse_date_text(typed, site().today), "reason": reason}
        except DateError as error:
            wrong = f"“{typed}” is not a date we understand: {error}."
            return Response(shown(take_down_page(record, typed, reason, wrong)), 422)
    try:
        with site().database.writing() as session:
            draft = take_down(session, current_actor(), site().clock, record.key, mark, reason)
    except NotAllowedError as refusal:
        return Response(shown(take_down_page(record, typed, reason, f"Not saved: {refusal}.")), 409)
    return redirect(url_for("desk.submit", id=draft.id), 303)


def _published(kind: str, id: str) -> AnyRecord:
    """The record; 404 for what is not published, and for what only the program makes."""
    if kind not in KINDS or kind == "rules" or not is_id(id):
        abort(404)
    with site().database.reading() as session:
        record = next(iter(current_records(session, [(kind, id)])), None)
    if record is None:
        abort(404)
    return record
