"""Lists as people publish them: what each column is guessed to mean, and what its rows would make."""

import pytest

from tests.more_spreadsheet_files import (
    ai_principles,
    cocoa_promises,
    commitments_register,
    diversity_pledges,
    plastic_tracker,
)
from tests.records.spreadsheet.planning.planned_rows import TODAY, TOPIC, WORDS, bodies, codes, planned
from tracker.records.spreadsheet.guessing import suggested_field
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.services.spreadsheets import plans
from tracker.services.spreadsheets.tables import read_table


@pytest.fixture
def taken(monkeypatch):
    """A function that takes a file by the guess alone: the plan, fields by column, and fields that are suggested."""
    monkeypatch.setattr(plans, "words_of_topic", lambda *_: WORDS)

    def take(name, content):
        table = read_table(name, content)
        mapping = plans.suggested_mapping(None, table, TOPIC.id, TODAY)
        heads, rows = plans.heads_and_rows(table, mapping)
        rows = list(rows)
        constants = {"list.title": "The list", "list.publisher": "Example Institute", "list.date": "2024-03-01"}
        means = TableMapping.model_validate({**mapping.model_dump(), "constants": constants})
        plan = planned(*(cells for _, cells in rows), means=means, heads=heads)
        fields = {it.column: (it.field, it.number) for it in mapping.columns}
        samples = {head: [cells[i] for _, cells in rows if i < len(cells) and cells[i]] for i, head in enumerate(heads)}
        left = [head for head in heads if head not in fields]
        suggested = {head: field.key for head in left if (field := suggested_field(head, samples[head], TODAY))}
        return plan, fields, suggested

    return take


def accuses_nobody(plan):
    """No act, no extent or amount, no record, nobody who owns or signed."""
    said = {name for it in bodies(plan, "evidence") for name in it}
    assert not said & {"acts", "fulfils", "outcomes"}
    assert {it["type"] for it in bodies(plan, "source")} <= {"claim"}
    assert not any("owners" in it for it in bodies(plan, "company"))
    assert bodies(plan, "initiative") == []


def test_a_register_of_commitments(taken):
    plan, fields, _ = taken("register.csv", commitments_register())
    assert fields["Undertaking"] == ("company.name", 1)
    assert fields["Case no."] == ("source.location", 1)
    assert fields["Duration"] == ("pledge.after", 1)
    assert codes(plan) == []
    assert len(bodies(plan, "pledge")) == 5
    assert {it["name"] for it in bodies(plan, "company")} == {
        "Sample Rail AG", "Sample Signals SpA", "Beispiel Daten GmbH", "Société Exemple"
    }  # fmt: skip
    first = bodies(plan, "pledge")[0]["versions"][0]
    assert (first["start"], first["ends"]) == ("2017-06-14", {"last_day": "2022-06-13", "after": "5 years"})
    accuses_nobody(plan)


def test_a_tracker_of_targets_and_of_what_was_reached(taken):
    plan, fields, suggested = taken("plastic.xlsx", plastic_tracker())
    packaging, content = "Reusable, recyclable or compostable packaging", "Recycled content"
    assert fields[f"{packaging} – 2025 target"] == ("pledge.at_least", 1)
    assert fields[f"{content} – 2025 target"] == ("pledge.at_least", 2)
    assert suggested[f"{packaging} – 2022"] == "fulfilment.amount"
    assert codes(plan) == ["row-note"]
    pledges = {(it["id"].partition("/")[0], it["versions"][0]["target"]["at_least"]) for it in bodies(plan, "pledge")}
    assert pledges == {
        ("sample-drinks-plc", "100"), ("sample-drinks-plc", "25"), ("sample-snacks", "100"), ("sample-snacks", "20"),
        ("beispiel-kosmetik", "100"), ("beispiel-kosmetik", "30"),
    }  # fmt: skip
    assert {it["versions"][0]["deadline"] for it in bodies(plan, "pledge")} == {"2025"}
    accuses_nobody(plan)


def test_pledges_of_one_summer(taken):
    plan, fields, _ = taken("diversity.csv", diversity_pledges())
    assert fields["what they said (June 2020)"] == ("pledge.reported", 1)
    assert fields["source 2"] == ("source.url", 2)
    assert codes(plan) == ["formula", "row-twice"]
    assert {it["versions"][0]["target"]["at_least"] for it in bodies(plan, "pledge")} == {"1000000000", "100000000"}
    assert len(bodies(plan, "company")) == 2
    accuses_nobody(plan)


def test_signatories_of_principles(taken):
    plan, fields, suggested = taken("ai.tsv", ai_principles())
    assert fields["Commitment"] == ("pledge.reported", 1)
    assert suggested == {
        "Parent company": "owner.name", "Signatory of": "initiative.name", "Date joined": "initiative.since",
        "Framework published?": "fulfilment.extent",
    }  # fmt: skip
    assert codes(plan) == ["not-used"]
    assert len(bodies(plan, "pledge")) == 2
    accuses_nobody(plan)


def test_promises_for_a_supply_chain(taken):
    plan, fields, suggested = taken("cocoa.xlsx", cocoa_promises())
    assert fields["Target year"] == ("pledge.deadline", 1)
    assert fields["Interim target year"] == ("pledge.deadline", 2)
    assert suggested["Responded to questionnaire?"] == "response.answer"
    assert codes(plan) == []
    assert [it["country"] for it in bodies(plan, "company")] == ["BE", "SG", "CI"]
    deadlines = {it["versions"][0]["deadline"] for it in bodies(plan, "pledge")}
    assert deadlines == {"2023", "2025", "[2025-07..2025-12]", "2030"}
    accuses_nobody(plan)
