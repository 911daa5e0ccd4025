"""A first guess at what columns mean: it accuses nobody."""

import pytest

from tests.records.spreadsheet.planning.planned_rows import TODAY, TOPIC, WORDS
from tracker.records.spreadsheet.guessing import guessed_mapping, suggested_field


def test_a_column_of_what_companies_did_is_no_promise():
    said = ["suspended all sales", "still supplying", "buying time", "no new contracts"]
    for head in ("Action", "Commitment", "Policy"):
        (column,) = guessed_mapping([head], [[cell] for cell in said], words=WORDS, today=TODAY).columns
        assert column.field == "evidence.title"
    promised = ["We will stop selling", "We will continue to cut sales", "No sales by 2030"]
    (column,) = guessed_mapping(["Commitment"], [[cell] for cell in promised], words=WORDS, today=TODAY).columns
    assert column.field == "pledge.reported"


def test_near_and_long_term_columns_are_two_pledges():
    heads = ["Company", "Near term target year", "Long term target year", "Net-zero year", "Link 2", "Link"]
    cells = ["Sample Print", "2030", "2040", "2050", "https://a.example/", "https://b.example/"]
    guessed = guessed_mapping(heads, [cells], words=WORDS, today=TODAY)
    assert [(it.field, it.number) for it in guessed.columns] == [
        ("company.name", 1), ("pledge.deadline", 1), ("pledge.deadline", 2), ("pledge.deadline", 3), ("source.url", 2),
        ("source.url", 1),
    ]  # fmt: skip
    alone = guessed_mapping(["Company", "Long term target year"], [cells], words=WORDS, today=TODAY)
    assert [it.number for it in alone.columns] == [1, 1]


def test_what_is_never_guessed_is_suggested():
    assert suggested_field("Parent company", ["Sample Holding"], TODAY).key == "owner.name"
    assert suggested_field("Amount reached", ["49 %"], TODAY).key == "fulfilment.amount"
    assert suggested_field("Colour", ["red"], TODAY) is None


@pytest.mark.parametrize("head", ["Sold to", "Extent done", "Withdrawn", "Source type", "Act", "Breach", "Violation"])
def test_a_guess_never_says_that_something_was_done_or_not_done(head):
    guessed = guessed_mapping([head], [["full"], ["none"]], words=WORDS, today=TODAY, topic=TOPIC.id)
    fields = {column.field for column in guessed.columns}
    assert not [
        field for field in fields if field.startswith(("act.", "fulfilment.", "source.type", "pledge.withdrawn"))
    ]
