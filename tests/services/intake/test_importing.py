"""Import: all or nothing, against what is published already."""

import pytest

from tests import factories as make
from tests.stored import ON_SQLITE, clock, exported, published, published_world
from tracker.models import AccountEvent
from tracker.records.kinds import body, from_body
from tracker.records.reading.yaml_text import write_records
from tracker.services.auth.roles import NotAllowedError
from tracker.services.intake.importing import Import, ImportRefusedError, import_files
from tracker.services.intake.spooled_files import OverPublished
from tracker.services.upkeep.rebuild import rebuild
from tracker.services.upkeep.startup import start
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.ledger import portion_after
from tracker.store.upkeep import spooled_records

HOW = Import(author="ann")


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    """Records of files are looked at two at a time, so that what belongs together stands apart."""
    monkeypatch.setattr(spooled_records, "_AT_ONCE", 2)


@pytest.fixture
def files(tmp_path):
    """A folder of files, to which ``write`` adds."""

    class Files:
        folder = tmp_path / "files"

        def write(self, *records, name="a.yaml", text=""):
            self.folder.mkdir(exist_ok=True)
            (self.folder / name).write_text(write_records(records) + text, encoding="utf-8")

    return Files()


def imported(database, files, how=HOW, **options):
    return import_files(database, clock(), [files.folder], how, **options)


def refused(database, files):
    """Why the import is refused, and that nothing changed."""
    before = exported(database)
    with pytest.raises(ImportRefusedError) as caught:
        imported(database, files)
    assert exported(database) == before
    return [str(problem).removeprefix(f"{files.folder}/") for problem in caught.value.problems]


@ON_SQLITE
def test_the_second_import_of_the_same_files_changes_nothing(database, files):
    files.write(*make.world(), make.pledge())
    assert imported(database, files)[:] == (range(1, 12), 0)
    before = exported(database)
    assert imported(database, files)[:] == (range(0), 11)
    assert exported(database) == before


def test_an_import_stands_in_the_log_of_who_did_what(database, files):
    files.write(*make.world())
    imported(database, files)
    files.write(make.pledge())
    imported(database, files)
    imported(database, files)
    with database.reading() as session:
        events = [(event.event, event.detail) for event in session.query(AccountEvent).order_by(AccountEvent.id)]
    assert events == [
        ("published", "10 records (ledger entries 1 to 10)"),
        ("published", "pledge acme/no-sales (ledger entry 11)"),
    ]


def test_references_may_lead_to_what_is_published(database, files):
    published_world(database)
    files.write(make.evidence())
    assert list(imported(database, files).positions) == [11]


@ON_SQLITE
def test_a_company_that_is_published_under_another_id_is_known_by_its_identifier(database, files):
    lei = {"lei": "529900SAMPLEPRINT089"}
    published_world(database, make.company("beta", name="Beta", identifiers=lei))
    files.write(make.company("beta-ltd", name="Quite another name", identifiers=lei))
    (problem,) = refused(database, files)
    assert "“beta”" in problem


@ON_SQLITE
def test_one_wrong_record_stops_the_import_and_names_its_line(database, files):
    published_world(database)
    files.write(make.evidence(), make.evidence("acme/other", sources=["contract-1", "nothing-1"]))
    (problem,) = refused(database, files)
    line = (files.folder / "a.yaml").read_text().splitlines().index("  - nothing-1") + 1
    assert problem.startswith(f"a.yaml:{line}: evidence acme/other: sources 2: there is no source “nothing-1”")


@ON_SQLITE
def test_problems_within_and_between_records_are_reported_together(database, files):
    published_world(database)
    files.write(make.evidence(sources=["contract-1", "nothing-1"]), text="- kind: company\n  id: beta\n")
    problems = refused(database, files)
    assert [problem.split(": ")[1] for problem in problems] == ["evidence acme/deal", "company beta"]


@ON_SQLITE
def test_published_records_that_would_break_are_reported(database, files):
    published_world(database, make.pledge())
    files.write(make.vocabulary("places", {"US-CA": [], "DE": []}))
    problems = refused(database, files)
    assert len(problems) == 3
    assert all(problem.endswith("(already published)") for problem in problems)


def test_a_dry_run_says_the_same_and_changes_nothing(database, files):
    files.write(*make.world())
    before = exported(database)
    assert imported(database, files, dry_run=True)[:] == (range(1, 11), 0)
    assert exported(database) == before


def test_the_operator_is_no_author(database, files):
    files.write(*make.world())
    with pytest.raises(NotAllowedError, match="operator"):
        imported(database, files, Import(author="operator"))
    imported(database, files, Import(author="operator", one_person=True))


@ON_SQLITE
def test_what_is_exported_can_be_imported(database, files):
    published_world(database, make.pledge(), make.evidence(), make.response(), make.decision())
    before = exported(database)
    files.write(text=before)
    assert imported(database, files).unchanged == 14


@ON_SQLITE
def test_a_decision_on_what_the_rules_do_not_find_is_refused(database, files):
    files.write(*make.world(), make.pledge(), make.evidence(), make.decision(computed="loophole"))
    (problem,) = refused(database, files)
    line = (files.folder / "a.yaml").read_text().splitlines().index("  computed: loophole") + 1
    assert problem.startswith(f"a.yaml:{line}: decision acme/decision-1: computed: ")
    assert "“loophole”" in problem
    assert "breach" in problem


def test_a_decision_may_be_on_what_comes_with_it(database, files):
    published_world(database, make.pledge())
    files.write(make.evidence(), make.decision())
    assert len(imported(database, files).positions) == 2


def test_a_decision_may_be_on_what_the_rules_found_on_its_own_day(database, files):
    appeal = make.outcome("2021-05-01", "not upheld", independent="yes")
    files.write(*make.world(), make.pledge(), make.evidence(outcomes=[appeal]), make.decision(date="2020-08-01"))
    assert len(imported(database, files).positions) == 13


@ON_SQLITE
def test_a_decision_that_is_published_already_is_not_asked_again(database, files):
    published_world(database, make.pledge(), make.evidence(), make.decision())
    published(database, make.pledge(versions=[make.version(start="2021-06-11")]))
    files.write(make.decision(), make.source("gazette-2", title="Another"))
    assert imported(database, files)[1] == 1


@ON_SQLITE
@pytest.mark.parametrize("dry_run", [True, False])
def test_a_decision_on_a_promise_names_its_due(database, files, dry_run):
    published_world(database, make.promise(), make.check())
    on_due = {"evidence": None, "pledge": "acme/report", "computed": "overdue"}
    files.write(make.decision(due="2021-06-30", **on_due))
    assert len(imported(database, files, dry_run=dry_run).positions) == 1
    files.write(make.decision("acme/decision-2", due="2022-06-30", **on_due))
    (problem,) = refused(database, files)
    assert problem.endswith("they find: nothing")


def test_rebuilding_gives_the_same_export(database, files):
    published_world(database, make.pledge(), make.evidence())
    files.write(make.company(name="Acme Lenses Inc."))
    imported(database, files, Import(author="ann", change="correction"))
    before = exported(database)
    with database.writing() as session:
        assert rebuild(session) == 12
    assert exported(database) == before


def test_the_first_start_loads_seeds_and_the_second_does_not(database, files):
    files.write(*make.world())
    assert start(database, clock(), files.folder).loaded == 10
    files.write(make.company("beta"), name="b.yaml")
    assert start(database, clock(), files.folder).loaded == 0


def test_seeds_that_are_wrong_are_not_loaded(database, files):
    files.write(make.evidence())
    with pytest.raises(ImportRefusedError):
        start(database, clock(), files.folder)
    assert exported(database) == ""


def test_without_seeds_the_site_starts_empty(database, tmp_path):
    assert start(database, clock(), tmp_path / "none").loaded == 0


def test_records_that_are_published_in_portions_are_one_publication(database, files):
    files.write(*make.world(), make.pledge(), make.evidence())
    imported(database, files)
    with database.reading() as session:
        entries = portion_after(session, None, 100)
        assert verify(session, full=True).ok
    assert [entry.position for entry in entries] == [*range(1, 13)]
    assert [entry.at for entry in entries] == sorted({entry.at for entry in entries})
    files.write(*make.world(), make.pledge(), make.evidence(summary="Other words."))
    assert imported(database, files)[:] == (range(13, 14), 11)
    with database.reading() as session:
        assert verify(session, full=True).ok


def test_what_was_published_while_files_were_checked_is_asked_beside(database, files, monkeypatch):
    published_world(database)
    files.write(make.pledge(), make.evidence(acts=[make.act(counterparty=["school"])]))
    look = OverPublished.warnings

    def meanwhile(over, today):
        (customers,) = (body(record) for record in make.world() if record.id == "customers")
        customers["terms"] = [term for term in customers["terms"] if term["id"] != "school"]
        published(database, from_body(customers), at=clock(1))
        return look(over, today)

    monkeypatch.setattr(OverPublished, "warnings", meanwhile)
    with pytest.raises(ImportRefusedError) as caught:
        imported(database, files, warn=print)
    assert "school" in str(caught.value.problems[0])


def test_what_was_meant_is_found_in_another_part_of_the_files(database, files):
    published_world(database)
    sources = [make.source(f"paper-{n}") for n in range(5)]
    files.write(make.evidence(sources=["papper-4"]), *sources)
    (problem,) = refused(database, files)
    assert "did you mean “paper-4”" in problem
