"""One-time links: setting up a site, invitations, password resets. Opening a link does not use it up."""

from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.models.account import Account
from tracker.services.auth.people import NotPossibleError, accept_link, link_for
from tracker.web.accounts.auth_decorators import open_to_all
from tracker.web.accounts.auth_state import auth_state
from tracker.web.accounts.blueprint import blueprint
from tracker.web.accounts.flash_messages import flash_message
from tracker.web.accounts.forms import NewPassword, PersonalWords
from tracker.web.accounts.pages import LinkPage
from tracker.web.accounts.refusing.refusals import refused
from tracker.web.accounts.sessions import desk_session
from tracker.web.presenting.page import shown
from tracker.web.site import site

__all__: list[str] = []

_TITLES = {
    "setup": ("Set up this site", "Create the first account. It will be an admin, who can invite everyone else."),
    "invitation": (
        "Welcome",
        "You have been invited to this site’s desk. First choose a password, then set up two-factor authentication.",
    ),
    "reset": (
        "Choose a new password",
        "Your two-factor authentication stays the same. You will be signed out on all devices.",
    ),
}


@blueprint.get("/account/link/<token>")
@open_to_all
def link(token: str) -> AnyResponse:
    """Ask for what the link is for."""
    with site().database.reading() as session:
        one_time_link = link_for(session, site().clock, auth_state().now, token)
    if one_time_link is None:
        return _gone()
    row, account = one_time_link
    return _page(row.kind, _persona_of(account, row.kind))


@blueprint.post("/account/link/<token>")
@open_to_all
def use_link(token: str) -> AnyResponse:
    """Set the password, and the names if the link asks for them; then continue to the second factor."""
    clock, keys, database = site().clock, auth_state().now, site().database
    with database.reading() as session:
        one_time_link = link_for(session, clock, keys, token)
        if one_time_link is None:
            return _gone()
        row, account = one_time_link
        persona = _persona_sent(row.kind, account)
        new = NewPassword.read(session, request.form, persona)
    if new.wrong:
        return _page(row.kind, persona, {"new_password": new.wrong})
    hashed = auth_state().passwords.hash(new.password)
    try:
        with database.changing() as session:
            names = {"name": persona.name, "public_name": persona.public_name, "email": persona.email}
            kind, account = accept_link(session, clock, keys, token, hashed, **names)
            if kind != "reset":
                desk_session().enter(session, account)
    except NotPossibleError as error:
        return _page(row.kind, persona, {error.field: str(error)})
    if kind == "reset":
        flash_message("Your new password is set. Please sign in.")
        return redirect(url_for("accounts.sign_in"))
    return redirect(url_for("accounts.authenticator"))


def _persona_of(account: Account | None, kind: str) -> PersonalWords:
    if account is None:
        return PersonalWords("", "", "")
    return PersonalWords(account.email, account.name, "" if kind == "invitation" else account.public_name)


def _persona_sent(kind: str, account: Account | None) -> PersonalWords:
    """The entered values that the link asks for; the others keep the account's values."""
    sent = PersonalWords.read(request.form)
    if account is None:
        return sent
    return (
        PersonalWords(account.email, sent.name, sent.public_name)
        if kind == "invitation"
        else _persona_of(account, kind)
    )


def _page(kind: str, persona: PersonalWords, wrong: Mapping[str, str] | None = None) -> Response:
    title, description = _TITLES[kind]
    page = LinkPage(
        title=title,
        description=description,
        kind=kind,
        email=persona.email,
        name=persona.name,
        public_name=persona.public_name,
        wrong=wrong or {},
    )
    return Response(shown(page), 422 if wrong else 200, mimetype="text/html")


def _gone() -> Response:
    detail = "It has already been used, been replaced or expired. Ask the person who sent it for a new one."
    return refused(410, "This link no longer works", detail, None, "")
