"""How high the parts of a widget in a small frame are, in the lists of ``fits``."""

from collections.abc import Iterator, Sequence
from itertools import islice
from math import ceil

from tracker.web.embed.font_metrics import line_count
from tracker.web.embed.sizes import FEW_FROM, bold_first, row_in_short
from tracker.web.embed.summary import EmbedSummary

__all__ = [
    "LEADING",
    "NORMAL",
    "SIDES",
    "all_gaps",
    "foot_in_small",
    "last_parts",
    "least_parts",
    "little_parts",
    "parts_in_words",
    "reasons_of_gaps",
    "run_in",
    "small_text",
    "to_promise",
    "told_beside",
]

_BOLD = 1.1
SIDES = 26
"""What a frame has beside its text, both sides together."""
_SMALL, NORMAL = 14, 15
LEADING = 1.2
"""Lines stand as close as this where nothing is left."""


def little_parts(summary: EmbedSummary, inner: float) -> Iterator[float]:
    """Name, main gap, topic and rows, then what is on record, in small letters; without the promise."""
    yield from _first(summary, inner, _SMALL)
    yield from _middle(summary, inner, _SMALL)
    yield from last_parts(summary, inner)


def parts_in_words(summary: EmbedSummary, inner: float) -> Iterator[float]:
    """The same with the promise before the topic, without the end."""
    yield from to_promise(summary, inner)
    yield from _middle(summary, inner, NORMAL)


def to_promise(summary: EmbedSummary, inner: float) -> Iterator[float]:
    yield from _first(summary, inner, NORMAL)
    if summary.promise:
        yield LEADING * 15 * line_count(summary.promise, 15, inner)


def _first(summary: EmbedSummary, inner: float, size: int) -> Iterator[float]:
    """The name, the main gap, and how many more there are."""
    yield LEADING * (size + 2) * line_count(summary.heading, size + 2, inner, "bold")
    for alert in summary.alerts[:1]:
        yield _alert(alert.brief_line, size, inner)
    if summary.more or any(alert.mark == "gap" for alert in summary.alerts[1:]):
        yield small_text("2 more gaps", inner)


def _middle(summary: EmbedSummary, inner: float, size: int) -> Iterator[float]:
    """Sides or lines, the topic, rows, what is on record, and how far a promise in numbers has come."""
    for side in summary.sides:
        alert = side.alerts[0]
        said = alert.short_line if size == _SMALL else alert.brief_line
        yield _plain(f"{side.heading}: mm {said}.", size, inner, _BOLD) + 1
    for line in summary.lines:
        if line.word:
            yield _plain(f"{line.word}.", size, inner, _BOLD)
    yield small_text(summary.topic, inner)
    room_of_name, room_of_short = row_in_short(inner, int(inner) + SIDES)
    for row in summary.rows:
        name, short = _lines(row.name, 14, room_of_name - 2), _lines(row.short.word, 14 * _BOLD, room_of_short - 19)
        yield LEADING * 14 * max(name, short) + 3
    if summary.record:
        yield _plain(summary.record, size, inner)
    if summary.progress:
        yield _plain(summary.progress, size, inner)
    if summary.meter:
        yield 12


def last_parts(summary: EmbedSummary, inner: float) -> Iterator[float]:
    """What stands at the end: the reply, what has no word of its own, the quotation and who said it."""
    if summary.reply:
        yield small_text(summary.reply, inner)
    for line in summary.lines:
        if not line.word:
            yield _plain(line.rest, NORMAL, inner)
    if summary.quote:
        yield LEADING * 15 * line_count(summary.quote, 15, inner - 15)
        yield small_text(summary.said, inner)


def all_gaps(summary: EmbedSummary, inner: float) -> float:
    """What all gaps together add to the main one, each with all that it names; how far each side was checked."""
    lines = [_alert(alert.line, NORMAL, inner) for alert in summary.alerts]
    checked = [small_text(side.when, inner) for side in summary.sides if side.when]
    return sum(lines) + sum(checked) - sum(_alert(alert.brief_line, NORMAL, inner) for alert in summary.alerts[:1])


def told_beside(summary: EmbedSummary, inner: float) -> float:
    """What there is to say of each line and side beside its word."""
    total = sum(_plain(side.record, NORMAL, inner) for side in summary.sides)
    for line in summary.lines:
        if line.word:
            total += _plain(bold_first(line.word, line.rest), NORMAL, inner)
            total -= _plain(f"{line.word}.", NORMAL, inner, _BOLD)
    return total


def reasons_of_gaps(summary: EmbedSummary, inner: float, room: int) -> float:
    """What the reasons of the gaps add."""
    total = 0.0
    for alert in summary.alerts[: None if room >= FEW_FROM else 1]:
        total += _plain(bold_first(alert.line, alert.why), NORMAL, inner - 21) - _alert(alert.line, NORMAL, inner)
    return total


def least_parts(summary: EmbedSummary, inner: float, *, brief: bool) -> Iterator[float]:
    """Name and main gap, or what is told of each side: in lower frames even they have no room of their own."""
    yield next(_first(summary, inner, _SMALL))
    for alert in summary.alerts[:1]:
        yield _alert(alert.brief_line if brief else alert.short_line, _SMALL, inner)
    if not summary.alerts:
        yield from islice(_middle(summary, inner, _SMALL), len(summary.sides) or 1)


def run_in(summary: EmbedSummary, notes: Sequence[str], inner: float) -> int:
    """The name, what is told first and the foot as one run of text, as in the lowest frames."""
    alerts = [f"mm {alert.short_line}." for alert in summary.alerts[:1]]
    sides = [f"{side.heading}: mm {side.alerts[0].short_line}." for side in summary.sides]
    words = [f"{line.word}." for line in summary.lines[:1] if line.word]
    text = " ".join([summary.heading, *alerts, *sides, *words, *notes, summary.when, summary.link])
    return ceil(LEADING * 13 * _lines(text, 13 * _BOLD, inner))


def foot_in_small(text: str, inner: float) -> float:
    return LEADING * 12 * _lines(text, 12, inner)


def _alert(line: str, size: int, inner: float) -> float:
    """A line with its mark before it."""
    return _plain(f"{line}.", size, inner - 21, _BOLD)


def _plain(text: str, size: int, inner: float, wider: float = 1) -> float:
    return LEADING * size * _lines(text, size * wider, inner)


def small_text(text: str, inner: float) -> float:
    return _plain(text, 13, inner)


def _lines(text: str, size: float, inner: float) -> int:
    return line_count(text, size, max(inner, 20), "screen")
