"""What rows would do: matched with what is on record, whole or not at all."""

import pytest

from tests import factories as make
from tests.records.spreadsheet.planning.planned_rows import (
    HEADS,
    MEANS,
    TOPIC,
    WORLD,
    applied,
    codes,
    mapping,
    planned,
    row,
)
from tracker.records.kinds import body, from_body
from tracker.records.spreadsheet.catch_all import catch_all_terms
from tracker.records.spreadsheet.heads import column_letter, likely_header_row, made_heads
from tracker.records.spreadsheet.mapping import MappingError, TableMapping, mapping_text, read_mapping
from tracker.records.spreadsheet.planning.plan import Decisions


def test_a_row_makes_company_source_and_pledge_and_assumes_nothing_against_anybody():
    plan = planned(row(covers="local-police"))
    bodies = {key[0]: it.body for key, it in plan.records.items()}
    version = bodies["pledge"]["versions"][0]
    assert bodies["source"]["type"] == "claim"
    assert version["scope"] == {
        "action": {"rest": "unclear"}, "subject": {"rest": "unclear"}, "counterparty": {"in": ["local-police"]},
        "place": {"rest": "unclear"},
    }  # fmt: skip
    assert plan.rows[0].records[-1][0] == "pledge"


def test_the_same_rows_again_change_nothing_and_another_day_is_asked_about():
    first = planned(row(), row("Sample Books", link="https://books.example/"))
    again = planned(row(), row("Sample Books", link="https://books.example/"), records=applied(first))
    assert again.writes == []
    assert [it.outcome for it in again.rows] == ["unchanged", "unchanged"]
    later = planned(row(since="2021-05"), records=applied(first))
    assert (codes(later), later.writes) == (["wording-changes"], [])
    assert later.count("alike") == 1


@pytest.mark.parametrize("said", ["correct", "version", "keep"])
def test_what_a_published_pledge_says_changes_only_as_a_person_decides(said):
    first = applied(planned(row(covers="local-police")))
    change = row(since="2024-05-02", covers="federal-police")
    plan = planned(change, records=first, decisions=Decisions(versions={2: said}))
    assert [it.change for it in plan.writes] == {"correct": ["correction"], "version": ["update"], "keep": []}[said]
    if said == "correct":
        (version,) = plan.writes[0].body["versions"]
        assert (version["start"], version["scope"]["counterparty"]) == ("2024-05-02", {"in": ["federal-police"]})
    if said == "version":
        old, new = plan.writes[0].body["versions"]
        assert old["scope"]["counterparty"] == {"in": ["local-police"]}
        assert (new["start"], new["scope"]["counterparty"]) == ("2024-05-02", {"in": ["federal-police"]})
        assert new["reported"] == old["reported"]
        again = planned(change, records=applied(plan))
        assert (again.writes, codes(again)) == ([], [])


def test_a_new_version_without_a_day_of_its_own_began_between_the_last_and_what_tells_of_it():
    first = applied(planned(row(since="2020-01-31")))
    means = mapping(constants={"list.title": "The list", "list.date": "2024-03-01"}, versions="version")
    plan = planned(row(since="", covers="local-police"), records=first, means=means)
    pledge = next(it for it in plan.writes if it.key[0] == "pledge")
    assert pledge.body["versions"][1]["start"] == "[2020-02-01..2024-03-01]"
    earlier = mapping(constants={"list.title": "The list", "list.date": "2019-03-01"}, versions="version")
    refused = planned(row(since="", covers="local-police"), records=first, means=earlier)
    assert codes(refused) == ["date-missing"]


def test_fields_are_left_and_cells_corrected_one_by_one():
    heads, fields = [*HEADS, "Notes", "Said by"], [*MEANS, "pledge.note", "pledge.speaker"]
    columns = [{"column": head, "field": field} for head, field in zip(heads, fields, strict=True)]
    means = TableMapping.model_validate({"topic": TOPIC.id, "columns": columns})
    first = applied(planned([*row(), "", ""], means=means, heads=heads))
    left = Decisions(left={"pledge sample-print/no-drones-police": ["versions.0.note"]})
    change = [*row(), "A note", "Its press office"]
    (changed,) = planned(change, records=first, means=means, heads=heads, decisions=left).writes
    assert changed.body["versions"][0].keys() & {"note", "speaker"} == {"speaker"}
    both = Decisions(left={"pledge sample-print/no-drones-police": ["versions.0.note", "versions.0.speaker"]})
    plan = planned(change, records=first, means=means, heads=heads, decisions=both)
    assert (plan.writes, plan.count("unchanged")) == ([], 1)
    typed = Decisions(cells={2: {"Since": "2021"}})
    bad = planned([*row(since="soon-ish"), "", ""], means=means, heads=heads, decisions=typed)
    assert codes(bad) == []


def test_an_empty_cell_never_empties_a_field():
    first = planned(row(covers="local-police"))
    later = planned(row(since="", covers=""), records=applied(first))
    assert later.writes == []


def test_replacing_takes_what_the_file_leaves_out_away():
    first = planned(row(covers="local-police"))
    (changed,) = [it for it in planned(row(), records=applied(first), replace=True).writes if it.key[0] == "pledge"]
    assert changed.body["versions"][0]["scope"]["counterparty"] == {"rest": "unclear"}


def test_one_wording_in_two_rows_with_different_days_is_two_pledges_and_the_same_row_twice_is_one():
    plan = planned(row(since="2020"), row(since="2025"), row(since="2020"))
    assert len([key for key in plan.records if key[0] == "pledge"]) == 2
    assert codes(plan) == ["row-twice"]
    assert planned(row(since="2020"), row(since="2025"), records=applied(plan)).writes == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sample Print", None),
        ("SAMPLE  PRINT", None),
        ("Smaple Print", "company-likely"),
        ("Sample Print Ltd", "company-likely"),
    ],
)
def test_companies_are_surely_likely_or_newly_meant(name, code):
    plan = planned(row(name), records=[make.company("sample-print", name="Sample Print")])
    assert codes(plan) == ([code] if code else [])
    if not code:
        assert [key for key in plan.records if key[0] == "company"] == [("company", "sample-print")]


def test_what_a_person_decided_about_names_holds_for_all_their_rows():
    company = make.company("sample-print", name="Sample Print")
    said = mapping(companies={"Smaple Print": "sample-print", "Sample Prints": "new", "Total": "skip"})
    plan = planned(row("Smaple Print"), row("Sample Prints"), row("Total"), records=[company], means=said)
    assert [it.outcome for it in plan.rows] == ["new", "new"]
    assert plan.records["company", "sample-print"].body["aliases"] == ["Smaple Print"]
    assert ("company", "sample-prints") in plan.records


def test_an_identifier_is_surer_than_a_name():
    means = mapping()
    columns = [*(it.model_dump() for it in means.columns), {"column": "LEI", "field": "company.lei"}]
    means = TableMapping.model_validate({"topic": TOPIC.id, "columns": columns})
    lei = "529900SAMPLEPRINT089"
    company = make.company("sample-print", name="Sample Print", identifiers={"lei": lei})
    plan = planned([*row("SP Holding"), lei], records=[company], means=means, heads=[*HEADS, "LEI"])
    assert plan.records["company", "sample-print"].body["aliases"] == ["SP Holding"]


def test_nearly_the_same_words_are_asked_about_and_decided_by_row():
    first = planned(row())
    near = row(promise="No drones for the Police, ever")
    plan = planned(near, records=applied(first))
    assert codes(plan) == ["alike"]
    assert plan.writes == []
    id = plan.rows[0].alike[0][1]
    assert planned(near, records=applied(first), decisions=Decisions({2: "skip"})).writes == []
    assert [it.state for it in planned(near, records=applied(first), decisions=Decisions({2: "new"})).writes] == ["new"]
    assert codes(planned(near, records=applied(first), decisions=Decisions({2: id}))) == ["wording-changes"]
    (changed,) = planned(near, records=applied(first), decisions=Decisions({2: id}, {2: "correct"})).writes
    assert changed.key == ("pledge", id)


@pytest.mark.parametrize("kind", ["company", "source", "pledge"])
def test_what_was_taken_down_does_not_come_back_because_a_list_still_has_it(kind):
    mark = {"taken_down": {"date": "2026-11-01", "reason": "Not what they said."}}
    before = [from_body({**body(it), **mark} if it.kind == kind else body(it)) for it in applied(planned(row()))]
    plan = planned(row(), records=before)
    assert (codes(plan), plan.writes) == (["taken-down"], [])
    assert "Not what they said" in plan.problems[0].sentence


def test_a_refused_row_leaves_nothing_behind():
    plan = planned(row("New One", since="32.13.2020"), row("New Two", link=""))
    assert plan.records == {}
    assert codes(plan) == ["date", "source-missing"]
    assert [(it.row, it.column) for it in plan.problems] == [(2, "Since"), (3, "")]


def test_a_quote_that_is_published_is_not_replaced_by_what_was_reported():
    records = [make.company(), make.source(), make.pledge()]
    words = "We will not sell camera drones to the police"
    plan = planned(row("Acme Optics Inc.", words, "2020-06-11", "https://news.example/gazette-1"), records=records)
    assert plan.writes == []


def test_ratings_are_assessments_and_say_whose_they_are():
    columns = [
        {"column": "Company", "field": "company.name"},
        {"column": "Overall", "field": "assessment.value"},
        {"column": "Climate", "field": "assessment.value"},
    ]
    constants = {"list.title": "Scorecard of lists", "list.publisher": "Example Institute", "list.date": "2024"}
    means = TableMapping.model_validate({"topic": TOPIC.id, "columns": columns, "constants": constants})
    plan = planned(["Sample Print", "F", "C"], means=means, heads=["Company", "Overall", "Climate"])
    ratings = [it.body for key, it in plan.records.items() if key[0] == "evidence"]
    assert [it["assessment"]["value"] for it in ratings] == ["F", "C"]
    assert {it["nature"] for it in ratings} == {"assessment"}
    assert {it["assessment"]["by"] for it in ratings} == {"Example Institute"}


def test_a_rating_rests_on_the_list_that_gives_it_and_not_on_the_documents_of_its_row():
    heads = ["Company", "Grade", "Link"]
    fields = ["company.name", "assessment.value", "source.url"]
    columns = [{"column": head, "field": field} for head, field in zip(heads, fields, strict=True)]
    cells = ["Sample Print", "Partly", "https://print.example/press"]
    means = TableMapping.model_validate({"topic": TOPIC.id, "columns": columns})
    assert codes(planned(cells, means=means, heads=heads)) == ["rater-missing"]
    listed = {"list.title": "Scorecard of lists", "list.publisher": "Example Institute"}
    means = TableMapping.model_validate({"topic": TOPIC.id, "columns": columns, "constants": listed})
    plan = planned(cells, means=means, heads=heads)
    (rating,) = [it.body for key, it in plan.records.items() if key[0] == "evidence"]
    (source,) = rating["sources"]
    assert plan.records["source", source].body["publisher"] == "Example Institute"
    assert len([key for key in plan.records if key[0] == "source"]) == 2


def test_what_was_done_is_stated_only_as_the_row_says():
    heads = [*HEADS, "Deadline", "Goal", "Reached", "Of"]
    extra = ["pledge.deadline", "pledge.at_least", "fulfilment.amount", "fulfilment.on"]
    columns = [{"column": head, "field": field} for head, field in zip(heads, [*MEANS, *extra], strict=True)]
    means = TableMapping.model_validate({"topic": TOPIC.id, "columns": columns})
    plan = planned(
        [*row(), "2030", "80 %", "49%", "2023"], [*row("Other"), "2030", "80 %", "", "2023"], means=means, heads=heads
    )
    (statement,) = [it.body for key, it in plan.records.items() if key[0] == "evidence"]
    assert statement["fulfils"][0]["amount"] == "49"
    pledge = next(it.body for key, it in plan.records.items() if key[0] == "pledge")
    assert pledge["commitment"] == "perform"
    assert pledge["versions"][0]["target"] == {"at_least": "80", "measure": "Goal", "unit": "%"}
    assert codes(plan) == ["no-extent"]


def test_a_catch_all_of_the_complete_pledge_is_pointed_out():
    columns = [*(it.model_dump() for it in mapping().columns[:-1])]
    values = {"cops": "local-police", "sheriffs": "local-police"}
    means = TableMapping.model_validate(
        {
            "topic": TOPIC.id,
            "columns": [*columns, {"column": "Covers", "field": "scope.counterparty", "values": values}],
        }
    )
    assert [column for column, _ in catch_all_terms(means, TOPIC, make.bundle(*WORLD))] == ["Covers"]


def test_heads_are_named_once_and_found_below_titles():
    assert made_heads([["A", "", "A"]]) == ["A", "Column B", "A (2)"]
    assert made_heads([["Near term", "", "X"], ["Status", "Year", ""]]) == [
        "Near term – Status",
        "Near term – Year",
        "X",
    ]
    assert likely_header_row([["List of 2024"], [], ["Company", "Date", "Link"], ["Sample", "2020", "x"]]) == 3
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_mapping_survives_its_file_and_says_what_is_wrong_with_another():
    means = mapping(constants={"list.title": "The list"}, companies={"A": "new"}, header_row=3)
    assert read_mapping(mapping_text(means)) == means
    for text in (
        "columns: 3",
        "- a",
        "columns: [{column: A, field: nonsense}]",
        "a: [",
        "[" * 20_000,
        "columns: [{column: A, field: company.name}, {column: A, field: company.lei}]",
    ):
        with pytest.raises(MappingError):
            read_mapping(text)
