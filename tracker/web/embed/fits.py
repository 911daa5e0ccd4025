"""In which sizes of a frame a widget says how much: computed from its texts, said in media queries, without a script.

From small to large: name, main gap, rows in short, as many as fit; then the promise before the rows; then all but the
reasons; then all. Sizes of text are those of ``static/embed/fit.css``. As readers' fonts differ, what does not fit
after all is out of sight.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil

from tracker.web.embed.font_metrics import width, wrapped
from tracker.web.embed.sizes import height
from tracker.web.embed.summary import EmbedSummary
from tracker.web.presenting.assets import fit_style

__all__ = ["style_of_fit"]

_WIDTHS = (200, 240, 260, 280, 300, 320, 340, 360, 400, 440, 480, 520, 560, 640, 5000)
"""Between two of these, the heights are those of the narrower one."""
_SANS, _BOLD = 0.91, 1.07
_FRAME, _SIDES = 14, 26
_LITTLE = 90
_LINKS = "Full scorecard Method Dispute"


def style_of_fit(summary: EmbedSummary, notes: Sequence[str]) -> str:
    """The style that decides by the size of the frame."""
    rows_first = _condition(lambda room: _first(summary, notes, room) + _promise(summary, room))
    few_words = _condition(lambda room: _until_whole(summary, notes, room))
    no_reasons = _condition(lambda room: _whole(summary, notes, room))
    one_line = _condition(lambda room: _name_and_gap(summary, notes, room))
    return fit_style({"few words": few_words, "rows first": rows_first, "no reasons": no_reasons, "one line": one_line})


def _condition(most: Callable[[int], float]) -> str:
    """The frames that are lower than ``most`` is for their width."""
    bands = [
        f"(min-width:{least}px) and (max-width:{beyond - 1}px) and (max-height:{most(least):.0f}px)"
        for least, beyond in pairwise(_WIDTHS)
    ]
    return ",".join(bands)


def _until_whole(summary: EmbedSummary, notes: Sequence[str], room: int) -> float:
    """As long as few words fill the frame; to the end where not much more than these is left to say."""
    few, whole = _few_words(summary, notes, room), _whole(summary, notes, room)
    few += sum(21 * _lines(side.record, 15, room - _SIDES) for side in summary.sides)
    return few if whole - few > _LITTLE else whole


def _whole(summary: EmbedSummary, notes: Sequence[str], room: int) -> float:
    """The height of all of it where the space around its parts is shared out."""
    parts = sum(map(bool, (summary.promise, summary.record, summary.progress)))
    shared = 8 * parts + 6 * (len(summary.alerts) + len(summary.lines)) + 4 * len(summary.rows)
    return height(summary, "full", room, notes) - shared


def _few_words(summary: EmbedSummary, notes: Sequence[str], room: int) -> float:
    """The height of everything but second and third gaps, marks and reasons."""
    inner = room - _SIDES
    texts = [summary.record, *(f"{line.word}. {line.rest}" for line in summary.lines)]
    small = [summary.reply, summary.topic, summary.quote, summary.said]
    total = _first(summary, notes, room) + _promise(summary, room) + _rows(summary, inner) + _sides(summary, inner)
    total += sum(21 * _lines(text, 15, inner) for text in texts if text)
    return total + sum(18.2 * _lines(text, 13, inner) for text in small if text)


def _first(summary: EmbedSummary, notes: Sequence[str], room: int) -> float:
    """The frame itself, the name, the main gap, how many more there are, and the line at the foot."""
    inner = room - _SIDES
    foot = " ".join([*notes, summary.when, _LINKS])
    gap = [21 * _lines(f"{alert.brief_line}.", 15 * _BOLD, inner - 21) for alert in summary.alerts[:1]]
    more = 18.2 if summary.more or len(summary.alerts) > 1 else 0
    name = 21.6 * len(wrapped(summary.heading, 18, inner, "bold"))
    return _FRAME + name + sum(gap) + more + 15.6 * ceil(width(foot, 12 * _SANS, "sans") / inner)


def _name_and_gap(summary: EmbedSummary, notes: Sequence[str], room: int) -> float:
    """The same in the small letters of low frames: below this, even they have no room of their own."""
    inner = room - 20
    foot = " ".join([*notes, summary.when, summary.link])
    gap = [_lines(f"{alert.brief_line}.", 14 * _BOLD, inner - 21) for alert in summary.alerts[:1]]
    name = len(wrapped(summary.heading, 14, inner, "bold"))
    if not gap:
        gap = [len(wrapped(summary.promise, 14, inner))]
    return 12 + 17.5 * (name + sum(gap)) + 15.6 * ceil(width(foot, 12 * _SANS, "sans") / inner)


def _sides(summary: EmbedSummary, inner: float) -> float:
    return sum(26 + 21 * _lines(f"{side.alerts[0].brief_line}.", 15 * _BOLD, inner - 21) for side in summary.sides)


def _promise(summary: EmbedSummary, room: int) -> float:
    return 20.25 * len(wrapped(summary.promise, 15, room - _SIDES))


def _rows(summary: EmbedSummary, inner: float) -> float:
    share = inner / 4.4
    lines = [
        max(_lines(row.name, 14, share * 2.8), _lines(row.short.word, 14 * _BOLD, share * 1.6 - 19))
        for row in summary.rows
    ]
    return sum(17.5 * count + 3 for count in lines)


def _lines(text: str, size: float, inner: float) -> int:
    return len(wrapped(text, size * _SANS, max(inner, 20), "sans"))
