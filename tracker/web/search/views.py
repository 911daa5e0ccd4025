"""The page of search."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.web.http.page_responses import answered, answered_today
from tracker.web.search.feed import search_feed
from tracker.web.search.forms import parse_search_query
from tracker.web.search.pages import search_page

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def search() -> AnyResponse:
    """What is found for the words in the box, or how to use it."""
    chosen = parse_search_query(request.args)
    return answered_today(lambda session, _snapshot, _clock_query: search_page(session, chosen))


@blueprint.get("/search.atom")
def feed() -> AnyResponse:
    """The records that are found, those published last first, for programs."""
    chosen = parse_search_query(request.args)
    return answered(lambda session, snapshot, _clock_query: search_feed(session, snapshot, chosen, "atom"))


@blueprint.get("/search/feed.json")
def json_feed() -> AnyResponse:
    """The same as JSON Feed."""
    chosen = parse_search_query(request.args)
    return answered(lambda session, snapshot, _clock_query: search_feed(session, snapshot, chosen, "json"))
