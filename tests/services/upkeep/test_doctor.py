"""Doctor: what is right is ok, what is wrong is named with what to do."""

import socket
from pathlib import Path

from sqlalchemy import text

from tests import factories as make
from tests.signed_in import account
from tests.stored import ON_SQLITE, clock, published
from tracker.services.auth.secret_keys import make_keys
from tracker.services.upkeep.doctor.installation import diagnose
from tracker.services.upkeep.site_metrics import site_metrics
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate
from tracker.store.upkeep.asked_jobs import ask_for, fail, take
from tracker.store.upkeep.job_queues import job_queues
from tracker.store.upkeep.jobs import delete_jobs
from tracker.store.upkeep.refreshing import set_backed_up_at


def states(database, minutes=0, **settings):
    url = database if isinstance(database, str) else database.url.render_as_string(hide_password=False)
    # Else that of a PostgreSQL database would be the checkout's own folder.
    settings = {"secrets_dir": Path("/nonexistent"), **settings}
    findings = diagnose(Settings(database_url=url, **settings), clock(minutes))
    assert all(
        bool(finding.advice) == (finding.state != "ok") or finding.subject == "migrations" for finding in findings
    )
    return {finding.subject: finding.state for finding in findings}


def test_a_sound_installation_has_no_problem(database):
    published(database, make.company())
    by_subject = states(database)
    # The server that tests use gives durability away for speed, and doctor says so.
    assert by_subject.pop("durability") == ("ok" if database.is_sqlite else "warning")
    assert set(by_subject.values()) == {"ok"}


def test_a_mail_server_that_is_away_is_a_problem(tmp_path):
    url = f"sqlite:///{tmp_path}/none.sqlite3"
    with socket.create_server(("127.0.0.1", 0)) as server:
        away = {"smtp_host": "127.0.0.1", "smtp_port": server.getsockname()[1], "smtp_security": "none"}
    assert states(url, **away)["mail"] == "warning", "it has no address to send from"
    assert states(url, **away, mail_from="desk@pledges.example")["mail"] == "problem"


def test_an_empty_ledger_is_worth_a_word(database):
    assert states(database)["ledger"] == "warning"


def test_a_clock_behind_the_ledger_is_a_problem(database):
    published(database, make.company())
    assert states(database, minutes=-4)["ledger"] == "ok"
    assert states(database, minutes=-6)["ledger"] == "problem"


def test_a_missing_trigger_is_a_problem(database):
    on = "" if database.is_sqlite else " ON revision"
    with database.writing() as session:
        session.execute(text(f"DROP TRIGGER revision_no_delete{on}"))
    assert states(database)["triggers"] == "problem"


def test_no_tables_are_a_problem(database_url):
    assert states(database_url)["migrations"] == "problem"


def test_a_database_that_does_not_answer_is_a_problem(tmp_path):
    (tmp_path / "broken").write_bytes(b"no database" * 1000)
    assert states(f"sqlite:///{tmp_path}/broken")["database"] == "problem"
    assert states("postgresql://nobody@localhost:1/none")["database"] == "problem"


@ON_SQLITE
def test_addresses_that_readers_cannot_use_are_worth_a_word(database):
    assert states(database, host="0.0.0.0")["PUBLIC_URL"] == "warning"
    assert states(database, public_url="http://pledges.example.org")["PUBLIC_URL"] == "warning"
    assert states(database, host="0.0.0.0", public_url="https://pledges.example.org")["PUBLIC_URL"] == "ok"


@ON_SQLITE
def test_secrets_that_others_can_read_or_that_are_gone_are_a_problem(database, tmp_path):
    assert states(database)["secrets"] == "ok", "made at the first start"
    account(database, "admin", at=clock().now())
    folder = tmp_path / "secrets"
    assert states(database, secrets_dir=folder)["secrets"] == "problem"
    make_keys(folder)
    assert states(database, secrets_dir=folder)["secrets"] == "ok"
    (folder / "totp.key").chmod(0o644)
    assert states(database, secrets_dir=folder)["secrets"] == "problem"
    folder.chmod(0o755)
    (folder / "totp.key").unlink()
    assert states(database, secrets_dir=folder)["secrets"] == "problem"


@ON_SQLITE
def test_somebody_must_be_able_to_manage_people(database):
    account(database, "editor", "ann", clock().now())
    assert states(database)["accounts"] == "problem"
    account(database, "admin", "ada", clock().now(), totp_secret=None)
    assert states(database)["accounts"] == "warning"
    account(database, "admin", "ada", clock().now(), totp_secret="sealed")
    assert states(database)["accounts"] == "warning", "nobody can help her in"
    account(database, "admin", "eve", clock().now())
    assert states(database)["accounts"] == "ok"


def test_a_database_file_that_others_can_read_is_worth_a_warning(tmp_path):
    url = f"sqlite:///{tmp_path}/tracker.sqlite3"
    database = Database(url)
    migrate(database)
    assert states(database)["file permissions"] == "ok"
    database.path.chmod(0o640)
    assert states(database)["file permissions"] == "warning"
    database.path.chmod(0o600)
    for journal in ("-wal", "-shm", "-journal"):
        beside = database.path.with_name(database.path.name + journal)
        beside.touch()
        beside.chmod(0o644)
        assert states(database)["file permissions"] == "warning", journal
        beside.chmod(0o600)
    assert states(database)["file permissions"] == "ok"
    database.close()


def test_a_record_without_a_backup_for_days_is_worth_a_warning(database):
    published(database, make.company())
    assert states(database, minutes=60 * 24 * 2)["backup"] == "ok"
    assert states(database, minutes=60 * 24 * 2 + 1)["backup"] == "warning"
    with database.changing() as session:
        set_backed_up_at(session, clock(60).now())
    assert states(database, minutes=60 * 24 * 2 + 1)["backup"] == "ok"


def test_a_public_site_without_a_trusted_proxy_is_worth_a_warning(tmp_path):
    url = f"sqlite:///{tmp_path}/tracker.sqlite3"
    public = {"public_url": "https://pledges.example"}
    assert states(url, **public)["proxy"] == "warning"
    assert states(url, **public, trusted_proxies=1)["proxy"] == states(url)["proxy"] == "ok"
    assert states(url, workers=64)["workers"] == "warning"


def test_a_replica_that_is_behind_or_away_is_worth_a_warning(database, tmp_path):
    published(database, make.company())
    other = f"sqlite:///{tmp_path}/replica.sqlite3"
    replica = Database(other)
    migrate(replica)
    replica.close()
    url = database.url.render_as_string(hide_password=False)
    assert states(database, database_read_url=url)["replica"] == "ok"
    assert states(database, database_read_url=other)["replica"] == "warning"
    assert states(database, database_read_url="postgresql://nobody@localhost:1/none")["replica"] == "warning"


def test_more_processes_than_the_server_has_connections_for_are_worth_a_warning(database):
    if database.is_sqlite:
        assert "connections" not in states(database)
    else:
        assert states(database, workers=2)["connections"] == "ok"
        assert states(database, workers=6, threads=6)["connections"] == "warning"


def test_large_tables_without_statistics_are_worth_a_warning(database):
    if database.is_sqlite:
        assert "statistics" not in states(database)
        return
    assert states(database)["statistics"] == "ok"
    with database.engine.begin() as connection:
        # A table of its own, as what is analysed stays so for whoever has the database next.
        connection.exec_driver_sql("CREATE TABLE large AS SELECT repeat('x', 1000) FROM generate_series(1, 1500)")
    assert states(database)["statistics"] == "warning"
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE large")
    assert states(database)["statistics"] == "ok"


@ON_SQLITE
def test_work_that_nobody_does_is_told_by_kind_and_age(database):
    published(database, make.company())
    assert states(database, minutes=9)["jobs"] == "ok"
    assert states(database, minutes=11)["jobs"] == "warning"
    with database.changing() as session:
        delete_jobs(session, "refresh", ["acme"], position=1)
        ask_for(session, "note", "a", {}, due=clock(5).now())
        ask_for(session, "note", "b", {})
        assert job_queues(session) == [("note", 2, 0, clock(5).now())]
    assert states(database, minutes=9)["jobs"] == "ok"
    with database.changing() as session:
        for _ in range(2):
            job = take(session, "note", clock(6).now())
            fail(session, job, clock(6).now(), "no reason")
        assert job_queues(session) == [("note", 0, 2, None)]
        measured = {it.name: (it.kind, it.value) for it in site_metrics(session, clock())}
    assert measured["tracker_jobs_failed"] == ("note", 2)
    assert states(database)["jobs"] == "warning"
