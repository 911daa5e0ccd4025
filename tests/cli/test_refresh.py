"""Commands that keep lists in step, and the process that does so beside the workers."""

import os
import signal
import subprocess
import time
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.test_commands import runner
from tests.factories import pledge
from tests.stored import clock, published_world
from tracker import create_app
from tracker.cli import serving
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.upkeep import catching_up
from tracker.services.upkeep.catching_up import refresh_loop
from tracker.services.upkeep.doctor.installation import diagnose
from tracker.settings import Settings
from tracker.store.derived.scorecard_index import stale_companies
from tracker.store.upkeep.refreshing import refreshed_at, set_refreshed_at


def tracker(database, *arguments, **variables):
    return runner(database.url.render_as_string(hide_password=False))(*arguments, **variables)


def stale(database):
    with database.reading() as session:
        return stale_companies(session)


def test_refresh_computes_what_is_due_and_makes_files_of_all_data(database, tmp_path):
    published_world(database, pledge())
    folder = tmp_path / "all"
    outputs = [tracker(database, "refresh", EXPORTS_DIR=str(folder)).output.splitlines() for _ in range(2)]
    assert [lines[0] for lines in outputs] == ["1 company computed", "0 companies computed"]
    assert str(folder) in outputs[0][1]
    assert len(list(folder.iterdir())) == 1
    assert stale(database) == set()


def test_rebuild_and_import_leave_nothing_due(database, tmp_path):
    published_world(database, pledge())
    tracker(database, "rebuild")
    assert stale(database) == set()
    file = tmp_path / "beta.yaml"
    file.write_text("- kind: company\n  id: beta\n  name: Beta\n")
    assert tracker(database, "import", str(file)).exit_code == 0
    assert stale(database) == set()


def test_verify_computes_standings_again(database):
    published_world(database, pledge())
    refresh(database, clock(), clock().now().tzinfo)
    assert tracker(database, "verify", "--full").exit_code == 0
    with database.writing() as session:
        session.execute(text("UPDATE standing SET headline = 'Will do.'"))
    result = tracker(database, "verify")
    assert result.exit_code == 1
    assert "company acme: its stored result over all topics" in result.output
    assert "(headline)" in result.output


def noted_starts(monkeypatch):
    """The processes that are started from now on."""
    started = []
    popen = subprocess.Popen

    def noted(*command, **options):
        started.append(popen(*command, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    return started


def wait_until(true):
    """Wait for a fact, for as long as a busy machine may need."""
    for _ in range(2400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come true")


# What is done on each database is asked above and in tests of services; a process of its own takes seconds to start.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@ON_SQLITE
def test_the_process_beside_the_workers_is_started_again_when_it_is_killed_and_ends_with_them(database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setattr(serving, "_FIRST_WAIT", 0.05)
    monkeypatch.setattr(serving, "_KEEP_UP_SECONDS", 1)
    published_world(database, pledge())
    started = noted_starts(monkeypatch)
    with serving._keeping_up():
        wait_until(lambda: started)
        started[0].kill()
        wait_until(lambda: len(started) == 2)
        wait_until(lambda: not stale(database))
        assert started[1].poll() is None
    assert stale(database) == set()
    assert [process.returncode for process in started] == [-signal.SIGKILL, -signal.SIGTERM]


def test_any_exception_is_survived_with_growing_waits(database, monkeypatch, caplog):
    waits, broken = [], iter([OSError("disk"), ValueError("odd"), MemoryError(), None, RuntimeError("again"), None])

    def refresh_or_fail(*_, **__):
        if error := next(broken):
            raise error

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 6:
            monkeypatch.setattr(os, "getppid", lambda: -1)

    monkeypatch.setattr(catching_up, "refresh", refresh_or_fail)
    refresh_loop(database, clock(), lambda: UTC, 20, sleep)
    assert waits == [40, 80, 160, 20, 40, 20]
    assert "disk" in caplog.text
    with database.reading() as session:
        assert refreshed_at(session) == clock().now()


def test_doctor_and_readyz_tell_how_old_lists_are(database):
    with database.writing() as session:
        set_refreshed_at(session, clock().now())
    url = database.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, secrets_dir=Path("/nonexistent"))
    for minutes, state in ((1, "ok"), (30, "warning")):
        states = {finding.subject: finding.state for finding in diagnose(settings, clock(minutes))}
        assert states["refresh"] == state
    app = create_app(settings, clock(1))
    assert app.test_client().get("/readyz").text.splitlines() == ["ok", "lists last refreshed: 60 s ago"]
    app.extensions["site"].database.close()
