"""A kept copy: its page, its manifest, and the file by which ``sha256sum -c`` checks it."""

from base64 import b64encode

from flask import Blueprint, Response, abort
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.capture.stores.blobs import BlobDamagedError, StoreUnreachableError
from tracker.capture.stores.choosing import store_at
from tracker.services.captures.access import file_of
from tracker.services.captures.download import CopyUnavailableError, copy_archive
from tracker.services.captures.public import CopyNotFoundError, PublicCopy, public_copy
from tracker.services.captures.quotes.quote_places import are_placed
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, narrowed
from tracker.web.captures.files import archive_answer, file_answer
from tracker.web.captures.pages import capture_page, is_withheld
from tracker.web.http.page_responses import answered, not_kept
from tracker.web.presenting.page import Page, shown
from tracker.web.site import site

blueprint = Blueprint("captures", __name__)

_WITHHELD = 451


@blueprint.get("/captures/<id>")
def capture(id: str) -> AnyResponse:
    """What a copy is, where it came from, and how to check it."""

    def make(session: Session, snapshot: Snapshot, _query: ScorecardQuery) -> Page | Response:
        copy = _copy(session, id)
        narrowed(session, snapshot)
        page = capture_page(session, copy)
        if is_withheld(copy):
            return not_kept(Response(shown(page), status=_WITHHELD))
        return page if are_placed(session, [copy.source.id]) else not_kept(page)

    return answered(make)


@blueprint.get("/captures/<id>/manifest.json")
def manifest(id: str) -> AnyResponse:
    """The text whose SHA-256 is the hash of the copy, byte for byte."""

    def make(session: Session, _snapshot: Snapshot, _query: ScorecardQuery) -> Response:
        copy = _shown(session, id)
        response = _attached(copy.capture.manifest, "application/json", "manifest.json")
        digest = b64encode(bytes.fromhex(copy.capture.sha256)).decode()
        response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
        return response

    return answered(make)


@blueprint.get("/captures/<id>/SHA256SUMS")
def sums(id: str) -> AnyResponse:
    """The hash of the manifest as ``sha256sum -c`` reads it."""

    def make(session: Session, _snapshot: Snapshot, _query: ScorecardQuery) -> Response:
        copy = _shown(session, id)
        return _attached(f"{copy.capture.sha256}  manifest.json\n", "text/plain; charset=utf-8", "SHA256SUMS")

    return answered(make)


@blueprint.get("/captures/<id>/all.zip")
def all_of_it(id: str) -> AnyResponse:
    """All of a copy that a reviewer opened to readers, as an attachment; 404 for any other."""

    def make(session: Session, _snapshot: Snapshot, _query: ScorecardQuery) -> Response:
        copy = _shown(session, id)
        place = site().settings.captures_place
        if not copy.capture.opened or place is None:
            abort(404)
        try:
            content = copy_archive(session, store_at(place), id, site().settings.site_name)
        except (CopyUnavailableError, BlobDamagedError, StoreUnreachableError):
            abort(404)
        return not_kept(archive_answer(copy.capture, content))

    return answered(make)


@blueprint.get("/captures/<id>/files/<int:number>")
def file(id: str, number: int) -> AnyResponse:
    """A file of a copy that a reviewer opened to everyone."""

    def make(session: Session, _snapshot: Snapshot, _query: ScorecardQuery) -> Response:
        copy = _shown(session, id)
        if not copy.capture.opened:
            abort(404)
        try:
            kept, content = file_of(session, site().settings.captures_place, copy.capture, number)
        except CopyNotFoundError:
            abort(404)
        return file_answer(copy.capture, number, kept, content)

    return answered(make)


def _copy(session: Session, id: str) -> PublicCopy:
    try:
        return public_copy(session, id)
    except CopyNotFoundError:
        abort(404)


def _shown(session: Session, id: str) -> PublicCopy:
    copy = _copy(session, id)
    if is_withheld(copy):
        abort(_WITHHELD)
    return copy


def _attached(content: str, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response
