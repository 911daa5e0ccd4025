"""Scales: a dimension of numbers in place of terms (SCOPE-8). Ranges are cut into bands that behave as terms do.

A scope names ranges (``>= 40``), an act a value or a range (``42``, ``> 20``), a row of a yardstick a range. ``cut``
makes a vocabulary of all that occur: ranges stand above the bands and ranges that lie within them, so membership is
decided by the same rules as for terms. Nobody types bands, and no page shows them.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from tracker.core.amounts import AmountError, amount_text, parse_amount
from tracker.core.vocabulary import Vocabulary

__all__ = ["RANGE_FORM", "Range", "RangeError", "Scale", "ScaleVocabulary", "cut", "range_in_words", "range_text"]

RANGE_FORM = "a value such as 42, or a range: >= 40, > 20, <= 15, < 15, 15..40, 15..<40"
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(
    rf"(?P<sign>>=|<=|>|<|≥|≤)?\s*(?P<first>{_NUMBER})(?:\s*(?P<after><)?\.\.(?P<before><)?\s*(?P<last>{_NUMBER}))?",
    re.ASCII,
)
_SIGNS = {"≥": ">=", "≤": "<="}
_ANY = "any"


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


def _parts(text: str) -> re.Match[str]:
    match = _RANGE.fullmatch(text.strip())
    if not match or (match["sign"] and match["last"]):
        raise RangeError(f"“{text[:40]}” is not a range; use {RANGE_FORM}")
    return match


def range_text(text: str) -> str:
    """A value or range in one spelling, whatever scale it is for (``≥40`` is ``>= 40``); raises RangeError."""
    match = _parts(text)
    if match["sign"]:
        return f"{_SIGNS.get(match['sign'], match['sign'])} {match['first']}"
    if not match["last"]:
        return match["first"]
    return f"{match['first']}{match['after'] or ''}..{match['before'] or ''}{match['last']}"


class Scale(NamedTuple):
    """Numbers of one unit between two ends, both of which belong to it; an end may be infinite."""

    unit: str = ""
    first: Decimal = Decimal("-Infinity")
    last: Decimal = Decimal("Infinity")

    def range(self, text: str) -> Range:
        """Read a value or a range and cut it to the scale; raises RangeError.

        Equal ranges come out with equal texts.
        """
        if text == _ANY:
            return self._between(text, _Bound(self.first, 0), _Bound(self.last, 1))
        match = _parts(text)
        first = self._value(match["first"])
        if not match["sign"]:
            last = self._value(match["last"]) if match["last"] else first
            if first > last:
                raise RangeError(f"“{text[:40]}” ends before it begins; put the smaller number first")
            return self._between(text, _Bound(first, bool(match["after"])), _Bound(last, 0 if match["before"] else 1))
        sign = _SIGNS.get(match["sign"], match["sign"])
        if sign in (">=", ">"):
            return self._between(text, _Bound(first, sign == ">"), _Bound(self.last, 1))
        return self._between(text, _Bound(self.first, 0), _Bound(first, sign == "<="))

    def accepts(self, text: str) -> bool:
        """Whether a text is a value or range of the scale."""
        try:
            self.range(text)
        except RangeError:
            return False
        return True

    def _value(self, text: str) -> Decimal:
        try:
            value = parse_amount(text)
        except AmountError:
            raise RangeError(f"“{text[:40]}” is not a number; use {RANGE_FORM}") from None
        if not self.first <= value <= self.last:
            raise RangeError(f"{text} is not on the scale, which runs {self._ends()}")
        return value

    def _ends(self) -> str:
        ends = (("from", self.first), ("to", self.last))
        return " ".join(f"{word} {_plain(end)}" for word, end in ends if end.is_finite())

    def _between(self, text: str, low: _Bound, high: _Bound) -> Range:
        if low >= high:
            raise RangeError(f"“{text[:40]}” contains no number of the scale")
        return self.between(low, high)

    def between(self, low: _Bound, high: _Bound) -> Range:
        """The range between two places of the scale, of which ``low`` is before ``high``."""
        return Range(low, high, self._canonical(low, high))

    def _canonical(self, low: _Bound, high: _Bound) -> str:
        first, last = _plain(low.value), _plain(high.value)
        if low.value == high.value:
            return first
        if high == (self.last, 1) and low.value.is_finite():
            return f"{'>' if low.side else '>='} {first}"
        if low == (self.first, 0):
            return f"{'<=' if high.side else '<'} {last}" if high.value.is_finite() else _ANY
        return f"{first}{'<' * low.side}..{'<' * (1 - high.side)}{last}"

    def shown(self, text: str) -> str:
        """A range for readers: ``30 % and more``, ``less than 15 %``, ``15 to 40 %``, ``42 %``."""
        numbers = self.range(text)
        low, high = numbers.low, numbers.high
        if low == (self.first, 0) and high == (self.last, 1) and low.value != high.value:
            return "any value"
        first, last = (amount_text(_plain(b.value), self.unit) if b.value.is_finite() else "" for b in (low, high))
        if low.value == high.value:
            return first
        if high == (self.last, 1):
            return f"more than {first}" if low.side else f"{first} and more"
        if low == (self.first, 0):
            return f"up to {last}" if high.side else f"less than {last}"
        begin = f"more than {amount_text(_plain(low.value))}" if low.side else amount_text(_plain(low.value))
        return f"{begin} to {'' if high.side else 'less than '}{last}"

    def threshold(self, text: str) -> tuple[str, str] | None:
        """Where a range begins or ends, as ``(from, 40 %)`` or ``(to, 15 %)``; None where it has two ends of its own.

        Only ranges that reach an end of the scale, and hold the number that they name, have a threshold.
        """
        numbers = self.range(text)
        low, high = numbers.low, numbers.high
        if (low == (self.first, 0)) == (high == (self.last, 1)):
            return None
        side, bound = ("from", low) if high == (self.last, 1) else ("to", high)
        return (side, _plain(bound.value)) if bound.side == (side == "to") else None


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def range_in_words(text: str, scale: Scale | None = None) -> str:
    """A range for readers (“40 and more”); any other text as it is. Without its scale, it has no unit and no ends."""
    try:
        if scale is None and range_text(text).lstrip("-").replace(".", "", 1).isdigit():
            return text  # a number by itself may be anything
        return (scale or Scale()).shown(text)
    except RangeError:
        return text


class ScaleVocabulary(Vocabulary):
    """A scale cut at the bounds of some ranges: its terms are these ranges and the bands between all their bounds.

    Each term is named by its canonical text (``scale.range(text).text``); other spellings of the ranges given lead to
    the same term. The scale as a whole is cut too, so a number that no range names has a band as well.
    """

    __slots__ = ("_bands", "scale")

    def __init__(self, scale: Scale, texts: Iterable[str]):
        spelt = {text: scale.range(text) for text in texts}
        ranges = {numbers.text: numbers for numbers in spelt.values()}
        ends = {_Bound(scale.first, 0), _Bound(scale.last, 1)}
        places = sorted(ends | {bound for numbers in ranges.values() for bound in numbers[:2]})
        bands = [scale.between(low, high) for low, high in pairwise(places)]
        ranges |= {band.text: band for band in bands}
        ranges = {numbers.text: numbers for numbers in sorted(ranges.values())}
        whole = {band.text for band in bands}
        super().__init__(
            {
                text: [other for other, broad in ranges.items() if other != text and numbers.within(broad)]
                for text, numbers in ranges.items()
            },
            divided=[text for text in ranges if text not in whole],
        )
        self.scale = scale
        self._bands = [(self.index[band.text], band) for band in bands]
        self.index |= {text: self.index[numbers.text] for text, numbers in spelt.items()}

    def accepts(self, term: str) -> bool:
        """Whether a text is a value or range of the scale, whether or not it was cut there."""
        return self.scale.accepts(term)

    def names(self, mask: int) -> list[str]:
        """The numbers of a set as few ranges, in their order: bands that touch are one."""
        return [numbers.text for numbers in self._joined(band for i, band in self._bands if mask >> i & 1)]

    def bands(self, mask: int) -> list[str]:
        """The bands of a set, in their order."""
        return [band.text for i, band in self._bands if mask >> i & 1]

    def _joined(self, ranges: Iterable[Range]) -> list[Range]:
        """Ranges in order, those that touch or overlap as one."""
        joined: list[Range] = []
        for one in ranges:
            if joined and joined[-1].high >= one.low:
                joined[-1] = self.scale.between(joined[-1].low, max(joined[-1].high, one.high))
            else:
                joined.append(one)
        return joined

    def together(self, terms: Iterable[str]) -> list[str]:
        """Ranges that may touch or overlap as few that do not."""
        return [numbers.text for numbers in self._joined(sorted(map(self.scale.range, terms)))]


@lru_cache(maxsize=500)
def _cut(scale: Scale, texts: frozenset[str]) -> ScaleVocabulary:
    return ScaleVocabulary(scale, texts)


def cut(scale: Scale, texts: Iterable[str]) -> ScaleVocabulary:
    """The vocabulary of these ranges and of the bands between all their bounds; raises RangeError.

    The same for the same texts, so that scopes of many dossiers are decided once.
    """
    return _cut(scale, frozenset(texts))
