"""Routes of the site’s details."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.roles import Action, NotAllowedError
from tracker.services.upkeep.site_details import ANSWERS, SiteAnswerError, begin_empty, save_site_details
from tracker.web.accounts.auth_decorators import current_actor, needs, recently_verified
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.site_details.pages import site_page
from tracker.web.presenting.page import shown
from tracker.web.site import site

_LONGEST = 2000


@blueprint.get("/site")
@needs(Action.MANAGE_SITE)
def site_details() -> AnyResponse:
    """What readers are told of the site."""
    with site().database.reading() as session:
        return Response(shown(site_page(session, notice=pop_flash_message())))


@blueprint.post("/site")
@needs(Action.MANAGE_SITE)
def save_site() -> AnyResponse:
    """Keep the answers."""
    typed = {name: request.form.get(name, "")[:_LONGEST] for name in ANSWERS}
    try:
        with site().database.changing() as session:
            save_site_details(session, current_actor(), site().clock, site().environment, typed)
    except SiteAnswerError as error:
        with site().database.reading() as session:
            return Response(shown(site_page(session, typed=typed, wrong=error.wrong)), 422)
    site().read_details()
    flash_message("Saved. Readers see this now.")
    return redirect(url_for("desk.site_details"), 303)


@blueprint.post("/site/begin-empty")
@needs(Action.MANAGE_SITE)
@recently_verified
def start_empty() -> AnyResponse:
    """Delete the example records, as long as nothing else is published."""
    try:
        with site().database.writing() as session:
            begin_empty(session, current_actor())
    except NotAllowedError as error:
        flash_message(f"Nothing was deleted: {error}.")
        return redirect(url_for("desk.site_details"), 303)
    site().read_details()
    flash_message("The example records are deleted. Your record is empty.")
    return redirect(url_for("desk.home"), 303)
