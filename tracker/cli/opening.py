"""Opens the database for a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import require_head

__all__ = ["opened"]


@contextmanager
def opened(settings: Settings, *, migrated: bool = True) -> Iterator[Database]:
    """The database of these settings, closed at the end; raises NotMigrated unless its tables are the newest."""
    database = Database(settings.database_url)
    try:
        if migrated:
            require_head(database)
        yield database
    finally:
        database.close()
