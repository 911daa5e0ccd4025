"""Dated files of all data: what each holds, that others can read it, and that nothing private is in it."""

import csv
import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from dataclasses import asdict
from datetime import UTC
from zoneinfo import ZoneInfo

import frictionless
import pytest
import yaml

from tests import factories as make
from tests.stored import clock, published, published_world, with_a_company_in_an_earlier_form
from tracker.records.kinds import KINDS
from tracker.services.exporting.about import About
from tracker.services.exporting.editions import Edition, Editions, editions_in
from tracker.services.exporting.record_lines import write_yaml
from tracker.services.exporting.table import PLURALS, Source
from tracker.services.exporting.tables import TABLES
from tracker.services.exporting.writing import write_form
from tracker.services.intake.importing import Import, import_files
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import ROOT, Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate
from tracker.store.exporting import taken_down_since
from tracker.store.ledger import last_position
from tracker.store.published import current_records


@pytest.fixture(scope="module")
def edition(tmp_path_factory, seeded_database):
    """The folder of an edition of the seeds."""
    editions = Editions(seeded_database, clock(60), made_in(tmp_path_factory.mktemp("exports")))
    return editions.folder / editions.make().name


@pytest.fixture(scope="module")
def seeded_database(migrated_sqlite, tmp_path_factory):
    """A database with the records of ``seeds/``."""
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path_factory.mktemp('seeds') / 't.sqlite3')}")
    import_files(database, clock(), [ROOT / "seeds"], Import("ann"))
    refresh(database, clock(), UTC)
    yield database
    database.close()


# What is read of a database, the tests above and below read of each; here it is about files.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def made_in(folder, **given):
    """Settings of a site whose editions are in a folder."""
    return Settings(exports_dir=folder, public_url="https://pledges.example", data_licence="CC BY 4.0", **given)


def test_a_data_package_is_valid_and_describes_every_column(every_field):
    package = json.loads((every_field / "datapackage.json").read_text())
    assert [resource["name"] for resource in package["resources"]] == [table.name for table in TABLES]
    assert [field for it in package["resources"] for field in it["schema"]["fields"] if not field["description"]] == []
    assert [name for table in TABLES if not rows_in(every_field, name := table.name)] == []
    assert [it["title"] for it in package["licenses"]] == ["CC BY 4.0"]
    edition = json.loads((every_field / "edition.json").read_text())
    assert package["version"] == f"{edition['day']}.{edition['position']}"
    (own,) = [it for it in package["resources"] if it["name"] == "pledges"]
    named = [it["reference"]["resource"] for it in own["schema"]["foreignKeys"]]
    assert named == ["companies", "topics", "initiatives", ""]
    fields = [field for it in package["resources"] for field in it["schema"]["fields"]]
    flags, whole = ({it["name"] for it in fields if it["type"] == kind} for kind in ("boolean", "integer"))
    assert flags == {"disputed", "in_part", "lead", "retired"}
    assert whole == {
        "act", "cells", "covered", "followed_by", "ledger_position", "more", "number", "origins", "page", "possible",
        "reviewed", "revision", "version",
    }  # fmt: skip
    report = frictionless.validate(str(every_field / "datapackage.json"))
    assert report.flatten(["type", "message"]) == []
    assert report.valid
    with zipfile.ZipFile(every_field / "datapackage.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: (every_field / name).read_bytes() for name in archive.namelist()
        }
        assert len(archive.namelist()) == len(TABLES) + 1


def test_the_database_keeps_its_keys_finds_words_and_has_the_same_rows(edition):
    connection = sqlite3.connect(edition / "tracker.sqlite")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in TABLES:
        with (edition / f"{table.name}.csv").open(newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        assert connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone() == (rows,)
    words = "SELECT v.pledge FROM versions_fts f JOIN versions v ON v.rowid = f.rowid WHERE versions_fts MATCH 'police'"
    assert connection.execute(words).fetchall()
    connection.close()
    described = yaml.safe_load((edition / "metadata.yaml").read_text())["databases"]["tracker"]["tables"]
    assert set(described) == {table.name for table in TABLES}


def test_each_record_has_its_line_and_its_row(edition, seeded_database):
    lines = [json.loads(line) for line in (edition / "records.jsonl").read_text().splitlines()]
    assert len({(line["kind"], line["id"]) for line in lines}) == len(lines) > 100
    for kind in KINDS:
        with (edition / f"{PLURALS[kind]}.csv").open(newline="") as file:
            assert [row["id"] for row in csv.DictReader(file)] == [it["id"] for it in lines if it["kind"] == kind]


def test_files_have_the_hashes_that_are_listed(edition):
    (listed,) = editions_in(edition.parent)
    for file in listed.files:
        content = (edition / file.name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)
    sums = dict(reversed(line.split("  ")) for line in (edition / "SHA256SUMS").read_text().splitlines())
    assert sums == {file.name: file.sha256 for file in listed.files if file.name != "SHA256SUMS"}


# The seeds are many, and are read from SQLite to begin with.
@pytest.mark.parametrize(
    ("site", "database"),
    [("edition", "postgresql"), ("every_field", "postgresql"), ("every_field", "sqlite")],
    indirect=["database"],
)
def test_records_read_back_into_an_empty_site_give_the_same_bytes(site, request, database, tmp_path):
    edition = request.getfixturevalue(site)
    with zipfile.ZipFile(edition / "records.zip") as archive:
        archive.extractall(tmp_path / "out")
    import_files(database, clock(), [tmp_path / "out"], Import("ann"))
    refresh(database, clock(), UTC)
    editions = Editions(database, clock(60), made_in(tmp_path / "again"))
    again = editions.folder / editions.make().name
    # What stands in the ledger has other positions and times; records and what is computed of them are the same.
    records = {table.name for table in TABLES if any(it.name == "ledger_position" for it in table.columns)}
    names = [f"{table.name}.csv" for table in TABLES if table.name not in records | {"changes"}]
    for name in ("records.zip", *names):
        assert (again / name).read_bytes() == (edition / name).read_bytes(), name


@pytest.fixture(scope="module")
def every_field(migrated_sqlite, tmp_path_factory):
    """The tables of a site in which every field of every kind of record is used."""
    folder = tmp_path_factory.mktemp("every")
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, folder / 't.sqlite3')}")
    import_files(database, clock(), [ROOT / "tests/every_field.yaml"], Import("ann"))
    refresh(database, clock(), UTC)
    editions = Editions(database, clock(60), made_in(folder / "exports"))
    yield editions.folder / editions.make().name
    database.close()


def rows_in(folder, name):
    with (folder / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_each_column_of_each_record_and_of_each_part_holds_something(every_field):
    made_by_us = {"scorecards", "findings", "dues", "gaps", "cells", "changes"}
    empty = {
        f"{table.name}.{column.name}"
        for table in TABLES
        if table.name not in made_by_us
        for column in table.columns
        if not any(row[column.name] for row in rows_in(every_field, table.name))
    }
    never = {"vocabularies.page", "checks.page", "wordings.page", "rules.page"}
    assert {it for it in empty if not it.endswith(".taken_down")} == never


def test_nested_parts_have_rows_of_their_own_and_name_what_they_are_about(every_field):
    connection = sqlite3.connect(every_field / "tracker.sqlite")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for query, answer in (
        ("SELECT company, owner, since, source FROM owners", ("acme", "holding", "2018-02", "speech")),
        ("SELECT identifiers_lei, sector_code FROM companies WHERE id = 'acme'", ("529900SAMPLEPRINT089", "26.7")),
        ("SELECT count(*), min(version) FROM milestones WHERE pledge = 'acme/safer-toys'", (2, 1)),
        ("SELECT pledge, every, last, count(*) FROM duties", ("acme/reports", "1 year", "2024-06-30", 1)),
        ("SELECT target_at_least, target_baseline_amount FROM versions WHERE pledge = 'acme/safer-toys'", ("80", "10")),
        ('SELECT evidence, outcome, "by" FROM outcomes WHERE number = 2', ("acme/deal", "not upheld", "A court")),
        ("SELECT source, capture, made FROM copies", ("speech", "kqwmzrtyuiop", "2026-11-01")),
        ("SELECT evidence, quote, page FROM excerpts", ("acme/deal", "Ten drones were sold", 2)),
    ):
        assert connection.execute(query).fetchone() == answer, query
    connection.close()


def test_an_edition_is_due_once_something_was_published_a_while_ago(database, tmp_path):
    settings = made_in(tmp_path).model_copy(update={"time_zone": ZoneInfo("Pacific/Auckland")})
    assert not Editions(database, clock(60), settings).is_due()
    published_world(database, make.pledge())
    assert not Editions(database, clock(60), settings).is_due()  # the lists do not show it yet
    refresh(database, clock(), UTC)
    assert not Editions(database, clock(0.5), settings).is_due()
    first = Editions(database, clock(60), settings)
    assert first.is_due()
    made = first.make()
    assert made.day == "2026-11-23"
    os.utime(tmp_path / made.name, (clock(60).now().timestamp(),) * 2)
    assert not first.is_due()
    assert not Editions(database, clock(200), settings).is_due()  # nothing is new
    published(database, make.pledge(title="Other"), at=clock(70))
    refresh(database, clock(70), UTC)
    assert not Editions(database, clock(80), settings).is_due()
    later = Editions(database, clock(120), settings)
    assert later.is_due()
    assert [it.name for it in editions_in(tmp_path)] == [made.name]
    for number in (1, 2, 3):
        older = Edition(f"2026-11-0{number}-{number}", f"2026-11-0{number}", number, "", ())
        (tmp_path / older.name).mkdir()
        (tmp_path / older.name / "edition.json").write_text(json.dumps(asdict(older)))
    kept = [later.make().name, made.name, "2026-11-03-3"]
    assert [it.name for it in editions_in(tmp_path)] == kept


DOWN = {"date": "2026-11-01", "reason": "A court."}
WORLD = make.company("lost"), make.topic("past"), make.initiative()
WITH_COMPANY = (
    make.pledge("lost/a", title="Secret title", versions=[make.version(quote="Secret words")]),
    make.evidence(
        "lost/b",
        title="Secret deal",
        quotes=[{"text": "Secret speech", "speaker": "A. Secret", "source": "contract-1"}],
    ),
    make.response("lost/c", question="Secret question?"),
    make.decision("lost/d", evidence="lost/b", pledge="lost/a", reason="Secret reason"),
    make.check("lost", until="1999-09-09"),
    make.pledge("acme/e", topic="past", title="Secret past"),
    make.pledge("charter/f", topic="past", initiative="charter", title="Secret charter"),
)


def test_what_was_taken_down_is_only_said_to_be(database, tmp_path):
    gone = make.evidence("acme/gone", title="Secret title", taken_down=DOWN)
    published_world(database, make.pledge(), gone, *WORLD, *WITH_COMPANY)
    published(database, make.company("lost", taken_down=DOWN), make.topic("past", taken_down=DOWN))
    refresh(database, clock(), UTC)
    editions = Editions(database, clock(60), made_in(tmp_path))
    folder = editions.folder / editions.make().name
    assert len(list(folder.iterdir())) > len(TABLES)
    content = b"".join(map(unpacked, folder.iterdir()))
    assert [word for word in (b"Secret", b"1999-09-09") if word in content] == [b"1999-09-09"]
    assert b"1999-09-09" not in b"".join(path.read_bytes() for path in folder.glob("*.[cj]s*"))
    records = unpacked(folder / "records.zip")
    assert [it.id for it in (gone, *WITH_COMPANY) if it.id.encode() not in records] == []
    rows = {row["id"]: row for row in rows_in(folder, "pledges")}
    for id in ("lost/a", "acme/e"):
        assert (json.loads(rows[id]["taken_down"]), rows[id]["company"], rows[id]["title"]) == (DOWN, "", ""), id
    lines = {(it["kind"], it["id"]): it for it in map(json.loads, (folder / "records.jsonl").read_text().splitlines())}
    for record in WITH_COMPANY:
        says = {"kind": record.kind, "id": record.id, "taken_down": DOWN}
        assert lines[record.kind, record.id]["record"] == says


@ON_SQLITE
def test_an_owner_in_the_form_of_another_time_has_its_row(database):
    with_a_company_in_an_earlier_form(database)
    owners = next(table for table in TABLES if table.name == "owners")
    with database.reading() as session:
        assert [row[:3] for row in owners.rows(Source(session, "", {}))] == [["child", 1, "acme"]]


@ON_SQLITE
def test_records_that_went_with_their_company_are_read_back_as_taken_down(database, tmp_path):
    published_world(database, make.pledge(), *WORLD, *WITH_COMPANY)
    published(database, make.company("lost", taken_down=DOWN), make.topic("past", taken_down=DOWN))
    with database.reading() as session:
        write_yaml(session, tmp_path / "records.zip")
    with zipfile.ZipFile(tmp_path / "records.zip") as archive:
        archive.extractall(tmp_path / "out")
    again = Database(f"sqlite:///{tmp_path}/again.sqlite3")
    migrate(again)
    import_files(again, clock(), [tmp_path / "out"], Import("ann"))
    with again.reading() as session:
        records = current_records(session, [it.key for it in WITH_COMPANY])
        assert [str(it.taken_down.date) for it in records] == ["2026-11-01"] * len(WITH_COMPANY)
        write_yaml(session, tmp_path / "again.zip")
    again.close()
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "records.zip").read_bytes()


def test_an_edition_says_too_much_once_something_was_taken_down_or_is_nobody_elses_any_more(database):
    published_world(database, make.pledge())
    published(database, make.company("acme", taken_down=DOWN), make.company("bolt", former_ids=["acme"]))
    position = last_position(database)
    published(database, make.pledge(title="Other"), at=clock(1))

    def too_much():
        with database.reading() as session:
            return taken_down_since(session, position)

    assert not too_much()
    published(database, make.company("bolt"), at=clock(2))
    assert too_much()


def unpacked(path):
    """What is in a file; of an archive, and of a workbook, which is one, what is in its files."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(map(archive.read, archive.namelist()))


@ON_SQLITE
def test_a_take_down_is_followed_at_once_and_deletes_what_said_it(database, tmp_path):
    evidence = make.evidence("acme/gone", title="Secret title")
    published_world(database, make.pledge(), evidence)
    refresh(database, clock(), UTC)
    first = Editions(database, clock(60), made_in(tmp_path)).make()
    os.utime(tmp_path / first.name, (clock(60).now().timestamp(),) * 2)
    gone = make.evidence("acme/gone", title="Secret title", taken_down={"date": "2026-11-01", "reason": "A court."})
    published(database, gone, at=clock(61), change="correction", note="A court.")
    refresh(database, clock(61), UTC)
    editions = Editions(database, clock(63), made_in(tmp_path))
    assert editions.is_due()
    second = editions.make()
    assert [it.name for it in editions_in(tmp_path)] == [second.name] != [first.name]


@ON_SQLITE
def test_what_is_left_of_broken_editions_is_never_shown_and_deleted_in_time(database, tmp_path):
    published_world(database, make.pledge())
    refresh(database, clock(), UTC)
    folder = tmp_path / "exports"
    for name in ("2026-11-01-3", ".2026-11-01-4.unfinished"):
        (folder / name).mkdir(parents=True)
        (folder / name / "records.jsonl").write_text("{}")
        os.utime(folder / name, (0, 0))
    editions = Editions(database, clock(60), made_in(folder))
    assert editions_in(folder) == []
    assert editions.is_due()
    made = editions.make()
    assert [path.name for path in folder.iterdir()] == [made.name]


ABOUT = About("Site", "https://pledges.example", "CC BY 4.0", clock().now().date(), 1, "2026-11-22T12:00:00Z")


@pytest.mark.parametrize("form", ["csv", "jsonl", "package", "sqlite", "xlsx"])
def test_one_form_alone(seeded_database, tmp_path, form):
    path = tmp_path / "out"
    if form == "csv":
        path.mkdir()
    with seeded_database.reading() as session:
        write_form(session, ABOUT, form, path)
    assert path.is_dir() == (form == "csv")
    assert [it.name for it in tmp_path.iterdir()] == ["out"]
