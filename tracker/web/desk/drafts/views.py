"""Routes of the draft form: every button saves, then does what it says."""

import logging
from functools import partial
from typing import NamedTuple

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from tracker.models import Draft
from tracker.records.ids import is_id
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.draft_merging import Seen, seen_after, seen_body
from tracker.services.editing.drafts import (
    DraftConflictError,
    DraftNotFoundError,
    WriteContext,
    begin_draft,
    discard_draft,
    edit_record,
    new_id,
    open_draft,
    save_draft,
    unsaved_draft,
)
from tracker.services.editing.topic_builder import discard_topic
from tracker.store.editing.drafts import draft_of_id
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.drafts.captures import COPY_FIELDS, act_on_copies, carry_out, place_after, with_copies
from tracker.web.desk.drafts.form_data import confirmed_in, differences, form_for, look_up, resolve, with_id
from tracker.web.desk.drafts.form_page import heading
from tracker.web.desk.drafts.forms import (
    DraftQuery,
    is_draft_id,
    parse_button,
    parse_draft_query,
    parse_finding,
    parse_id,
    parse_version,
)
from tracker.web.desk.drafts.inline_create import begin_for, fill_in, first_data, only_topic
from tracker.web.desk.drafts.pages import Conflict, draft_page, notices_of, steps_of
from tracker.web.desk.drafts.shared import choices_of, edits_shown, edits_told, is_seen_field, parse_seen
from tracker.web.desk.drafts.text_drafts import plain_page
from tracker.web.desk.form.fields import WordsField
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.operations import SPEAKS, Next, operate
from tracker.web.desk.form.record_form import RecordForm, TooManyFieldsError, posted_fields
from tracker.web.desk.form.scope.operations import SHOW, TERM, add_missing, words_in
from tracker.web.desk.new_records import OWN_PAGES, own_page
from tracker.web.desk.preview.panel import tried_out
from tracker.web.desk.preview.sentences import suggestion
from tracker.web.desk.times import moment_words
from tracker.web.presenting.page import shown
from tracker.web.site import site

log = logging.getLogger(__name__)

_SAVE_AGAIN = "Save again to replace it with yours."
_CHOOSE = "Choose what to keep below. Whatever else each of you changed is kept."
_BESIDE = ("csrf_token", "do", "draft", "kept", SPEAKS, *COPY_FIELDS)


class Saved(NamedTuple):
    """A draft as it was saved, its form as it was posted, and what comes next; ``here``: the posted form is shown.

    ``seen`` is what the page shows that was posted, ``others`` says what somebody else changed meanwhile.
    """

    draft: Draft
    form: RecordForm
    next: Next
    seen: Seen
    others: str = ""
    here: bool = False


@blueprint.get("/drafts/<id>")
@needs(Action.WRITE)
def draft(id: str) -> AnyResponse:
    """The form of a draft."""
    notice = pop_flash_message()
    with site().database.reading() as session:
        opened_draft = opened(session, id)
        if opened_draft.kind in OWN_PAGES:
            return redirect(own_page(opened_draft))
        if opened_draft.kind not in LAYOUTS:
            return Response(shown(plain_page(session, current_actor(), opened_draft)))
        query = parse_draft_query(request.args)
        form = form_of(session, opened_draft)
        return Response(shown(draft_page(session, current_actor(), opened_draft, form, query, notice=notice)))


@blueprint.get("/new/<kind>")
@needs(Action.WRITE)
def new(kind: str) -> AnyResponse:
    """The form of a record that is not there yet: with the first save it becomes a draft."""
    if kind not in LAYOUTS:
        abort(404)
    with site().database.reading() as session:
        company, topic = parse_id(request.args, "company"), parse_id(request.args, "topic")
        data = first_data(kind, "", company, topic or only_topic(session)) | parse_finding(kind, request.args)
        new_draft = unsaved_draft(current_actor(), site().clock, kind, data, id=new_id())
        query = parse_draft_query(request.args)
        return Response(shown(draft_page(session, current_actor(), new_draft, form_of(session, new_draft), query)))


@blueprint.post("/drafts/<id>")
@needs(Action.WRITE)
def save(id: str) -> AnyResponse:
    """Save what was typed, whatever it is, and do what the button says."""
    return _posted(id, "")


@blueprint.post("/new/<kind>")
@needs(Action.WRITE)
def begin(kind: str) -> AnyResponse:
    """The first save of a new record. The page that was left names its id: so it may come twice."""
    id = request.form.get("draft", "")
    if kind not in LAYOUTS or not is_draft_id(id):
        abort(404)
    return _posted(id, kind)


def _posted(id: str, new_kind: str) -> AnyResponse:
    try:
        posted, unknown = posted_fields(request.form)
    except TooManyFieldsError:
        abort(413)
    try:
        # Reading what was typed may take long, so it is done before others have to wait for the write lock.
        with site().database.reading() as session:
            form = form_of(session, _form_draft(session, id, new_kind), posted, parse_seen(posted))
        with site().database.writing() as session:
            saved = _save(session, _draft_to_save(session, id, new_kind), form, posted, unknown)
            return _after(session, saved, *parse_button(posted))
    except DraftConflictError as conflict:
        moment = moment_words(conflict.current.updated_at)
        why = f"someone changed it ({moment}) after you opened this page"
        return _refused(id, posted, why, _SAVE_AGAIN, conflict)
    except NotAllowedError as refusal:
        return _refused(id, posted, str(refusal), "Copy anything you want to keep.")


def _draft_to_save(session: Session, id: str, new_kind: str) -> Draft:
    if new_kind and draft_of_id(session, id) is None:
        return unsaved_draft(current_actor(), site().clock, new_kind, {}, id=id)
    return opened(session, id)


def _form_draft(session: Session, id: str, new_kind: str) -> Draft:
    """The draft whose form was posted; 404 for one of a kind that has none."""
    draft = _draft_to_save(session, id, new_kind)
    if draft.kind not in LAYOUTS:
        abort(404)
    return draft


def opened(session: Session, id: str) -> Draft:
    """The draft with this ID; 404 if there is none that the signed-in person may read."""
    if not is_draft_id(id):
        abort(404)
    try:
        return open_draft(session, current_actor(), id)
    except DraftNotFoundError:
        abort(404)


def form_of(
    session: Session, draft_row: Draft, posted: MultiDict[str, str] | None = None, seen: Seen | None = None
) -> RecordForm:
    """The form of a draft for the signed-in person, with what was posted on the page that ``seen`` names."""
    before = seen_body(session, draft_row, seen) if seen and seen.version else None
    return form_for(session, current_actor(), draft_row, posted, before)


def _save(session: Session, draft: Draft, form: RecordForm, posted: MultiDict[str, str], unknown: list[str]) -> Saved:
    verb, name = parse_button(posted)
    actor = current_actor()
    _tell_of([*unknown, *form.unknown([name for name in posted if not is_seen_field(name)], _BESIDE)])
    added = add_missing(session, actor, site().clock, form.trees(), name) if verb == TERM else None
    # Answers belong to the acts in their posted order, before any of them is moved.
    confirmed = confirmed_in(form, posted, draft.confirmed)
    after = operate(form, verb, name, posted)
    if verb == "suggest":
        _use_suggestion(session, form, name)
    resolve(session, actor, form)
    seen, before = parse_seen(posted), draft.version
    body = carry_out(session, actor, draft, with_copies(session, draft, form.body(), posted), verb, name)
    work = WriteContext(body, draft.chosen_change, draft.note, confirmed)
    others = edits_told(edits_shown(session, actor, draft, seen.version)) if seen.version else ""
    if before:
        complete = partial(with_id, session, actor, draft, draft.kind)
        draft = save_draft(session, actor, site().clock, draft.id, seen, work, completed=complete)
    else:
        work = work._replace(body=with_id(session, actor, draft, draft.kind, work.body))
        draft = begin_draft(session, actor, site().clock, draft.kind, work, id=draft.id)
    if outcome := act_on_copies(session, actor, draft, verb, name):
        flash_message(outcome)
    return Saved(draft, form, after, seen_after(draft, before, seen, body), others, here=verb == TERM and added is None)


def _use_suggestion(session: Session, form: RecordForm, name: str) -> None:
    """Put the line that scope and target give into its box."""
    field = form.find(name)
    line = suggestion(tried_out(session, current_actor(), form.kind, form.body(), form.context))
    if isinstance(field, WordsField) and field.entry.name == "short" and line:
        field.data = line


def _tell_of(names: list[str]) -> None:
    """Fields that none of our forms has are ignored and logged (ASVS V15.3.3)."""
    if names:
        log.warning("ignored %d unknown fields of a form: %s", len(names), ", ".join(repr(n[:60]) for n in names[:10]))


def _after(session: Session, saved: Saved, verb: str, name: str) -> AnyResponse:
    """Where a button leads once the draft is saved."""
    if request.accept_mimetypes.best == "application/json":
        return _saved_response(session, saved)
    query = parse_draft_query(request.args)._replace(next=saved.next)
    if verb == "submit":
        return redirect(url_for("desk.submit", id=saved.draft.id), 303)
    if verb.startswith("create-"):
        return redirect(
            begin_for(session, saved.draft, saved.form, verb.removeprefix("create-"), name, query.back), 303
        )
    if verb == "back" and query.back:
        if unread := saved.form.unread:
            flash_message("Saved. One entry below cannot be read: correct it, then go back.")
            return redirect(_page(saved.draft, query, unread.id), 303)
        return redirect(fill_in(session, saved.draft, query.back), 303)
    if saved.here:
        return Response(shown(draft_page(session, current_actor(), saved.draft, saved.form, query, seen=saved.seen)))
    if saved.others:
        flash_message(f"Saved. {saved.others} Both changes are kept.")
    if verb in (SHOW, TERM):
        query = query._replace(next=Next(), pane=name, words=words_in(saved.form.trees(), name))
        return redirect(_page(saved.draft, query, f"f-{name}"), 303)
    if verb == "send-file":
        return redirect(url_for("desk.copy_file", id=saved.draft.id), 303)
    if verb == "show-text":
        query = query._replace(text=name)
    place = place_after(verb, name) or saved.next.place or "main"
    return redirect(_page(saved.draft, query, place), 303)


def _page(draft: Draft, query: DraftQuery, anchor: str) -> str:
    return f"{url_for('desk.draft', id=draft.id)}{query.query()}#{anchor}"


def _saved_response(session: Session, saved: Saved) -> AnyResponse:
    """For a script that saves while one types: what the page says of the draft and of its fields, after the save."""
    draft, actor = saved.draft, current_actor()
    at = draft.updated_at.astimezone(site().settings.time_zone)
    look_up(session, actor, saved.form)
    notices = render_template("desk/_notices.html", **notices_of(session, actor, draft))
    return jsonify(
        version=saved.seen.version,
        typed=saved.seen.typed,
        others=saved.others,
        action=url_for("desk.draft", id=draft.id),
        saved=f"Saved {at:%H:%M}",
        title=heading(draft),
        notices=notices,
        fields=saved.form.said(),
        index=render_template("desk/index.html", steps=steps_of(session, actor, draft, saved.form)),
    )


def _refused(
    id: str, posted: MultiDict[str, str], why: str, advice: str, refusal: DraftConflictError | None = None
) -> AnyResponse:
    """The typed values beside the stored ones, or what is to be chosen where two people changed the same.

    Where what the page showed is not kept any more, its next save overwrites what is stored.
    """
    seen = parse_seen(posted)
    with site().database.reading() as session:
        draft = opened(session, id)
        if request.accept_mimetypes.best == "application/json":
            return _refusal_for_scripts(why)
        form = form_of(session, draft, posted, seen)
        query, actor = parse_draft_query(request.args), current_actor()
        if refusal and (choices := choices_of(session, refusal, seen)):
            others = edits_told(edits_shown(session, actor, draft, seen.version))
            conflict = Conflict(why, f"{others} {_CHOOSE}", choices=choices)
            return Response(shown(draft_page(session, actor, draft, form, query, conflict, seen)), 409)
        rows = differences(session, draft.kind, draft.data, form.body())
        message = (
            "There are no differences from the current version."
            if not rows
            else f"What you typed is below. Here is how it differs from the current version. {advice}"
        )
        conflict, again = Conflict(why, message, rows), None if refusal else seen
        return Response(shown(draft_page(session, actor, draft, form, query, conflict, again)), 409)


def _refusal_for_scripts(why: str) -> AnyResponse:
    answer = jsonify(error={"status": 409, "title": "Not saved", "detail": why, "parameter": None})
    answer.status_code = 409
    return answer


@blueprint.post("/drafts/<id>/discard")
@needs(Action.WRITE)
def discard(id: str) -> AnyResponse:
    """Throw a draft away; with a topic its own new lists."""
    try:
        with site().database.writing() as session:
            end = discard_topic if opened(session, id).kind == "topic" else discard_draft
            end(session, current_actor(), site().clock, id, parse_version(request.form))
    except (DraftConflictError, NotAllowedError):
        return redirect(url_for("desk.draft", id=id), 303)
    return redirect(url_for("desk.home"), 303)


@blueprint.post("/edit/<kind>/<path:id>")
@needs(Action.WRITE)
def edit(kind: str, id: str) -> AnyResponse:
    """Start a change of a published record, or open the one already started."""
    if not is_id(id):
        abort(404)
    try:
        with site().database.writing() as session:
            edited = edit_record(session, current_actor(), site().clock, (kind, id))
            return redirect(url_for("desk.draft", id=edited.id), 303)
    except LookupError:
        abort(404)
