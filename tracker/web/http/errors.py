"""Error responses: what went wrong and what to do about it. HTML for pages, JSON for the API."""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, cast

from flask import Flask, Response, current_app, jsonify, request, url_for
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException

from tracker.engine.text import when
from tracker.logs import current_request
from tracker.services.reading.scorecards import (
    NotAssessedError,
    NotFoundError,
    TakenDownError,
    TopicRequiredError,
)
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.headers import is_data, is_desk_path
from tracker.web.http.refusing import OverloadedError
from tracker.web.presenting.addresses.record_paths import RECORD_FOLDERS
from tracker.web.presenting.page import Link, Page, shown
from tracker.web.presenting.quoting import quoted

__all__ = ["handle_errors"]

log = logging.getLogger(__name__)

_RETRY_SECONDS = "30"
_NOT_SAVED = "Nothing was saved. Check your text and send it again."
_RACES = ("40001", "40P01")
"""PostgreSQL’s states for a transaction that cannot be put in order with another, and for a deadlock."""
_REASONS = {
    "database is locked": "The site is busy saving other work.",
    "lock timeout": "The site is busy saving other work.",
    "disk is full": "The site’s disk is full, so it cannot save anything.",
    "disk i/o": "The site’s disk cannot be written to, so it cannot save anything.",
    "readonly": "The site’s disk cannot be written to, so it cannot save anything.",
    "no space left": "The site’s disk is full, so it cannot save anything.",
}
_SENTENCES = {
    400: ("This web address is not valid", "Check the address for mistakes."),
    404: ("Page not found", "Check the address for mistakes. We never delete pages, so it has not been removed."),
    405: ("You cannot send a form to this address", "Open it as a normal link instead."),
    408: ("That took too long to arrive", "Nothing was saved or changed. Check your connection and send it again."),
    413: (
        "That was too much to send at once",
        "Nothing was saved or changed. Shorten the longest text or choose smaller files, then send it again.",
    ),
    412: ("The file is another one by now", "It has another tag than the one named. Ask for it without a condition."),
    414: ("This address is too long", "Please shorten it."),
    416: ("The file has no such part", "It is shorter than the part asked for. Its length is in Content-Range."),
    451: ("This copy is withheld", "Its page says since when and why."),
    503: ("Too many people are downloading this right now", "Please try again in a minute."),
}


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """What went wrong, and where to go from here."""

    template = "errors/error.html"

    kicker: Annotated[str, "What stands above the title."]
    detail: Annotated[str, "What is wrong and what to do, in one or two sentences."]
    parameter: Annotated[str | None, "What of the address is wrong: a parameter, or a kind of record."] = None
    nearby_heading: Annotated[str, "What the links below are."] = ""
    nearby: Annotated[Sequence[Link], "Pages that exist and may be what was looked for."] = ()


HandBack = Callable[[int, str, str], Response]
"""Answers a form of the desk with status, title and detail, and with what was sent."""


def handle_errors(app: Flask, hand_back: HandBack) -> None:
    """Register all handlers."""
    app.extensions["hand_back"] = hand_back
    app.register_error_handler(BadParameterError, _bad_parameter)
    app.register_error_handler(NotFoundError, _missing)
    app.register_error_handler(TopicRequiredError, _topic_wanted)
    app.register_error_handler(NotAssessedError, _not_assessed)
    app.register_error_handler(TakenDownError, _taken_down)
    app.register_error_handler(OverloadedError, _overloaded)
    app.register_error_handler(DBAPIError, database_failed)
    app.register_error_handler(UnicodeEncodeError, _not_storable)
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
    """The one shape of errors, for programs or as a page; what was sent to the desk comes back with it."""
    if request.method == "POST" and is_desk_path(request.path):
        hand_back = cast(HandBack, current_app.extensions["hand_back"])
        return hand_back(status, title, detail)
    if is_data(request.path):
        # RFC 9457; “about:blank”: there is no more to say of the kind of problem than its status and title do.
        problem: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        if parameter:
            problem["parameter"] = parameter
        if nearby:
            problem["nearby"] = [{"id": link.id, "name": link.text} for link in nearby]
        response = jsonify(problem)
        response.mimetype = "application/problem+json"
    else:
        page = ErrorPage(
            title=title,
            description=detail,
            kicker=kicker or f"Error {status}",
            detail=detail,
            parameter=parameter,
            nearby_heading=nearby_heading,
            nearby=nearby,
        )
        response = Response(shown(page), mimetype="text/html")
    response.status_code = status
    return response


def _bad_parameter(error: BadParameterError) -> Response:
    return _answer(error.status, "This web address is not valid", str(error), parameter=error.parameter)


def _missing(error: NotFoundError) -> Response:
    links = []
    company = (request.view_args or {}).get("company")
    if error.kind == "topic" and company:
        links = [Link(nearby.name, f"/companies/{company}/{nearby.id}", nearby.id) for nearby in error.nearby]
    elif error.kind in RECORD_FOLDERS:
        folder = RECORD_FOLDERS[error.kind]
        links = [Link(nearby.name, f"/{folder}/{nearby.id}", nearby.id) for nearby in error.nearby]
    moment_text = " at that time" if request.args.get("known_at") else ""
    plural = {"company": "companies", "evidence": "evidence"}.get(error.kind, f"{error.kind}s")
    return _answer(
        404,
        f"We have no such {error.kind}",
        f"There is no {error.kind} with the ID {quoted(error.id)}{moment_text}.",
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
    """Not assessed: nothing is claimed about it, least of all that there is no pledge."""
    about = f" on “{error.topic.name}”" if error.topic else ""
    return _answer(
        404,
        "Not assessed",
        f"{error.company.name} has not been assessed{about}.",
        parameter="topic",
        nearby_heading=f"Topics on which we have assessed {error.company.name}:",
        nearby=[Link(it.name, f"/companies/{error.company.id}/{it.id}", it.id) for it in error.nearby],
    )


def _topic_wanted(error: TopicRequiredError) -> Response:
    ids = ", ".join(topic.id for topic in error.topics) or "there are none yet"
    return _answer(400, "Choose a topic", f"Please add a topic to the address: {ids}.", parameter="topic")


def _http(error: HTTPException) -> Response:
    """Werkzeug's own errors; redirects pass through unchanged."""
    original = getattr(error, "original_exception", None)
    if original is not None:  # what failed after the view, such as saving the session
        return database_failed(original) if isinstance(original, DBAPIError) else _unforeseen(original)
    if error.response is not None or error.code is None or error.code < 400:
        # Werkzeug’s response, which Flask sends as it is.
        return error.get_response()  # type: ignore[return-value]
    title, detail = _SENTENCES.get(error.code, (error.name, "Go back, or start again from the home page."))
    if error.code == 405 and is_data(request.path):
        title, detail = "This address can only be read", "Send GET or HEAD."
    elif error.code == 405 and request.method in ("GET", "HEAD"):
        title, detail = (
            "Nothing to see here",
            "This address only receives forms. Please go back to the form.",
        )
    response = _answer(error.code, title, detail)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Content-Range"):
            response.headers[name] = value
    return response


def database_failed(error: DBAPIError) -> Response:
    """The response to a failed statement: never 5xx for a fault in the request."""
    if isinstance(error, IntegrityError):
        log.warning("refused by the database: %s", error.orig)
        return _answer(409, "Someone else got there first", f"The same thing was saved a moment ago. {_NOT_SAVED}")
    if isinstance(error, DataError):
        return _not_storable(error)
    if getattr(error.orig, "sqlstate", None) in _RACES:
        log.warning("two changes at the same moment: %s", error.orig)
        return _answer(
            409, "Someone else got there first", f"Someone changed the same thing at the same moment. {_NOT_SAVED}"
        )
    log.error("database not reachable: %s", error)
    message = str(error.orig).lower()
    reason = next(
        (text for sign, text in _REASONS.items() if sign in message), "We cannot reach the database right now."
    )
    response = _answer(503, "Temporarily unavailable", f"{reason} Nothing is lost. Please try again in half a minute.")
    response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def _overloaded(error: OverloadedError) -> Response:
    response = _answer(503, "Too busy right now", error.description)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def _not_storable(error: Exception) -> Response:
    log.warning("not storable: %s", getattr(error, "orig", error))
    detail = f"What you sent contains a character or a number that we cannot store. {_NOT_SAVED}"
    return _answer(422, "Something in this cannot be stored", detail)


def _unforeseen(error: Exception) -> Response:
    """Say nothing of the inside; the id leads the operator to the trace in the log."""
    id = current_request.get() or secrets.token_hex(4)
    # A path may hold the secret of a link, and what somebody typed; the rule that it matched holds neither.
    log.error("error %s at %s", id, request.url_rule, exc_info=error)
    detail = f"This is our fault, not yours. Please try again later. If you contact us, mention error {id}."
    return _answer(500, "Something went wrong", detail)
