"""Start page, companies and topics. They read, and never write."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.store.lists.companies import CompanyFilter
from tracker.web.browse.companies import companies_page
from tracker.web.browse.forms import parse_companies_query, parse_company_fields, parse_window
from tracker.web.browse.home import home_page
from tracker.web.browse.initiatives import initiative_list_page
from tracker.web.browse.topics import topic_list_page, topic_page
from tracker.web.http.page_responses import answered, answered_today

blueprint = Blueprint("browse", __name__)


@blueprint.get("/")
def home() -> AnyResponse:
    """The start page."""
    window = parse_window(request.args)
    return answered(lambda session, snapshot, query: home_page(session, snapshot, query, window))


@blueprint.get("/companies")
def companies() -> AnyResponse:
    """All companies, to search, filter and sort."""
    chosen = parse_companies_query(request.args.to_dict())
    return answered_today(lambda session, snapshot, _query: companies_page(session, snapshot, chosen))


@blueprint.get("/initiatives")
def initiatives() -> AnyResponse:
    """All initiatives that companies signed."""
    return answered(initiative_list_page)


@blueprint.get("/topics")
def topics() -> AnyResponse:
    """All topics."""
    return answered(topic_list_page)


@blueprint.get("/topics/<topic>")
def topic(topic: str) -> AnyResponse:
    """One topic: its yardstick with the reasons, its background, its companies."""
    window, (country, sector) = parse_window(request.args), parse_company_fields(request.args)
    company_filter = CompanyFilter(topic, country=country or None, sector=sector or None)
    return answered(lambda session, snapshot, query: topic_page(session, snapshot, query, company_filter, window))
