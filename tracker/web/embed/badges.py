"""Badges.

A company and a verdict with its day, on one line, as SVG without style, script or anything from elsewhere.
"""

from markupsafe import Markup, escape

from tracker.engine.text import day
from tracker.web.embed.font_metrics import cut, width, wrapped
from tracker.web.embed.summary import EmbedSummary

__all__ = ["badge_svg", "notice_svg"]

_SIZE = 11.0
_HIGH = 22
_PAD = 8
_MOST_LEFT, _MOST_VERDICT, _MOST_RIGHT = 220.0, 440.0, 600.0
_INK, _PAPER, _LINE = "#1c1b19", "#fcfbf8", "#8d8880"


def badge_svg(told: EmbedSummary) -> str:
    """The badge: whose, what, as of when. Its words are its picture's title too."""
    verdict = _fitting(told.verdict, _MOST_VERDICT)
    return _svg(told.heading, f"{verdict} · {day(told.as_of)}", told.alt)


def notice_svg(left: str, right: str) -> str:
    """A badge that says something else."""
    return _svg(left, right, f"{left}: {right}")


def _svg(left: str, right: str, title: str) -> str:
    first, second = _fitting(left, _MOST_LEFT), _fitting(right, _MOST_RIGHT)
    middle = round(_wide(first) + 2 * _PAD)
    wide = middle + round(_wide(second) + 2 * _PAD)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img" '
        'aria-label="{title}"><title>{title}</title>'
        '<rect x=".5" y=".5" width="{inner}" height="{lower}" rx="2" fill="{paper}" stroke="{line}"/>'
        '<path d="M{middle} .5v{lower}" stroke="{line}"/>'
        '<g font-family="Verdana,DejaVu Sans,sans-serif" font-size="{size}" fill="{ink}" '
            'aria-hidden="true">{texts}</g></svg>'
    ).format(
        wide=wide, high=_HIGH, inner=wide - 1, lower=_HIGH - 1, middle=middle, title=_plain(title), size=_SIZE,
        paper=_PAPER, line=_LINE, ink=_INK,
        texts=Markup("").join((_text(first, 0, middle), _text(second, middle, wide))),
    )  # fmt: skip


def _text(text: str, left: int, right: int) -> Markup:
    """Set in the middle, and as wide as reckoned whatever font a reader has."""
    return Markup('<text x="{x}" y="15" text-anchor="middle" textLength="{length}">{text}</text>').format(
        x=(left + right) / 2, length=right - left - 2 * _PAD, text=_plain(text)
    )


def _wide(text: str) -> float:
    return max(width(text, _SIZE, "sans"), 4)


def _fitting(text: str, room: float) -> str:
    return "".join(cut(wrapped(text, _SIZE, room, "sans"), 1, _SIZE, room, "sans"))


def _plain(text: str) -> Markup:
    """Text for XML, which has no place for control characters."""
    return escape("".join(sign for sign in text if sign.isprintable() or sign == " "))
