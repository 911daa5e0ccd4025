"""The kinds of account event, as stored. Stored values never change; pages have their own text for each."""

from enum import StrEnum

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import AccountEvent
from tracker.services.auth.roles import Actor

__all__ = ["AccountEventKind", "log_event"]


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


def log_event(
    session: Session, clock: Clock, actor: Actor | None, account_id: int, event: AccountEventKind, detail: str = ""
) -> None:
    """Log what was done to an account."""
    by = actor.account_id if actor else None
    session.add(AccountEvent(at=clock.now(), account_id=account_id, actor_id=by, event=event.value, detail=detail))
