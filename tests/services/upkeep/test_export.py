"""Export: the same records, in one file or as folders, in a form that reads back."""

import json
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
import yaml

from tests import factories as make
from tests.stored import published_world
from tracker.services.intake.record_files import check_files
from tracker.services.upkeep.export import export_parts, export_text, export_tree
from tracker.store.published import exported_records

ROOT = Path(__file__).parents[3]
RECORDS = [
    *make.world(),
    make.company("beta-2"),
    make.pledge(),
    make.evidence("acme/joint", company="beta-2"),
    make.response(),
    make.decision(evidence="acme/joint"),
    make.evidence(),
]


def by_key(records):
    return {record.key: record for record in records}


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_tree_reads_back(tmp_path, form):
    export_tree(RECORDS, tmp_path, form)
    records, _ = check_files([tmp_path])
    assert by_key(records) == by_key(RECORDS)


def test_a_tree_has_one_file_a_company(tmp_path):
    count = export_tree(RECORDS, tmp_path, "yaml")
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.yaml"))
    assert len(files) == count
    assert files == [
        "companies/acme.yaml",
        "companies/beta-2.yaml",
        "conditions/conditions.yaml",
        "sources/sources.yaml",
        "topics/police-drones.yaml",
        *(f"vocabularies/{name}.yaml" for name in ("actions", "actors", "customers", "drones", "places")),
    ]
    assert "acme/joint" in (tmp_path / "companies/beta-2.yaml").read_text()


def test_an_initiative_has_its_pledges_beside_it(tmp_path):
    signed = make.initiative("charter"), make.pledge("charter/no-sales", initiative="charter")
    assert export_tree(signed, tmp_path, "yaml") == 1
    assert "charter/no-sales" in (tmp_path / "initiatives/charter.yaml").read_text()


def test_an_export_does_not_depend_on_the_order_of_publishing(database):
    published_world(database, make.company("zeta"), make.company("beta"), make.pledge())
    with database.reading() as session:
        records = list(exported_records(session))
    kinds = [record.kind for record in records]
    assert kinds == ["vocabulary"] * 5 + ["topic"] + ["source"] * 2 + ["condition"] + ["company"] * 3 + ["pledge"]
    assert [record.id for record in records if record.kind == "company"] == ["acme", "beta", "zeta"]


def test_a_tree_that_cannot_be_finished_leaves_nothing(tmp_path):
    def broken():
        yield from RECORDS
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        export_tree(broken(), tmp_path, "yaml")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("form", "empty"), [("yaml", ""), ("json", "[]\n")])
def test_an_export_is_one_list(form, empty):
    assert export_text([], form) == empty
    whole = export_text(RECORDS, form)
    read = json.loads(whole) if form == "json" else yaml.safe_load(whole)
    assert [(one["kind"], one["id"]) for one in read] == [record.key for record in RECORDS]
    again = json.dumps(read, ensure_ascii=False, indent=1) + "\n"
    assert form == "yaml" or whole == again


def test_an_export_holds_one_record_at_a_time():
    alive = weakref.WeakSet()

    def records():
        for number in range(50):
            record = make.source(f"paper-{number}")
            alive.add(record)
            yield record

    most = 0
    for _ in export_parts(records(), "json"):
        most = max(most, len(alive))
    assert most <= 2


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    # Limits of a process of its own stand for a full disk.
    code = """
import resource, signal, sys
from pathlib import Path
from tracker.services.upkeep.export import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path(sys.argv[1]), ["x"] * 50_000)
except OSError as error:
    print(error.filename)
"""
    path = tmp_path / "all.yaml"
    done = subprocess.run([sys.executable, "-c", code, path], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == f"{path}\n"
    assert list(tmp_path.iterdir()) == []
