"""Words as search and sorting see them: without case, accents and the English plural, the same on every database."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import filterfalse
from typing import NamedTuple

__all__ = ["Word", "fold", "sort_key", "stem", "words"]

_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u20d0-\u20f0"  # noqa: E501
"""Signs that are set on the letter before them."""
_SINGLE = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""Signs of scripts that put no space between words: each is a word of its own."""
_WORD = re.compile(rf"[{_SINGLE}]|(?:(?![{_SINGLE}])[^\W_][{_MARKS}]*)+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"})
"""Letters that have no accent to strip, yet are typed without one."""
_LONGEST = 80


class Word(NamedTuple):
    """A word of a text: as it is looked for (``stem``), as it is written but folded, and where it stands."""

    stem: str
    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text without case and accents; equal texts for readers fold to equal texts. Folding again changes nothing."""
    if text.isascii():
        return text.lower()
    once = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(filterfalse(unicodedata.combining, once)).translate(_LETTERS)
    return unicodedata.normalize("NFC", bare)


def sort_key(name: str, id: str) -> str:
    """What a name sorts by, compared sign by sign; the id, after a tab, keeps equal names apart."""
    return f"{' '.join(fold(name).split())}\t{id}"


def stem(folded: str) -> str:
    """A folded word without the English plural, so that agency finds agencies: only ``s``, never other endings."""
    if len(folded) < 4 or folded[-1] != "s" or not folded.isascii() or folded[-2] in "us":
        return folded
    if folded.endswith("ies"):
        return f"{folded[:-3]}y" if len(folded) > 4 else folded[:-1]
    if folded.endswith(("sses", "shes", "ches", "xes")):
        return folded[:-2]
    return folded[:-1]


def words(text: str) -> Iterator[Word]:
    """The words of a text in order; letters and digits only, a possessive ’s is left out."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        folded = match[0].lower() if match[0].isascii() else _letters(fold(match[0]))
        if not folded or (folded == "s" and start and text[start - 1] in "'’"):
            continue
        # Folded, one sign may be several that are a word each (ヿ is コト), and narrow ones are as wide as others.
        for part in (folded,) if folded.isascii() else _WORD.findall(folded):
            yield Word(stem(part[:_LONGEST]), part[:_LONGEST], start, end)


def _letters(folded: str) -> str:
    return "".join(filter(str.isalnum, folded))
