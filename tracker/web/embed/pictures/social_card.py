"""Cards of 1200 by 630 pixels for link previews: promise, gravest gap, record.

Nothing is smaller than 34 px, so that a card can be read at a quarter of its width.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from tracker.engine.alerts import Alert
from tracker.engine.text import capital
from tracker.web.embed.font_metrics import cut, drawable, width, wrapped
from tracker.web.embed.pictures.drawing import SITE_MARK, plain, shape, text
from tracker.web.embed.summary import EmbedSummary
from tracker.web.site import site

__all__ = ["CARD_SIZE", "card_svg", "notice_card_svg"]

CARD_SIZE = (1200, 630)
_LEFT, _ROOM = 64, 1072
_FOOT = 550
_LEAST = 34
_SIZES = (58, 52, 46, 40)
"""Sizes of the gravest thing: the largest at which all of it fits."""
_INK, _SOFT, _PAPER, _LINE, _GAP, _COVERED, _UNCLEAR = (
    "#1c1b19", "#5d5a54", "#fcfbf8", "#d9d5cc", "#a3281f", "#1d6b45", "#8a5a00"
)  # fmt: skip
_MARK_COLOURS = {"covered": _COVERED, "partly": _UNCLEAR, "lapsed": _SOFT}
_FAMILY = "Charis SIL,Charter,Georgia,DejaVu Sans,serif"


def card_svg(summary: EmbedSummary) -> str:
    """The card, from top to bottom: topic, name, what it says, how far it was checked."""
    head, y = _head(summary)
    body = _sides(summary.sides, y) if summary.sides else _body(summary, y)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630" role="img" '
        'aria-label="{alt}" font-family="{family}"><title>{alt}</title><rect width="1200" height="630" fill="{paper}"/>'
        '<rect width="1200" height="14" fill="{ink}"/>{parts}</svg>'
    ).format(
        alt=plain(summary.alt),
        family=_FAMILY,
        paper=_PAPER,
        ink=_INK,
        parts=Markup("").join([*head, *body, *_foot(summary)]),
    )


def notice_card_svg(name: str, words: str) -> str:
    """A card that says something else, in the size that was asked for."""
    lines = [
        text(line, _LEFT, 300 + 80 * i, 60, _INK, bold=True) for i, line in enumerate(_fitting(name, 60, 2, "bold"))
    ]
    below = 300 + 80 * len(lines)
    lines += [text(line, _LEFT, below + 56 * i, 42, _SOFT) for i, line in enumerate(_fitting(words, 42, 2, "serif"))]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630" role="img" '
        'aria-label="{alt}" font-family="{family}"><title>{alt}</title><rect width="1200" height="630" fill="{paper}"/>'
        '<rect width="1200" height="14" fill="{ink}"/>{parts}</svg>'
    ).format(alt=plain(f"{name}: {words}"), family=_FAMILY, paper=_PAPER, ink=_INK, parts=Markup("").join(lines))


def _head(summary: EmbedSummary) -> tuple[list[Markup], float]:
    """Topic and name, and how far down they reach."""
    name = drawable(site().settings.site_name)
    taken = width(name, _LEAST, "bold")
    parts = [
        text(_line(summary.topic, _LEAST, _ROOM - taken - 90), _LEFT, 74, _LEAST, _SOFT),
        text(name, 1136, 74, _LEAST, _INK, bold=True, end=True),
        Markup('<g transform="translate({x:.0f} 46) scale(2.1)">{mark}</g>').format(
            x=1136 - taken - 60, mark=SITE_MARK
        ),
    ]
    size = 76 if width(summary.heading, 76, "bold") <= _ROOM else 54 if len(summary.heading) < 60 else 42
    y = 78.0
    for line in _fitting(summary.heading, size, 1 if size == 76 or len(summary.sides) > 2 else 2, "bold"):
        y += size * (0.92 if size == 76 else 1.05)
        parts.append(text(line, _LEFT, y, size, _INK, bold=True))
    return parts, y


def _foot(summary: EmbedSummary) -> Iterator[Markup]:
    """Of which day it is, and how far the record was checked."""
    yield Markup('<path d="M64 {y}h1072" stroke="{line}" stroke-width="2"/>').format(y=_FOOT, line=_LINE)
    size = min(_LEAST, _LEAST * _ROOM / max(width(summary.when, _LEAST), 1))
    yield text(summary.when, _LEFT, 597, round(size, 1), _SOFT)


def _body(summary: EmbedSummary, y: float) -> Iterator[Markup]:
    """The promise in two lines, then the gravest thing, larger, then what is on record."""
    size, lines = _largest(summary.promise or summary.quote)
    for line in lines:
        y += size * 1.24
        yield text(line, _LEFT, y, size, _INK)
    y += 22
    yield Markup('<path d="M64 {y}h1072" stroke="{ink}" stroke-width="4"/>').format(y=y, ink=_INK)
    if summary.alerts:
        yield from _alert(summary, summary.alerts[0], y)
    else:
        yield from _verdicts(summary, y)


def _gravest(alert: Alert, space: float) -> tuple[int, list[str], list[str]]:
    """An alert's subject and text at the largest size at which both fit the space; cut only at the least one."""
    named = f"{alert.brief or alert.subject}{':' if alert.text else ''}"
    for size in _SIZES:
        most = max(1, int(space // (size * 1.12)))
        subject, rest = (wrapped(said, size, 1000, "bold") if said else [] for said in (named, alert.text))
        if len(subject) + len(rest) <= most:
            break
    subject = cut(subject, max(1, most - bool(rest)), size, 1000, "bold")
    return size, subject, cut(rest, most - len(subject), size, 1000, "bold") if most > len(subject) else []


def _alert(summary: EmbedSummary, alert: Alert, y: float) -> Iterator[Markup]:
    colour = _MARK_COLOURS.get(alert.mark, _GAP)
    yield shape(alert.mark, _LEFT, y + 22, 4.3, colour=colour)
    more = sum(it.mark == "gap" for it in summary.alerts[1:]) + summary.more
    gaps = f"{more} more gap{'' if more == 1 else 's'}. " if more else ""
    record = _fitting(f"{gaps}{summary.record}", 36, 2, "serif", 1000)
    space = _FOOT - y - 46 * len(record) - 24
    size, subject, rest = _gravest(alert, space)
    for line in [*subject, *rest]:
        y += size * 1.12
        yield text(line, 144, y, size, _INK if line in subject and alert.text else colour, bold=True)
    y += 6
    for line in record:
        y += 45
        yield text(line, 144, y, 36, _INK)


def _verdicts(summary: EmbedSummary, y: float) -> Iterator[Markup]:
    """What a card of a single record says."""
    for line in [line for line in summary.lines if line.word][:2]:
        for part in _fitting(line.word, 44, 2, "bold"):
            y += 56
            yield text(part, _LEFT, y, 44, _INK, bold=True)
    rest = next((line.rest for line in summary.lines if line.rest), "")
    for part in _fitting(rest, 36, max(0, int((_FOOT - 14 - y) // 46)), "serif"):
        y += 46
        yield text(part, _LEFT, y, 36, _INK)


def _sides(sides: Sequence[EmbedSummary], y: float) -> Iterator[Markup]:
    """The sides of a comparison, one below the other: name and gravest thing, the record where there is room."""
    each = min((_FOOT - 24 - y) / len(sides), 190)
    for number, side in enumerate(sides):
        top, alert = y + 18 + number * each, side.alerts[0]
        size = 40 if each >= 120 else _LEAST
        yield shape(alert.mark, _LEFT, top + size * 0.3, size / 16, colour=_MARK_COLOURS.get(alert.mark, _GAP))
        room = 1000.0
        name = "".join(cut(wrapped(side.heading, size, room * 0.45, "bold"), 1, size, room * 0.45, "bold"))
        lines = _fitting(f"{name}: {alert.badge_line}", size, 2 if each >= 3.6 * size else 1, "bold", room)
        for index, line in enumerate(lines):
            yield text(line, 124, top + size * (1 + 1.15 * index), size, _INK, bold=True)
        if each >= 46 * (len(lines) + 1):
            below = f"{capital(side.checked)}. {side.record}"
            yield text(_line(below, _LEAST, room), 124, top + size * 1.15 * len(lines) + 36, _LEAST, _SOFT)


def _fitting(shown: str, size: float, most: int, font: str, room: float = _ROOM) -> list[str]:
    return cut(wrapped(shown, size, room, font), most, size, room, font) if most else []


def _largest(shown: str) -> tuple[int, list[str]]:
    """A text in two lines as large as they fit, else in three small ones."""
    for size in (42, 38):
        lines = wrapped(shown, size, _ROOM)
        if len(lines) <= 2:
            return size, lines
    return _LEAST, _fitting(shown, _LEAST, 3, "serif")


def _line(shown: str, size: float, room: float = _ROOM) -> str:
    return "".join(_fitting(shown, size, 1, "serif", room))
