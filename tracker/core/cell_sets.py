"""The cells of a yardstick as sets, so that a scope is asked once of all cells that want the same in a dimension.

A set of cells is an integer whose bit i is cell i, in the order of the table. Most cells have their terms in most
dimensions in common.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tracker.core.scope import DIMENSIONS, Answer, CompiledDimension

__all__ = ["AnswerSets", "CellSets"]

_Wanted = tuple[tuple[str, ...] | None, bool]
"""What a cell wants in one dimension, and whether its row or column name it."""


class AnswerSets(NamedTuple):
    """Cells by a scope's answer to each (MEMBER-4 over all terms of a cell)."""

    inside: int
    partly: int
    unclear: int
    outside: int

    def of(self, answer: Answer) -> int:
        """The cells that get an answer."""
        return self[Answer.INSIDE - answer]


class CellSets:
    """The cells of one yardstick by what they want in each dimension, by its place in the fixed order."""

    def __init__(
        self, cells: Sequence[tuple[tuple[str, ...] | None, ...]], named: Sequence[tuple[bool, ...]] | None = None
    ):
        """From the terms of each cell in each dimension, and whether its row or column name any there."""
        self.every = (1 << len(cells)) - 1
        self._wanted: list[dict[_Wanted, int]] = []
        named = named or [(False,) * len(DIMENSIONS)] * len(cells)
        for terms, by_row_or_column in zip(zip(*cells, strict=True), zip(*named, strict=True), strict=True):
            sets: dict[_Wanted, int] = defaultdict(int)
            for i, wanted in enumerate(zip(terms, by_row_or_column, strict=True)):
                sets[wanted] |= 1 << i
            self._wanted.append(dict(sets))

    def wanted(self, place: int) -> Iterator[tuple[tuple[str, ...] | None, bool, int]]:
        """What cells want in a dimension: terms, whether a row or column name them, and the cells."""
        for (terms, named), cells in self._wanted[place].items():
            yield terms, named, cells

    def answered(self, dimensions: Iterable[tuple[int, CompiledDimension]]) -> AnswerSets:
        """A scope's answer to each cell, by its dimensions that can say no: outside if one is, inside if all are.

        Else unclear if any is, else partly.
        """
        inside = partly = unclear = self.every
        for place, dimension in dimensions:
            inside_here = partly_here = unclear_here = 0
            for (terms, _), cells in self._wanted[place].items():
                answer = dimension.all_of(terms)
                if answer is Answer.INSIDE:
                    inside_here |= cells
                elif answer is Answer.PARTLY:
                    partly_here |= cells
                elif answer is Answer.UNCLEAR:
                    unclear_here |= cells
            inside &= inside_here
            partly &= inside_here | partly_here
            unclear &= inside_here | partly_here | unclear_here
        return AnswerSets(inside, partly & ~inside, unclear & ~partly, self.every & ~unclear)

    def covered(self, dimensions: Iterable[tuple[int, CompiledDimension]]) -> int:
        """The cells that a scope covers, asked of its masks: for scopes that are made to be asked once."""
        lacking = 0
        for place, dimension in dimensions:
            vocabulary, outside = dimension.vocabulary, ~dimension.in_
            for (terms, _), cells in self._wanted[place].items():
                if (vocabulary.below_any(terms) if terms else vocabulary.all) & outside:
                    lacking |= cells
        return self.every & ~lacking
