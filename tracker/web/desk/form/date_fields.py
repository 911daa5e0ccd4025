"""Dates and lengths in forms: parses what people type and shows how it was understood."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Literal

from tracker.core.date_parser import parse_date_text, parse_deadline_text, parse_period_text
from tracker.core.date_text import date_meaning
from tracker.core.dates import DateError, Duration

__all__ = ["DateKind", "date_meaning_of", "date_problem", "date_shown", "parse_typed_date"]

DateKind = Literal["date", "deadline", "period", "length"]
"""The types of date: one day, as exactly as it is known; a day or period; a length of time."""
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"
)  # fmt: skip
_LENGTH = re.compile(rf"(?:for )?(an?|{'|'.join(_NUMBERS)}|\d{{1,4}})[ -]?(day|week|month|year)s?")


def parse_typed_date(kind: DateKind, text: str, today: date) -> str:
    """The stored form of the typed text; raises DateError, which says what would be right."""
    return _READ[kind](text, today)


def date_problem(kind: DateKind, text: str, today: date) -> str:
    """What is wrong with a text; empty where it is understood."""
    try:
        parse_typed_date(kind, text, today)
    except DateError as error:
        return str(error)
    return ""


def date_meaning_of(kind: DateKind, text: str) -> str:
    """What a written form was understood to mean; empty for anything else."""
    try:
        return date_meaning(text) if kind != "length" else str(Duration.parse(text))
    except DateError:
        return ""


@lru_cache(maxsize=2000)
def date_shown(kind: DateKind, text: str) -> str:
    """How a form shows a stored date: in words if these are parsed back to the same date, else unchanged."""
    words = date_meaning_of(kind, text)
    for said in (words.removeprefix("some day in "), words.removeprefix("from "), words):
        try:
            # Words that say a day are the same on any day; those that do not, such as “today”, are never said.
            if said and parse_typed_date(kind, said, date.min) == text:
                return said
        except DateError:
            continue
    return text


def _length(text: str, today: date) -> str:
    match = _LENGTH.fullmatch(" ".join(text.casefold().split()))
    if not match or text[0].isdecimal():
        return str(Duration.parse(text))
    number = "1" if match[1] in ("a", "an") else match[1]
    number = str(_NUMBERS.index(number) + 1) if number in _NUMBERS else number
    unit = match[2] if number == "1" else f"{match[2]}s"
    return str(Duration.parse(f"{number} {unit}"))


_READ: dict[str, Callable[[str, date], str]] = {
    "date": parse_date_text,
    "deadline": parse_deadline_text,
    "period": parse_period_text,
    "length": _length,
}
