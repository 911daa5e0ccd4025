"""In which sizes of a frame a widget says how much: computed from its texts, said in media queries, without a script.

A widget is a list of parts, the most important first; the style lets as many stand as fit. Which list it is depends on
the height: name, main gap, topic and rows in small letters; then with the promise; then all gaps; then marks and what
there is to say of each line; then the reasons; then all in its full size. What is left of the height between one part
and the next goes between the lines of text, so the style has to know these heights. Sizes are those of
``static/embed/fit.css``. As readers' fonts differ, what does not fit after all is out of sight.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, islice, pairwise
from math import ceil, inf

from tracker.web.embed.font_metrics import wrapped
from tracker.web.embed.sizes import FEW_FROM, body_height, foot_height, marks_height, row_in_short, turns_height
from tracker.web.embed.summary import EmbedSummary
from tracker.web.presenting.assets import fit_style

__all__ = ["style_of_fit"]

_WIDTHS = (200, 240, 260, 280, 300, 320, 340, 360, 400, 440, 480, 560, 5000)
"""Between two of these, the heights are those of the narrower one."""
_SANS, _BOLD = 0.91, 1.07
_FRAME, _SIDES = 10, 26
_LINKS = "Full scorecard Method Dispute"
_STEPS = "abcdefghijklmn"
"""The names of the heights in the style."""
_SMALL, _NORMAL = 14, 15
_LEADING = 1.2
"""Lines stand as close as this where nothing is left."""


@dataclass(frozen=True)
class _Thresholds:
    """The heights of a frame below which a rule of the style holds, each at least the one before."""

    one_line: float
    shortest: float
    little: float
    few_gaps: float
    few_words: float
    no_reasons: float
    small: float


@dataclass(frozen=True)
class _Fit:
    """The thresholds for a width; how high the parts are that stand between two of them, and all at full size.

    ``feet`` is what the rest of the frame takes: its foot in low frames, in small ones, and at full size.
    """

    thresholds: _Thresholds
    parts: Sequence[Sequence[float]]
    whole: float
    feet: tuple[float, float, float]


def style_of_fit(summary: EmbedSummary, notes: Sequence[str]) -> str:
    """The style that decides by the size of the frame."""
    fits = {room: _fit(summary, notes, room) for room in _WIDTHS[:-1]}
    names = [field.name for field in fields(_Thresholds)]
    style = fit_style({name.replace("_", " "): _condition(fits, name) for name in names})
    return style + "".join(
        f"@media(min-width:{room}px){{:root{{{_named(fit.parts)};--whole:{ceil(fit.whole)}px;{_feet(fit)}}}}}"
        for room, fit in fits.items()
    )


def _feet(fit: _Fit) -> str:
    return ";".join(f"--{name}:{high:.0f}px" for name, high in zip(("low", "foot", "full"), fit.feet, strict=True))


def _condition(fits: dict[int, _Fit], name: str) -> str:
    """The frames that are lower than this threshold is for their width."""
    bands = [
        f"(min-width:{room}px) and (max-width:{beyond - 1}px) and "
        f"(max-height:{ceil(getattr(fits[room].thresholds, name)) - 1}px)"
        for room, beyond in pairwise(_WIDTHS)
    ]
    return ",".join(bands)


def _named(lists: Sequence[Sequence[float]]) -> str:
    """The heights under their names; where there are more than names, those that add least of themselves are left out.

    The first of each list stays: below it other parts stand.
    """
    firsts = {ceil(parts[0]) for parts in lists if parts}
    chosen = sorted({ceil(high) for parts in lists for high in parts})
    while len(chosen) > len(_STEPS):
        adds = {high / low: high for low, high in pairwise(chosen) if high not in firsts}
        chosen.remove(adds[min(adds)])
    chosen += chosen[-1:] * (len(_STEPS) - len(chosen))
    return ";".join(f"--{name}:{high}px" for name, high in zip(_STEPS, chosen, strict=True))


def _fit(summary: EmbedSummary, notes: Sequence[str], room: int) -> _Fit:
    inner = room - _SIDES
    little, words, last = (list(part(summary, inner)) for part in (_little, _words, _last))
    promise = sum(_to_promise(summary, inner)) if summary.promise else sum(words)
    gaps = sum(words) + _all_gaps(summary, inner)
    told = gaps + _told(summary, inner) + marks_height(summary, inner, room, _LEADING)
    told += turns_height(summary, inner, _LEADING)
    shortest, brief = (list(_least(summary, inner, brief=brief)) for brief in (False, True))
    starts = [sum(brief), promise, gaps, told, told + _reasons(summary, inner, room)]
    starts = list(accumulate(starts, max))
    sums = [_sums(0, shortest), _sums(0, little), _sums(0, words), *(_sums(start, last) for start in starts[2:])]
    parts = [
        [high for high in heights if least <= high < beyond]
        for heights, (least, beyond) in zip(sums, pairwise([1, *starts, inf]), strict=True)
    ]
    low, high = (_FRAME + _foot(" ".join([*notes, summary.when, links]), inner) for links in (summary.link, _LINKS))
    whole = body_height(summary, room, leading=_LEADING) + 4 * len(summary.sides)
    full = 8 + foot_height(summary, room, notes)
    heights = [sum(shortest) + low, starts[0] + low, *(start + high for start in starts[1:]), whole + full]
    return _Fit(_Thresholds(*accumulate(heights, max)), parts, whole, (low, high, full))


def _sums(start: float, parts: Iterable[float]) -> list[float]:
    """How high one part is, two are together, three are together."""
    return list(accumulate(parts, initial=start))


def _little(summary: EmbedSummary, inner: float) -> Iterator[float]:
    """Name, main gap, topic and rows, then what is on record, in small letters; without the promise."""
    yield from _first(summary, inner, _SMALL)
    yield from _middle(summary, inner, _SMALL)
    yield from _last(summary, inner)


def _words(summary: EmbedSummary, inner: float) -> Iterator[float]:
    """The same with the promise before the topic, without the end."""
    yield from _to_promise(summary, inner)
    yield from _middle(summary, inner, _NORMAL)


def _to_promise(summary: EmbedSummary, inner: float) -> Iterator[float]:
    yield from _first(summary, inner, _NORMAL)
    if summary.promise:
        yield _LEADING * 15 * len(wrapped(summary.promise, 15, inner))


def _first(summary: EmbedSummary, inner: float, size: int) -> Iterator[float]:
    """The name, the main gap, and how many more there are."""
    yield _LEADING * (size + 2) * len(wrapped(summary.heading, size + 2, inner, "bold"))
    for alert in summary.alerts[:1]:
        yield _alert(alert.brief_line, size, inner)
    if summary.more or any(alert.mark == "gap" for alert in summary.alerts[1:]):
        yield _small("2 more gaps", inner)


def _middle(summary: EmbedSummary, inner: float, size: int) -> Iterator[float]:
    """Sides or lines, the topic, rows, what is on record, and how far a promise in numbers has come."""
    for side in summary.sides:
        alert = side.alerts[0]
        said = alert.short_line if size == _SMALL else alert.brief_line
        yield _plain(f"{side.heading}: mm {said}.", size, inner, _BOLD) + 1
    for line in summary.lines:
        yield _plain(f"{line.word}.", size, inner, _BOLD) if line.word else _plain(line.rest, size, inner)
    yield _small(summary.topic, inner)
    room_of_name, room_of_short = row_in_short(inner, int(inner) + _SIDES)
    for row in summary.rows:
        name, short = _lines(row.name, 14, room_of_name - 2), _lines(row.short.word, 14 * _BOLD, room_of_short - 19)
        yield _LEADING * 14 * max(name, short) + 3
    if summary.record:
        yield _plain(summary.record, size, inner)
    if summary.progress:
        yield _plain(summary.progress, size, inner)
    if summary.meter:
        yield 12


def _last(summary: EmbedSummary, inner: float) -> Iterator[float]:
    """What stands at the end: the reply, the quotation and who said it."""
    if summary.reply:
        yield _small(summary.reply, inner)
    if summary.quote:
        yield _LEADING * 15 * len(wrapped(summary.quote, 15, inner - 15))
        yield _small(summary.said, inner)


def _all_gaps(summary: EmbedSummary, inner: float) -> float:
    """What all gaps together add to the main one, each with all that it names; how far each side was checked."""
    lines = [_alert(alert.line, _NORMAL, inner) for alert in summary.alerts]
    checked = [_small(side.when, inner) for side in summary.sides if side.when]
    return sum(lines) + sum(checked) - sum(_alert(alert.brief_line, _NORMAL, inner) for alert in summary.alerts[:1])


def _told(summary: EmbedSummary, inner: float) -> float:
    """What there is to say of each line and side beside its word."""
    total = sum(_plain(side.record, _NORMAL, inner) for side in summary.sides)
    for line in summary.lines:
        if line.word:
            total += _plain(f"{line.word}. {line.rest}", _NORMAL, inner)
            total -= _plain(f"{line.word}.", _NORMAL, inner, _BOLD)
    return total


def _reasons(summary: EmbedSummary, inner: float, room: int) -> float:
    """What the reasons of the gaps add."""
    total = 0.0
    for alert in summary.alerts[: None if room >= FEW_FROM else 1]:
        total += _alert(f"{alert.line}. {alert.why}", _NORMAL, inner) - _alert(alert.line, _NORMAL, inner)
    return total


def _least(summary: EmbedSummary, inner: float, *, brief: bool) -> Iterator[float]:
    """Name and main gap, or what is told of each side: in lower frames even they have no room of their own."""
    yield next(_first(summary, inner, _SMALL))
    for alert in summary.alerts[:1]:
        yield _alert(alert.brief_line if brief else alert.short_line, _SMALL, inner)
    if not summary.alerts:
        yield from islice(_middle(summary, inner, _SMALL), len(summary.sides) or 1)


def _foot(text: str, inner: float) -> float:
    return 15.6 * _lines(text, 12, inner)


def _alert(line: str, size: int, inner: float) -> float:
    """A line with its mark before it."""
    return _plain(f"{line}.", size, inner - 21, _BOLD)


def _plain(text: str, size: int, inner: float, wider: float = 1) -> float:
    return _LEADING * size * _lines(text, size * wider, inner)


def _small(text: str, inner: float) -> float:
    return _plain(text, 13, inner)


def _lines(text: str, size: float, inner: float) -> int:
    return len(wrapped(text, size * _SANS, max(inner, 20), "sans"))
