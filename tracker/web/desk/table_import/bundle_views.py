"""Routes of bundles: submitting and deleting them whole, reviewing their rows."""

from collections.abc import Sequence

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.models import Review
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.desk.bundle_jobs import ask_to_publish, ask_to_submit, is_long
from tracker.services.editing.bundles import (
    BundleNotFoundError,
    BundleNotReadyError,
    discard_bundle,
    open_bundle,
    submit_bundle,
)
from tracker.services.publishing.bundle_review import bundle_rows, publish_rows, return_rows
from tracker.services.publishing.publish import EditConflictError, InvalidRecordsError
from tracker.services.publishing.review import AlreadyReviewedError, NoteMissingError, SubmissionChangedError
from tracker.store.editing.bundles import bundled_drafts
from tracker.web.accounts.auth_decorators import current_actor, is_recently_verified, needs, takes
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.review.forms import parse_cursor
from tracker.web.desk.review.views import people_needed, refresh_lists
from tracker.web.desk.table_import.bundle_pages import FILTERS, bundle_effects, bundle_page, fault_lines, filtered
from tracker.web.desk.table_import.forms import is_import_id
from tracker.web.desk.table_import.progress_page import SECONDS_TO_RELOAD
from tracker.web.presenting.page import shown
from tracker.web.site import site

_LARGEST = 2_000_000


@blueprint.get("/bundles/<id>")
@needs(Action.WRITE)
def bundle(id: str) -> AnyResponse:
    """The table of a bundle."""
    return _page(id)


@blueprint.post("/bundles/<id>/submit")
@needs(Action.UPLOAD)
def submit_whole_bundle(id: str) -> AnyResponse:
    """Submit all its drafts for review, or none."""
    try:
        with site().database.writing() as session:
            if is_long(session, id):
                ask_to_submit(session, current_actor(), id)
            else:
                submit_bundle(session, current_actor(), site().clock, id)
    except BundleNotFoundError:
        abort(404)
    except BundleNotReadyError as error:
        return _page(id, ["Not submitted. Please fix these first:", *fault_lines(error.faults)], 422)
    except EditConflictError as error:
        return _page(id, [f"Not submitted: {' '.join(error.key)} has changed since. Open its draft to merge."], 409)
    except NotAllowedError as error:
        return _page(id, [f"Not submitted: {error}."], 409)
    return redirect(url_for("desk.bundle", id=id), 303)


@blueprint.post("/bundles/<id>/discard")
@needs(Action.UPLOAD)
def discard_whole_bundle(id: str) -> AnyResponse:
    """Delete all its drafts."""
    try:
        with site().database.writing() as session:
            discard_bundle(session, current_actor(), site().clock, id)
    except BundleNotFoundError:
        abort(404)
    except NotAllowedError as error:
        return _page(id, [f"Not deleted: {error}."], 409)
    return redirect(url_for("desk.table_imports"), 303)


@blueprint.post("/bundles/<id>")
@takes(_LARGEST, 20_000)
@needs(Action.REVIEW)
def review_bundle(id: str) -> AnyResponse:
    """Publish or return rows: those selected, or all that the filter shows."""
    if not is_import_id(id):
        abort(404)
    decision, note, digest = (request.form.get(name, "") for name in ("decision", "note", "shown"))
    chosen = _chosen(id)
    if decision not in ("publish", "return") or not chosen:
        return _page(id, ["Select at least one row in review, and choose to publish or return it."], 400)
    if decision == "publish" and not is_recently_verified():
        return _page(id, ["Not published yet. Please verify it’s you first; that lasts ten minutes."], 403)
    reviews: Sequence[Review] | None = None
    try:
        with site().database.writing() as session:
            if decision == "publish" and is_long(session, id):
                ask_to_publish(session, current_actor(), id, chosen, digest, note=note, people=people_needed())
            elif decision == "publish":
                reviews = publish_rows(
                    session, site().clock, current_actor(), id, chosen, digest, note=note, people=people_needed()
                )
            else:
                reviews = return_rows(session, site().clock, current_actor(), id, chosen, digest, note=note)
    except (SubmissionChangedError, AlreadyReviewedError):
        return _page(id, ["The bundle has changed since you opened it. Please look at it again."], 409)
    except EditConflictError as error:
        return _page(id, [f"Not published: {' '.join(error.key)} has changed since. Return that row."], 409)
    except InvalidRecordsError as error:
        return _page(id, ["Not published:", *fault_lines(error.faults)], 409)
    except NoteMissingError as error:
        return _page(id, [f"{str(error)[0].upper()}{str(error)[1:]}."], 422)
    except NotAllowedError as error:
        return _page(id, [f"{str(error)[0].upper()}{str(error)[1:]}."], 403)
    if reviews is not None and not reviews:
        flash_message("Approved. A second reviewer must publish these rows.")
    elif reviews and decision == "publish":
        refresh_lists()
    return redirect(url_for("desk.bundle", id=id, filter=_filter()), 303)


def _filter() -> str:
    named = request.values.get("filter", "all")
    return named if named in FILTERS else "all"


def _chosen(id: str) -> set[str]:
    """The leading drafts of the rows that were selected, or of all that the filter shows and that wait."""
    if request.form.get("which") != "all":
        return set(request.form.getlist("row"))
    with site().database.reading() as session:
        rows = bundle_rows(session, id, bodies=False)
        effects = bundle_effects(session, rows)
    return {row.lead.id for row in filtered(rows, _filter(), effects) if row.waiting}


def _page(id: str, wrong: Sequence[str] = (), status: int = 200) -> AnyResponse:
    if not is_import_id(id):
        abort(404)
    with site().database.reading() as session:
        try:
            opened = open_bundle(session, current_actor(), id)
        except BundleNotFoundError:
            abort(404)
        if not opened.file_name:
            # What was written in forms has no rows: it is reviewed on one page.
            lead = next(draft.id for place, draft in bundled_drafts(session, id) if place.lead)
            return redirect(url_for("desk.draft", id=lead))
        page = bundle_page(
            session,
            current_actor(),
            opened,
            showing=_filter(),
            skip=parse_cursor(request.args, "skip"),
            fresh=is_recently_verified(),
            confirm=url_for("accounts.confirm", next=url_for("desk.bundle", id=id)),
            wrong=wrong,
            note=request.form.get("note", ""),
            notice=pop_flash_message(),
        )
        response = Response(shown(page), status)
        if page.underway:
            response.headers["Refresh"] = SECONDS_TO_RELOAD
        return response
