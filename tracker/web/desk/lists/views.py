"""Routes of the desk’s lists."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.roles import Action
from tracker.store.lists.paging import BadCursorError, Window
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.lists.forms import parse_drafts_query, parse_records_query
from tracker.web.desk.lists.pages import MARK, drafts_page, records_page
from tracker.web.http.clocks import BadParameterError
from tracker.web.presenting.page import shown
from tracker.web.site import site

_PER_PAGE = 50


@blueprint.get("/drafts")
@needs(Action.WRITE)
def drafts() -> AnyResponse:
    """One's own drafts, or everyone's."""
    query = parse_drafts_query(request.args)
    with site().database.reading() as session:
        return Response(shown(drafts_page(session, current_actor(), query)))


@blueprint.get("/records")
@needs(Action.WRITE)
def records() -> AnyResponse:
    """What is published, to be changed."""
    query = parse_records_query(request.args)
    try:
        window = Window(request.args.get("after") or None, request.args.get("before") or None, _PER_PAGE)
    except BadCursorError:
        raise BadParameterError("after", request.args.get("after", "")[:80], MARK) from None
    with site().database.reading() as session:
        return Response(shown(records_page(session, current_actor(), query, window)))
