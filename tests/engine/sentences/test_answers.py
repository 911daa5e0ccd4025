"""Which answer of a company is told where its words are unclear: its own, to a question that the pledge cites."""

from datetime import date

import pytest

from tests.factories import dossier, pledge, response, scope, scorecard, version
from tracker.engine.sentences.reasons import answer_on, answer_text

FEDERAL = {"unclear": ["federal-police"], "in": ["local-police"]}
PILOT = {"unclear": ["pilot"], "in": ["sell"]}


def answered(*, cited=True, term="federal-police", as_of="2020-06-12", counterparty=FEDERAL, action=None, **fields):
    """Whether the answer of 12 June 2020 is told of a buyer on a day."""
    said = response(**fields)
    labels = scope(counterparty=counterparty, **({"action": action} if action else {}))
    words = version(scope=labels, unclear_because=[said.id] if cited else [])
    dossier = scorecard(pledge(versions=[words]), said).dossier
    (force,) = scorecard(pledge(versions=[words]), said).assessment.in_force_periods["acme/no-sales"]
    return answer_on(dossier, force, date.fromisoformat(as_of), "counterparty", term) is not None


@pytest.mark.parametrize("terms", [["federal-police"], ["police"], ["local-police", "federal-police"], []])
def test_an_answer_is_told_of_what_it_was_asked_about(terms):
    assert answered(terms=terms)


def test_an_answer_about_other_buyers_or_another_dimension_is_not_told():
    assert not answered(terms=["local-police"])
    assert not answered(terms=["pilot"])
    assert not answered(terms=["federal-police"], term=None)


def test_only_an_answer_that_the_pledge_cites_is_told():
    assert not answered(terms=["federal-police"], cited=False)
    assert not answered(cited=False)


def test_an_answer_about_something_else_is_told_where_the_pledge_cites_it():
    assert answered(about=["acme/elsewhere"])
    assert not answered(about=["acme/elsewhere"], cited=False)


def test_what_others_answered_is_not_the_companys_answer():
    assert not answered(terms=["federal-police"], respondent="The town police")


def test_an_answer_is_told_from_its_day_on():
    assert not answered(terms=["federal-police"], as_of="2020-06-11")
    assert not answered(as_of="2020-06-11")


def test_an_answer_that_names_no_terms_is_told_where_one_dimension_alone_is_unclear():
    assert answered(counterparty={"in": ["local-police"], "rest": "unclear"})
    assert not answered(action=PILOT)
    assert not answered(counterparty={"in": ["local-police"]}, action=PILOT)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"answer": "declined"}, "declined to say, 12 June 2020"),
        ({"answer": "none"}, "did not answer, 12 June 2020"),
        ({"answer": "full", "text": "Yes."}, "answered, 12 June 2020"),
        ({"answer": "waiting", "until": "2020-06-30"}, "answer not due yet"),
        ({"answer": "waiting", "until": "2020-06-29"}, "no answer on record"),
    ],
)
def test_a_day_is_told_with_what_came_and_not_with_what_is_waited_for(fields, text):
    assert answer_text(dossier(), response(**fields), date(2020, 6, 30)) == text
