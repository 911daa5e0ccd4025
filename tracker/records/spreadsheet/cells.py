"""The cells of a spreadsheet as values of records. Nothing becomes more precise than it was written (IMPORT-3).

Errors are codes with what was found; ``tracker.records.spreadsheet.problems`` has the sentences.
"""

import gettext
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

import pycountry

from tracker.core.date_parser import parse_date_text, parse_deadline_text
from tracker.core.dates import DateError, Duration
from tracker.core.search.words import fold
from tracker.records.checking.web_addresses import whole_address
from tracker.records.spreadsheet.mapping import DateOrder
from tracker.records.types.parts.identifiers import COUNTRIES

__all__ = [
    "CellError",
    "clean_cell",
    "day_of",
    "day_orders",
    "is_blank",
    "is_footnote",
    "length_of",
    "number_of",
    "one_line",
    "read_addresses",
    "read_country",
    "split_cell",
    "without_footnote",
]

_BLANK = frozenset((
    "", "-", "–", "—", "?", "n/a", "na", "#n/a", "n.a.", "n/r", "nan", "null", "tbd", "tbc", "none given",
    "not available", "not applicable", "not reported",
    "k. a.", "k.a.", "keine angabe", "n.c.", "non communiqué", "s/d", "sin datos",
))  # fmt: skip
_SHEET_ERRORS = frozenset(("#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TRIPLE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T].*)?", re.ASCII)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?", re.ASCII)
_EPOCH = date(1899, 12, 30)
_WHOLE_YEAR = re.compile(r"(\d{4})\.0", re.ASCII)
_BUSINESS_YEAR = re.compile(r"(?:FY|fiscal(?: year)?|financial year)\s*['’]?(\d{4})", re.ASCII | re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[-+]?\d(?:[.,]\d+)?E[-+]?\d{1,2}", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"[-+−]?\d[\d.,'’\s]*", re.ASCII)
_WORD_AROUND = re.compile(
    r"^(?:about|approx\.?|approximately|circa|ca\.?|~|over|up to|at least|[A-Z]{2,3}|[€$£¥])\s*", re.I
)
_SIGNED_CURRENCY = re.compile(r"^([-−])\s*([€$£¥])")
_THOUSANDS = re.compile(
    r"(?<=\d)\s*(k|thousand|m|mn|mio|million|millions|bn|b|billion|billions|trillion)\b\.?", re.IGNORECASE
)
_TIMES = {"k": 3, "t": 3, "m": 6, "b": 9}
_FOOTNOTE = re.compile(r"(?<=\S)[\s]*[*†‡§¹²³]+$")
_NOTE = re.compile(r"[*†‡§¹²³]|(?:notes?|sources?|last updated|updated|disclaimer|copyright|©)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\(?(?:(?:grand |sub-?)?totals?|sum|average|mean|median|count)\b(?! \w*[a-z])[^a-z]*$", re.I)
_AMOUNT = re.compile(r"[-+\d.,\s%$€£]+")
_UNIT_AFTER = re.compile(r"\s*(?:%|percent|per cent|pct|[€$£¥]|[A-Za-z]{1,4}\d?e?)$", re.IGNORECASE)
_LENGTHS = {
    "daily": "1 day", "weekly": "1 week", "fortnightly": "2 weeks", "monthly": "1 month", "quarterly": "3 months",
    "half-yearly": "6 months", "biannually": "6 months", "twice a year": "6 months", "yearly": "1 year",
    "annual": "1 year", "annually": "1 year", "once a year": "1 year", "every two years": "2 years",
    "biennial": "2 years", "biennially": "2 years", "every three years": "3 years",
}  # fmt: skip
_MONTH_WORDS = {
    "January": "januar jänner janvier enero", "February": "februar février febrero", "March": "märz mars marzo",
    "April": "april avril abril", "May": "mai mayo", "June": "juni juin junio", "July": "juli juillet julio",
    "August": "august août agosto", "September": "september septembre septiembre", "October": "oktober octobre octubre",
    "November": "november novembre noviembre", "December": "dezember décembre diciembre",
}  # fmt: skip
_MONTHS = {fold(word): month for month, words in _MONTH_WORDS.items() for word in words.split()}
_LANGUAGES = ("de", "fr", "es")
_SHORT_COUNTRIES = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "u.s.": "US",
    "us": "US", "u.s.a.": "US", "america": "US", "russia": "RU", "south korea": "KR", "korea": "KR", "turkey": "TR",
    "czech republic": "CZ", "uae": "AE", "taiwan": "TW", "hong kong": "HK", "the netherlands": "NL", "holland": "NL",
    "ivory coast": "CI", "vietnam": "VN", "iran": "IR", "bolivia": "BO", "venezuela": "VE", "tanzania": "TZ",
}  # fmt: skip


class CellError(ValueError):
    """A cell that cannot be read: the code of the problem."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


def clean_cell(text: str) -> str:
    """A cell’s text without spaces around it, control characters and doubled blanks; its lines stay.

    The apostrophe goes that exports put before what a spreadsheet would calculate.
    """
    if text.isalnum():
        return text
    text = _CONTROL.sub("", text.replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, or one of the words for “not available”."""
    return not text or (len(text) < 20 and text.casefold() in _BLANK)


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def without_footnote(text: str) -> str:
    """A name or number without the signs of a footnote behind it."""
    return _FOOTNOTE.sub("", text)


def is_footnote(cells: Sequence[str]) -> bool:
    """Whether a row is a note below a table, one text alone that begins as notes do, or its total and some numbers."""
    used = [cell.strip() for cell in cells if not is_blank(cell.strip())]
    if not used:
        return False
    sums = bool(_TOTAL.match(used[0])) and all(_AMOUNT.fullmatch(cell) for cell in used[1:])
    return sums or (len(used) == 1 and bool(_NOTE.match(used[0])))


def split_cell(text: str, separator: str | None) -> list[str]:
    """The values in one cell: on lines of their own, or apart by the separator."""
    parts = text.split("\n") if separator is None else re.split(rf"\n|{re.escape(separator)}", text)
    return [part.strip() for part in parts if not is_blank(part.strip())]


def raise_for_formula(text: str) -> None:
    """Refuse what is a formula or the error of one: it was not calculated, and never will be here."""
    if text[:1] == "=" and len(text) > 1:
        raise CellError("formula")
    if text[:1] == "#" and text.casefold() in _SHEET_ERRORS:
        raise CellError("sheet-error")


def day_orders(text: str) -> set[DateOrder]:
    """The orders of day and month in which a date in digits can be read; empty for other texts."""
    match = _TRIPLE.fullmatch(text.strip())
    if not match:
        return set()
    first, second = int(match[1]), int(match[3])
    orders: set[DateOrder] = set()
    if 1 <= second <= 12 and first <= 31:
        orders.add("day first")
    if 1 <= first <= 12 and second <= 31:
        orders.add("month first")
    return orders


@lru_cache(maxsize=20_000)
def day_of(text: str, order: DateOrder | None, today: date, *, due: bool = False) -> str:
    """A date in the written form of records; raises CellError.

    ``order`` tells how 01/06/2017 is read; without one, such a date is refused where it can be read both ways.
    """
    text = one_line(text)
    if match := _TRIPLE.fullmatch(text):
        return _of_digits(int(match[1]), int(match[3]), match[4], order)
    if _SERIAL.fullmatch(text):
        return (_EPOCH + timedelta(days=int(text.partition(".")[0]))).isoformat()
    if year := _WHOLE_YEAR.fullmatch(text):
        text = year[1]
    if fiscal := _BUSINESS_YEAR.fullmatch(text):
        # Some begin in the year before, others end in the year after: by the end of the latest it is certainly over.
        return f"[{int(fiscal[1]) - 1}-07..{int(fiscal[1]) + 1}-06]"
    read = parse_deadline_text if due else parse_date_text
    try:
        return read(text, today)
    except DateError:
        english = _in_english(text)
    try:
        return read(english, today)
    except DateError:
        raise CellError("date") from None


def _in_english(text: str) -> str:
    """A date with the name of its month in English: “3. Mai 2019”, “3 de mayo de 2019”."""
    words = re.sub(r"(?<=\d)\.(?=\s)|\b(?:de|del|le|am|den|1er)\b", lambda it: "1" if it[0] == "1er" else "", text)
    return " ".join(_MONTHS.get(fold(word), word) for word in words.split())


def _of_digits(first: int, second: int, year: str, order: DateOrder | None) -> str:
    if len(year) == 2:
        raise CellError("date-short-year")
    if order is None and first != second and max(first, second) <= 12:
        raise CellError("date-ambiguous")
    day_first = order == "day first" or (order is None and first > 12)
    day, month = (first, second) if day_first else (second, first)
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        raise CellError("date") from None


@lru_cache(maxsize=20_000)
def number_of(text: str, decimal: str | None = None, *, fraction: bool = False) -> str:
    """An amount as records write it, without sign for thousands, unit and blanks; raises CellError.

    ``fraction``: 0.61 without a percent sign is 61 %. “1,234” is read as more than a thousand unless ``decimal`` says
    otherwise; the last of two kinds of sign is that of decimals.
    """
    bare = without_footnote(one_line(text))
    if _SCIENTIFIC.fullmatch(bare):
        return _written(Decimal(bare.replace(",", ".")))
    bare = _SIGNED_CURRENCY.sub(r"\2\1", bare)
    times = _THOUSANDS.search(bare)
    if times:
        # “5 m” may be metres: a capital letter, a whole word or a currency says that it is millions.
        if times[1] == "m" and not re.search(r"^[A-Z]{2,3}\b|[€$£¥]|\b[A-Z]{3}$", bare):
            raise CellError("number")
        bare = bare[: times.start()] + bare[times.end() :]
    percent = bare.endswith(("%", "percent", "per cent", "pct"))
    negative = bare.startswith("(") and bare.endswith(")")
    bare = _UNIT_AFTER.sub("", _WORD_AROUND.sub("", bare.strip("()")))
    if not _NUMBER.fullmatch(bare):
        raise CellError("number")
    plain = _plain_number(re.sub(r"[\s'’]", "", bare).replace("−", "-").lstrip("+"), decimal)
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise CellError("number") from None
    if fraction and not percent:
        value *= 100
    value = -value if negative else value
    if times:
        value *= 10 ** (12 if times[1].casefold() == "trillion" else _TIMES[times[1][0].casefold()])
    return _written(value)


def _plain_number(text: str, decimal: str | None) -> str:
    comma, point = text.rfind(","), text.rfind(".")
    if decimal is None:
        if comma >= 0 and point >= 0:
            decimal = "comma" if comma > point else "point"
        elif comma >= 0:
            thousands = re.fullmatch(r"-?\d{1,3}(?:,\d{3})+", text)
            decimal = "point" if thousands else "comma"
        else:
            decimal = "comma" if text.count(".") > 1 else "point"
    return text.replace(".", "").replace(",", ".") if decimal == "comma" else text.replace(",", "")


def _written(value: Decimal) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def read_addresses(text: str) -> list[str]:
    """The web addresses in a cell, each with its https://; raises CellError where there is other text only."""
    addresses = list(_addresses(text))
    if not addresses:
        raise CellError("address")
    return list(dict.fromkeys(addresses))


def _addresses(text: str) -> Iterator[str]:
    for word in re.split(r"[\s;]+|,(?=https?://)|[|](?=\s*http)", text):
        bare = word.strip("()<>[]\"'“”,")
        whole = whole_address(bare)
        if re.fullmatch(r"https?://[^\s<>\"'`{}|\\^]+\.[^\s<>\"'`{}|\\^]+", whole) and len(whole) <= 2000:
            yield whole


@lru_cache(maxsize=2000)
def read_country(text: str) -> str:
    """The code of a country, from its code or name; raises CellError."""
    bare = one_line(text)
    if bare.upper() in COUNTRIES and len(bare) == 2:
        return bare.upper()
    if short := _SHORT_COUNTRIES.get(bare.casefold()):
        return short
    folded = fold(bare.replace("’", "'"))
    for code, name in COUNTRIES.items():
        if fold(name.replace("’", "'")) == folded:
            return code
    if foreign := _foreign_countries().get(folded):
        return foreign
    try:
        return str(pycountry.countries.lookup(bare.replace("’", "'")).alpha_2)
    except LookupError:
        raise CellError("country") from None


@cache
def _foreign_countries() -> dict[str, str]:
    """The codes of countries by their names in other languages, which come with pycountry."""
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        words = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language])
        names |= {
            fold(words.gettext(name)): country.alpha_2
            for country in pycountry.countries
            for name in (country.name, getattr(country, "common_name", country.name))
        }
    return names


def length_of(text: str) -> str:
    """A length of time as records write it: “1 year”, “18 months”, “annually”; raises CellError."""
    bare = one_line(text).casefold()
    written = _LENGTHS.get(bare) or re.sub(r"^every\s+", "", bare)
    try:
        return str(Duration.parse(written if written[:1].isdecimal() else f"1 {written}"))
    except DateError:
        raise CellError("length") from None
