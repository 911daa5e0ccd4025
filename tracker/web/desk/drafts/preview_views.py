"""Live previews for scripts: the panel for the current form data, and one tree with search results.

Nothing is saved. Without scripts, the buttons of the form do the same.
"""

from collections.abc import Iterable
from dataclasses import asdict

from flask import Response, abort, jsonify, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.models import Draft
from tracker.services.auth.roles import Action
from tracker.services.editing.drafts import new_id, unsaved_draft
from tracker.services.editing.preview import PREVIEWED
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.drafts.form_data import resolve
from tracker.web.desk.drafts.views import form_of, opened
from tracker.web.desk.form.plain import PlainValue
from tracker.web.desk.form.record_form import RecordForm, TooManyFieldsError, posted_fields
from tracker.web.desk.form.scope.operations import pane_named
from tracker.web.desk.form.scope.panes import Pane
from tracker.web.desk.form.scope.trees import anchor
from tracker.web.desk.preview.panel import panel_markup, tried_out
from tracker.web.desk.preview.sentences import finished_sentences
from tracker.web.site import site


@blueprint.post("/drafts/<id>/panel")
@needs(Action.WRITE)
def panel(id: str) -> AnyResponse:
    """The panel, and what the trees say of each term, for what is typed and not saved."""
    with site().database.reading() as session:
        return _panel(session, opened(session, id))


@blueprint.post("/new/<kind>/panel")
@needs(Action.WRITE)
def new_panel(kind: str) -> AnyResponse:
    """The same for a record that was never saved."""
    with site().database.reading() as session:
        return _panel(session, unsaved_draft(current_actor(), site().clock, kind, {}, id=new_id()))


@blueprint.post("/drafts/<id>/tree")
@needs(Action.WRITE)
def tree(id: str) -> AnyResponse:
    """One tree of a form, named by its field and dimension, with what is typed."""
    with site().database.reading() as session:
        return _tree(session, opened(session, id))


@blueprint.post("/new/<kind>/tree")
@needs(Action.WRITE)
def new_tree(kind: str) -> AnyResponse:
    """The same for a record that was never saved."""
    with site().database.reading() as session:
        return _tree(session, unsaved_draft(current_actor(), site().clock, kind, {}, id=new_id()))


def _panel(session: Session, draft: Draft) -> AnyResponse:
    form = _typed(session, draft)
    actor = current_actor()
    resolve(session, actor, form)
    panes = (pane for field in form.trees() for pane in field.panes())
    previewed = tried_out(session, actor, form.kind, form.body(), form.context)
    sentences = {id: asdict(one) for id, one in finished_sentences(form, previewed).items()}
    return jsonify(panel=panel_markup(previewed), trees=dict(_decided(panes)), sentences=sentences)


def _tree(session: Session, draft: Draft) -> AnyResponse:
    named = pane_named(_typed(session, draft).trees(), request.form.get("tree", ""))
    if named is None:
        abort(404)
    field, terms_of = named
    return Response(render_template("desk/form/pane.html", field=field, pane=field.pane(terms_of)))


def _typed(session: Session, draft: Draft) -> RecordForm:
    """The form of a draft with what was posted over it."""
    if draft.kind not in PREVIEWED:
        abort(404)
    try:
        posted, _ = posted_fields(request.form)
    except TooManyFieldsError:
        abort(413)
    return form_of(session, draft, posted)


def _decided(panes: Iterable[Pane]) -> Iterable[tuple[str, PlainValue]]:
    """By the id of an element: of a tree its summary, of a term the shape and the words for inheriting.

    For the rest of a dimension also whether it is answered.
    """
    for pane in panes:
        yield f"{pane.id}-summary", pane.summary
        for term, said in pane.said.items():
            yield f"{pane.id}-{anchor(term)}", [said.mark, said.inherited]
        if pane.rest:
            yield f"{pane.id}-rest", [pane.rest.mark, pane.rest.inherited, pane.answered]
