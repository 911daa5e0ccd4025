"""The comparison of companies."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.web.compare.forms import parse_comparison_query
from tracker.web.compare.pages import compare_answer
from tracker.web.http.page_responses import answered

blueprint = Blueprint("compare", __name__)


@blueprint.get("/compare")
def compare() -> AnyResponse:
    """Two to four companies side by side, or the form to choose them."""
    chosen = parse_comparison_query(request.args)
    return answered(lambda session, snapshot, query: compare_answer(session, snapshot, query, chosen))
