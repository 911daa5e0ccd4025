"""Tells the browser which form data was saved, so that it can delete its local copy (static/desk/unsaved.js)."""

import re

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from tracker.web.accounts.sessions import is_secure
from tracker.web.http.headers import is_desk_path

__all__ = ["confirm_what_was_done"]

_COPY = re.compile(r"[0-9-]{5,40}", re.ASCII)
_SECONDS = 60


def confirm_what_was_done(app: Flask) -> None:
    """Name the copy of a form that was taken in a cookie for the page that follows."""
    app.after_request(_confirm)


def _confirm(response: Response) -> Response:
    if request.method != "POST" or response.status_code >= 400 or not is_desk_path(request.path):
        return response
    try:
        copy = request.form.get("kept", "")
    except HTTPException:
        return response
    if _COPY.fullmatch(copy):
        # The one cookie that our scripts read: it holds nothing but the name that they gave.
        response.set_cookie("saved", copy, max_age=_SECONDS, path="/", secure=is_secure(), samesite="Lax")
    return response
