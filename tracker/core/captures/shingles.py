"""Texts that are copies of each other, nearly or in part: five words at a time."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from tracker.core.captures.quote_text import Letters

__all__ = ["CANDIDATE", "Likeness", "NearCopy", "ShingledText", "likeness"]

CANDIDATE = 16
"""Shingles divisible by this are kept, so that texts that may be alike can be asked for."""
_SIZE = 5
_RUN = 12
"""Words in a row that two texts have only if one quotes the other, or both a third."""
_FEWEST_WORDS = 100


class NearCopy(StrEnum):
    """What two texts share."""

    COPY = "a copy or nearly"
    OVERLAPS = "overlaps"
    QUOTATION = "shares a quotation"
    NOTHING = "nothing shared"


@dataclass(frozen=True, slots=True)
class ShingledText:
    """A text as its shingles in order: one number for each five words in a row."""

    words: int
    shingles: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "ShingledText":
        """Words are compared without case, marks and forms of letters."""
        letters = Letters.of(text)
        words = [letters.folded[first:end].encode() for first, end in letters.words()]
        return cls(
            len(words), tuple(_number(b" ".join(words[i : i + _SIZE])) for i in range(max(0, len(words) - _SIZE + 1)))
        )

    @property
    def candidates(self) -> frozenset[int]:
        """The shingles by which texts are found that may be like this one."""
        return frozenset(number for number in self.shingles if number % CANDIDATE == 0)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts share; ``contained``: which part of the shorter is in the other, None where it is too short."""

    kind: NearCopy
    shared: int
    contained: float | None


def likeness(mine: ShingledText, other: ShingledText) -> Likeness:
    """Compare two texts; which one is given first changes nothing."""
    here, there = frozenset(mine.shingles), frozenset(other.shingles)
    shared = here & there
    if min(mine.words, other.words) < _FEWEST_WORDS:
        # One shared quotation would be a large part of so short a text.
        return Likeness(_quotation(mine, other, shared), len(shared), None)
    contained = len(shared) / min(len(here), len(there))
    if contained >= 0.7 and len(shared) >= 100:
        return Likeness(NearCopy.COPY, len(shared), contained)
    if contained >= 0.1 and len(shared) >= 30:
        return Likeness(NearCopy.OVERLAPS, len(shared), contained)
    return Likeness(_quotation(mine, other, shared), len(shared), contained)


def _quotation(mine: ShingledText, other: ShingledText, shared: frozenset[int]) -> NearCopy:
    in_a_row = min(_longest(mine, shared), _longest(other, shared))
    return NearCopy.QUOTATION if in_a_row + _SIZE - 1 >= _RUN else NearCopy.NOTHING


def _longest(text: ShingledText, shared: frozenset[int]) -> int:
    """The most shared shingles in a row."""
    longest = length = 0
    for number in text.shingles:
        length = length + 1 if number in shared else 0
        longest = max(longest, length)
    return longest


def _number(words: bytes) -> int:
    # 63 bits: databases keep it as a signed number.
    return int.from_bytes(blake2b(words, digest_size=8).digest()) >> 1
