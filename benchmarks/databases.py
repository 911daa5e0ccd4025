"""The databases that benchmarks of whole sites measure: one that is there, or invented ones made for the run."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from generate_site import generate

from tracker.store.database.connecting import Database


@contextmanager
def databases(url: str | None, companies: int) -> Iterator[list[Database]]:
    """The one of this URL.

    Without it an invented site on SQLite, and on PostgreSQL where its programs are installed.
    """
    with ExitStack() as stack:
        if url:
            yield [Database(url)]
            return
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        made = [Database(f"sqlite:///{folder}/tracker.sqlite3")]
        if server := fresh_postgres(stack):
            made.append(Database(server))
        else:
            print("PostgreSQL's server programs are not installed: SQLite only")
        for database in made:
            print(f"{database.url.get_backend_name()}:")
            generate(database, companies, lambda line: print(f"  {line}"))
        yield made
        for database in made:
            database.close()


def fresh_postgres(stack: ExitStack) -> str | None:
    """The URL of an empty database on a server as the tests have it; None where its programs are not installed."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import pytest  # noqa: PLC0415 - what the tests' server says where it cannot run

    from tests.servers.postgres import fresh_database, running_server  # noqa: PLC0415

    try:
        return stack.enter_context(fresh_database(stack.enter_context(running_server())))
    except pytest.skip.Exception:
        return None
