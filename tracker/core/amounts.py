"""Amounts: exact decimal numbers with a unit, what a goal asks for, and how far an amount goes towards it.

An amount is text from end to end: it is never a binary fraction, and never more precise than its source.
"""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

__all__ = [
    "AMOUNT_FORM",
    "CURRENCIES",
    "AmountError",
    "Extent",
    "Goal",
    "amount_text",
    "canonical_amount",
    "parse_amount",
]

AMOUNT_FORM = "a number such as 49, 1200.5 or -3, without thousands separators"
_AMOUNT = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(?:\.[0-9]{1,20})?", re.ASCII)
_THIN_SPACE = "\u202f"  # does not break a line

_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
    UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
"""The currencies of ISO 4217 that are in use: as a unit, one stands before its number."""

Extent = Literal["full", "part-only", "none"]


class AmountError(ValueError):
    """Text that is not an amount; the message says what would be."""


def parse_amount(text: str) -> Decimal:
    """The number that a text states; raises AmountError."""
    if not _AMOUNT.fullmatch(text):
        raise AmountError(f"“{text[:40]}” is not an amount; use {AMOUNT_FORM}")
    return Decimal(text)


def canonical_amount(text: str) -> str:
    """The same amount without a sign on zero and without surrounding spaces; its precision stays.

    Raises AmountError.
    """
    text = text.strip()
    return text.removeprefix("-") if parse_amount(text) == 0 else text


def amount_text(text: str, unit: str = "") -> str:
    """An amount for readers: thousands set apart by thin spaces, with its unit.

    ``1 200 t``, ``49 %``, ``EUR 1 200``.
    """
    sign, number = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, point, fraction = number.partition(".")
    if len(whole) > 4:
        whole = _THIN_SPACE.join(re.findall(r"\d{1,3}(?=(?:\d{3})*$)", whole))
    shown = f"{sign}{whole}{point}{fraction}"
    if not unit:
        return shown
    return f"{unit}{_THIN_SPACE}{shown}" if unit in CURRENCIES else f"{shown}{_THIN_SPACE}{unit}"


class Goal(NamedTuple):
    """What is to be reached: at least a bound where it ``rises``, at most where not.

    ``baseline`` is where it started.
    """

    bound: Decimal
    rises: bool
    baseline: Decimal | None = None

    def extent(self, amount: Decimal) -> Extent:
        """How far an amount goes (STATEMENT-4): the goal reached is full, short of it is part only.

        One that is no better than the baseline is none; so is, without a baseline, nothing at all where it should rise.
        """
        if self.reached(amount):
            return "full"
        start = self.baseline if self.baseline is not None else Decimal(0) if self.rises else None
        if start is not None and not self._better(amount, start):
            return "none"
        return "part-only"

    def reached(self, amount: Decimal) -> bool:
        """Whether an amount is the goal, or beyond it."""
        return amount >= self.bound if self.rises else amount <= self.bound

    def asks_less_than(self, other: "Goal") -> bool:
        """Whether it is easier to reach; goals in opposite directions are not compared, and never less."""
        return self.rises == other.rises and self._better(other.bound, self.bound)

    def _better(self, one: Decimal, other: Decimal) -> bool:
        return one > other if self.rises else one < other
