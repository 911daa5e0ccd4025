"""Spreadsheets published from the command line: all or nothing, once, and killed in the middle."""

import os
import shutil
import signal
from types import SimpleNamespace

import pytest

from tests import factories as make
from tests.spreadsheet_files import text_of
from tests.stored import clock, exported, published, published_world
from tracker.records.kinds import body, from_body
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.problems import grouped
from tracker.services.intake.importing import Import, publish_found
from tracker.services.intake.record_files import ReadResult
from tracker.services.publishing import publish as publishing
from tracker.services.publishing.impact import companies_of_interest
from tracker.services.spreadsheets.effects import GRAVE, Effects, count_card, effects_of
from tracker.services.spreadsheets.publishing import import_table
from tracker.services.spreadsheets.tables import read_table
from tracker.store.database.connecting import Database
from tracker.web.desk.table_import.plan_pages import effect_sentences

FIELDS = {
    "Company": "company.name", "LEI": "company.lei", "Country": "company.country", "Website": "company.website",
    "Promise": "pledge.reported", "Start": "pledge.start", "Until": "pledge.last_day", "Deadline": "pledge.deadline",
    "Goal": "pledge.at_least", "Covers": "scope.counterparty", "Link": "source.url", "Type": "source.type",
    "Published": "source.date", "Short": "pledge.short", "Checked by": "pledge.verification",
    "On record": "company.id", "Progress": "fulfilment.amount", "On": "fulfilment.on", "Pledge ID": "pledge.id",
}  # fmt: skip
MAPPING = TableMapping.model_validate(
    {"topic": "police-drones", "columns": [{"column": head, "field": field} for head, field in FIELDS.items()]}
)
GOOD = {"Promise": "No drones for the police", "Start": "2020-06-11"}
WRONG = [
    {"Country": "Atlantis"}, {"Website": "no address"}, {"Start": "31.2.2021"}, {"Start": "01/06/2017"},
    {"Start": "01.06.17"}, {"Until": "soon"}, {"Deadline": "FY30", "Promise": "To act"}, {"Goal": "half"},
    {"Covers": "spacemen"}, {"Link": "annual report"}, {"Type": "rumour"}, {"Published": "#REF!"},
    {"Short": "x" * 301}, {"Checked by": "a friend"}, {"Promise": "=1+1"}, {"Company": ""}, {"Link": ""},
    {"Promise": "", "Deadline": "2030"}, {"On record": "nobody-here"}, {"LEI": "529900SAMPLEPRINT000"},
    {"Until": "2019-01-01"}, {"On": "2024"}, {"Pledge ID": "acme/not-there"}, {"Company": "Acme Optic Inc."},
]  # fmt: skip


def table(rows):
    return read_table("list.csv", text_of([list(FIELDS), *([row.get(head, "") for head in FIELDS] for row in rows)]))


def good(number):
    return {**GOOD, "Company": f"Sample Firm {number}", "Link": f"https://firm{number}.example/pledge"}


def run(database, rows, *, publishing=True, minutes=5, mapping=MAPPING, **how):
    options = {"author": "ann", "replace": False, **how}
    return import_table(database, clock(minutes), table(rows), mapping, Import(**options), publishing=publishing)


@pytest.fixture
def world(migrated_sqlite, tmp_path):
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'world.sqlite3')}")
    published_world(database)
    yield database
    database.close()


def test_every_kind_of_error_is_named_with_row_and_column_and_nothing_changes(world):
    before = exported(world)
    rows = [{**good(number), **WRONG[number % len(WRONG)]} for number in range(3 * len(WRONG))]
    result = run(world, rows)
    assert result.published is None
    assert exported(world) == before
    assert {problem.row for problem in result.plan.blocking} == set(range(2, len(rows) + 2))
    first = {problem.row: problem for problem in reversed(result.plan.blocking)}
    unnamed = [WRONG[row - 2] for row in range(2, len(WRONG) + 2) if first[row].column not in {*WRONG[row - 2], ""}]
    assert unnamed == []
    assert len(grouped(result.plan.problems)) >= 20


def test_what_a_dry_run_says_is_what_the_real_run_does_and_twice_is_once(world):
    rows = [good(number) for number in range(5)]
    dry = run(world, rows, publishing=False)
    real = run(world, rows)
    assert [it.body for it in dry.plan.writes] == [it.body for it in real.plan.writes]
    assert dry.effects.new == real.effects.new == 5
    assert len(real.published.positions) == len(dry.plan.writes) == 15
    again = run(world, rows, minutes=6)
    assert again.plan.writes == []
    assert list(again.published.positions) == []


def test_scorecards_beyond_the_first_ones_are_told_as_not_computed(world):
    records = [from_body(it.body) for it in run(world, [good(1), good(2)], publishing=False).plan.writes]
    with world.reading() as session:
        effects = effects_of(session, records, clock().now().date(), clock().now(), most=1)
        whole = effects_of(session, records, clock().now().date(), clock().now(), most=2)
    assert (effects.new, effects.left_out) == (1, 1)
    assert (whole.new, whole.left_out) == (2, 0)
    assert len(effect_sentences(effects)[0]) == len(effect_sentences(whole)[0]) + 1


def test_what_one_company_gains_is_not_set_off_against_what_another_loses():
    def card(name, **counts):
        dossier = SimpleNamespace(company=SimpleNamespace(name=name))
        return SimpleNamespace(counts=tuple(counts.items()), headline=[], cells=[], dossier=dossier)

    effects = Effects()
    count_card(effects, ("acme", "paper"), card("Acme"), card("Acme", breach=1), 0)
    count_card(effects, ("umbra", "paper"), card("Umbra", breach=1), card("Umbra"), 0)
    assert (effects.added, effects.removed) == ({"breach": 1}, {"breach": 1})
    effects_told, alarms = effect_sentences(effects)
    assert len(alarms) == 1
    assert "Acme" in alarms[0]
    assert len(effects_told) == 2


@pytest.mark.parametrize("kind", GRAVE)
def test_a_finding_that_says_something_against_a_company_or_may_is_alarming(kind):
    dossier = SimpleNamespace(company=SimpleNamespace(name="Acme"))
    before, after = (
        SimpleNamespace(counts=((kind, number), ("met", number)), headline=[], cells=[], dossier=dossier)
        for number in (0, 1)
    )
    effects = Effects()
    count_card(effects, ("acme", "paper"), before, after, 0)
    count_card(effects, ("acme", "glass"), after, before, 0)
    count_card(effects, ("acme", "steel"), before, SimpleNamespace(**{**vars(after), "counts": (("met", 1),)}), 0)
    assert effects.alarming == {("acme", "paper")}


def test_a_scorecard_that_says_something_else_of_the_same_findings_changes():
    cards = [SimpleNamespace(counts=(), headline=[text], cells=[]) for text in ("One.", "Other.", "Other.")]
    effects = Effects()
    count_card(effects, ("acme", "paper"), *cards[:2], 0)
    count_card(effects, ("acme", "glass"), *cards[1:], 0)
    assert (effects.changed, effects.unchanged) == (1, 1)


def test_the_effect_on_findings_is_told(world):
    published(world, make.evidence(period="2021-03"), at=clock(2))
    covers = {"columns": [*(it.model_dump() for it in MAPPING.columns if it.column != "Company")]}
    covers["columns"].append({"column": "Company", "field": "company.name"})
    mapping = TableMapping.model_validate({**MAPPING.model_dump(), **covers, "companies": {"Acme": "acme"}})
    row = {**good(1), "Company": "Acme", "Start": "2020", "Covers": "local-police"}
    result = run(world, [row], publishing=False, mapping=mapping)
    assert result.effects.added["possible breach"] == 1
    assert result.effects.where["possible breach"] == ["Acme Optics Inc."]
    assert ("acme", "police-drones") in result.effects.alarming


def test_killed_in_the_middle_nothing_is_half_done_and_the_file_then_goes_in_once(world):
    before = exported(world)
    url = world.url.render_as_string(hide_password=False)
    child = os.fork()
    if child == 0:
        publishing.insert_entries = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        run(Database(url), [good(number) for number in range(20)])
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    assert exported(world) == before
    assert len(run(world, [good(number) for number in range(20)]).published.positions) == 60


def test_an_import_of_records_keeps_what_they_leave_out_and_extends_lists_of_terms(world):
    whole = make.company(summary="Makes drones.", aliases=["Acme"], country="US")
    published(world, whole, at=clock(2))
    named = from_body({"kind": "company", "id": "acme", "name": "Acme Optics plc", "aliases": ["Acme Drones"]})
    terms = from_body(
        {"kind": "vocabulary", "id": "customers", "name": "Clients", "terms": [{"id": "wardens", "name": "wardens"}]}
    )
    with world.writing() as session:
        publish_found(session, clock(3), ReadResult([named, terms]), Import("ann", replace=False))
    text = exported(world)
    assert body(whole)["summary"] in text
    assert "Acme Drones" in text
    assert "name: Clients" not in text
    with world.writing() as session:
        publish_found(session, clock(4), ReadResult([named]), Import("ann", replace=True))
    assert body(whole)["summary"] not in exported(world)


def test_companies_of_which_something_may_be_said_come_first():
    items = [
        (("company", "new-one"), "new-one", True), (("pledge", "new-one/a"), "new-one", True),
        (("company", "new-two"), "new-two", True), (("pledge", "new-two/a"), "new-two", True),
        (("evidence", "new-two/b"), "new-two", True), (("pledge", "old/a"), "old", True), (("source", "s"), "", True),
    ]  # fmt: skip
    assert companies_of_interest(items, 2) == (["new-two", "old"], 1)
    assert companies_of_interest(items, 9) == (["new-two", "old", "new-one"], 0)
