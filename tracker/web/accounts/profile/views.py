"""One’s own profile: names, password, second factor, recovery codes, passkeys, sessions."""

from datetime import datetime

from flask import Response, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.auth.account_events import AccountEventKind, log_event
from tracker.services.auth.passkeys import MOST_PASSKEYS, add_passkey, registration_options, remove_passkey
from tracker.services.auth.people import NotPossibleError, rename, set_password
from tracker.services.auth.roles import Action, may
from tracker.services.auth.second_factors import (
    decrypt_secret,
    encrypt_secret,
    new_secret,
    otpauth_uri,
    qr_code,
    renew_recovery_codes,
    shown_key,
    valid_step,
)
from tracker.services.auth.sessions import FRESH, end_session, end_sessions_of
from tracker.services.notifications.digests import choose_notices
from tracker.store.accounts.people import account_of, has_second_factor, passkeys_of, unused_codes
from tracker.store.site_details import site_details
from tracker.web.accounts.auth_decorators import (
    current_actor,
    current_session,
    is_recently_verified,
    password_verified,
    recently_verified,
    signed_in,
    verify_path,
)
from tracker.web.accounts.auth_state import auth_state
from tracker.web.accounts.blueprint import blueprint
from tracker.web.accounts.flash_messages import flash_message
from tracker.web.accounts.forms import NewPassword, PersonalWords, line
from tracker.web.accounts.pages import AuthenticatorPage, CodesPage, PasskeyPage, PasswordPage
from tracker.web.accounts.profile.page import account_page
from tracker.web.accounts.refusing.refusals import not_recently_verified
from tracker.web.accounts.second_factor import password_is_right, relying_party, remember_browser
from tracker.web.accounts.sessions import desk_session
from tracker.web.presenting.page import Page, shown
from tracker.web.site import site

__all__: list[str] = []

_WRONG_CODE = (
    "That code is not correct. Wait for the next code and try again. Also check that your phone’s clock is right."
)


@blueprint.get("/account/")
@signed_in
def account() -> AnyResponse:
    """Everything that belongs to one’s account."""
    with site().database.reading() as session:
        return _page(account_page(session))


@blueprint.post("/account/names")
@signed_in
@recently_verified
def change_names() -> AnyResponse:
    """Change the names for colleagues and for the public."""
    persona = PersonalWords.read(request.form)
    try:
        with site().database.changing() as session:
            rename(session, site().clock, current_actor(), name=persona.name, public_name=persona.public_name)
    except NotPossibleError as error:
        with site().database.reading() as session:
            return _page(account_page(session, {error.field: str(error)}, persona), 422)
    flash_message("Your names have been saved. Records already published keep your earlier name.")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/notices")
@signed_in
def change_notices() -> AnyResponse:
    """Choose whether reminders come by mail."""
    choice = line(request.form, "email")
    try:
        with site().database.changing() as session:
            choose_notices(session, current_actor(), choice)
    except ValueError:
        flash_message("Nothing was changed: choose one of the two.")
    else:
        flash_message("Your reminders come once a day." if choice == "daily" else "You get no reminders by email.")
    return redirect(url_for("accounts.account"), 303)


@blueprint.get("/account/password")
@signed_in
@recently_verified
def password() -> AnyResponse:
    """Ask for the present password and another one."""
    return _page(PasswordPage(email=current_session().email))


@blueprint.post("/account/password")
@signed_in
@recently_verified
def change_password() -> AnyResponse:
    """Change the password; all other sessions end, and this one gets a new token."""
    person = current_session()
    persona = PersonalWords(person.email, person.name, person.public_name)
    with site().database.reading() as session:
        new = NewPassword.read(session, request.form, persona)
    wrong = {"new_password": new.wrong} if new.wrong else {}
    if password_is_right(person.email, request.form.get("password", "")) is None:
        wrong = {"password": "That is not your current password."} | wrong
    if wrong:
        return _page(PasswordPage(email=person.email, wrong=wrong), 422)
    hashed = auth_state().passwords.hash(new.password)
    with site().database.changing() as session:
        account = account_of(session, person.account_id)
        assert account is not None
        set_password(session, site().clock, current_actor(), account, hashed)
        desk_session().enter(session, account, "both")
    flash_message("Your password has been changed. You have been signed out on all other devices.")
    response = redirect(url_for("accounts.account"))
    remember_browser(response, person.account_id)
    return response


@blueprint.get("/account/authenticator")
@password_verified
def authenticator() -> AnyResponse:
    """Show the key for an authenticator app: to those who have none yet, or may replace theirs."""
    answer = _may_not_set_up()
    return _authenticator_page() if answer is None else answer


@blueprint.post("/account/authenticator")
@password_verified
def set_up_authenticator() -> AnyResponse:
    """Keep the key, once a code shows that the app has it; then show recovery codes, and end all other sessions."""
    answer = _may_not_set_up()
    if answer is not None:
        return answer
    keys, clock, held = auth_state().now, site().clock, desk_session()
    secret = decrypt_secret(keys, str(held.get("authenticator", "")))
    step = valid_step(secret, line(request.form, "code"), clock.now(), None) if secret else None
    if secret is None or step is None:
        return _authenticator_page(_WRONG_CODE)
    with site().database.changing() as session:
        account = account_of(session, current_session().account_id)
        assert account is not None
        account.totp_secret, account.totp_step, account.signed_in_at = encrypt_secret(keys, secret), step, clock.now()
        codes = renew_recovery_codes(session, keys, account.id)
        if not held.prove(session, account, fresh=True):
            session.rollback()
            return redirect(url_for("accounts.sign_in"))
        end_sessions_of(session, account.id, but=current_session().session_id)
        log_event(session, clock, current_actor(), account.id, AccountEventKind.TWO_FACTOR_SET_UP)
        onward = _site_questions(session)
    response = _page(CodesPage(codes=codes, left=len(codes), onward=onward))
    remember_browser(response, current_session().account_id)
    return response


@blueprint.get("/account/recovery-codes")
@signed_in
@recently_verified
def recovery_codes() -> AnyResponse:
    """Say how many recovery codes are left, and offer new ones."""
    with site().database.reading() as session:
        return _page(CodesPage(left=unused_codes(session, current_session().account_id)))


@blueprint.post("/account/recovery-codes")
@signed_in
@recently_verified
def new_recovery_codes() -> AnyResponse:
    """Make ten new codes in place of the old, and show them once."""
    with site().database.changing() as session:
        codes = renew_recovery_codes(session, auth_state().now, current_session().account_id)
        end_sessions_of(session, current_session().account_id, but=current_session().session_id)
        log_event(
            session,
            site().clock,
            current_actor(),
            current_session().account_id,
            AccountEventKind.RECOVERY_CODES_CREATED,
        )
    return _page(CodesPage(codes=codes, left=len(codes)))


@blueprint.get("/account/passkeys/new")
@signed_in
@recently_verified
def passkey() -> AnyResponse:
    """Show what the browser needs to make a passkey."""
    return _passkey_page()


@blueprint.post("/account/passkeys/new")
@signed_in
@recently_verified
def make_passkey() -> AnyResponse:
    """Keep a passkey that the browser made."""
    current, challenge = current_session(), str(desk_session().pop("making", ""))
    credential, name = request.form.get("credential", ""), line(request.form, "name")
    try:
        with site().database.changing() as session:
            if len(passkeys_of(session, current.account_id)) >= MOST_PASSKEYS:
                raise NotPossibleError(f"You already have {MOST_PASSKEYS} passkeys. Remove one first")
            made = add_passkey(session, site().clock, relying_party(), current.account_id, challenge, credential, name)
            end_sessions_of(session, current.account_id, but=current.session_id)
            log_event(
                session, site().clock, current_actor(), current.account_id, AccountEventKind.PASSKEY_ADDED, made.name
            )
    except NotPossibleError as error:
        return _passkey_page(str(error), name)
    flash_message(f"The passkey “{made.name}” has been added. You have been signed out on all other devices.")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/passkeys/<int:id>/remove", endpoint="remove_passkey")
@signed_in
@recently_verified
def remove(id: int) -> AnyResponse:
    """Remove one of one’s own passkeys."""
    with site().database.changing() as session:
        removed = remove_passkey(session, site().clock, current_actor(), id, current_session().session_id)
    if removed:
        flash_message(f"The passkey “{removed.name}” has been removed. You have been signed out on all other devices.")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/sessions/<int:id>/end")
@signed_in
def end_one_session(id: int) -> AnyResponse:
    """End one of one’s own sessions."""
    with site().database.changing() as session:
        ended = end_session(session, id, current_session().account_id)
    flash_message("That device has been signed out." if ended else "That device was already signed out.")
    return redirect(url_for("accounts.account"))


@blueprint.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> AnyResponse:
    """End all of one’s own sessions but this one."""
    with site().database.changing() as session:
        end_sessions_of(session, current_session().account_id, but=current_session().session_id)
    flash_message("You have been signed out on all other devices.")
    return redirect(url_for("accounts.account"))


def _may_not_set_up() -> AnyResponse | None:
    """The answer for those who must show the second factor that they have first; None for those who may go on."""
    person = current_session()
    with site().database.reading() as session:
        has_one = has_second_factor(session, person.account_id)
    if person.proved != "both":
        return redirect(url_for("accounts.two_factor")) if has_one else None
    if is_recently_verified() or _just_recovered():
        return None
    return redirect(verify_path(request.path)) if request.method in ("GET", "HEAD") else not_recently_verified()


def _site_questions(session: Session) -> str:
    """Where the site's own questions are, for those who may answer them, as long as nobody has; else empty."""
    details = site_details(session)
    answered = details is not None and details.answered_at is not None
    return "" if answered or not may(current_actor().role, Action.MANAGE_SITE) else url_for("desk.site_details")


def _just_recovered() -> bool:
    """Whether a recovery code let this session in within the last ten minutes: its owner may have lost the phone."""
    at = desk_session().get("recovered_at")
    return at is not None and abs(site().clock.now() - datetime.fromisoformat(str(at))) < FRESH


def _authenticator_page(wrong: str = "") -> Response:
    """The key stays the same until a code was right, so that a page opened twice does no harm."""
    keys, held, current = auth_state().now, desk_session(), current_session()
    secret = decrypt_secret(keys, str(held.get("authenticator", "")))
    if secret is None:
        secret = new_secret()
        held["authenticator"] = encrypt_secret(keys, secret)
    uri = otpauth_uri(secret, site().settings.site_name, current.email)
    page = AuthenticatorPage(
        picture=qr_code(uri),
        uri=uri,
        key=shown_key(secret),
        replaces=current.proved == "both",
        wrong={"code": wrong} if wrong else {},
    )
    return _page(page, 422 if wrong else 200)


def _passkey_page(wrong: str = "", name: str = "") -> Response:
    if not relying_party().has_name:
        return _page(PasskeyPage(options=""))
    with site().database.reading() as session:
        account = account_of(session, current_session().account_id)
        assert account is not None
        options, desk_session()["making"] = registration_options(
            relying_party(), account, passkeys_of(session, account.id)
        )
    return _page(PasskeyPage(options=options, name=name, wrong={"": wrong} if wrong else {}), 422 if wrong else 200)


def _page(page: Page, status: int = 200) -> Response:
    return Response(shown(page), status, mimetype="text/html")
