"""Preparation before serving: runs migrations, and imports the seeds into an empty database."""

from pathlib import Path
from typing import NamedTuple

from tracker.clock import Clock
from tracker.services.intake.importing import Import, ImportRefusedError, publish_found
from tracker.services.intake.record_files import problems_of, read_files
from tracker.settings import ROOT
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate
from tracker.store.ledger import ledger_head
from tracker.store.site_details import site_details, site_details_to_change

__all__ = ["SEEDED_BY", "SEEDS", "Started", "start"]

SEEDS = ROOT / "seeds"
SEEDED_BY = "seeds"
"""Who has written and published the records that come with the program."""


class Started(NamedTuple):
    """What a start had to do: nothing from the second start on."""

    migrated: bool
    loaded: int


def start(database: Database, clock: Clock, seeds: Path | None = SEEDS) -> Started:
    """Migrate, and load ``seeds`` into an empty ledger: both by one process only, however many start at once.

    Without ``seeds`` the record begins empty, and stays so at later starts. Raises MigrationError, or
    ImportRefusedError where the seeds are not right.
    """
    migrated = migrate(database)
    with database.reading() as session:
        details = site_details(session)
        fresh = ledger_head(session).position == 0 and not (details and details.begun_empty)
    if fresh and seeds is None:
        with database.writing() as session:
            site_details_to_change(session).begun_empty = True
    if not fresh or seeds is None or not seeds.exists():
        return Started(migrated, 0)
    files_read = read_files([seeds])
    if files_read.problems:
        raise ImportRefusedError(problems_of(files_read, []))
    with database.writing() as session:
        # Checked again under the lock: another process may have done it first.
        if ledger_head(session).position:
            return Started(migrated, 0)
        published = publish_found(session, clock, files_read, Import(author=SEEDED_BY))
    return Started(migrated, len(published.positions))
