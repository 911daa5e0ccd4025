"""The pages of single records."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.records import record_view
from tracker.web.history.forms import before_position
from tracker.web.http.page_responses import answered
from tracker.web.records.pages import record_page

blueprint = Blueprint("records", __name__)


@blueprint.get("/pledges/<path:id>", defaults={"kind": "pledge"})
@blueprint.get("/evidence/<path:id>", defaults={"kind": "evidence"})
@blueprint.get("/sources/<path:id>", defaults={"kind": "source"})
@blueprint.get("/conditions/<path:id>", defaults={"kind": "condition"})
@blueprint.get("/initiatives/<path:id>", defaults={"kind": "initiative"})
@blueprint.get("/responses/<path:id>", defaults={"kind": "response"})
@blueprint.get("/decisions/<path:id>", defaults={"kind": "decision"})
def record(kind: str, id: str) -> AnyResponse:
    """One record, as published at the requested moment."""
    before, pairs = before_position(request.args), list(request.args.items(multi=True))
    return answered(
        lambda session, snapshot, query: record_page(
            record_view(session, snapshot, kind, id, before), snapshot, query, pairs
        )
    )
