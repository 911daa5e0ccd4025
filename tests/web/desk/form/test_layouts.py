"""The words of the forms.

Every field of every record type has its place and its words, and every message is for people.
"""

import re

import pytest
from pydantic import ValidationError

from tests import factories as make
from tests.web.desk.form.test_round_trip import NOTHING_KNOWN
from tracker.core.scope import DIMENSIONS
from tracker.records.kinds import body, from_body
from tracker.records.messages import Message
from tracker.records.reading.problems import explain
from tracker.web.desk.form.building import fields_of
from tracker.web.desk.form.error_messages import field_message
from tracker.web.desk.form.layouts.all_kinds import KIND_HINTS, LAYOUTS
from tracker.web.desk.form.parts import TERMS
from tracker.web.desk.form.plain import form_fields
from tracker.web.desk.form.record_form import RecordForm


def layouts(layout):
    yield layout
    for entry in layout.entries:
        if entry.holds:
            yield from layouts(entry.holds)


ALL = [layout for kind in LAYOUTS.values() for layout in layouts(kind)]


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.of.__name__)
def test_every_field_of_a_type_stands_once_in_its_form(layout):
    names = [entry.name for entry in layout.entries]
    fields_once = set(layout.fields) - {"kind"}
    if TERMS in names:
        fields_once = fields_once - {*DIMENSIONS, "products"} | {TERMS}
    # The desk fills these in itself.
    assert sorted(names) == sorted(fields_once - {"copies", "states", "excerpts"})


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.of.__name__)
def test_every_allowed_value_has_words_and_no_other(layout):
    for name, unbound in fields_of(layout).items():
        values = unbound.kwargs.get("values")
        if values:
            (entry,) = [entry for entry in layout.entries if entry.name == name]
            assert set(entry.choices) == set(values), name


def test_what_is_needed_is_never_behind_more():
    for layout in ALL:
        for entry in layout.entries:
            needed = entry.name != TERMS and layout.fields[entry.name][1].is_required()
            assert not (needed and entry.more) or entry.name == "id", entry


@pytest.mark.parametrize("kind", [kind for kind, layout in LAYOUTS.items() if layout.steps])
def test_every_field_is_asked_in_one_step(kind):
    names = [name for step in LAYOUTS[kind].steps for name in step.fields]
    parts = {entry.name: entry.holds for entry in LAYOUTS[kind].entries if entry.copied}
    field_names = [entry.name for entry in LAYOUTS[kind].entries if entry.name not in parts]
    field_names += [f"{name}.{entry.name}" for name, part in parts.items() for entry in part.entries]
    assert sorted(names) == sorted(field_names)
    assert [step.rare for step in LAYOUTS[kind].steps][-1]


def test_each_kind_that_has_a_form_has_words():
    """Topics, vocabularies and wording have forms of their own, without a layout."""
    assert set(KIND_HINTS) - set(LAYOUTS) == {"topic", "vocabulary", "wording"}
    assert set(LAYOUTS) < set(KIND_HINTS)


def version(**fields):
    return body(make.pledge())["versions"][0] | fields


WRONG = [
    (
        make.pledge(),
        {"versions": [version(quote=None)]},
        "Exact words",
        "quote-or-reported",
    ),
    (make.pledge(), {"versions": [version(reported="x")]}, "Exact words", "quote-or-reported"),
    (make.pledge(), {"versions": [version(speaker=None)]}, "Who said it", "no-speaker"),
    (make.pledge(), {"versions": [version(start=None)]}, "Start date", "no-start"),
    (
        make.pledge(),
        {"versions": [version(start={"condition": "x"})]},
        "Date announced",
        "starts-on-condition",
    ),
    (make.pledge(), {"versions": [version(deadline="2021")]}, "Type of pledge", "deadline-to-refrain"),
    (
        make.pledge(),
        {"versions": [version(source="The Post")]},
        "Source of the quote",
        "not-id",
    ),
    (
        make.pledge(),
        {"versions": [version(ends={})]},
        "How it ends",
        "no-end",
    ),
    (
        make.pledge(),
        {"versions": [version(ends={"after": "long"})]},
        "After a length of time",
        "unreadable",
    ),
    (make.evidence(), {"acts": []}, "Acts", "no-act"),
    (make.evidence(), {"nature": "study"}, "Type of evidence", "not-conduct"),
    (make.evidence(), {"also_about": ["bolt"]}, "Also about", "conduct-of-several"),
    (make.evidence(), {"sources": []}, "Sources", "missing"),
    (
        make.evidence(),
        {"outcomes": [{"date": "2020", "outcome": "denied"}]},
        "Outcome 1: Source",
        "outcome-without-source",
    ),
    (make.evidence(), {"period": None}, "When it happened", "missing"),
    (make.response(), {"answer": "full"}, "Full text of the answer", "no-answer-text"),
    (make.decision(), {"decision": "upgraded"}, "New finding", "to-without-change"),
    (make.decision(), {"decision": "upgraded", "to": "breach"}, "New finding", "upgraded-too-far"),
    (make.decision(), {"act": "two"}, "Act number", "not-number"),
    (make.source(), {"url": "the hill"}, "Web address", "not-address"),
    (make.source(), {"title": "x" * 301}, "Title", "too-long"),
    (make.source(), {"type": None}, "Type of document", "missing"),
    (
        make.company(),
        {"products": [{"id": "eye", "name": "Eye"}]},
        "Product 1: Type of product",
        "missing",
    ),
]


@pytest.mark.parametrize(("record", "change", "label", "code"), WRONG)
def test_what_is_wrong_is_told_beside_its_field_in_words_for_people(record, change, label, code):
    data = {name: value for name, value in (body(record) | change).items() if value not in (None, [])}
    if "versions" in change:
        data["versions"] = [{k: v for k, v in data["versions"][0].items() if v is not None}]
    with pytest.raises(ValidationError) as error:
        from_body(data)
    form = RecordForm(record.kind, data, NOTHING_KNOWN)
    ((_, message),) = explained = explain(error.value, data)
    assert message.code == code
    shown = form.attach(explained)
    assert [it.label for it in shown] == [label]
    assert shown[0].place.startswith("f-")
    # No name of a field as files have it, no path.
    assert not re.search(r"\w_\w|\w\.\w+\.|›|\{|fulfils|quote\b|versions", shown[0].message.replace("thehill.com", ""))


def test_what_is_wrong_with_the_company_that_an_id_names_is_told_beside_the_company():
    message = Message("no-record", {"kind": "company", "id": "bolt", "hint": ""})
    assert field_message(("id",), message).path == ("company",)


def test_a_country_is_chosen_from_a_list_by_its_name():
    country = form_fields(RecordForm("company", {}, NOTHING_KNOWN).form)["country"]
    assert country.is_list
    assert dict(country.options)["DE"] == "Germany"
