"""The pages of single records."""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.record_captures import copies_view
from tracker.services.reading.records import record_view
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, narrowed
from tracker.web.history.forms import before_position
from tracker.web.http.page_responses import answered, answered_today, not_kept, other_company
from tracker.web.records.lists import parse_record_list_query, record_list_page
from tracker.web.records.pages import RecordPage, record_page

blueprint = Blueprint("records", __name__)


@blueprint.get("/pledges", defaults={"kind": "pledge"}, endpoint="pledges")
@blueprint.get("/evidence", defaults={"kind": "evidence"}, endpoint="evidence")
@blueprint.get("/sources", defaults={"kind": "source"}, endpoint="sources")
def listed(kind: str) -> AnyResponse:
    """All records of a kind, to filter and to leaf through."""
    chosen = parse_record_list_query(request.args)
    return answered_today(
        lambda session, snapshot, _query: record_list_page(session, snapshot, kind, chosen),
        lambda present: other_company(chosen.company, present),
    )


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

    def make(session: Session, snapshot: Snapshot, query: ScorecardQuery) -> RecordPage | Response:
        reading = record_view(session, snapshot, kind, id, before, request.args.get("company", ""))
        copies = copies_view(session, reading)
        page = record_page(reading, narrowed(session, snapshot), query, pairs, copies)
        return page if copies.settled else not_kept(page)

    return answered(make)
