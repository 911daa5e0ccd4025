"""The ledger: what it is, all of it, and how to check it."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.web.http.caches.conditional import kept, unchanged
from tracker.web.http.page_responses import answered
from tracker.web.ledger.download import ledger_answer
from tracker.web.ledger.forms import after_position
from tracker.web.ledger.pages import VERIFIER, ledger_page, verifier_hash

blueprint = Blueprint("ledger", __name__)


@blueprint.get("/ledger")
def ledger() -> AnyResponse:
    """What the ledger is, where it stands, and how to check it."""
    return answered(lambda session, moment, _query: ledger_page(session, moment))


@blueprint.get("/ledger.jsonl")
def lines() -> Response:
    """All of it, or what follows a position."""
    return ledger_answer(after_position(request.args))


@blueprint.get("/ledger/verify.py")
def verifier() -> Response:
    """The program that checks a copy: one file, Python's standard library alone."""
    tag = verifier_hash()[:24]
    if unchanged(tag):
        return kept(Response(status=304), tag)
    response = Response(VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=verify.py"
    return kept(response, tag)
