"""Signing in (a password, then a second factor) and signing out."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.passkeys import authentication_options, verify_passkey
from tracker.services.auth.second_factors import use_code, use_recovery_code
from tracker.services.auth.sessions import end_session
from tracker.store.accounts.people import has_second_factor, passkeys_of
from tracker.web.accounts.auth_decorators import current_session, open_to_all, password_verified, signed_in
from tracker.web.accounts.auth_state import auth_state
from tracker.web.accounts.blueprint import blueprint
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.accounts.forms import line
from tracker.web.accounts.next_url import next_url
from tracker.web.accounts.pages import ConfirmPage, SignInPage, TwoFactorPage
from tracker.web.accounts.second_factor import (
    Check,
    password_is_right,
    relying_party,
    remember_browser,
    verify_second_factor,
)
from tracker.web.accounts.sessions import desk_session
from tracker.web.presenting.page import shown
from tracker.web.site import site

_WRONG = "Wrong email address or password. Please check both."
_WRONG_CODE = (
    "That code is not correct or has been used. Wait for the next code and try again. Also check that your "
    "phone’s clock is right."
)


@blueprint.get("/account/sign-in")
@open_to_all
def sign_in() -> AnyResponse:
    """The sign-in form; a person who is already signed in is redirected."""
    person = desk_session().who
    if person is not None:
        return redirect(_after_password(next_url(request.args.get("next", ""))))
    return _page(SignInPage(next=next_url(request.args.get("next", "")), notice=pop_flash_message()))


@blueprint.post("/account/sign-in")
@open_to_all
def verify_password() -> AnyResponse:
    """Start a session, still without the second factor."""
    email, back = line(request.form, "email"), next_url(request.form.get("next", ""))
    account = password_is_right(email, request.form.get("password", ""))
    if account is None:
        return _page(SignInPage(email=email, next=back, wrong={"email": _WRONG}), 403)
    with site().database.changing() as session:
        desk_session().enter(session, account)
    return redirect(_after_password(back))


@blueprint.get("/account/second-step")
@password_verified
def two_factor() -> AnyResponse:
    """The form for the second factor; a person who has none yet sets one up."""
    return _ask_second(TwoFactorPage, next_url(request.args.get("next", "")))


@blueprint.post("/account/second-step")
@password_verified
def verify_two_factor() -> AnyResponse:
    """Take a code, a recovery code or a passkey; then the person is in."""
    back = next_url(request.form.get("next", ""))
    if current_session().proved == "both":
        return redirect(back)
    if line(request.form, "recovery_code"):
        return _recovered(line(request.form, "recovery_code"), back)
    if not _verified():
        return _ask_second(TwoFactorPage, back, _WRONG_CODE)
    return _in(back)


@blueprint.get("/account/confirm")
@signed_in
def confirm() -> AnyResponse:
    """Ask for the second factor again."""
    return _ask_second(ConfirmPage, next_url(request.args.get("next", "")))


@blueprint.post("/account/confirm")
@signed_in
def verify_confirm() -> AnyResponse:
    """Verify a code or a passkey; it counts as recently verified for ten minutes."""
    back = next_url(request.form.get("next", ""))
    return redirect(back) if _verified() else _ask_second(ConfirmPage, back, _WRONG_CODE)


@blueprint.post("/account/sign-out")
@open_to_all
def sign_out() -> AnyResponse:
    """End the session."""
    held = desk_session()
    if held.who is not None:
        with site().database.changing() as session:
            end_session(session, held.who.session_id, held.who.account_id)
    held.leave()
    flash_message("You have signed out.")
    return redirect(url_for("accounts.sign_in"))


def _after_password(back: str) -> str:
    return back if current_session().proved == "both" else url_for("accounts.two_factor", next=back)


def _verified() -> bool:
    """Whether what was shown is right. What a passkey answers cannot be guessed."""
    return verify_second_factor(_shown(), guessable=not request.form.get("credential", ""))


def _shown() -> Check:
    """What was shown: a passkey, if the browser sent one, else the code of an app."""
    clock, keys = site().clock, auth_state().now
    credential = request.form.get("credential", "")
    if credential:
        challenge = str(desk_session().pop("asking", ""))
        return lambda session, account: verify_passkey(
            session, clock, relying_party(), account.id, challenge, credential
        )
    code = line(request.form, "code")
    return lambda session, account: use_code(session, clock, keys, account, code)


def _recovered(code: str, back: str) -> AnyResponse:
    """A recovery code is enough to sign in, but not to publish."""
    clock, keys = site().clock, auth_state().now
    if not verify_second_factor(
        lambda session, account: use_recovery_code(session, clock, keys, account.id, code),
        fresh=False,
        guessable=False,
    ):
        return _ask_second(TwoFactorPage, back, "That recovery code is not correct or has already been used.")
    desk_session()["recovered_at"] = clock.now().isoformat()
    flash_message(
        "You signed in with a recovery code. If you have lost your phone, set up a new authenticator app "
        "below within ten minutes."
    )
    return _in(url_for("accounts.account"))


def _in(back: str) -> AnyResponse:
    response = redirect(back)
    remember_browser(response, current_session().account_id)
    return response


def _ask_second(page: type[TwoFactorPage] | type[ConfirmPage], back: str, wrong: str = "") -> AnyResponse:
    person = current_session()
    if page is TwoFactorPage and person.proved == "both":
        return redirect(back)
    with site().database.reading() as session:
        if page is TwoFactorPage and not has_second_factor(session, person.account_id):
            return redirect(url_for("accounts.authenticator"))
        passkeys = passkeys_of(session, person.account_id)
    options = ""
    if passkeys:
        options, desk_session()["asking"] = authentication_options(relying_party(), passkeys)
    shown = page(next=back, passkey_options=options, wrong={"code": wrong} if wrong else {})
    return _page(shown, 403 if wrong else 200)


def _page(page: SignInPage | TwoFactorPage | ConfirmPage, status: int = 200) -> Response:
    return Response(shown(page), status, mimetype="text/html")
