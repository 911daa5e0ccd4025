"""Rate limits on passwords and codes, counted in the database (ASVS V6.3.1, V6.3.2).

An attempt is recorded before it is checked, so that parallel attempts cannot slip through, and deleted if it was right.
Nobody can lock out somebody else: limits apply to the origin of the attempts. While many attempts fail, overall or for
one name, each origin has two attempts an hour instead of five in 15 minutes, so the owner can still sign in from a new
origin. A browser in which the owner signed in before counts as an origin of its own. Passwords and codes are counted
separately, so that wrong codes never block a password; passkeys and recovery codes, which nobody can guess, are not
counted.
"""

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.account import Attempt
from tracker.services.auth.secret_keys import SecretKeys
from tracker.store.accounts.attempts import (
    delete_attempt,
    delete_attempts_before,
    delete_attempts_of,
    lock_attempts,
    nth_latest_attempt,
)

__all__ = [
    "RULES",
    "AttemptOrigin",
    "Kind",
    "ThrottledError",
    "begin_attempt",
    "forget_all_attempts",
    "forget_attempts",
    "strike_out",
    "without_port",
]

Kind = Literal["password", "code"]
_KEPT = timedelta(days=1)
_BRACKETED = re.compile(r"\[([^\[\]]{1,60})\](?::[0-9]{1,5})?")


@dataclass(frozen=True)
class Rule:
    """How many failures within which time are too many."""

    meaning: str
    most: int
    within: timedelta


RULES = {
    "name and place": Rule("for one account from one place", 5, timedelta(minutes=15)),
    "place": Rule("from one place, for any account", 20, timedelta(minutes=15)),
    "many for the name": Rule(
        "for one account from anywhere, before limits per place get lower", 30, timedelta(hours=1)
    ),
    "many everywhere": Rule(
        "for all accounts from anywhere, before limits per place get lower", 100, timedelta(minutes=15)
    ),
    "fewer": Rule("from one place, while many attempts fail", 2, timedelta(hours=1)),
    "codes": Rule(
        "wrong two-factor codes for one account, from places it has not signed in from", 50, timedelta(days=1)
    ),
}
"""What is refused, and when; docs/operations.md shows the same figures."""


class ThrottledError(Exception):
    """Too many attempts; ``seconds`` until the next one is allowed."""

    def __init__(self, seconds: int):
        super().__init__(f"too many attempts; try again in {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True)
class AttemptOrigin:
    """The origin of an attempt: a network address, or a browser that this person has signed in with before."""

    key: str
    recognised: bool = False

    @classmethod
    def of_address(cls, address: str) -> "AttemptOrigin":
        """An address; for IPv6 the network of /64 that one customer has."""
        try:
            parsed = ipaddress.ip_address(without_port(address))
        except ValueError:
            return cls(f"address {address}")
        if isinstance(parsed, ipaddress.IPv6Address):
            parsed = parsed.ipv4_mapped or ipaddress.ip_network(f"{parsed}/64", strict=False).network_address
        return cls(f"address {parsed}")


def without_port(address: str) -> str:
    """An address as proxies write it, without the port and the zone that differ from one connection to the next."""
    bracketed = _BRACKETED.fullmatch(address)
    if bracketed:
        address = bracketed[1]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    return address.partition("%")[0]


def begin_attempt(
    session: Session, clock: Clock, keys: SecretKeys, kind: Kind, name: str, origin: AttemptOrigin
) -> int:
    """Record an attempt and return its number; raises Throttled if it is not allowed."""
    lock_attempts(session)
    now = clock.now()
    name_key, origin_key = keys.digest("tried name", name.strip().lower()), keys.digest("place", origin.key)
    wait = _wait(session, now, kind, name_key, origin_key, recognised=origin.recognised)
    if wait > timedelta(0):
        raise ThrottledError(int(wait.total_seconds()) + 1)
    delete_attempts_before(session, now - _KEPT)
    attempt = Attempt(at=now, kind=kind, name_key=name_key, origin_key=origin_key)
    session.add(attempt)
    session.flush()
    return attempt.id


def strike_out(session: Session, attempt: int) -> None:
    """Delete an attempt that turned out to be right."""
    delete_attempt(session, attempt)


def forget_attempts(session: Session, keys: SecretKeys, name: str, origin: AttemptOrigin) -> None:
    """Forget the failures of an origin that someone has signed in from."""
    name_key, origin_key = keys.digest("tried name", name.strip().lower()), keys.digest("place", origin.key)
    delete_attempts_of(session, name_key, origin_key)


def forget_all_attempts(session: Session, keys: SecretKeys, name: str) -> None:
    """Forget the failures for an account with a new password or factor."""
    delete_attempts_of(session, keys.digest("tried name", name.strip().lower()))


def _wait(
    session: Session, now: datetime, kind: Kind, name_key: str, origin_key: str, *, recognised: bool
) -> timedelta:
    """The wait until an attempt is allowed; zero or less means now."""

    def wait(rule: str, **counted: str) -> timedelta:
        limit = RULES[rule]
        # The oldest of the last so many must leave the time before there is room for one more.
        oldest = nth_latest_attempt(session, limit.most, now - limit.within, **counted)
        return oldest + limit.within - now if oldest else timedelta(0)

    delay = wait("name and place", name_key=name_key, origin_key=origin_key, kind=kind)
    if delay or recognised:
        return delay
    delay = wait("place", origin_key=origin_key, kind=kind)
    if not delay and (wait("many for the name", name_key=name_key, kind=kind) or wait("many everywhere", kind=kind)):
        delay = wait("fewer", origin_key=origin_key, kind=kind)
    if not delay and kind == "code":
        delay = wait("codes", name_key=name_key, kind=kind)
    return delay
