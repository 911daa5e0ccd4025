"""Routes that lead from public pages to the desk."""

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.roles import Action
from tracker.web.accounts.auth_decorators import needs
from tracker.web.accounts.flash_messages import pop_flash_message
from tracker.web.desk.blueprint import blueprint
from tracker.web.desk.edit_this_page.pages import at_page, check_at_path, records_at_path
from tracker.web.presenting.links import is_own_path
from tracker.web.presenting.page import shown
from tracker.web.site import site

_LONGEST = 300


def _path() -> str:
    """The public page that is asked about; the start page for what is no address of this site."""
    path = request.args.get("path", "")[:_LONGEST]
    return path if is_own_path(path) else "/"


@blueprint.get("/at")
@needs(Action.WRITE)
def at() -> AnyResponse:
    """What can be edited of a public page; the link “Edit” in its footer leads here, through the sign-in."""
    with site().database.reading() as session:
        return Response(shown(at_page(session, _path())))


@blueprint.get("/bar")
@needs(Action.WRITE)
def bar() -> AnyResponse:
    """The bar of the desk for a public page, for its script; the signed-out are sent to sign in, which it ignores."""
    with site().database.reading() as session:
        records = records_at_path(session, _path())
    check, notice = check_at_path(_path()), pop_flash_message()
    page = render_template("desk/_bar.html", bar_records=records, path=_path(), bar_check=check, bar_notice=notice)
    return Response(page)
