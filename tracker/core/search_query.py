"""What a reader typed into the search box, as words to look for. Any text is a query; nothing in it is an error."""

import re
from dataclasses import dataclass, replace
from typing import Self

from tracker.core.search_words import words
from tracker.core.word_roots import root

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
    """

    stems: tuple[str, ...]
    beginning: str | None = None
    root: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Terms of which each must be found; without terms nothing is.

    Words in quotation marks are one term. Only the very last word may be the beginning of a longer one.
    """

    terms: tuple[Term, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a query; what is longer than LONGEST_QUERY is cut off."""
        terms: list[Term] = []
        for quoted, bare in _PARTS.findall(text[:LONGEST_QUERY]):
            found = list(words(quoted or bare))
            if found:
                last = None if quoted or len(found[-1].folded) < _SHORTEST_PREFIX else found[-1].folded
                base = root(found[0].folded) if len(found) == 1 and not quoted else None
                terms.append(Term(tuple(word.stem for word in found), last, base))
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
