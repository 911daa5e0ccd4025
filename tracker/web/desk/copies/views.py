"""Routes of a kept copy at the desk. Its files are only ever attachments; what is shown is pixels of our making."""

from flask import Response, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.capture.blobs import BlobDamagedError, BlobStore
from tracker.core.captures import Capture
from tracker.services.auth.roles import Action, may
from tracker.services.capturing.downloading import CopyUnavailableError, copy_archive, note_download, open_to_public
from tracker.store.captures.captures import captures_by_id, events_of, page_pictures, texts_of
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.captures.attachments import attached
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.copies.pages import GROUNDS, CopyPage, copy_page
from tracker.web.presenting.page import shown
from tracker.web.site import site

_LONGEST = 1_000


@blueprint.get("/captures/<id>")
@needs(Action.WRITE)
def kept_copy(id: str) -> AnyResponse:
    """All of a copy."""
    with site().database.reading() as session:
        return Response(shown(_page(session, _copy(session, id))))


@blueprint.get("/captures/<id>/all.zip")
@needs(Action.WRITE)
def copy_download(id: str) -> AnyResponse:
    """All of a copy as one file; that it was downloaded is noted."""
    with site().database.reading() as session:
        _copy(session, id)
        content = _archive(session, id)
    with site().database.changing() as session:
        note_download(session, site().clock, id, current_actor().name)
    return attached(content, "application/zip", f"copy-{id}.zip")


@blueprint.get("/captures/<id>/pages/<int:number>.jpg")
@needs(Action.WRITE)
def copy_picture(id: str, number: int) -> AnyResponse:
    """A page of a copy as pixels."""
    with site().database.reading() as session:
        capture = _copy(session, id)
        sha256 = page_pictures(session, id).get(number)
    if sha256 is None or capture.state not in ("captured", "doubtful"):
        abort(404)
    try:
        content = _store().read(sha256)
    except BlobDamagedError:
        abort(404)
    response = Response(content, content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@blueprint.post("/captures/<id>/open")
@needs(Action.REVIEW)
def open_copy(id: str) -> AnyResponse:
    """Let readers download a copy, on a ground and with a reason that they see."""
    ground, reason = request.form.get("ground", ""), request.form.get("reason", "").strip()[:_LONGEST]
    wrong = "" if ground in GROUNDS else "Choose on what ground readers may have it."
    wrong = wrong or ("" if reason else "Give the reason: readers see it.")
    with site().database.changing() as session:
        capture = _copy(session, id)
        if capture.state != "captured":
            wrong = "Only a copy that is not in doubt, withheld or erased can be opened."
        if not wrong and not capture.opened:
            open_to_public(session, site().clock, id, current_actor().name, f"{GROUNDS[ground]}. {reason}")
    if not wrong:
        return redirect(url_for("desk.kept_copy", id=id), 303)
    with site().database.reading() as session:
        return Response(shown(_page(session, _copy(session, id), (ground, reason), wrong)), 422)


def _page(session: Session, capture: Capture, typed: tuple[str, str] = ("", ""), wrong: str = "") -> CopyPage:
    text, events = texts_of(session, [capture.id]).get(capture.id), events_of(session, [capture.id])[capture.id]
    pictures = list(page_pictures(session, capture.id))
    reviews = may(current_actor().role, Action.REVIEW)
    return copy_page(capture, text, events, pictures, may_open=reviews, typed=typed, wrong=wrong)


def _copy(session: Session, id: str) -> Capture:
    """The copy, for editors and for whoever asked for it; 404 for all others."""
    capture, actor = captures_by_id(session, [id]).get(id), current_actor()
    if capture is None or not (may(actor.role, Action.READ_DRAFTS) or capture.account_id == actor.account_id):
        abort(404)
    return capture


def _archive(session: Session, id: str) -> bytes:
    try:
        return copy_archive(session, _store(), id, site().settings.site_name)
    except (CopyUnavailableError, BlobDamagedError):
        abort(404)


def _store() -> BlobStore:
    folder = site().settings.captures_folder
    if folder is None:
        abort(404)
    return BlobStore(folder)
