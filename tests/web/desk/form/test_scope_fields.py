"""Scopes and acts through their forms: what goes in comes out, whatever it is, and controls change what they say."""

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from tests.strategies.records import case, scope, strategy
from tests.web.desk.controls import fragment, posted
from tests.web.desk.form.test_scope_trees import built, each, seeds
from tracker.core.scope import DIMENSIONS
from tracker.records.kinds import from_body
from tracker.records.types.parts.fields import ScopeLabels
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.services.editing.missing_terms import Usable
from tracker.settings import ROOT
from tracker.web.desk.form.scope.choices import dimensions_of
from tracker.web.desk.form.scope.fields import ScopeField, TermsField
from tracker.web.desk.form.scope.posted import posted_acts, posted_scope


@pytest.fixture(scope="module", autouse=True)
def app():
    """Templates without a site around them."""
    app = Flask("tracker", template_folder=str(ROOT / "templates"))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    with app.app_context():
        yield app


def usable(records):
    return {r.id: Usable(r, frozenset()) for r in records if isinstance(r, VocabularyRecord)}


def form_of(kind, dimensions, data, values=None, **fields):
    form = BaseForm({"scope": kind(dimensions=dimensions, **fields)})
    form.process(None if values is None else MultiDict(values), data={"scope": data})
    return form["scope"]


def again(kind, dimensions, data, **fields):
    """The data after a form with it was shown and posted unchanged; what could be picked is not needed to read it."""
    shown = posted(fragment(form_of(kind, dimensions, data, **fields)()))
    return form_of(kind, (), data, shown).data


def generated(choices):
    made = case(choices)
    terms = {
        name: [t["id"] for t in record["terms"]]
        for name, record in zip(("action", "counterparty"), made.of("vocabulary"), strict=False)
    }
    return made, scope(choices, terms)


@settings(max_examples=30)
@given(strategy(generated, 460))
def test_a_scope_that_is_shown_and_posted_is_the_same(made):
    records, data = made
    bundle = records.bundle()
    dimensions = dimensions_of(list(bundle.topics.values()), usable(bundle))
    posted_again = again(ScopeField, dimensions, data)
    assert posted_again == data
    assert ScopeLabels.model_validate(posted_again) == ScopeLabels.model_validate(data)


def test_every_scope_and_every_act_of_the_seeds_comes_through_unchanged():
    bundle = seeds()
    dimensions = dimensions_of(list(bundle.topics.values()), usable(bundle))
    scopes = [version.scope for pledge in bundle.pledges.values() for version in pledge.versions]
    scopes += [topic.yardstick.scope for topic in bundle.topics.values()]
    assert len(scopes) >= 7
    for one in {str(s): s for s in scopes}.values():
        data = one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        assert again(ScopeField, dimensions, data) == data
    products = [product for company in bundle.companies.values() for product in company.products]
    acts = [act for evidence in bundle.evidence.values() for act in evidence.acts]
    assert len(acts) > 10
    for act in {str(act): act for act in acts}.values():
        data = act.model_dump(mode="json", exclude_defaults=True, include={*DIMENSIONS, "products"})
        assert again(TermsField, dimensions, data, products=products) == data


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
WORDS = st.sampled_from(["a", "b", "gone", "x y", "in", "ü:é", "line\nline", ""])
ODD = st.dictionaries(
    st.sampled_from([*DIMENSIONS, "products", "colour", ""]),
    st.dictionaries(
        st.sampled_from(["in", "out", "rest", "what", "a:b", ""]), st.lists(WORDS, max_size=3) | JSON, max_size=3
    )
    | st.lists(WORDS, max_size=3)
    | JSON,
    max_size=4,
)


def leaves(data):
    """Every text and number somewhere in data, in any order; what is empty says nothing."""
    if isinstance(data, dict):
        return sorted(str(x) for key, value in data.items() for x in [*leaves(value)] if key or value)
    if isinstance(data, (list, tuple)):
        return sorted(str(x) for value in data for x in leaves(value))
    return [] if data in (None, "", False, 0) else [str(data)]


@settings(max_examples=50)
@given(ODD | JSON)
def test_nothing_that_a_draft_holds_in_place_of_a_scope_is_lost(data):
    dimensions = [built({"a": [], "b": ["a"]}, name="counterparty")]
    assert leaves(again(ScopeField, dimensions, data)) == leaves(data)


@settings(max_examples=30)
@given(ODD | JSON)
def test_nothing_that_a_draft_holds_in_place_of_an_act_is_lost(data):
    dimensions = [built({"a": [], "b": ["a"]}, name="counterparty")]
    assert set(leaves(again(TermsField, dimensions, data))) == set(leaves(data))


def test_what_is_set_goes_to_its_label_and_what_was_there_keeps_its_order():
    before = {"place": {"in": ["US"]}, "counterparty": {"unclear": ["c", "a"], "in": ["b"]}}
    values = ["", "counterparty:unclear:a", "counterparty:in:b", "counterparty:unclear:c", "counterparty:except:d"]
    values += ["counterparty:rest:unclear", "counterparty::e", "place::US", "place:rest:", "action:out:sell"]
    assert posted_scope(values, before) == {
        "counterparty": {"unclear": ["c", "a"], "in": ["b"], "except": ["d"], "rest": "unclear"},
        "action": {"out": ["sell"]},
    }
    assert list(posted_scope(values, before)["counterparty"]["unclear"]) == ["c", "a"]


def test_terms_that_are_picked_are_the_act_s():
    values = ["", "place:US", "action:pilot", "action:market", "products:face-api", "action:pilot"]
    assert posted_acts(values, {"action": ["market"]}) == {
        "action": ["market", "pilot"],
        "place": ["US"],
        "products": ["face-api"],
    }


def test_a_form_that_did_not_show_the_field_changes_nothing():
    data = {"place": {"in": ["US"]}}
    assert form_of(ScopeField, (), data, [("other", "x")]).data == data
    assert form_of(TermsField, (), {"place": ["US"]}, [("other", "x")]).data == {"place": ["US"]}


def pane(field, name="counterparty"):
    return next(pane for pane in field.panes() if pane.terms_of.name == name)


def test_a_term_that_is_found_is_shown_and_stays_as_it_is():
    places = built({f"land-{i}": [] for i in range(300)} | {"coast": ["land-9"]}, name="place")
    field = form_of(ScopeField, [places], {}, [("scope", ""), ("scope-place-find", "coa ")])
    shown = pane(field, "place")
    assert [node.term.id for node in each(shown.nodes)] == ["land-9", "coast"]
    assert (shown.search.found, shown.search.total, shown.open) == (("coast",), 1, True)
    assert not field.data


def test_a_term_that_no_vocabulary_has_is_shown_with_its_label_until_it_is_removed():
    data = {"counterparty": {"in": ["a", "gone"]}, "purpose": {"unclear": ["war"], "rest": "out"}}
    dimensions = [built({"a": []}, name="counterparty")]
    html = form_of(ScopeField, dimensions, data)()
    assert "gone <span" in html
    assert "not used by this topic" in html
    shown = [(name, value) for name, value in posted(fragment(html)) if value != "counterparty:in:gone"]
    assert form_of(ScopeField, dimensions, data, shown).data == {
        "counterparty": {"in": ["a"]},
        "purpose": {"unclear": ["war"], "rest": "out"},
    }


def test_what_is_typed_of_a_missing_term_is_kept():
    typed = [("scope", ""), ("scope-counterparty-name", " Coast  Guard "), ("scope-counterparty-under", "police")]
    typed += [("scope-counterparty-under", "border"), ("scope-counterparty-id", "coast")]
    missing = pane(form_of(ScopeField, [built({"a": []})], {}, typed)).missing
    assert (missing.name, missing.id, missing.under, missing.begun) == (
        "Coast Guard",
        "coast",
        ("police", "border"),
        True,
    )


def test_each_choice_has_a_label_and_every_link_leads_somewhere(app):
    bundle = seeds()
    dimensions = dimensions_of(list(bundle.topics.values()), usable(bundle))
    for kind in (ScopeField, TermsField):
        with app.app_context():
            tree = fragment(form_of(kind, dimensions, {}, [("scope-place-find", "guam"), ("scope", "")])())
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert {a.get("href")[1:] for a in tree.iter("a")} <= set(ids)
        labelled = {label.get("for") for label in tree.iter("label")}
        controls = [c for tag in ("select", "input") for c in tree.iter(tag) if c.get("type") not in ("hidden",)]
        assert [c.get("id") for c in controls if c.get("id") not in labelled] == []


def test_two_fields_on_a_page_share_the_lists_of_names(app):
    dimensions = [built({"a": []})]
    with app.app_context():
        one, two = (form_of(ScopeField, dimensions, {})() for _ in range(2))
    assert ("<datalist" in one, "<datalist" in two) == (True, False)


def test_vocabularies_of_several_topics_are_offered_together():
    bundle = seeds()
    (topic,) = bundle.topics.values()
    own = from_body(
        {
            "kind": "vocabulary",
            "id": "own",
            "name": "Own",
            "terms": [{"id": "dea", "name": "X"}, {"id": "zoo", "name": "Zoo"}],
        }
    )
    words = topic.dimensions.counterparty.model_copy(update={"vocabulary": "own"})
    other = topic.model_copy(
        update={"id": "other", "dimensions": topic.dimensions.model_copy(update={"counterparty": words})}
    )
    counterparties = {t.name: t for t in dimensions_of([topic, other], usable([*bundle, own]))}["counterparty"]
    assert (counterparties.terms["dea"].name, counterparties.terms["zoo"].name, counterparties.vocabulary) == (
        "Drug Enforcement Administration",
        "Zoo",
        "customers",
    )


@pytest.mark.parametrize("text", ["[" * 100_000, "[" * 500 + "]" * 500, '{"a":' * 90_000, "no JSON"])
def test_what_a_form_carries_along_is_kept_as_text_where_no_record_is_like_it(text):
    assert posted_scope([f"kept:{text}"], None) == {"unreadable": text}
