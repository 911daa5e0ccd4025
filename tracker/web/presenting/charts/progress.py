"""The progress picture: reached amounts beside promised ones, drawn on the server for wide and narrow pages.

Reached amounts are a line of dots, each as wide as its date is uncertain. Promised amounts are rings, one line a
version; the dashed lines between them are ours, as a guide for the eye.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from tracker.core.amounts import amount_text
from tracker.engine.progress import Progress, PromisedPath, ReachedAmount
from tracker.web.presenting.left_open import each_day

__all__ = ["Drawing", "Label", "Meter", "drawing_of", "drawings", "meter_of"]

_TICKS = (1, 2, 5, 10, 20, 50)
_HIGH_LABEL = 13
_WIDE_SIGN = 7.2  # about the width of a character of 13 px, generously


class Label(NamedTuple):
    """A text in the picture; ``anchor`` as in SVG."""

    x: float
    y: float
    text: str
    css: str = ""
    anchor: str = "middle"

    def overlaps(self, other: "Label") -> bool:
        """Whether two labels would touch, by generous boxes."""
        if abs(self.y - other.y) > _HIGH_LABEL:
            return False
        (first, last), (start, end) = self._span(), other._span()
        return first < end and start < last

    def touches(self, x: float, y: float) -> bool:
        """Whether it would lie on a dot or ring at a place."""
        first, last = self._span()
        return first - 5 < x < last + 5 and self.y - _HIGH_LABEL - 4 < y < self.y + 8

    def _span(self) -> tuple[float, float]:
        wide = len(self.text) * _WIDE_SIGN
        left = {"start": self.x, "middle": self.x - wide / 2, "end": self.x - wide}[self.anchor]
        return left, left + wide


@dataclass
class Drawing:
    """One drawing of a picture: its size and the shapes in it, as plain coordinates for a template."""

    css: str
    width: int
    height: int
    grid: list[tuple[float, str]] = field(default_factory=list)  # y, text
    years: list[tuple[float, str]] = field(default_factory=list)  # x, text
    lines: list[tuple[str, str]] = field(default_factory=list)  # class, path
    spans: list[tuple[float, float, float]] = field(default_factory=list)  # x1, x2, y
    dots: list[tuple[float, float, bool]] = field(default_factory=list)  # x, y, stated by others
    rings: list[tuple[float, float, str]] = field(default_factory=list)  # x, y, class
    labels: list[Label] = field(default_factory=list)
    today: Markup = field(default_factory=Markup)  # a path; empty where the day shown is not on the axis
    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0

    @cached_property
    def _of_axis(self) -> list[Label]:
        return [Label(self.left - 8, y + 4, text, anchor="end") for y, text in self.grid]

    def place(self, label: Label) -> bool:
        """Put a label where no earlier one is and where it is whole.

        Leave it out otherwise: the table has every value.
        """
        first, last = label._span()
        points = [(x, y) for x, y, _ in (*self.dots, *self.rings)]
        free = first >= 0 and last <= self.width and not any(map(label.overlaps, (*self.labels, *self._of_axis)))
        free = free and not any(label.touches(x, y) for x, y in points)
        if free:
            self.labels.append(label)
        return free


def drawings(progress: Progress) -> tuple[Drawing, Drawing]:
    """The picture for wide pages and for narrow ones."""
    return drawing_of(progress, "large", 1000, 380), drawing_of(progress, "small", 335, 330)


def drawing_of(progress: Progress, css: str, width: int, height: int) -> Drawing:
    """The picture in a size; every unit is a pixel where it is shown as wide as it is drawn."""
    values = _values(progress)
    # The signs of the axis have their own column, however long a figure with its unit is.
    texts = [amount_text(f"{value:f}", progress.unit) for value in values]
    left = round(min(max(map(len, texts)) * _WIDE_SIGN + 12, width / 3))
    drawing = Drawing(css, width, height, left=left, right=width - max(24, width // 10), top=36, bottom=height - 46)
    axis = _Axes(progress, drawing, values)
    drawing.grid = [(axis.y(value), text) for value, text in zip(values, texts, strict=True)]
    # In the middle of its year: a figure of the year's end stands between two of them.
    most = max(2, int(drawing.right - left) // 60)
    drawing.years = [(axis.x(date(year, 7, 1)), str(year)) for year in axis.years(min(most, 10))]
    for path in progress.paths:
        _draw_path(drawing, axis, path)
    _draw_reached(drawing, axis, progress)
    _write_labels(drawing, axis, progress)
    drawing.today = each_day(progress.as_of, axis.today)
    return drawing


def _values(progress: Progress) -> list[Decimal]:
    """The round values of the axis, from nothing or less to all that was reached or promised."""
    amounts = [reached.amount for reached in progress.reached]
    amounts += [goal.amount for path in progress.paths for goal in path.promised]
    return _round_values(min([Decimal(0), *amounts]), max([Decimal(0), *amounts]))


class _Axes:
    """Days to the right, amounts upwards; both ends of each are round."""

    def __init__(self, progress: Progress, drawing: Drawing, values: Sequence[Decimal]):
        days = [day for reached in progress.reached for day in (reached.first, reached.last)]
        days += [goal.by for path in progress.paths for goal in path.promised if goal.by]
        # A first day that nobody knows is no reason to draw two thousand years.
        days = [day for day in days if day != date.min] or [progress.as_of]
        self.drawing = drawing
        self.first = date(min(days).year, 1, 1)
        self.last = date(min(max(days).year + 1, date.max.year), 1, 1)
        self.low, self.high = values[0], values[-1]

    def x(self, day: date) -> float:
        """The place of a day."""
        share = max((day - self.first).days, 0) / max((self.last - self.first).days, 1)
        return round(self.drawing.left + share * (self.drawing.right - self.drawing.left), 1)

    def today(self, as_of: date) -> str:
        """The line of the day shown as SVG; empty where it is not between both ends."""
        on = self.first < as_of < self.last
        return f'<path class="today" d="M{self.x(as_of)} {self.drawing.top}V{self.drawing.bottom}"/>' if on else ""

    def y(self, amount: Decimal) -> float:
        """The place of an amount."""
        share = float((amount - self.low) / (self.high - self.low))
        return round(self.drawing.bottom - share * (self.drawing.bottom - self.drawing.top), 1)

    def years(self, most: int) -> list[int]:
        """The years to write, evenly apart, no more than ``most``."""
        span = self.last.year - self.first.year
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000, 10_000) if span // step < most)
        return list(range(self.first.year, self.last.year, step))


def _round_values(low: Decimal, high: Decimal) -> list[Decimal]:
    """Four to eight round values that hold both; exact, so that no tick reads 0.30000000000000004."""
    if low == high:
        high = low + 1
    power = Decimal(10) ** ((high - low).adjusted() - 1)
    step = next(power * tick for tick in _TICKS if (high - low) / (power * tick) <= 6)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * number for number in range(int(first), int(last) + 1)]


def _draw_path(drawing: Drawing, axis: _Axes, path: PromisedPath) -> None:
    css = "was" if path.replaced else "now"
    points = [(axis.x(path.start.last), axis.y(path.start.amount))] if path.start else []
    goals = [(goal, axis.x(goal.by), axis.y(goal.amount)) for goal in path.promised if goal.by]
    points += [(x, y) for _, x, y in goals]
    if len(points) > 1:
        drawing.lines.append(("old" if path.replaced else "new", _line(points)))
    drawing.rings += [(x, y, css) for _, x, y in reversed(goals)]


def _write_labels(drawing: Drawing, axis: _Axes, progress: Progress) -> None:
    """The last figure is the one that people look for, then the goal that stands, then what was promised before."""
    ordered = _in_order(progress)
    for figure in ordered[-1:]:
        words = f"{_figure_text(figure, progress)} in {figure.last.year}"
        _place_near(drawing, words, axis.x(figure.last), axis.y(figure.amount), "loud")
    for path in reversed(progress.paths):
        for goal in reversed(path.promised):
            if goal.by:
                css = "dim" if path.replaced else "today-text"
                _place_near(drawing, goal.text, axis.x(goal.by), axis.y(goal.amount), css)
    for figure in ordered[:-1]:
        x, y, text = axis.x(figure.last), axis.y(figure.amount), _figure_text(figure, progress)
        _ = drawing.place(Label(x, y + 22, text)) or drawing.place(Label(x, y - 10, text))


def _in_order(progress: Progress) -> list[ReachedAmount]:
    return sorted(progress.reached, key=lambda one: (one.last, one.first))


def _figure_text(figure: ReachedAmount, progress: Progress) -> str:
    return figure.text or amount_text(f"{figure.amount:f}", progress.unit)


def _place_near(drawing: Drawing, text: str, x: float, y: float, css: str) -> None:
    """A label at the first free place near a point: above, beside, below, else moved in from the edge."""
    half = len(text) * _WIDE_SIGN / 2
    inside = round(min(max(x, half + 1), drawing.width - half - 1), 1)
    for label in (
        Label(x, y - 12, text, css, "middle"),
        Label(x - 10, y - 4, text, css, "end"),
        Label(x, y + 24, text, css, "middle"),
        Label(inside, y - 12, text, css, "middle"),
        Label(inside, y + 24, text, css, "middle"),
    ):
        if drawing.place(label):
            break


def _draw_reached(drawing: Drawing, axis: _Axes, progress: Progress) -> None:
    """Dots and the lines between them; a year without a figure breaks the line."""
    ordered = _in_order(progress)
    stretch: list[tuple[float, float]] = []
    for before, reached in pairwise([None, *ordered]):
        assert reached
        if before and (reached.last.year - before.last.year) > 1:
            _end_stretch(drawing, stretch)
            stretch = []
        x, y = axis.x(reached.last), axis.y(reached.amount)
        stretch.append((x, y))
        if reached.first < reached.last:
            drawing.spans.append((axis.x(reached.first), x, y))
        drawing.dots.append((x, y, reached.by_others))
    _end_stretch(drawing, stretch)


def _end_stretch(drawing: Drawing, points: Sequence[tuple[float, float]]) -> None:
    if len(points) > 1:
        drawing.lines.append(("real", _line(points)))


def _line(points: Iterable[tuple[float, float]]) -> str:
    return "M" + " ".join(f"{x} {y}" for x, y in points)


@dataclass(frozen=True)
class Meter:
    """A bar for a line of text: how far the last figure reaches, the goal that stands, the one that was changed.

    All from 0 to 158. ``alt`` says it in words.
    """

    has: float
    goal: float | None
    was: float | None
    alt: str


_METER = 156


def meter_of(progress: Progress) -> Meter | None:
    """The bar of a picture; None where there is no figure, or one is below nothing."""
    now = [path.promised[-1].amount for path in progress.paths if not path.replaced]
    was = [path.promised[-1].amount for path in progress.paths if path.replaced]
    last = progress.last
    if last is None or min([last.amount, *now, *was]) < 0 or not (most := max([last.amount, *now, *was])):
        return None

    def place(amount: Decimal) -> float:
        return round(float(amount / most) * _METER + 1, 1)

    return Meter(
        has=round(place(last.amount) - 1, 1),
        goal=place(now[-1]) if now else None,
        was=place(was[-1]) if was else None,
        alt=progress.brief,
    )
