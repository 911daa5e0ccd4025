"""Scales: a dimension of numbers in place of terms (SCOPE-8). Ranges are cut into bands that behave as terms do.

A scope names ranges (``>= 40``), an act a value or a range (``42``, ``> 20``), a row of a yardstick a range. ``cut``
makes a vocabulary of all that occur: ranges stand above the bands and ranges that lie within them, so membership is
decided by the same rules as for terms. Nobody types bands, and no page shows them.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from tracker.core.amounts import AmountError, amount_text, parse_amount
from tracker.core.vocabulary import Vocabulary

__all__ = ["RANGE_FORM", "Range", "RangeError", "Scale", "cut"]

RANGE_FORM = "a value such as 42, or a range: >= 40, > 20, <= 15, < 15, 15..40"
_RANGE = re.compile(
    r"(?P<sign>>=|<=|>|<|≥|≤)?\s*(?P<first>-?[0-9]+(?:\.[0-9]+)?)(?:\s*\.\.\s*(?P<last>-?[0-9]+(?:\.[0-9]+)?))?",
    re.ASCII,
)
_SIGNS = {"≥": ">=", "≤": "<="}


class RangeError(ValueError):
    """Text that is no range of a scale; the message says what would be."""


class _Bound(NamedTuple):
    """A place between numbers: just before a value (side 0) or just after it (side 1)."""

    value: Decimal
    side: int


class Range(NamedTuple):
    """The numbers from one place to another; ``low`` before ``high``. ``text`` is its canonical form."""

    low: _Bound
    high: _Bound
    text: str

    def within(self, other: "Range") -> bool:
        """Whether the other one holds all of it."""
        return other.low <= self.low and self.high <= other.high


class Scale(NamedTuple):
    """Numbers of one unit between two ends, both of which belong to it."""

    unit: str
    first: Decimal
    last: Decimal

    def range(self, text: str) -> Range:
        """Read a value or a range and cut it to the scale; raises RangeError.

        Equal ranges come out with equal texts.
        """
        match = _RANGE.fullmatch(text.strip()[:80])
        if not match or (match["sign"] and match["last"]):
            raise RangeError(f"“{text[:40]}” is not a range; use {RANGE_FORM}")
        first = self._value(match["first"])
        if not match["sign"]:
            return self._between(text, first, self._value(match["last"]) if match["last"] else first)
        sign = _SIGNS.get(match["sign"], match["sign"])
        whole_low, whole_high = _Bound(self.first, 0), _Bound(self.last, 1)
        if sign in (">=", ">"):
            return self._made(text, _Bound(first, sign == ">"), whole_high)
        return self._made(text, whole_low, _Bound(first, sign == "<="))

    def _between(self, text: str, first: Decimal, last: Decimal) -> Range:
        if first > last:
            raise RangeError(f"“{text[:40]}” ends before it begins; put the smaller number first")
        return self._made(text, _Bound(first, 0), _Bound(last, 1))

    def _value(self, text: str) -> Decimal:
        try:
            value = parse_amount(text)
        except AmountError:
            raise RangeError(f"“{text[:40]}” is not a number; use {RANGE_FORM}") from None
        if not self.first <= value <= self.last:
            raise RangeError(f"{text} is not on the scale, which runs from {self.first:f} to {self.last:f}")
        return value

    def _made(self, text: str, low: _Bound, high: _Bound) -> Range:
        if low >= high:
            raise RangeError(f"“{text[:40]}” contains no number of the scale")
        return Range(low, high, self._canonical(low, high))

    def _canonical(self, low: _Bound, high: _Bound) -> str:
        first, last = _plain(low.value), _plain(high.value)
        if (low.value, high.side) == (high.value, 1) and low.side == 0:
            return first
        if high == (self.last, 1):
            return f"{'>' if low.side else '>='} {first}"
        if low == (self.first, 0):
            return f"{'<=' if high.side else '<'} {last}"
        return f"{first}..{last}"

    def shown(self, text: str) -> str:
        """A range for readers: ``30 % and more``, ``less than 15 %``, ``15 to 40 %``, ``42 %``."""
        numbers = self.range(text)
        first, last = (amount_text(_plain(bound.value), self.unit) for bound in (numbers.low, numbers.high))
        if numbers.low.value == numbers.high.value:
            return first
        if numbers.high == (self.last, 1):
            return f"more than {first}" if numbers.low.side else f"{first} and more"
        if numbers.low == (self.first, 0):
            return f"up to {last}" if numbers.high.side else f"less than {last}"
        return f"{amount_text(_plain(numbers.low.value))} to {last}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cut(scale: Scale, texts: Iterable[str]) -> Vocabulary:
    """The vocabulary of these ranges and of the bands between all their bounds; raises RangeError.

    Each term is named by its canonical text (``scale.range(text).text``). Bands that are no range of their own have
    names in brackets. The scale as a whole is cut too, so a number that no range names has a band as well.
    """
    ranges = {numbers.text: numbers for numbers in map(scale.range, texts)}
    places = sorted({_Bound(scale.first, 0), _Bound(scale.last, 1)} | {b for r in ranges.values() for b in r[:2]})
    named = {r[:2] for r in ranges.values()}
    for low, high in pairwise(places):
        if (low, high) not in named:
            band = Range(
                low, high, f"[{_plain(low.value)}{'+' * low.side},{_plain(high.value)}{'-' * (1 - high.side)}]"
            )
            ranges[band.text] = band
    bands = set(pairwise(places))
    return Vocabulary(
        {
            text: [other for other, broad in ranges.items() if other != text and numbers.within(broad)]
            for text, numbers in ranges.items()
        },
        divided=[text for text, numbers in ranges.items() if numbers[:2] not in bands],
    )
