"""User management for admins: listing, inviting, roles, restoring access, ending accounts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from flask import Response, redirect, request, url_for
from sqlalchemy.orm import Session as DatabaseSession
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from tracker.models.account import Account
from tracker.services.auth import people
from tracker.services.auth.people import INVITATION_DAYS, RESET_HOURS, NotPossibleError
from tracker.services.auth.roles import Action, Role
from tracker.services.auth.sessions import end_session
from tracker.services.notifications.account_mails import link_message
from tracker.services.notifications.outbox import queue_mail
from tracker.store.accounts.people import account_of, accounts, has_second_factor, links_of
from tracker.web.accounts.activity.words import event_rows, moment_words
from tracker.web.accounts.auth_decorators import current_actor, needs, recently_verified
from tracker.web.accounts.auth_state import auth_state
from tracker.web.accounts.blueprint import blueprint
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.accounts.forms import line
from tracker.web.accounts.pages import Description, Session, Title, Wrong
from tracker.web.accounts.profile.page import rights_of, sessions_of
from tracker.web.presenting.page import Page, shown
from tracker.web.site import site

__all__: list[str] = []


@dataclass(frozen=True)
class Person:
    """One person in the list."""

    id: int
    name: str
    public_name: str
    email: str
    role: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PeoplePage(Page):
    """All people, and the form for an invitation."""

    template = "accounts/people.html"

    title: Title = "People"
    description: Description = "Who can write, review and publish on this site."
    people: Annotated[Sequence[Person], "Everybody who has or had an account."]
    roles: Annotated[Mapping[str, Sequence[str]], "What each role may do."]
    typed: Annotated[Mapping[str, str], "What was typed into the form, by field."]
    mails: Annotated[bool, "Whether the site sends mail."]
    wrong: Wrong = field(default_factory=dict)
    notice: Annotated[str, "What was done just now."] = ""


@dataclass(frozen=True, kw_only=True)
class PersonPage(Page):
    """One person, and what can be done."""

    template = "accounts/person.html"

    person: Annotated[Person, "Who it is."]
    active: Annotated[bool, "Whether the account is open."]
    has_password: Annotated[bool, "Whether the person accepted the invitation."]
    has_factor: Annotated[bool, "Whether there is a second factor."]
    roles: Annotated[Mapping[str, Sequence[str]], "What each role may do."]
    sessions: Annotated[Sequence[Session], "Where the person is signed in."]
    events: Annotated[Sequence[tuple[str, str, str]], "What was done to the account: when, what, by whom."]
    wrong: Wrong = field(default_factory=dict)
    notice: Annotated[str, "What was done just now."] = ""


@dataclass(frozen=True, kw_only=True)
class HandOverPage(Page):
    """A link to hand over: shown once."""

    template = "accounts/hand_over.html"

    name: Annotated[str, "Whom it is for."]
    link: Annotated[str, "The link."]
    holds: Annotated[str, "How long it holds."]
    kind: Annotated[str, "invitation or reset."]
    mailed: Annotated[str, "The address that it is mailed to; empty where the site sends no mail."]


@blueprint.get("/desk/people")
@needs(Action.MANAGE_PEOPLE)
def people_list() -> AnyResponse:
    """The list of people."""
    return _list()


@blueprint.post("/desk/people")
@needs(Action.MANAGE_PEOPLE)
@recently_verified
def invite() -> AnyResponse:
    """Make an account, and show the link that opens it."""
    sent = {name: line(request.form, name) for name in ("email", "name", "role")}
    try:
        with site().database.changing() as session:
            account, token = people.invite(session, site().clock, auth_state().now, current_actor(), **sent)
            mailed = _mail_link(session, account, "invitation", token)
    except NotPossibleError as error:
        return _list({error.field: str(error)}, sent)
    return _hand_over(account.name, "invitation", token, mailed)


@blueprint.get("/desk/people/<int:id>")
@needs(Action.MANAGE_PEOPLE)
def person(id: int) -> AnyResponse:
    """One person."""
    return _person(id)


@blueprint.post("/desk/people/<int:id>/role")
@needs(Action.MANAGE_PEOPLE)
@recently_verified
def change_role(id: int) -> AnyResponse:
    """Give a person another role."""
    role = line(request.form, "role")
    return _do_to_person(
        id, "The role has been changed. They have been signed out on all devices.", people.change_role, role
    )


@blueprint.post("/desk/people/<int:id>/link")
@needs(Action.MANAGE_PEOPLE)
@recently_verified
def new_link(id: int) -> AnyResponse:
    """Make a link to a first or another password."""
    try:
        with site().database.changing() as session:
            kind, token = people.new_link(session, site().clock, auth_state().now, current_actor(), id)
            account = account_of(session, id)
            mailed = _mail_link(session, account, kind, token) if account else ""
    except NotPossibleError as error:
        return _person(id, {error.field: str(error)})
    return _hand_over(account.name if account else "", kind, token, mailed)


@blueprint.post("/desk/people/<int:id>/second-factor")
@needs(Action.MANAGE_PEOPLE)
@recently_verified
def reset_second_factor(id: int) -> AnyResponse:
    """Remove a person's second factor."""
    return _do_to_person(
        id,
        "Two-factor authentication has been reset. They have been signed out on all devices.",
        lambda session, clock, actor, id: people.reset_second_factor(session, clock, auth_state().now, actor, id),
    )


@blueprint.post("/desk/people/<int:id>/end-sessions")
@needs(Action.MANAGE_PEOPLE)
@recently_verified
def end_sessions(id: int) -> AnyResponse:
    """End all sessions of a person, or one of them."""
    session_id = line(request.form, "session")
    if session_id:
        with site().database.changing() as session:
            ended = session_id.isdecimal() and len(session_id) < 10 and end_session(session, int(session_id), id)
        flash_message("That device has been signed out." if ended else "That device was already signed out.")
        return redirect(url_for("accounts.person", id=id))
    return _do_to_person(id, "They have been signed out on all devices.", people.end_all_sessions)


@blueprint.post("/desk/people/<int:id>/end")
@needs(Action.MANAGE_PEOPLE)
@recently_verified
def end_account(id: int) -> AnyResponse:
    """End an account."""
    return _do_to_person(
        id,
        "The account has been deactivated. They have been signed out, and their links no longer work.",
        people.deactivate,
    )


@blueprint.post("/desk/people/<int:id>/open")
@needs(Action.MANAGE_PEOPLE)
@recently_verified
def open_account(id: int) -> AnyResponse:
    """Open an account again."""
    return _do_to_person(id, "The account is active again.", people.reactivate)


def _do_to_person(id: int, message: str, act: Callable[..., object], *arguments: str) -> AnyResponse:
    """Do it to a person; then their page says so, or why not."""
    try:
        with site().database.changing() as session:
            act(session, site().clock, current_actor(), id, *arguments)
    except NotPossibleError as error:
        return _person(id, {error.field: str(error)})
    flash_message(message)
    # Who took a right from themselves sees the desk, not a page that they may not open.
    own = id == current_actor().account_id
    return redirect(url_for("desk.home") if own else url_for("accounts.person", id=id))


def _list(wrong: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None) -> Response:
    with site().database.reading() as session:
        people = [_person_of(session, account) for account in accounts(session)]
    page = PeoplePage(
        people=people,
        roles=_roles(),
        typed=typed or {},
        mails=site().settings.sends_mail,
        wrong=wrong or {},
        notice=pop_flash_message(),
    )
    return Response(shown(page), 422 if wrong else 200, mimetype="text/html")


def _person(id: int, wrong: Mapping[str, str] | None = None) -> Response:
    with site().database.reading() as session:
        account = account_of(session, id)
        if account is None:
            raise NotFound
        page = PersonPage(
            title=account.name,
            description=f"{account.email}, {account.role}.",
            person=_person_of(session, account),
            active=account.active,
            has_password=account.password_hash is not None,
            has_factor=has_second_factor(session, id),
            roles=_roles(),
            sessions=sessions_of(session, id),
            events=event_rows(session, id),
            wrong=wrong or {},
            notice=pop_flash_message(),
        )
    return Response(shown(page), 422 if wrong else 200, mimetype="text/html")


def _link(token: str) -> str:
    return site().settings.public_url + url_for("accounts.link", token=token)


def _mail_link(session: DatabaseSession, account: Account, kind: str, token: str) -> str:
    """Queue the link for its owner; the address, or empty where the site sends no mail."""
    message = link_message(account, kind, _link(token), site().settings)
    keys, key = auth_state().now, f"{kind} {auth_state().now.digest('mail', token)}"
    return account.email if queue_mail(session, site().clock, keys, site().settings, key, message) else ""


def _hand_over(name: str, kind: str, token: str, mailed: str) -> Response:
    """Nothing keeps the link: who leaves this page makes another one."""
    sent = f"We are sending it to {mailed}. " if mailed else ""
    page = HandOverPage(
        title="Invite link" if kind == "invitation" else "Password reset link",
        description=f"For {name}. {sent or 'Copy it now: we show it only once and do not send it.'}".strip(),
        name=name,
        link=_link(token),
        mailed=mailed,
        holds=f"{INVITATION_DAYS} days" if kind == "invitation" else f"{RESET_HOURS} hour",
        kind=kind,
    )
    return Response(shown(page), mimetype="text/html")


def _person_of(session: DatabaseSession, account: Account) -> Person:
    return Person(account.id, account.name, account.public_name, account.email, account.role, _state(session, account))


def _state(session: DatabaseSession, account: Account) -> str:
    if not account.active:
        return "ended"
    if account.password_hash is None:
        links = links_of(session, account.id)
        until = next((link.expires_at for link in links if link.expires_at), None)
        if until is None or until <= site().clock.now():
            return "invited, link expired"
        return f"invited, link expires {moment_words(until)}"
    if not has_second_factor(session, account.id):
        return "two-factor authentication not set up"
    return f"last signed in {moment_words(account.signed_in_at)}" if account.signed_in_at else "never signed in"


def _roles() -> dict[str, Sequence[str]]:
    return {role.value: rights_of(role) for role in Role}
