"""Answers to what was sent and not done, without losing a word of it: signed out meanwhile, not confirmed, too old.

What was sent is shown to be copied, and can be sent again with one button. Nothing of it is kept here.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Flask, Response, request, url_for

from tracker.services.auth.passwords import HashingBusyError
from tracker.services.auth.roles import NotAllowedError
from tracker.services.auth.secret_keys import KeysMissingError
from tracker.services.auth.throttling import ThrottledError
from tracker.web.accounts.sessions import desk_session
from tracker.web.presenting.page import Link, Page, shown

__all__ = ["RefusedPage", "not_recently_verified", "refuse_politely", "refused", "signed_out", "too_old"]

log = logging.getLogger(__name__)

_SECRET = ("password", "code", "token", "credential")
_LONGEST_NAME = 300


@dataclass(frozen=True, kw_only=True)
class RefusedPage(Page):
    """Why what was sent was not done, what to do now, and what was sent."""

    template = "accounts/refused.html"

    detail: Annotated[str, "What happened and what to do, in two sentences."]
    way: Annotated[Link | None, "Where to do it; opened in another tab, so that this one keeps what was sent."]
    again: Annotated[str, "The address to send it to again; empty where that makes no sense."]
    button: Annotated[str, "What the button says."]
    sent: Annotated[Sequence[tuple[str, str]], "The names and values of the fields that were sent."]
    files: Annotated[bool, "Whether there was a file among them, which must be chosen again."]


def refuse_politely(app: Flask) -> None:
    """Answer what the gate and the limits refuse."""
    app.register_error_handler(ThrottledError, _throttled)
    app.register_error_handler(HashingBusyError, _busy)
    app.register_error_handler(NotAllowedError, _not_allowed)
    app.register_error_handler(KeysMissingError, _keys_missing)


def signed_out() -> Response:
    """For a form that arrives from somebody who is signed in no longer."""
    way = Link("Sign in", url_for("accounts.sign_in"))
    detail = (
        "You had been signed out, so nothing was saved. Sign in in a new tab, come back to this page and send it again."
    )
    return refused(403, "You are signed out, but your text is still here", detail, way, "I have signed in, send again")


def not_recently_verified() -> Response:
    """For a form that wants the second factor shown within the last ten minutes."""
    way = Link("Verify it’s you", url_for("accounts.confirm"))
    detail = "This needs your two-factor code again, so nothing was saved yet. Verify in a new tab, come back to this page and send it again."
    return refused(403, "Verify it’s you", detail, way, "I have verified, send again")


def too_old() -> Response:
    """For a form of this site that does not belong to the present session."""
    if desk_session().who is None:
        detail = "This form has expired, or your browser blocks cookies, so nothing was saved. Open the page again and fill in the form again."
        return refused(400, "This form has expired", detail, Link("Sign in", url_for("accounts.sign_in")), "")
    detail = (
        "You opened this form before you signed in, so nothing was saved yet. If this is what you wrote, send it again."
    )
    return refused(400, "This form was opened before you signed in", detail, None, "Send again")


def refused(status: int, title: str, detail: str, way: Link | None, button: str) -> Response:
    """The page with what was sent."""
    page = RefusedPage(
        title=title,
        description=detail,
        detail=detail,
        way=way,
        again=request.full_path.rstrip("?") if button else "",
        button=button,
        sent=_sent() if button else (),
        files=any(file.filename for file in request.files.values()),
    )
    return Response(shown(page), status, mimetype="text/html")


def _throttled(error: ThrottledError) -> Response:
    minutes = -(-error.seconds // 60)
    when = "in a minute" if minutes == 1 else f"in {minutes} minutes"
    detail = f"There were too many failed attempts from your location. Try again {when}. Your account is not locked: you can still sign in from another place, or with a browser you have used here before."
    response = refused(429, "Too many failed attempts", detail, None, "")
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _busy(error: HashingBusyError) -> Response:
    detail = "Many people are signing in right now. Wait a few seconds and try again."
    response = refused(429, "Too busy right now", detail, None, "")
    response.headers["Retry-After"] = "5"
    return response


def _not_allowed(error: NotAllowedError) -> Response:
    said = str(error)
    return refused(403, "You do not have permission", f"{said[:1].upper()}{said[1:]}.", None, "")


def _keys_missing(error: KeysMissingError) -> Response:
    log.error("%s", error)
    detail = "This site’s secret keys are missing, so nobody can sign in. The site’s administrator will find the reason in the log. Public pages still work."
    return refused(503, "Sign-in is unavailable", detail, None, "")


def _sent() -> list[tuple[str, str]]:
    """All fields but those that are nobody's business on a screen."""
    pairs = [(name, value) for name, value in request.form.items(multi=True) if len(name) <= _LONGEST_NAME]
    return [(name, value) for name, value in pairs if not any(word in name.lower() for word in _SECRET)]
