"""Everything published, as a list and as a feed; and what changed of a scorecard between two days."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.web.history.between import between_page, parse_days
from tracker.web.history.feed import feed_answer
from tracker.web.history.forms import before_position, parse_changes_query
from tracker.web.history.pages import changes_page
from tracker.web.http.page_responses import answered, other_company
from tracker.web.presenting.links import same_query

blueprint = Blueprint("history", __name__)


@blueprint.get("/changes")
def changes() -> AnyResponse:
    """Everything published, newest first."""
    chosen, before = parse_changes_query(request.args), before_position(request.args)
    return answered(
        lambda session, snapshot, query: changes_page(session, snapshot, query, chosen, before),
        lambda present: other_company(chosen.company, present),
    )


@blueprint.get("/changes.atom")
def feed() -> AnyResponse:
    """The newest of the same, for programs."""
    chosen = parse_changes_query(request.args)
    return answered(
        lambda session, moment, _query: feed_answer(session, moment, chosen, "atom"),
        lambda present: other_company(chosen.company, present),
    )


@blueprint.get("/changes/feed.json")
def json_feed() -> AnyResponse:
    """The same as JSON Feed."""
    chosen = parse_changes_query(request.args)
    return answered(
        lambda session, moment, _query: feed_answer(session, moment, chosen, "json"),
        lambda present: other_company(chosen.company, present),
    )


@blueprint.get("/companies/<company>/<topic>/changes")
def between(company: str, topic: str) -> AnyResponse:
    """What changed of one scorecard between two days."""
    days = parse_days(request.args)
    return answered(
        lambda session, snapshot, query: between_page(session, snapshot, query, company, topic, days),
        lambda present: same_query(f"{request.script_root}/companies/{present}/{topic}/changes"),
    )
