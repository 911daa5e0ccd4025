"""Routes of requests to companies at the desk."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.text import day
from tracker.records.ids import is_id
from tracker.services.auth.roles import Action, NotAllowedError, may
from tracker.services.editing.drafts import DraftConflictError
from tracker.services.editing.submitting import NotReadyError
from tracker.services.publishing.publish import EditConflictError
from tracker.services.reading.scorecards import MovedError, TakenDownError
from tracker.services.replies import asking, deciding
from tracker.services.replies.asking import AskProblemsError, Question
from tracker.store.published import current_states
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.accounts.auth_state import auth_state
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.accounts.next_url import next_url
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.replies.letter import filled_in
from tracker.web.desk.replies.pages import TABS, ask_page, link_page, replies_page, request_page
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.row_numbers import NEXT_PAGE, parse_row_number
from tracker.web.presenting.page import shown
from tracker.web.site import site

__all__: list[str] = []

_BOXES = ("recipient", "email", "asked_by", "questions", "until")
_NAMED = ("company", "topic", "pledge", "evidence")
_DAYS_TO_ANSWER = 14
_MOST_TERMS = 20


@blueprint.get("/ask")
@needs(Action.WRITE)
def ask() -> AnyResponse:
    """The form of a request, filled in from the finding or pledge that the address names.

    Everyone at the desk may follow the link to it; who may not ask reads the questions.
    """
    named = {name: text if is_id(text := request.args.get(name, "")) else "" for name in _NAMED}
    days = site().settings.answer_days or _DAYS_TO_ANSWER
    typed = {"asked_by": site().settings.site_name, "until": day(site().today + timedelta(days=days)), "questions": ""}
    with site().database.reading() as session:
        if ("company", named["company"]) not in current_states(session, [("company", named["company"])]):
            abort(404)
        about: list[str] = []
        terms: list[str] = []
        if named["topic"] and (named["pledge"] or named["evidence"]):
            try:
                filled = filled_in(session, **named)
            except (LookupError, MovedError, TakenDownError):
                abort(404)
            typed["questions"], about, terms = filled.questions, list(filled.about), list(filled.terms)
        page = ask_page(session, named["company"], typed, _kinds(session, about), terms)
        return Response(shown(replace(page, may_ask=may(current_actor().role, Action.ANSWER_READERS))))


@blueprint.post("/ask")
@needs(Action.ANSWER_READERS)
def send_ask() -> AnyResponse:
    """Make the request, and show the letter with the link."""
    typed = {name: request.form.get(name, "") for name in _BOXES}
    company = request.form.get("company", "")
    about = [id for id in request.form.getlist("about") if is_id(id)]
    terms = request.form.getlist("terms")[:_MOST_TERMS]
    question = Question(company=company, about=about, terms=terms, **typed)
    try:
        with site().database.writing() as session:
            kept, token = asking.ask_company(
                session, current_actor(), site().clock, auth_state().now, site().today, question
            )
            return _no_store(shown(link_page(session, kept, token)))
    except LookupError:
        abort(404)
    except AskProblemsError as error:
        return _ask_again(company, typed, about, terms, error.problems)
    except NotReadyError as error:
        faults = [str(fault.message) for family in error.families.values() for fault in family.faults]
        return _ask_again(company, typed, about, terms, {"questions": f"Not sent: {'; '.join(faults)}."})


def _ask_again(
    company: str, typed: Mapping[str, str], about: list[str], terms: list[str], wrong: Mapping[str, str]
) -> Response:
    with site().database.reading() as session:
        return Response(shown(ask_page(session, company, typed, _kinds(session, about), terms, wrong)), 422)


def _kinds(session: Session, ids: list[str]) -> list[tuple[str, str]]:
    """The records among these ids, with their kinds."""
    keys = [(kind, id) for id in ids for kind in ("evidence", "pledge")]
    states = current_states(session, keys)
    return [key for key in keys if key in states]


@blueprint.get("/replies")
@needs(Action.ANSWER_READERS)
def replies() -> AnyResponse:
    """Answers to check; with ``show``, other requests."""
    show = request.args.get("show", "")
    if show not in TABS:
        raise BadParameterError("show", show[:80], f"{' or '.join(filter(None, TABS))}, or nothing")
    with site().database.reading() as session:
        before = parse_row_number("before", request.args, NEXT_PAGE)
        return Response(shown(replies_page(session, show, before, pop_flash_message())))


@blueprint.get("/replies/<int:id>")
@needs(Action.ANSWER_READERS)
def reply_request(id: int) -> AnyResponse:
    """One request."""
    try:
        with site().database.reading() as session:
            kept = asking.open_request(session, current_actor(), id)
            return Response(shown(request_page(session, kept, pop_flash_message())))
    except LookupError:
        abort(404)


@blueprint.post("/replies/<int:id>/link")
@needs(Action.ANSWER_READERS)
def new_reply_link(id: int) -> AnyResponse:
    """Another link, in place of the one before; shown once."""
    try:
        with site().database.changing() as session:
            kept, token = asking.new_link(session, current_actor(), auth_state().now, id, site().today)
            return _no_store(shown(link_page(session, kept, token)))
    except LookupError:
        abort(404)
    except NotAllowedError as error:
        return _back_with_message(id, f"No link was made: {error}.")


@blueprint.post("/replies/<int:id>/end-link")
@needs(Action.ANSWER_READERS)
def end_reply_link(id: int) -> AnyResponse:
    """Take the link back."""
    try:
        with site().database.changing() as session:
            asking.end_link(session, current_actor(), id)
    except LookupError:
        abort(404)
    return _back_with_message(id, "The link no longer works.")


@blueprint.post("/replies/<int:id>/accept")
@needs(Action.ANSWER_READERS)
def accept_reply(id: int) -> AnyResponse:
    """Submit the answer for review, in the company’s words."""
    answer, checked = request.form.get("answer", ""), request.form.get("checked", "")
    try:
        with site().database.writing() as session:
            deciding.accept_answer(
                session, current_actor(), site().clock, site().settings.time_zone, id, answer=answer, checked=checked
            )
    except NotReadyError as error:
        faults = [str(fault.message) for family in error.families.values() for fault in family.faults]
        return _back_with_message(id, f"Nothing was submitted: {'; '.join(faults)}.")
    except (DraftConflictError, EditConflictError):
        return _back_with_message(
            id, "Nothing was submitted: the record of the question was changed meanwhile. Try again."
        )
    except LookupError:
        abort(404)
    except (ValueError, NotAllowedError) as error:
        return _back_with_message(id, f"Nothing was submitted: {error}.")
    return _back_with_message(id, "Answer submitted for review, in the company’s own words.")


@blueprint.post("/replies/<int:id>/refuse")
@needs(Action.ANSWER_READERS)
def refuse_reply(id: int) -> AnyResponse:
    """Refuse an answer that is not from the company."""
    try:
        with site().database.changing() as session:
            deciding.refuse_answer(session, current_actor(), site().clock, id)
    except LookupError:
        abort(404)
    except NotAllowedError as error:
        return _back_with_message(id, f"Nothing was changed: {error}.")
    return _back_with_message(id, "Answer refused. None of it is published.")


@blueprint.post("/replies/<int:id>/erase")
@needs(Action.ANSWER_READERS)
def erase_reply_request(id: int) -> AnyResponse:
    """Erase what people of the company left."""
    try:
        with site().database.changing() as session:
            deciding.erase_reply(session, current_actor(), site().clock, id)
    except LookupError:
        abort(404)
    except NotAllowedError as error:
        return _back_with_message(id, f"Nothing was erased: {error}.")
    return _back_with_message(
        id, "The personal data that the company’s people left is erased. What was published stays."
    )


def _back_with_message(id: int, words: str) -> AnyResponse:
    """Say what was done on the page that the form was on: that of the request, or the queue."""
    flash_message(words)
    back, home = request.form.get("back", ""), url_for("desk.home")
    own = url_for("desk.reply_request", id=id)
    return redirect(next_url(back, own) if back == home or back.startswith(f"{home}?") else own, 303)


def _no_store(html: str) -> Response:
    response = Response(html)
    response.headers["Cache-Control"] = "no-store"
    return response
