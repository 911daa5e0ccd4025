"""The combinations that an act asks about: each term with each, products in place of the subjects that they have."""

from datetime import date

from hypothesis import given

from tests.strategies.records import act, strategy
from tracker.records.types.company import Product
from tracker.web.desk.form.combinations import asked_of, mark_of, separate_acts
from tracker.web.desk.form.context import FormContext

EYE = Product(id="eye", name="Eye", subjects=("faces",))
CONTEXT = FormContext(date(2026, 11, 22), products=(EYE,))
ACT = {
    "action": ["sell", "pilot"],
    "products": ["eye"],
    "subject": ["faces", "voices"],
    "place": ["US"],
    "note": "Both",
}
TERMS = {"action": ["a0", "a1", "a2"], "counterparty": ["c0", "c1"], "actor": ["company", "partner"]}


def test_a_product_stands_for_the_subjects_that_it_has():
    assert asked_of(ACT, CONTEXT).lines == [
        "sell / Eye / US",
        "sell / voices / US",
        "pilot / Eye / US",
        "pilot / voices / US",
    ]


def test_each_chosen_combination_becomes_an_act_with_all_else_that_was_said():
    assert separate_acts(ACT, CONTEXT, {0, 3}) == [
        {"action": ["sell"], "products": ["eye"], "subject": ["faces"], "place": ["US"], "note": "Both"},
        {"action": ["pilot"], "subject": ["voices"], "place": ["US"], "note": "Both"},
    ]


def test_one_combination_asks_nothing():
    assert asked_of({"action": ["sell"], "place": ["US"]}, CONTEXT) is None
    assert asked_of({}, CONTEXT) is None
    assert asked_of("no act", CONTEXT) is None


def test_too_many_to_read_are_counted_only():
    combinations = asked_of({"action": [f"a{i}" for i in range(9)], "place": [f"p{i}" for i in range(9)]}, CONTEXT)
    assert (combinations.count, combinations.lines) == (81, [])


def test_an_answer_is_kept_for_terms_in_any_order_and_for_no_others():
    assert mark_of(ACT) == mark_of({**ACT, "action": ["pilot", "sell"], "note": "Other"})
    assert mark_of(ACT) != mark_of({**ACT, "place": ["DE"]})


@given(strategy(lambda choices: act(choices, TERMS), 12))
def test_an_act_is_the_same_as_all_of_its_combinations_together(data):
    acts = separate_acts(data, CONTEXT, set(range(100)))
    assert {name: sorted({str(one[name][0]) for one in acts}) for name in data} == {
        n: sorted(t) for n, t in data.items()
    }
    assert all(asked_of(one, CONTEXT) is None for one in acts)
    assert len(acts) == (asked_of(data, CONTEXT).count if asked_of(data, CONTEXT) else 1)
