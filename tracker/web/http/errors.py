"""What readers and programs see when something is wrong: what it is, and what to do. HTML for pages, JSON for the API."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Flask, Response, jsonify, request, url_for
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from tracker.engine.text import when
from tracker.services.reading.scorecards import (
    NotAssessedError,
    NotFoundError,
    TakenDownError,
    TopicRequiredError,
)
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.headers import is_data
from tracker.web.http.refusing import OverloadedError
from tracker.web.presenting.page import Link, Page, shown
from tracker.web.presenting.quoting import quoted
from tracker.web.presenting.record_paths import RECORD_FOLDERS

__all__ = ["handle_errors"]

log = logging.getLogger(__name__)

_RETRY_SECONDS = "30"
_SENTENCES = {
    400: ("This web address is not valid", "Check the address for mistakes."),
    404: ("Page not found", "Check the address for mistakes. We never delete pages, so it has not been removed."),
    405: ("You cannot send a form to this address", "Open it as a normal link instead."),
    408: ("That took too long to arrive", "Nothing was saved or changed. Check your connection and send it again."),
    413: (
        "That was too much to send at once",
        "Nothing was saved or changed. Go back in your browser, where your text still is, and send less.",
    ),
    414: ("This address is too long", "Please shorten it."),
    503: ("Too many people are downloading this right now", "Please try again in a minute."),
}


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """What went wrong, and where to go from here."""

    template = "errors/error.html"

    kicker: Annotated[str, "What stands above the title."]
    detail: Annotated[str, "What is wrong and what to do, in one or two sentences."]
    nearby_heading: Annotated[str, "What the links below are."] = ""
    nearby: Annotated[Sequence[Link], "Pages that exist and may be what was looked for."] = ()


def handle_errors(app: Flask) -> None:
    """Register all handlers."""
    app.register_error_handler(BadParameterError, _bad_parameter)
    app.register_error_handler(NotFoundError, _missing)
    app.register_error_handler(TopicRequiredError, _topic_wanted)
    app.register_error_handler(NotAssessedError, _not_assessed)
    app.register_error_handler(TakenDownError, _taken_down)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(InterfaceError, _no_database)
    app.register_error_handler(OverloadedError, _overloaded)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _answer(
    status: int,
    title: str,
    detail: str,
    *,
    parameter: str | None = None,
    kicker: str = "",
    nearby_heading: str = "",
    nearby: Sequence[Link] = (),
) -> Response:
    """The one shape of errors, as JSON or as a page."""
    if is_data(request.path):
        error: dict[str, object] = {"status": status, "title": title, "detail": detail, "parameter": parameter}
        if nearby:
            error["nearby"] = [{"id": link.id, "name": link.text} for link in nearby]
        response = jsonify(error=error)
    else:
        page = ErrorPage(
            title=title,
            description=detail,
            kicker=kicker or f"Error {status}",
            detail=detail,
            nearby_heading=nearby_heading,
            nearby=nearby,
        )
        response = Response(shown(page), mimetype="text/html")
    response.status_code = status
    return response


def _bad_parameter(error: BadParameterError) -> Response:
    return _answer(400, "This web address is not valid", str(error), parameter=error.parameter)


def _missing(error: NotFoundError) -> Response:
    links = []
    company = (request.view_args or {}).get("company")
    if error.kind == "topic" and company:
        links = [Link(nearby.name, f"/companies/{company}/{nearby.id}", nearby.id) for nearby in error.nearby]
    elif error.kind in RECORD_FOLDERS:
        folder = RECORD_FOLDERS[error.kind]
        links = [Link(nearby.name, f"/{folder}/{nearby.id}", nearby.id) for nearby in error.nearby]
    known = " at that time" if request.args.get("known_at") else ""
    plural = {"company": "companies", "evidence": "evidence"}.get(error.kind, f"{error.kind}s")
    return _answer(
        404,
        f"We have no such {error.kind}",
        f"There is no {error.kind} with the ID {quoted(error.id)}{known}.",
        parameter=error.kind,
        nearby_heading=f"You may be looking for one of these {plural}:",
        nearby=links,
    )


def _taken_down(error: TakenDownError) -> Response:
    """The day and the reason, as embeds give them; what was published before stays in the ledger."""
    kind, id = error.record.key
    history = url_for("history.changes", company=id) if kind == "company" else url_for("history.changes", kind=kind)
    return _answer(
        410,
        error.name,
        f"This page was taken down ({when(error.mark.date)}). {error.mark.reason}",
        kicker="Page taken down",
        nearby_heading="Everything we published about it is still on record:",
        nearby=[] if is_data(request.path) else [Link("All changes to this record", history, id)],
    )


def _not_assessed(error: NotAssessedError) -> Response:
    """Nobody looked at this: nothing is said of it, least of all that there is no pledge."""
    about = f" on “{error.topic.name}”" if error.topic else ""
    return _answer(
        404,
        "Not assessed",
        f"We have not assessed {error.company.name}{about}.",
        parameter="topic",
        nearby_heading=f"Topics on which we have assessed {error.company.name}:",
        nearby=[Link(it.name, f"/companies/{error.company.id}/{it.id}", it.id) for it in error.nearby],
    )


def _topic_wanted(error: TopicRequiredError) -> Response:
    ids = ", ".join(topic.id for topic in error.topics) or "there are none yet"
    return _answer(400, "Choose a topic", f"Please add a topic to the address: {ids}.", parameter="topic")


def _http(error: HTTPException) -> Response:
    """Werkzeug's own errors; redirects pass through unchanged."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    title, detail = _SENTENCES.get(error.code, (error.name, "Go back, or start again from the home page."))
    if error.code == 405 and request.method in ("GET", "HEAD"):
        title, detail = (
            "Nothing to see here",
            "This address only receives forms. Please go back to the form.",
        )
    response = _answer(error.code, title, detail)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _no_database(error: Exception) -> Response:
    log.error("database not reachable: %s", error)
    detail = "We cannot reach the database right now. Nothing is lost. Please try again in half a minute."
    response = _answer(503, "Temporarily unavailable", detail)
    response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def _overloaded(error: OverloadedError) -> Response:
    response = _answer(503, "Too busy right now", error.description)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _unforeseen(error: Exception) -> Response:
    """Say nothing of the inside; the id leads the operator to the trace in the log."""
    id = secrets.token_hex(4)
    log.error("error %s at %s", id, request.path, exc_info=error)
    detail = f"This is our fault, not yours. Please try again later. If you contact us, mention error {id}."
    return _answer(500, "Something went wrong", detail)
