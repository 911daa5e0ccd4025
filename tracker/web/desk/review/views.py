"""Routes for reviewing."""

import logging
from collections.abc import Sequence

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as AnyResponse

from tracker.models import Review
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.publishing.derived.scorecard_index import refresh_few
from tracker.services.publishing.publish import EditConflictError, InvalidRecordsError
from tracker.services.publishing.review import (
    AlreadyReviewedError,
    NoteMissingError,
    SubmissionChangedError,
    SubmissionNotFoundError,
    bundle_of,
    submission_of,
)
from tracker.services.publishing.whole_bundles import (
    TwoPeople,
    look_before_whole,
    publish_whole,
    return_whole,
)
from tracker.store.desk.bundling import leading_submission
from tracker.web.accounts.auth_decorators import current_actor, is_recently_verified, needs
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.review.captures import needs_eyes
from tracker.web.desk.review.forms import ReviewDecision, parse_cursor, parse_review_decision
from tracker.web.desk.review.pages import next_review, review_page
from tracker.web.presenting.page import shown
from tracker.web.site import site

log = logging.getLogger(__name__)


@blueprint.get("/review/<int:id>")
@needs(Action.READ_DRAFTS)
def review(id: int) -> AnyResponse:
    """What was submitted together, with the verdict to give; at the address of what leads it."""
    with site().database.reading() as session:
        lead = leading_submission(session, id)
    if lead is not None and lead != id:
        return redirect(url_for("desk.review", id=lead))
    return _answer(id)


@blueprint.post("/review/<int:id>")
@needs(Action.REVIEW)
def decide(id: int) -> AnyResponse:
    """Publish what was shown, or return it with a note."""
    verdict = parse_review_decision(request.form)
    if id not in verdict.approved or not verdict.decision:
        return _answer(id, 400, "Please choose to publish or return it.", verdict)
    if verdict.decision == "publish" and not is_recently_verified():
        wrong = "Not published yet. Please verify it’s you first; that lasts ten minutes."
        return _answer(id, 403, wrong, verdict)
    if verdict.decision == "publish" and not verdict.eye and _needs_eyes(id):
        wrong = "Not published yet. Some quotes are in no copy: say below how you checked them."
        return _answer(id, 422, wrong, verdict)
    try:
        done = _carry_out(id, verdict)
    except SubmissionNotFoundError:
        abort(404)
    except AlreadyReviewedError as error:
        return _answer(id, 409, f"Someone else got there first: it {error}.", verdict)
    except EditConflictError:
        return _answer(id, 409, "The published record has changed since this was written. See below.", verdict)
    except (SubmissionChangedError, InvalidRecordsError):
        wrong = "This submission has changed since you opened it. Please review it again."
        return _answer(id, 409, wrong, verdict)
    except NoteMissingError as error:
        return _answer(id, 422, f"{str(error)[0].upper()}{str(error)[1:]}.", verdict)
    except NotAllowedError as error:
        return _answer(id, 403, f"{str(error)[0].upper()}{str(error)[1:]}.", verdict)
    if verdict.decision == "publish" and done:
        refresh_lists()
    if not done:
        flash_message("Approved. A second reviewer must publish it.")
    return redirect(_onward(id) if verdict.onward else url_for("desk.review", id=id), 303)


def _onward(id: int) -> str:
    """The next review; the queue where nothing else waits."""
    with site().database.reading() as session:
        following = next_review(session, current_actor(), id)
    return following.href if following else url_for("desk.home", queue="review")


def _needs_eyes(id: int) -> bool:
    with site().database.reading() as session:
        try:
            submission, verdict = submission_of(session, current_actor(), id)
        except SubmissionNotFoundError:
            return False
        return verdict is None and needs_eyes(session, bundle_of(session, submission).records)


def _note(verdict: ReviewDecision) -> str:
    """The note, and how quotes were checked that no copy has."""
    checked = f"Quotes checked by eye: {verdict.eye}" if verdict.eye and verdict.decision == "publish" else ""
    return "\n\n".join(part for part in (verdict.note, checked) if part)


def _carry_out(id: int, verdict: ReviewDecision) -> Sequence[Review]:
    """In one transaction: all of it, or nothing. Nothing is decided by the first of two approvals."""
    actor, clock, people = current_actor(), site().clock, people_needed()
    if verdict.decision == "publish":
        with site().database.reading() as session:
            look_before_whole(session, clock, verdict.approved, people)
    with site().database.writing() as session:
        if verdict.decision == "publish":
            return publish_whole(session, clock, actor, verdict.approved, note=_note(verdict), people=people)
        return return_whole(session, clock, actor, id, verdict.approved, note=verdict.note, notes=verdict.notes)


def people_needed() -> TwoPeople:
    """What the site asks of publishing."""
    return TwoPeople(site().settings.one_person_site, site().settings.two_reviewers)


def refresh_lists() -> None:
    """Bring lists up to date at once where few companies are due; else, and where that fails, the worker does it."""
    try:
        refresh_few(site().database, site().clock, site().settings.time_zone)
    except OperationalError as error:
        log.warning("lists are brought up to date later: %s", error)


def _answer(id: int, status: int = 200, wrong: str = "", posted: ReviewDecision | None = None) -> AnyResponse:
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
            typed=posted.note if posted else "",
            eye=posted.eye if posted else "",
            notes=posted.notes if posted else None,
            notice=pop_flash_message(),
            skip=parse_cursor(request.args, "skip"),
        )
        return Response(shown(page), status)
