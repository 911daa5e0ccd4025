"""Pages for everybody: start page, companies, scorecards. They read, and never write."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.scorecards import Moved, TopicWanted, fields_at, moment_of, scorecard_at
from tracker.web.clocks import asked_clocks
from tracker.web.links import company_path, page_path, same_query
from tracker.web.page import shown
from tracker.web.public.forms import page_number
from tracker.web.public.pages import PAGE_OF_COMPANIES, home_page, scorecard_page, topics_page
from tracker.web.site import etag, kept, site, unchanged

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
def home() -> Response:
    """The start page."""
    clock, zone = site().clock, site().settings.time_zone
    asked, page = asked_clocks(request.args, clock, zone), page_number(request.args)
    with site().database.reading() as session:
        moment = moment_of(session, asked, clock, zone)
        tag = etag(moment, asked)
        if unchanged(tag):
            return kept(Response(status=304), tag)
        total, fields = fields_at(session, moment, (page - 1) * PAGE_OF_COMPANIES, PAGE_OF_COMPANIES)
        return kept(Response(shown(home_page(fields, moment, asked, page, total))), tag)


@blueprint.get("/companies/<company>")
def company(company: str) -> AnyResponse:
    """The scorecard of a company's only topic, else the list of its topics."""
    return _company(company, None)


@blueprint.get("/companies/<company>/<topic>")
def scorecard(company: str, topic: str) -> AnyResponse:
    """The scorecard of one company and topic."""
    return _company(company, topic)


def _company(company: str, topic: str | None) -> AnyResponse:
    clock, zone = site().clock, site().settings.time_zone
    asked = asked_clocks(request.args, clock, zone)
    with site().database.reading() as session:
        moment = moment_of(session, asked, clock, zone)
        tag = etag(moment, asked)
        if unchanged(tag):
            return kept(Response(status=304), tag)
        try:
            page = scorecard_page(scorecard_at(session, moment, company, topic), moment, asked)
        except TopicWanted as wanted:
            return kept(Response(shown(topics_page(wanted.company, wanted.topics))), tag)
        except Moved as moved:
            return redirect(same_query(page_path(moved.id, topic) if topic else company_path(moved.id)), 301)
    return kept(Response(shown(page)), tag)
