"""Characters that nobody sees: taken out of names and titles, where they hide what a text is or turn it round."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

__all__ = ["INVISIBLE", "differing_texts", "named_characters", "without_invisible"]

INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Soft hyphens, signs without width, and marks that change the direction of what follows."""
_JOINERS = "\u200c\u200d"
_FIRST_JOINED = "\u0600"
"""Scripts from Arabic on, and emoji, are written with joiners; they are kept between two of their signs."""


def without_invisible(text: str) -> str:
    """The text without them."""
    return INVISIBLE.sub(lambda match: match[0] if _joins(text, match.start()) else "", text)


def _joins(text: str, place: int) -> bool:
    around = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    return text[place] in _JOINERS and all(side >= _FIRST_JOINED and not INVISIBLE.match(side) for side in around)


def named_characters(text: str) -> str:
    """Those in a text, by code and name: ``U+00AD SOFT HYPHEN``."""
    signs = dict.fromkeys(sign for sign in text if INVISIBLE.match(sign))
    return ", ".join(f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip() for sign in signs)


def differing_texts(given: Any, kept: Any, *path: str | int) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts of plain data that were kept without some invisible characters: their paths, and what was given."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for name, value in given.items():
            yield from differing_texts(value, kept.get(name), *path, name)
    elif isinstance(given, list) and isinstance(kept, list):
        for i, (one, other) in enumerate(zip(given, kept, strict=False)):
            yield from differing_texts(one, other, *path, i)
    elif (
        isinstance(given, str)
        and isinstance(kept, str)
        and INVISIBLE.search(given)
        and without_invisible(given).strip() == kept != given.strip()
    ):
        yield path, given
