"""Routes of the lists of what the record needs next."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.roles import Action
from tracker.store.lists.review_due import ScorecardCursor
from tracker.web.accounts.auth_decorators import needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.home.pages import single_page
from tracker.web.presenting.page import shown
from tracker.web.site import site


@blueprint.get("/watch/single")
@needs(Action.WRITE)
def watch_single() -> AnyResponse:
    """Single reports that would be a breach if corroborated."""
    with site().database.reading() as session:
        return Response(shown(single_page(session, _after())))


def _after() -> ScorecardCursor | None:
    topic, company = request.args.get("topic", "")[:120], request.args.get("company", "")[:120]
    return ScorecardCursor(topic, company) if topic and company else None
