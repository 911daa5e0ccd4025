"""The days of a timeline from left to right: where a day is, which years are written, and the line of the day shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.core.dates import FIRST_DAY, LAST_DAY
from tracker.engine.text import day

__all__ = ["Axis", "axis_of", "bar", "ticks", "today_line", "today_place"]

_STEPS = (1, 3, 12, 24, 60, 120, 240, 600, 1200)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Axis:
    """From the first day to the last, from one x to the other; ``last_dated``: the last day that is on record."""

    first: int
    last: int
    left: float
    right: float
    last_dated: int

    def x(self, ordinal: int) -> float:
        """The place of a day."""
        share = (min(max(ordinal, self.first), self.last) - self.first) / max(self.last - self.first, 1)
        return round(self.left + share * (self.right - self.left), 1)


def axis_of(bounds: Iterable[int], as_of: int, left: float, right: float) -> Axis:
    """From the first bound to the last; ``as_of`` is on it unless it lies far beyond all that is known."""
    dated = [bound for bound in bounds if FIRST_DAY < bound < LAST_DAY]
    first, last = min(dated, default=as_of), max(dated, default=as_of)
    pad = max((last - first) // 16, 20)
    end = as_of if last < as_of <= last + max((last - first) // 2, 120) else last
    return Axis(max(first - pad, FIRST_DAY), min(end + pad, LAST_DAY), left, right, last if dated else FIRST_DAY)


def ticks(axis: Axis, most: int) -> list[tuple[float, str]]:
    """First days of months or years, as many as there is room for."""
    begin, finish = date.fromordinal(axis.first), date.fromordinal(axis.last)
    months = (finish.year - begin.year) * 12 + finish.month - begin.month
    step = next((step for step in _STEPS if months / step <= most), _STEPS[-1])
    count = begin.year * 12 + begin.month - 1
    written = []
    for at in range(count - count % step, finish.year * 12 + finish.month, step):
        year, month = divmod(at, 12)
        if 1 <= year <= 9999 and axis.first <= date(year, month + 1, 1).toordinal() <= axis.last:
            text = str(year) if step >= 12 else f"{_MONTHS[month]} {year}"
            written.append((axis.x(date(year, month + 1, 1).toordinal()), text))
    return written


def today_place(as_of: date, axis: Axis) -> tuple[float, str, bool]:
    """The line of the day shown, its label (with an arrow if it is off the axis), and whether that is to its left."""
    text = f"as of {day(as_of)}"
    if as_of.toordinal() > axis.last:
        return axis.right, f"{text} ⟶", True
    x = axis.x(as_of.toordinal())
    return x, text, x > (axis.left + axis.right) / 2


def today_line(as_of: date, axis: Axis, height: int) -> str:
    """The same as SVG."""
    x, text, to_its_left = today_place(as_of, axis)
    css, at = (" end", x - 6) if to_its_left else ("", x + 6)
    line = f'<path class="today" d="M{x} 12v{height - 34}"/>'
    return f'{line}<text class="today-text{css}" x="{at}" y="11">{text}</text>'


def bar(y: int, a0: float, a: float, b: float, b0: float) -> str:
    """A stretch as SVG: solid from ``a`` to ``b``, pale from ``a0`` and to ``b0``."""
    stretches = (("pale", a0, a), ("solid", a, b), ("pale", b, b0))
    return "".join(
        f'<rect class="{css}" x="{first}" y="{y - 5}" width="{round(last - first, 1)}" height="10"/>'
        for css, first, last in stretches
        if last > first
    )
