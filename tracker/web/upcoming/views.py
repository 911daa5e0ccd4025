"""The calendar of ends and deadlines ahead."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.web.http.page_responses import answered, from_lists, other_company
from tracker.web.upcoming.forms import parse_ends_query
from tracker.web.upcoming.pages import calendar_answer, lapsing_page

blueprint = Blueprint("upcoming", __name__)


@blueprint.get("/lapsing")
def upcoming() -> AnyResponse:
    """Ends and deadlines to come, soonest first."""
    chosen = parse_ends_query(request.args)
    return answered(
        lambda session, snapshot, query: from_lists(session, lapsing_page(session, snapshot, query, chosen)),
        lambda present: other_company(chosen.company, present),
    )


@blueprint.get("/lapsing.ics")
def calendar() -> AnyResponse:
    """The same for calendars: those that have a day."""
    chosen = parse_ends_query(request.args)
    return answered(
        lambda session, snapshot, query: from_lists(session, calendar_answer(session, snapshot, query, chosen)),
        lambda present: other_company(chosen.company, present),
    )
