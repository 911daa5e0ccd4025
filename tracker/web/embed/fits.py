"""In which sizes of a frame a widget says how much: computed from its texts, said in media queries, without a script.

A widget is a list of parts, the most important first; the style lets as many stand as fit. Which list it is depends on
the height: name, main gap, topic and rows in small letters; then with the promise; then all gaps; then marks and what
there is to say of each line; then the reasons; then all in its full size. What is left of the height between one part
and the next goes between the lines of text, so the style has to know these heights. Sizes are those of
``static/embed/fit.css``. As readers' fonts differ, what does not fit after all is out of sight.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import accumulate, pairwise
from math import ceil, inf
from typing import NamedTuple

from tracker.web.embed.font_metrics import many_measured
from tracker.web.embed.part_heights import (
    LEADING,
    NORMAL,
    SIDES,
    all_gaps,
    foot_in_small,
    last_parts,
    least_parts,
    little_parts,
    parts_in_words,
    reasons_of_gaps,
    run_in,
    small_text,
    to_promise,
    told_beside,
)
from tracker.web.embed.sizes import (
    LEAST_FITTING,
    body_height,
    foot_height,
    marks_height,
    turns_height,
)
from tracker.web.embed.summary import EmbedSummary
from tracker.web.presenting.assets import fit_style
from tracker.web.site import site

__all__ = ["style_of_fit"]

_WIDTHS = (200, 240, 260, 280, 300, 320, 340, 360, 400, 440, 480, 560, 5000)
"""Between two of these, the text is as wide as in the narrower one."""
_FRAME = 10
_STEPS = "abcdefghijklmn"
"""The names of the heights in the style."""
_MOST_FITS = 60
_LOW = 220
"""Lower frames have fewer links at their foot."""
_LEAST_LINES = 2
"""So many lines of a long quotation stand, or none."""


@dataclass(frozen=True)
class _Thresholds:
    """The heights of a frame below which a rule of the style holds, each at least the one before."""

    no_sides: float
    one_line: float
    shortest: float
    little: float
    few_gaps: float
    few_words: float
    no_reasons: float
    small: float
    low_foot: float


@dataclass(frozen=True)
class _Fit:
    """The thresholds for a width; how high the parts are that stand between two of them, and all at full size.

    ``roomy`` are the heights from which, and below which, the parts of a shorter list stand at full size, as the next
    part is a long one; ``large`` is how high these lists are; ``one`` is all that a frame says in one run of text.
    ``bare`` is the same without the sides of a comparison. ``cut`` are the heights from which, and below which, a long
    quotation stands with a part of its lines, and how high all else is then. ``feet`` is what the rest of the frame
    takes: its foot in low frames, in small ones, and at full size.
    """

    thresholds: _Thresholds
    parts: Sequence[Sequence[float]]
    whole: float
    feet: tuple[float, float, float]
    roomy: Sequence[tuple[float, float]] = ()
    large: Sequence[float] = ()
    one: int = 0
    bare: int = 0
    cut: tuple[float, float, float] | None = None

    @cached_property
    def heights(self) -> dict[str, str]:
        """What the style has to know, by name."""
        return _heights(self)


class _Feet(NamedTuple):
    """What of a width depends on the day and on notes, in pixels: the foot in low frames, in small ones and at full
    size; all that a frame says in one run of text, and the same without the sides of a comparison.
    """

    low: int
    high: int
    full: int
    one: int
    bare: int


def style_of_fit(summary: EmbedSummary, notes: Sequence[str]) -> str:
    """The style that decides by the size of the frame; what it is made of is kept for all days."""
    cache, key = site().for_days, ("fits", _texts_shown(summary))
    kept: _KeptFits | None = cache.get(key)
    if kept is None:
        kept = _KeptFits({})
        cache.put(key, kept)
    with many_measured():
        fits = {room: kept.fit(summary, room, _feet(summary, notes, room)) for room in _WIDTHS[:-1]}
    return _style(fits, summary)


@dataclass(frozen=True)
class _KeptFits:
    """The fits of a summary for all days: of each width those for the few sizes of its foot."""

    fits: dict[tuple[int, _Feet], _Fit]
    size: int = 60_000

    def fit(self, summary: EmbedSummary, room: int, feet: _Feet) -> _Fit:
        """The fit of a width."""
        fit = self.fits.get((room, feet))
        if fit is None:
            if len(self.fits) >= _MOST_FITS:
                self.fits.clear()
            fit = self.fits[room, feet] = _fit(summary, room, feet)
        return fit


def _texts_shown(summary: EmbedSummary) -> tuple[object, ...]:
    """All texts of a summary that take room above the foot."""
    return (
        *(summary.topic, summary.heading, summary.promise, summary.quote, summary.said, summary.more, summary.record),
        *(summary.more_rows, summary.progress, summary.meter is None, summary.reply, summary.link),
        *map(tuple, (summary.alerts, summary.lines, summary.columns, summary.legend)),
        *((row.name, row.short) for row in summary.rows),
        summary.turns and (summary.turns.name, *summary.turns.marks),
        *((_texts_shown(side), side.when) for side in summary.sides),
    )


def _feet(summary: EmbedSummary, notes: Sequence[str], room: int) -> _Feet:
    inner = room - SIDES
    low, high = (
        ceil(_FRAME + foot_in_small(" ".join([*notes, summary.when, links]), inner))
        for links in (summary.link, f"{summary.link} Method Dispute")
    )
    bare = run_in(replace(summary, sides=[]), [summary.topic, *notes], inner) if summary.sides else 0
    return _Feet(low, high, 8 + ceil(foot_height(summary, room, notes)), run_in(summary, notes, inner), bare)


def _style(fits: Mapping[int, _Fit], summary: EmbedSummary) -> str:
    """The style of these widths."""
    conditions = {
        field.name: _condition([[(0, getattr(fit.thresholds, field.name))] for fit in fits.values()])
        for field in fields(_Thresholds)
    }
    conditions["small"] = _condition([_between(fit.roomy, fit.thresholds.small) for fit in fits.values()])
    conditions["no_quote"] = _condition([_without_quote(fit) if summary.quote else [] for fit in fits.values()])
    conditions["cut_quote"] = _condition([[fit.cut[:2]] if fit.cut else [] for fit in fits.values()])
    named = {name.replace("_", " "): text for name, text in conditions.items()}
    style, before = fit_style(named, comparison=bool(summary.sides)), dict[str, str]()
    for room, fit in fits.items():
        now = {"wide": f"{room}px"} | fit.heights
        # What a narrower frame has and this one has not, it must not inherit.
        changed = {name: high for name, high in now.items() if before.get(name) != high}
        changed |= {name: "initial" for name in before if name not in now}
        style += f"@media(width>={room}px){{:root{{{';'.join(f'--{name}:{high}' for name, high in changed.items())}}}}}"
        before = now
    return style


def _heights(fit: _Fit) -> dict[str, str]:
    """What the style has to know, by name: the heights of parts, of all at full size, and of the foot."""
    named = [
        *zip(_STEPS, _steps(fit.parts, LEAST_FITTING - fit.feet[0]), strict=True),
        *([("one", fit.one)] if fit.one else []),
        *([("bare", fit.bare)] if fit.bare else []),
        *([("cut", fit.cut[2])] if fit.cut else []),
        *zip("xyz", fit.large, strict=False),
        ("whole", fit.whole),
        *zip(("low", "foot", "full"), fit.feet, strict=True),
    ]
    return {name: f"{ceil(high)}px" for name, high in named}


def _without_quote(fit: _Fit) -> list[tuple[float, float]]:
    """The heights at full size in which there is no room for two lines of the quotation."""
    start = fit.cut[0] if fit.cut else inf
    return [(low, min(high, start)) for low, high in fit.roomy if low < start]


def _between(roomy: Sequence[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """The heights below an end that are in none of these ranges."""
    bounds = [0.0, *(bound for pair in roomy for bound in pair), end]
    return [(low, high) for low, high in zip(bounds[::2], bounds[1::2], strict=True) if low < high]


def _condition(of_widths: Sequence[Sequence[tuple[float, float]]]) -> str:
    """The frames whose height is in one of the ranges of their width; none is a condition that never holds."""
    parts: list[tuple[str, str]] = []
    least = inf
    for (room, beyond), ranges in zip(pairwise(_WIDTHS), of_widths, strict=True):
        for low, high in ((ceil(low), ceil(high)) for low, high in ranges if high > LEAST_FITTING):
            # What is too low for this width is too low for narrower ones, as long as these need no less.
            sure = not low and high <= least
            lower = f"(height<{high}px)"
            if sure and parts and parts[-1][1] == lower:
                parts.pop()
            widths = [f"(width>={room}px)"] * (not sure) + [f"(width<{beyond}px)"] * (beyond < _WIDTHS[-1])
            parts.append(("and ".join([*widths, *([f"(height>={low}px)"] if low else [])]), lower))
        least = min(least, ceil(ranges[0][1])) if len(ranges) == 1 and not ranges[0][0] else 0
    texts = ["and ".join(filter(None, part)) for part in parts]
    return ",".join(texts) or "not all"


def _steps(lists: Sequence[Sequence[float]], least: float) -> list[int]:
    """The heights of parts; where there are more than names, those that add least of themselves are left out.

    The first of each list stays: below it other parts stand. Of those for which every frame has room, the last does.
    """
    firsts = {ceil(parts[0]) for parts in lists if parts}
    chosen = sorted({ceil(high) for parts in lists for high in parts})
    chosen = chosen[max(bisect_right(chosen, least) - 1, 0) :]
    while len(chosen) > len(_STEPS):
        adds = {high / low: high for low, high in pairwise(chosen) if high not in firsts}
        chosen.remove(adds[min(adds)])
    return chosen + chosen[-1:] * (len(_STEPS) - len(chosen))


def _fit(summary: EmbedSummary, room: int, feet: _Feet) -> _Fit:
    inner = room - SIDES
    little, words, last = (list(part(summary, inner)) for part in (little_parts, parts_in_words, last_parts))
    promise = sum(to_promise(summary, inner)) if summary.promise else sum(words)
    gaps = sum(words) + all_gaps(summary, inner)
    with_turns = gaps + told_beside(summary, inner) + marks_height(summary, inner, room, LEADING)
    with_turns += turns_height(summary, inner, LEADING)
    shortest, brief = (list(least_parts(summary, inner, brief=brief)) for brief in (False, True))
    starts = [sum(brief), promise, gaps, with_turns, with_turns + reasons_of_gaps(summary, inner, room)]
    low, high, full, one, bare = feet
    starts = [ceil(start) for start in accumulate(starts, max)]
    sums = [_sums(0, shortest), _sums(0, little), _sums(0, words), *(_sums(start, last) for start in starts[2:])]
    parts = [
        [max(high, least) for high in heights if high < beyond]
        for heights, (least, beyond) in zip(sums, pairwise([1, *starts, inf]), strict=True)
    ]
    whole = _whole(summary, room)
    heights = [
        one + _FRAME if summary.sides else 0,
        ceil(sum(shortest)) + low,
        starts[0] + low,
        *(start + high for start in starts[1:]),
        whole + high,
        whole + full,
    ]
    thresholds = _Thresholds(*accumulate(heights, max))
    large = _large(summary, room, starts, (low, high), thresholds.small)
    roomy = [(start, end) for _, start, end in large]
    cut = _cut(summary, room, roomy, starts[2:], high) if summary.quote else None
    return _Fit(
        thresholds,
        parts,
        whole,
        (low, high, full),
        roomy,
        [body for body, _, _ in large],
        one if thresholds.one_line > LEAST_FITTING else 0,
        bare if thresholds.no_sides > LEAST_FITTING else 0,
        cut,
    )


def _large(
    summary: EmbedSummary, room: int, starts: Sequence[float], feet: tuple[int, int], small: float
) -> list[tuple[float, float, float]]:
    """How high the parts are at full size before a long part comes, and in which heights of the frame they stand."""
    if summary.alerts:
        return []
    last = list(last_parts(summary, room - SIDES))
    quoted = starts[-1] + ceil(sum(last[:-1] if summary.quote else last))
    brief = replace(
        summary,
        quote="",
        said="",
        lines=[replace(line, rest="") if line.word else line for line in summary.lines],
        sides=[replace(side, record="") for side in summary.sides],
    )
    briefer = replace(brief, sides=[replace(side, when="") for side in brief.sides])
    lists = [(briefer, starts[2]), (brief, starts[3]), (replace(summary, quote="", said=""), quoted)]
    ranges: list[tuple[float, float, float]] = []
    low, high = feet
    for parts, end in lists:
        body = _whole(parts, room)
        start = body + (low if body + high <= _LOW else high)
        if body + 4 < end and start >= (ranges[-1][2] if ranges else 0):
            ranges.append((body, start, min(end + high, small)))
    return ranges


def _cut(
    summary: EmbedSummary, room: int, roomy: Sequence[tuple[float, float]], starts: Sequence[float], foot: int
) -> tuple[float, float, float] | None:
    """In which heights a part of the quotation stands, and how high all else is; None where none of it is left out.

    ``starts`` are how high all is that comes before the end, in lists that go on with it: of these it is the one with
    most room for a part.
    """
    if roomy:
        body = _whole(replace(summary, quote="", said=""), room) + small_text(summary.said, room - SIDES - 6)
        ranges = [(ceil(body) + ceil(_LEAST_LINES * LEADING * 17) + foot, roomy[-1][1], ceil(body))]
    else:
        *before, quote, said = last_parts(summary, room - SIDES)
        bodies = [(ceil(start + sum(before) + said), beyond) for start, beyond in pairwise([*starts, inf])]
        least = ceil(_LEAST_LINES * LEADING * NORMAL)
        ranges = [(body + least + foot, min(body + quote, beyond) + foot, body) for body, beyond in bodies]
    start, end, body = max(ranges, key=lambda it: (it[1] - it[0]) // 10)
    return (start, end, body) if start < end else None


def _whole(summary: EmbedSummary, room: int) -> int:
    """How high all parts are at full size, with lines as close as they get."""
    return ceil(body_height(summary, room, leading=LEADING)) + 9 * len(summary.sides)


def _sums(start: float, parts: Iterable[float]) -> list[float]:
    """How high one part is, two are together, three are together."""
    return list(accumulate(parts, initial=start))
