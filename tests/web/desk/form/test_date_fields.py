"""What people type becomes the written form of records, and ids are made of it."""

from datetime import date

import pytest
from hypothesis import given

from tests.strategies.records import date_text, period, strategy
from tracker.core.dates import DateError
from tracker.records.ids import made_id, with_product_ids
from tracker.web.desk.form.date_fields import date_meaning_of, date_problem, date_shown, parse_typed_date

TODAY = date(2026, 11, 22)


@given(strategy(date_text, 4))
def test_what_a_form_shows_of_a_date_reads_back_as_the_very_same(text):
    assert parse_typed_date("date", date_shown("date", text), TODAY) == text


@given(strategy(period, 10))
def test_what_a_form_shows_of_a_period_reads_back_as_the_very_same(fields):
    assert parse_typed_date("period", date_shown("period", fields["period"]), TODAY) == fields["period"]


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("1 year", "1 year"),
        ("one year", "1 year"),
        ("for a week", "1 week"),
        ("six months", "6 months"),
        ("90 days", "90 days"),
    ],
)
def test_lengths_are_read_as_people_write_them(typed, length):
    assert parse_typed_date("length", typed, TODAY) == length


def test_what_is_not_understood_says_what_would_be_right():
    with pytest.raises(DateError):
        parse_typed_date("length", "a while", TODAY)
    assert "for example," in date_problem("date", "some day", TODAY)
    assert (date_meaning_of("date", "some day"), date_meaning_of("date", "2018-11")) == (
        "",
        "some day in November 2018",
    )


@pytest.mark.parametrize(
    ("kind", "data", "id"),
    [
        ("company", {"name": "Acme Optics & Söhne"}, "acme-optics-sohne"),
        ("company", {"name": "字"}, "company"),
        ("source", {"title": "A report", "publisher": "The Hill", "date": "2020-06-17"}, "the-hill-2020-06-17"),
        ("source", {"title": "A report", "publisher": "The Hill", "date": "[2020-06..2020-08]"}, "the-hill-2020"),
        ("source", {"title": "A report on eyes", "publisher": "The Hill"}, "report-eyes"),
        ("source", {"publisher": "The Hill"}, ""),
        ("condition", {"name": "a national law is in place"}, "national-law-place"),
        ("pledge", {"company": "acme", "title": "No sales to the police"}, "acme/no-sales-police"),
        ("pledge", {"company": "acme", "versions": [{"quote": "We will not sell"}]}, "acme/we-will-not-sell"),
        ("pledge", {"company": "Acme Inc.", "title": "No sales"}, "acme-inc/no-sales"),
        ("pledge", {"title": "No sales"}, ""),
        ("evidence", {"id": "acme/old", "title": "Sold eyes"}, "acme/sold-eyes"),
        ("response", {"company": "acme", "question": "Would it sell?"}, "acme/would-sell"),
    ],
)
def test_ids_are_made_of_what_was_entered(kind, data, id):
    assert made_id(kind, data) == id


def test_products_get_ids_of_their_own():
    products = [{"name": "Eye"}, {"name": "Eye", "id": "eye"}, {"name": "EYE"}, {"subjects": ["x"]}, "odd"]
    with_ids = with_product_ids({"products": products})["products"]
    assert [product["id"] for product in with_ids[:3]] == ["eye-2", "eye", "eye-3"]
    assert with_ids[3:] == products[3:]
