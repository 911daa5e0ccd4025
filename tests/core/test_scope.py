"""Decided labels and membership in worked cases (SCOPE-3, MEMBER-1); the laws are tested on generated scopes."""

import pytest

from tracker.core.scope import Answer, Dimension, Label, compile_dimension
from tracker.core.vocabulary import Vocabulary

AGENCIES = Vocabulary(
    {
        "police": [],
        "border": [],
        "local": ["police"],
        "sheriff": ["local"],
        "federal": ["police"],
        "guard": ["federal", "border"],
        "school": [],
    }
)
ACTIONS = Vocabulary({"sell": [], "contract": [], "support": ["contract"], "market": []}, {"sell": ["contract"]})


def compiled(vocabulary=AGENCIES, rest=None, name="counterparty", **labels):
    words = {Label(word.rstrip("_")): terms for word, terms in labels.items()}
    return compile_dimension(vocabulary, name, Dimension.of(words, rest and Label(rest)))


def decided(term, **labels):
    label, by = compiled(**labels).decided(term)
    return label.value, by


def test_a_term_has_its_own_label_before_all_others():
    assert decided("local", in_=["local"], out=["police"]) == ("in", "local")


def test_a_term_has_the_label_of_its_nearest_labelled_class():
    assert decided("sheriff", in_=["local"], out=["police"]) == ("in", "local")


def test_of_classes_that_differ_out_beats_unclear_and_unclear_beats_in():
    assert decided("guard", in_=["federal"], unclear=["border"]) == ("unclear", "border")
    assert decided("guard", out=["federal"], unclear=["border"]) == ("out", "federal")
    assert decided("guard", in_=["federal"], except_=["border"]) == ("except", "border")


def test_the_rest_is_out_where_something_is_in_and_in_where_nothing_is():
    assert decided("school", in_=["police"]) == ("out", None)
    assert decided("school", out=["police"]) == ("in", None)
    assert decided("school", in_=["police"], rest="unclear") == ("unclear", None)


def test_a_continuation_is_unclear_unless_it_is_labelled():
    for labels in ({"in_": ["sell"]}, {"out": ["market"]}, {"rest": "in"}, {"rest": "out"}):
        assert decided("contract", vocabulary=ACTIONS, name="action", **labels) == ("unclear", "contract")
        assert decided("support", vocabulary=ACTIONS, name="action", **labels) == ("unclear", "contract")
    assert decided("contract", vocabulary=ACTIONS, name="action", in_=["contract"]) == ("in", "contract")


def test_an_omitted_dimension_is_any_and_an_omitted_actor_is_the_company():
    assert compile_dimension(AGENCIES, "counterparty", None).any_of(None)[0] is Answer.INSIDE
    actors = compile_dimension(Vocabulary({"company": [], "partner": []}), "actor", None)
    assert actors.any_of(("company",))[0] is Answer.INSIDE
    assert actors.any_of(("partner",))[0] is Answer.UNCLEAR


@pytest.mark.parametrize(
    ("terms", "labels", "answer"),
    [
        (("police",), {"in_": ["police"]}, Answer.INSIDE),
        (("police",), {"in_": ["local"]}, Answer.PARTLY),
        (("police",), {"in_": ["local"], "unclear": ["federal"]}, Answer.UNCLEAR),
        (("school",), {"in_": ["local"]}, Answer.OUTSIDE),
        (("school", "local"), {"in_": ["local"]}, Answer.INSIDE),
        (("school", "police"), {"in_": ["local"]}, Answer.PARTLY),
        (None, {"in_": ["local"]}, Answer.PARTLY),
        (None, {"rest": "out"}, Answer.OUTSIDE),
    ],
)
def test_membership_of_an_act_is_that_of_its_best_term(terms, labels, answer):
    assert compiled(**labels).any_of(terms)[0] is answer


def test_an_exception_is_told_from_silence():
    excepting = compiled(in_=["police"], except_=["federal"])
    assert excepting.code(("federal",)) == -1
    assert excepting.code(("guard",)) == -1
    assert excepting.code(("school",)) == 0
    assert excepting.code(("school", "federal")) == 0


def test_an_answer_names_the_asked_term_and_the_label_that_decided():
    reason = compiled(in_=["local"], unclear=["federal"]).why_any(("guard",))
    assert (reason.answer, reason.term, reason.decided_by, reason.label) == (
        Answer.UNCLEAR,
        "guard",
        "federal",
        Label.UNCLEAR,
    )


def test_an_act_that_is_allowed_by_an_exception_is_told_from_one_that_is_left_out():
    excepting = compiled(in_=["police"], except_=["federal"])
    for terms, by_except, term, decided_by, label in (
        (("federal",), True, "federal", "federal", Label.EXCEPT),
        (("guard",), True, "guard", "federal", Label.EXCEPT),
        (("school",), False, "school", None, Label.OUT),
        (("school", "federal"), False, "school", None, Label.OUT),
    ):
        reason = excepting.why_any(terms)
        decision = (reason.answer, reason.by_except, reason.term, reason.decided_by, reason.label)
        assert decision == (Answer.OUTSIDE, by_except, term, decided_by, label)
    assert excepting.why_all(["federal"]).by_except is True
    assert excepting.why_all(["federal", "school"]).by_except is False
    assert compiled(except_=["police", "school", "border"]).why_any(None).by_except is True
    assert compiled(rest="out", except_=["police"]).why_any(None).by_except is False


def test_a_topic_without_the_company_as_an_actor_asks_for_any():
    resellers = Vocabulary({"reseller": [], "partner": []})
    assert compile_dimension(resellers, "actor", None).any_of(("partner",))[0] is Answer.INSIDE
    assert compile_dimension(Vocabulary({"company": [], "x": []}), "place", None).any_of(("x",))[0] is Answer.INSIDE


def test_partly_names_both_parts():
    reason = compiled(in_=["local"]).why_any(("police",))
    assert (reason.inside, reason.outside) == (("local", "sheriff"), ("police", "federal", "guard"))


def test_a_cell_of_several_terms_is_inside_only_if_all_of_them_are():
    dimension = compiled(in_=["local"], unclear=["federal"])
    assert dimension.why_all(["local"]).answer is Answer.INSIDE
    assert dimension.why_all(["local", "federal"]).answer is Answer.UNCLEAR
    assert dimension.why_all(["local", "school"]).answer is Answer.PARTLY
    assert dimension.why_all(["school", "border"]).answer is Answer.UNCLEAR


def test_a_term_of_a_cell_is_decided_by_what_decides_it_not_by_what_decides_another():
    # “Border” comes before the parts of “police”.
    dimension = compiled(in_=["local", "sheriff"], out=["federal"], unclear=["border"], rest="out")
    reason = dimension.why_all(["border", "police"])
    assert (reason.answer, reason.term, reason.decided_by) == (Answer.UNCLEAR, "border", "border")
    parts = compiled(in_=["local"], out=["border", "federal"], rest="in").why_all(["border", "police"])
    assert (parts.answer, parts.term, parts.decided_by) == (Answer.PARTLY, "police", "federal")
