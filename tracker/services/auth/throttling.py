"""Limits on guessing passwords and codes, counted in the database (ASVS V6.3.1, V6.3.2).

A try is written down before it is decided, so that many at once do not slip through, and struck out when it was right.
Nobody can lock somebody else out: what is refused is the place that guesses. While many fail, everywhere or for one
name, each place has two tries an hour instead of five in a quarter; so whoever comes from a new place still gets in.
A browser that its owner signed in with before counts as a place of its own.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, delete, select, text
from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models.account import Attempt
from tracker.services.auth.secret_keys import SecretKeys

__all__ = ["RULES", "AttemptOrigin", "Kind", "ThrottledError", "begin_attempt", "forget_attempts", "strike_out"]

Kind = Literal["password", "code"]
_KEPT = timedelta(days=1)
_LOCK = 0x74727973
"""The number of the lock under which tries are counted on PostgreSQL, so that each sees the ones before."""


@dataclass(frozen=True)
class Rule:
    """So many failures within a time are one too many."""

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
    """Too many tries; ``seconds`` until the next one is let through."""

    def __init__(self, seconds: int):
        super().__init__(f"too many attempts; try again in {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True)
class AttemptOrigin:
    """Where a try comes from: an address on the net, or a browser that this very person signed in with before."""

    key: str
    known: bool = False

    @classmethod
    def of_address(cls, address: str) -> "AttemptOrigin":
        """An address; for IPv6 the network of /64 that one customer has."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return cls(f"address {address}")
        if isinstance(parsed, ipaddress.IPv6Address):
            parsed = parsed.ipv4_mapped or ipaddress.ip_network(f"{parsed}/64", strict=False).network_address
        return cls(f"address {parsed}")


def begin_attempt(session: Session, clock: Clock, keys: SecretKeys, kind: Kind, name: str, place: AttemptOrigin) -> int:
    """Write a try down and give its number; raises Throttled where it may not be made."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    now = clock.now()
    name_key, origin_key = keys.digest("tried name", name.strip().lower()), keys.digest("place", place.key)
    wait = _wait(session, now, kind, name_key, origin_key, known=place.known)
    if wait > timedelta(0):
        raise ThrottledError(int(wait.total_seconds()) + 1)
    session.execute(delete(Attempt).where(Attempt.at < now - _KEPT))
    attempt = Attempt(at=now, kind=kind, name_key=name_key, origin_key=origin_key)
    session.add(attempt)
    session.flush()
    return attempt.id


def strike_out(session: Session, attempt: int) -> None:
    """What was right was no guess."""
    session.execute(delete(Attempt).where(Attempt.id == attempt))


def forget_attempts(session: Session, keys: SecretKeys, name: str, place: AttemptOrigin) -> None:
    """Whoever got all the way in from a place did not guess there."""
    name_key, origin_key = keys.digest("tried name", name.strip().lower()), keys.digest("place", place.key)
    session.execute(delete(Attempt).where(Attempt.name_key == name_key, Attempt.origin_key == origin_key))


def _wait(session: Session, now: datetime, kind: Kind, name_key: str, origin_key: str, *, known: bool) -> timedelta:
    """How long until a try is let through; nothing or less: now."""

    def wait(rule: str, *counted: ColumnElement[bool]) -> timedelta:
        limit = RULES[rule]
        query = select(Attempt.at).where(Attempt.at > now - limit.within, *counted).order_by(Attempt.at.desc())
        # The oldest of the last so many must leave the time before there is room for one more.
        oldest = session.scalar(query.offset(limit.most - 1).limit(1))
        return oldest + limit.within - now if oldest else timedelta(0)

    name, origin = Attempt.name_key == name_key, Attempt.origin_key == origin_key
    found = wait("name and place", name, origin)
    if found or known:
        return found
    found = wait("place", origin)
    if not found and (wait("many for the name", name) or wait("many everywhere")):
        found = wait("fewer", origin)
    if not found and kind == "code":
        found = wait("codes", name, Attempt.kind == "code")
    return found
