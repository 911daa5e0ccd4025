"""Pictures for the print desk: a card, a table of companies, a timeline or a progress picture, each with its credit.

All are 1200 units wide, as high as they need, and light: paper is white in every theme.
"""

from collections.abc import Iterator, Sequence

from flask import current_app
from markupsafe import Markup

from tracker.engine.text import joined
from tracker.web.embed.font_metrics import cut, width, wrapped
from tracker.web.embed.larger.drawings import ProgressView, TimelineView
from tracker.web.embed.larger.tables import CompanyTable, TableRow
from tracker.web.embed.pages import page_address
from tracker.web.embed.pictures.drawing import plain, shape, text
from tracker.web.embed.pictures.social_card import CARD_SIZE, card_svg
from tracker.web.embed.responses import Embedded
from tracker.web.embed.summary import EmbedSummary
from tracker.web.presenting.assets import allow_style
from tracker.web.presenting.charts.progress import drawing_of
from tracker.web.presenting.charts.timeline import Timeline
from tracker.web.site import site

__all__ = ["DRAWN_WIDTH", "print_svg"]

_WIDE, _LEFT, _ROOM = 1200, 64, 1072
_SCALE = 1.5
"""What is drawn for pages of 715 pixels stands larger in print: its letters of 13 pixels are 19.5 of 1200."""
DRAWN_WIDTH = 715
_INK, _SOFT, _PAPER, _LINE, _ACCENT = "#1c1b19", "#5d5a54", "#ffffff", "#d9d5cc", "#0a5568"
_COLOURS = {
    "covered": "#1d6b45",
    "lapsing": "#1d6b45",
    "partly": "#8a5a00",
    "unclear": "#8a5a00",
    "lapsed": _SOFT,
    "not-asked": _SOFT,
}
_GAP = "#a3281f"
_FAMILY = "Charis SIL,Charter,Georgia,DejaVu Sans,serif"
_STYLE = Markup(
    ".drawn text{{font-family:'DejaVu Sans',Verdana,sans-serif;font-size:13px;fill:{ink};stroke:{paper};"
    "stroke-width:4;paint-order:stroke}}.axis text,.drawn .dim,.drawn .tick-text{{fill:{soft}}}"
    ".axis path,.tick{{stroke:{line}}}.loud,.lane{{font-weight:700}}"
    ".old{{fill:none;stroke:{soft};stroke-width:1.5;stroke-dasharray:5 4}}"
    ".real{{fill:none;stroke:{ink};stroke-width:2.5}}"
    ".new{{fill:none;stroke:{accent};stroke-width:2;stroke-dasharray:2 4;stroke-linecap:round}}"
    ".today{{stroke:{accent};stroke-dasharray:3 3}}.drawn .today-text{{fill:{accent}}}"
    ".goal{{fill:{paper};stroke:{soft};stroke-width:2}}.now{{stroke:{accent}}}.dot,.solid{{fill:{ink}}}"
    ".span{{stroke:{ink};stroke-opacity:.32;stroke-width:7;stroke-linecap:round}}.pale{{fill:{ink};fill-opacity:.32}}"
    ".end{{text-anchor:end}}.tick-text{{text-anchor:middle}}.unchecked{{fill:{line};fill-opacity:.4}}"
    ".pledge .solid,.pledge .pale,.pledge-dot .solid{{fill:{accent}}}"
    ".context .solid,.context .pale,.context-dot .solid,.event .solid,.event .pale,.event-dot .solid{{fill:{soft}}}"
).format(ink=_INK, soft=_SOFT, paper=_PAPER, line=_LINE, accent=_ACCENT)


def print_svg(embedded: Embedded, summary: EmbedSummary, timeline: Timeline | None) -> str:
    """The picture of an embed with its credit; ``timeline`` is the one to draw, in print's width.

    ``summary`` has its words: for pixels in signs that the fonts can draw.
    """
    if embedded.larger is None:
        inner, top = [Markup(card_svg(summary))], float(CARD_SIZE[1])  # noqa: S704 - escaped where it was made
    else:
        inner, top = _head(summary)
        body, top = _body(embedded, top, timeline)
        inner += body
    credit, height = _credit(embedded, top)
    allow_style(_STYLE)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{height}" viewBox="0 0 {wide} {height}" '
        'role="img" aria-label="{alt}" font-family="{family}"><title>{alt}</title><style>{style}</style>'
        '<rect width="{wide}" height="{height}" fill="{paper}"/>{parts}</svg>'
    ).format(
        wide=_WIDE,
        height=height,
        alt=plain(_alt(embedded, summary)),
        family=_FAMILY,
        style=_STYLE,
        paper=_PAPER,
        parts=Markup("").join([*inner, *credit]),
    )


def _alt(embedded: Embedded, summary: EmbedSummary) -> str:
    """All that the picture shows, in words; a card says it itself."""
    match embedded.larger:
        case ProgressView():
            larger_part = embedded.larger.progress.alt
        case TimelineView():
            larger_part = " ".join(f"{entry.when}: {entry.what}." for entry in embedded.larger.picture.entries)
        case CompanyTable():
            larger_part = " ".join(f"{row.name}: {_row_words(embedded.larger, row)}." for row in embedded.larger.rows)
        case None:
            return summary.alt
    unasked = f"{summary.not_asked} " if summary.not_asked else ""
    return f"{summary.heading}, {summary.topic}. {larger_part} {unasked}{summary.when}"


def _row_words(table: CompanyTable, row: TableRow) -> str:
    cells = zip(table.columns, row.cells, strict=True)
    return joined(f"{name} {cell.word} {cell.until}".strip() for name, cell in cells if cell.word)


def _head(summary: EmbedSummary) -> tuple[list[Markup], float]:
    parts = [text(summary.topic, _LEFT, 50, 24, _SOFT)]
    y = 50.0
    for line in cut(wrapped(summary.heading, 48, _ROOM, "bold"), 2, 48, _ROOM, "bold"):
        y += 54
        parts.append(text(line, _LEFT, y, 48, _INK, bold=True))
    return parts, y + 12


def _body(embedded: Embedded, top: float, timeline: Timeline | None) -> tuple[list[Markup], float]:
    match embedded.larger:
        case CompanyTable():
            return _table(embedded.larger, top)
        case ProgressView():
            return _progress(embedded.larger, top)
        case TimelineView() if timeline:
            shapes = _shapes("timeline", timeline)
            return [_placed(shapes, top + 24)], top + 24 + timeline.height * _SCALE
    return [], top


def _shapes(template: str, drawing: object) -> Markup:
    module = current_app.jinja_env.get_template(f"components/{template}.html").module
    return Markup(module.shapes(drawing))  # type: ignore[attr-defined]  # noqa: S704 - made by a template that escapes


def _placed(shapes: Markup, y: float) -> Markup:
    return Markup('<g class="drawn" transform="translate({x} {y}) scale({scale})">{shapes}</g>').format(
        x=_LEFT, y=y, scale=_SCALE, shapes=shapes
    )


def _progress(view: ProgressView, top: float) -> tuple[list[Markup], float]:
    parts, y = [], top
    for line in wrapped(f"{view.progress.measure}. {view.progress.brief}", 28, _ROOM):
        y += 38
        parts.append(text(line, _LEFT, y, 28, _INK))
    if view.drawings:
        drawing = drawing_of(view.progress, "large", DRAWN_WIDTH, 320)
        parts.append(_placed(_shapes("progress", drawing), y + 16))
        y += 16 + drawing.height * _SCALE
        parts += _legend([(_KEYS[key], words) for key, words in view.legend], y + 24)
        y += 36
    return parts, y


_KEYS = {
    "own": Markup('<path class="real" d="M0 7h14"/><circle class="dot" cx="7" cy="7" r="4.5"/>'),
    "others": Markup('<path class="dot" d="M7 0l7 7-7 7-7-7z"/>'),
    "now": Markup('<circle class="goal now" cx="7" cy="7" r="5"/>'),
    "was": Markup('<circle class="goal" cx="7" cy="7" r="5"/>'),
}


def _legend(entries: Sequence[tuple[Markup, str]], y: float) -> Iterator[Markup]:
    x = float(_LEFT)
    for mark, words in entries:
        yield Markup('<g transform="translate({x} {y}) scale(1.4)">{mark}</g>').format(x=x, y=y - 16, mark=mark)
        yield text(words, x + 28, y, 20, _SOFT)
        x += 28 + width(words, 20) + 32


def _table(table: CompanyTable, top: float) -> tuple[list[Markup], float]:
    shares = [2.0, *(1.0 for _ in table.columns)] if table.marked else [1.4, 2.4, 1.0, 2.0, 1.0]
    wide = [_ROOM * share / sum(shares) for share in shares]
    heads = [_lines(name, 18, room - 12, 3) for name, room in zip(["", *table.columns], wide, strict=True)]
    y = top + 22 * max(map(len, heads)) + 8
    parts = [
        text(line, _LEFT + sum(wide[:i]), y - 22 * (len(lines) - 1 - n), 18, _SOFT)
        for i, lines in enumerate(heads)
        for n, line in enumerate(lines)
    ]
    y += 12
    for row in table.rows:
        drawn, y = _row(row, wide, y)
        parts += drawn
    if table.others:
        others = "; ".join(f"{name} ({counts})" if counts else name for name, _, counts in table.others)
        for line in wrapped(f"No pledge that we know of: {others}", 20, _ROOM):
            y += 28
            parts.append(text(line, _LEFT, y, 20, _INK))
    return parts, y + 16


def _row(row: TableRow, wide: Sequence[float], y: float) -> tuple[list[Markup], float]:
    """A company: its name, and each cell with its mark and as many lines as it needs."""
    parts = [Markup('<path d="M{x} {y:.1f}h{room}" stroke="{line}"/>').format(x=_LEFT, y=y, room=_ROOM, line=_LINE)]
    cells = [
        _lines(f"{cell.word} {cell.until}".strip(), 18, room - 40, 9)
        for cell, room in zip(row.cells, wide[1:], strict=True)
    ]
    name = _lines(row.name, 22, wide[0] - 16, 3, "bold")
    parts += [text(line, _LEFT, y + 30 + 26 * n, 22, _INK, bold=True) for n, line in enumerate(name)]
    for number, (cell, lines) in enumerate(zip(row.cells, cells, strict=True)):
        x = _LEFT + sum(wide[: number + 1])
        if cell.mark:
            parts.append(shape(cell.mark, x, y + 15, 1.25, colour=_COLOURS.get(cell.mark, _GAP)))
        parts += [text(line, x + (26 if cell.mark else 0), y + 29 + 23 * n, 18, _INK) for n, line in enumerate(lines)]
    return parts, y + max(26 * len(name), 23 * max(map(len, cells), default=1)) + 20


def _lines(shown: str, size: float, room: float, most: int, font: str = "serif") -> list[str]:
    return cut(wrapped(shown, size, room, font), most, size, room, font)


def _credit(embedded: Embedded, top: float) -> tuple[list[Markup], int]:
    """Whose picture it is, where it stands, of which day it is and how far the record was checked."""
    address = page_address(embedded.subject, embedded.clock_query).partition("://")[2]
    lines = wrapped(f"{site().settings.site_name}: {address}. {embedded.summary.when}", 20, _ROOM)
    y = top + 20
    parts = [Markup('<path d="M{x} {y:.1f}h{room}" stroke="{line}"/>').format(x=_LEFT, y=y, room=_ROOM, line=_LINE)]
    for line in lines:
        y += 28
        parts.append(text(line, _LEFT, y, 20, _SOFT))
    return parts, round(y + 24)
