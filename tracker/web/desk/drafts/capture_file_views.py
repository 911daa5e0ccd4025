"""Sending a file as a copy of a source: a PDF, a picture or plain text, with where it came from."""

from dataclasses import dataclass
from typing import Annotated

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.capture.stores.blobs import DiskFullError, StoreUnreachableError
from tracker.core.captures.captures import MOST_BYTES
from tracker.services.auth.roles import Action
from tracker.services.captures.draft_captures import send_file
from tracker.services.captures.requests import CaptureRefusedError
from tracker.web.accounts.auth_decorators import current_actor, needs, takes
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.captures.wording import failure_text
from tracker.web.desk.drafts.views import opened
from tracker.web.presenting.page import Page, shown
from tracker.web.site import site

_LONGEST_SUPPLIER = 200


@dataclass(frozen=True, kw_only=True)
class FilePage(Page):
    """The form for one file."""

    template = "desk/drafts/capture_file.html"

    back: Annotated[str, "The draft that the file is for."]
    megabytes: Annotated[int, "How large it may be."]
    supplier: Annotated[str, "Where the file came from, as it was typed."]
    wrong: Annotated[str, "What was wrong with the last try; empty at first."]


@blueprint.get("/drafts/<id>/copy-file")
@needs(Action.WRITE)
def copy_file(id: str) -> AnyResponse:
    """The form for a file."""
    return _page(id)


@blueprint.post("/drafts/<id>/copy-file")
@takes(MOST_BYTES + 100_000, 20)
@needs(Action.WRITE)
def send_copy_file(id: str) -> AnyResponse:
    """Keep the file and have it opened; back to the draft, which shows how far it is."""
    sent, supplier = request.files.get("file"), " ".join(request.form.get("supplier", "").split())[:_LONGEST_SUPPLIER]
    if sent is None or not sent.filename:
        return _page(id, supplier, "Choose a file.")
    if not supplier:
        return _page(id, supplier, "Say where you have the file from. Readers see it.")
    try:
        with sent.stream as stream, site().database.writing() as session:
            draft = opened(session, id)
            content = stream.read()
            send_file(session, current_actor(), site().clock, site().settings, draft, sent.filename, content, supplier)
    except CaptureRefusedError as refusal:
        return _page(id, supplier, failure_text(refusal.reason))
    except DiskFullError:
        return _page(id, supplier, failure_text("disk full"))
    except StoreUnreachableError:
        return _page(id, supplier, failure_text("store unreachable"))
    return redirect(f"{url_for('desk.draft', id=id)}#copies", 303)


def _page(id: str, supplier: str = "", wrong: str = "") -> AnyResponse:
    with site().database.reading() as session:
        draft = opened(session, id)
        if draft.kind != "source":
            abort(404)
        page = FilePage(
            title="Upload a copy",
            description=f"A file of “{draft.title or 'this source'}”, as someone gave it to you.",
            back=f"{url_for('desk.draft', id=id)}#copies",
            megabytes=MOST_BYTES // 1_000_000,
            supplier=supplier,
            wrong=wrong,
        )
    return Response(shown(page), 422 if wrong else 200)
