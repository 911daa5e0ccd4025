"""Routes of lists of terms."""

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.models import Draft
from tracker.records.building.terms import TermEditError
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.draft_merging import Seen, seen_body
from tracker.services.editing.drafts import DraftConflictError, WriteContext, save_draft
from tracker.services.editing.topic_builder import new_list
from tracker.store.editing.drafts import own_draft
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.drafts.shared import parse_seen
from tracker.web.desk.drafts.views import opened
from tracker.web.desk.vocabularies.editing import VERB, SimilarTermError, act_on_terms, changed_meanwhile
from tracker.web.desk.vocabularies.pages import NewVocabularyPage, vocabulary_page
from tracker.web.desk.vocabularies.tree import EditResult
from tracker.web.presenting.page import shown
from tracker.web.site import site

_LONGEST_SEARCH = 200


@blueprint.get("/new/vocabulary")
@needs(Action.WRITE)
def new_vocabulary() -> AnyResponse:
    """Ask what a new list is called."""
    return Response(shown(NewVocabularyPage()))


@blueprint.post("/new/vocabulary")
@needs(Action.WRITE)
def begin_vocabulary() -> AnyResponse:
    """Begin a new list; without a name, ask again."""
    name = " ".join(request.form.get("name", "").split())[:300]
    if not name:
        return Response(shown(NewVocabularyPage(wrong="Enter a name, such as “Customers”.")), 422)
    with site().database.writing() as session:
        id = new_list(session, current_actor(), site().clock, name)
        draft = own_draft(session, current_actor().account_id, ("vocabulary", id))
        assert draft is not None
        return redirect(url_for("desk.vocabulary", id=draft.id), 303)


@blueprint.get("/vocabularies/<id>")
@needs(Action.WRITE)
def vocabulary(id: str) -> AnyResponse:
    """A list of terms, to be edited in place."""
    with site().database.reading() as session:
        draft = _opened(session, id)
        return _page(session, draft, EditResult(pop_flash_message()))


@blueprint.post("/vocabularies/<id>")
@needs(Action.WRITE)
def change_vocabulary(id: str) -> AnyResponse:
    """Save the list's own fields, and do what a button says."""
    verb, _, act = request.form.get("do", "save").partition(":")
    seen = parse_seen(request.form)
    if verb == VERB and act == "find":
        return redirect(url_for("desk.vocabulary", id=id, find=request.form.get("find", "")[:_LONGEST_SEARCH]), 303)
    try:
        with site().database.writing() as session:
            draft = _save(session, _opened(session, id), seen)
            step = None
            if verb == VERB:
                form = {**request.form.to_dict(), "list_version": str(seen.version)}
                step = act_on_terms(session, str(draft.record_id), act, form, draft.owner_id)
    except TermEditError as error:
        return _refused(id, EditResult(wrong=str(error), typed=request.form.to_dict()))
    except SimilarTermError as similar:
        return _refused(id, EditResult(alike=similar.alike, typed=request.form.to_dict()))
    except DraftConflictError as conflict:
        with site().database.reading() as session:
            result = changed_meanwhile(session, conflict, seen, request.form, request.form.get("do", "save"))
        return _refused(id, result, 409)
    except NotAllowedError as refusal:
        return _refused(id, EditResult(wrong=f"Not saved: {refusal}.", typed=request.form.to_dict()), 409)
    here = url_for("desk.vocabulary", id=id)
    if step is None:
        where = {"submit": url_for("desk.submit", id=id), "close": url_for("desk.home")}
        return redirect(where.get(verb, here), 303)
    flash_message(step.said)
    opened_term = f"?term={step.term}#term-{step.term}" if step.term else "#main"
    return redirect(here + opened_term, 303)


def _opened(session: Session, id: str) -> Draft:
    draft = opened(session, id)
    if draft.kind != "vocabulary":
        abort(404)
    return draft


def _save(session: Session, draft: Draft, seen: Seen) -> Draft:
    typed = {name: request.form.get(name, "").strip() for name in ("name", "note")}
    data = seen_body(session, draft, seen) or draft.data
    kept = {name: value for name, value in data.items() if name not in typed}
    data = {**kept, **{name: text for name, text in typed.items() if text}}
    work = WriteContext(data, draft.chosen_change, draft.note, tuple(draft.confirmed))
    return save_draft(session, current_actor(), site().clock, draft.id, seen, work)


def _refused(id: str, result: EditResult, status: int = 422) -> AnyResponse:
    with site().database.reading() as session:
        return _page(session, _opened(session, id), result, status)


def _page(session: Session, draft: Draft, result: EditResult, status: int = 200) -> AnyResponse:
    values = request.args if request.method == "GET" else request.form
    page = vocabulary_page(
        session,
        current_actor(),
        draft,
        term=values.get("term", ""),
        words=values.get("find", "")[:_LONGEST_SEARCH],
        result=result,
        typed=result.typed,
    )
    return Response(shown(page), status)
