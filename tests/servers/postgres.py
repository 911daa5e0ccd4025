"""A throw-away PostgreSQL server, from the programs that Debian installs, and databases on it."""

import glob
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.servers.kept_connections import KEPT

_START_SECONDS = 30
# Speed at the price of durability, which a server that lives for one test run does not need.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_min_messages": "fatal",
    "autovacuum": "off",
}
# In memory where pytest's folders are, which has room then.
_ROOT = "/dev/shm" if os.environ.get("PYTEST_DEBUG_TEMPROOT") == "/dev/shm" else "/tmp"
# All that describes tables: for each catalog how many rows it has, and the transaction that wrote the last of them.
_CATALOGS = ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc")
_TABLES = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0"


class Server:
    """A server in a folder of its own, which listens on a Unix socket only."""

    def __init__(self, folder, child):
        self.folder, self.child, self.process = folder, child, None
        self.url = f"postgresql://postgres@/postgres?host={folder}"

    def start(self):
        """Start it, and wait until it answers."""
        options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        command = [_program("postgres"), "-D", f"{self.folder}/data", "-k", self.folder, *options]
        self.process = subprocess.Popen(command, **self.child)
        _wait_until_ready(self.process, self.url)

    def kill(self):
        """Kill it in the middle of whatever it does, and wait until nothing of it is left."""
        family = [self.process.pid, *_children(self.process.pid)]
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End it; open connections are cut, and nothing is written any more ("immediate" shutdown)."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


def _children(pid):
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


@contextmanager
def own_server():
    """Yield a server of one's own; stop and remove it at the end."""
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
    with _server_made_by("initdb", *options) as server:
        yield server


@contextmanager
def replica_of(primary):
    """Yield a server that follows another one by streaming replication."""
    options = ["-h", primary.folder, "-U", "postgres", "-R", "-N", "--checkpoint=fast"]
    with _server_made_by("pg_basebackup", *options) as server:
        yield server


@contextmanager
def _server_made_by(program, *options):
    account = _account()
    # Not below pytest's folder: the other account cannot enter it, and a socket's path must be short.
    folder = tempfile.mkdtemp(prefix="pledge-pg-", dir=_ROOT)
    try:
        if account:
            os.chown(folder, account["user"], account["group"])
        server = Server(folder, {"cwd": folder, "stdin": subprocess.DEVNULL, **account})
        command = [_program(program), "-D", f"{folder}/data", *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **server.child)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


@contextmanager
def running_server():
    """Yield the URL of a server; stop and remove it at the end."""
    with own_server() as server:
        yield server.url


@contextmanager
def fresh_database(server_url, template="template0"):
    """Yield the URL of a new database on the server, empty or a copy of another; drop it at the end."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        # Copying files costs half of what writing a log of every page does, which older servers do not know.
        by_files = " STRATEGY file_copy" if connection.info.server_version >= 150000 else ""
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}{by_files}")
        try:
            yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Lender:
    """Lends copies of one database. What comes back is emptied and lent again: ten times cheaper than a new copy."""

    def __init__(self, server_url, template_url):
        self.server_url = server_url
        self.template = make_url(template_url).database
        with psycopg.connect(template_url) as connection:
            self.filled = [name for (name,) in connection.execute(f"SELECT relname {_TABLES}")]
            self.state = self.state_of(connection)
        self.idle = []

    @contextmanager
    def lent(self):
        """Yield the URL of a copy, which nobody else has."""
        copy = self.idle.pop() if self.idle else _Copy(self.server_url, self.template)
        try:
            yield copy.url
        finally:
            if self._emptied(copy):
                self.idle.append(copy)
            else:
                copy.close()

    def close(self):
        """Drop all copies."""
        for copy in self.idle:
            copy.close()

    def state_of(self, connection):
        """What of a database is to be as in the template: all that describes tables, and rows that are not a test's."""
        counted = (
            f"(SELECT ROW(count(*), max(xmin::text::bigint))::text FROM {t})" for t in (*_CATALOGS, *self.filled)
        )
        return connection.execute(f"SELECT {', '.join(counted)}").fetchone()

    def _emptied(self, copy):
        """Take out what was put into it; False if more than that was changed, be it only for a moment."""
        connection = copy.connection
        others = "datname = current_database() AND pid <> ALL (%s)"
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}", [copy.pids()])
        if self.state_of(connection) != self.state:
            return False
        used = [name for (name,) in connection.execute(f"SELECT relname {_TABLES}") if name not in self.filled]
        if used:
            connection.execute(";".join(f"DELETE FROM {name}" for name in used))
            connection.execute(f"VACUUM {', '.join(used)}")
        connection.execute("SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence")
        return True


class _Copy:
    """A database to lend, with a connection to empty it by."""

    def __init__(self, server_url, template):
        self.opened = ExitStack()
        self.url = self.opened.enter_context(fresh_database(server_url, template))
        self.name = make_url(self.url).database
        self.connection = self.opened.enter_context(psycopg.connect(self.url, autocommit=True))
        self.connection.execute("SET session_replication_role = replica")  # no trigger and no reference objects
        KEPT.begin(self.name)

    def pids(self):
        """Connections that may stay."""
        return [self.connection.info.backend_pid, *KEPT.pids(self.name)]

    def close(self):
        """Drop it."""
        KEPT.end(self.name)
        self.opened.close()


def _program(name):
    by_version = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[-2]))
    program = shutil.which(name, path=os.pathsep.join([*reversed(by_version), os.environ["PATH"]]))
    return program or pytest.skip("PostgreSQL's server programs are missing: see .ci/system-packages")


def _account():
    """The account that runs the server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = accounts.get("postgres") or accounts["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _wait_until_ready(server, url):
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
