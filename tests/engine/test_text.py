"""How dates, lists and names read in a sentence, and how sentences are filled."""

from datetime import date

import pytest

from tracker.core.dates import Period, UncertainDate
from tracker.engine.text import (
    MessageCatalog,
    bounds,
    capital,
    days_between,
    isolated,
    joined,
    listing,
    period,
    records_read,
    relative_days,
    when,
)
from tracker.records.sentences import SENTENCES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-06-01", "1 June 2020"),
        ("2020-06-12", "12 June 2020"),
        ("2018-11", "November 2018"),
        ("2018-01", "January 2018"),
        ("2019", "2019"),
        ("2020-06-12~", "about 12 June 2020"),
        ("2018-11?", "November 2018 (uncertain)"),
        ("2019%", "about 2019 (uncertain)"),
        ("[2020-06-08..2020-06-11]", "between 8 June 2020 and 11 June 2020"),
        ("[2020-06-08..2020-06-11]~", "between about 8 June 2020 and about 11 June 2020"),
        ("[2019..2020-06]?", "between 2019 (uncertain) and June 2020 (uncertain)"),
        ("[..2020-06-11]", "11 June 2020 or earlier"),
        ("[2020-06-11..]", "11 June 2020 or later"),
        ("[2020-06..]%", "about June 2020 (uncertain) or later"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(text, words):
    assert when(UncertainDate.parse(text)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-06-11", "11 June 2020"),
        ("2017-09/2018-12", "September 2017 to December 2018"),
        ("2020-06-11/..", "since 11 June 2020"),
        ("../2019", "until 2019"),
        ("../..", "for a time not known"),
    ],
)
def test_a_period_is_told_by_the_sides_that_are_known(text, words):
    assert period(Period.parse(text)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2020, 6, 8), date(2020, 6, 8), "8 June 2020"),
        (date(2020, 6, 8), date(2020, 6, 11), "between 8 and 11 June 2020"),
        (date(2020, 5, 8), date(2020, 6, 11), "between 8 May and 11 June 2020"),
        (date(2020, 1, 31), date(2020, 12, 1), "between 31 January and 1 December 2020"),
        (date(2019, 6, 8), date(2020, 6, 11), "between 8 June 2019 and 11 June 2020"),
        (date.min, date(2020, 6, 11), "11 June 2020 or earlier"),
        (date(2020, 6, 8), date.max, "8 June 2020 or later"),
    ],
)
def test_bounds_of_a_day_never_show_an_open_side(first, last, words):
    assert bounds(first, last) == words


def test_days_are_counted_from_one_to_another():
    assert days_between(date(2020, 2, 28), date(2020, 3, 1)) == 2
    assert days_between(date(2020, 3, 1), date(2020, 2, 28)) == -2


def test_records_are_counted_in_words():
    assert [records_read(n) for n in (0, 1, 2, 12)] == ["no records", "1 record", "2 records", "12 records"]


def test_lists_keep_apart_what_has_commas_itself():
    assert (joined([]), joined(["a"]), joined(["a", "b"])) == ("", "a", "a, b")
    assert joined(["a, b", "c"]) == "a, b; c"
    assert joined(["a,b", "c"]) == "a,b, c"
    assert [listing("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listing("ab", "or") == "a or b"
    assert listing(["a, b", "c", "d"]) == "a, b; c; and d"
    assert listing(["a, b", "c"], "or") == "a, b; or c"


def test_a_sentence_begins_with_a_capital():
    assert (capital(""), capital("a b"), capital("éa")) == ("", "A b", "Éa")


def test_a_name_from_right_to_left_moves_no_word_beside_it():
    name = "شركة"
    assert isolated(name) == f"\u2068{name}\u2069"
    assert isolated(isolated(name)) == isolated(name)
    assert isolated("Acme") == "Acme"
    assert isolated("Café 東京") == "Café 東京"
    assert listing([name, "Acme"]) == f"\u2068{name}\u2069 and Acme"


def filled(text, **values):
    """A sentence of the catalogue, worded so, with its values."""
    return MessageCatalog({"headline.missed": text})("headline.missed", **values)


def test_values_are_filled_in_and_names_kept_in_place():
    assert filled("{pledge} was not kept.", pledge="It") == "It was not kept."
    assert filled("{pledge} was not kept.", pledge="شركة") == "\u2068شركة\u2069 was not kept."
    assert MessageCatalog().sentence("nothing.heading")[0].isupper()


def test_a_sentence_that_cannot_be_filled_is_not_used():
    catalog = MessageCatalog({"headline.missed": "{nobody} knows", "no.such.key": "A", "nothing.heading": "All quiet"})
    assert catalog.unusable.keys() == {"headline.missed"}
    assert catalog.sentences["headline.missed"] == SENTENCES["headline.missed"]
    assert catalog("nothing.heading") == "All quiet"
    assert "no.such.key" not in catalog.sentences


def test_one_and_many_are_told_apart():
    catalog = MessageCatalog()
    catalog.sentences = {
        "a.one": "{n} deal",
        "a.many": "{n} deals",
        "a.badge": "{n} badge",
        "a.badge-many": "{n} badges",
        "b.badge": "{n} b",
    }
    assert [catalog.counted("a", n) for n in (0, 1, 2, 1200)] == ["0 deals", "1 deal", "2 deals", "1,200 deals"]
    assert [catalog.badge("a", n) for n in (0, 1, 2, 1200)] == ["0 badges", "1 badge", "2 badges", "1,200 badges"]
    assert [catalog.badge("b", n) for n in (1, 2, 1200)] == ["1 b", "2 b", "1,200 b"]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2020-01-14", "passed"),
        ("2020-01-15", "on that day"),
        ("2020-01-16", "in 1 day"),
        ("2020-04-14", "in 90 days"),
        ("2020-04-15", "in 3 months"),
        ("2020-05-14", "in 3 months"),
        ("2020-05-15", "in 4 months"),
        ("2022-01-14", "in 23 months"),
        ("2022-01-15", "in 2 years"),
    ],
)
def test_how_far_off_a_day_is_counts_whole_days_months_and_years(last, expected):
    assert relative_days(date.fromisoformat(last), date(2020, 1, 15)) == expected
