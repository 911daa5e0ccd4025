"""Commands: what they print, how they end, and one clear line for whatever a user can cause."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import factories as make
from tests.stored import published_world
from tracker.cli import main
from tracker.records.kinds import KINDS
from tracker.records.reading.yaml_text import write_records
from tracker.store.accounts.events import EventFilter, logged_events

COMMANDS = main.list_commands(None)


@pytest.fixture(autouse=True)
def _in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def tracker(database):
    """A function that runs a command on the database and gives exit code, output and errors."""
    return runner(database.url.render_as_string(hide_password=False))


def runner(url):
    def run(*arguments, **variables):
        environment = {"DATABASE_URL": url, "TIME_ZONE": "UTC", "PUBLIC_URL": "", "HOST": "", "ONE_PERSON_SITE": ""}
        result = CliRunner().invoke(main, list(arguments), env=environment | variables)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return run


def files(*records, name="records.yaml"):
    Path(name).write_text(write_records(records or make.world()), encoding="utf-8")
    return name


def failed(result, *words, code=1):
    """The one line that says why."""
    assert result.exit_code == code, result.output
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    for word in words:
        assert word in last
    return last


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(command):
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    shown = {"refresh": "work"}.get(command, command)  # its older name
    assert re.search(rf"Examples?:\n +(\w+=\S+ )?tracker {shown}\b", result.output)


def test_commands_are_listed():
    result = CliRunner().invoke(main, ["--help"])
    assert [line.split()[0] for line in result.output.split("Commands:")[1].strip().splitlines()] == COMMANDS


def test_an_unknown_command_is_a_usage_error():
    assert CliRunner().invoke(main, ["chekc"]).exit_code == 2


def test_check_counts_what_is_right():
    result = CliRunner().invoke(main, ["check", files()])
    assert (result.exit_code, result.output) == (0, "10 records, no problems\n")


def test_check_needs_no_database_and_lists_problems():
    Path("records.yaml").write_text("- kind: company\n  id: acme\n  name: Acme\n  parent: beta\n")
    result = runner("nonsense")("check", "records.yaml")
    problem, count = result.output.splitlines()
    assert problem.startswith("records.yaml:4: company acme: parent: there is no company “beta”")
    assert (count, result.exit_code) == ("1 problem; 1 record read", 1)


def test_import_verify_export_and_rebuild(tracker):
    assert tracker("import", files()).output == "10 records published as ledger entries 1 to 10, 0 unchanged\n"
    assert tracker("import", files()).output == "0 records published, 10 unchanged\n"
    assert "10 entries in the ledger" in tracker("verify").output
    assert json.loads(tracker("verify", "--json").output)["ok"] is True
    before = tracker("export").output
    assert tracker("rebuild").output == "10 records rebuilt from the ledger\n"
    assert tracker("export").output == before
    assert tracker("export", "all.yaml").exit_code == 0
    assert Path("all.yaml").read_text(encoding="utf-8") == before


def test_a_part_is_exported_with_what_it_names_and_reads_back_the_same(tracker, database):
    published_world(database, make.company("bolt", former_ids=["was-bolt"]), make.evidence("bolt/deal"), make.pledge())
    tracker("rebuild")
    part = tracker("export", "--company", "was-bolt", "--format", "json").output
    keys = {(it["kind"], it["id"]) for it in json.loads(part)}
    assert {("company", "bolt"), ("evidence", "bolt/deal"), ("topic", "police-drones")} < keys
    assert ("company", "acme") not in keys
    Path("part.json").write_text(part, encoding="utf-8")
    other = runner("sqlite:///other.sqlite3")
    assert other("migrate").exit_code == 0
    assert other("import", "part.json").exit_code == 0
    assert other("export", "--format", "json").output == part
    assert other("export", "--format", "json", "--topic", "police-drones", "--company", "bolt").output == part
    for options in (["--company", "nobody"], ["--topic", "nothing"]):
        failed(tracker("export", "part.sqlite", *options), options[1])
    assert not Path("part.sqlite").exists()


def test_export_as_folder_and_json(tracker):
    tracker("import", files())
    assert "10 records in 9 files: tree" in tracker("export", "tree").output
    assert tracker("check", "tree").exit_code == 0
    assert len(json.loads(tracker("export", "--format", "json").output)) == 10
    assert tracker("export", "all.json").exit_code == 0
    assert len(json.loads(Path("all.json").read_text())) == 10
    failed(tracker("export", "all.json"), "already exists")
    failed(tracker("export", "tree"), "already exists")
    assert tracker("export", "all.json", "--format", "yaml").exit_code == 2


def test_a_wrong_import_says_why_and_changes_nothing(tracker):
    result = tracker("import", files(make.evidence()))
    failed(result, "nothing was changed")
    assert "records.yaml:" in result.stderr
    assert tracker("export").output == ""


def test_import_is_refused_in_the_operators_own_name(tracker):
    failed(tracker("import", files(), "--author", "operator"), "another person")
    assert tracker("import", files(), "--author", "operator", ONE_PERSON_SITE="yes").exit_code == 0


def test_a_dry_run_changes_nothing(tracker):
    assert tracker("import", files(), "--dry-run").output == "10 records would be published, 0 unchanged\n"
    assert tracker("export").output == ""


def test_verify_names_what_differs(tracker, database):
    published_world(database)
    if not database.is_sqlite:
        return
    with sqlite3.connect(database.path) as connection:
        connection.execute("DROP TRIGGER revision_no_update")
        connection.execute("UPDATE revision SET author = 'eve' WHERE id = 7")
    connection.close()
    result = tracker("verify")
    assert result.exit_code == 1
    assert result.output.startswith("entry 7: company acme: the text, author")
    assert json.loads(tracker("verify", "--json").output)["found"][0]["position"] == 7


def test_backup_and_doctor(tracker, database):
    assert "copy.backup: " in tracker("backup", "copy.backup").output
    with database.reading() as session:
        ((event, *_),) = logged_events(session, EventFilter(("exported",)), before=None, most=5)
    assert (event.actor_id, event.detail) == (None, "backup")
    failed(tracker("backup", "copy.backup"), "already exists")
    result = tracker("doctor")
    assert (result.exit_code, "warning  ledger: empty — import records" in result.output) == (0, True)
    assert json.loads(tracker("doctor", "--json").output)[0]["subject"] == "Python"


def test_migrate_says_what_it_did(database_url):
    tracker = runner(database_url)
    failed(tracker("verify"), "tracker migrate")
    assert "updated to 20" in tracker("migrate").output
    assert "already at 20" in tracker("migrate").output
    assert tracker("verify").exit_code == 0


def test_schemas_are_written():
    result = CliRunner().invoke(main, ["schema", "docs/schema"])
    assert result.exit_code == 0
    written = {path.stem: json.loads(path.read_text()) for path in Path("docs/schema").iterdir()}
    assert set(written) == {"file", "record", *KINDS}
    assert written["file"]["type"] == "array"
    assert all("$schema" in schema for schema in written.values())


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", ["DATABASE_URL", "use sqlite:///"]),
        ("sqlite:///missing/tracker.sqlite3", ["no database", "tracker migrate"]),
        ("postgresql://nobody@localhost:1/none", ["is not responding"]),
    ],
)
@pytest.mark.parametrize("command", [["import", "records.yaml"], ["export"], ["verify"], ["rebuild"], ["backup", "b"]])
def test_a_database_that_is_not_there_is_said(url, words, command):
    files()
    failed(runner(url)(*command), *words)


def test_a_file_that_is_no_database_is_said(tmp_path):
    path = tmp_path / "broken"  # whole, so that no later connection makes a file in the folder that tests run in
    path.write_bytes(b"no database" * 1000)
    failed(runner(f"sqlite:///{path}")("export"), "not a SQLite database")


def test_a_folder_that_cannot_be_made_is_said():
    Path("taken").write_text("")
    failed(runner("sqlite:///taken/tracker.sqlite3")("migrate"), "taken")
    failed(runner("sqlite:///x")("schema", "taken/schema"), "taken")
