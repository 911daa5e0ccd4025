"""Commands that keep lists in step, and the process that does so beside the workers."""

import signal
import subprocess
import time

from sqlalchemy import text

from tests.cli.test_commands import runner
from tests.factories import pledge
from tests.stored import clock, published_world
from tracker.cli import serving
from tracker.services.publishing.scorecard_index import refresh
from tracker.store.scorecard_index import stale_companies


def tracker(database, *arguments):
    return runner(database.url.render_as_string(hide_password=False))(*arguments)


def stale(database):
    with database.reading() as session:
        return stale_companies(session)


def test_refresh_computes_what_is_due(database):
    published_world(database, pledge())
    assert tracker(database, "refresh").output == "1 company computed\n"
    assert tracker(database, "refresh").output == "0 companies computed\n"
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
    assert "its standing over all topics is not the computed one (headline)" in result.output


def test_the_process_beside_the_workers_ends_with_them(database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    published_world(database, pledge())
    started = []
    popen = subprocess.Popen

    def noted(*command, **options):
        started.append(popen(*command, **options))
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", noted)
    with serving._keeping_up():
        for _ in range(2400):
            if not stale(database):
                break
            time.sleep(0.05)
        assert started[0].poll() is None
    assert stale(database) == set()
    assert started[0].returncode == -signal.SIGTERM
