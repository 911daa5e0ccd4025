"""The site: what views need to know of the running application, below every page."""

import hashlib
from datetime import date
from functools import cache
from threading import Lock
from typing import NamedTuple, cast

from cachetools import LRUCache
from flask import current_app

from tracker.clock import Clock
from tracker.engine.scorecard import Scorecard
from tracker.settings import ROOT, Settings
from tracker.store.database.connecting import Database
from tracker.store.ledger import last_position

__all__ = ["ScorecardKey", "Site", "State", "site"]

_MOST_CACHED = 12_000
_MOST_TAGS = 20_000

ScorecardKey = tuple[str, str | None, date, int]
"""Company, topic (None for its only one), ``as_of``, position of the ledger."""


class State(NamedTuple):
    """What answers depend on besides their address: the program, the ledger's last position, the day."""

    version: str
    position: int
    today: date


class Site:
    """What views need: settings, clock and database, and ``version``, which changes with the code and the templates.

    ``scorecards`` are the ones used last, to be read and written under ``scorecards_lock``: together they hold no more
    than so many findings and records, of some 2.5 KB each. ``tags`` are entity tags of embeds by what they depend on.
    """

    def __init__(self, settings: Settings, clock: Clock, database: Database):
        self.settings, self.clock, self.database = settings, clock, database
        self.version = _version()
        self.scorecards: LRUCache[ScorecardKey, Scorecard] = LRUCache(_MOST_CACHED, getsizeof=_weight)
        self.scorecards_lock = Lock()
        self.tags: LRUCache[tuple[object, ...], str] = LRUCache(_MOST_TAGS)
        self.tags_lock = Lock()

    @property
    def today(self) -> date:
        """The day that it is in the site's time zone."""
        return self.clock.now().astimezone(self.settings.time_zone).date()

    def state(self) -> State:
        """What all answers depend on besides their address."""
        return State(self.version, last_position(self.database), self.today)


def site() -> Site:
    """The site of the application that answers the present request."""
    return cast(Site, current_app.extensions["site"])


def _weight(scorecard: Scorecard) -> int:
    """Findings and records: what a scorecard's memory grows with."""
    dossier = scorecard.dossier
    records = (dossier.pledges, dossier.evidence, dossier.responses, dossier.sources)
    return len(scorecard.findings) + sum(map(len, records)) + len(scorecard.cells)


@cache
def _version() -> str:
    """A hash over everything that a page is made by: with it changes every entity tag."""
    digest = hashlib.sha256()
    for folder, pattern in (("tracker", "**/*.py"), ("tracker/static", "**/*.*"), ("templates", "**/*.html")):
        for path in sorted((ROOT / folder).glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
