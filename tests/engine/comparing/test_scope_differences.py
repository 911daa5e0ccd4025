"""Differences of two scopes: their laws, asked of a slow oracle, and how they read."""

from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.strategies.records import Choices, cases, scope
from tracker.engine.comparing.scope_differences import NAMED_AT_MOST, scope_differences, terms_in_words
from tracker.records.sentences import SENTENCES
from tracker.records.types.parts.fields import ScopeLabels

NAMES = ("the one", "the other")
SAID = {"in": "inside", "out": "outside", "except": "excepted", "unclear": "unclear"}


def two_scopes():
    """A dossier and the plain data of two scopes on its topic."""
    return st.tuples(cases(), st.binary(min_size=80, max_size=80)).map(_read)


def _read(given_):
    dossier, choices = given_[0].dossier(), Choices(given_[1])
    terms = {name: list(vocabulary.terms) for name, vocabulary in dossier.dimensions.items()}
    return dossier, scope(choices, terms), scope(choices, terms)


def differences(dossier, first, second):
    one, other = (ScopeLabels.model_validate(data) for data in (first, second))
    return scope_differences(dossier, one, other, NAMES)


def decided(dossier, data):
    """The oracle: the decided label of every term of every dimension."""
    compiled = dossier.compiled(ScopeLabels.model_validate(data)).by_name
    return {
        (name, term): SAID[compiled[name].decided(term)[0].value]
        for name, vocabulary in dossier.dimensions.items()
        for term in vocabulary.terms
    }


@given(two_scopes())
def test_a_scope_differs_from_itself_in_nothing(given_):
    dossier, first, _ = given_
    assert differences(dossier, first, first) == []


@given(two_scopes())
def test_the_order_of_two_scopes_only_swaps_sides(given_):
    dossier, first, second = given_
    assert [item.swapped() for item in differences(dossier, first, second)] == differences(dossier, second, first)


@given(two_scopes(), st.randoms(use_true_random=False))
def test_equal_labels_in_another_order_differ_in_nothing(given_, random):
    dossier, first, _ = given_
    shuffled = {
        name: {
            key: random.sample(terms, len(terms)) if isinstance(terms, list) else terms for key, terms in labels.items()
        }
        for name, labels in first.items()
    }
    assert differences(dossier, first, shuffled) == []


@given(two_scopes())
def test_two_scopes_differ_in_nothing_only_if_every_term_is_decided_alike(given_):
    dossier, first, second = given_
    assert (differences(dossier, first, second) == []) == (decided(dossier, first) == decided(dossier, second))


@given(two_scopes())
def test_every_term_that_is_decided_differently_is_told_of(given_):
    dossier, first, second = given_
    terms_named = dict.fromkeys(dossier.dimensions, 0)
    for item in differences(dossier, first, second):
        vocabulary = dossier.dimensions[item.dimension]
        for term in item.terms if item.reach != "rest" else vocabulary.terms:
            terms_named[item.dimension] |= vocabulary.below(term)
    one, other = decided(dossier, first), decided(dossier, second)
    for name, term in one:
        if one[name, term] != other[name, term]:
            assert terms_named[name] >> dossier.dimensions[name].index[term] & 1


@given(two_scopes())
def test_what_is_told_is_what_each_scope_says_of_the_term(given_):
    dossier, first, second = given_
    sides = [decided(dossier, first), decided(dossier, second)]
    for item in differences(dossier, first, second):
        vocabulary = dossier.dimensions[item.dimension]
        for term in item.terms if item.reach == "terms" else ():
            below = vocabulary.names(vocabulary.below(term))
            for said, side in zip((item.first, item.second), sides, strict=True):
                labels = {side[item.dimension, other] for other in below}
                if said in ("inside", "excepted"):
                    assert labels == {said}
                elif said == "outside":
                    assert labels <= {"outside", "excepted"}
                elif said == "unclear":
                    assert "unclear" in labels
                else:
                    assert len(labels) > 1


def texts(first, second):
    dossier = make.dossier(make.pledge())
    one, other = (ScopeLabels.model_validate(make.scope(**data)) for data in (first, second))
    return [item.text for item in scope_differences(dossier, one, other, ("Acme", "Bolt"))]


def sentence(terms, acme, bolt, key="terms", **more):
    parts = [SENTENCES[f"difference.{reach}"].format(name=name) for name, reach in (("Acme", acme), ("Bolt", bolt))]
    return SENTENCES[f"difference.{key}"].format(terms=terms, parts="; ".join(parts), **more)


def test_what_one_covers_and_the_other_leaves_unclear_reads_in_words():
    wider = {"counterparty": {"in": ["local-police", "federal-police"]}}
    unclear = {"counterparty": {"in": ["local-police"], "unclear": ["federal-police"]}}
    assert texts(wider, unclear) == [sentence("Federal-police", "inside", "unclear")]


def test_silence_and_an_exception_in_words_are_told_apart():
    silent = {"counterparty": {"in": ["local-police"]}}
    excepting = {"counterparty": {"in": ["local-police"], "except": ["federal-police"]}}
    assert texts(silent, excepting) == [sentence("Federal-police", "outside", "excepted")]


def test_a_narrower_term_is_covered_in_part():
    assert texts({}, {"counterparty": {"in": ["sheriff"]}}) == [sentence("Local-police", "inside", "partly")]


def test_an_omitted_dimension_covers_the_rest():
    assert texts({"counterparty": None}, {}) == [
        sentence("Federal-police", "inside", "outside"),
        sentence("", "inside", "outside", "rest", dimension="counterparty"),
    ]


def left_over(number):
    """What differs between a scope of all places and one of a single place, with so many others."""
    places = make.vocabulary("places", {"US": [], **{f"P{i}": [] for i in range(number)}})
    dossier = make.dossier(places, make.pledge())
    one, other = (ScopeLabels.model_validate(make.scope(place=place)) for place in (None, {"in": ["US"]}))
    (item,) = scope_differences(dossier, one, other, ("Acme", "Bolt"))
    return item


def test_many_terms_left_over_are_told_as_the_rest():
    assert len(left_over(NAMED_AT_MOST).terms) == NAMED_AT_MOST
    item = left_over(NAMED_AT_MOST + 1)
    assert (item.reach, item.terms) == ("rest", ())
    assert item.text == sentence("", "inside", "outside", "rest", dimension="place")


def test_many_terms_are_named_up_to_a_number():
    terms = ["school", "police", "local-police", "sheriff", "federal-police", "border-control", "border-guard"]
    dossier = make.dossier()
    assert terms_in_words(dossier, "counterparty", terms[:NAMED_AT_MOST]).endswith(" and border-control")
    assert terms_in_words(dossier, "counterparty", terms).endswith(", border-control …")
