"""What people outside the desk left here: listed, and erased for an address that asks for it."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.services.auth.account_events import AccountEventKind, log_own
from tracker.services.auth.roles import Action, Actor, require
from tracker.services.auth.secret_keys import SecretKeys
from tracker.services.notifications.outbox import erase_mails_to
from tracker.store.correspondence.followers import delete_followers_of
from tracker.store.correspondence.reply_requests import erase_requests_of
from tracker.store.reader_reports import erase_of

__all__ = ["Erased", "erase_address"]


class Erased(NamedTuple):
    """How much of an address was erased."""

    reports: int
    requests: int
    follows: int
    mails: int


def erase_address(session: Session, actor: Actor | None, clock: Clock, keys: SecretKeys, email: str) -> Erased:
    """Erase all that an email address left: reports, requests to it, what it follows, and mails to it that wait or
    failed. The event has no address.

    Without an actor it is the command line. Raises NotAllowedError.
    """
    if actor is not None:
        require(actor, Action.ANSWER_READERS)
    email, now = email.strip(), clock.now()
    erased = Erased(
        erase_of(session, now, email),
        erase_requests_of(session, now, email),
        delete_followers_of(session, keys.digest("follower", email.lower())),
        erase_mails_to(session, keys, email),
    )
    if any(erased):
        counted = ", ".join(f"{number} {kind}" for kind, number in erased._asdict().items())
        detail = f"an address: {counted}"
        log_own(session, clock, actor, AccountEventKind.ERASED, detail)
    return erased
