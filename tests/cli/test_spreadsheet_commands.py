"""Spreadsheets on the command line: a guess, what would happen, publication in somebody’s name, templates."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cli.test_commands import runner
from tests.signed_in import account
from tests.spreadsheet_files import promise_list, text_of
from tests.stored import exported, published_world
from tracker.clock import SystemClock
from tracker.models import Account, Draft, DraftBundle
from tracker.store.database.connecting import Database


@pytest.fixture
def site(migrated_sqlite, tmp_path, monkeypatch):
    """A site with the small world, a function that runs commands on it, and a spreadsheet in the folder."""
    monkeypatch.chdir(tmp_path)
    Path("site.sqlite3").write_bytes(Path(migrated_sqlite).read_bytes())
    database = Database(f"sqlite:///{tmp_path}/site.sqlite3")
    published_world(database)
    Path("promises.csv").write_bytes(promise_list())
    yield database, runner(f"sqlite:///{tmp_path}/site.sqlite3")
    database.close()


def test_from_a_guess_to_publication_in_somebodys_name(site):
    database, tracker = site
    guess = tracker("mapping", "promises.csv", "--topic", "police-drones")
    Path("promises.yaml").write_text(guess.output)
    before = exported(database)
    dry = tracker("import", "promises.csv", "--mapping", "promises.yaml", "--author", "A. Writer")
    assert dry.exit_code == 0
    assert "A. Writer" in dry.output
    assert exported(database) == before
    tracker("import", "promises.csv", "--mapping", "promises.yaml", "--publish", "--dry-run")
    assert exported(database) == before
    done = tracker("import", "promises.csv", "--mapping", "promises.yaml", "--publish", "--author", "A. Writer")
    assert "in the name of A. Writer" in done.output
    assert "beispiel-robotik" in exported(database)
    assert "in the name of" in tracker("import", "promises.csv", "--mapping", "promises.yaml", "--publish").output


def test_drafts_are_made_for_an_account_and_say_whose_they_are(site):
    database, tracker = site
    id = account(database, name="ann", at=SystemClock().now(), public_name="Ann Writer")
    Path("promises.yaml").write_text(tracker("mapping", "promises.csv", "--topic", "police-drones").output)
    command = ("import", "promises.csv", "--mapping", "promises.yaml", "--drafts")
    assert tracker(*command).exit_code == 2
    assert tracker(*command, "--as", "nobody@example.org").exit_code == 1
    with database.reading() as session:
        email = session.get_one(Account, id).email
    before = exported(database)
    made = tracker(*command, "--as", email)
    assert (made.exit_code, exported(database)) == (0, before)
    assert "Ann Writer" in made.output
    with database.reading() as session:
        assert set(session.execute(select(Draft.owner_id, Draft.state))) == {(id, "editing")}
        assert session.scalars(select(DraftBundle)).one().file_name == "promises.csv"


def test_what_cannot_be_read_is_told_with_row_and_column_or_what_to_do(site):
    database, tracker = site
    before = exported(database)
    assert "--mapping" in tracker("import", "promises.csv").output
    Path("promises.yaml").write_text("columns: [{column: Nowhere, field: company.name}]")
    missing = tracker("import", "promises.csv", "--mapping", "promises.yaml", "--publish")
    assert missing.exit_code == 1
    assert "Nowhere" in missing.output
    Path("promises.yaml").write_text("columns: 3")
    assert tracker("import", "promises.csv", "--mapping", "promises.yaml").exit_code == 1
    Path("bad.csv").write_bytes(
        text_of([["Company", "Promise", "Date", "Source"], ["A", "No drones", "32.1.2020", "a.example/x"]])
    )
    Path("bad.yaml").write_text(
        tracker("mapping", "bad.csv", "--topic", "police-drones").output + "- {column: Date, field: pledge.start}\n"
    )
    bad = tracker("import", "bad.csv", "--mapping", "bad.yaml", "--publish")
    assert "row 2, column “Date”" in bad.output
    assert exported(database) == before


def test_a_template_goes_out_and_is_known_when_it_comes_back(site):
    _, tracker = site
    assert tracker("template", "police-drones", "empty.xlsx").exit_code == 0
    assert tracker("template", "police-drones", "empty.xlsx").exit_code == 1
    assert tracker("template", "no-topic", "other.xlsx").exit_code == 1
    assert tracker("import", "empty.xlsx").exit_code == 0
