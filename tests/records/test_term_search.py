"""Finding terms by what people type, ids for new ones, and those that a new one may repeat."""

import pytest

from tracker.records.term_search import matching_terms, similar_terms, suggested_id
from tracker.records.types.vocabulary import Term

TERMS = [
    Term(id="dea", name="Drug Enforcement Administration", phrase="the DEA", aliases=("DEA",)),
    Term(id="fbi", name="Federal Bureau of Investigation", aliases=("FBI",)),
    Term(id="federal-agencies", name="US federal agencies"),
    Term(id="sheriffs", name="sheriffs"),
    Term(id="US", name="United States", aliases=("USA",)),
    Term(id="CI", name="Côte d’Ivoire"),
    Term(id="unit-7", name="Unit 7 of the guard"),
]


def similar(text, **options):
    return [term.id for term in matching_terms(TERMS, text, **options)[0]]


def test_what_is_typed_exactly_comes_first_then_what_begins_so_then_words_that_begin_so():
    assert similar("us") == ["US", "federal-agencies"]
    assert similar("fed") == ["fbi", "federal-agencies"]
    assert similar("federal bureau") == ["fbi"]
    assert similar("bureau fed") == ["fbi"]


def test_accents_capitals_and_other_names_do_not_matter():
    assert similar("cote d’iv") == ["CI"]
    assert similar("THE DEA") == ["dea"]
    assert similar("usa") == ["US"]


def test_an_empty_query_matches_no_term_and_further_matches_are_counted():
    assert matching_terms(TERMS, "  ") == ([], 0)
    some, total = matching_terms(TERMS, "e", most=2)
    assert (len(some), total) == (2, 7)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Secret Service", "secret-service"),
        ("Drug Enforcement", "drug-enforcement"),
        ("Sheriffs", "sheriffs-2"),
        ("Préfecture de police", "prefecture-de-police"),
        ("警察", "term"),
        ("x" * 200, "x" * 60),
    ],
)
def test_an_id_is_made_from_the_name(name, id):
    assert suggested_id(name, [term.id for term in TERMS]) == id


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("drug enforcement administration", "dea"),
        ("The D.E.A.", None),
        ("DEA", "dea"),
        ("Drug Enforcement Agency", "dea"),
        ("Federal Bureau of Investigations", "fbi"),
        ("Federal Bureau of Investigtion", "fbi"),
        ("Sheriff", "sheriffs"),
        ("Bureau of Federal Investigation", "fbi"),
        ("Secret Service", None),
        ("Unit 8 of the guard", None),
        ("", None),
    ],
)
def test_a_term_that_may_be_there_already_is_named(name, like):
    alike = similar_terms(TERMS, name, "")
    assert [one.term.id for one in alike[:1]] == ([like] if like else [])
    assert all(one.why.startswith("it") for one in alike)


def test_an_id_that_is_taken_or_nearly_so_is_named():
    assert [one.term.id for one in similar_terms(TERMS, "Some other body", "DEA")] == ["dea"]
    assert [one.term.id for one in similar_terms(TERMS, "Some other body", "sherifs")] == ["sheriffs"]
