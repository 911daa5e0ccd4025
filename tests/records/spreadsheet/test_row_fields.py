"""What else a row can say: several pledges and acts, owners, initiatives, checks, responses, duties."""

from tests.records.spreadsheet.planning.planned_rows import applied, bodies, codes, table


def test_one_row_makes_two_pledges_of_one_text():
    heads = ["Company", "Words", "Near year", "Near", "Long year", "Long"]
    fields = ["company.name", "pledge.quote", *(2 * ["pledge.deadline", "pledge.at_least"])]
    rows = [
        ["Sample Print", "Half by 2030, all by 2050", "2030", "50 %", "2050", "100 %"],
        ["Sample Books", "All by 2050", "", "", "2050", "100 %"],
    ]
    plan = table(heads, *rows, fields=fields, numbers=[1, 1, 1, 1, 2, 2])
    made = {it["versions"][0]["deadline"]: it for it in bodies(plan, "pledge") if it["id"].startswith("sample-print")}
    assert made.keys() == {"2030", "2050"}
    assert {it["versions"][0]["speaker"] for it in made.values()} == {"company statement"}
    assert made["2050"]["same_text_as"] == [made["2030"]["id"]]
    assert plan.rows[0].records[-1] == ("pledge", made["2030"]["id"])
    assert [key[1].partition("/")[0] for key in plan.rows[1].records if key[0] == "pledge"] == ["sample-books"]
    again = table(heads, *rows, fields=fields, numbers=[1, 1, 1, 1, 2, 2], records=applied(plan))
    assert (again.writes, codes(again)) == ([], [])


def test_one_row_makes_two_acts_with_what_became_of_them():
    heads = ["Company", "What", "To 1", "Did 1", "To 2", "Did 2", "Result", "On", "Words", "By whom"]
    fields = [
        "company.name", "evidence.title", "act.counterparty", "act.action", "act.counterparty", "act.action",
        "outcome.outcome", "outcome.date", "evidence.quote", "evidence.speaker",
    ]  # fmt: skip
    cells = [
        "Sample Print",
        "Sold and leased",
        "local-police",
        "sell",
        "federal-police",
        "lease",
        "denied",
        "2021-02-03",
    ]
    plan = table(heads, [*cells, "We did not", "Its lawyer"], fields=fields, numbers=[1, 1, 1, 1, 2, 2, 1, 1, 1, 1])
    (evidence,) = bodies(plan, "evidence")
    assert evidence["acts"] == [
        {"counterparty": ["local-police"], "action": ["sell"]},
        {"counterparty": ["federal-police"], "action": ["lease"]},
    ]
    assert [(it["outcome"], it["date"]) for it in evidence["outcomes"]] == [("denied", "2021-02-03")]
    assert evidence["quotes"][0]["speaker"] == "Its lawyer"


def test_owners_initiatives_checks_and_responses_have_a_home():
    heads = ["Company", "Parent", "Since", "Charter", "Joined", "Checked", "Asked", "Kind", "Answer"]
    fields = [
        "company.name", "owner.name", "owner.since", "initiative.name", "initiative.since", "check.until",
        "response.question", "response.answer", "response.text",
    ]  # fmt: skip
    rows = [
        [
            "Sample Print",
            "Sample Holding",
            "2018",
            "Open Charter",
            "2020-05",
            "2024-05-06",
            "Do you?",
            "partly",
            "We do.",
        ],
        ["Sample Books", "Sample Holding", "2018", "Open Charter", "2020-05", "2024-05-06", "Do you?", "none", ""],
    ]
    plan = table(heads, *rows, fields=fields)
    assert codes(plan) == []
    assert [it["name"] for it in bodies(plan, "company")] == ["Sample Holding", "Sample Print", "Sample Books"]
    assert bodies(plan, "company")[1]["owners"] == [{"company": "sample-holding", "since": "2018"}]
    (charter,) = bodies(plan, "initiative")
    assert [it["company"] for it in charter["signatories"]] == ["sample-print", "sample-books"]
    assert [it["id"] for it in bodies(plan, "check")] == ["sample-print/police-drones", "sample-books/police-drones"]
    assert [it["answer"] for it in bodies(plan, "response")] == ["partly", "none"]
    assert table(heads, *rows, fields=fields, records=applied(plan)).writes == []
    earlier = [[*rows[0][:5], "2023-01-01", *rows[0][6:]]]
    assert table(heads, *earlier, fields=fields, records=applied(plan)).writes == []


def test_repeated_duties_milestones_and_lengths_of_time_come_in():
    heads = ["Company", "Promise", "How often", "First", "Goal", "On the way", "Until"]
    fields = [
        "company.name", "pledge.reported", "duty.every", "duty.first", "pledge.at_least", "milestone.at_least",
        "milestone.by",
    ]  # fmt: skip
    rows = [["Sample Print", "Reports every year", "annually", "2021-06-30", "", "", ""]]
    (pledge,) = bodies(table(heads, *rows, fields=fields), "pledge")
    assert pledge["versions"][0]["deadline"] == {"every": "1 year", "first": "2021-06-30"}
    rows = [["Sample Print", "80 % recycled", "", "", "80 %", "40 %", "2025"]]
    (pledge,) = bodies(table(heads, *rows, fields=fields), "pledge")
    assert pledge["versions"][0]["milestones"] == [{"at_least": "40", "by": "2025"}]
    wrong = table(heads, ["Sample Print", "Reports", "now and then", "2021", "", "", ""], fields=fields)
    assert [(it.code, it.column) for it in wrong.problems] == [("length", "How often")]
