"""Cards of 1200 by 630 pixels for link previews: the same words as the widget, large."""

from collections.abc import Iterator, Sequence
from functools import cache

from markupsafe import Markup, escape

from tracker.engine.text import day
from tracker.web.embed.font_metrics import cut, drawable, width, wrapped
from tracker.web.embed.summary import EmbedSummary, SummaryLine
from tracker.web.site import site

__all__ = ["CARD_SIZE", "card_svg"]

CARD_SIZE = (1200, 630)
_LEFT, _ROOM = 72, 1056
_FOOT = 582
_SIZES, _LEAD = (48, 42, 38), 1.3
_SMALL_NAME = 42
_FEW_SIDES = 3
_ROOMY, _HIGHEST_SIDE = 140, 180
_COLOURS = {"covered": "#1d6b45", "lapsing": "#1d6b45", "partly": "#8a5a00", "unclear": "#8a5a00", "lapsed": "#5d5a54"}
_OPEN, _INK, _SOFT, _PAPER, _LINE = "#a3281f", "#1c1b19", "#5d5a54", "#fcfbf8", "#d9d5cc"


def card_svg(told: EmbedSummary) -> str:
    """The card, from top to bottom: topic, name, what it says, day."""
    head, y = _head(told)
    body = _sides(told.rows, y) if told.rows else _body(told, y)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630" '
        'font-family="Charis SIL,DejaVu Sans"><defs>{hatch}</defs><rect width="1200" height="630" fill="{paper}"/>'
        '<rect width="1200" height="10" fill="{ink}"/>{parts}</svg>'
    ).format(paper=_PAPER, ink=_INK, hatch=_hatch(), parts=Markup("").join([*head, *body, *_foot(told)]))


def _head(told: EmbedSummary) -> tuple[list[Markup], float]:
    """Topic and name, and how far down they reach."""
    parts = [_text(_lines(told.topic, 30, 1, "serif")[0], _LEFT, 80, 30, _SOFT)]
    size = 66 if len(told.heading) < 26 else 54 if len(told.heading) < 60 else _SMALL_NAME
    most = 1 if len(told.rows) > _FEW_SIDES else 2 if told.rows or size > _SMALL_NAME else 3
    y = 80.0
    for line in _lines(told.heading, size, most, "bold"):
        y += size * 1.12
        parts.append(_text(line, _LEFT, y, size, _INK, bold=True))
    return parts, y


def _foot(told: EmbedSummary) -> Iterator[Markup]:
    """The day, and whose card it is."""
    yield Markup('<path d="M72 {y}h1056" stroke="{line}" stroke-width="2"/>').format(y=_FOOT - 26, line=_LINE)
    yield _text(f"As of {day(told.as_of)}", _LEFT, _FOOT + 16, 28, _SOFT)
    yield Markup('<text x="1128" y="{y}" font-size="28" fill="{fill}" text-anchor="end">{text}</text>').format(
        y=_FOOT + 16, fill=_SOFT, text=_plain(drawable(site().settings.site_name))
    )


def _body(told: EmbedSummary, y: float) -> Iterator[Markup]:
    """What the headline says first, as large as there is room for; cells; verdicts."""
    verdicts = _verdicts(told)
    room = _FOOT - 76 - y - (88 if told.marks else 20) - sum(step for _, _, step, _ in verdicts)
    y += 26
    size, lines = _fitting(" ".join(told.sentences[:1]) or told.quote, room)
    for line in lines:
        y += size * _LEAD
        yield _text(line, _LEFT, y, size, _INK)
    if told.marks:
        y += 40
        yield from _strip(told.marks, y)
        y += 32
    y += 14
    for text, high, step, bold in verdicts:
        y += step
        yield _text(text, _LEFT, y, high, _INK if bold else _SOFT, bold=bold)


def _fitting(text: str, room: float) -> tuple[int, list[str]]:
    """The size in which a text has the fewest lines, the largest such, with these; cut in the smallest if none fits."""
    laid = [(size, wrapped(text, size, _ROOM)) for size in _SIZES]
    fitting = [(size, lines) for size, lines in laid if len(lines) * size * _LEAD <= room]
    if fitting:
        return min(fitting, key=lambda found: len(found[1]))
    size, lines = laid[-1]
    return size, cut(lines, max(1, int(room // (size * _LEAD))), size, _ROOM)


def _sides(rows: Sequence[EmbedSummary], y: float) -> Iterator[Markup]:
    """The sides of a comparison, one below the other: name and verdict, cells, and conduct where there is room."""
    each = min((_FOOT - 40 - y) / len(rows), _HIGHEST_SIDE)
    size = 36 if each >= _ROOMY else 30
    for i, row in enumerate(rows):
        top = y + 20 + i * each
        first, *others = row.lines
        verdict = _side_verdict(row.heading, first, size)
        room = _ROOM - width(verdict, size, "bold")
        name = cut(wrapped(row.heading, size, room, "bold"), 1, size, room, "bold")[0]
        yield _text(f"{name}{verdict}", _LEFT, top + size, size, _INK, bold=True)
        if row.marks:
            yield from _strip(row.marks, top + size + 16)
        for line in others[:1] if each >= _ROOMY else ():
            yield _text(_lines(line.word, 30, 1, "serif")[0], _LEFT, top + size + 80, 30, _SOFT)


def _side_verdict(name: str, line: SummaryLine, size: float) -> str:
    """The verdict beside a name; in the words of a badge where the longer ones would cost letters of the name."""
    full = f": {line.word[:1].lower()}{line.word[1:]}, {_counts(line)}"
    if not line.badge or width(name + full, size, "bold") <= _ROOM:
        return full
    return f": {line.badge[:1].lower()}{line.badge[1:]}"


def _counts(line: SummaryLine) -> str:
    return f"{line.rest[:1].lower()}{line.rest[1:].rstrip('.')}"


def _verdicts(told: EmbedSummary) -> list[tuple[str, float, float, bool]]:
    """Lines below the cells: text, size, distance from the line before, whether it is a verdict."""
    found: list[tuple[str, float, float, bool]] = []
    for line in [line for line in told.lines if line.word][:2]:
        text = f"{line.word}: {_counts(line)}" if line.brief else line.word
        found.append((_lines(text, 34, 1, "bold")[0], 34, 48, True))
    explained = told.lines[0].rest if len(found) == 1 else ""
    found += [(line, 28, 38, False) for line in wrapped(explained, 28, _ROOM)[:2]]
    found += [(line, 26, 42, False) for line in wrapped(told.checked, 26, _ROOM)[:1]]
    return found


def _lines(text: str, size: float, most: int, font: str) -> list[str]:
    return cut(wrapped(text, size, _ROOM, font), most, size, _ROOM, font) or [""]


def _text(text: str, x: float, y: float, size: float, fill: str, *, bold: bool = False) -> Markup:
    weight = Markup(' font-weight="bold"') if bold else ""
    return Markup('<text x="{x}" y="{y:.1f}" font-size="{size}" fill="{fill}"{weight}>{text}</text>').format(
        x=x, y=y, size=size, fill=fill, weight=weight, text=_plain(text)
    )


@cache
def _hatch() -> Markup:
    return Markup(
        '<pattern id="hatch" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="4" height="10" fill="#8a5a00"/></pattern>'
    )


def _strip(marks: Sequence[str], y: float) -> Iterator[Markup]:
    """Cells by state: filled, hatched, empty, and dashed where lapsed, as in the widget."""
    gap = 6 if len(marks) <= 60 else 2
    wide = (_ROOM + gap) / len(marks) - gap
    for i, mark in enumerate(marks):
        colour = _COLOURS.get(mark, _OPEN)
        fill = {"covered": colour, "unclear": "url(#hatch)", "partly": "url(#hatch)"}.get(mark, "none")
        dash = Markup(' stroke-dasharray="5 4"') if mark == "lapsed" else ""
        x = _LEFT + i * (wide + gap)
        yield Markup('<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="26" fill="{fill}" stroke="{colour}" '
            'stroke-width="3"{dash}/>').format(
            x=x, y=y, wide=wide, fill=fill, colour=colour, dash=dash
        )  # fmt: skip
        if mark == "lapsing":
            yield Markup('<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="26" fill="{colour}"/>').format(
                x=x, y=y, wide=wide * 0.6, colour=colour
            )


def _plain(text: str) -> Markup:
    """Text for XML, which has no place for control characters."""
    return escape("".join(sign for sign in text if sign.isprintable() or sign == " "))
