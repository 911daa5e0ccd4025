"""The progress chart: reached amounts beside promised ones, drawn on the server for wide and narrow pages.

Reached amounts are a line of dots, each as wide as its date is uncertain. Promised amounts are rings, one line a
version; the dashed lines between them are ours, as a guide for the eye.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from tracker.core.amounts import amount_text

__all__ = ["Drawing", "Label", "Progress", "PromisedAmount", "PromisedPath", "ReachedAmount", "drawings"]

_TICKS = (1, 2, 5, 10, 20, 50)
_HIGH_LABEL = 13
_WIDE_SIGN = 7.2  # about the width of a character of 13 px, generously


@dataclass(frozen=True)
class ReachedAmount:
    """An amount that a source states, of a day between two; ``checked`` where others than the company counted it."""

    first: date
    last: date
    amount: Decimal
    checked: bool = False


@dataclass(frozen=True)
class PromisedAmount:
    """An amount that was to be reached by a day; ``text`` is its label."""

    by: date
    amount: Decimal
    text: str


@dataclass(frozen=True)
class PromisedPath:
    """What one version promised, in order of the days; ``start`` is the last amount known when it was made, if any."""

    promised: tuple[PromisedAmount, ...]
    start: ReachedAmount | None = None
    replaced: bool = False


@dataclass(frozen=True)
class Progress:
    """Everything that one picture shows. ``alt`` says all of it in words."""

    unit: str
    reached: tuple[ReachedAmount, ...]
    paths: tuple[PromisedPath, ...]
    as_of: date
    alt: str

    @property
    def drawable(self) -> bool:
        """Whether there is more than one point, so that a picture says more than a number."""
        return len(self.reached) + sum(len(path.promised) for path in self.paths) > 1


@dataclass(frozen=True)
class Label:
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
    dots: list[tuple[float, float, bool]] = field(default_factory=list)  # x, y, checked
    rings: list[tuple[float, float, str]] = field(default_factory=list)  # x, y, class
    labels: list[Label] = field(default_factory=list)
    today: float | None = None
    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0

    def place(self, label: Label) -> bool:
        """Put a label where no earlier one is and where it is whole.

        Leave it out otherwise: the table has every value.
        """
        first, last = label._span()
        free = first >= 0 and last <= self.width and not any(label.overlaps(other) for other in self.labels)
        if free:
            self.labels.append(label)
        return free


def drawings(progress: Progress) -> tuple[Drawing, Drawing]:
    """The picture for wide pages and for narrow ones."""
    return (
        _drawn(progress, Drawing("large", 1000, 380, left=64, right=900, top=28, bottom=332)),
        _drawn(progress, Drawing("small", 335, 330, left=52, right=283, top=36, bottom=284)),
    )


def _drawn(progress: Progress, drawing: Drawing) -> Drawing:
    axis = _Axes(progress, drawing)
    for value in axis.values:
        drawing.grid.append((axis.y(value), amount_text(f"{value:f}", progress.unit)))
    # In the middle of its year: a figure of the year's end stands between two of them.
    drawing.years = [(axis.x(date(year, 7, 1)), str(year)) for year in axis.years(4 if drawing.css == "small" else 9)]
    for path in progress.paths:
        _draw_path(drawing, axis, path)
    _draw_reached(drawing, axis, progress)
    if axis.first < progress.as_of < axis.last:
        drawing.today = axis.x(progress.as_of)
    return drawing


class _Axes:
    """Days to the right, amounts upwards; both ends of each are round."""

    def __init__(self, progress: Progress, drawing: Drawing):
        goals = [promised for path in progress.paths for promised in path.promised]
        days = [reached.first for reached in progress.reached] + [reached.last for reached in progress.reached]
        days += [goal.by for goal in goals]
        amounts = [reached.amount for reached in progress.reached] + [goal.amount for goal in goals]
        self.drawing = drawing
        self.first = date(min(days).year, 1, 1)
        self.last = date(min(max(days).year + 1, date.max.year), 1, 1)
        self.values = _round_values(min([Decimal(0), *amounts]), max([Decimal(0), *amounts]))
        self.low, self.high = self.values[0], self.values[-1]

    def x(self, day: date) -> float:
        """The place of a day."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(self.drawing.left + share * (self.drawing.right - self.drawing.left), 1)

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
    points += [(axis.x(promised.by), axis.y(promised.amount)) for promised in path.promised]
    if len(points) > 1:
        drawing.lines.append(("old" if path.replaced else "new", _line(points)))
    for promised in reversed(path.promised):
        x, y = axis.x(promised.by), axis.y(promised.amount)
        drawing.rings.append((x, y, css))
        text_css = "dim" if path.replaced else "today-text"
        for label in (
            Label(x, y - 12, promised.text, text_css, "middle"),
            Label(x - 10, y - 4, promised.text, text_css, "end"),
            Label(x, y + 24, promised.text, text_css, "middle"),
        ):
            if drawing.place(label):
                break


def _draw_reached(drawing: Drawing, axis: _Axes, progress: Progress) -> None:
    """Dots and the lines between them; a year without a figure breaks the line."""
    ordered = sorted(progress.reached, key=lambda one: (one.last, one.first))
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
        drawing.dots.append((x, y, reached.checked))
    _end_stretch(drawing, stretch)
    # The last figure is the one that people look for, then the first.
    for number, reached in enumerate([*ordered[-1:], *ordered[:-1]]):
        text = amount_text(f"{reached.amount:f}", progress.unit)
        if number == 0:
            text += f" in {reached.last.year}"
        x, y = axis.x(reached.last), axis.y(reached.amount)
        _ = drawing.place(Label(x, y + 22, text, "loud" if number == 0 else "")) or drawing.place(
            Label(x, y - 10, text, "loud" if number == 0 else "")
        )


def _end_stretch(drawing: Drawing, points: Sequence[tuple[float, float]]) -> None:
    if len(points) > 1:
        drawing.lines.append(("real", _line(points)))


def _line(points: Iterable[tuple[float, float]]) -> str:
    return "M" + " ".join(f"{x} {y}" for x, y in points)
