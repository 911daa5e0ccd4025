"""An invented site made large by copying rows: each company many times under other ids, with all that is about it.

The ledger of copies has no right hashes, so that ``tracker verify`` finds fault with it; all else of a site reads them
as it reads what was published. It takes a minute where publishing all of it would take an hour.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from invented_site import company_records, shared_records
from sqlalchemy import Connection, inspect

from tracker.clock import FixedClock, SystemClock
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.publishing.publish import Proposal, publish
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

_DAY = date(2020, 1, 1)
"""Of the first publications; those of each copy are of a day later."""
_OWN = "substr(record_id, 1, 9) = 'invented-'"
_OF_COMPANY = "substr(company_id, 1, 9) = 'invented-'"
_ANSWERS = "replace(address, 'invented-', '') <> address"
_COPIED = {
    "revision": ({"id": "revision"}, _OWN),
    "ledger": (
        {"position": "position", "revision_id": "revision"},
        f"revision_id IN (SELECT id FROM revision WHERE {_OWN})",  # noqa: S608 - made of constants
    ),
    "record": ({"revision_id": "revision", "position": "position"}, _OWN),
    "reference": (
        {"revision_id": "revision"},
        f"revision_id IN (SELECT id FROM revision WHERE {_OWN})",  # noqa: S608 - made of constants
    ),
    "last_publication": ({"position": "position"}, "replace(subject, 'invented-', '') <> subject"),
    "name_word": ({}, _OF_COMPANY),
    "standing": ({"position": "position"}, _OF_COMPANY),
    "ending": ({}, _OF_COMPANY),
    "listed_line": ({"changed": "position"}, _OF_COMPANY),
    "stored_answer": ({"position": "position"}, _ANSWERS),
    "answer_subject": ({}, f"key IN (SELECT key FROM stored_answer WHERE {_ANSWERS})"),  # noqa: S608 - constants
}
"""Tables with the numbers that rise from copy to copy, by what, and the rows that are copied."""


def few_companies(database: Database, companies: int) -> None:
    """Publish the companies long ago, one day, and compute where they stand today."""
    migrate(database)
    clock = FixedClock(datetime(_DAY.year, _DAY.month, _DAY.day, tzinfo=UTC))
    records = shared_records()
    for n in range(companies):
        records += company_records(n)
    with database.writing() as session:
        publish(session, clock, [Proposal(record) for record in records], author="benchmark", publisher="operator")
    refresh(database, SystemClock(), UTC)


def copy_companies(database: Database, times: int) -> None:
    """Copy all companies so many times. Indexes are made anew at the end, which costs less than to keep them."""
    database.close()  # no other connection may have the file open where its journal is changed
    with database.engine.connect() as connection, _without_journal(connection), connection.begin():
        top = {
            "revision": connection.exec_driver_sql("SELECT max(id) FROM revision").scalar_one(),
            "position": connection.exec_driver_sql("SELECT max(position) FROM ledger").scalar_one(),
        }
        _numbers(connection, times)
        indexes = _indexes(connection)
        for name in indexes:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        for table, (risen, rows) in _COPIED.items():
            _copy(connection, table, {column: top[by] for column, by in risen.items()}, rows)
        _copy_search(connection, top["position"])
        for definition in indexes.values():
            connection.exec_driver_sql(definition)
        if not _sqlite(connection):
            sequence = "pg_get_serial_sequence('revision', 'id')"
            connection.exec_driver_sql(f"SELECT setval({sequence}, (SELECT max(id) FROM revision))")  # noqa: S608
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # PostgreSQL vacuums by itself what has grown like this, but some minutes later.
        connection.exec_driver_sql("ANALYZE" if _sqlite(connection) else "VACUUM ANALYZE")


@contextmanager
def _without_journal(connection: Connection) -> Iterator[None]:
    """Let SQLite write each page once: what is half made is thrown away."""
    driver: Any = connection.connection.driver_connection
    if _sqlite(connection):
        driver.execute("PRAGMA journal_mode=OFF")
    yield
    if _sqlite(connection):
        driver.execute("PRAGMA journal_mode=WAL")


def _sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _numbers(connection: Connection, times: int) -> None:
    connection.exec_driver_sql("CREATE TEMP TABLE copy (copy_number INTEGER, copy_day TEXT, copy_digits TEXT)")
    rows = [(n, (_DAY + timedelta(days=n)).isoformat(), f"x{n:03x}") for n in range(1, times + 1)]
    mark = "?" if _sqlite(connection) else "%s"
    connection.exec_driver_sql(f"INSERT INTO copy VALUES ({mark}, {mark}, {mark})", rows)  # noqa: S608 - marks


def _indexes(connection: Connection) -> dict[str, str]:
    """The indexes of the copied tables that no constraint needs, with what makes them."""
    tables = ", ".join(f"'{table}'" for table in (*_COPIED, "search"))
    if _sqlite(connection):
        query = (
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({tables})"  # noqa: S608
        )
    else:
        query = (
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({tables}) AND indexname NOT IN "  # noqa: S608
            "(SELECT conname FROM pg_constraint)"
        )
    return dict(tuple(row) for row in connection.exec_driver_sql(query))


def _copy(connection: Connection, table: str, risen: dict[str, int], rows: str) -> None:
    columns, values = [], []
    for column in inspect(connection).get_columns(table):
        name = column["name"]
        columns.append(f'"{name}"')
        values.append(_value(name, str(column["type"]), risen, sqlite=_sqlite(connection)))
    listed, copied = ", ".join(columns), ", ".join(values)
    connection.exec_driver_sql(f"INSERT INTO {table} ({listed}) SELECT {copied} FROM {table}, copy WHERE {rows}")  # noqa: S608


def _value(name: str, kind: str, risen: dict[str, int], *, sqlite: bool) -> str:
    """What a copy has in a column: ids of its own, later places in the ledger, hashes that no other has."""
    column = f'"{name}"'
    if name in risen:
        return f"{column} + copy.copy_number * {risen[name]}"
    if name == "at":
        return f"replace({column}, '{_DAY.isoformat()}', copy.copy_day)"
    if name in ("sha256", "previous_sha256", "key"):
        return f"substr({column}, 1, 60) || copy.copy_digits"
    if name == "sort_name":
        return f"{column} || '-' || copy.copy_digits"
    if kind == "JSON" and not sqlite:
        return f"{_renamed(f'{column}::text')}::json"
    text = kind.startswith(("VARCHAR", "TEXT")) or (kind == "JSON" and sqlite)
    return _renamed(column) if text else column


def _renamed(column: str) -> str:
    return f"replace({column}, 'invented-', 'copied-' || copy.copy_number || '-')"


def _copy_search(connection: Connection, positions: int) -> None:
    place = "rowid" if _sqlite(connection) else "place"
    # A place is the kind and the position in the ledger (store.searching.search_index.place_of).
    own = f"search.{place} & 4294967295 IN (SELECT position FROM record WHERE {_OWN})"  # noqa: S608 - constants
    later = f"search.{place} + copy.copy_number * {positions}"
    if _sqlite(connection):
        texts = ", ".join(_renamed(column) for column in ("title", "body", "facets"))
        into = f"search (rowid, title, body, facets) SELECT {later}, {texts}"
    else:
        into = f"search SELECT {later}, {_renamed('words::text')}::tsvector"
    connection.exec_driver_sql(f"INSERT INTO {into} FROM search, copy WHERE {own}")
