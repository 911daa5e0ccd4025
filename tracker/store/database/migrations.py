"""Runs migrations: by one process, in one transaction, or not at all."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from tracker.settings import ROOT
from tracker.store.database.connecting import Database

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

__all__ = [
    "MIGRATIONS",
    "MigrationError",
    "NotMigratedError",
    "current",
    "has_tables",
    "head",
    "migrate",
    "require_head",
]

MIGRATIONS = ROOT / "migrations"


class MigrationError(Exception):
    """The tables cannot be brought to their newest form; the message says why."""


class NotMigratedError(Exception):
    """The database has no tables yet, or not those that this version of the program needs."""


def head() -> str:
    """The name of the newest migration."""
    heads = _scripts(_config()).get_heads()
    if len(heads) != 1:
        raise MigrationError(f"migrations/versions must end in one migration, not in {len(heads)}")
    return heads[0]


def current(connection: Connection) -> str | None:
    """The name of the migration that the database is at; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def has_tables(database: Database) -> bool:
    """Whether there is any table in a database yet."""
    return bool(inspect(database.engine).get_table_names())


def migrate(database: Database, target: str = "head") -> bool:
    """Bring the database to ``target``; whether there was anything to do. Makes the folder of a SQLite file.

    Any number of processes may call it at once: one does it, the others wait and find it done. Raises
    MigrationError where the database was made by a newer version of the program.
    """
    if database.path:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    newest = head() if target == "head" else target
    with database.engine.connect() as connection:
        if current(connection) == newest:
            return False
    with database.locked(foreign_keys=False) as connection:
        revision = current(connection)
        if revision == newest:
            return False
        _run(connection, revision, newest)
        _check_foreign_keys(connection)
    return True


def require_head(database: Database) -> None:
    """Raise NotMigratedError unless the tables are those that this version of the program needs."""
    if database.path and not database.path.exists():
        raise NotMigratedError(f"there is no database at {database.path} yet; run “tracker migrate” or “tracker run”")
    with database.engine.connect() as connection:
        revision = current(connection)
    if revision is None:
        raise NotMigratedError(f"the database {database} has no tables yet; run “tracker migrate” or “tracker run”")
    if revision != head():
        raise NotMigratedError(
            f"the database {database} is at version {revision}, but this release needs {head()}; run “tracker migrate”"
        )


def _run(connection: Connection, revision: str | None, target: str) -> None:
    from alembic import command  # noqa: PLC0415 - only when there is something to migrate

    config = _config(connection)
    newest_first = [script.revision for script in _scripts(config).walk_revisions()]
    if revision is not None and revision not in newest_first:
        raise MigrationError(
            f"the database is at version {revision}, which this release does not know. "
            "It was made by a newer release; run that one"
        )
    if target not in (*newest_first, "base"):
        raise MigrationError(f"there is no migration {target}")
    back = target == "base" or (revision is not None and newest_first.index(target) > newest_first.index(revision))
    (command.downgrade if back else command.upgrade)(config, target)


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - slow to load; many commands need no database

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts(config: "Config") -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    return ScriptDirectory.from_config(config)


def _check_foreign_keys(connection: Connection) -> None:
    """What SQLite did not enforce while tables were rebuilt must hold again."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise MigrationError(f"rows of {broken[0][0]} refer to rows of {broken[0][2]} that do not exist")
