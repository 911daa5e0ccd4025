"""What became of a matter (OUTCOME-1 to OUTCOME-7): each kind of outcome on its own track, in the order of days."""

from datetime import date

import pytest

from tests.factories import act, evidence, outcome, response
from tracker.engine.evidence.outcomes import matter, names_act

CLEARING = {"independent": "yes"}


def at(*outcomes, responses=(), as_of="2022-12-31", number=None, acts=1):
    """Where the matter of some evidence stands on a day."""
    record = evidence(outcomes=list(outcomes), acts=[act()] * acts)
    return matter(record, responses, date.fromisoformat(as_of), number)


def denial(answered="2021-06", **fields):
    return response(**{"answer": "denied", "answered": answered, "about": ["acme/deal"], "text": "Never", **fields})


def test_without_outcomes_nothing_is_said_of_a_matter():
    weighed = at()
    assert (weighed.alleged, weighed.established, weighed.disputed_by) == (False, False, ())
    assert (weighed.cleared, weighed.put_right, weighed.latest) == (None, None, None)


def test_an_allegation_is_one_until_the_matter_is_established():
    alleged = outcome("2021-01-01", "alleged")
    assert at(alleged).alleged is True
    for word in ("admitted", "adjudicated"):
        weighed = at(alleged, outcome("2021-02-01", word), outcome("2021-03-01", "alleged"))
        assert (weighed.alleged, weighed.established) == (False, True)


def test_only_an_independent_body_or_a_retraction_clears():
    assert at(outcome("2021-01-01", "not upheld", **CLEARING)).cleared.outcome == "not upheld"
    assert at(outcome("2021-01-01", "retracted")).cleared.outcome == "retracted"
    for fields in ({}, {"independent": "no"}):
        weighed = at(outcome("2021-01-01", "not upheld", **fields))
        assert (weighed.cleared, weighed.disputed_by) == (None, ("the company",))


def test_what_was_admitted_stays_so_and_what_was_cleared_may_be_established_later():
    admitted, cleared = outcome("2021-01-01", "admitted"), outcome("2021-02-01", "not upheld", **CLEARING)
    assert (at(admitted, cleared).established, at(admitted, cleared).cleared) == (True, None)
    for word in ("admitted", "adjudicated"):
        later = at(cleared, outcome("2021-03-01", word))
        assert (later.established, later.cleared) == (True, None)


def test_a_ruling_that_a_higher_court_does_not_uphold_establishes_nothing_any_more():
    ruling, appeal = outcome("2021-01-01", "adjudicated"), outcome("2021-02-01", "not upheld", **CLEARING)
    after = at(ruling, appeal)
    assert (after.established, after.cleared.date.text) == (False, "2021-02-01")
    assert at(ruling, appeal, as_of="2021-01-31").established is True
    assert at(ruling, outcome("2020-12-01", "admitted"), appeal).established is True
    for word in ("retracted", "denied"):
        assert at(ruling, outcome("2021-02-01", word)).established is True


def test_of_several_that_cleared_it_the_first_is_told():
    first, second = outcome("2021-01-01", "retracted"), outcome("2021-02-01", "not upheld", **CLEARING)
    assert at(second, first).cleared.outcome == "retracted"


def test_an_admission_ends_denials_and_nothing_else():
    denied = outcome("2021-01-01", "denied", by="Acme’s lawyers")
    weak = outcome("2021-01-02", "not upheld", by="Its own auditor")
    admitted = outcome("2021-02-01", "admitted")
    assert at(denied, weak).disputed_by == ("Acme’s lawyers", "Its own auditor")
    assert at(denied, weak, admitted).disputed_by == ("Its own auditor",)
    assert at(denied, outcome("2021-02-01", "adjudicated")).disputed_by == ("Acme’s lawyers",)
    assert at(admitted, outcome("2021-03-01", "denied")).disputed_by == ("the company",)


def test_who_disputes_it_twice_is_told_once():
    assert at(outcome("2021-01-01", "denied"), outcome("2021-02-01", "not upheld")).disputed_by == ("the company",)


def test_a_response_that_denies_disputes_what_it_is_about():
    assert at(responses=[denial()]).disputed_by == ("the company",)
    assert at(responses=[denial(respondent="A dealer")]).disputed_by == ("A dealer",)
    assert at(responses=[denial(about=["acme/other"])]).disputed_by == ()
    assert at(responses=[response(answer="declined", answered="2021-06", about=["acme/deal"])]).disputed_by == ()


@pytest.mark.parametrize(
    ("answered", "admitted", "disputed"),
    [
        ("2021-06-01", "2021-06-02", False),
        ("2021-06-02", "2021-06-01", True),
        ("2021-06-01", "2021-06-01", False),
        ("2021-06", "2021-06-01", True),
        ("2021-06-01", "2021-06", False),
    ],
)
def test_of_one_day_an_admission_is_read_last(answered, admitted, disputed):
    weighed = at(outcome(admitted, "admitted"), responses=[denial(answered)])
    assert bool(weighed.disputed_by) is disputed


def test_of_one_day_a_denial_that_is_an_outcome_is_read_first_too():
    for words in (("denied", "admitted"), ("admitted", "denied")):
        assert at(*(outcome("2021-06-01", word) for word in words)).disputed_by == ()


def test_what_is_later_than_the_day_does_not_exist():
    admitted = outcome("2021-06", "admitted")
    assert at(admitted, as_of="2021-05-31").established is False
    assert at(admitted, as_of="2021-06-01").established is True
    assert at(responses=[denial()], as_of="2021-05-31").disputed_by == ()
    assert at(responses=[denial()], as_of="2021-06-01").disputed_by == ("the company",)


def test_what_was_put_right_stays_so_and_the_latest_day_is_told():
    first, second = outcome("2021-01-01", "put right"), outcome("2021-03-01", "put right")
    weighed = at(second, first, outcome("2021-04-01", "denied"))
    assert (str(weighed.put_right.date), str(weighed.latest.date)) == ("2021-03-01", "2021-04-01")
    assert (weighed.alleged, weighed.established, weighed.cleared) == (False, False, None)


def test_an_outcome_is_about_the_acts_that_it_names():
    partial = outcome("2021-01-01", "admitted", acts=[2])
    assert [at(partial, acts=2, number=number).established for number in (1, 2, None)] == [False, True, False]
    both = outcome("2021-01-01", "admitted", acts=[1, 2])
    assert [at(both, acts=2, number=number).established for number in (1, 2, None)] == [True, True, True]
    whole = outcome("2021-01-01", "admitted")
    assert [at(whole, acts=2, number=number).established for number in (1, 2, None)] == [True, True, True]


def test_a_denial_is_read_by_the_earliest_of_its_days():
    weighed = at(outcome("2020-10-01", "admitted"), responses=[denial("[2020-08-01..2020-12-31]")])
    assert weighed.disputed_by == ()
    assert at(outcome("2020-07-01", "admitted"), responses=[denial("[2020-08-01..2020-12-31]")]).disputed_by


def test_two_sources_may_tell_of_one_outcome():
    twice = [outcome("2021-01-01", "admitted"), outcome("2021-01-01", "admitted", source="contract-1")]
    assert at(*twice).established


def test_an_outcome_of_an_act_is_about_the_whole_where_it_names_all_acts_that_have_begun():
    record = evidence(
        period="2020/2021",
        acts=[act(period="2020-03-01"), act(period="2021-03-01"), act()],
        outcomes=[
            outcome("2020-06-01", "denied", acts=[1]),
            outcome("2020-06-01", "denied", acts=[1, 3]),
            outcome("2020-06-01", "denied"),
        ],
    )
    one, all_begun, whole = record.outcomes
    before, after = date(2020, 12, 31), date(2021, 3, 1)
    assert [names_act(o, record, None, before) for o in record.outcomes] == [False, True, True]
    assert [names_act(o, record, None, after) for o in record.outcomes] == [False, False, True]
    assert [names_act(o, record, 1, before) for o in (one, all_begun, whole)] == [True, True, True]
    assert [names_act(o, record, 3, before) for o in (one, all_begun, whole)] == [False, True, True]


def test_an_outcome_of_an_act_that_has_not_begun_is_about_nothing_yet():
    record = evidence(
        period="2020/2021", acts=[act(period="2021-03-01")], outcomes=[outcome("2020-06-01", "denied", acts=[1])]
    )
    assert not names_act(record.outcomes[0], record, None, date(2020, 12, 31))
    assert names_act(record.outcomes[0], record, None, date(2021, 12, 31))
