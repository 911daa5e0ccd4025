"""Kinds of errors in cells and between them: each is named with its row and column, and nothing is taken of the row."""

import pytest

from tests.records.spreadsheet.planning.planned_rows import applied, bodies, codes, table
from tracker.records.spreadsheet.cells import is_footnote

FIELDS = {
    "Company": "company.name", "ISIN": "company.isin", "Wikidata": "company.wikidata", "Site": "company.website",
    "Country": "company.country", "Owner": "owner.name", "Owned": "owner.since", "Sold": "owner.until",
    "Topic": "pledge.topic", "Promise": "pledge.reported", "Quote": "pledge.quote", "Language": "pledge.language",
    "Start": "pledge.start", "After": "pledge.after", "Stated": "pledge.stated_end", "Deadline": "pledge.deadline",
    "At least": "pledge.at_least", "At most": "pledge.at_most", "Step": "milestone.at_most", "Step by": "milestone.by",
    "Every": "duty.every", "First": "duty.first", "Kind": "pledge.commitment", "Link": "source.url",
    "Archive": "source.archive_url", "Read": "source.retrieved", "Extent": "fulfilment.extent", "On": "fulfilment.on",
    "Version": "fulfilment.version", "Event": "evidence.title", "Period": "evidence.period",
    "Nature": "evidence.nature", "Act": "act.counterparty", "Outcome": "outcome.outcome",
    "Independent": "outcome.independent", "Charter": "initiative.name", "Joined": "initiative.since",
    "Left": "initiative.until", "Checked": "check.until", "Asked": "response.question", "Answer": "response.answer",
    "Replied": "response.answered", "Rating": "assessment.value",
}  # fmt: skip
WRONG = [
    ({"ISIN": "DE0001234567"}, "ISIN"), ({"Wikidata": "12x"}, "Wikidata"), ({"Site": "javascript:alert(1)"}, "Site"),
    ({"Link": "mailto:a@b.example"}, "Link"), ({"Country": "ZZ"}, "Country"), ({"Owned": "2020-13-01"}, "Owned"),
    ({"Owner": "Sample Holding", "Owned": "2020", "Sold": "2018"}, "Sold"), ({"Topic": "paper"}, "Topic"),
    ({"Quote": "x" * 20_001, "Promise": ""}, "Quote"), ({"Language": "English"}, "Language"),
    ({"Start": "9999-99-99"}, "Start"), ({"After": "a while"}, "After"), ({"Stated": "forever"}, "Stated"),
    ({"Deadline": "2019"}, "Deadline"), ({"At least": "50-60%"}, "At least"), ({"At least": "1,2,3"}, "At least"),
    ({"At least": "5 m"}, "At least"), ({"At least": "50", "At most": "40"}, "At most"),
    ({"At least": "80", "Step": "40", "Step by": "2025"}, "At least"), ({"Every": "now and then"}, "Every"),
    ({"Kind": "maybe"}, "Kind"), ({"Kind": "refrain", "Deadline": "2030"}, "Kind"),
    ({"Archive": "a folder"}, "Archive"), ({"Read": "yesterday-ish"}, "Read"), ({"Extent": "mostly"}, "Extent"),
    ({"Extent": "full", "Version": "two"}, "Version"),
    ({"Event": "Sold", "Act": "spacemen"}, "Act"), ({"Event": "Sold", "Period": "2023/2021"}, "Period"),
    ({"Event": "Said", "Nature": "rumour"}, "Nature"), ({"Event": "Sold", "Outcome": "convicted"}, "Outcome"),
    ({"Event": "Sold", "Outcome": "denied", "Independent": "yes"}, "Independent"),
    ({"Charter": "Open", "Joined": "2022", "Left": "2020"}, "Left"), ({"Checked": "n.y."}, "Checked"),
    ({"Asked": "Do you?", "Answer": "full"}, "Answer"), ({"Asked": "Do you?", "Answer": "perhaps"}, "Answer"),
    ({"Rating": "x" * 301}, "Rating"), ({"Company": "\u200b"}, "Company"), ({"Country": "=1+1"}, "Country"),
]  # fmt: skip
HEADS = list(FIELDS)


def plan_of(*rows):
    cells = [[row.get(head, "") for head in HEADS] for row in rows]
    return table(HEADS, *cells, fields=list(FIELDS.values()))


def good(number):
    return {
        "Company": f"Sample Firm {number}", "Promise": "No drones for the police", "Start": "2020-06-11",
        "Link": "https://x.example/",
    }  # fmt: skip


def test_more_kinds_of_errors_are_named_with_row_and_column_and_nothing_of_the_row_is_taken():
    plan = plan_of(*({**good(number), **wrong} for number, (wrong, _) in enumerate(WRONG)))
    named = {(problem.row, problem.column) for problem in plan.blocking}
    missing = [(row, column) for row, (_, column) in enumerate(WRONG, 2) if (row, column) not in named]
    assert missing == []
    assert (plan.records, plan.count("refused")) == ({}, len(WRONG))


@pytest.mark.parametrize(
    ("wrong", "column"),
    [({"Every": "1 year"}, "Every"), ({"Step by": "2025"}, "Step by"), ({"Promise": "", "Start": "2020"}, "Start")],
)
def test_a_value_that_no_record_has_a_place_for_is_pointed_out(wrong, column):
    plan = plan_of({**good(1), **wrong})
    assert [(it.code, it.column) for it in plan.problems] == [("not-used", column)]


def test_notes_below_a_table_are_no_companies_and_signs_of_footnotes_no_part_of_names():
    plan = plan_of({**good(1), "Company": "Sample Firm*"}, {"Company": "* joined in 2021"})
    assert [it["name"] for it in bodies(plan, "company")] == ["Sample Firm"]
    assert codes(plan) == ["row-note"]


@pytest.mark.parametrize(
    ("cells", "is_note"),
    [(["(total 4)", ""], True), (["Total", "", "12", "40 %"], True), (["Grand total", "3"], True),
     (["Total", "will stop", "2020"], False), (["TotalEnergies", "12"], False), (["Total Print plc", ""], False),
     (["Average Foods", "3"], False), (["Sum"], True)],
)  # fmt: skip
def test_totals_are_no_companies(cells, is_note):
    assert is_footnote(cells) == is_note


def test_amounts_of_years_are_statements_of_their_years():
    heads = ["Company", "Target 2025", "2022", "2023"]
    columns = [
        ("company.name", None),
        ("pledge.at_least", "2025"),
        ("fulfilment.amount", "2022"),
        ("fulfilment.amount", "2023"),
    ]
    fields, years = zip(*columns, strict=True)
    rows = [["Sample Drinks", "100 %", "62 %", "64 %"]]
    plan = table(heads, *rows, fields=fields, on=years)
    (pledge,) = bodies(plan, "pledge")
    assert (pledge["versions"][0]["deadline"], pledge["versions"][0]["reported"]) == ("2025", "Target 2025: 100 %")
    said = [it["fulfils"][0] for it in bodies(plan, "evidence")]
    assert [(it["amount"], it["on"], it["pledge"]) for it in said] == [
        ("62", "2022", pledge["id"]), ("64", "2023", pledge["id"])
    ]  # fmt: skip
    assert table(heads, *rows, fields=fields, on=years, records=applied(plan)).writes == []


def test_a_cell_of_several_companies_makes_a_pledge_for_each():
    rows = [["Sample Rail; Sample Signals", "Not to bundle"]]
    plan = table(["Company", "Promise"], *rows, fields=["company.name", "pledge.reported"], separator=";")
    assert [it["name"] for it in bodies(plan, "company")] == ["Sample Rail", "Sample Signals"]
    assert len(bodies(plan, "pledge")) == 2
