"""How high a widget will be: known beforehand, so that articles reserve the space and nothing moves when it comes.

The sizes are those of ``static/embed/widget.css``. Readers' fonts differ, so a height is an estimate; the widget fills
up to 46 px that are too many, and asks for what is missing.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from tracker.web.embed.font_metrics import width, wrapped
from tracker.web.embed.summary import EmbedSummary, SummaryLine

__all__ = ["FORMS", "LEAST_WIDTH", "MOST_WIDTH", "STEPS", "chosen_form", "css_height", "height"]

FORMS = ("full", "compact", "line")
LEAST_WIDTH, MOST_WIDTH = 220, 1200
STEPS = (280, 320, 376, 440, 600)
"""Widths of frames that ``css_height`` reserves space for; between them it is linear."""
_BESIDE = 40
"""What articles leave beside a frame on a narrow screen, both sides together."""
_SANS = 0.91
"""Arial and its like are so much narrower than the bundled sans."""
_MOST_INSIDE = 720
_SITE = "Pledge Tracker"


class _Text(NamedTuple):
    """A block of text: its size, the height of its lines, the space around it, what stands beside it."""

    text: str
    size: float
    line: float
    around: float
    font: str = "serif"
    beside: float = 0


def height(told: EmbedSummary, form: str, room: int, since: str = "") -> int:
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


def _one_line(told: EmbedSummary, room: int, since: str) -> int:
    texts = [
        told.heading,
        *(line.word for line in told.lines),
        since,
        f"As of 30 September {told.as_of.year}.",
        told.link,
    ]
    widths = sum(width(text, 14 * _SANS, "sans") + 14 for text in texts if text)
    return 19 + ceil(21.6 * ceil(widths / (min(room, _MOST_INSIDE) - 40)))


def _blocks(told: EmbedSummary, form: str, since: str) -> Iterator[_Text]:
    """The blocks from top to bottom; of two spaces that meet, the larger one counts."""
    full = form == "full"
    yield _small(told.topic)
    yield _Text(told.heading, 20, 24, 0)
    sentences = told.sentences if full else told.sentences[:1]
    if sentences:
        yield _Text(" ".join(sentences), 17, 23.8, 14)
    if told.quote and full:
        yield _Text(told.quote, 17, 23.8, 8, beside=15)
        yield _small(told.said, 8)
    if told.marks:
        yield _Text("x", 0, 16 if sentences else 24, 0)
    elif sentences:
        yield _Text("x", 0, -4, 0)
    for row in told.rows:
        yield _Text(row.heading, 16, 19.2, 17)
        if row.marks and full:
            yield _Text("x", 0, 24, 0)
        yield from _lines(row.lines, full)
    if not told.rows:
        yield from _lines(told.lines, full)
    if full and (told.reply or told.checked):
        yield _small(f"{told.reply} {told.checked}", 8)
    if since:
        yield _small(f"{since} see the latest version.", 8, 11)
    yield _small(f"As of 30 September {told.as_of.year}. {told.link} · Method · Dispute · {_SITE}", 8)


def _lines(lines: Sequence[SummaryLine], full: bool) -> Iterator[_Text]:
    """One below the other; in the compact form one after the other."""
    said = [
        " ".join([f"{line.word}."] * bool(line.word) + [line.rest] * (full or line.brief))
        for line in lines
        if line.word or full
    ]
    yield from map(_line, said) if full else [_line(" ".join(said))]


def _small(text: str, around: float = 0, beside: float = 0) -> _Text:
    return _Text(text, 13, 18.2, around, "sans", beside)


def _line(text: str) -> _Text:
    return _Text(text, 15, 21, 4, "sans")


def chosen_form(told: EmbedSummary, room: int, most: int | None, since: str = "") -> tuple[str, int]:
    """The longest form that fits, and its height; where none does, one line in the height there is."""
    for form in FORMS:
        found = height(told, form, room, since)
        if most is None or found <= most:
            return form, found
    return "line", most or found


def css_height(told: EmbedSummary, form: str, room: int, since: str = "") -> str:
    """A CSS height that follows the width of the screen, for frames as wide as their column.

    Heights fall more slowly the wider a frame is. So the highest of a few straight lines is near them all: the lines
    of the lower hull of the heights at some widths, raised until no height is above.
    """
    points = [(step + _BESIDE, height(told, form, step, since)) for step in (*STEPS, room) if step <= room]
    hull = _lower_hull(points)
    lines = [((high - low) / (right - left), left, high) for (left, high), (right, low) in pairwise(hull) if high > low]
    raised = max(
        (y - max([points[-1][1], *(high - fall * (x - left) for fall, left, high in lines)]) for x, y in points)
    )
    widest = points[-1][1] + ceil(raised)
    parts = [f"{high + fall * left + raised:.0f}px - {100 * fall:.0f}vw" for fall, left, high in lines]
    return f"max({','.join([f'{widest}px', *parts])})" if parts else f"{widest}px"


def _lower_hull(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points that no line between two others runs below."""
    hull: list[tuple[int, int]] = []
    for x, y in points:
        while len(hull) > 1:
            (x1, y1), (x2, y2) = hull[-2:]
            if (y2 - y1) * (x - x2) < (y - y2) * (x2 - x1):
                break
            hull.pop()
        hull.append((x, y))
    return hull
