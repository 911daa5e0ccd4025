"""Routes of companies’ answers. They know nobody: no cookie is set and no session is read.

The token in the address is all that a sender needs, so the pages say it nowhere, and no other site learns it from them.
"""

import json
from collections.abc import Mapping

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.models import ReplyRequest
from tracker.services.replies.receiving import (
    LONGEST_ANSWER,
    AnswerProblemsError,
    LinkGoneError,
    receive_answer,
    request_by_link,
)
from tracker.web.accounts.auth_state import auth_state
from tracker.web.presenting.page import Page, shown
from tracker.web.replies.pages import gone_page, received_page, reply_page
from tracker.web.site import site

__all__ = ["blueprint"]

blueprint = Blueprint("replies", __name__)


@blueprint.get("/reply/<token>")
def reply(token: str) -> AnyResponse:
    """The form; opening it does not use the link up."""
    return _form(token, {}, {}, 200)


@blueprint.post("/reply/<token>")
def send(token: str) -> AnyResponse:
    """Take the answer, once; otherwise the form comes back with all that was typed."""
    typed = {name: request.form.get(name, "") for name in (*LONGEST_ANSWER, "agreed")}
    try:
        receive_answer(site().database, site().clock, auth_state().now, token, typed)
    except AnswerProblemsError as error:
        return _form(token, typed, error.problems, 422)
    except LinkGoneError:
        return _page(gone_page(typed["text"]), 410)
    return redirect(url_for("replies.received"), 303)


@blueprint.get("/reply/received")
def received() -> AnyResponse:
    """What happens now."""
    return _page(received_page(), 200)


def _form(token: str, typed: Mapping[str, str], problems: Mapping[str, str], status: int) -> Response:
    try:
        with site().database.reading() as session:
            request_shown = request_by_link(session, site().clock, auth_state().now, token)
            return _page(reply_page(session, request_shown, _questions(request_shown), typed, problems), status)
    except LinkGoneError:
        return _page(gone_page(typed.get("text", "")), 410)


def _questions(reply_request: ReplyRequest) -> str:
    return str(json.loads(reply_request.body)["question"])


def _page(page: Page, status: int) -> Response:
    response = Response(shown(page), status)
    response.headers["Cache-Control"] = "no-store"
    return response
