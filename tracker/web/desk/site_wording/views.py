"""Routes of the wording."""

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.models import Draft
from tracker.records.sentences import SENTENCES
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.draft_merging import seen_body
from tracker.services.editing.drafts import DraftConflictError, WriteContext, begin_draft, edit_record, save_draft
from tracker.store.editing.drafts import own_draft
from tracker.store.lists.titles import first_ids
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.drafts.shared import CHOOSE, choices_of, parse_seen
from tracker.web.desk.drafts.views import opened
from tracker.web.desk.site_wording.pages import SENTENCE, NewWordingPage, sentences_of, wording_page
from tracker.web.presenting.links import with_query
from tracker.web.presenting.page import shown
from tracker.web.site import site

_FIRST = "site-wording"
"""The id of a site's only record of its wording, where it has none yet."""
_LONGEST = 200


@blueprint.get("/new/wording")
@needs(Action.WRITE)
def new_wording() -> AnyResponse:
    """Ask whether to begin."""
    return Response(shown(NewWordingPage()))


@blueprint.post("/new/wording")
@needs(Action.WRITE)
def begin_wording() -> AnyResponse:
    """One's own draft of the site's wording: there is one record of it, which begins with the first sentence."""
    actor, clock = current_actor(), site().clock
    with site().database.writing() as session:
        published = first_ids(session, "wording", 1)
        if published:
            draft = edit_record(session, actor, clock, ("wording", published[0]))
        else:
            data = {"id": _FIRST, "sentences": {}}
            draft = own_draft(session, actor.account_id, ("wording", _FIRST)) or begin_draft(
                session, actor, clock, "wording", WriteContext(data)
            )
        return redirect(url_for("desk.wording", id=draft.id), 303)


@blueprint.get("/wordings/<id>")
@needs(Action.WRITE)
def wording(id: str) -> AnyResponse:
    """The sentences of a draft."""
    with site().database.reading() as session:
        draft = _opened(session, id)
        words = request.args.get("find", "")[:_LONGEST]
        return Response(shown(wording_page(session, current_actor(), draft, words)))


@blueprint.post("/wordings/<id>")
@needs(Action.WRITE)
def save_wording(id: str) -> AnyResponse:
    """Save the sentences on the page, and do what the button says."""
    typed = {key: request.form[SENTENCE + key].strip() for key in SENTENCES if SENTENCE + key in request.form}
    words, seen = request.form.get("find", "")[:_LONGEST], parse_seen(request.form)
    try:
        with site().database.writing() as session:
            draft = _opened(session, id)
            data = seen_body(session, draft, seen) or draft.data
            sentences = {k: text for k, text in (sentences_of(data) | typed).items() if text}
            work = WriteContext(
                {**data, "sentences": sentences}, draft.chosen_change, draft.note, tuple(draft.confirmed)
            )
            save_draft(session, current_actor(), site().clock, id, seen, work)
    except (DraftConflictError, NotAllowedError) as refusal:
        said = f"Not saved: {refusal}."
        if isinstance(refusal, DraftConflictError):
            said = "Not saved yet: someone changed this after you opened the page. Save again to use yours."
        with site().database.reading() as session:
            choices = choices_of(session, refusal, seen) if isinstance(refusal, DraftConflictError) else None
            said = CHOOSE if choices else said
            draft, actor = _opened(session, id), current_actor()
            page = wording_page(session, actor, draft, words, typed=typed, refused=said, choices=choices)
            return Response(shown(page), 409)
    do = request.form.get("do", "save")
    if do == "submit":
        return redirect(url_for("desk.submit", id=id), 303)
    return redirect(with_query(url_for("desk.wording", id=id), {"find": words} if words else {}), 303)


def _opened(session: Session, id: str) -> Draft:
    draft = opened(session, id)
    if draft.kind != "wording":
        abort(404)
    return draft
