"""Responses to requests that the server rejected before routing: slow bodies, full lanes."""

from typing import Literal

from flask import Flask, abort, request
from werkzeug.exceptions import ServiceUnavailable

__all__ = ["REFUSED", "OverloadedError", "Refusal", "refuse_what_was_not_taken"]

Refusal = Literal["busy", "late"]
REFUSED = "tracker.refused"
"""The key of a request's environment under which the server says why it was not taken."""
_RETRY_SECONDS = 5


class OverloadedError(ServiceUnavailable):
    """The site has no thread for a request now; nothing of it was done."""

    description = (
        "Many people are using this site right now. Nothing was saved or changed. Please try again in a few seconds."
    )


def refuse_what_was_not_taken(app: Flask) -> None:
    """Answer such a request without using a database: 503 or 408, with the part of the form that arrived."""

    @app.before_request
    def _refuse() -> None:
        refusal = request.environ.get(REFUSED)
        if refusal == "late":
            abort(408)
        if refusal is not None:
            raise OverloadedError(retry_after=_RETRY_SECONDS)
