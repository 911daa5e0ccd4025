"""What looking at an address again and again tells of a document: a state only after what cannot be noise.

One bad day is no state, and an address that cannot be checked is never called gone. A state is a task for an editor:
nothing here changes a record.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

__all__ = ["PUBLIC_STATES", "Check", "Judgement", "Look", "State", "Watch", "check_of", "judge"]

_FEWEST_SIGNS = 200
"""A page with less text than that is no page with text."""
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_SECOND_LOOK = timedelta(hours=4)
_WITHOUT_GOOD = timedelta(days=14)


class Check(StrEnum):
    """What one look gives."""

    THERE = "there"
    QUOTE_MISSING = "quote missing"
    NOT_THERE = "not there"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    WITHHELD = "withheld there"


class State(StrEnum):
    """What is told at the desk, once each time it begins."""

    GONE = "gone"
    MOVED = "moved"
    QUOTE_MISSING = "quote missing"
    UNREACHABLE = "unreachable"
    CANNOT_BE_CHECKED = "cannot be checked"
    WITHHELD = "withheld there"
    THERE_AGAIN = "there again"


PUBLIC_STATES = frozenset((State.GONE, State.MOVED, State.QUOTE_MISSING, State.WITHHELD, State.THERE_AGAIN))
"""What readers can be told. That an address cannot be checked is no news of the document."""
_ENOUGH = {
    Check.QUOTE_MISSING: (2, timedelta(hours=1), State.QUOTE_MISSING),
    Check.NOT_THERE: (3, _WEEK, State.GONE),
    Check.UNREACHABLE: (3, _WEEK, State.UNREACHABLE),
    Check.BLOCKED: (3, _WEEK, State.CANNOT_BE_CHECKED),
    Check.WITHHELD: (2, _DAY, State.WITHHELD),
}
"""How many looks in a row, over which time, make which state."""

_UNREACHABLE = frozenset(
    ("name not found", "refused connection", "bad certificate", "timed out", "broken off", "server error")
)
_ELSEWHERE = frozenset(("soft 404", "redirect to the home page"))
_WALLS = frozenset(("challenge or sign-in page",))


@dataclass(frozen=True, slots=True)
class Look:
    """One check of an address: when, what it gave, and the other address at which the words are now."""

    at: datetime
    check: Check
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known of an address before the next look.

    ``good``: when its words were last seen, at first the day of our copy. ``run``: the check that looks have given since ``run_from``,
    ``run_length`` times in a row. ``state`` is what was last told, None while all is well.
    """  # noqa: E501

    good: datetime
    state: State | None = None
    run: Check | None = None
    run_from: datetime | None = None
    run_length: int = 0
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is known after a look; the state that begins with it, with the first look that gave it; and when to look
    again."""

    watch: Watch
    told: State | None
    since: datetime
    due: datetime


def check_of(
    *, reason: str | None, status: int | None, doubts: Collection[str], signs: int, quotes_found: bool | None
) -> Check:
    """What an attempt to fetch a page says: why it failed, if it did, its status, doubts about it, the length of its
    text, and whether all quoted words are in it (None: there is no text to search)."""
    if reason == "withheld there" or status == 451:
        return Check.WITHHELD
    if reason == "not there" or status in (404, 410) or not _ELSEWHERE.isdisjoint(doubts):
        return Check.NOT_THERE
    if reason in _UNREACHABLE or (status is not None and status >= 500):
        return Check.UNREACHABLE
    if reason is not None or status not in (None, 200) or not _WALLS.isdisjoint(doubts):
        return Check.BLOCKED
    if quotes_found:
        return Check.THERE
    return Check.BLOCKED if quotes_found is None or signs < _FEWEST_SIGNS else Check.QUOTE_MISSING


def judge(watch: Watch, look: Look) -> Judgement:
    """Add one look to what is known of an address."""
    if look.check is Check.THERE:
        return _there(watch, look)
    run_from = watch.run_from if watch.run is look.check else None
    since = run_from or look.at
    now = replace(watch, run=look.check, run_from=since, run_length=watch.run_length + 1 if run_from else 1)
    enough, over, state = _ENOUGH[look.check]
    new_state = state if now.run_length >= enough and look.at - since >= over else None
    if (
        new_state is None
        and watch.state in (None, State.THERE_AGAIN, State.MOVED)
        and look.at - watch.good >= _WITHOUT_GOOD
    ):
        new_state, since = State.CANNOT_BE_CHECKED, watch.good
    if new_state == watch.state:
        new_state = None
    first_missing = look.check is Check.QUOTE_MISSING and now.run_length == 1
    return Judgement(
        replace(now, state=new_state or watch.state),
        new_state,
        since,
        look.at + (_SECOND_LOOK if first_missing else _DAY),
    )


def _there(watch: Watch, look: Look) -> Judgement:
    new_state = None
    if look.to is not None and look.to != watch.moved_to:
        new_state = State.MOVED
    elif watch.state not in (None, State.THERE_AGAIN, State.MOVED):
        new_state = State.THERE_AGAIN
    next_watch = Watch(good=look.at, state=new_state or watch.state, moved_to=look.to or watch.moved_to)
    return Judgement(next_watch, new_state, look.at, look.at + _WEEK)
