"""Routes for uploads."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.models.revision import CHANGES
from tracker.records.checking.parsing import read
from tracker.records.reading.problems import Problem, field_name
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.drafts import DraftConflictError, DraftNotFoundError, WriteContext, open_draft
from tracker.services.editing.submitting import NotReadyError, submit_drafts
from tracker.services.editing.uploads import MOST_RECORDS, File, UploadRefusedError, drafts_from, read_uploads
from tracker.services.publishing.publish import EditConflictError
from tracker.services.upkeep.export import export_text
from tracker.store.published import current_records
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.upload.pages import LARGEST, upload_page, uploaded_page
from tracker.web.presenting.page import shown
from tracker.web.site import site


@blueprint.before_app_request
def allow_files() -> None:
    """Files may be larger than forms. Said before the form is guarded, which reads it."""
    if request.endpoint == "desk.make_drafts":
        request.max_content_length, request.max_form_parts = LARGEST, MOST_RECORDS + 10


@blueprint.get("/upload")
@needs(Action.UPLOAD)
def upload() -> AnyResponse:
    """The form."""
    return Response(shown(upload_page()))


@blueprint.post("/upload")
@needs(Action.UPLOAD)
def make_drafts() -> AnyResponse:
    """Make drafts of all records in the files, or tell everything that is wrong."""
    files = [File(sent.filename or "", sent.read()) for sent in request.files.getlist("files") if sent.filename]
    change, note = request.form.get("change", "update"), request.form.get("note", "")
    try:
        files_read = read_uploads(files)
        with site().database.writing() as session:
            made = drafts_from(
                session, current_actor(), site().clock, files_read.records, WriteContext({}, _class(change), note)
            )
    except UploadRefusedError as error:
        return _refused(error.problems)
    return Response(shown(uploaded_page(made)))


@blueprint.post("/upload/submit")
@needs(Action.UPLOAD)
def submit_uploaded() -> AnyResponse:
    """Submit the drafts of an upload together."""
    versions = {name.removeprefix("draft-"): value for name, value in request.form.items() if name.startswith("draft-")}
    chosen = {
        id: int(version)
        for id, version in versions.items()
        if version.isascii() and version.isdecimal() and len(version) < 10
    }
    if not chosen or len(chosen) > MOST_RECORDS:
        return _refused([Problem("", 0, "", "", "no drafts were selected")], status=400)
    try:
        with site().database.writing() as session:
            submit_drafts(session, current_actor(), site().clock, chosen, files="Record files")
    except NotReadyError as error:
        return _refused(
            [
                Problem("", 0, " ".join(fault.key), field_name(fault.path).replace("_", " "), str(fault.message))
                for family in error.families.values()
                for fault in family.faults
            ],
            status=422,
        )
    except EditConflictError as error:
        return _refused([Problem("", 0, " ".join(error.key), "", "has changed since: open its draft")], status=409)
    except DraftConflictError as error:
        return _refused([Problem("", 0, " ".join(error.current.key), "", "its draft has changed since")], status=409)
    except NotAllowedError as error:
        return _refused([Problem("", 0, "", "", f"not submitted: {error}")], status=409)
    except DraftNotFoundError:
        abort(404)
    return redirect(url_for("desk.drafts", state="submitted"), 303)


@blueprint.get("/file/<kind>/<path:id>")
@needs(Action.WRITE)
def record_file(kind: str, id: str) -> AnyResponse:
    """A published record as a file to edit and send back."""
    with site().database.reading() as session:
        records = current_records(session, [(kind, id)])
    if not records:
        abort(404)
    return _file(export_text(records, "yaml"), f"{kind}-{id.replace('/', '-')}.yaml")


@blueprint.get("/drafts/<id>/file")
@needs(Action.WRITE)
def draft_file(id: str) -> AnyResponse:
    """A draft as a file, if it is a complete record."""
    with site().database.reading() as session:
        try:
            draft = open_draft(session, current_actor(), id)
        except DraftNotFoundError:
            abort(404)
        record, _ = read(draft.kind, draft.data)
    if record is None:
        abort(404)
    return _file(export_text([record], "yaml"), f"{draft.kind}-draft.yaml")


def _file(text: str, name: str) -> Response:
    response = Response(text, content_type="application/yaml; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _class(change: str) -> str:
    return change if change in CHANGES and change != "new" else "update"


def _refused(problems: list[Problem], status: int = 422) -> Response:
    page = upload_page(problems, _class(request.form.get("change", "update")), request.form.get("note", ""))
    return Response(shown(page), status)
