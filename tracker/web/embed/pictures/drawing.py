"""What pictures are drawn with: the marks of the scorecard, texts in lines, lengths that no script is hurt by."""

import unicodedata

from markupsafe import Markup, escape

__all__ = ["SITE_MARK", "plain", "shape", "text", "text_length"]

_RING = '<circle cx="7" cy="7" r="5.2" fill="none" stroke="currentColor" stroke-width="1.6"/>'
_STROKE = 'fill="none" stroke="currentColor" stroke-width="1.6"'
_FILLED = 'fill="currentColor" stroke="currentColor" stroke-width="1.4"'
_SHAPES = {
    "covered": '<circle cx="7" cy="7" r="6" fill="currentColor"/>',
    "partly": f'{_RING}<path d="M7 7V1.8A5.2 5.2 0 1 0 12.2 7z" fill="currentColor"/>',
    "unclear": f'{_RING}<path d="M7 1.8a5.2 5.2 0 0 0 0 10.4z" fill="currentColor"/>',
    "open": _RING,
    "lapsed": f'{_RING}<path d="M3.6 7h6.8" {_STROKE}/>',
    "lapsing": f'{_RING}<path d="M3.6 7h6.8" {_STROKE}/>',
    "not-asked": f'<path d="M4 7h6" {_STROKE}/>',
    "gap": f'<path d="M2.5 1v12.5M2.5 1.8h9L9 4.6l2.5 2.8h-9" {_FILLED} stroke-linejoin="round"/>',
    "missed": f'{_RING}<path d="M4.8 4.8l4.4 4.4M9.2 4.8L4.8 9.2" {_STROKE}/>',
    "overdue": f'<circle cx="7" cy="7" r="5.2" {_STROKE} stroke-dasharray="2.1 2"/>',
    "moved": f'{_RING}<path d="M4 7h5.6M7.4 4.7L9.7 7 7.4 9.3" {_STROKE}/>',
}
SITE_MARK = Markup(
    '<circle cx="7" cy="7" r="5.4" fill="none" stroke="#0a5568" stroke-width="1.6"/><circle cx="13" cy="7" r="6.2" '
    'fill="#0a5568"/><path d="M10 2.5a5.4 5.4 0 0 1 0 9" fill="none" stroke="#fcfbf8" stroke-width="1.2"/>'
)
"""A ring and a disc that overlap: words and deeds."""
_JOINED = ("ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "TAMIL", "THAI", "KHMER", "MYANMAR", "HEBREW")


def shape(mark: str, x: float, y: float, scale: float, style: str = "", colour: str = "") -> Markup:
    """A mark of 14 by 14 units at a place."""
    painted = Markup(' color="{}"').format(colour) if colour else Markup(' class="{}"').format(style)
    return Markup('<g transform="translate({x} {y}) scale({scale})"{painted}>{inner}</g>').format(
        x=x,
        y=y,
        scale=scale,
        painted=painted,
        inner=Markup(_SHAPES.get(mark, _SHAPES["open"])),  # noqa: S704 - one of ours
    )


def text_length(shown: str, wide: float) -> Markup:
    """The attribute that holds a text to its reckoned width; none where that would pull joined letters apart."""
    if any(unicodedata.name(sign, "").startswith(_JOINED) for sign in shown):
        return Markup("")
    return Markup(' textLength="{:.0f}"').format(max(wide, 1))


def plain(shown: str) -> Markup:
    """Text for XML, which has no place for control characters."""
    return escape("".join(sign for sign in shown if sign.isprintable() or sign in " \u00a0\u202f\u2068\u2069"))


def text(shown: str, x: float, y: float, size: float, fill: str, *, bold: bool = False, end: bool = False) -> Markup:
    """A line of text; one from right to left starts at the same place, and its letters stay joined."""
    weight = Markup(' font-weight="bold"') if bold else ""
    anchor = Markup(' text-anchor="end"') if end else ""
    return Markup('<text x="{x}" y="{y:.1f}" font-size="{size}" fill="{fill}"{weight}{anchor}>{shown}</text>').format(
        x=x, y=y, size=size, fill=fill, weight=weight, anchor=anchor, shown=plain(shown)
    )
