"""Routes for submitting drafts and withdrawing submissions."""

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.models import Draft
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.drafts import (
    DraftConflictError,
    DraftNotFoundError,
    WriteContext,
    open_draft,
    save_draft,
    tell_reviewer,
    unchanged_since,
)
from tracker.services.editing.submitting import (
    NotReadyError,
    UnexplainedChangeError,
    cancel_submission,
    submit_drafts,
)
from tracker.services.publishing.checking.draft_problems import related_drafts
from tracker.services.publishing.publish import EditConflictError
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.drafts.forms import CHANGE_WORDS, parse_version
from tracker.web.desk.drafts.shared import edits_shown, edits_told
from tracker.web.desk.drafts.views import opened
from tracker.web.desk.submit.pages import along_with, questions_of, submit_page
from tracker.web.desk.times import moment_words
from tracker.web.presenting.page import shown
from tracker.web.site import site


@blueprint.get("/drafts/<id>/submit")
@needs(Action.WRITE)
def submit(id: str) -> AnyResponse:
    """The page with the questions before submitting."""
    return _answer(id)


@blueprint.post("/drafts/<id>/submit")
@needs(Action.WRITE)
def send(id: str) -> AnyResponse:
    """Keep what was answered, and submit the draft with those that go along."""
    try:
        with site().database.writing() as session:
            draft = _keep(session, id)
        if request.form.get("do") != "submit":
            return redirect(url_for("desk.submit", id=id), 303)
        with site().database.writing() as session:
            wrong = _submit(session, draft)
    except DraftNotFoundError:
        abort(404)
    except DraftConflictError as conflict:
        return _answer(id, 409, _changed_words(conflict))
    except EditConflictError:
        return _answer(id, 409, "The published record has changed since you started this draft.", stale=True)
    except NotAllowedError as refusal:
        return _answer(id, 409, f"Not submitted: {refusal}.")
    except UnexplainedChangeError as change:
        return _answer(id, 422, _unexplained(id, change.draft))
    except NotReadyError:
        return _answer(id, 422, "This draft or a related draft still has problems to fix.")
    return _answer(id, 422, wrong) if wrong else redirect(url_for("desk.draft", id=id), 303)


def _unexplained(id: str, draft: Draft) -> str:
    """What readers have to be told of a change before it can be submitted."""
    if draft.id != id:
        return f"First choose the type of change of “{draft.title}”, and for a correction say what was wrong."
    if not draft.change_chosen:
        return "Choose the type of change."
    return "Say what was wrong. Readers see it beside the correction."


def _changed_words(conflict: DraftConflictError) -> str:
    """What was changed after the page was opened, and by whom."""
    draft = conflict.current
    with site().database.reading() as session:
        edits = edits_shown(session, current_actor(), draft, parse_version(request.form))
    changed = edits_told(edits) or f"A draft was changed ({moment_words(draft.updated_at)}) after you opened this page."
    return f"Not submitted. {changed} Please check it again."


def _keep(session: Session, id: str) -> Draft:
    """Save the answers that are not part of the record, whether or not it can be submitted.

    A page that does not show the present draft saves nothing: what it asks about may have changed.
    """
    opened(session, id)
    draft = unchanged_since(session, current_actor(), id, parse_version(request.form))
    change, note = request.form.get("change", draft.chosen_change), request.form.get("note", "")
    marks = {question.mark for _, question in questions_of(session, current_actor(), draft)}
    answered = {request.form.get(f"acts-{n}.together") for n, _ in questions_of(session, current_actor(), draft)}
    work = WriteContext(
        draft.data,
        change if change in CHANGE_WORDS else draft.chosen_change,
        note,
        tuple(mark for mark in marks if mark in answered),
    )
    draft = save_draft(session, current_actor(), site().clock, id, draft.version, work)
    tell_reviewer(session, current_actor(), id, draft.version, request.form.get("private_note", ""))
    return draft


def _submit(session: Session, kept: Draft) -> str:
    """Why it was not submitted; empty where it was."""
    draft = open_draft(session, current_actor(), kept.id)
    if any(not question.confirmed for _, question in questions_of(session, current_actor(), draft)):
        return "For each act, say whether all the combinations are true."
    along = [
        one
        for one in along_with(session, current_actor(), draft, related_drafts(session, draft, current_actor()))
        if not one.waits
    ]
    chosen = [one for one in along if f"with-{one.id}" in request.form]
    if unready := [one.title for one in chosen if not one.ready]:
        return f"First check the combinations in: {', '.join(unready)}."
    versions = {one.id: parse_version({"draft-version": request.form[f"with-{one.id}"]}) for one in chosen}
    submit_drafts(session, current_actor(), site().clock, {draft.id: draft.version, **versions})
    return ""


@blueprint.post("/drafts/<id>/take-back")
@needs(Action.WRITE)
def cancel_review(id: str) -> AnyResponse:
    """Take a submitted draft back to write on."""
    try:
        with site().database.writing() as session:
            opened(session, id)
            cancel_submission(session, current_actor(), site().clock, id, parse_version(request.form))
    except DraftConflictError:
        pass  # it has been reviewed since: its page says so
    return redirect(url_for("desk.draft", id=id), 303)


def _answer(id: str, status: int = 200, wrong: str = "", *, stale: bool = False) -> AnyResponse:
    typed = request.form if request.method == "POST" else None
    with site().database.reading() as session:
        draft = opened(session, id)
        return Response(
            shown(submit_page(session, current_actor(), draft, wrong=wrong, stale=stale, typed=typed)), status
        )
