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
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import make_url

_START_SECONDS = 30
# Speed at the price of durability, which a server that lives for one test run does not need.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_min_messages": "fatal",
}


@contextmanager
def running_server():
    """Yield the URL of a server that listens on a Unix socket only; stop and remove it at the end."""
    initdb, postgres = _program("initdb"), _program("postgres")
    account = _account()
    # Not below pytest's folder: the other account cannot enter it, and a socket's path must be short.
    folder = tempfile.mkdtemp(prefix="pledge-pg-", dir="/tmp")
    try:
        if account:
            os.chown(folder, account["user"], account["group"])
        child = {"cwd": folder, "stdin": subprocess.DEVNULL, **account}
        command = [
            initdb,
            "-D",
            f"{folder}/data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **child)
        options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        with subprocess.Popen([postgres, "-D", f"{folder}/data", "-k", folder, *options], **child) as server:
            url = f"postgresql://postgres@/postgres?host={folder}"
            try:
                _wait_until_ready(server, url)
                yield url
            finally:
                server.send_signal(signal.SIGINT)  # "fast" shutdown: open connections are cut
    finally:
        shutil.rmtree(folder)


@contextmanager
def fresh_database(server_url, template="template0"):
    """Yield the URL of a new database on the server, empty or a copy of another; drop it at the end."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _program(name):
    by_version = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[-2]))
    found = shutil.which(name, path=os.pathsep.join([*reversed(by_version), os.environ["PATH"]]))
    return found or pytest.skip("PostgreSQL's server programs are missing: see .ci/system-packages")


def _account():
    """The account that runs the server: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
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
