"""How wide a text is, by the bundled fonts: to break lines in pictures, and to know a widget's height beforehand."""

import re
import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from tracker.settings import ROOT

__all__ = ["FONT_FILES", "cut", "drawable", "drawn", "width", "wrapped"]

_FOLDER = ROOT / "tracker" / "static" / "fonts"
_FILES = {
    "serif": _FOLDER / "CharisSIL-Regular.ttf",
    "bold": _FOLDER / "CharisSIL-Bold.ttf",
    "sans": _FOLDER / "DejaVuSans.ttf",
}
FONT_FILES = [str(path) for path in _FILES.values()]
_MISSING = 1.0
"""A character that both fonts lack counts as wide as it is high."""


@cache
def _advances(name: str) -> dict[int, float]:
    """Widths of a font's characters by code point, as parts of its size."""
    with TTFont(_FILES[name], lazy=True) as font:
        widths, per_em = font["hmtx"], font["head"].unitsPerEm
        return {code: widths[glyph][0] / per_em for code, glyph in font.getBestCmap().items()}


def width(text: str, size: float, name: str = "serif") -> float:
    """The width of a text on one line, without kerning."""
    own, fallback = _advances(name), _advances("sans")
    return size * sum(own.get(ord(sign)) or fallback.get(ord(sign), _MISSING) for sign in text)


def _can_draw(sign: str) -> bool:
    return ord(sign) in _advances("serif") or ord(sign) in _advances("sans")


def drawn(text: str) -> bool:
    """Whether the fonts have every letter and digit of a text; other signs can be left out."""
    return all(map(_can_draw, filter(_says_something, text)))


def drawable(text: str) -> str:
    """A text as the fonts can draw it: an ellipsis for words in other scripts, nothing for pictograms they lack."""
    if all(map(_can_draw, text)):
        return text
    signs = [sign if _can_draw(sign) else "…" if _says_something(sign) else "" for sign in text]
    return " ".join(re.sub("…[… ]*…", "…", "".join(signs)).split())


def _says_something(sign: str) -> bool:
    """Letters, marks on them and digits; not signs like pictograms."""
    return unicodedata.category(sign)[0] in "LMN"


def wrapped(text: str, size: float, room: float, name: str = "serif") -> list[str]:
    """A text in lines that fit; a word longer than a line is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, name) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, size, room, name)
        lines += whole
    return [*lines, line] if line else lines


def _broken(word: str, size: float, room: float, name: str) -> list[str]:
    """A word in parts that fit; most words are one part."""
    parts = [""]
    for sign in word:
        if parts[-1] and width(parts[-1] + sign, size, name) > room:
            parts.append("")
        parts[-1] += sign
    return parts


def cut(lines: list[str], most: int, size: float, room: float, name: str = "serif") -> list[str]:
    """At most so many lines; where some are left out, the last ends in an ellipsis."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(f"{last}…", size, name) > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' .,;:')}…"]
