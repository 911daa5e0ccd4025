"""Editing terms and topics on plain data: what is built stays sound, whatever the order of the steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.vocabulary import Vocabulary
from tracker.records.building.term_use import names_term, with_term_replaced
from tracker.records.building.terms import (
    TermEditError,
    TermNames,
    add_lines,
    add_term,
    broader_of,
    change_term,
    merge_terms,
    move_term,
    remove_term,
    retire_term,
    term_called,
    terms_of,
)
from tracker.records.building.topics import (
    Named,
    add_cells,
    cell_sets,
    not_asked,
    remove_cells,
    replace_term,
    set_asked,
    set_cell_terms,
    set_core,
    set_dimensions,
    yardstick_of,
)

LIST = {"kind": "vocabulary", "id": "customers", "name": "Customers", "terms": []}


def made(text):
    return add_lines(LIST, text)[0]


def tree(data):
    return {term["id"]: broader_of(term) for term in terms_of(data)}


def test_lines_make_a_tree():
    data, added = add_lines(
        LIST, "Public bodies\n\tPolice; law enforcement\n\t\tLocal police\n\tArmy\n\n- Firms\n2. People"
    )
    assert added == 6
    assert tree(data) == {
        "public-bodies": [],
        "police": ["public-bodies"],
        "local-police": ["police"],
        "army": ["public-bodies"],
        "firms": [],
        "people": [],
    }
    assert term_called(data, "LAW ENFORCEMENT") == "police"


def test_a_list_may_be_pasted_again():
    data = made("Police\n  Local police")
    assert add_lines(data, "Police\n  Local police\n  Sheriffs") == (add_term(data, "Sheriffs", ["police"])[0], 1)


def test_two_names_that_give_one_id_are_numbered():
    data = add_term(made("R&D"), "R/D")[0]
    assert len({term["id"] for term in terms_of(data)}) == 2


@pytest.mark.parametrize("name", ["police", "Polícé", "LAW ENFORCEMENT", "", "x" * 301])
def test_a_name_that_is_taken_or_none_is_refused(name):
    with pytest.raises(TermEditError):
        add_term(made("Police; law enforcement"), name)


def test_a_renamed_term_keeps_its_id_and_its_old_name():
    data = change_term(made("Police"), "police", TermNames("Police forces"), keep_old_name=True)
    assert terms_of(data) == [{"id": "police", "name": "Police forces", "aliases": ["Police"]}]


def test_a_term_is_never_under_itself():
    data = made("Public bodies\n  Police\n    Local police")
    for under in ("police", "local-police"):
        with pytest.raises(TermEditError):
            move_term(data, "police", [under])


def test_merging_keeps_names_and_what_is_below():
    data = merge_terms(made("Police\nCops; the fuzz\n  Sheriffs"), "cops", "police")
    assert tree(data) == {"police": [], "sheriffs": ["police"]}
    assert terms_of(data)[0]["aliases"] == ["Cops", "the fuzz"]


def test_merging_into_a_term_below_lets_the_rest_move_up():
    data = merge_terms(made("Bodies\n  Police\n    Local police\n  Army"), "bodies", "local-police")
    assert tree(data) == {"police": [], "local-police": ["police"], "army": []}


def test_retiring_can_be_taken_back():
    data = made("Police")
    assert terms_of(retire_term(data, "police"))[0]["retired"] is True
    assert retire_term(retire_term(data, "police"), "police", retired=False) == data


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "move", "merge", "remove"]), st.integers(0, 9), st.integers(0, 9)), max_size=25
)


@given(STEPS)
def test_no_order_of_steps_makes_a_circle_or_loses_a_broader_term(steps):
    data = made("A\n  B\n    C\nD")
    for number, (step, one, other) in enumerate(steps):
        ids = [term["id"] for term in terms_of(data)]
        if not ids:
            break
        first, second = ids[one % len(ids)], ids[other % len(ids)]
        try:
            match step:
                case "add":
                    data = add_term(data, f"New {number}", [first])[0]
                case "move":
                    data = move_term(data, first, [second])
                case "merge":
                    data = merge_terms(data, first, second)
                case "remove":
                    data = remove_term(data, first)
        except TermEditError:
            continue
        Vocabulary(tree(data))  # raises for a circle and for an unknown broader term
        ids = [term["id"] for term in terms_of(data)]
        assert len(ids) == len(set(ids))
        assert {up for term in terms_of(data) for up in broader_of(term)} <= set(ids)


TOPIC = {
    "kind": "topic",
    "dimensions": {
        "action": {"vocabulary": "actions", "name": "action"},
        "counterparty": {"vocabulary": "customers", "name": "customer"},
    },
}


def table():
    data = add_cells(TOPIC, "rows", "counterparty", [Named("police", "Police"), Named("army", "Army")])
    return add_cells(data, "columns", "action", [Named("sell", "Sales")])


def test_the_scope_follows_from_the_cells():
    data = table()
    assert yardstick_of(data)["scope"] == {"action": {"in": ["sell"]}, "counterparty": {"in": ["police", "army"]}}
    data = remove_cells(data, "rows", "army")
    assert yardstick_of(data)["scope"]["counterparty"] == {"in": ["police"]}


def test_a_scope_that_someone_wrote_only_gets_what_it_lacks():
    data = table()
    own = {"counterparty": {"in": ["police"], "out": ["army"]}, "action": {"in": ["sell"]}}
    data = {**data, "yardstick": {**yardstick_of(data), "scope": own}}
    data = add_cells(data, "rows", "counterparty", [Named("firms", "Firms")])
    assert yardstick_of(data)["scope"]["counterparty"] == {"in": ["police", "firms"], "out": ["army"]}


def test_cells_that_are_not_asked_keep_their_reasons():
    data = table()
    rows, [column] = ([str(cells["id"]) for cells in cell_sets(data, side)] for side in ("rows", "columns"))
    left_out = {(rows[0], column): "It buys none.", (rows[1], column): ""}
    assert not_asked(set_asked(data, left_out)) == left_out
    assert not_asked(set_asked(set_asked(data, left_out), {})) == {}


def test_rows_of_one_name_get_ids_of_their_own():
    data = add_cells(table(), "rows", "counterparty", [Named("police", "Police"), Named("police-2", "Police")])
    assert [cells["id"] for cells in cell_sets(data, "rows")] == ["police", "army", "police-2"]


def test_a_dimension_that_is_dropped_leaves_no_trace_in_the_table():
    data = set_core(table(), {"action": ["sell"]})
    data = set_dimensions(data, {"counterparty": TOPIC["dimensions"]["counterparty"]})
    assert cell_sets(data, "columns") == []
    assert yardstick_of(data)["core"] == {}
    assert set(yardstick_of(data)["scope"]) == {"counterparty"}


def test_a_row_without_terms_goes():
    assert [c["id"] for c in cell_sets(set_cell_terms(table(), "rows", "army", {}), "rows")] == ["police"]


def test_a_merged_term_is_replaced_wherever_it_is_named():
    data = replace_term(table(), "counterparty", "army", "police")
    assert [cells["terms"] for cells in cell_sets(data, "rows")] == [{"counterparty": ["police"]}] * 2
    assert yardstick_of(data)["scope"]["counterparty"] == {"in": ["police"]}


@pytest.mark.parametrize(
    ("kind", "data", "after"),
    [
        (
            "pledge",
            {"versions": [{"scope": {"counterparty": {"in": ["cops"], "unclear": ["army"]}}}]},
            {"versions": [{"scope": {"counterparty": {"in": ["police"], "unclear": ["army"]}}}]},
        ),
        (
            "pledge",
            {"versions": [{"scope": {"counterparty": {"in": ["police"], "out": ["cops"]}}}]},
            {"versions": [{"scope": {"counterparty": {"in": ["police"]}}}]},
        ),
        ("evidence", {"acts": [{"counterparty": ["cops", "police"]}]}, {"acts": [{"counterparty": ["police"]}]}),
    ],
)
def test_records_name_the_other_term(kind, data, after):
    assert names_term(kind, data, {"counterparty"}, "cops")
    assert with_term_replaced(kind, data, {"counterparty"}, "cops", "police") == after
    assert not names_term(kind, data, {"place"}, "cops")
