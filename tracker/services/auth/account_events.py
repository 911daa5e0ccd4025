"""The kinds of event in the log, as stored. Stored values never change; pages have their own text for each."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import AccountEvent
from tracker.services.auth.roles import Actor
from tracker.store.accounts.events import count_events_since

__all__ = ["EVENT_GROUPS", "AccountEventKind", "log_event", "log_own", "log_refusal"]


class AccountEventKind(StrEnum):
    """The kinds of event, by the word that is stored."""

    CREATED_BY_SETUP = "first account"
    INVITED = "invited"
    LINK_CREATED = "link made"
    PASSWORD_SET = "password set"
    TWO_FACTOR_SET_UP = "second factor set up"
    TWO_FACTOR_RESET = "second factor reset"
    RECOVERY_CODES_CREATED = "recovery codes made"
    PASSKEY_ADDED = "passkey added"
    PASSKEY_REMOVED = "passkey removed"
    PUBLIC_NAME_RELEASED = "gave up the public name"
    ROLE_CHANGED = "role changed"
    DEACTIVATED = "ended"
    REACTIVATED = "opened again"
    SIGNED_OUT_EVERYWHERE = "sessions ended"
    SECRET_KEYS_REPLACED = "secrets made anew"
    SIGNED_IN = "signed in"
    SIGN_IN_REFUSED = "sign-in refused"
    REFUSED = "refused"
    EXPORTED = "exported"
    PUBLISHED = "published"
    ERASED = "erased"


_KIND = AccountEventKind
EVENT_GROUPS: Mapping[str, Sequence[AccountEventKind]] = {
    "sign-ins": (_KIND.SIGNED_IN, _KIND.SIGNED_OUT_EVERYWHERE),
    "refusals": (_KIND.SIGN_IN_REFUSED, _KIND.REFUSED),
    "roles": (_KIND.CREATED_BY_SETUP, _KIND.INVITED, _KIND.ROLE_CHANGED, _KIND.DEACTIVATED, _KIND.REACTIVATED),
    "access": (
        _KIND.LINK_CREATED, _KIND.PASSWORD_SET, _KIND.TWO_FACTOR_SET_UP, _KIND.TWO_FACTOR_RESET,
        _KIND.RECOVERY_CODES_CREATED, _KIND.PASSKEY_ADDED, _KIND.PASSKEY_REMOVED, _KIND.PUBLIC_NAME_RELEASED,
        _KIND.SECRET_KEYS_REPLACED,
    ),
    "publications": (_KIND.PUBLISHED,),
    "exports": (_KIND.EXPORTED,),
    "erasures": (_KIND.ERASED,),
}  # fmt: skip
"""Every kind of event, in the groups by which the log is filtered."""
_MOST_REFUSED = 20
_REFUSED_WITHIN = timedelta(hours=1)


def log_event(
    session: Session,
    clock: Clock,
    actor: Actor | None,
    account_id: int | None,
    event: AccountEventKind,
    detail: str = "",
) -> None:
    """Log what was done to an account."""
    by = actor.account_id if actor else None
    session.add(AccountEvent(at=clock.now(), account_id=account_id, actor_id=by, event=event.value, detail=detail))


def log_own(session: Session, clock: Clock, actor: Actor | None, event: AccountEventKind, detail: str = "") -> None:
    """Log what somebody did that is about nobody’s account; without an actor it was the command line."""
    log_event(session, clock, actor, actor.account_id if actor else None, event, detail)


def log_refusal(
    session: Session, clock: Clock, actor: Actor | None, account_id: int | None, event: AccountEventKind, detail: str
) -> None:
    """Log what was refused: 20 of a kind an hour for an account, and for all names that nobody has, so that whoever
    guesses does not fill the log.
    """
    if count_events_since(session, account_id, event, clock.now() - _REFUSED_WITHIN, _MOST_REFUSED) < _MOST_REFUSED:
        log_event(session, clock, actor, account_id, event, detail)
