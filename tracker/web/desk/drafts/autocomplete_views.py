"""Autocomplete suggestions for reference fields."""

from flask import jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.records.kinds import KINDS
from tracker.services.auth.roles import Action
from tracker.services.reading.autocomplete import TERM, candidates
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.drafts.forms import parse_id
from tracker.web.site import site


@blueprint.get("/find")
@needs(Action.WRITE)
def find() -> AnyResponse:
    """Records of some kinds by words, published or in drafts, as JSON."""
    kinds = [kind for kind in dict.fromkeys(request.args.getlist("kind")) if kind in KINDS or kind == TERM]
    words, company = request.args.get("q", ""), parse_id(request.args, "company")
    with site().database.reading() as session:
        matches = candidates(session, current_actor(), kinds, words, company=company)
    return jsonify(matches=[{"id": one.id, "title": one.title, "detail": one.detail} for one in matches])
