"""Signing in: a password, then a second factor; and out."""

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.passkeys import asking_options, take_passkey
from tracker.services.auth.second_factors import take_code, take_recovery_code
from tracker.services.auth.sessions import end_session
from tracker.store.accounts import has_second_factor, passkeys_of
from tracker.web.accounts.auth_decorators import half_signed_in, open_to_all, signed_in, who
from tracker.web.accounts.auth_state import office
from tracker.web.accounts.blueprint import blueprint
from tracker.web.accounts.flash_messages import say, take_notice
from tracker.web.accounts.forms import line
from tracker.web.accounts.next_url import way_back
from tracker.web.accounts.pages import ConfirmPage, SecondStepPage, SignInPage
from tracker.web.accounts.second_factor import Check, password_is_right, prove, relying, remember_browser
from tracker.web.accounts.sessions import desk_session
from tracker.web.presenting.page import shown
from tracker.web.site import site

_WRONG = "Wrong email address or password. Please check both."
_WRONG_CODE = "That code is not correct or has been used. Wait for the next code and try again. Also check that your phone’s clock is right."


@blueprint.get("/account/sign-in")
@open_to_all
def sign_in() -> AnyResponse:
    """Ask for name and password; whoever is signed in already goes on."""
    found = desk_session().who
    if found is not None:
        return redirect(_after_password(way_back(request.args.get("next", ""))))
    return _page(SignInPage(next=way_back(request.args.get("next", "")), notice=take_notice()))


@blueprint.post("/account/sign-in")
@open_to_all
def try_password() -> AnyResponse:
    """Begin a session that still lacks the second factor."""
    email, back = line(request.form, "email"), way_back(request.form.get("next", ""))
    account = password_is_right(email, request.form.get("password", ""))
    if account is None:
        return _page(SignInPage(email=email, next=back, wrong={"email": _WRONG}), 403)
    with site().database.changing() as session:
        desk_session().enter(session, account)
    return redirect(_after_password(back))


@blueprint.get("/account/second-step")
@half_signed_in
def second_step() -> AnyResponse:
    """Ask for the second factor; whoever has none yet sets it up."""
    return _ask_second(SecondStepPage, way_back(request.args.get("next", "")))


@blueprint.post("/account/second-step")
@half_signed_in
def try_second_step() -> AnyResponse:
    """Take a code, a recovery code or a passkey; then the person is in."""
    back = way_back(request.form.get("next", ""))
    if who().proved == "both":
        return redirect(back)
    if line(request.form, "recovery_code"):
        return _recovered(line(request.form, "recovery_code"), back)
    if not prove(_shown()):
        return _ask_second(SecondStepPage, back, _WRONG_CODE)
    return _in(back)


@blueprint.get("/account/confirm")
@signed_in
def confirm() -> AnyResponse:
    """Ask for the second factor again."""
    return _ask_second(ConfirmPage, way_back(request.args.get("next", "")))


@blueprint.post("/account/confirm")
@signed_in
def try_confirm() -> AnyResponse:
    """Take a code or a passkey, which then holds for ten minutes."""
    back = way_back(request.form.get("next", ""))
    return redirect(back) if prove(_shown()) else _ask_second(ConfirmPage, back, _WRONG_CODE)


@blueprint.post("/account/sign-out")
@open_to_all
def sign_out() -> AnyResponse:
    """End the session."""
    held = desk_session()
    if held.who is not None:
        with site().database.changing() as session:
            end_session(session, held.who.session_id, held.who.account_id)
    held.leave()
    say("You have signed out.")
    return redirect(url_for("accounts.sign_in"))


def _after_password(back: str) -> str:
    return back if who().proved == "both" else url_for("accounts.second_step", next=back)


def _shown() -> Check:
    """What was shown: a passkey, if the browser sent one, else the code of an app."""
    clock, keys = site().clock, office().now
    credential = request.form.get("credential", "")
    if credential:
        challenge = str(desk_session().pop("asking", ""))
        return lambda session, account: take_passkey(session, clock, relying(), account.id, challenge, credential)
    code = line(request.form, "code")
    return lambda session, account: take_code(session, clock, keys, account, code)


def _recovered(code: str, back: str) -> AnyResponse:
    """A recovery code lets in, but nobody publishes by it."""
    clock, keys = site().clock, office().now
    if not prove(lambda session, account: take_recovery_code(session, clock, keys, account.id, code), fresh=False):
        return _ask_second(SecondStepPage, back, "That recovery code is not correct or has already been used.")
    desk_session()["recovered_at"] = clock.now().isoformat()
    say(
        "You signed in with a recovery code. If you have lost your phone, set up a new authenticator app below within ten minutes."
    )
    return _in(url_for("accounts.account"))


def _in(back: str) -> AnyResponse:
    response = redirect(back)
    remember_browser(response, who().account_id)
    return response


def _ask_second(page: type[SecondStepPage] | type[ConfirmPage], back: str, wrong: str = "") -> AnyResponse:
    found = who()
    if page is SecondStepPage and found.proved == "both":
        return redirect(back)
    with site().database.reading() as session:
        if page is SecondStepPage and not has_second_factor(session, found.account_id):
            return redirect(url_for("accounts.authenticator"))
        passkeys = passkeys_of(session, found.account_id)
    options = ""
    if passkeys:
        options, desk_session()["asking"] = asking_options(relying(), passkeys)
    asked = page(next=back, passkey_options=options, wrong={"code": wrong} if wrong else {})
    return _page(asked, 403 if wrong else 200)


def _page(page: SignInPage | SecondStepPage | ConfirmPage, status: int = 200) -> Response:
    return Response(shown(page), status, mimetype="text/html")
