"""What maintenance commands ask for, and what they make of the answer."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.cli.test_commands import failed, files, runner
from tests.stored import ON_SQLITE
from tracker.cli import maintenance
from tracker.models import Revision
from tracker.services.upkeep.doctor.installation import CheckResult
from tracker.services.upkeep.verifying.verify import Discrepancy, Verification
from tracker.store.published import current_records
from tracker.store.upkeep.refreshing import backed_up_at

pytestmark = ON_SQLITE


@pytest.fixture
def tracker(database, tmp_path, monkeypatch):
    """A function that runs a command on the database."""
    monkeypatch.chdir(tmp_path)
    return partial(runner(database.url.render_as_string(hide_password=False)), SECRETS_DIR=str(tmp_path / "secrets"))


def test_verify_looks_at_what_it_is_asked_to_and_fails_where_something_differs(tracker, monkeypatch):
    options, differing = [], [Discrepancy(3, "company acme", "the text"), Discrepancy(None, "", "a list")]

    def verified(_session, _tick, *, full, one_person, captures):
        options.append((full, one_person))
        return Verification(7, "f" * 64, tuple(differing))

    monkeypatch.setattr(maintenance, "verify_ledger", verified)
    result = tracker("verify", "--full", ONE_PERSON_SITE="yes")
    assert result.output.splitlines()[-1] == f"7 entries in the ledger, latest hash {'f' * 16}…: 2 discrepancies"
    assert (result.exit_code, tracker("verify", "--json").exit_code) == (1, 1)
    differing.clear()
    result = tracker("verify")
    assert (result.exit_code, result.output.splitlines()[-1].rpartition(": ")[2]) == (0, "all intact")
    assert options == [(True, True), (False, False), (False, False)]


def test_doctor_says_what_to_do_and_fails_at_a_problem_alone(tracker, monkeypatch):
    results = [CheckResult("backup", "warning", "none", "run it"), CheckResult("Python", "ok", "3.11", "")]
    monkeypatch.setattr(maintenance, "diagnose", lambda *_: results)
    said = tracker("doctor")
    assert (said.exit_code, said.output) == (0, "warning  backup: none — run it\nok       Python: 3.11\n")
    results.append(CheckResult("disk", "problem", "full", "free some"))
    assert (tracker("doctor").exit_code, tracker("doctor", "--json").exit_code) == (1, 1)


def test_work_does_everything_that_waits(tracker, monkeypatch):
    parts = (
        "remake", "erase_old_reports", "erase_old_replies", "queue_digests", "queue_follower_mails", "ensure_team_note",
        "erase_unconfirmed", "erase_old_imports", "refresh_index", "do_jobs",
    )  # fmt: skip
    done = []
    for part in parts:
        monkeypatch.setattr(maintenance, part, lambda *_, part=part: done.append(part) or 1)
    assert tracker("work", EXPORTS_DIR="").output == "1 company computed\n1 job done\n"
    assert done == list(parts)


def test_a_backup_is_noted(tracker, database):
    assert tracker("backup", "copy.backup").exit_code == 0
    with database.reading() as session:
        assert backed_up_at(session) is not None


def test_an_import_says_why_and_replaces_whole_records_only_where_it_is_told_to(tracker, database):
    tracker("import", files(make.company(summary="Makes lenses."), name="first.yaml"))
    why = ("--author", "A. Writer", "--change", "correction", "--note", "Wrong name.")
    tracker("import", files(make.company(name="Acme"), name="next.yaml"), *why)
    with database.reading() as session:
        (company,) = current_records(session, [("company", "acme")])
        latest = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    assert (company.name, company.summary) == ("Acme", "Makes lenses.")
    assert (latest.change, latest.note, latest.author) == ("correction", "Wrong name.", "A. Writer")
    tracker("import", "next.yaml", "--replace")
    with database.reading() as session:
        assert current_records(session, [("company", "acme")])[0].summary is None


def test_what_is_for_spreadsheets_is_not_asked_of_record_files(tracker):
    Path("table.csv").write_text("Company\nAcme\n")
    for arguments in (
        (files(), "--drafts"), (files(), "--as", "ann@news.example"), ("table.csv", "--drafts"),
        ("table.csv", "--as", "ann@news.example"), ("table.csv", "--drafts", "--as", "ann@news.example", "--publish"),
    ):  # fmt: skip
        failed(tracker("import", *arguments), "--drafts", code=2)


def test_check_lists_warnings_and_decisions_on_what_the_rules_do_not_find(tracker):
    late = make.evidence("acme/late", period="2999-01-01")
    wrong = make.decision(computed="loophole", decision="dismissed")
    result = tracker("check", files(*make.world(), make.pledge(), make.evidence(), late, wrong))
    assert (result.exit_code, "decision acme/decision-1: computed" in result.stdout) == (1, True)
    assert "evidence acme/late" in result.stderr
