"""Trees of terms: every term once, decided as the engine decides, open where it matters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.records import Choices, labels, strategy, vocabulary
from tracker.core.scope import DIMENSIONS, Dimension, Label, compile_dimension
from tracker.records.bundle import Bundle, graph
from tracker.records.kinds import from_body
from tracker.records.reading.yaml_text import read_records
from tracker.settings import ROOT
from tracker.web.desk.form.scope.trees import DEEPEST, WHOLE, WORDS, TermsOf, rest_words, said, summary, tree


def terms_of(record, name="counterparty", **fields):
    terms = {term.id: term for term in record.terms}
    return TermsOf(name, "customer", record.id, terms, graph(record), **fields)


def built(terms, **fields):
    """A vocabulary from ``{term: its broader terms}``."""
    entries = [{"id": term, "name": term.title(), "broader": broader} for term, broader in terms.items()]
    return terms_of(from_body({"kind": "vocabulary", "id": "v", "name": "V", "terms": entries}), **fields)


def each(nodes):
    for node in nodes:
        yield node
        yield from each(node.narrower)


def shape(nodes):
    """Ids with what stands under them; a term that came before has a star."""
    return [
        (node.term.id + "*" * node.again, shape(node.narrower)) if node.narrower else node.term.id + "*" * node.again
        for node in nodes
    ]


def case(choices: Choices):
    record = from_body(vocabulary(choices, "v", "c", continuing=choices.rarely(2)))
    given = labels(choices, [term.id for term in record.terms]) or {}
    rest = given.pop("rest", "")
    return record, {term: label for label, terms in given.items() for term in terms}, rest


def engine_decides(record, name, own, rest):
    """What the core says of every term."""
    given = Dimension(frozenset((t, Label(label)) for t, label in own.items()), Label(rest) if rest else None)
    compiled = compile_dimension(graph(record), name, given if own or rest else None)
    return {term.id: compiled.decided(term.id)[0] for term in record.terms}


@given(strategy(case, 60), st.sampled_from(DIMENSIONS))
def test_every_term_of_a_tree_is_decided_as_the_core_decides_it(made, name):
    record, own, rest = made
    choices = terms_of(record, name)
    nodes = list(each(tree(choices, own)))
    shown = said(choices, own, rest, [node.term.id for node in nodes])
    assert {term: one.decided for term, one in shown.items()} == engine_decides(record, name, own, rest)
    assert sorted(node.term.id for node in nodes if not node.again) == sorted(choices.terms)


@given(strategy(case, 60))
def test_what_a_term_would_inherit_is_what_it_gets_without_its_own_label(made):
    record, own, rest = made
    choices = terms_of(record)
    for term, one in said(choices, own, rest, choices.terms).items():
        bare = engine_decides(record, "counterparty", {t: label for t, label in own.items() if t != term}, rest)
        assert f": {WORDS[bare[term]]}" in one.inherited


@given(strategy(case, 60))
def test_a_branch_is_open_where_a_term_below_is_labelled(made):
    record, own, _ = made
    choices = terms_of(record)
    for node in each(tree(choices, own)):
        if any(choices.graph.covers(node.term.id, term) for term in own if term != node.term.id):
            assert node.open


def seeds():
    problems = []
    files = sorted((ROOT / "seeds").rglob("*.yaml"))
    bundle_read = Bundle([r for path in files for r, _ in read_records(path.read_text(), path.name, problems)])
    assert problems == []
    return bundle_read


@pytest.mark.parametrize("id", ["actors", "customers", "places", "purposes", "supply-actions", "technologies"])
def test_a_published_vocabulary_has_each_shown_term_once_under_its_classes(id):
    choices = terms_of(seeds().vocabularies[id])
    shown = list(each(tree(choices, ["US-CA"] if id == "places" else [])))
    own = [node.term.id for node in shown if not node.again]
    assert len(own) == len(set(own))
    assert len(own) == len(choices.terms) or len(choices.terms) > WHOLE
    for node in shown:
        assert all(node.term.id in choices.narrower[up] for up in node.term.broader)


def test_a_term_under_several_classes_stands_under_each_and_is_picked_once():
    choices = built({"police": [], "border": [], "guard": ["police", "border"], "dog": ["guard"]})
    assert shape(tree(choices, [])) == [("police", [("guard", ["dog"])]), ("border", ["guard*"])]


def test_branches_of_the_yardstick_of_labels_and_of_what_is_found_are_open_and_others_closed():
    terms = {"a": [], "a1": ["a"], "a2": ["a1"], "b": [], "b1": ["b"], "c": [], "c1": ["c"], "d": [], "d1": ["d"]}
    choices = built(terms, yardstick=frozenset({"a2"}))
    opened = {node.term.id: node.open for node in each(tree(choices, ["b"], ["c1"])) if node.narrower}
    assert opened == {"a": True, "a1": True, "b": True, "c": True, "d": False}


def test_a_named_class_with_many_terms_stays_closed():
    choices = built({"US": [], **{f"state-{i}": ["US"] for i in range(50)}}, yardstick=frozenset({"US"}))
    (node,) = tree(choices, ["US"])
    assert not node.open


def test_of_a_large_vocabulary_what_matters_is_shown_and_the_rest_is_found():
    places = {f"country-{i}": [] for i in range(200)} | {f"state-{i}": ["country-7"] for i in range(50)}
    choices = built(places, yardstick=frozenset({"country-3"}))
    assert shape(tree(choices, [])) == ["country-3"]
    assert shape(tree(choices, ["state-9"])) == ["country-3", ("country-7", ["state-9"])]
    (third, seventh) = tree(choices, [], ["country-7"])
    assert (third.term.id, len(seventh.narrower)) == ("country-3", 50)


def test_terms_far_down_stand_in_one_list():
    chain = built({f"t{i:03}": [f"t{i - 1:03}"] if i else [] for i in range(90)})
    nodes, depth = tree(chain, ["t089"]), 1
    while nodes[0].narrower:
        nodes, depth = nodes[0].narrower, depth + 1
    assert depth == DEEPEST
    assert [node.term.id for node in nodes] == [f"t{i:03}" for i in range(DEEPEST - 1, 90)]


def test_words_say_where_a_label_comes_from():
    choices = built({"agencies": [], "police": [], "guard": ["police", "agencies"], "dog": ["guard"], "school": []})
    words = said(choices, {"police": "in", "agencies": "unclear"}, "", choices.terms)
    assert {term: one.inherited for term, one in words.items()} == {
        "agencies": "default: not covered",
        "police": "default: covered",
        "guard": "inherited: unclear (from Agencies)",
        "dog": "inherited: unclear",
        "school": "default: not covered",
    }


def test_an_actor_left_out_is_the_company_and_others_are_unclear():
    choices = built({"company": [], "reseller": []}, name="actor")
    words = said(choices, {}, "", choices.terms)
    assert words["company"].inherited == "default: covered"
    assert words["reseller"].inherited == "default: unclear"
    assert summary(choices, {}, "") == "not set: the company is covered, others are unclear"
    assert rest_words(choices, {}, "").inherited == "default: unclear, because nobody is named"


def test_what_holds_for_the_rest_is_said():
    choices = built({"a": [], "b": [], "c": []})
    assert rest_words(choices, {}, "").inherited == "default: covered, because nothing limits it"
    assert rest_words(choices, {"a": "in"}, "").inherited == "default: not covered, because something is covered"
    assert rest_words(choices, {"a": "in"}, "unclear").decided is Label.UNCLEAR
    assert summary(choices, {"a": "in", "b": "except"}, "") == (
        "covered: A; exception in the pledge: B; everything else: not covered"
    )
    assert summary(choices, {}, "") == "not set: everything is covered"


@settings(max_examples=20)
@given(st.integers(0, 2**16))
def test_a_label_on_a_term_that_is_not_there_changes_nothing(number):
    choices = built({"a": [], "b": ["a"]})
    own = {"a": "in", f"gone-{number}": "out", "b": "nonsense"}
    assert {t: one.decided for t, one in said(choices, own, "maybe", choices.terms).items()} == {
        "a": Label.IN,
        "b": Label.IN,
    }
