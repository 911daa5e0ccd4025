"""Version 1 of the API."""

from flask import Blueprint, Response, jsonify, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.scorecard_data import scorecard_data
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, narrowed
from tracker.web.http.page_responses import answered
from tracker.web.http.scorecard_cache import card_at
from tracker.web.presenting.links import same_query, scorecard_links

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/companies/<company>/scorecard")
def scorecard(company: str) -> AnyResponse:
    """The scorecard of one company and topic: the same that its page shows."""

    def make(session: Session, snapshot: Snapshot, _: ScorecardQuery) -> Response:
        card = card_at(session, snapshot, company, request.args.get("topic") or None)
        moment = narrowed(session, snapshot)
        data = scorecard_data(card.known(moment.known_at))
        return jsonify({**data, "ledger_position": moment.position, "links": scorecard_links(card, moment)})

    return answered(make, lambda present: same_query(url_for(".scorecard", company=present)))
