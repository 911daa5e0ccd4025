"""Of all processes that have one PostgreSQL database, on whatever machines, one does a thing; others wait for it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tracker.store.database.connecting import Database

__all__ = ["one_of_all"]

_LOCKS = 0x706C6565
"""The first number of these advisory locks; the second says what is done."""


@contextmanager
def one_of_all(database: Database, number: int, seconds: float) -> Iterator[bool]:
    """Nobody else does the thing of this number, of 31 bits, meanwhile; gives whether somebody did, until now.

    Who has waited for so long, or cannot have a lock, does it all the same. The server frees the lock of who is killed.
    SQLite has no other machines.
    """
    with ExitStack() as held:
        waited = False
        with suppress(SQLAlchemyError):
            if not database.is_sqlite:
                # Its end frees the lock: nothing is committed.
                connection = held.enter_context(database.engine.connect())
                lock = {"locks": _LOCKS, "number": number}
                waited = not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:locks, :number)"), lock)
                if waited:
                    connection.execute(text(f"SET LOCAL lock_timeout = '{round(seconds * 1000)}ms'"))
                    connection.execute(text("SELECT pg_advisory_xact_lock(:locks, :number)"), lock)
        yield waited
