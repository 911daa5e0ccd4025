"""Routes of readers’ reports at the desk."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.intake.reader_reports import decide_report, erase_report
from tracker.store.reader_reports import report_by_id
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.reports.pages import reports_page
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.row_numbers import NEXT_PAGE, parse_row_number
from tracker.web.presenting.links import is_own_path
from tracker.web.presenting.page import shown
from tracker.web.site import site


@blueprint.get("/reports")
@needs(Action.ANSWER_READERS)
def reports() -> AnyResponse:
    """Reports that wait for a decision; with ``show=decided``, the others."""
    show = request.args.get("show", "")
    if show not in ("", "decided"):
        raise BadParameterError("show", show[:80], "decided, or nothing")
    with site().database.reading() as session:
        before = parse_row_number("before", request.args, NEXT_PAGE)
        page = reports_page(session, undecided=not show, before=before, notice=pop_flash_message())
        return Response(shown(page))


@blueprint.post("/reports/<int:id>/decide")
@needs(Action.ANSWER_READERS)
def decide_reader_report(id: int) -> AnyResponse:
    """Accept a report, refuse it for a reason, or put it back among those that wait."""
    accepts = "accept" in request.form  # from its line in the queue
    outcome = "accepted" if accepts else request.form.get("outcome", "")
    onward = url_for("desk.reports")
    try:
        with site().database.changing() as session:
            decide_report(session, current_actor(), site().clock, id, outcome)
    except LookupError:
        abort(404)
    except ValueError:
        flash_message("Nothing was changed: choose a reason, then press “Refuse”.")
    except NotAllowedError as error:
        flash_message(f"Nothing was changed: {error}.")
    else:
        onward = _to_correct(id) if accepts else onward
        done = {"open": "The report is open again.", "accepted": "The report is accepted."}
        flash_message(done.get(outcome, "The report is refused."))
    return redirect(onward, 303)


def _to_correct(id: int) -> str:
    """Where what a report is about can be edited; the queue where it names no page of this site."""
    with site().database.reading() as session:
        report = report_by_id(session, id)
    about = report.about if report else ""
    return url_for("desk.at", path=about) if is_own_path(about) else url_for("desk.home", queue="outside")


@blueprint.post("/reports/<int:id>/erase")
@needs(Action.ANSWER_READERS)
def erase_reader_report(id: int) -> AnyResponse:
    """Delete what the sender of a decided report wrote."""
    try:
        with site().database.changing() as session:
            erase_report(session, current_actor(), site().clock, id)
    except LookupError:
        abort(404)
    except NotAllowedError as error:
        flash_message(f"Nothing was deleted: {error}.")
    else:
        flash_message("What the sender wrote is deleted. The number, the days and the decision stay.")
    return redirect(url_for("desk.reports", show="decided"), 303)
