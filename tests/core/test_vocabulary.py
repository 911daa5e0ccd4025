"""Vocabularies: terms in a graph, who stands above whom, what goes on as what (SCOPE-1, SCOPE-7)."""

import pytest

from tracker.core.vocabulary import Vocabulary, VocabularyCycleError

AGENCIES = {
    "police": [],
    "border": [],
    "local": ["police"],
    "federal": ["police"],
    "guard": ["federal", "border"],
}


def test_a_term_stands_under_every_class_above_its_own():
    agencies = Vocabulary(AGENCIES)
    assert agencies.names(agencies.below("police")) == ["police", "local", "federal", "guard"]
    assert agencies.names(agencies.below("border")) == ["border", "guard"]
    assert agencies.covers("police", "guard")
    assert not agencies.covers("guard", "police")
    assert agencies.covers("guard", "guard")


def test_the_order_in_which_terms_are_written_changes_nothing():
    turned = Vocabulary(dict(reversed(AGENCIES.items())))
    agencies = Vocabulary(AGENCIES)
    for term in AGENCIES:
        assert set(turned.names(turned.below(term))) == set(agencies.names(agencies.below(term)))


@pytest.mark.parametrize(
    ("terms", "path"),
    [
        ({"a": ["a"]}, ["a", "a"]),
        ({"a": ["b"], "b": ["a"]}, ["a", "b", "a"]),
        ({"x": [], "a": ["x", "c"], "b": ["a"], "c": ["b"]}, ["a", "c", "b", "a"]),
    ],
)
def test_a_cycle_is_named_from_end_to_end(terms, path):
    with pytest.raises(VocabularyCycleError) as caught:
        Vocabulary(terms)
    assert caught.value.path == path
    assert str(caught.value) == " → ".join(path)


def test_an_unknown_term_is_an_error():
    with pytest.raises(KeyError):
        Vocabulary({"a": ["b"]})


def test_a_chain_of_ten_thousand_classes_is_no_trouble():
    chain = Vocabulary({f"t{i}": [f"t{i + 1}"] for i in range(9_999)} | {"t9999": []})
    assert chain.covers("t9999", "t0")


def test_narrower_actions_go_on_as_the_nearest_broader_one_that_says_so():
    actions = Vocabulary(
        {"sell": [], "lease": ["sell"], "sublet": ["lease"], "give": [], "contract": ["sell"], "rent": []},
        {"sell": ["contract"], "lease": ["rent"]},
    )
    assert actions.continuations == {"sell": ("contract",), "lease": ("rent",), "sublet": ("rent",)}
    assert actions.names(actions.continuing) == ["contract", "rent"]
