"""A company's scorecards. They read, and never write."""

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, TopicRequiredError, narrowed
from tracker.web.http.caches.scorecard_cache import card_at
from tracker.web.http.page_responses import answered
from tracker.web.presenting.finding_locations import findings_path
from tracker.web.presenting.links import company_path, page_path, same_query
from tracker.web.presenting.page import Page
from tracker.web.scorecard.all_findings import findings_page, parse_after
from tracker.web.scorecard.day_pages import page_of_day
from tracker.web.scorecard.pages import topics_page

blueprint = Blueprint("scorecard", __name__)


def _page(session: Session, snapshot: Snapshot, query: ScorecardQuery, company: str, topic: str | None) -> Response:
    return page_of_day(session, snapshot, query, card_at(session, snapshot, company, topic))


@blueprint.get("/companies/<company>")
def company(company: str) -> AnyResponse:
    """The scorecard of a company's only topic, else the list of its topics."""

    def make(session: Session, snapshot: Snapshot, query: ScorecardQuery) -> Page | Response:
        try:
            return _page(session, snapshot, query, company, None)
        except TopicRequiredError as wanted:
            id = wanted.company.id
            page = topics_page(
                wanted.company, wanted.topics, query, lambda topic: card_at(session, snapshot, id, topic)
            )
            narrowed(session, snapshot)
            return page

    return answered(make, lambda id: same_query(company_path(id)))


@blueprint.get("/companies/<company>/<topic>")
def scorecard(company: str, topic: str) -> AnyResponse:
    """The scorecard of one company and topic."""
    return answered(
        lambda session, snapshot, query: _page(session, snapshot, query, company, topic),
        lambda id: same_query(page_path(id, topic)),
    )


@blueprint.get("/companies/<company>/<topic>/findings")
def findings(company: str, topic: str) -> AnyResponse:
    """All findings of one company and topic, a page at a time."""
    after = parse_after(request.args)

    def make(session: Session, snapshot: Snapshot, query: ScorecardQuery) -> Page:
        card = card_at(session, snapshot, company, topic)
        return findings_page(card, narrowed(session, snapshot), query, after)

    return answered(make, lambda id: same_query(findings_path(id, topic, {})))
