"""The process that opens a file can get at nothing else, and does not outlive its time."""

import json
import socket
import subprocess

import pytest

from tests.capture.ways_out import WAYS
from tracker.capture import opening_files
from tracker.capture.opening_files import CannotOpenError, open_file
from tracker.capture.sandbox import Confinement, Ended, run


def test_no_way_leads_out_of_it(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("drafts")
    (tmp_path / "file").write_text("own")
    with socket.socket(socket.AF_UNIX) as named, socket.create_server(("127.0.0.1", 0)) as numbered:
        named.bind(str(tmp_path / "outside" / "s"))
        named.listen()
        arguments = [tmp_path / "file", tmp_path / "outside" / "s", numbered.getsockname()[1]]
        assert run("tests.capture.ways_out", list(map(str, arguments)), tmp_path / "inside").code == 0
    outcomes = json.loads((tmp_path / "inside" / "result.json").read_text())
    assert outcomes.pop("read its file") == "own"
    assert outcomes.pop("holds")
    assert outcomes.keys() == WAYS.keys()
    assert "out" not in outcomes.values(), outcomes


def test_what_is_late_is_killed_with_all_that_it_started(tmp_path):
    ended = run("tests.capture.never_ends", [], tmp_path, seconds=1.5)
    assert ended.late
    left = subprocess.run(["pgrep", "-f", "tests.capture.never_ends"], stdout=subprocess.PIPE, check=False)
    assert left.stdout == b""


@pytest.mark.parametrize(
    ("ended", "reason"),
    [
        (Ended(0, late=True, errors=""), "too costly to open"),
        (Ended(-9, late=False, errors=""), "too costly to open"),
        (Ended(1, late=False, errors="MemoryError"), "too costly to open"),
        (Ended(-11, late=False, errors=""), "cannot be opened"),
        (Ended(0, late=False, errors=""), "cannot be opened"),
    ],
)
def test_how_it_ended_is_why_it_was_not_opened(tmp_path, monkeypatch, ended, reason):
    monkeypatch.setattr(opening_files, "run", lambda *_: ended)
    with pytest.raises(CannotOpenError, match=reason):
        open_file(tmp_path, "text/plain", tmp_path)


@pytest.mark.parametrize("result", ["[]", "{", '{"readable": "yes"}', '{"readable": "none", "texts": [], "x": 1}'])
def test_what_it_says_is_taken_for_data_only(tmp_path, monkeypatch, result):
    monkeypatch.setattr(opening_files, "run", lambda *_: Ended(0, late=False, errors=""))
    (tmp_path / "result.json").write_text(result)
    with pytest.raises(CannotOpenError, match="cannot be opened"):
        open_file(tmp_path, "text/plain", tmp_path)


def test_a_link_is_not_followed_for_it(tmp_path):
    (tmp_path / "picture-1.jpg").symlink_to("/etc/passwd")
    with pytest.raises(OSError, match="symbolic"):
        opening_files.picture(tmp_path, 1)


def test_files_and_either_network_or_calls_must_be_closed():
    assert Confinement(network=False, files=True, calls=True).holds
    assert not Confinement(network=True, files=False, calls=True).holds
    assert not Confinement(network=False, files=True, calls=False).holds
