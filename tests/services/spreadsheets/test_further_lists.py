"""Further lists as people publish them: what is guessed of each, and that nobody is accused by a guess."""

import shutil

import pytest

from tests import factories as make
from tests.further_spreadsheet_files import (
    donation_records,
    exit_list,
    form_answers,
    german_audit,
    government_promises,
    merged_and_hidden,
    net_zero_snapshot,
    target_list,
    two_tables,
)
from tests.records.spreadsheet.planning.planned_rows import TODAY, TOPIC, WORDS, bodies, codes, planned
from tests.stored import published_world
from tracker.records.spreadsheet.cells import CellError, day_of, read_country
from tracker.records.spreadsheet.fields import FIELD_KEYS, GROUPS
from tracker.records.spreadsheet.guessing import suggested_field
from tracker.records.spreadsheet.heads import bare_heads, heads_again
from tracker.records.spreadsheet.mapping import ColumnMapping, TableMapping
from tracker.records.spreadsheet.row_values import RowReader
from tracker.services.spreadsheets import plans
from tracker.services.spreadsheets.tables import read_table
from tracker.services.spreadsheets.template import embedded_mapping, template_workbook
from tracker.store.database.connecting import Database


@pytest.fixture
def taken(monkeypatch):
    """A function that takes a file by the guess, with more columns given: the plan, fields by column, suggestions."""
    monkeypatch.setattr(plans, "words_of_topic", lambda *_: WORDS)

    def take(name, content, **more):
        table = read_table(name, content)
        mapping = plans.suggested_mapping(None, table, TOPIC.id, TODAY)
        heads, rows = plans.heads_and_rows(table, mapping)
        rows = [cells for _, cells in rows]
        constants = {"list.title": "The list", "list.publisher": "Example Institute", "list.date": "2024-03-01"}
        columns = [*mapping.columns, *({"column": head, "field": field} for head, field in more.items())]
        means = TableMapping.model_validate({**mapping.model_dump(), "constants": constants, "columns": columns})
        fields = {it.column: (it.field, it.number) for it in mapping.columns}
        left = {head: [row[i] for row in rows if i < len(row) and row[i]] for i, head in enumerate(heads)}
        suggested = {
            head: field.key
            for head, cells in left.items()
            if head not in fields and (field := suggested_field(head, cells, TODAY))
        }
        return planned(*rows, means=means, heads=heads), fields, suggested

    return take


def accuses_nobody(plan):
    said = {name for it in bodies(plan, "evidence") for name in it}
    assert not said & {"acts", "fulfils", "outcomes"}
    assert {it["type"] for it in bodies(plan, "source")} <= {"claim"}
    assert not any("owners" in it for it in bodies(plan, "company"))


def test_promises_of_public_bodies(taken):
    plan, fields, suggested = taken("promises.csv", government_promises())
    assert codes(plan) == []
    assert fields["Ministry"] == ("company.name", 1)
    assert "Category" not in fields, "a theme is no rating"
    assert suggested == {"% complete": "fulfilment.amount"}
    assert {it["assessment"]["value"] for it in bodies(plan, "evidence")} >= {"Stalled", "Broken", "In progress"}
    assert len(bodies(plan, "pledge")) == 5
    accuses_nobody(plan)


def test_who_left_a_market(taken):
    plan, fields, _ = taken("exits.csv", exit_list())
    assert codes(plan) == []
    assert fields["Grade"][0] == fields["Status of operations"][0] == "assessment.value"
    assert not {"Logo", "Employees in country"} & set(fields)
    assert not any("logos.example" in it.get("url", "") for it in bodies(plan, "source"))
    assert [it["versions"][0]["start"] for it in bodies(plan, "pledge")] == ["2022-05-16", "2022-03-08", "2022-03-04"]
    accuses_nobody(plan)


def test_targets_with_interim_ones_in_a_column_a_year(taken):
    plan, fields, _ = taken("nz.tsv", net_zero_snapshot())
    assert codes(plan) == []
    assert not {"entity_type", "has_interim_target", "coverage_scope_3"} & set(fields), "answers are no promises"
    promised = {
        (it["id"].partition("/")[0], it["versions"][0]["deadline"], it["versions"][0].get("target", {}).get("at_least"))
        for it in bodies(plan, "pledge")
    }
    assert promised == {
        ("sample-power", "2045", None), ("sample-power", "2025", "25"), ("sample-power", "2030", "55"),
        ("sample-cement", "2050", None), ("sample-cement", "2030", "30"),
    }, "of “No target” no pledge is made, and no target has the year of another"  # fmt: skip
    assert [it["country"] for it in bodies(plan, "company")] == ["DE", "CH", "IE"]
    accuses_nobody(plan)


def test_targets_of_two_terms(taken):
    plan, fields, _ = taken("targets.xlsx", target_list())
    assert codes(plan) == ["not-used"], "a year without words of its own is pointed out"
    assert fields["Near term – Target Year"] == ("pledge.deadline", 1)
    assert fields["Near term – Target Wording"] == ("pledge.reported", 1)
    versions = [it["versions"][0] for it in bodies(plan, "pledge")]
    assert [(it["start"], it["deadline"]) for it in versions] == [
        ("2023-05-11", "[2031-07..2033-06]"), ("2022-11-03", "2030"),
    ]  # fmt: skip
    accuses_nobody(plan)


@pytest.mark.parametrize(
    ("amount", "is_refund"),
    [
        ("1.000,00-", True), ("$(5,000.00)", True), ("$ (5,000)", True), ("– 500", True), ("- 1'000.00 CHF", True),
        ("500.00 CR", True), ("-$1,000.00 (refund)", True), ("USD -1,000", True), ("Rückerstattung 500 €", True),
        ("$500", False), ("500-1,000", False), ("1.000,00 €", False), ("5 laptops - new", False), ("", False),
    ],
)  # fmt: skip
def test_no_refund_is_taken_for_a_gift_however_it_is_written(amount, is_refund):
    fields = {"Company": "company.name", "Donation amount": "act.note"}
    columns = tuple(ColumnMapping(column=column, field=field) for column, field in fields.items())
    reader = RowReader(TableMapping(columns=columns), list(fields), {}, TODAY)
    [row] = reader.read_each(2, ["Sample Air", amount])
    assert [it.code for it in row.problems] == ["negative"] * is_refund


def test_donations_and_refunds(taken):
    plan, fields, suggested = taken("donations.csv", donation_records())
    assert fields["Filing ID"] == ("source.location", 1)
    assert {"act.note", "act.counterparty"} == set(suggested.values())
    assert bodies(plan, "evidence") == []
    plan, _, _ = taken("donations.csv", donation_records(), Amount="act.note")
    assert [(it.code, it.value) for it in plan.problems if it.code == "negative"] == [
        ("negative", "($5,000.00)"), ("negative", "-$1,000"),
    ]  # fmt: skip
    unused = {it.value for it in plan.problems if it.code == "not-used"}
    assert {"$5,000.00", "$2,500.00", "10.000"} < unused, "an amount without what was done is not lost in silence"


def test_an_audit_in_german(taken):
    plan, fields, _ = taken("liefer.csv", german_audit())
    assert [it for it, _ in fields.values()] == [
        "company.name", "company.country", "company.sector", "pledge.reported", "pledge.start", "pledge.deadline",
        "pledge.at_least", "assessment.value", "source.retrieved", "source.url", "pledge.note",
    ]  # fmt: skip
    assert codes(plan) == ["address"]
    versions = [it["versions"][0] for it in bodies(plan, "pledge")]
    assert [(it["start"], it["target"]["at_least"]) for it in versions] == [
        ("2019-05-03", "100"),
        ("2020-06", "1250.5"),
    ]
    assert [it["country"] for it in bodies(plan, "company")] == ["DE", "CH"]
    rated = {it["assessment"]["value"] for it in bodies(plan, "evidence")}
    assert rated == {"teilweise erfüllt", "nicht erfüllt"}, "“k. A.” is no rating"
    accuses_nobody(plan)


def test_answers_to_a_form(taken):
    plan, fields, suggested = taken("form.csv", form_answers())
    assert "Email Address" not in fields
    assert fields["What did they promise? (exact words if possible)"] == ("pledge.reported", 1), "perhaps no quote"
    assert fields["By when will they do it?"] == ("pledge.deadline", 1)
    assert suggested["Has it been done?"] == "fulfilment.extent"
    accuses_nobody(plan)


@pytest.mark.parametrize(
    ("said", "is_pledge"),
    [
        ("Keine öffentliche Zusage", False), ("keine", False), ("Aucun engagement", False), ("Pas d’objectif", False),
        ("Ningún compromiso", False), ("Sin objetivo", False), ("Keine Waffen an die Polizei", True),
        ("Sin armas para la policía", True), ("Aucune vente à la police", True),
    ],
)  # fmt: skip
def test_that_nothing_was_promised_is_no_promise_in_other_languages_either(said, is_pledge):
    table = read_table("list.csv", f"Unternehmen;Zusage\nSample Air;{said}\n".encode())
    mapping = plans.suggested_mapping(None, table, None, TODAY)
    heads, rows = plans.heads_and_rows(table, mapping)
    reader = RowReader(mapping, heads, {}, TODAY)
    [row] = [row for number, cells in rows for row in reader.read_each(number, cells)]
    assert bool(row.text("pledge.reported")) == is_pledge


def test_of_two_tables_on_a_sheet_the_second_is_pointed_out():
    table = read_table("ships.xlsx", two_tables())
    mapping = plans.suggested_mapping(None, table, None, TODAY)
    assert {it.column: it.field for it in mapping.columns} == {
        "Company": "company.name", "Commitment": "pledge.reported", "Target year": "pledge.deadline",
        "Link": "source.url",
    }  # fmt: skip
    heads, rows = plans.heads_and_rows(table, mapping)
    reader = RowReader(mapping, heads, {}, TODAY)
    read = [row for number, cells in rows for row in reader.read_each(number, cells)]
    assert [row.text("company.name") for row in read] == ["Sample Ships", "Sample Ports", "", ""]
    assert [it.code for row in read for it in row.problems] == ["row-note", "second-table"]
    assert not any(row.is_refused for row in read)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Company", "Link"], "same"), (["", "link"], ""), (["Company", "", "Reason"], ""),
        (["Link", "Company", "Reason"], "other"), (["A", "B"], ""),
    ],
)  # fmt: skip
def test_heads_that_come_again(cells, said):
    assert heads_again(bare_heads(["Company", "Data – Link"]), cells) == said


def test_rows_of_an_ods_file_that_are_hidden_or_filtered_and_cells_merged_over_rows():
    table = read_table("mills.ods", merged_and_hidden())
    assert table.hidden == {"Mills": {4, 5}}
    assert [cells[0] for _, cells in table.rows()] == [
        "Company", "Sample Mills", "Sample Mills", "Sample Secret", "Sample Filter",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3. Mai 2019", "2019-05-03"), ("Juni 2020", "2020-06"), ("5 de mayo de 2021", "2021-05-05"),
        ("1er août 2020", "2020-08-01"), ("FY2032", "[2031-07..2033-06]"), ("Blumai 2020", ""),
    ],
)  # fmt: skip
def test_months_of_other_languages(text, day):
    try:
        assert day_of(text, None, TODAY) == day
    except CellError:
        assert day == ""


@pytest.mark.parametrize(("name", "code"), [("Österreich", "AT"), ("Suisse", "CH"), ("Países Bajos", "NL")])
def test_countries_by_their_names_in_other_languages(name, code):
    assert read_country(name) == code


def test_a_template_has_the_fields_of_every_kind_of_record_and_reads_them_without_a_mapping(migrated_sqlite, tmp_path):
    database = Database(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 't.sqlite3')}")
    published_world(database, make.pledge())
    with database.reading() as session:
        table = read_table("template.xlsx", template_workbook(session, TOPIC.id))
    database.close()
    mapping = embedded_mapping(table)
    assert {FIELD_KEYS[it.field].group for it in mapping.columns} == set(GROUPS) - {
        "assessment", "list", "milestone", "duty", "fulfilment",
    }, "all but ratings; what is to be done by a day only where the topic asks for it"  # fmt: skip
    heads = next(cells for _, cells in table.rows("Pledges"))
    row = {
        "Company": "Sample Print", "Pledge: as reported": "No drones for the police", "Pledge: start date": "2020",
        "Source: web address": "https://print.example/a", "Owner: company": "Sample Holding", "Owner: since": "2019",
        "Initiative: name": "Drone Charter", "Initiative: signed on": "2021-03-01", "Evidence: title": "Sold a drone",
        "Evidence: when it happened": "2021-05", "Act: counterparty": "local-police",
        "Outcome": "denied", "Outcome: day": "2021-06-01", "Check: everything looked for until": "2024-01-01",
        "Response: what was asked": "Did you?", "Response: who asked": "A paper",
        "Response: kind of answer": "declined", "Response: answered on": "2021-07-01",
    }  # fmt: skip
    plan = planned([row.get(head, "") for head in heads], means=mapping, heads=heads)
    assert codes(plan) == []
    assert [it["owners"][0]["since"] for it in bodies(plan, "company") if "owners" in it] == ["2019"]
    assert [it["signatories"][0]["since"] for it in bodies(plan, "initiative")] == ["2021-03-01"]
    (deed,) = bodies(plan, "evidence")
    assert (deed["acts"], deed["outcomes"][0]["outcome"]) == ([{"counterparty": ["local-police"]}], "denied")
    assert bodies(plan, "check")[0]["until"] == "2024-01-01"
    assert bodies(plan, "response")[0]["answer"] == "declined"
