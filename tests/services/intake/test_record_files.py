"""Record files: what is read, and how everything that is wrong is told."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from tests.factories import world
from tracker.records.reading.yaml_text import write_records
from tracker.services.intake import record_files
from tracker.services.intake.record_files import check_files, read_files, warnings_of
from tracker.services.upkeep.export import export_text

ACME = "- kind: company\n  id: acme\n  name: Acme Optics Inc.\n"
BETA = "- kind: company\n  id: beta\n  name: Beta Inc.\n"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def written(name, content):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(*paths):
    return [str(problem) for problem in check_files([Path(path) for path in paths])[1]]


def ids(*paths):
    records, problems = check_files([Path(path) for path in paths])
    assert problems == []
    return [record.id for record in records]


def test_folders_are_read_to_the_bottom_in_order_of_names():
    written("b/z.yaml", ACME.replace("acme", "one"))
    written("b/a/x.yml", ACME.replace("acme", "two"))
    written("a.json", json.dumps([{"kind": "company", "id": "three", "name": "Three"}]))
    written("b/notes.txt", "not a record")
    written(".hidden/x.yaml", "not: [a record")
    assert ids(".") == ["three", "two", "one"]


def test_a_file_that_is_named_twice_is_read_once():
    written("a/x.yaml", ACME)
    assert ids("a", "a/x.yaml", "./a/../a/x.yaml") == ["acme"]


def test_records_of_all_files_are_checked_together():
    records = world()
    written("one.yaml", write_records(records[:5]))
    written("two.yaml", write_records(records[5:]))
    assert len(ids(".")) == 10


def test_every_problem_is_reported_with_its_file_and_line():
    written("a.yaml", "- kind: company\n  id: Acme!\n  name: A\n  colour: red\n- kind: source\n  id: s\n")
    written("b.yaml", BETA + "  parent: gamma\n")
    lines = said(".")
    assert [line.split(": ")[0] for line in lines] == ["a.yaml:2", "a.yaml:4", *["a.yaml:5"] * 2, "b.yaml:4"]
    assert lines[-1].startswith("b.yaml:4: company beta: parent: there is no company “gamma”")


def test_the_line_is_that_of_the_field_in_its_own_record():
    written("a.yaml", ACME + "  former_ids: [x]\n" + BETA + "  former_ids:\n  - y\n  - acme\n")
    (line,) = said("a.yaml")
    assert line.startswith("a.yaml:10: company beta: former_ids 2: “acme” is the ID of an existing company")


def test_a_record_that_stands_twice_names_both_places():
    written("a.yaml", ACME)
    written("b.yaml", BETA + ACME + BETA)
    assert said(".") == [
        "b.yaml:4: company acme: appears twice (also in a.yaml:1); remove one",
        "b.yaml:7: company beta: appears twice (also in line 1); remove one",
    ]


def test_a_reference_to_a_record_that_is_itself_wrong_is_no_second_problem():
    written("a.yaml", "- kind: company\n  id: acme\n  nom: Acme\n" + BETA + "  parent: acme\n")
    assert [line.split(": ")[:2] for line in said("a.yaml")] == [
        ["a.yaml:1", "company acme"],
        ["a.yaml:3", "company acme"],
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ("# nothing yet\n", "contains no records"),
        ("[]", "contains no records"),
        (b"- kind: company\n  name: \xff\xfe\n", "is not UTF-8 text"),
        ("just text", "contains text where a list of records should be"),
        ("- kind: [a\n", "is not valid YAML"),
    ],
)
def test_a_file_without_records_says_what_is_wrong(content, message):
    written("a.yaml", content)
    (line,) = said("a.yaml")
    assert line.startswith("a.yaml")
    assert message in line


def test_a_byte_that_is_not_utf8_is_reported_with_its_line():
    written("a.yaml", b"- kind: company\n  name: \xff\n")
    assert said("a.yaml") == ["a.yaml:2: is not UTF-8 text; save the file as UTF-8"]


def test_paths_that_cannot_be_read_say_why(tmp_path):
    written("empty/notes.txt", "")
    written("a.txt", ACME)
    Path("nowhere.yaml").symlink_to("missing.yaml")
    os.mkfifo("pipe.yaml")
    assert said("missing", "empty", "a.txt", "nowhere.yaml", "pipe.yaml") == [
        "a.txt: is not a .yaml, .yml or .json file",
        "empty: contains no .yaml, .yml or .json files",
        "missing: does not exist",
        "nowhere.yaml: is a broken link",
        "pipe.yaml: is neither a file nor a folder",
    ]


def test_links_to_folders_are_followed_unless_they_lead_back():
    written("far/x.yaml", ACME)
    written("a/y.yaml", BETA)
    Path("a/far").symlink_to("../far")
    Path("a/loop").symlink_to("../a")
    assert said("a") == ["a/loop: is a link to its own parent folder; remove the link"]
    Path("a/loop").unlink()
    assert ids("a") == ["acme", "beta"]


def test_a_file_that_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(record_files, "LARGEST", 1_000_000)
    written("a.yaml", ACME + "#" * 1_000_000)
    assert said("a.yaml") == ["a.yaml: is larger than 1 MB; split it into smaller files"]


def test_a_byte_order_mark_is_no_sign():
    written("a.yaml", b"\xef\xbb\xbf" + ACME.encode())
    assert ids("a.yaml") == ["acme"]


def test_json_reads_like_yaml():
    records = [{"kind": "company", "id": "acme", "name": "Acme \U0001f600 “Optics” \\ud83d é/"}]
    for i, text in enumerate((json.dumps(records), json.dumps(records, indent="\t"), json.dumps(records[0]))):
        written("a.json", text.replace("/", "\\/"))
        (record,) = check_files([Path("a.json")])[0]
        assert record.name == records[0]["name"], i


def test_what_is_exported_as_json_reads_back():
    written("a.json", export_text(world(), "json"))
    assert check_files([Path("a.json")]) == (world(), [])


@pytest.mark.parametrize("word", ["null", "true", "false"])
def test_json_constants_where_text_belongs_are_reported(word):
    written("a.json", '[{"kind": "company", "id": "acme",\n"name": "null true",\n"summary": ' + word + "}]")
    assert said("a.json") == [f"a.json:3: has the value {word}, which is not allowed; leave the field out"]


def test_warnings_have_file_and_line_and_are_no_problems(tmp_path):
    text = (
        "- kind: source\n  id: a-1\n  title: A\u00ad report\n  publisher: A\n  date: 2090-01-01\n  type: claim\n  "
        "url: https://a.example/\n"
    )
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    files_read = read_files([path])
    assert files_read.problems == []
    warnings = warnings_of(files_read, (), date(2026, 11, 22))
    assert [(problem.line, problem.field, problem.code) for problem in warnings] == [
        (3, "title", "invisible-taken-out"),
        (5, "date", "in-the-future"),
    ]


def test_reading_stops_after_a_thousand_problems():
    written("many.yaml", "- kind: company\n" * 3_000)
    written("more.yaml", "- kind: company\n" * 3_000)
    _, problems = check_files([Path("many.yaml"), Path("more.yaml")])
    assert len(problems) == record_files.MOST_PROBLEMS + 1
    assert {problem.file for problem in problems} == {"many.yaml", ""}
