"""Routes of the log of who did what."""

from collections.abc import Iterator
from itertools import islice

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.core.table_cells import BOM, csv_lines
from tracker.services.auth.account_events import AccountEventKind, log_own
from tracker.services.auth.roles import Action
from tracker.store.database.connecting import Database
from tracker.web.accounts.activity.pages import (
    COLUMNS,
    ActivityQuery,
    activity_page,
    activity_rows,
    parse_activity_query,
)
from tracker.web.accounts.auth_decorators import current_actor, current_session, needs, recently_verified, signed_in
from tracker.web.accounts.blueprint import blueprint
from tracker.web.presenting.page import shown
from tracker.web.site import site

__all__: list[str] = []

_LINES_AT_ONCE = 500


@blueprint.get("/desk/activity")
@needs(Action.MANAGE_PEOPLE)
def activity() -> AnyResponse:
    """The log of the whole site."""
    chosen = parse_activity_query(request.args)
    with site().database.reading() as session:
        return Response(shown(activity_page(session, chosen, own=False)))


@blueprint.get("/desk/activity.csv")
@needs(Action.MANAGE_PEOPLE)
@recently_verified
def activity_file() -> AnyResponse:
    """The same as a table for a spreadsheet; that it was taken is an event too."""
    return _file(parse_activity_query(request.args), "activity log", own=False)


@blueprint.get("/account/activity")
@signed_in
def own_activity() -> AnyResponse:
    """What the signed-in person did, and what was done to their account."""
    chosen = parse_activity_query(request.args, own=current_session().account_id)
    with site().database.reading() as session:
        return Response(shown(activity_page(session, chosen, own=True)))


@blueprint.get("/account/activity.csv")
@signed_in
def own_activity_file() -> AnyResponse:
    """The same as a table."""
    return _file(parse_activity_query(request.args, own=current_session().account_id), "own activity", own=True)


def _file(chosen: ActivityQuery, name: str, *, own: bool) -> Response:
    if request.method == "GET":
        with site().database.changing() as session:
            log_own(session, site().clock, current_actor(), AccountEventKind.EXPORTED, name)
    response = Response(_lines(site().database, chosen, own=own), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=activity.csv"
    return response


def _lines(database: Database, chosen: ActivityQuery, *, own: bool) -> Iterator[bytes]:
    rows = activity_rows(database, chosen, own=own)
    yield f"{BOM}{csv_lines([{name: name for name in COLUMNS}], COLUMNS)}".encode()
    while some := list(islice(rows, _LINES_AT_ONCE)):
        yield csv_lines(some, COLUMNS).encode()
