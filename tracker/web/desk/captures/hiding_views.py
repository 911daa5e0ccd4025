"""Routes by which a copy is withheld, shown again and erased. Each wants a second factor shown a short while ago."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.capture.stores.blobs import StoreUnreachableError
from tracker.records.types.parts.captures import WithholdingGround
from tracker.services.auth.roles import Action
from tracker.services.captures.public import CopyNotFoundError
from tracker.services.captures.withholding import (
    WITHHOLDING_GROUNDS,
    hidden_copy,
    records_quoting,
    show_copy_again,
    withhold_copy,
)
from tracker.services.editing.withheld_captures import say_in_records
from tracker.services.upkeep.captures.checks import store_of
from tracker.services.upkeep.captures.erasing import NoCaptureError, erase_capture
from tracker.web.accounts.auth_decorators import current_actor, needs, recently_verified
from tracker.web.accounts.flash_messages import flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.captures.pages import Tried
from tracker.web.desk.captures.views import copy_answer, line
from tracker.web.site import site


@blueprint.post("/copies/<id>/withhold")
@needs(Action.REVIEW)
@recently_verified
def withhold(id: str) -> AnyResponse:
    """Withhold a copy from now on, and begin drafts of its sources that say so."""
    reason = line("reason")
    grounds: dict[str, WithholdingGround] = {one: one for one in WITHHOLDING_GROUNDS}
    ground = grounds.get(request.form.get("ground", ""))
    if ground is None or not reason:
        return copy_answer(id, Tried("withhold", "Choose a ground and give a reason. Readers see both.", reason))
    try:
        with site().database.writing() as session:
            if records_quoting(session, id) and not request.form.get("sure"):
                return copy_answer(id, Tried("withhold", "Look at the records that are based on it first.", reason))
            withhold_copy(session, current_actor(), site().clock, id, ground, reason)
            said = {"date": site().today.isoformat(), "class": ground, "reason": reason}
            drafts = say_in_records(session, current_actor(), site().clock, id, said)
    except CopyNotFoundError:
        abort(404)
    flash_message(_done_text("Nobody sees this copy any more.", drafts))
    return redirect(url_for("desk.kept_copy", id=id), 303)


@blueprint.post("/copies/<id>/show-again")
@needs(Action.REVIEW)
@recently_verified
def show_again(id: str) -> AnyResponse:
    """Undo withholding."""
    reason = line("reason")
    if not reason:
        return copy_answer(id, Tried("show", "Give a reason. It stays in the history of the copy."))
    try:
        with site().database.writing() as session:
            show_copy_again(session, current_actor(), site().clock, id, reason)
            drafts = say_in_records(session, current_actor(), site().clock, id, None)
    except CopyNotFoundError:
        abort(404)
    flash_message(_done_text("The copy is shown again.", drafts))
    return redirect(url_for("desk.kept_copy", id=id), 303)


@blueprint.post("/copies/<id>/erase")
@needs(Action.ERASE)
@recently_verified
def erase(id: str) -> AnyResponse:
    """Erase a copy that is withheld: its files and its text. This cannot be undone."""
    asked_by, reason, store = line("asked_by"), line("reason"), store_of(site().settings)
    if not asked_by or not reason or not request.form.get("sure"):
        wrong = "Say who asked for it and why, and confirm that it is to be erased for good."
        return copy_answer(id, Tried("erase", wrong, reason), asked_by)
    try:
        with site().database.reading() as session:
            hidden_copy(session, current_actor(), id)
        if store is None:
            abort(404)
        erase_capture(site().database, store, site().clock, id, by=current_actor().name, why=f"{asked_by}: {reason}")
    except (CopyNotFoundError, NoCaptureError):
        abort(404)
    except (StoreUnreachableError, OSError):
        wrong = (
            "Not all of it is erased: we could not reach the place where copies are kept. Ask the person who runs this "
            "site to check it with “tracker doctor”, and then to run “tracker scrub”."
        )
        return copy_answer(id, Tried("erase", wrong, reason), asked_by)
    flash_message("Erased. Its hash, its date and who asked for it stay on record.")
    return redirect(url_for("desk.kept_copy", id=id), 303)


def _done_text(notice: str, drafts: list[str]) -> str:
    if not drafts:
        return notice
    many = "A draft of its source says" if len(drafts) == 1 else f"{len(drafts)} drafts of its sources say"
    return f"{notice} {many} so, too: submit {'it' if len(drafts) == 1 else 'them'} for review."
