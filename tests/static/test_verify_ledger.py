"""The program that checks a copy of the ledger: silent on sound ones, and naming the first entry that is not."""

import ast
import json
import re
import shutil
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.ledgers import PROGRAM, company, entry_of, publication, sealed, verifier, with_entry, written, wrong
from tracker.records.kinds import canonical
from tracker.settings import ROOT


def published():
    return [
        publication(company("Acme Optics")),
        publication(company("Beta", "beta", summary="Sells “drones”.\n\u2028é\U0001f681")),
        publication(company("Acme Lenses"), "correction", "We had the name wrong."),
        publication({"id": "acme/deal", "kind": "evidence", "acts": [{"action": ["sell"]}], "period": "2020-07-01"}),
        publication(company("Acme Lenses Inc."), "update", author="eve"),
        publication(company("Gamma", "gamma"), publisher="ann"),
    ]


GOOD = sealed(published())


def changed(position, **changes):
    """The file with fields of a line changed, and nothing made to fit."""
    return written([{**line, **changes} if n == position else line for n, line in enumerate(GOOD, 1)])


def body_with(position, **changes):
    return changed(position, body={**GOOD[position - 1]["body"], **changes})


def entry_with(place, seal=True, **changes):
    return written([with_entry(line, seal, **changes) if n == place else line for n, line in enumerate(GOOD, 1)])


def replaced(old, new, count=-1):
    return written(GOOD).replace(old, new, count)


def resealed(position, **changes):
    """A ledger rewritten from a position on by someone who can do all that the site can."""
    return sealed([{**it, **changes} if n == position else it for n, it in enumerate(published(), 1)])


def lines_in(*order):
    return written([GOOD[n - 1] for n in order])


SALT = "ab" * 32
TAMPERED = {
    "a word of a text": (body_with(3, name="Acme Lenses & Co"), 3, "its text, author, reason, note or salt"),
    "a date": (body_with(4, period="2020-06-01"), 4, "its text, author"),
    "what was done": (body_with(4, acts=[{"action": ["pilot"]}]), 4, "its text, author"),
    "a field more": (body_with(4, summary="It did."), 4, "its text, author"),
    "another company": (body_with(5, id="beta"), 5, "its text, author"),
    "a letter composed otherwise": (replaced("é".encode(), "e\u0301".encode()), 2, "its text, author"),
    "the author": (changed(5, author="ann"), 5, "its text, author"),
    "the class of a correction": (changed(3, change="update"), 3, "its text, author"),
    "the note of a correction": (changed(3, note="A typing error."), 3, "its text, author"),
    "a note taken out": (changed(3, note=None), 3, "its text, author"),
    "the publisher": (changed(4, publisher="eve"), 4, "its publisher is not the one"),
    "the salt": (changed(4, salt=SALT), 4, "or salt"),
    "a salt that is none": (changed(4, salt="x" * 64), 4, "its salt is not 64 hexadecimal digits"),
    "the hash of an entry": (changed(4, sha256=SALT), 4, "its hash does not match its entry"),
    "a text withheld": (changed(4, body=None), 4, "its record is missing"),
    "the time": (entry_with(4, seal=False, at="2026-11-22T12:00:04.500000Z"), 4, "its hash does not match its entry"),
    "the time, with its hash": (entry_with(4, at="2026-11-22T12:00:04.500000Z"), 5, ("does not contain the hash of the "
        "entry before")),
    "a time before the last": (entry_with(4, at="2026-11-22T11:00:00.000000Z"), 4, "is not later than the entry before"),
    "a time that is none": (entry_with(4, at="2026-13-22T11:00:00.000000Z"), 4, ("2026-13-22T11:00:00.000000Z "
        "does not exist")),
    "a time in another form": (entry_with(4, at="2026-11-22 12:00"), 4, "its time is not in the right form"),
    "the position": (entry_with(4, position=5), 4, "it calls itself entry 5"),
    "the record named": (entry_with(4, record="acme/other"), 4, "its text is about something else"),
    "the kind named": (entry_with(4, kind="pledge"), 4, "its text is about something else"),
    "the revision": (entry_with(5, revision=4), 5, "publishes revision 4 of its record after revision 2"),
    "the content sealed": (entry_with(4, content=SALT), 4, "its text, author"),
    "the approval": (entry_with(4, approval=SALT), 4, "its publisher"),
    "the link": (entry_with(4, previous=SALT), 4, "does not contain the hash of the entry before"),
    "the version of the form": (entry_with(4, v=2), 4, "has a version this program does not know"),
    ("a text rewritten with all hashes "
        "of its entry"): (written([*GOOD[:3], resealed(4, note="No.")[3], *GOOD[4:]]), 5, ("does not contain the hash of the "
            "entry before")),
    "an entry taken out": (lines_in(1, 2, 3, 5, 6), 4, "it calls itself entry 5, but follows entry 3"),
    "the first taken out": (lines_in(2, 3, 4, 5, 6), 1, "it calls itself entry 2, but follows nothing"),
    "two swapped": (lines_in(1, 2, 4, 3, 5, 6), 3, "it calls itself entry 4, but follows entry 2"),
    "one twice": (lines_in(1, 2, 3, 3, 4, 5, 6), 4, "it calls itself entry 3, but follows entry 3"),
    "one of another ledger": (written([*GOOD[:3], resealed(1, note="x")[3], *GOOD[4:]]), 4, "comes from another ledger"),
    "the file broken off": (written(GOOD)[:-20], 6, "the file ends in the middle of it"),
    "a line that is none": (written(GOOD[:2]) + b"<html>\n" + written(GOOD[2:]), 3, "the line is not valid JSON in UTF-8"),
    "an empty line": (written(GOOD[:2]) + b"\n" + written(GOOD[2:]), 3, "the line is not valid JSON in UTF-8"),
    "a list for a line": (written(GOOD[:2]) + b"[]\n", 3, "the line is not a JSON object"),
    "bytes that are no text": (replaced(b"Gamma", b"Gam\xff\xfe"), 6, "the line is not valid JSON in UTF-8"),
    "half a sign": (replaced(b"Gamma", b"\\ud800mma"), 6, "the line is not valid JSON in UTF-8"),
    "a mark before the first": (b"\xef\xbb\xbf" + written(GOOD), 1, "the line is not valid JSON in UTF-8"),
    "line ends of another system": (replaced(b"\n", b"\r\n"), 1, "the line is not in canonical form"),
    "a space": (replaced(b'"name":"Gamma"', b'"name": "Gamma"'), 6, "the line is not in canonical form"),
    "fields in another order": (replaced(b'"kind":"company","name":"Gamma"', b'"name":"Gamma","kind":"company"'), 6, "the line is not in canonical form"),
    "a letter written otherwise": (replaced(b'"name":"Gamma"', b'"name":"\\u0047amma"'), 6, "the line is not in canonical form"),
    "a field that stands twice": (replaced(b'"name":"Gamma"', b'"name":"Gamma","name":"Delta"'), 6, "a field appears twice"),
    "a broken number": (replaced(b'"name":"Gamma"', b'"name":1.5'), 6, "which is not a whole number"),
    "no number": (replaced(b'"name":"Gamma"', b'"name":NaN'), 6, "which is not a whole number"),
    "a number too large": (replaced(b'"name":"Gamma"', b'"name":9007199254740993'), 6, "too large to be exact"),
    "a field slipped in": (replaced(b',"body":', b',"beside":"x","body":', 1), 1, "the line has unknown fields: beside"),
    "a field of an entry slipped in": (entry_with(6, verdict="good"), 6, "its entry has unknown fields: verdict"),
    "a field left out": (replaced(b'"note":null,', b"", 1), 1, "the line lacks note"),
    "depth without end": (replaced(b'"name":"Gamma"', b'"name":' + b"[" * 100_000), 6, "the line is not valid JSON in UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERED)
def test_each_kind_of_tampering_is_named_with_its_entry(kind):
    data, position, says = TAMPERED[kind]
    faults = wrong(data)
    assert faults.startswith(f"entry {position}")
    assert says in faults


def test_a_sound_ledger_is_in_order():
    assert wrong(written(GOOD)) == ""
    assert wrong(b"") == ""


def test_a_record_is_named_where_the_line_still_tells():
    assert wrong(body_with(4, period="2019")).startswith("entry 4 (evidence acme/deal): ")


REWRITTEN = {
    "rewritten from a text on": (written(resealed(3, note="It was fine.")), 3, "it differs from the earlier copy"),
    "rewritten with another publisher": (written(resealed(2, publisher="eve")), 2, "it differs from the earlier copy"),
    "rewritten without an entry": (
        written(sealed(published()[:2] + published()[3:4])),
        3,
        "it differs from the earlier copy",
    ),
    "cut off at the end": (written(GOOD[:4]), 5, "entries were cut off at the end"),
    "emptied": (b"", 1, "entries were cut off at the end"),
}


@pytest.mark.parametrize("kind", REWRITTEN)
def test_a_history_written_anew_is_sound_alone_and_named_beside_a_copy_or_a_hash_from_before(kind):
    data, position, says = REWRITTEN[kind]
    assert wrong(data) == ""
    faults = wrong(data, earlier=written(GOOD))
    assert faults.startswith(f"entry {position}")
    assert says in faults
    assert "was rewritten or cut off" in wrong(data, seen=GOOD[-1]["sha256"])


def test_a_ledger_that_grew_holds_the_copy_and_the_hash_from_before():
    for length in range(len(GOOD) + 1):
        assert wrong(written(GOOD), earlier=written(GOOD[:length])) == ""
    for line in GOOD:
        assert wrong(written(GOOD), seen=line["sha256"]) == ""
    assert wrong(written(GOOD), seen="0" * 64) == ""


def ran(folder, *arguments, stdin=None):
    """The program on a copy of its own, as someone runs it who has nothing else of ours."""
    copy = shutil.copy(PROGRAM, folder / "verify.py")
    command = [sys.executable, "-I", "-S", copy, *arguments]
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=False, env={"LC_ALL": "C"})


def test_the_program_runs_alone_and_says_what_is_proven_and_what_not(tmp_path):
    (tmp_path / "ledger.jsonl").write_bytes(written(GOOD))
    result = ran(tmp_path, "ledger.jsonl", "--hash", GOOD[2]["sha256"].upper())
    assert (result.returncode, result.stderr) == (0, b"")
    output = result.stdout.decode()
    assert output.startswith("Intact: 6 entries, from 2026-11-22T12:00:01.000000Z to 2026-11-22T12:00:06.000000Z.\n")
    assert f"hash: {GOOD[-1]['sha256']}\n" in output
    assert "It contains the hash you gave." in output
    assert "It starts with your earlier copy" not in output
    assert "Published by the same name that wrote them: 1 entry." in output
    assert output.endswith(f"\n\n{verifier.PROVEN}\n\n{verifier.NOT_PROVEN}\n")


def test_the_program_names_the_first_bad_entry_and_ends_with_1(tmp_path):
    (tmp_path / "old.jsonl").write_bytes(written(GOOD))
    bad = body_with(3, name="\x1b[2J")
    result = ran(tmp_path, "-", "--earlier", "old.jsonl", stdin=bad)
    assert (result.returncode, result.stderr) == (1, b"")
    fault = wrong(bad)
    assert fault.startswith("entry 3 (company acme): ")
    expected = f"NOT INTACT. E{fault[1:]}.\nThe 2 entries before it are intact; entries after it were not checked.\n"
    assert result.stdout.decode() == expected


def test_the_program_says_of_an_empty_ledger_that_nothing_is_proven(tmp_path):
    result = ran(tmp_path, "-", stdin=b"")
    assert (result.returncode, result.stderr) == (0, b"")
    output = result.stdout.decode()
    assert output.startswith("The ledger is empty")
    assert verifier.PROVEN not in output
    assert output.endswith(f"{verifier.NOT_PROVEN}\n")


def test_the_program_prints_nothing_that_a_terminal_would_obey(tmp_path):
    hostile = with_entry(GOOD[5], kind="\x1b[31m\u202e", record="x")
    result = ran(tmp_path, "-", stdin=written([*GOOD[:5], hostile]))
    assert result.returncode == 1
    assert all(32 <= sign < 127 or sign == 10 for sign in result.stdout)


def test_the_program_is_written_for_older_pythons_too_and_imports_nothing_but_their_library():
    tree = ast.parse(PROGRAM.read_text(), feature_version=(3, 8))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported <= sys.stdlib_module_names
    assert imported & {"socket", "urllib", "http", "subprocess", "os"} == set()


def test_the_short_checker_of_the_documentation_works(tmp_path):
    code = re.search(r"```python\n(.+?)```", (ROOT / "docs" / "ledger.md").read_text(), re.DOTALL)[1]
    command = [sys.executable, "-I", "-W", "ignore", "-c", code, tmp_path / "ledger.jsonl"]
    for data, said in (
        (written(GOOD), GOOD[-1]["sha256"]),
        (body_with(3, name="x"), "AssertionError: 3"),
        (changed(4, publisher="x"), "AssertionError: 4"),
        (lines_in(1, 3), "AssertionError: 2"),
    ):
        (tmp_path / "ledger.jsonl").write_bytes(data)
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (result.stdout + result.stderr).strip().endswith(said)


def test_a_file_that_is_not_there_is_said(tmp_path):
    result = ran(tmp_path, "nowhere.jsonl")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.startswith(b"cannot be read: nowhere.jsonl: ")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(TEXTS, some, max_size=3),
    max_leaves=8,
)
BODIES = st.builds(
    lambda id, rest: {**rest, "id": id, "kind": "company"},
    st.sampled_from(("a", "b", "c/d")),
    st.dictionaries(TEXTS, VALUES, max_size=4),
)


@st.composite
def ledgers(draw):
    """Sound ledgers of whatever may stand in one."""
    seen, publications = set(), []
    for body in draw(st.lists(BODIES, min_size=1, max_size=5)):
        change = (
            draw(st.sampled_from(("update", "correction", "clarification", "method"))) if body["id"] in seen else "new"
        )
        seen.add(body["id"])
        who = [draw(TEXTS.filter(str.strip)) for _ in range(2)]
        note = draw(st.none() | TEXTS)
        publications.append(publication(body, change, note, *who, salt=draw(st.binary(min_size=32, max_size=32)).hex()))
    return sealed(publications)


@given(ledgers(), st.data())
def test_a_sound_ledger_gives_no_alarm_and_no_byte_of_it_can_be_touched_unseen(lines, data):
    text = written(lines)
    assert wrong(text) == ""
    place, way = (
        data.draw(st.integers(0, len(text) - 1)),
        data.draw(st.sampled_from(("changed", "taken out", "put in"))),
    )
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != text[place]))
    other = text[:place] + (b"" if way == "taken out" else bytes([byte])) + text[place + (way != "put in") :]
    number = text[:place].count(b"\n") + 1
    # A line end that is gone or new makes the next line part of this one, or part of this one a line.
    assert wrong(other).startswith((f"entry {number}", f"entry {number + 1}"))


@given(VALUES)
@example({"\U0001f681": 1, "\uffff": 2, "a": [True, -0, '\x7f\u2028\x1f"\\/']})
def test_the_program_writes_canonical_json_as_the_library_does(value):
    text = canonical({"value": value}).decode()
    assert verifier.canonical(verifier.parsed(text, "it")) == text.encode()
    assert verifier.parsed(text, "it") == json.loads(text)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_file_is_judged(data):
    assert wrong(data) == "" if not data else wrong(data).startswith("entry 1: ")


def test_entries_hold_no_name_and_no_text():
    for line in GOOD:
        assert set(entry_of(line)) == verifier.ENTRY_FIELDS
        assert line["body"].get("name", "Acme") not in line["entry"]
