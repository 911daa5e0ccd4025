"""Public names, compared the way readers see them: look-alike names count as equal, and a name may not mix scripts.

Look-alikes are Unicode’s confusables (UTS 39); scripts may be mixed only where one writing system uses them together.
"""

import unicodedata
from functools import cache

__all__ = ["has_mixed_scripts", "look_alike", "name_key"]

_TOGETHER = (
    {"LATIN", "HAN", "HIRAGANA", "KATAKANA"},
    {"LATIN", "HAN", "BOPOMOFO"},
    {"LATIN", "HAN", "HANGUL"},
)
"""Scripts of Japanese, Chinese and Korean names, which Latin letters may join (UTS 39, highly restrictive)."""


def name_key(name: str) -> str:
    """As names are stored to be compared: without case and width."""
    return unicodedata.normalize("NFKC", name).casefold()


def has_mixed_scripts(name: str) -> bool:
    """Whether a name has letters of scripts that no writing system has together, such as Latin and Cyrillic."""
    from confusable_homoglyphs.categories import unique_aliases  # noqa: PLC0415 - slow to load, rarely needed

    scripts = unique_aliases(name) - {"COMMON", "INHERITED"}
    return len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER)


def look_alike(one: str, other: str) -> bool:
    """Whether readers may take one name for the other."""
    return not _shapes(one).isdisjoint(_shapes(other))


def _shapes(name: str) -> set[str]:
    """What a name looks like, as it is written and in small letters: I is like l, but i is not."""
    return {_shape(name).casefold(), _shape(name_key(name))}


def _shape(text: str) -> str:
    shapes = _prototypes()
    visible = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    once = "".join(shapes.get(sign, sign) for sign in visible)
    return " ".join("".join(shapes.get(sign, sign) for sign in once).split())


@cache
def _prototypes() -> dict[str, str]:
    """The one shape that represents all characters that look like it.

    M is rn, 0 is O, a Cyrillic letter is the Latin one.
    """
    from confusable_homoglyphs.confusables import confusables_data  # noqa: PLC0415

    shapes: dict[str, str] = {}
    for sign, likes in confusables_data.items():
        only = likes[0]["c"] if len(likes) == 1 else sign
        # Of two that are each other's look-alike, the first in Unicode represents both.
        back = confusables_data.get(only, [])
        shapes[sign] = min(sign, only) if len(back) == 1 and back[0]["c"] == sign else only
    return shapes
