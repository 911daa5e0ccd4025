"""The commands of kept copies."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.capture.hostile_files import pdf
from tests.services.captures.kept import page
from tracker.capture.network import fetching
from tracker.cli import main
from tracker.services.captures import making

# What is done on each database, tests of services and of the object store ask: these are the commands.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def tracker(database, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url = database.url.render_as_string(hide_password=False)
    own = {"DATABASE_URL": url, "CAPTURES": str(tmp_path / "captures"), "SECRETS_DIR": str(tmp_path / "secrets")}

    def run(*arguments, **variables):
        result = CliRunner().invoke(main, list(arguments), env=own | variables)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def test_a_file_is_captured_verified_backed_up_scrubbed_and_erased(tracker, tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf())
    kept = tracker("capture", str(tmp_path / "a.pdf"), "--from", "press office")
    assert kept.exit_code == 0, kept.output
    id = re.match(r"captured ([a-z]{12})\nhash [0-9a-f]{64}\nfile ", kept.output)[1]
    assert tracker("verify", "--full").exit_code == 0
    backup = [str(tmp_path / "b.backup"), "--captures", str(tmp_path / "copies")]
    assert "2 files of copies copied, 0 there" in tracker("backup", *backup).output
    file = next(path for path in (tmp_path / "captures").rglob("*") if path.is_file())
    file.chmod(0o600)
    file.write_bytes(b"other")
    broken = tracker("scrub", "--all")
    assert (broken.exit_code, f"damaged {file.name}" in broken.output) == (1, True)
    assert tracker("verify").exit_code == 1
    doctor = tracker("doctor").output
    assert re.search(r"problem +files of copies: 1 damaged", doctor)
    assert re.search(r"ok +sandbox: ", doctor)
    assert f"repaired {file.name}" in tracker("scrub", "--from", str(tmp_path / "copies")).output
    assert tracker("verify", "--full").exit_code == 0
    assert "2 files removed" in tracker("erase-copy", id, "--asked-by", "court", "--why", "judgment").output
    assert tracker("erase-copy", id, "--asked-by", "court", "--why", "judgment").exit_code == 1
    assert tracker("verify", "--full").exit_code == 0


def test_an_address_is_captured_or_says_why_not(tracker, monkeypatch):
    net = page()
    hands = {"resolve": net.resolve, "connect": net.connect}
    monkeypatch.setattr(making, "Fetcher", lambda agent, now, **_: fetching.Fetcher(agent, now, **hands))
    assert tracker("capture", "http://acme.example/pledge").output.startswith("captured ")
    assert "no copy was kept: address refused" in tracker("capture", "http://127.0.0.1/").stderr
    assert "neither a file nor an address" in tracker("capture", "acme").stderr
    Path("a.svg").write_text("<svg/>")
    assert "say where the file came from" in tracker("capture", "a.svg").stderr
    assert "no copy was kept: type not kept" in tracker("capture", "a.svg", "--from", "x").stderr
    assert "keeps no copies" in tracker("capture", "http://acme.example/", CAPTURES="off").stderr
    assert "keeps no copies" in tracker("scrub", CAPTURES="off").stderr
