"""The examples of the documentation are complete, and have the findings that their page names."""

import re
from datetime import UTC, date, datetime

import pytest

from tracker.engine.scorecard_json import scorecard_json
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.services.intake.record_files import problems_of, read_files, warnings_of
from tracker.services.upkeep.assess import pairs, scorecards
from tracker.settings import ROOT

EXAMPLES = ROOT / "docs" / "examples"
KNOWN_AT = datetime(2026, 11, 1, tzinfo=UTC)


def rows_of(example):
    """The cells of the table of expected findings, without their explanations."""
    section = re.search(rf"^## {example}: .*?(?=^## |\Z)", (EXAMPLES / "README.md").read_text("utf-8"), re.M | re.S)[0]
    return [[cell.strip(" `") for cell in line.split(" | ")[:-1]] for line in re.findall(r"^\| (`.*)", section, re.M)]


def cards(example, as_of):
    bundle = Bundle(read_files((EXAMPLES / example,)).records)
    return list(scorecards(bundle, pairs(bundle), as_of, KNOWN_AT))


def deeds(as_of):
    return {finding.evidence.id: finding for card in cards("donations", as_of) for finding in card.assessment.deeds}


@pytest.mark.parametrize("example", ["donations", "reports", "targets", "thresholds", "charters"])
def test_the_files_are_complete_and_nothing_in_them_is_pointed_out(example):
    files = read_files((EXAMPLES / example,))
    assert files.records
    assert problems_of(files, check(Bundle(files.records))) == []
    assert list(warnings_of(files, (), KNOWN_AT.date())) == []


def test_acts_have_the_findings_that_the_page_names():
    by_evidence = deeds(date(2022, 12, 31))
    context = {item.evidence.id for card in cards("donations", date(2022, 12, 31)) for item in card.assessment.context}
    rows = rows_of("donations")
    assert {id for id, _ in rows} == by_evidence.keys() | context
    for id, expected in rows:
        first, _, rest = expected.partition(", ")
        if id in context:
            assert expected == "none: context"
        else:
            assert by_evidence[id].computed == first
            assert by_evidence[id].finding == (rest if rest == "dismissed" else first)


def test_promises_have_the_states_that_the_page_names():
    dues = [due for card in cards("reports", date(2024, 5, 31)) for due in card.assessment.dues]
    states = {
        (due.pledge.id, (due.statements[-1].evidence.id.partition("/")[2] if due.statements else "–"), due.finding)
        for due in dues
    }
    rows = rows_of("reports")
    assert states == {tuple(row) for row in rows}
    assert len(dues) == len(rows)


def test_targets_have_the_states_that_the_page_names():
    dues = [due for card in cards("targets", date(2024, 9, 14)) for due in card.assessment.dues]
    states = {(due.pledge.id, due.kind, due.force.number, due.finding, due.in_part) for due in dues}
    assert states == {
        ("sample-print/recycled", "milestone", 1, "met", False),
        ("sample-print/recycled", "deadline", 1, "missed", True),
        ("example-binders/covers", "deadline", 1, "moved before due", False),
        ("example-binders/covers", "deadline", 2, "pending", False),
    }
    assert len(rows_of("targets")) == len(dues)


def test_acts_on_a_scale_have_the_findings_that_the_page_names():
    scored = cards("thresholds", date(2023, 12, 31))
    by_evidence = {f.evidence.id: f.finding for card in scored for f in card.assessment.deeds if f.lead}
    by_evidence |= {item.evidence.id: "none: context" for card in scored for item in card.assessment.context}
    assert {tuple(row) for row in rows_of("thresholds")} == set(by_evidence.items())
    text = (EXAMPLES / "README.md").read_text("utf-8")
    assert all(card.amendment_lines[-1].replace("\u202f", " ").partition(" from ")[2] in text for card in scored)


def test_turns_of_signatories_have_the_states_that_the_page_names():
    cards_of_day = cards("charters", date(2024, 9, 14))
    states = [
        (card.dossier.company.id, str(due.due.latest.year), str(due.finding))
        for card in cards_of_day
        for due in card.assessment.dues
    ]
    assert sorted(states) == sorted(tuple(row) for row in rows_of("charters"))
    summed_up = {card.dossier.company.id: scorecard_json(card)["pledges"][0]["turns"] for card in cards_of_day}
    assert summed_up == {
        "sample-print": "4 of the last 4 on time",
        "example-binders": "2 of the last 4 on time, 1 late, 1 overdue",
        "fictional-books": "2 of the last 3 on time, 1 dropped before it was due",
        "invented-inks": "1 of the last 2 on time, 1 missed",
        "sample-presses": "1 of the last 4 not checked since, 3 overdue",
        "example-maps": "2 of the last 2 on time",
    }
    (left,) = [card for card in cards_of_day if card.dossier.company.id == "fictional-books"]
    (force,) = left.assessment.in_force_periods["open-audit-charter/yearly-audit"]
    assert (force.ended_by, force.on(date(2022, 2, 27)), force.on(date(2022, 4, 1))) == ("left", "yes", "no")


def test_a_scorecard_knows_nothing_of_what_begins_after_its_day():
    expected = {f"example-telecom/{name}" for name in ("gift-2020", "fundraiser-2020", "gift-2021")}
    assert {id for id in deeds(date(2021, 7, 31)) if id.startswith("example-telecom/")} == expected
