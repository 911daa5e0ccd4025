"""How wide a text is, by the bundled fonts: to break lines in pictures, and to know a widget's height beforehand.

Scripts that these lack come from the operator's own fonts (FONTS_DIR).
"""

import logging
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

from flask import has_app_context
from fontTools.ttLib import TTFont, TTLibError

from tracker.settings import ROOT
from tracker.web.site import site

__all__ = ["cut", "drawable", "drawn", "font_files", "line_count", "many_measured", "width", "wrapped"]

_FOLDER = ROOT / "tracker" / "static" / "fonts"
_FILES = {
    "serif": _FOLDER / "CharisSIL-Regular.ttf",
    "bold": _FOLDER / "CharisSIL-Bold.ttf",
    "sans": _FOLDER / "DejaVuSans.ttf",
}
_SCREEN = {
    191: "'",
    222: "ijl‘’",
    278: " !,./:;I[]ft·",
    333: "()-`r“”",
    355: '"',
    389: "*",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu–€£",
    584: "+<=>",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "…—",
}
"""Characters by their width in Arial, which readers' own sans fonts resemble, in thousandths of the size."""
_SCREEN_OTHERS = 0.91
"""Other characters are so much narrower there than in the bundled sans."""
_MISSING = 1.0
"""A character that all fonts lack counts as wide as it is high."""
_log = logging.getLogger(__name__)


@cache
def _advances(name: str) -> dict[int, float]:
    """Widths of a font's characters by code point, as parts of its size; "screen" is what browsers take for a sans."""
    if name != "screen":
        return _widths(_FILES[name])
    own = {ord(sign): wide / 1000 for wide, signs in _SCREEN.items() for sign in signs}
    return {code: wide * _SCREEN_OTHERS for code, wide in _advances("sans").items()} | own


def _widths(path: Path) -> dict[int, float]:
    with path.open("rb") as file, TTFont(file, lazy=True) as font:
        widths, per_em = font["hmtx"], font["head"].unitsPerEm
        return {code: widths[glyph][0] / per_em for code, glyph in font.getBestCmap().items()}


_OWN: ContextVar[Path | None] = ContextVar("the folder of the operator's fonts")


@contextmanager
def many_measured() -> Iterator[None]:
    """Inside, where many texts are measured, it is asked once for whose fonts."""
    token = _OWN.set(_own_folder())
    try:
        yield
    finally:
        _OWN.reset(token)


def _own_folder() -> Path | None:
    try:
        return _OWN.get()
    except LookupError:
        return site().settings.fonts_dir if has_app_context() else None


@cache
def _own_fonts(folder: Path | None) -> dict[str, dict[int, float]]:
    """The operator's fonts by their file, with the widths of their characters; what is no font is left out."""
    widths = {}
    for path in sorted(folder.iterdir()) if folder else ():
        if path.suffix.lower() in (".ttf", ".otf"):
            try:
                widths[str(path)] = _widths(path)
            except (TTLibError, OSError, KeyError):
                _log.warning("FONTS_DIR: %s cannot be read as a font and is left out", path.name)
    return widths


@cache
def _own_advances(folder: Path | None) -> dict[int, float]:
    """Widths of all characters that the operator's fonts add."""
    return {code: wide for widths in reversed(_own_fonts(folder).values()) for code, wide in widths.items()}


def font_files() -> list[str]:
    """All fonts that pictures are drawn with: those that come with the program, then the operator's."""
    return [*(str(path) for path in _FILES.values()), *_own_fonts(_own_folder())]


def width(text: str, size: float, name: str = "serif") -> float:
    """The width of a text on one line, without kerning."""
    return size * _ems(text, name, _own_folder())


@lru_cache(maxsize=20_000)
def _ems(text: str, name: str, folder: Path | None) -> float:
    """The width of a text as parts of the size; of the words asked for last, which is most of them."""
    first, second, last = _advances(name), _advances("sans"), _own_advances(folder)
    return sum(first.get(ord(sign)) or second.get(ord(sign)) or last.get(ord(sign), _MISSING) for sign in text)


def _can_draw(sign: str) -> bool:
    return any(
        ord(sign) in advances for advances in (_advances("serif"), _advances("sans"), _own_advances(_own_folder()))
    )


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
    return list(_wrapped(text, size, room, name, _own_folder()))


def line_count(text: str, size: float, room: float, name: str = "serif") -> int:
    """How many these lines are: of a text that is measured once for all sizes and rooms."""
    folder = _own_folder()
    ends, longest, space = _measured(text, name, folder)
    ems = room / size
    if longest > ems:
        return len(_wrapped(text, size, room, name, folder))
    lines, start, words = 0, 0.0, 0
    while words < len(ends):
        words = bisect_right(ends, start + ems, words + 1)
        start = ends[words - 1] + space
        lines += 1
    return lines


@lru_cache(maxsize=4_000)
def _measured(text: str, name: str, folder: Path | None) -> tuple[list[float], float, float]:
    """Where the words of a text end on one line, how wide the longest is and a space, as parts of the size."""
    words, space = [_ems(word, name, folder) for word in text.split()], _ems(" ", name, folder)
    return list(accumulate(words, lambda end, wide: end + space + wide)), max(words, default=0), space


@lru_cache(maxsize=2_000)
def _wrapped(text: str, size: float, room: float, name: str, folder: Path | None) -> tuple[str, ...]:
    """Those asked for last: pictures ask for each more than once."""
    lines: list[str] = []
    space, line, filled = size * _ems(" ", name, folder), "", 0.0
    for word in text.split():
        wide = size * _ems(word, name, folder)
        if (longer := filled + space + wide if line else wide) <= room:
            line, filled = f"{line} {word}" if line else word, longer
            continue
        if line:
            lines.append(line)
        *whole, line = [word] if wide <= room else _broken(word, size, room, name)
        lines, filled = [*lines, *whole], size * _ems(line, name, folder)
    return (*lines, line) if line else tuple(lines)


def _broken(word: str, size: float, room: float, name: str) -> list[str]:
    """A word in parts that fit; most words are one part."""
    parts = [""]
    for sign in word:
        if parts[-1] and width(parts[-1] + sign, size, name) > room:
            parts.append("")
        parts[-1] += sign
    return parts


def cut(lines: list[str], most: int, size: float, room: float, name: str = "serif") -> list[str]:
    """At most so many lines; where some are left out, the last ends in an ellipsis, after a word if it has several."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(f"{last}…", size, name) > room:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' .,;:')}…"]
