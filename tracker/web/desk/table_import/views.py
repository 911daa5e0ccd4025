"""Routes of importing a spreadsheet."""

import json

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.records.spreadsheet.mapping import MappingError, TableMapping, mapping_text, read_mapping
from tracker.records.spreadsheet.planning.plan import Plan
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.spreadsheets.import_jobs import ask_for_drafts, ask_for_plan, progress_of
from tracker.services.spreadsheets.plans import heads_and_rows, suggested_mapping, words_of_topic
from tracker.services.spreadsheets.problem_sheet import problem_sheet, problem_workbook
from tracker.services.spreadsheets.table_imports import (
    ImportChangedError,
    ImportNotFoundError,
    OpenImport,
    begin_import,
    discard_import,
    keep_mapping,
    make_drafts,
    open_import,
    save_import,
    saved_mapping_of,
)
from tracker.services.spreadsheets.tables import LARGEST, TableError
from tracker.services.spreadsheets.template import template_workbook
from tracker.store.editing.bundles import bundles_with, saved_mappings
from tracker.web.accounts.auth_decorators import current_actor, needs, takes
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.table_import.forms import (
    is_import_id,
    mapping_with,
    parse_cells,
    parse_columns,
    parse_companies,
    parse_decisions,
    parse_fixes,
    parse_left,
    parse_topic,
    parse_version,
)
from tracker.web.desk.table_import.pages import STEPS, columns_page, file_page, start_page
from tracker.web.desk.table_import.plan_pages import changes_page, likely_companies, problems_page
from tracker.web.desk.table_import.progress_page import SECONDS_TO_RELOAD, progress_page
from tracker.web.desk.table_import.row_page import row_cells, row_page
from tracker.web.presenting.page import shown
from tracker.web.site import site

_PAGES = {"file": file_page, "columns": columns_page}
_PLAN_PAGES = {"problems": problems_page, "changes": changes_page}
_CHANGED = "This import was changed on another page. It is shown as it is now; please look at it again."
# Forms about the columns of a file are longer than others.
_LARGEST, _MOST_PARTS = LARGEST + 100_000, 20_000
_LARGEST_ROW = 5_000_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/import")
@needs(Action.UPLOAD)
def table_imports() -> AnyResponse:
    """The form for a file, unfinished imports, and bundles."""
    with site().database.reading() as session:
        return Response(shown(start_page(session, current_actor())))


@blueprint.post("/import")
@takes(_LARGEST, _MOST_PARTS)
@needs(Action.UPLOAD)
def start_import() -> AnyResponse:
    """Keep a file, and guess what its columns mean."""
    sent = request.files.get("file")
    topic = parse_topic(request.form)
    if sent is None or not sent.filename:
        return _start_again("Choose a file.", 422)
    try:
        with sent.stream as stream, site().database.writing() as session:
            id = begin_import(session, current_actor(), site().clock, sent.filename, stream.read(), topic).id
    except TableError as error:
        return _start_again(f"The file {error}.", 422)
    except NotAllowedError as error:
        return _start_again(f"Not imported: {error}.", 409)
    return redirect(url_for("desk.import_step", id=id, step="file"), 303)


def _start_again(wrong: str, status: int) -> Response:
    with site().database.reading() as session:
        return Response(shown(start_page(session, current_actor(), wrong)), status)


@blueprint.get("/import/<id>/<step>")
@needs(Action.UPLOAD)
def import_step(id: str, step: str) -> AnyResponse:
    """A step of an import."""
    return _page(id, step)


@blueprint.post("/import/<id>/<step>")
@takes(_LARGEST, _MOST_PARTS)
@needs(Action.UPLOAD)
def save_import_step(id: str, step: str) -> AnyResponse:
    """Save a step, and go on."""
    if not is_import_id(id) or step not in STEPS:
        abort(404)
    try:
        if step == "changes":
            return _finish(id)
        with site().database.writing() as session:
            opened = open_import(session, current_actor(), id)
            mapping = _SAVERS[step](session, opened)
            decisions = parse_decisions(request.form, opened.decisions) if step == "problems" else None
            save_import(
                session,
                current_actor(),
                site().clock,
                id,
                parse_version(request.form),
                mapping=mapping,
                decisions=decisions,
            )
            if name := request.form.get("save-as", "").strip():
                keep_mapping(session, current_actor(), site().clock, name, mapping)
    except ImportNotFoundError:
        abort(404)
    except ImportChangedError:
        return _page(id, step, _CHANGED, 409)
    except (TableError, MappingError, NotAllowedError) as error:
        return _page(id, step, f"Not saved: {error}.", 422)
    return redirect(url_for("desk.import_step", id=id, step=_following(step)), 303)


def _following(step: str) -> str:
    order = list(STEPS)
    stay = request.form.get("do", "next") == "save"
    return step if stay else order[order.index(step) + 1]


def _save_file(session: Session, opened: OpenImport) -> TableMapping:
    """The mapping once sheet, header row, topic or a saved mapping were chosen."""
    form, mapping = request.form, opened.mapping
    sheet = form.get("sheet") if form.get("sheet") in opened.table.sheets else opened.table.sheets[0]
    topic = parse_topic(form) or None
    sent = request.files.get("mapping-file")
    other = read_mapping(sent.read(200_000).decode("utf-8-sig", "replace")) if sent and sent.filename else None
    other = other or saved_mapping_of(session, form.get("saved", ""))
    if other:
        return mapping_with(other, sheet=other.sheet if other.sheet in opened.table.sheets else sheet or None)
    rows = [_small(form.get(name, ""), most) for name, most in (("header-row", 100), ("header-rows", 3))]
    if (sheet or None) != mapping.sheet or not mapping.columns:
        guessed = suggested_mapping(session, opened.table, topic, site().today, sheet or "")
        moved = (sheet or None) != mapping.sheet
        mapping = guessed if moved or rows[0] == guessed.header_row else mapping_with(guessed, header_row=rows[0])
        return mapping_with(mapping, topic=topic)
    return mapping_with(mapping, topic=topic, header_row=rows[0], header_rows=rows[1])


def _small(text: str, most: int) -> int:
    return min(max(int(text), 1), most) if text.isascii() and text.isdecimal() and len(text) < 4 else 1


def _save_columns(session: Session, opened: OpenImport) -> TableMapping:
    heads, _ = heads_and_rows(opened.table, opened.mapping)
    mapping = parse_columns(request.form, opened.mapping, heads, words_of_topic(session, opened.mapping.topic))
    name = " ".join(request.form.get("save-as", "").split())[:300]
    return mapping_with(mapping, name=name or mapping.name)


def _save_problems(session: Session, opened: OpenImport) -> TableMapping:
    plan = _plan_of(session, opened)
    if plan is None:
        raise ImportChangedError
    likely = likely_companies(plan)
    return parse_companies(request.form, parse_fixes(request.form, opened.mapping), likely)


_SAVERS = {"file": _save_file, "columns": _save_columns, "problems": _save_problems}


def _finish(id: str) -> AnyResponse:
    """Keep which changes are taken; make the drafts, where that is what was chosen and nothing else was decided now."""
    title, note = request.form.get("title", ""), request.form.get("note", "")
    with site().database.writing() as session:
        opened = open_import(session, current_actor(), id)
        decisions = parse_left(request.form, opened.decisions)
        if decisions != opened.decisions:
            save_import(session, current_actor(), site().clock, id, parse_version(request.form), decisions=decisions)
            return redirect(url_for("desk.import_step", id=id, step="changes"), 303)
    if request.form.get("do") == "save":
        return redirect(url_for("desk.import_step", id=id, step="changes"), 303)
    try:
        with site().database.writing() as session:
            if opened.is_long:
                ask_for_drafts(session, open_import(session, current_actor(), id), title, note)
                return redirect(url_for("desk.import_step", id=id, step="changes"), 303)
            bundle = make_drafts(
                session, current_actor(), site().clock, id, parse_version(request.form), title=title, note=note
            ).id
    except NotAllowedError as error:
        return _page(id, "changes", f"No drafts were made: {error}.", 409)
    return redirect(url_for("desk.bundle", id=bundle), 303)


def _plan_of(session: Session, opened: OpenImport) -> Plan | None:
    """What an import would do; None for a long one that is not planned yet."""
    return opened.remembered_plan(session) if opened.is_long else opened.plan(session, site().clock)


def _opened(session: Session, id: str) -> OpenImport:
    if not is_import_id(id):
        abort(404)
    try:
        return open_import(session, current_actor(), id)
    except ImportNotFoundError:
        if bundles_with(session, id):  # its drafts were made meanwhile
            abort(redirect(url_for("desk.bundle", id=id), 303))
        abort(404)


def _page(id: str, step: str, refused: str = "", status: int = 200) -> AnyResponse:
    if step not in STEPS:
        abort(404)
    with site().database.reading() as session:
        opened = _opened(session, id)
        try:
            if step in _PAGES:
                return Response(shown(_PAGES[step](session, opened, refused)), status)
            if not opened.is_long:
                plan = opened.plan(session, site().clock)
                return Response(shown(_PLAN_PAGES[step](session, opened, plan, refused)), status)
        except TableError as error:
            return Response(shown(file_page(session, opened, f"The file {error}.")), 422)
    return _long_page(id, step, refused, status)


def _long_page(id: str, step: str, refused: str, status: int) -> AnyResponse:
    """A step that needs the plan of a long file: how far that has come, or the step itself once it is made."""
    with site().database.reading() as session:
        opened = _opened(session, id)
        progress = progress_of(session, opened, site().clock)
        plan = opened.remembered_plan(session) if progress is None or not progress.making else None
        if plan is not None:
            return Response(shown(_PLAN_PAGES[step](session, opened, plan, refused)), status)
    if progress is None or (progress.state == "failed" and request.args.get("again")):
        with site().database.changing() as session:
            opened = _opened(session, id)
            ask_for_plan(session, opened)
            progress = progress_of(session, opened, site().clock)
    assert progress is not None
    response = Response(shown(progress_page(opened, step, progress)), status)
    if progress.state != "failed":
        response.headers["Refresh"] = SECONDS_TO_RELOAD
    return response


@blueprint.get("/import/<id>/rows/<int:number>")
@needs(Action.UPLOAD)
def import_row(id: str, number: int) -> AnyResponse:
    """One row, whose cells can be corrected."""
    with site().database.reading() as session:
        opened = _opened(session, id)
        heads, cells = row_cells(opened, number) or abort(404)
        return Response(
            shown(row_page(opened, number, heads, cells, opened.problems_of_row(session, site().clock, number)))
        )


@blueprint.post("/import/<id>/rows/<int:number>")
@takes(_LARGEST_ROW, _MOST_PARTS)
@needs(Action.UPLOAD)
def save_import_row(id: str, number: int) -> AnyResponse:
    """Keep cells as they were corrected."""
    try:
        with site().database.writing() as session:
            opened = _opened(session, id)
            heads, cells = row_cells(opened, number) or abort(404)
            decisions = parse_cells(request.form, number, heads, cells, opened.decisions)
            save_import(session, current_actor(), site().clock, id, parse_version(request.form), decisions=decisions)
    except ImportChangedError:
        return _page(id, "problems", _CHANGED, 409)
    return redirect(url_for("desk.import_row", id=id, number=number), 303)


@blueprint.post("/import/<id>/discard")
@needs(Action.UPLOAD)
def discard_import_now(id: str) -> AnyResponse:
    """Delete an import."""
    try:
        with site().database.writing() as session:
            discard_import(session, current_actor(), id)
    except ImportNotFoundError:
        abort(404)
    return redirect(url_for("desk.table_imports"), 303)


_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/import/<id>/problems.<any(csv,xlsx):form>")
@needs(Action.UPLOAD)
def import_problem_sheet(id: str, form: str) -> AnyResponse:
    """The sheet as it came, with a column “problem”."""
    with site().database.reading() as session:
        opened = _opened(session, id)
        plan = _plan_of(session, opened)
        if plan is None:
            return redirect(url_for("desk.import_step", id=id, step="problems"))
        sheet = opened.table, opened.mapping.sheet, opened.mapping.header_row, plan.problems
        content = problem_workbook(*sheet) if form == "xlsx" else problem_sheet(*sheet).encode()
    return _file(content, _KINDS[form], f"problems.{form}")


@blueprint.get("/import/<id>/mapping.yaml")
@needs(Action.UPLOAD)
def import_mapping(id: str) -> AnyResponse:
    """What the columns mean, as a small file."""
    with site().database.reading() as session:
        text = mapping_text(_opened(session, id).mapping)
    return _file(text.encode(), "application/yaml; charset=utf-8", "mapping.yaml")


@blueprint.get("/mappings/<int:id>.yaml")
@needs(Action.UPLOAD)
def saved_mapping(id: int) -> AnyResponse:
    """A saved mapping, as a small file."""
    with site().database.reading() as session:
        row = next((it for it in saved_mappings(session) if it.id == id), None)
        if row is None:
            abort(404)
        text = mapping_text(TableMapping.model_validate(json.loads(row.body)))
    return _file(text.encode(), "application/yaml; charset=utf-8", "mapping.yaml")


@blueprint.get("/templates/<topic>.xlsx")
@needs(Action.UPLOAD)
def topic_template(topic: str) -> AnyResponse:
    """An empty workbook for a topic."""
    with site().database.reading() as session:
        try:
            content = template_workbook(session, topic)
        except LookupError:
            abort(404)
    return _file(content, _XLSX, f"{topic}.xlsx")


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
