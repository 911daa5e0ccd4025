"""The database: one engine, with sessions for consistent reads, exclusive writes, and data beside the record."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from tracker.store.database.postgres_engine import postgres_engine

__all__ = ["COMMAND_WAITS", "REQUEST_WAITS", "Database", "Waits"]


class Waits(NamedTuple):
    """Whole seconds.

    How long a writer waits for the one before it, and how long PostgreSQL may take for a statement.
    """

    lock: int
    statement: int


COMMAND_WAITS = Waits(lock=60, statement=600)
"""A large import holds the lock for some 20 seconds."""
REQUEST_WAITS = Waits(lock=5, statement=10)
"""Somebody waits for the answer, and so does a thread that others need."""
_POOL = {"pool_size": 10, "max_overflow": 20, "pool_timeout": 5}
"""More than a process of the site has threads that ask the database."""
_LOCK = 0x706C6564
"""The number of the advisory lock under which all writing and migrating on PostgreSQL is done."""
_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    # Without it REPLACE would delete rows past the triggers that guard them.
    "recursive_triggers": "ON",
}


class Database:
    """A database by its URL. Nothing is connected until a session is asked for."""

    def __init__(self, url: str, waits: Waits = COMMAND_WAITS):
        self.url: URL = make_url(url)
        self.waits = waits
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: Engine = (
            _sqlite_engine(self.url, waits.lock)
            if self.is_sqlite
            else postgres_engine(self.url, waits.statement, _POOL)
        )
        self.reading_engine = _sqlite_engine(self.url, waits.lock, reading=True) if self.is_sqlite else self.engine

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def __str__(self) -> str:
        return str(self.path or self.url.render_as_string(hide_password=True))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database throughout, and can change nothing."""
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.reading_engine.connect() as connection:
            # SQLite's connections for reading can do nothing else.
            held = connection if self.is_sqlite else connection.execution_options(**options)
            with _session(held) as session:
                yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in the one transaction that may write; committed at the end, rolled back on any exception."""
        with self.locked() as connection, _session(connection) as session:
            session.info["writing"] = True
            yield session
            session.flush()

    @contextmanager
    def changing(self, *, wait: bool = True, lasting: bool = True) -> Iterator[Session]:
        """A session that may change accounts and what belongs to them, but nothing that is published.

        On PostgreSQL it does not wait for publications and imports; SQLite has but one writer. Without ``wait``, what
        somebody else is writing raises OperationalError at once. What is not ``lasting`` may be gone after a power cut:
        it can be made again, and is not worth the wait for the disk.
        """
        if self.is_sqlite:
            with self.locked(wait=wait, lasting=lasting) as connection, _session(connection) as session:
                yield session
                session.flush()
        else:
            with self.engine.begin() as connection, _session(connection) as session:
                session.execute(text(f"SET LOCAL lock_timeout = '{self._lock_milliseconds(wait)}ms'"))
                if not lasting:
                    session.execute(text("SET LOCAL synchronous_commit = off"))
                yield session
                session.flush()

    @contextmanager
    def setting_aside(self) -> Iterator[Any]:
        """A cursor of the driver, for what can be made again: neither for the lock is waited nor for the disk.

        Committed at the end. A third of the time of a session; raises what the driver raises (``driver_error``).
        """
        hurry, patience = (self._lock_milliseconds(wait) for wait in (False, True))
        begin = [f"SET LOCAL lock_timeout = '{hurry}ms'", "SET LOCAL synchronous_commit = off"]
        end = []
        if self.is_sqlite:
            begin = [f"PRAGMA busy_timeout={hurry}", "PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE"]
            end = [f"PRAGMA busy_timeout={patience}", "PRAGMA synchronous=FULL"]
        with closing(self.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            try:
                for statement in begin:
                    cursor.execute(statement)
                yield cursor
                connection.commit()
            finally:
                connection.rollback()
                for statement in end:
                    cursor.execute(statement)

    @property
    def driver_error(self) -> type[Exception]:
        """What the driver of this database raises."""
        error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        return error

    @contextmanager
    def locked(self, *, foreign_keys: bool = True, wait: bool = True, lasting: bool = True) -> Iterator[Connection]:
        """A connection in a transaction under the write lock; committed at the end.

        ``foreign_keys=False`` is for migrations: SQLite can rebuild a table only without enforcing them, and the
        pragma does nothing inside a transaction.
        """
        with self.engine.connect().execution_options(tracker_begin="BEGIN IMMEDIATE") as connection:
            if not self.is_sqlite:
                with connection.begin():
                    connection.execute(text(f"SET LOCAL lock_timeout = '{self._lock_milliseconds(wait)}ms'"))
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                    yield connection
            else:
                patience = [str(self._lock_milliseconds(patient)) for patient in (wait, True)]
                with (
                    _pragma(connection, "foreign_keys", "ON" if foreign_keys else "OFF", "ON"),
                    _pragma(connection, "busy_timeout", *patience),
                    # The next lasting transaction writes both to the disk, in order.
                    _pragma(connection, "synchronous", "FULL" if lasting else "NORMAL", "FULL"),
                    connection.begin(),
                ):
                    yield connection

    def _lock_milliseconds(self, wait: bool) -> int:
        """PostgreSQL takes 0 for no limit."""
        return self.waits.lock * 1000 if wait else 1

    def close(self) -> None:
        """Close all connections; the next session opens new ones."""
        self.engine.dispose()
        self.reading_engine.dispose()


@contextmanager
def _session(connection: Connection) -> Iterator[Session]:
    with Session(connection, autoflush=False, expire_on_commit=False) as session:
        yield session


def _sqlite_engine(url: URL, lock_seconds: int, *, reading: bool = False) -> Engine:
    """An engine of its own for ``reading``: to switch a connection would make SQLite prepare all statements anew."""

    def connected() -> Any:
        arguments, parameters = engine.dialect.create_connect_args(url)
        file = str(arguments[0])
        if file != ":memory:" and not file.startswith("file:"):
            _create_private(Path(file))
        return engine.dialect.connect(*arguments, **{**parameters, "timeout": lock_seconds})

    # Errors are logged, and parameters are what people wrote.
    engine: Engine = create_engine(
        url, creator=connected, hide_parameters=True, json_deserializer=orjson.loads, **_POOL
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions of its own: "begin" below does, with the right kind.
        connection.isolation_level = None
        for pragma, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {pragma}={value}")
        if reading:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("tracker_begin", "BEGIN"))

    return engine


def _create_private(path: Path) -> None:
    """Make the file where there is none: for this user only, and so will be the journals that SQLite puts beside it."""
    with suppress(OSError):  # it is there, or SQLite will say why it cannot be
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


@contextmanager
def _pragma(connection: Connection, name: str, inside: str, outside: str) -> Iterator[None]:
    """Set a pragma before the transaction begins, and back after it: within one it would do nothing."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA {name}={inside}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA {name}={outside}")
