"""Routes of making a topic. Every button saves the step it is on, then does what it says."""

from functools import partial

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.models import Draft
from tracker.records.building.terms import TermEditError
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.draft_merging import seen_body
from tracker.services.editing.drafts import DraftConflictError, WriteContext, new_id, save_draft
from tracker.services.editing.topic_builder import begin_topic, lists_of, usable_lists
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.drafts.form_data import with_id
from tracker.web.desk.drafts.forms import is_draft_id
from tracker.web.desk.drafts.shared import CHOOSE, choices_of, parse_seen
from tracker.web.desk.drafts.views import opened
from tracker.web.desk.times import moment_words
from tracker.web.desk.topics.pages import Refused, StepQuery
from tracker.web.desk.topics.reasons import SourceNotFoundError
from tracker.web.desk.topics.step_pages import start_page, step_page
from tracker.web.desk.topics.steps import (
    CELLS,
    STEPS,
    StepContext,
    StepError,
    apply_step,
    dimensions_as_typed,
    left_to_draw,
    steps_of,
)
from tracker.web.desk.vocabularies.editing import (
    VERB,
    SimilarTermError,
    TermStep,
    act_on_terms,
    changed_meanwhile,
    parse_list_seen,
)
from tracker.web.desk.vocabularies.tree import EditResult
from tracker.web.presenting.links import with_query
from tracker.web.presenting.page import shown
from tracker.web.site import site

_LONGEST = 200


@blueprint.get("/new/topic")
@needs(Action.WRITE)
def new_topic() -> AnyResponse:
    """What a new topic begins from."""
    with site().database.reading() as session:
        return Response(shown(start_page(session, new_id())))


@blueprint.post("/new/topic")
@needs(Action.WRITE)
def start_topic() -> AnyResponse:
    """Begin the draft. The page that was left names its id: so it may come twice."""
    id, start = request.form.get("draft", ""), request.form.get("start", "")[:_LONGEST]
    if not is_draft_id(id):
        abort(404)
    if not start:
        with site().database.reading() as session:
            return Response(shown(start_page(session, id, "Choose what to start from.")), 422)
    try:
        with site().database.writing() as session:
            begin_topic(session, current_actor(), site().clock, start, id)
    except LookupError:
        abort(404)
    return redirect(url_for("desk.topic_step", id=id, step=next(iter(STEPS))), 303)


@blueprint.get("/topics/<id>/<step>")
@needs(Action.WRITE)
def topic_step(id: str, step: str) -> AnyResponse:
    """A step of a draft."""
    said = pop_flash_message()
    with site().database.reading() as session:
        draft = _opened(session, id, step)
        return _page(session, draft, step, Refused(result=EditResult(said) if said else None))


@blueprint.post("/topics/<id>/<step>")
@needs(Action.WRITE)
def save_topic_step(id: str, step: str) -> AnyResponse:
    """Save a step, and do what the button says."""
    verb, _, act = request.form.get("do", "save").partition(":")
    typed = request.form.to_dict()
    done = TermStep()
    try:
        with site().database.writing() as session:
            draft = _opened(session, id, step)
            if verb == "next" and left_to_draw(step, draft.data, request.form):
                verb, act = CELLS, "add"
            if verb == VERB:
                done = _act_on_terms(session, draft, act)
            else:
                draft = _save(session, draft, step, act)
            order = list(steps_of(draft.data))
    except TermEditError as error:
        return _refused(id, step, Refused(typed=typed, result=EditResult(wrong=str(error), typed=typed)))
    except SimilarTermError as similar:
        return _refused(id, step, Refused(typed=typed, result=EditResult(alike=similar.alike, typed=typed)))
    except SourceNotFoundError as missing:
        return _refused(id, step, _missing_source(missing))
    except StepError as error:
        return _refused(id, step, Refused(str(error), typed))
    except DraftConflictError as conflict:
        return _changed_meanwhile(id, step, conflict, verb, act)
    except NotAllowedError as refusal:
        return _refused(id, step, Refused(f"Not saved: {refusal}.", typed), 409)
    except LookupError:
        abort(404)
    return redirect(_next(id, step, verb, act, done, order), 303)


def _opened(session: Session, id: str, step: str) -> Draft:
    draft = opened(session, id)
    if draft.kind != "topic" or step not in steps_of(draft.data):
        abort(404)
    return draft


def _save(session: Session, draft: Draft, step: str, act: str) -> Draft:
    actor = current_actor()
    seen = parse_seen(request.form)
    context = StepContext(session, actor, draft, seen_body(session, draft, seen) or draft.data)
    data = apply_step(step, context, request.form, act)
    work = WriteContext(data, draft.chosen_change, draft.note, tuple(draft.confirmed))
    complete = partial(with_id, session, actor, draft, "topic")
    return save_draft(session, actor, site().clock, draft.id, seen, work, completed=complete)


def _changed_meanwhile(id: str, step: str, conflict: DraftConflictError, verb: str, act: str) -> AnyResponse:
    """The step as the page had it, with what is to be chosen where somebody else changed the same."""
    typed = request.form.to_dict()
    if conflict.current.kind == "vocabulary":
        with site().database.reading() as session:
            result = changed_meanwhile(session, conflict, parse_list_seen(request.form), typed, f"{verb}:{act}")
        return _refused(id, step, Refused(result=result, typed=typed), 409)
    with site().database.reading() as session:
        return _page(session, _opened(session, id, step), step, _to_choose(session, step, conflict, act), 409)


def _to_choose(session: Session, step: str, conflict: DraftConflictError, act: str) -> Refused:
    """What is to be chosen on the page of a step, which shows what was typed there."""
    seen, typed = parse_seen(request.form), request.form.to_dict()
    names = _names_of_lists(session, conflict) if step == "dimensions" else {}
    choices, before = choices_of(session, conflict, seen, names), seen_body(session, conflict.current, seen)
    if choices is None or before is None:
        moment = moment_words(conflict.current.updated_at)
        message = f"Not saved yet: someone changed this ({moment}) after you opened the page. Save again to use yours."
        return Refused(message, typed)
    if step == "dimensions":
        return Refused(CHOOSE, typed, data=dimensions_as_typed(before, request.form), choices=choices)
    context = StepContext(session, current_actor(), conflict.current, before)
    data = apply_step(step, context, request.form, act)
    return Refused(CHOOSE, typed, data=data, choices=choices)


def _names_of_lists(session: Session, conflict: DraftConflictError) -> dict[str, str]:
    """What lists of terms are called; one that only a refused save would have begun is a new one."""
    sides = (side for one in conflict.conflicts for side in (one.mine, one.theirs, one.base))
    parts = [part for side in sides if isinstance(side, dict) for part in (side, *side.values())]
    ids = {str(part["vocabulary"]) for part in parts if isinstance(part, dict) and "vocabulary" in part}
    ids |= {str(one.mine) for one in conflict.conflicts if one.path[-1] == "vocabulary"}
    return dict.fromkeys(ids, "a new list") | {id: name for id, name, _ in usable_lists(session, current_actor())}


def _act_on_terms(session: Session, draft: Draft, act: str) -> TermStep:
    """Change a list that the topic uses, and no other."""
    if act == "find":
        return TermStep()
    list_id = request.form.get("list", "")
    if list_id not in {used.id for used in lists_of(session, current_actor(), draft.data, draft.owner_id).values()}:
        abort(404)
    done = act_on_terms(session, list_id, act, request.form, draft.owner_id)
    flash_message(done.said)
    return done


def _missing_source(missing: SourceNotFoundError) -> Refused:
    result = (
        f"No source is called “{missing.text}” exactly. Choose one below, or create it."
        if missing.text
        else "Enter the title or web address of a source."
    )
    return Refused(result, request.form.to_dict(), missing.key, missing.candidates)


def _refused(id: str, step: str, refused: Refused, status: int = 422) -> AnyResponse:
    with site().database.reading() as session:
        return _page(session, _opened(session, id, step), step, refused, status)


def _page(session: Session, draft: Draft, step: str, refused: Refused, status: int = 200) -> AnyResponse:
    given = request.args if request.method == "GET" else request.form
    query = StepQuery(
        given.get("dimension" if request.method == "POST" else "list", "")[:_LONGEST],
        given.get("term", "")[:_LONGEST],
        given.get("find", "")[:_LONGEST],
        given.get("cells", "")[:_LONGEST],
        given.get("promise", "one")[:_LONGEST],
    )
    return Response(shown(step_page(session, current_actor(), draft, step, query, refused)), status)


def _next(id: str, step: str, verb: str, act: str, done: TermStep, order: list[str]) -> str:
    """Where a button leads once the step is saved."""
    if verb == "close":
        return url_for("desk.home")
    if verb == "submit":
        return url_for("desk.topic_step", id=id, step="check")
    if verb == "next":
        following = order[order.index(step) + 1 :] if step in order else order
        return url_for("desk.topic_step", id=id, step=next(iter(following), step))
    here = {"list": request.form.get("dimension", ""), "term": done.term, "promise": request.form.get("promise", "")}
    if verb == VERB and act == "find":
        here["find"] = request.form.get("find", "")[:_LONGEST]
    if verb == "list":
        here["list"] = act
    anchor = f"term-{done.term}" if done.term else "table" if verb in (CELLS, "try") else "main"
    path = url_for("desk.topic_step", id=id, step=step)
    return with_query(path, {name: value for name, value in here.items() if value}) + f"#{anchor}"
