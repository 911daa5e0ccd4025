"""The page of search."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.web.http.page_responses import answered
from tracker.web.search.forms import parse_search_query
from tracker.web.search.pages import search_page

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def search() -> AnyResponse:
    """What is found for the words in the box, or how to use it."""
    chosen = parse_search_query(request.args)
    return answered(lambda session, _snapshot, _clock_query: search_page(session, chosen))
