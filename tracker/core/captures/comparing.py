"""Two copies of one document side by side: which paragraphs differ, and in which words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

__all__ = ["Row", "Stretch", "changes_in_short", "compared"]

_MOST_LINES = 4_000
"""Of longer texts the beginning is compared."""
_MOST_PAIRS = 400_000
"""So many pairs of equal words are worth the time in all; of further stretches, all is shown as changed."""
_WORD = re.compile(r"\S+")


class Stretch(NamedTuple):
    """Words that stand in both texts (``of`` is “both”), or only in the older or the newer one (“old”, “new”)."""

    of: str
    text: str


class Row(NamedTuple):
    """Paragraphs that belong to each other. Of equal ones both sides are the same words; a side may be empty."""

    same: bool
    old: tuple[Stretch, ...]
    new: tuple[Stretch, ...]


def compared(old: str, new: str) -> list[Row]:
    """Two texts paragraph by paragraph, in order; how they are broken into lines inside a paragraph does not count."""
    before, after = _paragraphs(old), _paragraphs(new)
    rows: list[Row] = []
    pairs = _MOST_PAIRS
    for kind, a, a_end, b, b_end in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            rows += [Row(True, (one := (Stretch("both", line),)), one) for line in before[a:a_end]]
        else:
            row, pairs = _changed(" ".join(before[a:a_end]), " ".join(after[b:b_end]), pairs)
            rows.append(row)
    return rows


def changes_in_short(old: str, new: str, most: int = 3, around: int = 8) -> list[Row]:
    """The first changes, each with a few words around it."""
    changed = islice((row for row in compared(old, new) if not row.same), most)
    return [Row(False, _shortened(row.old, around), _shortened(row.new, around)) for row in changed]


def _paragraphs(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line][:_MOST_LINES]


def _changed(old: str, new: str, pairs: int) -> tuple[Row, int]:
    """A row of two stretches, and how many of the ``pairs`` of equal words are left for those that follow."""
    mine, theirs = _WORD.findall(old), _WORD.findall(new)
    counts = Counter(theirs)
    own = sum(counts[word] for word in mine)
    if not mine or not theirs or own > pairs:
        return Row(False, _only("old", mine), _only("new", theirs)), pairs
    before: list[Stretch] = []
    after: list[Stretch] = []
    for kind, a, a_end, b, b_end in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        before += _only("both" if kind == "equal" else "old", mine[a:a_end])
        after += _only("both" if kind == "equal" else "new", theirs[b:b_end])
    return Row(False, tuple(before), tuple(after)), pairs - own


def _only(of: str, words: Sequence[str]) -> tuple[Stretch, ...]:
    return (Stretch(of, " ".join(words)),) if words else ()


def _shortened(side: Sequence[Stretch], around: int) -> tuple[Stretch, ...]:
    """A side with few of its equal words: those that are next to what changed."""
    return tuple(_near(side, around))


def _near(side: Sequence[Stretch], around: int) -> Iterator[Stretch]:
    for place, stretch in enumerate(side):
        words = stretch.text.split()
        first, last = place == 0, place == len(side) - 1
        room = around if stretch.of == "both" else 5 * around
        if len(words) <= (room if first or last else 2 * room):
            yield stretch
        elif stretch.of != "both" or last:
            yield Stretch(stretch.of, f"{' '.join(words[:room])} …")
        elif first:
            yield Stretch(stretch.of, f"… {' '.join(words[-room:])}")
        else:
            yield Stretch(stretch.of, f"{' '.join(words[:room])} … {' '.join(words[-room:])}")
