"""What was seen at the address of a source, look by look, and looking again before it is due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.captures.watching import PUBLIC_STATES, State
from tracker.services.auth.roles import Action, Actor, require
from tracker.services.captures.watching.watches import WATCH_JOB
from tracker.store.captures.watches import looks_of, watch_of
from tracker.store.upkeep.asked_jobs import bring_forward

__all__ = ["LinkHistory", "SeenSpan", "link_history", "look_now"]

_MOST = 100
_BETWEEN = timedelta(minutes=10)


class SeenSpan(NamedTuple):
    """Looks in a row that gave the same: the first and the last, how many, and the state that began with them."""

    first: datetime
    last: datetime
    looks: int
    gave: str
    why: str
    told: State | None
    since: datetime | None
    capture: str


class LinkHistory(NamedTuple):
    """A watched address, newest looks first; ``may_tell``: its state waits for an editor, and readers can be told."""

    url: str
    due: datetime
    spans: Sequence[SeenSpan]
    state: State | None
    waits: bool
    may_tell: bool
    moved_to: str


def link_history(session: Session, source_id: str) -> LinkHistory | None:
    """What is known of the address of a source; None where it is not watched."""
    address = watch_of(session, source_id)
    if address is None:
        return None
    spans = []
    for (gave, why), group in groupby(looks_of(session, source_id, most=_MOST), lambda look: (look.gave, look.why)):
        looks = list(group)
        telling = next((look for look in looks if look.told), None)
        state_told = State(telling.told) if telling and telling.told else None
        since, capture = (telling.since, telling.capture_id or "") if telling else (None, "")
        spans.append(SeenSpan(looks[-1].at, looks[0].at, len(looks), gave, why, state_told, since, capture))
    state = address.watch.state
    return LinkHistory(
        address.url,
        address.due,
        spans,
        state,
        waits=address.told is not None,
        may_tell=address.told is not None and state in PUBLIC_STATES,
        moved_to=address.watch.moved_to or "",
    )


def look_now(session: Session, actor: Actor, clock: Clock, source_id: str) -> None:
    """Have a watched address looked at as soon as its host allows; nothing where it is not watched.

    Not again within some minutes of the last look: nobody makes this site ask another one all day.
    """
    require(actor, Action.WRITE)
    last = next(iter(looks_of(session, source_id, most=1)), None)
    bring_forward(session, WATCH_JOB, source_id, max(clock.now(), last.at + _BETWEEN) if last else clock.now())
