"""Routes of kept copies at the desk."""

from typing import get_args

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.capture.stores.blobs import BlobDamagedError, StoreUnreachableError
from tracker.capture.stores.choosing import store_at
from tracker.services.auth.roles import Action
from tracker.services.captures.access import Ground, copy_at_desk, file_of, note_download, open_copy, page_picture
from tracker.services.captures.compare import compare_copies as compare
from tracker.services.captures.download import CopyUnavailableError, copy_archive
from tracker.services.captures.public import CopyNotFoundError
from tracker.services.captures.withholding import hidden_copy, records_quoting
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.accounts.flash_messages import pop_flash_message
from tracker.web.captures.files import archive_answer, file_answer
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.captures.compare import compare_page
from tracker.web.desk.captures.hidden import hidden_copy_page
from tracker.web.desk.captures.pages import NOTHING_TRIED, Tried, copy_page
from tracker.web.presenting.page import Page, shown
from tracker.web.site import site

_LONGEST_REASON = 500


@blueprint.get("/copies/<id>")
@needs(Action.WRITE)
def kept_copy(id: str) -> AnyResponse:
    """The words of a copy, and its files."""
    return copy_answer(id, notice=pop_flash_message())


@blueprint.get("/copies/<id>/files/<int:number>")
@needs(Action.WRITE)
def kept_file(id: str, number: int) -> AnyResponse:
    """One file, as it came; never shown by our pages."""
    try:
        with site().database.changing() as session:
            capture = copy_at_desk(session, current_actor(), id).capture
            file, content = file_of(session, site().settings.captures_place, capture, number)
            note_download(session, current_actor(), site().clock, id)
    except CopyNotFoundError:
        abort(404)
    return file_answer(capture, number, file, content)


@blueprint.get("/copies/<id>/pages/<int:number>.jpg")
@needs(Action.WRITE)
def page_of_copy(id: str, number: int) -> AnyResponse:
    """A page as pixels of our making."""
    try:
        with site().database.reading() as session:
            held = copy_at_desk(session, current_actor(), id)
            content = page_picture(session, site().settings.captures_place, held, number)
    except CopyNotFoundError:
        abort(404)
    response = Response(content, content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@blueprint.get("/copies/<id>/compare/<other>")
@needs(Action.WRITE)
def compare_copies(id: str, other: str) -> AnyResponse:
    """Two copies side by side, word by word."""
    try:
        with site().database.reading() as session:
            return Response(shown(compare_page(compare(session, current_actor(), id, other))))
    except CopyNotFoundError:
        abort(404)


@blueprint.get("/copies/<id>/all.zip")
@needs(Action.WRITE)
def all_of_copy(id: str) -> AnyResponse:
    """All of it in one file, with what others need to check it."""
    place = site().settings.captures_place
    try:
        with site().database.changing() as session:
            capture = copy_at_desk(session, current_actor(), id).capture
            if place is None:
                abort(404)
            content = copy_archive(session, store_at(place), id, site().settings.site_name)
            note_download(session, current_actor(), site().clock, id)
    except (CopyNotFoundError, CopyUnavailableError, BlobDamagedError, StoreUnreachableError):
        abort(404)
    return archive_answer(capture, content)


@blueprint.post("/copies/<id>")
@needs(Action.REVIEW)
def open_to_everyone(id: str) -> AnyResponse:
    """Open the files to everyone, with a ground and a reason that readers see."""
    ground, reason = request.form.get("ground", ""), line("reason")
    grounds: dict[str, Ground] = {one: one for one in get_args(Ground)}
    if ground not in grounds or not reason:
        return copy_answer(id, Tried("open", "Choose why everyone may see the files, and give a reason.", reason))
    try:
        with site().database.changing() as session:
            open_copy(session, current_actor(), site().clock, id, grounds[ground], reason)
    except CopyNotFoundError:
        abort(404)
    return redirect(url_for("desk.kept_copy", id=id), 303)


def line(name: str) -> str:
    """A line that was typed."""
    return " ".join(request.form.get(name, "").split())[:_LONGEST_REASON]


def copy_answer(id: str, tried: Tried = NOTHING_TRIED, asked_by: str = "", notice: str = "") -> AnyResponse:
    """The page of a copy: all of it, or of one that is withheld only that it is; 404 for others."""
    with site().database.reading() as session:
        try:
            held = copy_at_desk(session, current_actor(), id)
            page: Page = copy_page(current_actor(), held, records_quoting(session, id), tried, notice)
        except CopyNotFoundError:
            try:
                hidden, quoting = hidden_copy(session, current_actor(), id), records_quoting(session, id)
            except CopyNotFoundError:
                abort(404)
            page = hidden_copy_page(current_actor(), hidden, quoting, tried, asked_by, notice)
    return Response(shown(page), 422 if tried.wrong else 200)
