"""The page of the method, and the page about the site."""

from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, narrowed
from tracker.services.reading.site_wording import wording_at
from tracker.store.rules import rules_published
from tracker.web.about.pages import MethodologyPage, about_page, methodology_page
from tracker.web.http.page_responses import answered

blueprint = Blueprint("about", __name__)


@blueprint.get("/methodology")
def methodology() -> AnyResponse:
    """How results are computed: rules, words and worked examples, as the engine uses them."""

    def make(session: Session, snapshot: Snapshot, query: ScorecardQuery) -> MethodologyPage:
        page = methodology_page(wording_at(session, snapshot), query, rules_published(session))
        narrowed(session, snapshot)
        return page

    return answered(make)


@blueprint.get("/about")
def about() -> AnyResponse:
    """Who runs this site, how to reply, privacy and licence."""
    return answered(lambda _session, moment, _query: about_page(moment))
