"""What a reader typed into the search box, as words to look for. Any text is a query; nothing in it is an error."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from tracker.core.search.word_roots import root, roots_in
from tracker.core.search.words import words

__all__ = ["LONGEST_QUERY", "Query", "Term"]

LONGEST_QUERY = 300
_MOST_TERMS = 12
_SHORTEST_PREFIX = 3
_PARTS = re.compile(r'["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)|([^\s"“”„«»]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other, as they are looked for; all of them but the last are whole words.

    ``beginning``: the last word as typed so far, where longer words that begin so count too; else None.
    ``root``: of a single word outside quotation marks, whose other forms count too; else None.
    ``other_roots``: of the same word in other languages than English, each marked with its language.
    """

    stems: tuple[str, ...]
    beginning: str | None = None
    root: str | None = None
    other_roots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """Terms of which each must be found; without terms nothing is.

    Words in quotation marks are one term. Only the very last word may be the beginning of a longer one.
    """

    terms: tuple[Term, ...]

    @classmethod
    def parse(cls, text: str, languages: Sequence[str] = ()) -> Self:
        """Read a query; what is longer than LONGEST_QUERY is cut off.

        Its words count as words of English and of these languages, some of ``word_roots.STEMMED``.
        """
        terms: list[Term] = []
        for quoted, bare in _PARTS.findall(text[:LONGEST_QUERY]):
            part_words = list(words(quoted or bare))
            if part_words:
                last = None if quoted or len(part_words[-1].folded) < _SHORTEST_PREFIX else part_words[-1].folded
                base = root(part_words[0].folded) if len(part_words) == 1 and not quoted else None
                # One word as it was typed, with its accents.
                written = (quoted or bare)[part_words[0].start : part_words[0].end]
                others = {root_ for it in languages if base for root_ in roots_in(it, written, part_words[0].folded)}
                terms.append(Term(tuple(word.stem for word in part_words), last, base, tuple(sorted(others))))
        terms = terms[:_MOST_TERMS]
        whole = [replace(term, beginning=None) for term in terms[:-1]]
        return cls(tuple(dict.fromkeys([*whole, *terms[-1:]])))

    @property
    def stems(self) -> list[str]:
        """All words, in order."""
        return [stem for term in self.terms for stem in term.stems]

    def with_words(self, other: dict[str, str]) -> "Query":
        """The query with some words replaced by others; these are taken as whole words."""
        return Query(
            tuple(
                Term(
                    tuple(other.get(stem, stem) for stem in term.stems),
                    None if term.stems[-1] in other else term.beginning,
                )
                for term in self.terms
            )
        )
