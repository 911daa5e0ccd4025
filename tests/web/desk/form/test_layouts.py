"""The words of the forms: every field of every record type has its place and its words, and every message is for people."""

import re

import pytest
from pydantic import ValidationError

from tests import factories as make
from tests.web.desk.form.test_round_trip import NOTHING_KNOWN
from tracker.core.scope import DIMENSIONS
from tracker.records.kinds import body, from_body
from tracker.records.reading.problems import explain
from tracker.web.desk.form.building import fields_of
from tracker.web.desk.form.error_messages import field_message
from tracker.web.desk.form.layouts.all_kinds import KIND_HINTS, LAYOUTS
from tracker.web.desk.form.parts import TERMS
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
    known = set(layout.of.model_fields) - {"kind"}
    if TERMS in names:
        known = known - {*DIMENSIONS, "products"} | {TERMS}
    assert sorted(names) == sorted(known)


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
            needed = entry.name != TERMS and layout.of.model_fields[entry.name].is_required()
            assert not (needed and entry.more) or entry.name == "id", entry


def test_each_kind_that_has_a_form_has_words():
    assert set(LAYOUTS) == set(KIND_HINTS)


def version(**fields):
    return body(make.pledge())["versions"][0] | fields


WRONG = [
    (
        make.pledge(),
        {"versions": [version(quote=None)]},
        "Version 1: Exact words",
        "Give the words verbatim; or",
    ),
    (make.pledge(), {"versions": [version(reported="x")]}, "Version 1: Exact words", "One of the two."),
    (make.pledge(), {"versions": [version(speaker=None)]}, "Version 1: Who said it", "Enter who said it."),
    (make.pledge(), {"versions": [version(start=None)]}, "Version 1: Start date", "Give the first day"),
    (
        make.pledge(),
        {"versions": [version(start={"condition": "x"})]},
        "Version 1: Date announced",
        "It starts when something",
    ),
    (make.pledge(), {"versions": [version(deadline="2021")]}, "Type of pledge", "Version 1 has a day by which"),
    (
        make.pledge(),
        {"versions": [version(source="The Post")]},
        "Version 1: Source of the quote",
        "“The Post” is not an id",
    ),
    (
        make.pledge(),
        {"versions": [version(ends={})]},
        "Version 1: How it ends",
        "Fill in a length, a last day or an event",
    ),
    (
        make.pledge(),
        {"versions": [version(ends={"after": "long"})]},
        "Version 1: After a length of time",
        "is not a length",
    ),
    (make.evidence(), {"acts": []}, "Acts", "Conduct needs at least one act"),
    (make.evidence(), {"nature": "study"}, "Type of evidence", "Only conduct has acts"),
    (make.evidence(), {"also_about": ["bolt"]}, "Also about", "Conduct is about one company"),
    (make.evidence(), {"sources": []}, "Sources", "This field is required."),
    (make.evidence(), {"outcomes": [{"date": "2020", "outcome": "denied"}]}, "Outcome 1: Source", "Name the source"),
    (make.evidence(), {"period": None}, "When it happened", "This field is required."),
    (make.response(), {"answer": "full"}, "Full text of the answer", "Give the answer’s text"),
    (make.decision(), {"decision": "upgraded"}, "New finding", "Fill this in for an upgrade"),
    (make.decision(), {"decision": "upgraded", "to": "breach"}, "New finding", "You cannot set a finding to “breach”"),
    (make.decision(), {"act": "two"}, "Act number", "write a whole number from 1"),
    (make.source(), {"url": "thehill.com"}, "Web address", "is not a web address"),
    (make.source(), {"title": "x" * 301}, "Title", "This is longer than 300 characters."),
    (make.source(), {"type": None}, "Type of document", "This field is required."),
    (
        make.company(),
        {"products": [{"id": "eye", "name": "Eye"}]},
        "Product 1: Type of product",
        "This field is required.",
    ),
]


@pytest.mark.parametrize(("record", "change", "label", "message"), WRONG)
def test_what_is_wrong_is_told_beside_its_field_in_words_for_people(record, change, label, message):
    data = {name: value for name, value in (body(record) | change).items() if value not in (None, [])}
    if "versions" in change:
        data["versions"] = [{k: v for k, v in data["versions"][0].items() if v is not None}]
    with pytest.raises(ValidationError) as error:
        from_body(data)
    form = RecordForm(record.kind, data, NOTHING_KNOWN)
    shown = form.attach(explain(error.value, data))
    assert [(it.label, message in it.message) for it in shown] == [(label, True)]
    assert shown[0].place.startswith("f-")
    # No name of a field as files have it, no path.
    assert not re.search(r"\w_\w|\w\.\w+\.|›|\{|fulfils|quote\b|versions", shown[0].message.replace("thehill.com", ""))


def test_what_is_wrong_with_the_company_that_an_id_names_is_told_beside_the_company():
    assert field_message(("id",), "there is no company “bolt”; create it, or correct the ID") == (
        ("company",),
        "There is no company “bolt”; create it, or correct the ID.",
    )
