"""Routes for reviewing."""

import logging

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.publishing.publish import EditConflictError, InvalidRecordsError
from tracker.services.publishing.review import (
    AlreadyReviewedError,
    NoteMissingError,
    SubmissionChangedError,
    SubmissionNotFoundError,
    publish_submissions,
    return_submission,
    submission_of,
)
from tracker.services.publishing.scorecard_index import refresh_few
from tracker.web.accounts.auth_decorators import current_actor, is_recently_verified, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.review.forms import ReviewDecision, parse_cursor, parse_review_decision
from tracker.web.desk.review.pages import review_list_page, review_page
from tracker.web.presenting.page import shown
from tracker.web.site import site

log = logging.getLogger(__name__)


@blueprint.get("/review")
@needs(Action.READ_DRAFTS)
def review_list() -> AnyResponse:
    """What waits for review."""
    with site().database.reading() as session:
        return Response(shown(review_list_page(session, current_actor(), parse_cursor(request.args))))


@blueprint.get("/review/<int:id>")
@needs(Action.READ_DRAFTS)
def review(id: int) -> AnyResponse:
    """One submission, with the verdict to give."""
    return _answer(id)


@blueprint.post("/review/<int:id>")
@needs(Action.REVIEW)
def decide(id: int) -> AnyResponse:
    """Publish what was shown, or return it with a note."""
    verdict = parse_review_decision(request.form)
    if id not in verdict.approved or not verdict.decision:
        return _answer(id, 400, "Please choose to publish or return it.", verdict.note)
    if verdict.decision == "publish" and not is_recently_verified():
        wrong = "Not published yet. Please verify it’s you first; that lasts ten minutes."
        return _answer(id, 403, wrong, verdict.note)
    try:
        _carry_out(id, verdict)
    except SubmissionNotFoundError:
        abort(404)
    except AlreadyReviewedError as error:
        return _answer(id, 409, f"Someone else got there first: it {error}.", verdict.note)
    except EditConflictError:
        return _answer(id, 409, "The published record has changed since this was written. See below.", verdict.note)
    except (SubmissionChangedError, InvalidRecordsError):
        wrong = "This submission has changed since you opened it. Please review it again."
        return _answer(id, 409, wrong, verdict.note)
    except NoteMissingError as error:
        return _answer(id, 422, f"{str(error)[0].upper()}{str(error)[1:]}.", verdict.note)
    except NotAllowedError as error:
        return _answer(id, 403, f"{str(error)[0].upper()}{str(error)[1:]}.", verdict.note)
    if verdict.decision == "publish":
        refresh_lists()
    return redirect(url_for("desk.review", id=id), 303)


def _carry_out(id: int, verdict: ReviewDecision) -> None:
    """In one transaction: all of it, or nothing."""
    one_person = site().settings.one_person_site
    with site().database.writing() as session:
        if verdict.decision == "publish":
            publish_submissions(
                session, site().clock, current_actor(), verdict.approved, note=verdict.note, one_person=one_person
            )
        else:
            content_hash = verdict.approved[id]
            return_submission(session, site().clock, current_actor(), id, content_hash, note=verdict.note)


def refresh_lists() -> None:
    """Bring lists up to date at once where few companies are due; else, and where that fails, the worker does it."""
    try:
        refresh_few(site().database, site().clock, site().settings.time_zone)
    except OperationalError as error:
        log.warning("lists are brought up to date later: %s", error)


def _answer(id: int, status: int = 200, wrong: str = "", typed: str = "") -> AnyResponse:
    with site().database.reading() as session:
        try:
            submission, verdict = submission_of(session, current_actor(), id)
        except SubmissionNotFoundError:
            abort(404)
        page = review_page(
            session,
            current_actor(),
            submission,
            verdict,
            fresh=is_recently_verified(),
            confirm=url_for("accounts.confirm", next=url_for("desk.review", id=id)),
            wrong=wrong,
            typed=typed,
            skip=parse_cursor(request.args, "skip"),
        )
        return Response(shown(page), status)
