"""How high a widget will be: known beforehand, so that articles reserve the space and nothing moves when it comes.

The sizes are those of ``static/embed/widget.css``. Readers' fonts differ, so a height is an estimate; the widget fills
up to 40 px that are too many, and asks for what is missing.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from tracker.web.embed.fonts import width, wrapped
from tracker.web.embed.told import Told

__all__ = ["FORMS", "LEAST_WIDTH", "MOST_WIDTH", "STEPS", "chosen_form", "css_height", "height"]

FORMS = ("full", "compact", "line")
LEAST_WIDTH, MOST_WIDTH = 220, 1200
STEPS = (280, 320, 376, 440, 600)
"""Widths of frames that ``css_height`` reserves space for; between them it is linear."""
_BESIDE = 40
"""What articles leave beside a frame on a narrow screen, both sides together."""
_SANS = 0.89
"""Arial and its like are so much narrower than the bundled sans."""
_MOST_INSIDE = 720


class _Text(NamedTuple):
    """A block of text: its size, the height of its lines, the space around it, what stands beside it."""

    text: str
    size: float
    line: float
    around: float
    font: str = "serif"
    beside: float = 0


def height(told: Told, form: str, room: int, since: str = "") -> int:
    """The height of a widget in a frame of this width, in pixels."""
    if form == "line":
        return _one_line(told, room, since)
    inner = min(room - 2, _MOST_INSIDE) - 32
    total = 28.0
    for block in _blocks(told, form, since):
        scale = _SANS if block.font == "sans" else 1
        lines = wrapped(block.text, block.size * scale, inner - block.beside, block.font)
        total += len(lines) * block.line + block.around
    return ceil(total)


def _one_line(told: Told, room: int, since: str) -> int:
    texts = [
        told.heading,
        *(line.word for line in told.lines),
        since,
        f"As of 30 September {told.as_of.year}.",
        told.link,
    ]
    widths = sum(width(text, 14 * _SANS, "sans") + 10 for text in texts if text)
    return 18 + 20 * ceil(widths / (room - 40))


def _blocks(told: Told, form: str, since: str) -> Iterator[_Text]:
    full = form == "full"
    yield _small(told.topic)
    yield _Text(told.heading, 20, 24, 0)
    sentences = told.sentences if full else told.sentences[:1]
    if sentences:
        yield _Text(" ".join(sentences), 17, 23.8, 14)
    if told.quote and full:
        yield _Text(told.quote, 17, 23.8, 14, beside=15)
        yield _small(told.said, 8)
    if told.marks:
        yield _Text("x", 0, 24, 0)
        yield _small(told.words)
    if not told.rows:
        for line in told.lines:
            words = [f"{line.word}."] * bool(line.word) + [line.rest] * full
            yield _line(" ".join(words))
    for row in told.rows:
        yield _Text(row.heading, 16, 19.2, 17)
        yield from (_line(f"{line.word}. {line.rest if full else ''}") for line in row.lines)
        if row.marks and full:
            yield _Text("x", 0, 24, 0)
            yield _small(row.words)
    if told.reply and full:
        yield _small(told.reply, 8)
    if since:
        yield _small(since, 8, 11)
    if told.checked and full:
        yield _small(told.checked, 8)
    yield _small(f"As of 30 September {told.as_of.year}. {told.link} · Method · Dispute · Pledge Tracker", 8)


def _small(text: str, around: float = 0, beside: float = 0) -> _Text:
    return _Text(text, 13, 18.2, around, "sans", beside)


def _line(text: str) -> _Text:
    return _Text(text, 15, 21, 4, "sans")


def chosen_form(told: Told, room: int, most: int | None, since: str = "") -> tuple[str, int]:
    """The longest form that fits, and its height; where none does, one line in the height there is."""
    for form in FORMS:
        found = height(told, form, room, since)
        if most is None or found <= most:
            return form, found
    return "line", most or found


def css_height(told: Told, form: str, room: int, since: str = "") -> str:
    """A CSS height that follows the width of the screen: lines through the heights at some widths, the highest counts.

    Where a frame stands in a wide page it is as high as at ``room``; heights fall more slowly the wider a frame is, so
    no line is above another's points by much.
    """
    widest = height(told, form, room, since)
    points = [(step + _BESIDE, height(told, form, step, since)) for step in STEPS if step < room]
    points = [*points, (room + _BESIDE, widest)]
    parts = [f"{widest}px"]
    for (left, high), (right, low) in pairwise(points):
        if high > low:
            slope = (high - low) / (right - left)
            parts.append(f"{high + slope * left:.0f}px - {100 * slope:.1f}vw")
    return f"max({','.join(parts)})" if len(parts) > 1 else parts[0]
