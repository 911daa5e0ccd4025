"""Identifiers: refused where a check digit does not fit, compared without spaces and case, of one company only."""

import pytest
from pydantic import ValidationError

from tests.factories import company
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import check
from tracker.records.checking.duplicates import similarity
from tracker.records.identifiers import identifiers_of
from tracker.records.kinds import body, from_body
from tracker.records.types.parts.identifiers import COUNTRIES

LEI = "529900SAMPLEPRINT089"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lei", LEI),
        ("lei", LEI.lower()),
        ("isin", ["XS0000SAMPL9"]),
        ("wikidata", "Q95"),
        ("register", "FR 552 100 554"),
        ("register", "DE HRB 12345"),
    ],
)
def test_what_is_right_is_taken(name, text):
    taken = body(company(identifiers={name: text}))["identifiers"][name]
    assert taken == (text.upper() if name == "lei" else text)


REGISTERED = (
    "AU 004 085 616", "BE 428759497", "BR 16.727.230/0001-97", "CH CHE100155212", "CZ 25123891", "DK 13585628",
    "EE 12345678", "FI 2077474-0", "FR 552 008 443", "IL 516179157", "NO 988 077 917", "PT 501 964 843",
    "SE 123456-7897",
)  # fmt: skip


@pytest.mark.parametrize("text", REGISTERED)
def test_the_check_digit_of_a_register_has_to_fit(text):
    assert body(company(identifiers={"register": text}))["identifiers"]["register"] == text
    slip = text[:-1] + str((int(text[-1]) + 1) % 10)
    with pytest.raises(ValidationError):
        company(identifiers={"register": slip})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lei", LEI[:-1] + "8"),
        ("isin", ["XS0000SAMPL8"]),
        ("isin", ["XS0000SAMPL9", "short"]),
        ("wikidata", "95"),
        ("wikidata", "Q0"),
        ("register", "FR 552 100 555"),
        ("register", "HRB 12345"),
        ("register", "DE"),
    ],
)
def test_a_mistyped_identifier_is_refused(name, text):
    with pytest.raises(ValidationError) as refused:
        company(identifiers={name: text})
    (error,) = refused.value.errors()
    assert error["type"] == "not-identifier"
    assert error["loc"][1:3] == ("identifiers", name) or error["loc"][:2] == ("identifiers", name)


def test_countries_are_those_of_iso_3166():
    assert body(company(country="NO"))["country"] == "NO"
    assert COUNTRIES["NO"] == "Norway"
    for wrong in ("no", "XX", "Norway"):
        with pytest.raises(ValidationError):
            company(country=wrong)


def test_two_companies_have_no_identifier_in_common_unless_one_is_taken_down():
    one = company("acme", identifiers={"register": "DE HRB 12345"})
    other = company("beta", identifiers={"register": "DE hrb12345"})
    faults = check(Bundle([one, other]))
    assert {(fault.key[1], fault.path, fault.message.code) for fault in faults} == {
        ("acme", ("identifiers", "register"), "identifier-of-another"),
        ("beta", ("identifiers", "register"), "identifier-of-another"),
    }
    gone = from_body(body(other) | {"taken_down": {"date": "2026-01-01", "reason": "Entered twice."}})
    assert not check(Bundle([one, gone]))


def test_an_identifier_in_common_is_the_first_reason_for_a_duplicate_whatever_the_names():
    one, other = {"kind": "company", "name": "Alpha", "identifiers": {"lei": LEI}}, company(identifiers={"lei": LEI})
    likeness = similarity(one, body(other))
    assert likeness
    assert likeness.weight == 100
    assert LEI in likeness.reasons[0]


def test_what_a_draft_has_in_place_of_identifiers_is_passed_over():
    assert identifiers_of({"identifiers": "x"}) == []
    assert (
        identifiers_of({"identifiers": {"lei": 3, "isin": [None, "  "], "wikidata": ["Q95"]}})[0].key == "wikidata:q95"
    )
