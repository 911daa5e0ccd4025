"""Uncertain dates and periods: a documented subset of EDTF (ISO 8601-2), worked out on bounds.

Written forms: ``2020-06-11``, ``2018-11``, ``2019``; each may end in ``~`` (approximate), ``?`` (uncertain) or
``%`` (both); ``[2020-06-08..2020-06-11]`` (one day among these), ``[..2020-06-11]`` (that day or earlier),
``[2020-06-11..]`` (that day or later); ``A/B`` (from A throughout to B), where A, B or both may be ``..`` (start not
known, still going on).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

__all__ = [
    "DateError",
    "DayBounds",
    "Duration",
    "Period",
    "Relation",
    "Timing",
    "UncertainDate",
    "add_months",
    "calendar_problem",
    "timing",
]

DATE_FORMS = "a year 2019, a month 2018-11 or a day 2020-06-11, with ~ (about) or ? (uncertain) after it where needed"
PERIOD_FORMS = (
    "a date (2020-06-11, 2018-11, 2019), one day among several [2020-06-08..2020-06-11], "
    "or a period 2017-09/2018-12, 2020-06-11/.. (ongoing), ../2019 (start not known) or ../.. (neither)"
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)", re.ASCII)
_SET = re.compile(r"\[([^\[\]]{0,20}?)\.\.([^\[\]]{0,20}?)\]([~?%]?)")
_DURATION = re.compile(r"(\d{1,4}) (day|week|month|year)s?", re.ASCII)
FIRST_DAY = date.min.toordinal()
LAST_DAY = date.max.toordinal()


class DateError(ValueError):
    """A text that is no date, period or duration; the message says what would be."""


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later; where that month is too short, the first day of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    if year < 1:
        return date.min
    if year > 9999:
        return date.max
    if day.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1]) + timedelta(days=1)
    return date(year, month, day.day)


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """One day, known to lie in [earliest, latest]; ``doubted`` where the source itself says about or perhaps.

    ``~`` and ``?`` widen the bounds by 7 days, 1 month or 1 year, by precision (DATE-2); what holds for every day
    within them is certain. An open side has the first or last day of the calendar as its bound (DATE-3).
    """

    text: str
    earliest: date
    latest: date
    doubted: bool = False

    @classmethod
    def parse(cls, text: str) -> "UncertainDate":
        """Read one date or ``[A..B]``; raise DateError with what would be right."""
        if (parts := _SET.fullmatch(text)) and (parts[1] or parts[2]):
            return cls._among(text, parts[1], parts[2], parts[3])
        written = _DATE.fullmatch(text)
        if not written:
            raise DateError(
                f"“{text}” is not a date; use {DATE_FORMS}, [2020-06-08..2020-06-11] for one of these days, "
                "[..2020-06-11] for that day or earlier, or [2020-06-11..] for that day or later"
            )
        earliest, latest = _calendar_bounds(text, written)
        if doubted := written[4] != "":
            earliest, latest = _widened(earliest, latest, written)
        return cls(text, earliest, latest, doubted)

    @classmethod
    def _among(cls, text: str, low: str, high: str, mark: str) -> "UncertainDate":
        """One day between two dates, either of which may be left open."""
        first = cls.parse(low + mark) if low else None
        last = cls.parse(high + mark) if high else None
        if first and last and (last.latest < first.earliest or last.earliest < first.earliest):
            raise DateError(f"“{text}” is the wrong way round: {low} is after {high}")
        doubted = any(side.doubted for side in (first, last) if side)
        return cls(text, first.earliest if first else date.min, last.latest if last else date.max, doubted)

    @classmethod
    def on(cls, day: date) -> "UncertainDate":
        """A day known for certain."""
        return cls(day.isoformat(), day, day)

    @property
    def exact(self) -> bool:
        """Whether the day is known for certain."""
        return self.earliest == self.latest

    @property
    def among(self) -> bool:
        """Whether it is written as one day among several."""
        return self.text.startswith("[")

    @property
    def open_start(self) -> bool:
        """Whether it says only “that day or earlier”."""
        return self.text.startswith("[..")

    @property
    def open_end(self) -> bool:
        """Whether it says only “that day or later”."""
        return "..]" in self.text

    def certainly_after(self, day: date) -> bool:
        """Whether no reading of this date is on or before ``day``."""
        return self.earliest > day

    def __str__(self) -> str:
        return self.text


def calendar_problem(year: int, month: int | None = None, day: int | None = None) -> str:
    """What is wrong with a day, a month or a year that is in no calendar; empty where there is such a one."""
    if year == 0:
        return "year 0000 does not exist; years go from 0001 to 9999"
    if month is None:
        return ""
    if not 1 <= month <= 12:
        return f"month {month:02} does not exist; months go from 01 to 12"
    days = monthrange(year, month)[1]
    if day == 0:
        return f"day 00 does not exist; days go from 01 to {days}"
    return f"that month has only {days} days" if day is not None and day > days else ""


def _calendar_bounds(text: str, match: re.Match[str]) -> tuple[date, date]:
    year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
    assert year is not None
    if problem := calendar_problem(year, month, day):
        raise DateError(f"“{text}”: {problem}")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    days = monthrange(year, month)[1]
    return date(year, month, day or 1), date(year, month, day or days)


def _widened(earliest: date, latest: date, match: re.Match[str]) -> tuple[date, date]:
    if match[3]:
        return _clamped(earliest.toordinal() - 7), _clamped(latest.toordinal() + 7)
    months = 1 if match[2] else 12
    first_after = _clamped(latest.toordinal() + 1)
    end = add_months(first_after, months)
    return add_months(earliest, -months), end if end == date.max else end - timedelta(days=1)


def _clamped(number: int) -> date:
    """The day of this number; the first or last of the calendar where it has none."""
    return date.fromordinal(max(FIRST_DAY, min(number, LAST_DAY)))


class DayBounds(NamedTuple):
    """Bounds of a period as proleptic day numbers: what the engine compares, millions of times.

    ``start`` lies in [start_earliest, start_latest], the last day in [end_earliest, end_latest].
    """

    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int


class Relation(StrEnum):
    """When conduct was, seen from the time a version was in force (TIME-1)."""

    BEFORE = "before"
    DURING = "during"
    POSSIBLE = "possible"  # during, by some readings of the bounds
    AFTER = "after"


class Timing(NamedTuple):
    """How a period of conduct lies to the time a version was in force (TIME-1, TIME-6, TIME-9)."""

    relation: Relation
    begun_before: str = "no"  # did it begin before the version's first day: "yes", "no" or "unclear"


BEFORE, AFTER = Timing(Relation.BEFORE, "yes"), Timing(Relation.AFTER)
DURING = {begun: Timing(Relation.DURING, begun) for begun in ("yes", "no", "unclear")}
POSSIBLE = {begun: Timing(Relation.POSSIBLE, begun) for begun in ("yes", "no", "unclear")}


def timing(act: DayBounds, force: DayBounds) -> Timing:
    """Compare conduct with the days on which a version was in force.

    Conduct that ended by the first day is before; an act on that very day is only possibly during (TIME-6).
    Certain overlap needs each reading of the bounds to overlap; before and after are said only where no reading
    touches the version (TIME-1).
    """
    begin_earliest, begin_latest, end_earliest, end_latest = act
    first, first_latest, last_earliest, last_latest = force
    if end_latest < first or (end_latest == first and begin_latest < first):
        return BEFORE
    if begin_earliest > last_latest:
        return AFTER
    begun = "no" if begin_earliest >= first_latest else "yes" if begin_latest < first else "unclear"
    overlaps = begin_latest <= last_earliest and end_earliest > first_latest and last_earliest > first_latest
    return DURING[begun] if overlaps else POSSIBLE[begun]


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` throughout to ``end``; None is an unknown start or an end that has not come (ongoing)."""

    text: str
    start: UncertainDate | None
    end: UncertainDate | None

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read a date or ``A/B``; raise DateError for what is neither, and for a reversed period."""
        if "/" not in text:
            day = UncertainDate.parse(text)
            return cls(text, day, day)
        left, _, right = text.partition("/")
        if "/" in right or not left or not right:
            raise DateError(f"“{text}” is not a period; use {PERIOD_FORMS}")
        start = None if left == ".." else UncertainDate.parse(left)
        end = None if right == ".." else UncertainDate.parse(right)
        if start and end and end.latest < start.earliest:
            raise DateError(f"“{text}” ends before it starts; put the earlier date first")
        return cls(text, start, end)

    @property
    def ongoing(self) -> bool:
        """Whether the record gives no last day."""
        return self.end is None

    def begins_after(self, day: date) -> bool:
        """Whether it begins certainly later than ``day``."""
        return self.start is not None and self.start.earliest > day

    def span(self, as_of: date, seen_until: UncertainDate | None = None, told_by: date | None = None) -> DayBounds:
        """Bounds, cut at ``as_of`` where it goes on over days (CLOCK-3); one uncertain day keeps its bounds.

        An ongoing period is vouched for up to ``seen_until``; without it nothing after its start is (decisions.md).
        A single date with a later ``seen_until`` ends on the day it was last seen. ``told_by`` is the latest reading of
        the first source: it had begun by then, and what lasted a day was over (TIME-10).
        """
        cut = as_of.toordinal()
        first = self.start.earliest.toordinal() if self.start else FIRST_DAY
        last_seen = seen_until if self.start is not None and self.start is self.end else None
        end = last_seen or self.end
        if end is not None:
            end_earliest, end_latest = end.earliest.toordinal(), end.latest.toordinal()
        else:
            end_earliest, end_latest = seen_until.earliest.toordinal() if seen_until else first, LAST_DAY
        if self.start:
            first_latest = min(self.start.latest.toordinal(), max(end_latest, first))
        else:  # it had begun by the day on which it was seen
            first_latest = min(seen_until.latest.toordinal() if seen_until else end_latest, end_latest, cut)
        if told_by is not None and first <= (limit := told_by.toordinal()) < first_latest:
            first_latest = limit
            if self.start is self.end and last_seen is None:
                end_latest = limit
        if self.start is None or self.start is not self.end or last_seen:
            end_earliest, end_latest = min(end_earliest, cut), max(min(end_latest, cut), first_latest)
        return DayBounds(first, first_latest, max(end_earliest, first), max(end_latest, first))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as pledges state it: so many days, weeks, months or years."""

    text: str
    months: int
    days: int

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read ``1 year``, ``18 months``, ``2 weeks``, ``90 days``."""
        match = _DURATION.fullmatch(text)
        if not match or int(match[1]) == 0:
            raise DateError(f"“{text}” is not a length of time; use for example 1 year, 18 months, 2 weeks or 90 days")
        number, unit = int(match[1]), match[2]
        months = number * {"year": 12, "month": 1}.get(unit, 0)
        return cls(text, months, number * {"week": 7, "day": 1}.get(unit, 0))

    def last_day(self, first: date) -> date:
        """The last day of this length from ``first``: one year from 2020-06-10 ends on 2021-06-09 (TIME-2)."""
        try:
            return add_months(first, self.months) + timedelta(days=self.days - 1)
        except OverflowError:
            return date.max

    def __str__(self) -> str:
        return self.text
