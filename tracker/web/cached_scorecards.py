"""Computed scorecards and their pages, those used last. Each serves all days on which it is the same (LAW-6)."""

from bisect import bisect_right, insort
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from typing import Any, Generic, Protocol, TypeVar

from cachetools import LRUCache
from markupsafe import Markup
from sqlalchemy.orm import Session

from tracker.engine import RULES_VERSION
from tracker.engine.scorecard import Scorecard
from tracker.engine.upcoming.next_change import next_change
from tracker.records.kinds import AnyRecord
from tracker.services.reading.scorecards import Snapshot
from tracker.store.concerning import last_concerning

__all__ = [
    "CachedPage",
    "CachedScorecard",
    "CachedScorecards",
    "CachedTexts",
    "Subject",
    "cached_articles",
    "cached_counts",
    "cached_for_days",
    "cached_lists",
    "cached_pages",
    "cached_rows",
    "cached_sections",
    "still_holds",
]

T = TypeVar("T")
_MOST = 12_000
_MOST_CHARACTERS, _MOST_CHARACTERS_OF_ROWS, _MOST_CHARACTERS_FOR_DAYS = 16_000_000, 4_000_000, 8_000_000
_MOST_COUNTS = 200
_A_ROW = 1_500
"""About what a row takes beside its HTML: what it says again, as its key."""

Subject = tuple[str, str | None, int]
"""Company, topic (None for its only one), position of the ledger; 0 for the present one."""
_Key = tuple[Subject, date]


@dataclass
class CachedScorecard:
    """A scorecard, the subjects that it rests on, and the last position of the ledger at which it was seen to hold.

    ``last`` is the last day on which it is the same, but for the day that it names. ``records`` are those that were
    read for it, none where it is not of the present.
    """

    card: Scorecard
    subjects: frozenset[str]
    position: int
    records: Sequence[AnyRecord] = ()
    last: date = field(init=False)

    def __post_init__(self) -> None:
        self.last = _last_day(self.card)
        self.card = self.card.marked()


class CachedScorecards:
    """Together they hold no more than so many findings and records, of some 2.5 KB each. For all threads."""

    def __init__(self, most: int = _MOST):
        self._days: dict[Subject, list[date]] = {}
        self._cards = _Cards(self._days, most)
        self._lock = Lock()

    def on(self, subject: Subject, day: date) -> CachedScorecard | None:
        """The one that is computed for this day, or for an earlier one since which nothing has changed."""
        with self._lock:
            days = self._days.get(subject, [])
            place = bisect_right(days, day)
            cached = self._cards.get((subject, days[place - 1])) if place else None
        return cached if cached and day <= cached.last else None

    def of_another_day(self, subject: Subject) -> CachedScorecard | None:
        """Any of the same records."""
        with self._lock:
            days = self._days.get(subject)
            return self._cards.get((subject, days[-1])) if days else None

    def put(self, subject: Subject, cached: CachedScorecard) -> None:
        """Keep one, in place of what was kept of the same day."""
        with self._lock, suppress(ValueError):  # larger than the whole cache
            self._cards[subject, cached.card.as_of] = cached

    def forget(self, subject: Subject) -> None:
        """Forget those of one subject: its records have changed."""
        with self._lock:
            for day in list(self._days.get(subject, ())):
                del self._cards[subject, day]

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._cards.clear()
            # The cache takes nothing out one by one then.
            self._days.clear()


class _Cards(LRUCache[_Key, CachedScorecard]):
    """Keeps the days of each subject in order beside itself."""

    def __init__(self, days: dict[Subject, list[date]], most: int):
        super().__init__(most, getsizeof=_weight)
        self._days = days

    def __setitem__(self, key: _Key, value: CachedScorecard) -> None:
        new = key not in self
        super().__setitem__(key, value)
        if new:
            insort(self._days.setdefault(key[0], []), key[1])

    def __delitem__(self, key: _Key) -> None:
        super().__delitem__(key)
        days = self._days[key[0]]
        days.remove(key[1])
        if not days:
            del self._days[key[0]]


def _last_day(card: Scorecard) -> date:
    """The first version of the rules knows no such law: what was said by it is computed for each day."""
    if card.rules != RULES_VERSION:
        return card.as_of
    changes = next_change(card.dossier, card.as_of, card.assessment.in_force_periods)
    return changes - timedelta(days=1) if changes else date.max


def _weight(cached: CachedScorecard) -> int:
    """Findings and records: what a scorecard's memory grows with."""
    scorecard, dossier = cached.card, cached.card.dossier
    records = (dossier.pledges, dossier.evidence, dossier.responses, dossier.sources)
    cells = sum(len(grid) for _, grid in dossier.grids)
    return len(scorecard.findings) + sum(map(len, records)) + cells


class OfAnyDay(Protocol):
    """HTML of so many characters that can be given for any day on which it reads the same."""

    size: int

    def on(self, as_of: date) -> bytes:
        """The HTML of a day."""


@dataclass
class CachedPage:
    """A page in which the day is left open, the subjects that it rests on, and a position at which it holds."""

    html: OfAnyDay
    subjects: frozenset[str]
    position: int


def still_holds(session: Session, snapshot: Snapshot, cached: CachedScorecard | CachedPage) -> bool:
    """Whether nothing that concerns it was published since; noted, so that it is asked once for each publication."""
    position = cached.position
    if position >= snapshot.position:
        # One of a later moment than this session sees may show what was published since.
        return position == snapshot.position
    holds = last_concerning(session, cached.subjects) <= position
    if holds:
        cached.position = snapshot.position
    return holds


class CachedTexts(Generic[T]):
    """What was made of scorecards for all days on which it reads the same. For all threads."""

    def __init__(self, size: Callable[[T], int], most: int = _MOST_CHARACTERS):
        self._texts: LRUCache[Hashable, T] = LRUCache(most, getsizeof=size)
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        """The texts, if they are kept."""
        with self._lock:
            return self._texts.get(key)

    def put(self, key: Hashable, texts: T) -> None:
        """Keep texts, those that were used last."""
        with self._lock, suppress(ValueError):  # larger than the whole cache
            self._texts[key] = texts

    @property
    def kept(self) -> int:
        """How many there are."""
        return len(self._texts)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._texts.clear()


def cached_sections() -> CachedTexts[tuple[str, ...]]:
    """For sections of pages."""
    return CachedTexts(lambda texts: sum(map(len, texts)))


def cached_articles() -> CachedTexts[Any]:
    """For the findings and other records of pages, by what each rests on (``scorecard/caches``)."""
    return CachedTexts(lambda article: article.size)


def cached_counts() -> CachedTexts[Any]:
    """For what lists count: numbers of companies, and what their forms offer; so many of them."""
    return CachedTexts(lambda _: 1, _MOST_COUNTS)


def cached_for_days() -> CachedTexts[Any]:
    """For data and the words of embeds, each for all days on which it is the same."""
    return CachedTexts(lambda kept: kept.size, _MOST_CHARACTERS_FOR_DAYS)


def cached_rows() -> CachedTexts[Markup]:
    """For rows of lists, by what they say."""
    return CachedTexts(lambda row: len(row) + _A_ROW, _MOST_CHARACTERS_OF_ROWS)


def cached_lists() -> CachedTexts[Any]:
    """For whole pages of lists beside their variables, by address: what comes often differs in nothing."""
    return CachedTexts(lambda kept: 2 * len(kept.html), _MOST_CHARACTERS_OF_ROWS)


def cached_pages() -> CachedTexts[CachedPage]:
    """For whole pages."""
    return CachedTexts(lambda page: page.html.size)
