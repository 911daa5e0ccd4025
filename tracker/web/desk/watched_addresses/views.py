"""Routes of the addresses that are watched."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.records.ids import is_id
from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.editing.address_states import dismiss_state, record_event, tell_readers
from tracker.services.editing.drafts import DraftConflictError
from tracker.web.accounts.auth_decorators import current_actor, needs
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.watched_addresses.pages import addresses_page
from tracker.web.presenting.page import shown
from tracker.web.site import site


@blueprint.get("/addresses")
@needs(Action.WRITE)
def addresses() -> AnyResponse:
    """What was seen at addresses of sources and waits for an editor."""
    with site().database.reading() as session:
        return Response(shown(addresses_page(session, pop_flash_message())))


@blueprint.post("/addresses/<path:id>")
@needs(Action.WRITE)
def settle_address(id: str) -> AnyResponse:
    """Begin a draft that tells readers, or note that they need not know."""
    if not is_id(id):
        abort(404)
    try:
        with site().database.writing() as session:
            if request.form.get("do") == "tell":
                draft = tell_readers(session, current_actor(), site().clock, id)
                return redirect(f"{url_for('desk.draft', id=draft)}#step-link", 303)
            if is_id(pledge := request.form.get("event", "")):
                draft = record_event(session, current_actor(), site().clock, id, pledge)
                return redirect(f"{url_for('desk.draft', id=draft)}#step-rare", 303)
            dismiss_state(session, current_actor(), id)
    except LookupError:
        flash_message("Someone else has dealt with this address.")
    except (DraftConflictError, NotAllowedError) as error:
        flash_message(f"Nothing was changed: {error}.")
    return redirect(url_for("desk.addresses"), 303)
