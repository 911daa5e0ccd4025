"""How high tables and pictures will be in a frame of some width, so that articles reserve the space."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from tracker.web.embed.font_metrics import line_count, width
from tracker.web.embed.larger.drawings import DRAWN_FROM, SHOWN_FROM, ProgressView, TimelineView
from tracker.web.embed.larger.tables import CompanyTable, TableRow
from tracker.web.embed.sizes import height
from tracker.web.embed.summary import EmbedSummary
from tracker.web.scorecard.coverage import Shown

__all__ = ["Larger", "larger_height"]

Larger = CompanyTable | TimelineView | ProgressView
_BOLD = 1.07
_MOST_INSIDE = 720
_WIDEST_DRAWING = 620
_COLUMNS_FROM = 560
"""From this width on companies stand in a table; in narrower frames each is a list under its name."""


def larger_height(larger: Larger, summary: EmbedSummary, room: int, notes: Sequence[str]) -> int:
    """The height of an embed with a table or a picture, in pixels."""
    inner = min(room - 2, _MOST_INSIDE) - 30
    match larger:
        case CompanyTable():
            body = _table(larger, inner, room)
        case TimelineView():
            body = _timeline(larger, inner, room)
        case ProgressView():
            body = _progress(larger, inner, room)
    promise = "" if isinstance(larger, ProgressView) else summary.promise
    frame = replace(summary, promise=promise, quote="", alerts=(), more=0, lines=(), record="", reply="", rows=())
    return ceil(body) + height(replace(frame, progress="", meter=None), "full", room, notes)


def _lines(text: str, size: float, inner: float) -> int:
    return line_count(text, size, max(inner, 20), "screen")


def _table(table: CompanyTable, inner: float, room: int) -> float:
    wide = room >= _COLUMNS_FROM
    shares = _shares(table, inner)
    total = sum(_wide_row(row, shares) if wide else _narrow_row(row, table, inner) for row in table.rows)
    if wide and table.rows:
        heads = zip([table.heading, *table.columns], shares, strict=True)
        total += 13.75 * max(_lines(name, 11 * _BOLD, share - 8) for name, share in heads) + 8
    if table.others:
        others = "; ".join(f"{name} ({counts})" if counts else name for name, _, counts in table.others)
        total += 21 * _lines(f"No pledge that we know of: {others}", 15, inner) + 6
    total += sum(21 * _lines(f"{alert.line}.", 15 * _BOLD, inner - 21) + 6 for alert in table.alerts)
    if table.legend:
        total += 18.2 * ceil(sum(width(entry.name, 13, "screen") + 30 for entry in table.legend) / inner) + 7
    return total + (28 if table.after or table.before else 0)


def _shares(table: CompanyTable, inner: float) -> list[float]:
    """The widths of the columns, the names first."""
    parts = [2.0, *(1.0 for _ in table.columns)] if table.marked else [1.4, 2.4, 1.0, 2.0, 1.0]
    return [inner * part / sum(parts) for part in parts]


def _wide_row(row: TableRow, shares: Sequence[float]) -> float:
    cells = [_lines(_text(cell), 13, share - 8) for cell, share in zip(row.cells, shares[1:], strict=True)]
    return 16.25 * max(_lines(row.name, 14 * _BOLD, shares[0] - 2) * 17.5 / 16.25, *cells) + 9


def _narrow_row(row: TableRow, table: CompanyTable, inner: float) -> float:
    texts = [f"{name}: {_text(cell)};" for name, cell in zip(table.columns, row.cells, strict=True) if cell.word]
    lines = _lines(" ".join(texts), 13, inner) if table.marked else sum(_lines(text, 13, inner) for text in texts)
    return 20 * _lines(row.name, 16 * _BOLD, inner) + 16.25 * lines + 9


def _text(cell: Shown) -> str:
    """A cell with what its mark takes of a line."""
    return f"{'m. ' if cell.mark else ''}{cell.word} {cell.until}".strip()


def _timeline(view: TimelineView, inner: float, room: int) -> float:
    if room >= DRAWN_FROM:
        drawn = view.picture.height * min(inner, _WIDEST_DRAWING) / view.picture.width
        return drawn + 18.2 * _lines("m" * 80, 13, inner)
    entries = sum(18.2 * _lines(f"{entry.when}  {entry.what}", 13, inner) + 4 for entry in view.entries)
    return entries + (22 if view.more else 4)


def _progress(view: ProgressView, inner: float, room: int) -> float:
    total = 21.0 * _lines(f"{view.progress.measure}. {view.progress.brief}", 15, inner) + 6
    for drawing in [one for one, least in zip(view.drawings, SHOWN_FROM, strict=False) if room >= least][-1:]:
        total += drawing.height * min(inner, _WIDEST_DRAWING) / drawing.width
    if not view.drawings:
        return total + 18.2 * _lines(view.progress.alt, 13, inner)
    return total + 18.2 * sum(_legend(view, inner)) + 6


def _legend(view: ProgressView, inner: float) -> Iterator[int]:
    yield ceil(sum(width(text, 13, "screen") + 32 for _, text in view.legend) / inner)
