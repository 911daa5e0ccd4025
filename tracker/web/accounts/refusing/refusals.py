"""Responses to form posts that were not carried out: no longer signed in, not verified, expired token.

The posted data is shown for copying and can be sent again with one button. Nothing is stored.
"""

import logging
from dataclasses import dataclass
from typing import Annotated

from flask import Flask, Response, jsonify, request, url_for
from sqlalchemy.exc import OperationalError

from tracker.services.auth.account_events import AccountEventKind, log_refusal
from tracker.services.auth.passwords import HashingBusyError
from tracker.services.auth.roles import Actor, NotAllowedError, Role
from tracker.services.auth.secret_keys import KeysMissingError
from tracker.services.auth.throttling import ThrottledError
from tracker.web.accounts.refusing.handing_back import SentForm, sent_form
from tracker.web.accounts.sessions import desk_session
from tracker.web.presenting.page import Link, Page, shown
from tracker.web.site import site

__all__ = [
    "RefusedPage",
    "from_another_site",
    "hand_back",
    "not_recently_verified",
    "odd_characters",
    "refuse_politely",
    "refused",
    "signed_out",
    "too_old",
]

log = logging.getLogger(__name__)

_AGAIN = "Send again"
_REPEATABLE = (400, 408, 409, 413, 422, 429, 500, 503)
"""Answers after which sending the same again may help."""


@dataclass(frozen=True, kw_only=True)
class RefusedPage(Page):
    """Why what was sent was not done, what to do now, and what was sent."""

    template = "accounts/refused.html"

    detail: Annotated[str, "What happened and what to do, in two sentences."]
    way: Annotated[Link | None, "Where to do it; opened in another tab, so that this one keeps what was sent."]
    again: Annotated[str, "The address to send it to again; empty where that makes no sense."]
    button: Annotated[str, "What the button says."]
    sent: Annotated[SentForm, "What was sent."]
    editable: Annotated[bool, "Whether it must be changed before it is sent again."] = False


def refuse_politely(app: Flask) -> None:
    """Answer what the gate and the limits refuse."""
    app.register_error_handler(ThrottledError, _throttled)
    app.register_error_handler(HashingBusyError, _busy)
    app.register_error_handler(NotAllowedError, _not_allowed)
    app.register_error_handler(KeysMissingError, _keys_missing)


def signed_out() -> Response:
    """For a form from a person who is no longer signed in."""
    way = Link("Sign in", url_for("accounts.sign_in"))
    detail = (
        "You had been signed out, so nothing was saved. Sign in in a new tab, come back to this page and send it again."
    )
    return refused(403, "You are signed out, but your text is still here", detail, way, "I have signed in, send again")


def not_recently_verified() -> Response:
    """For a form that wants the second factor shown within the last ten minutes."""
    way = Link("Verify it’s you", url_for("accounts.confirm"))
    detail = (
        "This needs your two-factor code again, so nothing was saved yet. Verify in a new tab, come back to this "
        "page and send it again."
    )
    return refused(403, "Verify it’s you", detail, way, "I have verified, send again")


def too_old() -> Response:
    """For a form of this site that does not belong to the present session."""
    if desk_session().who is None:
        detail = (
            "This form has expired, or your browser blocks cookies, so nothing was saved. Open the page again and "
            "fill in the form again."
        )
        return refused(400, "This form has expired", detail, Link("Sign in", url_for("accounts.sign_in")), "")
    detail = (
        "You opened this form before you signed in, so nothing was saved yet. If this is what you wrote, send it again."
    )
    return refused(400, "This form was opened before you signed in", detail, None, _AGAIN)


def from_another_site() -> Response:
    """For a form that another site sent: none of it is shown."""
    detail = (
        "This request came from another site, so we did nothing. If you meant to do this, open the page on this "
        "site and try again."
    )
    return refused(403, "Request blocked", detail, None, "", sent=SentForm())


def odd_characters() -> Response:
    """For a form with characters that cannot be stored: they are removed from the returned form."""
    detail = (
        "Your text contains control characters that we cannot store, so nothing was saved yet. We have removed "
        "them below. Please send it again."
    )
    return refused(422, "Some characters cannot be stored", detail, None, _AGAIN)


def hand_back(status: int, title: str, detail: str) -> Response:
    """For a form that met an error: the same page, from which it is sent again where that may help."""
    return refused(status, title, detail, None, _AGAIN if status in _REPEATABLE else "", editable=status == 413)


def refused(
    status: int,
    title: str,
    detail: str,
    way: Link | None,
    button: str,
    *,
    sent: SentForm | None = None,
    editable: bool = False,
) -> Response:
    """The page with what was sent; JSON for a script, which has it still."""
    if request.accept_mimetypes.best == "application/json":
        answer = jsonify(error={"status": status, "title": title, "detail": detail, "parameter": None})
        answer.status_code = status
        return answer
    form = sent_form() if sent is None else sent
    page = RefusedPage(
        title=title,
        description=detail,
        detail=detail,
        way=way,
        again=request.full_path.rstrip("?") if button and form.repeatable else "",
        button=button,
        sent=form,
        editable=editable,
    )
    return Response(shown(page), status, mimetype="text/html")


def _throttled(error: ThrottledError) -> Response:
    minutes = -(-error.seconds // 60)
    when = "in a minute" if minutes == 1 else f"in {minutes} minutes"
    detail = (
        f"There were too many failed attempts from your location. Try again {when}. Your account is not locked: "
        "you can still sign in from another place, or with a browser you have used here before."
    )
    response = refused(429, "Too many failed attempts", detail, None, _AGAIN)
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _busy(_error: HashingBusyError) -> Response:
    detail = "Many people are signing in right now. Wait a few seconds and try again."
    response = refused(429, "Too busy right now", detail, None, _AGAIN)
    response.headers["Retry-After"] = "5"
    return response


def _not_allowed(error: NotAllowedError) -> Response:
    reason = str(error)
    _log_refused(reason)
    return refused(403, "You do not have permission", f"{reason[:1].upper()}{reason[1:]}.", None, "")


def _log_refused(reason: str) -> None:
    person = desk_session().who
    if person is None:
        return
    actor = Actor(person.account_id, person.public_name, Role(person.role))
    try:
        with site().database.changing(wait=False) as session:
            log_refusal(session, site().clock, actor, actor.account_id, AccountEventKind.REFUSED, reason)
    except OperationalError as error:
        log.warning("a refusal is not in the log of activity: %s", error.orig)


def _keys_missing(error: KeysMissingError) -> Response:
    log.error("%s", error)
    detail = (
        "This site’s secret keys are missing, so nobody can sign in. The site’s administrator will find the "
        "reason in the log. Public pages still work."
    )
    return refused(503, "Sign-in is unavailable", detail, None, _AGAIN)
