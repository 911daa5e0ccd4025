"""Cells that are not asked: they count nowhere, and every other cell is what it was (COVER-6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests import factories as make
from tests.factories import scorecard, yardstick
from tests.strategies.records import cases, words_by_act
from tracker.engine.comparing.changes import changes
from tracker.engine.comparing.comparison import compare
from tracker.engine.presented import PresentedScorecard
from tracker.engine.scorecard_json import scorecard_json
from tracker.records.checking.checks import check

PILOTS = {"row": "federal-police", "column": "pilot"}


def without(*left_out, **fields):
    """The small topic with cells left out."""
    return make.topic(yardstick=yardstick(not_asked=list(left_out), **fields))


def left_out(case, places):
    """The case with cells of its table left out, by the number of row and column."""

    def change(records):
        topic = next(record for record in records if record["kind"] == "topic")
        rows, columns = ([it["id"] for it in topic["yardstick"][side]] for side in ("rows", "columns"))
        topic["yardstick"]["not_asked"] = [{"row": rows[i], "column": columns[j]} for i, j in places]

    return case.changed(change)


PLACES = st.sampled_from([[(0, 0)], [(1, 1)], [(0, 1), (1, 0)]])


@given(cases(), PLACES)
def test_leaving_out_a_cell_changes_no_other_and_no_finding(case, places):
    before, after = case.scorecard(), left_out(case, places).scorecard()
    table = ((0, 0), (0, 1), (1, 0), (1, 1))
    kept = [cell for place, cell in zip(table, before.cells, strict=True) if place not in places]
    fields = ("row", "column", "label", "last_day", "pledge", "version", "evidence", "lapsed")
    cells = [[{name: it[name] for name in fields} for it in scorecard_json(card)["cells"]] for card in (before, after)]
    cells_asked = {(cell.row.id, cell.column.id) for cell in kept}
    assert cells[1] == [it for it in cells[0] if (it["row"], it["column"]) in cells_asked]
    assert words_by_act(after.assessment) == words_by_act(before.assessment)
    assert (after.strength.cells, after.gravest) == (4 - len(places), before.gravest)
    assert [(gap.row.id, gap.column.id) for gap in after.gaps] == [
        (gap.row.id, gap.column.id) for gap in before.gaps if (gap.row.id, gap.column.id) in cells_asked
    ]


def test_a_cell_that_is_not_asked_counts_nowhere():
    card = scorecard(without(PILOTS), make.pledge())
    card_json = scorecard_json(card)
    assert {(cell["row"], cell["column"]) for cell in card_json["cells"]} == {
        ("local-police", "sell"),
        ("local-police", "pilot"),
        ("federal-police", "sell"),
    }
    assert card_json["strength"]["cells"] == 3
    assert card_json["not_asked"] == [{**PILOTS, "reason": None}]
    assert PILOTS not in [{"row": gap["row"], "column": gap["column"]} for gap in card_json["gaps"]]


def test_a_row_of_which_all_that_is_asked_is_covered_is_covered():
    card = scorecard(without({"row": "local-police", "column": "pilot"}), make.pledge())
    assert next((row.row.id, row.answer, row.text) for row in PresentedScorecard(card).rows) == (
        "local-police",
        "covered",
        "covered",
    )


def test_what_covers_all_that_is_asked_is_complete_and_needs_no_amendment():
    scopes = [
        make.scope(action={"in": ["sell", "pilot", "existing-contract"]}, counterparty={"in": ["local-police"]}),
        make.scope(action={"in": ["sell", "existing-contract"]}, counterparty={"in": ["federal-police"]}),
    ]
    both = [make.pledge(f"acme/{i}", versions=[make.version(scope=scope)]) for i, scope in enumerate(scopes)]
    whole, unasked = (scorecard(topic, *both) for topic in (without(), without(PILOTS)))
    assert (whole.strength.word, unasked.strength.word) == ("broad", "full")
    assert [part.add for part in whole.amendment] != []
    assert (unasked.amendment, unasked.gaps) == ([], [])


def test_what_was_done_at_a_point_that_is_not_asked_is_still_a_finding():
    deal = make.evidence(acts=[make.act(action=["pilot"], counterparty=["federal-police"])])
    cards = [scorecard(topic, make.pledge(), deal) for topic in (without(), without(PILOTS))]
    assert cards[0].assessment.deeds[0].finding == cards[1].assessment.deeds[0].finding
    assert any(cell.evidence for cell in cards[0].cells)
    assert not any(cell.evidence for cell in cards[1].cells)


def test_a_point_that_is_asked_no_more_is_a_change_of_its_own_and_no_change_of_the_others():
    before, after = (scorecard(topic, make.pledge()) for topic in (without(), without(PILOTS)))
    differences = [(it.key, it.before, it.after) for it in changes(before, after) if it.about == "cell"]
    assert differences == [(("federal-police", "pilot"), "open", "not-asked")]


def test_companies_are_compared_on_what_is_asked():
    records = [without(PILOTS), make.pledge(), make.company("other"), make.pledge("other/sales", company="other")]
    assert len(compare([scorecard(*records, company=id) for id in ("acme", "other")]).cells) == 3


@pytest.mark.parametrize(
    ("not_asked", "path", "code"),
    [
        ([{**PILOTS, "row": "schools"}], ("yardstick", "not_asked", 0, "row"), "not-in-table"),
        ([{**PILOTS, "column": "lease"}], ("yardstick", "not_asked", 0, "column"), "not-in-table"),
        ([PILOTS, PILOTS], ("yardstick", "not_asked", 1), "twice"),
        ([PILOTS, {**PILOTS, "column": "sell"}], ("yardstick", "rows", 1), "nothing-asked"),
        ([PILOTS, {**PILOTS, "row": "local-police"}], ("yardstick", "columns", 1), "nothing-asked"),
    ],
)
def test_what_cannot_be_left_out_is_told(not_asked, path, code):
    problems_reported = [(fault.path, fault.message.code) for fault in check(make.bundle(without(*not_asked)))]
    assert (path, code) in problems_reported


def test_of_a_table_with_rows_alone_the_row_is_removed():
    with pytest.raises(ValidationError):
        without({"row": "local-police", "column": "all"}, columns=[])
