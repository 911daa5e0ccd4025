"""User management: inviting people, changing roles, ending accounts, restoring access.

Each action is logged with its actor.

``actor`` is None when the action was taken from the command line. The site sends no mail: each link is shown once, to
be passed on by whoever created it.
"""

import re
import secrets
import unicodedata
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.account import Account, OneTimeLink
from tracker.services.auth.account_events import AccountEventKind, log_event
from tracker.services.auth.public_names import has_mixed_scripts, look_alike, name_key
from tracker.services.auth.roles import Action, Actor, Role, require
from tracker.services.auth.secret_keys import SecretKeys, make_keys, new_token, put_keys_aside
from tracker.services.auth.sessions import end_sessions_of
from tracker.services.auth.throttling import forget_all_attempts
from tracker.store.accounts.people import (
    account_of,
    accounts,
    active_admins,
    clear_all_secrets,
    clear_links,
    clear_passkeys,
    clear_recovery_codes,
    count_accounts,
    events_like,
    find_by_email,
    find_link,
    lock_names,
    use_up_link,
)
from tracker.store.database.connecting import Database

__all__ = [
    "INVITATION_DAYS",
    "RESET_HOURS",
    "NotPossibleError",
    "accept_link",
    "change_role",
    "clear_second_factor",
    "deactivate",
    "end_all_sessions",
    "invite",
    "link_for",
    "new_link",
    "new_setup_link",
    "reactivate",
    "rename",
    "renew_secrets",
    "reset_second_factor",
    "set_password",
]

INVITATION_DAYS = 7
RESET_HOURS = 1
_LIFETIMES = {"invitation": timedelta(days=INVITATION_DAYS), "reset": timedelta(hours=RESET_HOURS)}
_PURPOSE = "one-time link"
_LONGEST_NAME = 100
_EMAIL = re.compile(r"[^@\s<>\"'\\,;:()\[\]]+@[^@\s<>\"'\\,;:()\[\]]+")
_RESERVED = {"operator", "import", "seeds"}
"""Names that the ledger uses for publications from the command line."""


class NotPossibleError(ValueError):
    """The request cannot be carried out; ``field`` is the form field that it is about, or empty."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.field = field


def new_setup_link(session: Session, clock: Clock, keys: SecretKeys) -> str | None:
    """The token of a new setup link, which replaces earlier ones; None if there is an account already."""
    if count_accounts(session):
        return None
    clear_links(session, None)
    return _new_link(session, clock, keys, "setup", None)


def invite(
    session: Session, clock: Clock, keys: SecretKeys, actor: Actor | None, *, email: str, name: str, role: str
) -> tuple[Account, str]:
    """Create an account, and return the token of its invite link.

    Raises NotPossibleError, NotAllowedError.
    """
    _allowed(actor)
    lock_names(session)
    account = _new_account(session, clock, email, name, "", role)
    log_event(session, clock, actor, account.id, AccountEventKind.INVITED, f"as {account.role}")
    return account, _new_link(session, clock, keys, "invitation", account.id)


def new_link(session: Session, clock: Clock, keys: SecretKeys, actor: Actor | None, account_id: int) -> tuple[str, str]:
    """A new invite or password reset link, which replaces earlier ones: its kind and token. The second factor is
    unchanged.
    """
    _allowed(actor)
    account = _existing(session, account_id)
    if not account.active:
        raise NotPossibleError(f"{account.name}’s account is deactivated. Reactivate it first")
    kind = "reset" if account.password_hash else "invitation"
    clear_links(session, account.id)
    log_event(session, clock, actor, account.id, AccountEventKind.LINK_CREATED, kind)
    return kind, _new_link(session, clock, keys, kind, account.id)


def link_for(session: Session, clock: Clock, keys: SecretKeys, token: str) -> tuple[OneTimeLink, Account | None] | None:
    """A valid link with its account; None if the link was used, was replaced or has expired."""
    link = find_link(session, keys.digest(_PURPOSE, token))
    if link is None or (link.expires_at is not None and link.expires_at <= clock.now()):
        return None
    if link.account_id is None:
        return None if count_accounts(session) else (link, None)
    account = account_of(session, link.account_id)
    return (link, account) if account and account.active else None


def accept_link(
    session: Session,
    clock: Clock,
    keys: SecretKeys,
    token: str,
    password_hash: str,
    *,
    email: str = "",
    name: str = "",
    public_name: str = "",
) -> tuple[str, Account]:
    """Use a one-time link to set a password; returns the link's kind and the account. Raises NotPossibleError.

    Only a set-up link asks for ``email``; only set-up and invitation ask for names. A new password ends all sessions.
    """
    lock_names(session)
    link, account = link_for(session, clock, keys, token) or (None, None)
    if link is None or not use_up_link(session, link.id):
        raise NotPossibleError("This link has already been used, been replaced or expired.")
    if account is None:
        account = _new_account(session, clock, email, name, _line(public_name, "public_name"), Role.ADMIN)
        log_event(session, clock, None, account.id, AccountEventKind.CREATED_BY_SETUP)
    elif link.kind == "invitation":
        _rename(session, account, name, public_name)
    own = Actor(account.id, account.public_name, Role(account.role))
    set_password(session, clock, own, account, password_hash, link.kind)
    forget_all_attempts(session, keys, account.email)
    return link.kind, account


def set_password(
    session: Session, clock: Clock, actor: Actor, account: Account, password_hash: str, how: str = "changed"
) -> None:
    """Set an account's password, and end its sessions and links."""
    account.password_hash = password_hash
    clear_links(session, account.id)
    end_sessions_of(session, account.id)
    log_event(session, clock, actor, account.id, AccountEventKind.PASSWORD_SET, how)


def rename(session: Session, clock: Clock, actor: Actor, *, name: str, public_name: str) -> None:
    """Change one’s own names. Earlier publications keep the old name, which no one else can take.

    Raises NotPossibleError.
    """
    lock_names(session)
    account = _existing(session, actor.account_id)
    before = account.public_name
    _rename(session, account, name, public_name)
    if account.public_name != before:
        log_event(session, clock, actor, account.id, AccountEventKind.PUBLIC_NAME_RELEASED, before)


def change_role(session: Session, clock: Clock, actor: Actor | None, account_id: int, role: str) -> None:
    """Give a person another role, which ends their sessions. Raises NotPossibleError, NotAllowedError."""
    _allowed(actor)
    account = _existing(session, account_id, lock=True)
    if role not in set(Role):
        raise NotPossibleError(f"There is no role “{role}”. Choose one of: {', '.join(Role)}", "role")
    if account.role == role:
        return
    _keep_an_admin(session, account)
    detail = f"from {account.role} to {role}"
    account.role = role
    end_sessions_of(session, account.id)
    log_event(session, clock, actor, account.id, AccountEventKind.ROLE_CHANGED, detail)


def deactivate(session: Session, clock: Clock, actor: Actor | None, account_id: int) -> None:
    """Deactivate an account: its sessions and links end at once. The person's work stays.

    Raises NotPossibleError, NotAllowedError.
    """
    _allowed(actor)
    account = _existing(session, account_id, lock=True)
    if account.active:
        _keep_an_admin(session, account)
        account.active = False
        clear_links(session, account.id)
        end_sessions_of(session, account.id)
        log_event(session, clock, actor, account.id, AccountEventKind.DEACTIVATED)


def reactivate(session: Session, clock: Clock, actor: Actor | None, account_id: int) -> None:
    """Reactivate an account, with the password and the second factor that it had."""
    _allowed(actor)
    account = _existing(session, account_id)
    if not account.active:
        account.active = True
        log_event(session, clock, actor, account.id, AccountEventKind.REACTIVATED)


def reset_second_factor(session: Session, clock: Clock, keys: SecretKeys, actor: Actor | None, account_id: int) -> None:
    """Take away authenticator, passkeys and recovery codes: after the password, new ones are set up.

    Ends sessions and the marks of known browsers, and forgets the attempts that failed.
    """
    _allowed(actor)
    account = _existing(session, account_id)
    clear_second_factor(session, account)
    forget_all_attempts(session, keys, account.email)
    end_sessions_of(session, account.id)
    log_event(session, clock, actor, account.id, AccountEventKind.TWO_FACTOR_RESET)


def clear_second_factor(session: Session, account: Account) -> None:
    """Remove it; the caller ends the sessions and logs it."""
    account.totp_secret = account.totp_step = None
    clear_recovery_codes(session, account.id)
    clear_passkeys(session, account.id)


def end_all_sessions(session: Session, clock: Clock, actor: Actor | None, account_id: int) -> int:
    """End a person's sessions; returns their number."""
    _allowed(actor)
    ended = end_sessions_of(session, _existing(session, account_id).id)
    log_event(session, clock, actor, account_id, AccountEventKind.SIGNED_OUT_EVERYWHERE)
    return ended


def renew_secrets(database: Database, clock: Clock, folder: Path) -> int:
    """Make the site’s secrets anew, and end what depends on the old ones; how many had set up an app.

    Old files stay beside the new ones under another name, so that nothing is lost by mistake.
    """
    with database.changing() as session:
        ended = 0
        clear_all_secrets(session)
        for account in accounts(session):
            end_sessions_of(session, account.id)
            ended += account.totp_secret is not None
            account.totp_secret = account.totp_step = None
            log_event(session, clock, None, account.id, AccountEventKind.SECRET_KEYS_REPLACED)
        put_keys_aside(folder, clock.now())
        make_keys(folder)
    return ended


def _allowed(actor: Actor | None) -> None:
    if actor is not None:
        require(actor, Action.MANAGE_PEOPLE)


def _existing(session: Session, id: int, *, lock: bool = False) -> Account:
    if lock:
        active_admins(session, lock=True)
    account = account_of(session, id)
    if account is None:
        raise NotPossibleError("That account does not exist")
    return account


def _keep_an_admin(session: Session, account: Account) -> None:
    if account.role == Role.ADMIN and account.active and len(active_admins(session)) == 1:
        raise NotPossibleError(f"{account.name} is the only admin. Make someone else an admin first")


def _new_account(session: Session, clock: Clock, email: str, name: str, public_name: str, role: str) -> Account:
    email = email.strip().lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email) or not email.isprintable():
        raise NotPossibleError("Enter an email address, such as ann@news.example. It is used to sign in", "email")
    if find_by_email(session, email):
        raise NotPossibleError(f"{email} already has an account", "email")
    if role not in set(Role):
        raise NotPossibleError(f"There is no role “{role}”. Choose one of: {', '.join(Role)}", "role")
    account = Account(email=email, role=role, active=True, passkey_handle=secrets.token_hex(32), created_at=clock.now())
    if public_name:
        _rename(session, account, name, public_name)
    else:
        # The invited person chooses a public name; until then the account has one that no one would want.
        account.name = _line(name, "name")
        account.public_name = f"{account.name[:40]} ({email[:40]} {account.passkey_handle[:8]})"
        account.public_name_key = name_key(account.public_name)
    session.add(account)
    session.flush()
    return account


def _rename(session: Session, account: Account, name: str, public_name: str) -> None:
    name, public_name = _line(name, "name"), _line(public_name, "public_name")
    if has_mixed_scripts(public_name):
        raise NotPossibleError(
            f"“{public_name}” mixes letters of several alphabets, so readers could take it for another name. "
            "Write it in one alphabet",
            "public_name",
        )
    released = events_like(session, AccountEventKind.PUBLIC_NAME_RELEASED)
    taken = {event.detail for event in released if event.account_id != account.id} | _RESERVED
    taken |= {other.public_name for other in accounts(session) if other is not account}
    if any(look_alike(public_name, other) for other in taken):
        raise NotPossibleError(
            f"“{public_name}” is already someone else’s public name, or looks like it. Choose a different one",
            "public_name",
        )
    account.name, account.public_name, account.public_name_key = name, public_name, name_key(public_name)


def _line(text: str, field: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if not line or len(line) > _LONGEST_NAME or not line.isprintable():
        raise NotPossibleError(f"Enter a name of up to {_LONGEST_NAME} characters", field)
    return line


def _new_link(session: Session, clock: Clock, keys: SecretKeys, kind: str, account_id: int | None) -> str:
    token, now = new_token(), clock.now()
    expires = now + _LIFETIMES[kind] if kind in _LIFETIMES else None
    digest = keys.digest(_PURPOSE, token)
    session.add(OneTimeLink(kind=kind, token_sha256=digest, account_id=account_id, made_at=now, expires_at=expires))
    session.flush()
    return token
