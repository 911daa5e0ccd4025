"""How high a widget will be: known beforehand, so that articles reserve the space and nothing moves when it comes.

The sizes are those of ``static/embed/widget.css``. Readers' fonts differ, so a height is an estimate; the widget fills
up to 46 px that are too many, and asks for what is missing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from tracker.web.embed.font_metrics import line_count, width
from tracker.web.embed.summary import EmbedSummary

__all__ = [
    "FEW_COLUMNS",
    "FEW_FROM",
    "FORMS",
    "LEAST_FITTING",
    "LEAST_WIDTH",
    "MOST_WIDTH",
    "SOME_COLUMNS",
    "STEPS",
    "Measure",
    "body_height",
    "bold_first",
    "chosen_form",
    "css_height",
    "foot_height",
    "height",
    "marks_height",
    "row_in_short",
    "turns_height",
]

FORMS = ("full", "compact", "line")
LEAST_WIDTH, MOST_WIDTH = 220, 1200
FEW_COLUMNS, FEW_FROM, SOME_COLUMNS, SOME_FROM = 3, 400, 6, 560
"""So many columns stand beside names in frames of so many pixels; more are told by each row in short."""
LEAST_FITTING = 110
"""From this height on a widget shows as much as fits; below it is one line."""
STEPS = (280, 320, 376, 440, 600)
"""Widths of frames that ``css_height`` reserves space for; between them it is linear."""
_BESIDE = 40
"""What articles leave beside a frame on a narrow screen, both sides together."""
_BOLD = 1.1
"""Bold letters of a sans are so much wider."""
_MOST_INSIDE, _NARROW = 720, 270
_BORDERS, _PADDING = 4, 16
_NAME, _SUM, _SUM_ALONE, _SUM_NARROW = 2.8, 2.1, 1.75, 2.4
"""Shares of a table's width for names and for rows in short, without marks and below 270 px; other columns have 1."""
_SITE = "Pledge Tracker"


class _Text(NamedTuple):
    """A block of text: its size, the height of its lines, the space around it, what stands beside it."""

    text: str
    size: float
    line: float
    around: float = 0
    font: str = "serif"
    beside: float = 0


def height(summary: EmbedSummary, form: str, room: int, notes: Sequence[str] = ()) -> int:
    """The height of a widget in a frame of this width, in pixels."""
    if form == "line":
        return _one_line(summary, room, notes)
    return ceil(body_height(summary, room, form) + foot_height(summary, room, notes) + _PADDING)


def foot_height(summary: EmbedSummary, room: int, notes: Sequence[str]) -> float:
    """The height of the foot and of the borders."""
    return _height_of(_foot(summary, room, notes), min(room - 2, _MOST_INSIDE) - 30) + _BORDERS


def body_height(summary: EmbedSummary, room: int, form: str = "full", leading: float | None = None) -> float:
    """The height of all that stands above the foot; with a ``leading``, of lines as close as that and nothing between.

    The leading is a multiple of the size of the text.
    """
    inner = min(room - 2, _MOST_INSIDE) - 30
    total = _height_of(_blocks(summary, form, room), inner, leading)
    if form == "full":
        total += turns_height(summary, inner, leading)
    return total + _table(summary, inner, room, leading) if form == "full" and summary.rows else total


def turns_height(summary: EmbedSummary, inner: float, leading: float | None = None) -> float:
    """The height of the last turns of a recurring pledge, side by side; none where there are none."""
    if not summary.turns:
        return 0
    texts = [f"{summary.turns.name}:", *(f"{turn.due} {turn.word}" for turn in summary.turns.marks)]
    lines = _packed([width(text, 13, "screen") + 18 for text in texts], inner)
    return 18.2 * lines + 7 if leading is None else 13 * leading * lines + 1


def _height_of(blocks: Iterable[_Text], inner: float, leading: float | None = None) -> float:
    lines = ((block, _lines(block, inner)) for block in blocks)
    if leading is None:
        return sum(number * block.line + block.around for block, number in lines)
    return leading * sum(number * block.size for block, number in lines)


def _lines(block: _Text, inner: float) -> int:
    return line_count(block.text, block.size, max(inner - block.beside, 20), block.font)


def _one_line(summary: EmbedSummary, room: int, notes: Sequence[str]) -> int:
    said = [alert.brief_line for alert in summary.alerts[:1]] + [
        f"{side.heading}: {side.alerts[0].brief_line}" for side in summary.sides
    ]
    texts = [
        summary.heading,
        *said,
        *(line.word for line in summary.lines),
        *notes,
        "2 more gaps",
        summary.when,
        summary.link,
    ]
    widths = sum(width(text, 14 * _BOLD, "screen") + 20 for text in texts if text)
    return 17 + ceil(19.6 * ceil(widths / (min(room, _MOST_INSIDE) - 40)))


def _blocks(summary: EmbedSummary, form: str, room: int) -> Iterator[_Text]:
    """The blocks above the foot from top to bottom, without the table."""
    full = form == "full"
    yield _small(summary.topic)
    yield _Text(summary.heading, 22, 26.4, font="bold")
    if summary.promise:
        yield _Text(summary.promise, 17, 22.95, 10)
    if summary.quote and full:
        yield _Text(summary.quote, 17, 22.95, 10, beside=15)
        yield _small(summary.said)
    for number, alert in enumerate(summary.alerts[: None if full else 1]):
        yield _alert(alert.line, alert.why if full and (number == 0 or room >= FEW_FROM) else "")
    if summary.more if full else summary.more or len(summary.alerts) > 1:
        yield _small("2 more gaps")
    for side in summary.sides:
        yield _Text(side.heading, 16, 19.2, 7, font="bold")
        yield _alert(side.alerts[0].brief_line)
        if full:
            yield _line(side.record)
            yield _small(side.when)
    for line in summary.lines:
        if line.word or full:
            yield _line(bold_first(line.word, line.rest if full else ""))
    if summary.record:
        yield _line(summary.record)
    if full:
        yield from _last_of_full(summary)


def _foot(summary: EmbedSummary, room: int, notes: Sequence[str]) -> Iterator[_Text]:
    """The blocks of the foot."""
    for note in notes:
        yield _Text(note, 14, 19.6, 4, "screen", 11)
    yield _small(summary.when)
    if room < FEW_FROM:
        yield _Text(_SITE, 15, 24)
    links = f"{summary.link} .. Method .. Dispute"
    yield _Text(links if room < FEW_FROM else f"{_SITE} .. {links}", 13, 24, 3, "screen")


def _last_of_full(summary: EmbedSummary) -> Iterator[_Text]:
    if summary.progress:
        yield _line(summary.progress)
    if summary.meter:
        yield _Text("-", 12, 12, 6)
    if summary.reply:
        yield _small(summary.reply)


def _table(summary: EmbedSummary, inner: float, room: int, leading: float | None) -> float:
    """The rows with their marks where there is room for these, else in short."""
    columns = len(summary.columns)
    marks = _marked(columns, room)
    room_of_name, room_of_short = _shares(columns, inner) if marks else row_in_short(inner, room)
    line, around = (17.5, 7) if leading is None else (14 * leading, 3)
    total = 0.0
    for row in summary.rows:
        name = _Text(row.name, 14, 17.5, font="screen", beside=2)
        short = _Text(row.short.word, 14 * _BOLD, 17.5, font="screen", beside=19)
        total += line * max(_lines(name, room_of_name), _lines(short, room_of_short)) + around
    if summary.more_rows:
        total += 18.2 if leading is None else 13 * leading
    return total + marks_height(summary, inner, room, leading)


def _shares(columns: int, inner: float) -> tuple[float, float]:
    """How wide the name of a row and the row in short are beside so many marks."""
    share = inner / (_NAME + columns + _SUM)
    return share * _NAME, share * _SUM


def row_in_short(inner: float, room: int) -> tuple[float, float]:
    """How wide the name of a row and the row in short are where they stand alone."""
    short = _SUM_ALONE if room >= _NARROW else _SUM_NARROW
    share = inner / (_NAME + short)
    return share * _NAME, share * short


def _marked(columns: int, room: int) -> bool:
    """Whether there is room for so many columns of marks."""
    return (columns <= FEW_COLUMNS and room >= FEW_FROM) or (columns <= SOME_COLUMNS and room >= SOME_FROM)


def marks_height(summary: EmbedSummary, inner: float, room: int, leading: float | None = None) -> float:
    """The heads of the marks and the legend; none where rows are told in short."""
    columns = len(summary.columns)
    if not (summary.rows and _marked(columns, room)):
        return 0
    share = inner / (_NAME + columns + _SUM)
    headings = [_lines(_Text(name, 11, 13.75, font="screen", beside=2), share) for name in summary.columns]
    legend = ceil(sum(width(entry.name, 13, "screen") + 30 for entry in summary.legend) / inner)
    if leading is None:
        return 13.75 * max(headings, default=0) + 6 + 18.2 * legend + 7
    return leading * (11 * max(headings, default=0) + 13 * legend) + 3


def _packed(widths: Sequence[float], inner: float) -> int:
    """How many lines things of these widths take, side by side with 12 px between them; one too wide is wrapped."""
    lines, used = 0, inner
    for wide in widths:
        if used + 12 + wide > inner:
            lines, used = lines + ceil(wide / inner), 0
        used += 12 + wide
    return lines


def _alert(line: str, why: str = "") -> _Text:
    return _Text(bold_first(line, why), 15, 21, 6, "screen", 21)


def bold_first(line: str, rest: str) -> str:
    """A line and what follows it; the line is bold, so a few letters more stand for what it is wider."""
    extra = "i" * round(width(line, 1, "screen") * (_BOLD - 1) / width("i", 1, "screen"))
    return " ".join(text for text in (f"{line}.{extra}" if line else "", rest) if text)


def _small(text: str) -> _Text:
    return _Text(text, 13, 18.2, font="screen")


def _line(text: str) -> _Text:
    return _Text(text, 15, 21, 6, "screen")


Measure = Callable[[str, int], int]
"""The height of an embed in a form and a width."""


def chosen_form(measure: Measure, room: int, most: int | None) -> tuple[str, int]:
    """The form for so much height, and its own: full where it fits, else as much of it as does; else one line."""
    full = measure("full", room)
    if most is None or full <= most:
        return "full", full
    return ("auto", most) if most >= LEAST_FITTING else ("line", min(most, measure("line", room)))


def css_height(measure: Measure, form: str, room: int) -> str:
    """A CSS height that follows the width of the screen, for frames as wide as their column.

    Heights fall more slowly the wider a frame is. So the highest of a few straight lines is near them all: the lines
    of the lower hull of the heights at some widths, raised until no height is above.
    """
    points = [(step + _BESIDE, measure(form, step)) for step in (*STEPS, room) if step <= room]
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
