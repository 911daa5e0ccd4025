"""Version 1 of the API."""

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, narrowed
from tracker.web.api.answers import Portion, json_answer, list_answer, text_answer
from tracker.web.api.endpoints import ENDPOINTS
from tracker.web.api.forms import parse_records_query, parse_size, parse_sized_window, refuse_others
from tracker.web.api.kept_data import scorecard_text
from tracker.web.api.lines import PART_STATES, lines_portion, parse_lines_query
from tracker.web.api.lists import changes_portion, scorecards_portion, upcoming_portion
from tracker.web.api.openapi import description
from tracker.web.api.records import KINDS_BY_FOLDER, record_data, records_portion
from tracker.web.browse.forms import parse_companies_query
from tracker.web.history.forms import before_position, parse_changes_query
from tracker.web.http.caches.scorecard_cache import card_at
from tracker.web.http.page_responses import answered, from_lists, other_company
from tracker.web.presenting.links import same_query, scorecard_links
from tracker.web.presenting.page import Page
from tracker.web.site import site
from tracker.web.upcoming.forms import parse_ends_query

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
_FOLDER = f"<any({','.join(KINDS_BY_FOLDER)}):folder>"


@blueprint.get("/companies/<company>/scorecard")
def scorecard(company: str) -> AnyResponse:
    """The scorecard of one company and topic: the same that its page shows."""

    def make(session: Session, snapshot: Snapshot, _: ScorecardQuery) -> Response:
        card = card_at(session, snapshot, company, request.args.get("topic") or None)
        moment = narrowed(session, snapshot)
        origin = {"ledger_position": moment.position, "links": scorecard_links(card, moment)}
        return text_answer(scorecard_text(card, moment, origin))

    return answered(make, lambda present: same_query(url_for(".scorecard", company=present)))


@blueprint.get("/scorecards")
def scorecards() -> AnyResponse:
    """Where companies stand, in short."""
    refuse_others(ENDPOINTS["/scorecards"].names)
    chosen = parse_companies_query(request.args, parse_sized_window(request.args))
    return _listed(lambda session, snapshot, query: scorecards_portion(session, snapshot, query, chosen), "")


@blueprint.get("/upcoming")
def upcoming() -> AnyResponse:
    """Ends and deadlines to come, soonest first."""
    refuse_others(ENDPOINTS["/upcoming"].names)
    chosen, size = parse_ends_query(request.args), parse_size(request.args)
    return _listed(
        lambda session, snapshot, query: upcoming_portion(session, snapshot, query, chosen, size), chosen.company
    )


@blueprint.get("/changes")
def changes() -> AnyResponse:
    """Everything published, newest first."""
    refuse_others(ENDPOINTS["/changes"].names)
    chosen, before, size = parse_changes_query(request.args), before_position(request.args), parse_size(request.args)
    return _listed(
        lambda session, snapshot, _: changes_portion(session, snapshot, chosen, before, size), chosen.company
    )


@blueprint.get(f"/<any({','.join(PART_STATES)}):part>")
def lines(part: str) -> AnyResponse:
    """Findings, dues, gaps or cells across companies."""
    refuse_others(ENDPOINTS[f"/{part}"].names)
    chosen = parse_lines_query(part, request.args)
    return _listed(lambda session, snapshot, query: lines_portion(session, snapshot, query, chosen), chosen.company)


@blueprint.get(f"/{_FOLDER}")
def records(folder: str) -> AnyResponse:
    """The published records of a kind, by id."""
    refuse_others(ENDPOINTS[f"/{folder}"].names)
    kind = KINDS_BY_FOLDER[folder]
    chosen = parse_records_query(kind, request.args)
    return _listed(lambda session, snapshot, _: records_portion(session, snapshot, kind, chosen), chosen.company)


def _listed(portion_of: Callable[[Session, Snapshot, ScorecardQuery], Portion], company: str) -> AnyResponse:
    """A page of a list, of the company that is asked for by ID or name."""

    def make(session: Session, snapshot: Snapshot, query: ScorecardQuery) -> Page | Response:
        portion = portion_of(session, snapshot, query)
        answer = json_answer(list_answer(snapshot, query, portion))
        return from_lists(session, answer) if portion.listed else answer

    return answered(make, lambda present: other_company(company, present))


@blueprint.get(f"/{_FOLDER}/<path:id>")
def record(folder: str, id: str) -> AnyResponse:
    """One published record."""
    refuse_others(ENDPOINTS[f"/{folder}/{{id}}"].names)
    kind = KINDS_BY_FOLDER[folder]
    return answered(lambda session, snapshot, query: json_answer(record_data(session, snapshot, query, kind, id)))


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """What addresses there are, in the form that programs read (OpenAPI 3.1)."""
    settings = site().settings
    return json_answer(description(settings.site_name, settings.public_url))
