"""Routes of readers’ reports. They know nobody: no cookie is set and no session is read."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.intake.reader_reports import (
    LONGEST,
    ReportProblemsError,
    TooManyReportsError,
    parsed_number,
    receive_report,
)
from tracker.store.reader_reports import report_by_number
from tracker.web.accounts.auth_state import auth_state, origin
from tracker.web.accounts.refusing.request_source import from_elsewhere
from tracker.web.http.page_responses import not_kept
from tracker.web.presenting.page import shown
from tracker.web.reports.pages import outcomes_page, report_page
from tracker.web.site import site

__all__ = ["blueprint"]

blueprint = Blueprint("reports", __name__)

_TRAP = "website"
"""A box that people do not see; programs that fill in every box fill it in too."""
_LONGEST_NUMBER = 40


@blueprint.get("/report")
def report() -> AnyResponse:
    """The form; ``about`` is the path of the page that it is about."""
    return not_kept(Response(shown(report_page(_path(request.args.get("about", ""))))))


@blueprint.post("/report")
def send() -> AnyResponse:
    """Take a report, and lead to the page with its number; otherwise the form comes back with all that was typed."""
    typed = {name: request.form.get(name, "") for name in ("kind", *LONGEST)}
    if from_elsewhere():
        return _again(403, typed, refused="This came from another site. If you wrote it, please send it from here.")
    if request.form.get(_TRAP):
        wrong = {_TRAP: "Leave this box empty: it is there to stop programs. Then send your report again."}
        return _again(422, typed, wrong=wrong)
    try:
        number = receive_report(site().database, site().clock, auth_state().now, origin().address, typed)
    except ReportProblemsError as error:
        return _again(422, typed, wrong=error.problems)
    except TooManyReportsError as error:
        many = "You have sent several reports within an hour." if error.own else "Many reports are arriving right now."
        refused = f"{many} This one was not taken. Your text is still below. Please send it again in an hour."
        answer = _again(429, typed, refused=refused)
        answer.headers["Retry-After"] = "3600"
        return answer
    return redirect(url_for("reports.outcomes", number=number), 303)


@blueprint.get("/report/outcomes")
def outcomes() -> AnyResponse:
    """How many reports were taken, by outcome; with ``number``, the outcome of that one."""
    typed = request.args.get("number", "")[:_LONGEST_NUMBER].strip()
    number = parsed_number(typed)
    with site().reading() as session:
        report = report_by_number(session, number) if number else None
        return not_kept(Response(shown(outcomes_page(session, number or typed, report))))


def _again(status: int, typed: dict[str, str], *, wrong: dict[str, str] | None = None, refused: str = "") -> Response:
    page = report_page(typed["about"], typed=typed, wrong=wrong, refused=refused)
    response = Response(shown(page), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _path(about: str) -> str:
    """The path of a page of this site that a link names; anything else is not filled in."""
    return about[: LONGEST["about"]] if about.startswith("/") and about.isprintable() else ""
