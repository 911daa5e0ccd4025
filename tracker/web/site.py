"""The site: what views need to know of the running application, below every page."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import NamedTuple, cast

from flask import current_app
from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.services.upkeep.site_details import answers_of
from tracker.settings import ROOT, Settings
from tracker.store.concerning import last_concerning
from tracker.store.database.connecting import REQUEST_WAITS, Database
from tracker.store.kept_readings import KeptReadings
from tracker.store.ledger import Changed, last_change
from tracker.store.replica import Reader
from tracker.store.site_details import site_details
from tracker.web.cached_scorecards import (
    CachedScorecards,
    cached_articles,
    cached_counts,
    cached_for_days,
    cached_lists,
    cached_pages,
    cached_rows,
    cached_sections,
)

__all__ = ["Site", "State", "site"]


class State(NamedTuple):
    """What answers depend on besides their address: the program, the ledger's last position, the day."""

    version: str
    position: int
    today: date


class Site:
    """What views need: settings, clock and database, and ``version``, which changes with the code, the templates and
    what the people who run the site say of it.

    Public answers read by ``reading``, the desk what it has written in ``database``.
    ``environment`` are the settings without what was answered in the browser.
    """

    def __init__(self, settings: Settings, clock: Clock, database: Database):
        self.environment, self.clock, self.database = settings, clock, database
        self.settings, self._details = settings, 0
        self._program = f"{_version()}-{_settings_hash(settings)}"
        self.version = self._program
        replica = Database(settings.database_read_url, REQUEST_WAITS) if settings.database_read_url else None
        self.reader = Reader(replica)
        self.scorecards, self.sections, self.pages = CachedScorecards(), cached_sections(), cached_pages()
        self.articles, self.rows, self.lists = cached_articles(), cached_rows(), cached_lists()
        self.for_days = cached_for_days()
        self.readings, self.listed = KeptReadings(), cached_counts()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for an answer to readers, of a replica where there is one that is up to date."""
        with self.reader.reading(self.database) as session:
            self.readings.give_to(session)
            yield session

    @property
    def today(self) -> date:
        """The day that it is in the site's time zone."""
        return self.clock.now().astimezone(self.settings.time_zone).date()

    def state(self) -> State:
        """What all answers depend on besides their address."""
        return self.state_of(last_change(self.database))

    def state_of(self, changed: Changed) -> State:
        """The same where it was read what has changed last."""
        if changed.details != self._details:
            self.read_details()
        return State(self.version, changed.position, self.today)

    def last_concerning(self, subjects: frozenset[str]) -> int:
        """The position of the last publication that concerns one of these (``tracker.store.concerning``)."""
        with self.database.reading() as session:
            return last_concerning(session, subjects)

    def read_details(self) -> None:
        """Take over what was answered in the browser: now, and whenever another process has changed it."""
        with self.database.reading() as session:
            details = site_details(session)
        self.settings = self.environment.completed(answers_of(details))
        # The record may have begun again, with other content at the same positions.
        self.forget_made()
        self.readings.clear()
        self.listed.clear()
        # Last: what other threads give meanwhile may be made of what was kept, and is of the version before.
        version = details.version if details else 0
        self.version = f"{self._program}-{version}" if version else self._program
        self._details = version

    def forget_made(self) -> None:
        """Forget what was made of records: scorecards, their pages, and parts of pages."""
        for made in (self.scorecards, self.sections, self.pages, self.articles, self.rows, self.lists, self.for_days):
            made.clear()


def site() -> Site:
    """The site of the application that answers the present request."""
    return cast(Site, current_app.extensions["site"])


def _settings_hash(settings: Settings) -> str:
    """A hash of the settings that pages show or are made by, which are the same on all machines of a site."""
    said = (
        settings.site_name,
        settings.public_url,
        settings.site_owner,
        settings.contact,
        settings.answer_days,
        settings.data_licence,
        str(settings.time_zone),
        settings.one_person_site,
        settings.sends_mail,
        settings.fonts_dir,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:8]


@cache
def _version() -> str:
    """A hash over everything that a page is made by: with it changes every entity tag."""
    digest = hashlib.sha256()
    for folder, pattern in (("tracker", "**/*.py"), ("tracker/static", "**/*.*"), ("templates", "**/*.html")):
        for path in sorted((ROOT / folder).glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
