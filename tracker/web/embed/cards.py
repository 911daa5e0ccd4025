"""Cards of 1200 by 630 pixels for link previews: the same words as the widget, large."""

from collections.abc import Iterator, Sequence
from functools import cache

from markupsafe import Markup, escape

from tracker.engine.phrases import day
from tracker.web.embed.fonts import cut, wrapped
from tracker.web.embed.told import Told
from tracker.web.site import site

__all__ = ["CARD_SIZE", "card_svg"]

CARD_SIZE = (1200, 630)
_LEFT, _ROOM = 72, 1056
_FOOT = 582
_COLOURS = {"covered": "#1d6b45", "lapsing": "#1d6b45", "partly": "#8a5a00", "unclear": "#8a5a00", "lapsed": "#5d5a54"}
_OPEN, _INK, _SOFT, _PAPER, _LINE = "#a3281f", "#1c1b19", "#5d5a54", "#fcfbf8", "#d9d5cc"


def card_svg(told: Told) -> str:
    """The card, from top to bottom: topic, name, what the headline says first, cells, verdicts, day."""
    parts: list[Markup] = [_text(_lines(told.topic, 30, 1, "serif")[0], _LEFT, 80, 30, _SOFT)]
    size: float = 66 if len(told.heading) < 26 else 54 if len(told.heading) < 60 else 42
    y = 80.0
    for line in _lines(told.heading, size, 2 if size > 42 else 3, "bold"):
        y += size * 1.12
        parts.append(_text(line, _LEFT, y, size, _INK, bold=True))
    verdicts = _verdicts(told)
    room = _FOOT - 76 - y - (88 if told.marks else 20) - sum(step for _, _, step, _ in verdicts)
    y += 26
    for line in _lines(" ".join(told.sentences[:1]) or told.quote, 38, max(1, int(room // 50)), "serif"):
        y += 50 if line else 0
        parts.append(_text(line, _LEFT, y, 38, _INK))
    if told.marks:
        y += 40
        parts += _strip(told.marks, y)
        y += 32
    y += 14
    for text, high, step, bold in verdicts:
        y += step
        parts.append(_text(text, _LEFT, y, high, _INK if bold else _SOFT, bold=bold))
    foot = f"As of {day(told.as_of)}"
    name = Markup('<text x="1128" y="{y}" font-size="28" fill="{fill}" text-anchor="end">{text}</text>').format(
        y=_FOOT + 16, fill=_SOFT, text=_plain(site().settings.site_name)
    )
    rule = Markup('<path d="M72 {y}h1056" stroke="{line}" stroke-width="2"/>').format(y=_FOOT - 26, line=_LINE)
    parts += [rule, _text(foot, _LEFT, _FOOT + 16, 28, _SOFT), name]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630" '
        'font-family="Charis SIL,DejaVu Sans"><defs>{hatch}</defs><rect width="1200" height="630" fill="{paper}"/>'
        '<rect width="1200" height="10" fill="{ink}"/>{parts}</svg>'
    ).format(paper=_PAPER, ink=_INK, hatch=_hatch(), parts=Markup("").join(parts))


def _verdicts(told: Told) -> list[tuple[str, float, float, bool]]:
    """Lines below the cells: text, size, distance from the line before, whether it is a verdict."""
    found: list[tuple[str, float, float, bool]] = []
    for line in [line for line in told.lines if line.word][: 4 if told.rows else 2]:
        text = f"{line.word}: {line.rest[:1].lower()}{line.rest[1:].rstrip('.')}" if line.brief else line.word
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
        yield Markup('<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="26" fill="{fill}" stroke="{colour}" stroke-width="3"{dash}/>').format(
            x=x, y=y, wide=wide, fill=fill, colour=colour, dash=dash
        )  # fmt: skip
        if mark == "lapsing":
            yield Markup('<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="26" fill="{colour}"/>').format(
                x=x, y=y, wide=wide * 0.6, colour=colour
            )


def _plain(text: str) -> Markup:
    """Text for XML, which has no place for control characters."""
    return escape("".join(sign for sign in text if sign.isprintable() or sign == " "))
