"""A company's scorecards. They read, and never write."""

from dataclasses import replace

from flask import Blueprint, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.progress import progress_of
from tracker.engine.scorecard import Scorecard
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, TopicRequiredError, narrowed
from tracker.web.http.page_responses import answered
from tracker.web.http.scorecard_cache import card_at
from tracker.web.presenting.charts.timeline import timeline_of
from tracker.web.presenting.finding_locations import findings_path
from tracker.web.presenting.head.sharing import sharing_of
from tracker.web.presenting.links import company_path, page_path, same_query
from tracker.web.presenting.page import Page
from tracker.web.scorecard.all_findings import findings_page, parse_after
from tracker.web.scorecard.corrections import corrections_of
from tracker.web.scorecard.pages import scorecard_page, topics_page

blueprint = Blueprint("scorecard", __name__)


def _page(session: Session, snapshot: Snapshot, query: ScorecardQuery, company: str, topic: str | None) -> Page:
    card = card_at(session, snapshot, company, topic)
    corrections = corrections_of(session, snapshot, card.dossier.company.id)
    page = scorecard_page(card, narrowed(session, snapshot), query, corrections)
    part, shared = request.args.get("show", ""), page.sharing
    if shared is None or not _has(card, part):
        return page
    # The address of a part of the page is shared as that part.
    shared = sharing_of(page.canonical, shared.title, shared.alt, query, pairs=[("show", part)], data=shared.data)
    return replace(page, sharing=shared)


def _has(card: Scorecard, part: str) -> bool:
    """Whether a scorecard has a part that can be embedded by itself."""
    if part == "progress":
        return bool(progress_of(card))
    return part == "timeline" and timeline_of(card) is not None


@blueprint.get("/companies/<company>")
def company(company: str) -> AnyResponse:
    """The scorecard of a company's only topic, else the list of its topics."""

    def make(session: Session, snapshot: Snapshot, query: ScorecardQuery) -> Page:
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
