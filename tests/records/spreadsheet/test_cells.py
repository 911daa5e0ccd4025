"""Cells as people fill them in: days, numbers, addresses, countries."""

from datetime import date

import pytest

from tracker.records.spreadsheet.cells import (
    CellError,
    clean_cell,
    day_of,
    is_blank,
    is_footnote,
    number_of,
    raise_for_formula,
    read_addresses,
    read_country,
    split_cell,
)

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "order", "read"),
    [
        ("2022-09-28 09:57:54", None, "2022-09-28"),
        ("13/06/2017", None, "2017-06-13"),
        ("06/13/2017", None, "2017-06-13"),
        ("01/06/2017", "day first", "2017-06-01"),
        ("01/06/2017", "month first", "2017-01-06"),
        ("01/06/2017 00:00", "day first", "2017-06-01"),
        ("3.3.2016", None, "2016-03-03"),
        ("2021", None, "2021"),
        ("2021.0", None, "2021"),
        ("44832", None, "2022-09-28"),
        ("Sept. 2021", None, "2021-09"),
        ("9 October 2024", None, "2024-10-09"),
        ("end of 2030", None, "[2030-07..2030-12]"),
        ("FY2020", None, "[2019-07..2021-06]"),
    ],
)
def test_days_are_read_as_written_and_never_more_exact(text, order, read):
    assert day_of(text, order, TODAY) == read


MONTHS = (
    "januar jänner janvier enero", "februar février febrero", "märz mars marzo", "april avril abril", "mai mayo",
    "juni juin junio", "juli juillet julio", "august août agosto", "september septembre septiembre",
    "oktober octobre octubre", "november novembre noviembre", "dezember décembre diciembre",
)  # fmt: skip


def test_months_are_read_in_german_french_and_spanish():
    for number, names in enumerate(MONTHS, 1):
        assert {day_of(f"3 {name} 2019", None, TODAY) for name in names.split()} == {f"2019-{number:02}-03"}


def test_a_business_year_is_read_however_it_is_written():
    written = ("FY2020", "fy 2020", "FY’2020", "Fiscal 2020", "fiscal year 2020", "Financial Year 2020")
    assert {day_of(text, None, TODAY) for text in written} == {"[2019-07..2021-06]"}


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("01/06/2017", None, "date-ambiguous"),
        ("01/06/17", "day first", "date-short-year"),
        ("31.2.2021", None, "date"),
        ("13/31/2021", None, "date"),
        ("06/13/2017", "day first", "date"),
        ("spring-ish", None, "date"),
        ("Q4 2024", None, "date"),
    ],
)
def test_what_is_no_day_or_two_is_refused(text, order, code):
    with pytest.raises(CellError) as caught:
        day_of(text, order, TODAY)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "options", "read"),
    [
        ("1,234.5", {}, "1234.5"),
        ("1.234,5", {}, "1234.5"),
        ("1 234", {}, "1234"),
        ("1'234'567", {}, "1234567"),
        ("1,234", {}, "1234"),
        ("1,234", {"decimal": "comma"}, "1.234"),
        ("1.234.567", {}, "1234567"),
        ("$2 trillion", {}, "2000000000000"),
        ("12,5", {}, "12.5"),
        ("61 %", {}, "61"),
        ("61%", {"fraction": True}, "61"),
        ("0.61", {"fraction": True}, "61"),
        ("0.61", {}, "0.61"),
        ("$5,000.00", {}, "5000"),
        ("EUR 1.250,50", {}, "1250.5"),
        ("($200.00)", {}, "-200"),
        ("2030.0", {}, "2030"),
        ("-0", {}, "0"),
    ],
)
def test_numbers_lose_their_signs_and_keep_their_value(text, options, read):
    assert number_of(text, **options) == read


@pytest.mark.parametrize("text", ["half", "50-60", "", "1.2.3,4,5", "NaN", "٤٢"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(CellError):
        number_of(text)


def test_thousands_and_millions_are_counted():
    said = {"$100M": "100000000", "€ 2.5 bn": "2500000000", "5 m EUR": "5000000", "40k": "40000", "1E+05": "100000"}
    assert {text: number_of(text) for text in said} == said


def test_addresses_are_found_in_what_surrounds_them():
    cell = "See (https://a.example/x), www.b.example/y; c.example https://a.example/x"
    assert read_addresses(cell) == ["https://a.example/x", "https://www.b.example/y", "https://c.example"]
    with pytest.raises(CellError):
        read_addresses("annual report, page 5")


COMMON_NAMES = {
    "GB": "UK, Great Britain, England, Scotland, Wales", "US": "USA, U.S., US, U.S.A., America", "RU": "Russia",
    "KR": "South Korea, Korea", "TR": "Turkey", "CZ": "Czech Republic", "AE": "UAE", "TW": "Taiwan", "HK": "Hong Kong",
    "NL": "the Netherlands, Holland", "CI": "Ivory Coast", "VN": "Vietnam", "IR": "Iran", "BO": "Bolivia",
    "VE": "Venezuela", "TZ": "Tanzania",
}  # fmt: skip


def test_countries_are_known_by_their_common_names():
    read = {code: {read_country(name) for name in names.split(", ")} for code, names in COMMON_NAMES.items()}
    assert read == {code: {code} for code in COMMON_NAMES}


@pytest.mark.parametrize(
    ("text", "code"),
    [("DE", "DE"), ("Germany", "DE"), ("USA", "US"), ("united kingdom", "GB"), ("DEU", "DE"), ("South Korea", "KR")],
)
def test_countries_are_known_by_code_and_name(text, code):
    assert read_country(text) == code


def test_a_letter_that_becomes_two_capitals_is_no_code_of_a_country():
    with pytest.raises(CellError):
        read_country("ß")


@pytest.mark.parametrize(
    ("cells", "noted"),
    [
        (["Source: own figures", "", "-"], True),
        (["Source: own figures", "2020"], False),
        (["Total", "12", "3.5 %"], True),
        (["Total", "Pledge to report"], False),
        (["", "n/a"], False),
    ],
)
def test_a_note_below_a_table_stands_alone_and_a_total_beside_numbers(cells, noted):
    assert is_footnote(cells) is noted


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "#REF!", "#N/A?"])
def test_formulas_and_their_errors_are_no_values(text):
    if text == "#N/A?":
        raise_for_formula(text)
        return
    with pytest.raises(CellError):
        raise_for_formula(text)


def test_blanks_and_signs_that_no_page_may_hold_are_taken_out():
    assert clean_cell(" a\u00a0 b\x07 \r\n c ") == "a b\nc"
    assert clean_cell("'-5 apples") == "-5 apples"
    assert is_blank("N/A")
    assert not is_blank("none")
    assert split_cell("a; b\nc;;", ";") == ["a", "b", "c"]
