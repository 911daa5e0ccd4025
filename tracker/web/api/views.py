"""Version 1 of the API."""

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.scorecards import Moved, moment_of, scorecard_at
from tracker.web.clocks import asked_clocks
from tracker.web.links import same_query, scorecard_links
from tracker.web.site import etag, kept, site, unchanged

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/companies/<company>/scorecard")
def scorecard(company: str) -> AnyResponse:
    """The scorecard of one company and topic: the same that its page shows."""
    clock, zone = site().clock, site().settings.time_zone
    asked = asked_clocks(request.args, clock, zone)
    with site().database.reading() as session:
        moment = moment_of(session, asked, clock, zone)
        tag = etag(moment, asked)
        if unchanged(tag):
            return kept(Response(status=304), tag)
        try:
            card = scorecard_at(session, moment, company, request.args.get("topic") or None)
        except Moved as moved:
            return redirect(same_query(url_for(".scorecard", company=moved.id)), 301)
    data = {**card.as_json(), "ledger_position": moment.position, "links": scorecard_links(card, moment)}
    return kept(jsonify(data), tag)
