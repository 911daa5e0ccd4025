"""Serving: as a process of its own, from the first start on an empty database to a clean stop."""

import contextlib
import http.client
import itertools
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.signed_in import account
from tests.stored import clock
from tracker.cli import main
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

ROOT = Path(__file__).parents[2]
SECONDS_TO_ANSWER = 3


def free_port():
    """A port that nobody else takes meanwhile: none of those that the system gives to whoever asks for any."""
    for port in itertools.count(random.randrange(10_000, 30_000)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@pytest.fixture
def run_on(tmp_path):
    """A function that starts the site on a database and gives its process and address."""
    started = []

    def start(database_url, port=None, **variables):
        port = port or free_port()
        environment = {**os.environ, "DATABASE_URL": database_url, "HOST": "127.0.0.1", "PORT": str(port)}
        environment |= {"SECRETS_DIR": str(tmp_path / "secrets"), **variables}
        tracker = Path(sys.executable).with_name("tracker")
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        process = subprocess.Popen([tracker, "run"], env=environment, cwd="/", start_new_session=True, **pipes)
        started.append(process)
        return process, f"http://127.0.0.1:{port}"

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def run(run_on, tmp_path):
    """The same, empty and on SQLite: for what does not depend on the records, as each start takes a second."""
    return partial(run_on, f"sqlite:///{tmp_path}/tracker.sqlite3", SEEDS="none")


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """A function that starts the site within this process, on what keeps it from starting, and gives what it says."""
    monkeypatch.setattr("tracker.cli.serving._serve", lambda settings: pytest.fail("it starts"))
    chosen = {"DATABASE_URL": f"sqlite:///{tmp_path}/tracker.sqlite3", "SECRETS_DIR": str(tmp_path / "secrets")}
    chosen |= {"SEEDS": "none", "HOST": "127.0.0.1", "PORT": str(free_port())}

    def start(**variables):
        result = CliRunner().invoke(main, ["run"], env=chosen | variables)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("Error: ")
        return result.stderr.removeprefix("Error: ")

    return start


def answer(address, seconds=120):
    """The status of the first answer."""
    begun = time.monotonic()
    while True:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as response:
                return response.status
        except (OSError, http.client.HTTPException):
            if time.monotonic() - begun > seconds:
                raise
            time.sleep(0.02)


def stopped(process):
    process.send_signal(signal.SIGTERM)
    # Not communicate: it would miss what was read ahead with a line before. The pipes end with the process.
    output, errors = process.stdout.read(), process.stderr.read()
    process.wait(timeout=120)
    return process.returncode, output, errors


def processor_seconds(process):
    """Processor time of a process and the busiest that it started.

    Time on the clock would measure its neighbours too.
    """
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    fields = {
        id: Path(f"/proc/{id}/stat").read_text().rpartition(")")[2].split() for id in (str(process.pid), *children)
    }
    used = {id: (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK") for id, stat in fields.items()}
    return used.pop(str(process.pid)) + max(used.values(), default=0)


# On PostgreSQL, sites run as processes in tests of two machines and of the desk under fire, and what a start loads
# there, six processes show that start at once (tests/migrations).
def test_the_first_start_loads_seeds_and_the_next_changes_nothing_even_after_a_kill(run_on, tmp_path):
    run = partial(run_on, f"sqlite:///{tmp_path}/tracker.sqlite3")
    process, address = run()
    assert answer(address) == 200
    output = lines_until(process, "is running at")
    assert "loaded from seeds/" in output
    assert f" {address} " in output.splitlines()[-1]
    links = [setup_link(output)]
    with urllib.request.urlopen(links[0], timeout=120) as response:
        assert b'name="new_password"' in response.read()

    process.kill()
    process.wait(timeout=120)
    process, address = run(int(address.rpartition(":")[2]))  # no worker of a killed server is left on its port
    assert answer(address) == 200
    assert process.poll() is None
    assert processor_seconds(process) < SECONDS_TO_ANSWER
    code, output, errors = stopped(process)
    assert (code, errors) == (0, "")
    links.append(setup_link(output))
    (running,) = output.splitlines()[2:]
    assert f" {address} " in running
    assert links[0] != links[1], "each start makes another one"


def lines_until(process, part, seconds=120):
    """What a process prints up to the line with this part; it is killed, so that this fails, if no such line comes."""
    limit = threading.Timer(seconds, os.killpg, (process.pid, signal.SIGKILL))
    limit.start()
    lines = []
    while not lines or part not in lines[-1]:
        lines.append(process.stdout.readline())
        assert lines[-1], f"no line with “{part}” in {lines}"
    limit.cancel()
    return "".join(lines)


def setup_link(output):
    """The link to the first account, which a start prints as long as there is none."""
    return re.search(r"http://127\.0\.0\.1:\d+/account/link/[\w-]{43}", output)[0]


def test_accounts_without_the_site_s_secrets_keep_it_from_starting(refused, tmp_path):
    database = Database(f"sqlite:///{tmp_path}/tracker.sqlite3")
    migrate(database)
    account(database, "admin", at=clock().now())
    database.close()
    assert re.fullmatch(r"session\.key, token\.key, totp\.key missing in .*secrets.*backup.*\n", refused())
    assert not (tmp_path / "secrets").exists()


def test_a_taken_port_is_said(refused):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused(PORT=str(port))
    assert f"port {port} " in said
    assert len(said.splitlines()) == 1


def test_another_machine_s_address_is_refused_in_one_line_by_a_real_process(run):
    process, _ = run(HOST="192.0.2.1")
    output, errors = process.communicate(timeout=120)
    assert (process.returncode, output) == (1, "")
    assert errors.startswith("Error: ")
    assert "set HOST" in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"DATABASE_URL": "sqlite:////proc/none/tracker.sqlite3"}, "/proc/none"),
        ({"DATABASE_URL": "postgresql://nobody@localhost:1/none"}, "DATABASE_URL"),
        ({"TIME_ZONE": "Mars"}, "TIME_ZONE"),
    ],
)
def test_what_keeps_the_site_from_starting_is_said_in_one_line(refused, variables, message):
    said = refused(**variables)
    assert message in said
    assert len(said.splitlines()) == 1
