"""Days that come again: a first day, a length of time, and perhaps a last day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.core.dates import Duration, UncertainDate

__all__ = ["MOST_TURNS", "Recurrence"]

MOST_TURNS = 600
"""So many turns are worked out of one duty at most, the latest ones: fifty years of a monthly one."""
_BY_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The turns of a recurring duty: ``first``, then each ``every`` later, none after ``last``.

    A turn counts at its latest reading (TIME-7). One that is given by month or year recurs by month or year; of any
    other first day, the same day of the month, or the month's last where it is shorter.
    """

    first: UncertainDate
    every: Duration
    last: UncertainDate | None = None

    def turn(self, number: int) -> UncertainDate:
        """The turn of a number, counted from 0, which must not lie beyond the calendar."""
        if number == 0:
            return self.first
        months = number * self.every.months
        parts = None if self.every.days else _BY_MONTH.fullmatch(self.first.text)
        if parts and (parts[2] or months % 12 == 0):
            year, month = _later(int(parts[1]), int(parts[2] or 1), months)
            return UncertainDate.parse(f"{year:04}-{month:02}" if parts[2] else f"{year:04}")
        return UncertainDate.on(self._latest(number))

    def _latest(self, number: int) -> date:
        """The day on which the turn of a number is due, its latest reading."""
        day = self.first.latest
        if self.every.days:
            return day + timedelta(days=number * self.every.days)
        year, month = _later(day.year, day.month, number * self.every.months)
        last = monthrange(year, month)[1]
        return date(year, month, last if _BY_MONTH.fullmatch(self.first.text) else min(day.day, last))

    def on(self, day: date) -> UncertainDate | None:
        """The turn that is due on a day; None where none is."""
        number = self._after(day)
        turn = self.turn(number - 1) if number else None
        return turn if turn and turn.latest == day else None

    def following(self, day: date) -> UncertainDate | None:
        """The first turn that is due after a day; None where the last one was before."""
        number = self._after(day)
        return self.turn(number) if number < self._count() else None

    def between(self, after: date, until: date) -> list[UncertainDate]:
        """The turns that are due after one day and by another, in order; of very many the latest."""
        end = self._after(until)
        start = max(self._after(after), end - MOST_TURNS)
        return [self.turn(number) for number in range(start, end)]

    def ended(self, day: date) -> bool:
        """Whether the last turn was due before a day."""
        return self.last is not None and self.last.latest < day

    def _after(self, day: date) -> int:
        """The number of the first turn that is due after a day, or how many there are."""
        return self._number(day, self._count())

    def _number(self, day: date, among: int) -> int:
        first = self.first.latest
        if day < first:
            return 0
        if self.every.days:
            begun = (day - first).days // self.every.days
        else:
            begun = ((day.year - first.year) * 12 + day.month - first.month) // self.every.months
        return min(begun + (self._latest(begun) <= day), among)

    def _count(self) -> int:
        """How many turns there are up to the last one, or to the end of the calendar."""
        day = self.first.latest
        if self.every.days:
            count = (date.max - day).days // self.every.days + 1
        else:
            count = ((date.max.year - day.year) * 12 + 12 - day.month) // self.every.months + 1
        return self._number(self.last.latest, count) if self.last else count


def _later(year: int, month: int, months: int) -> tuple[int, int]:
    years, months = divmod(month - 1 + months, 12)
    return year + years, months + 1
