"""A vocabulary: the terms of one dimension in a directed acyclic graph, broader terms above narrower ones."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

__all__ = ["Vocabulary", "VocabularyCycleError", "bits"]


class VocabularyCycleError(ValueError):
    """Terms that are each other's broader term; ``path`` names them in order, the first one again at the end."""

    def __init__(self, path: list[str]):
        self.path = path
        super().__init__(" → ".join(path))


def bits(mask: int) -> Iterator[int]:
    """The positions of the set bits, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Vocabulary:
    """Terms by id, each with a bit; sets of terms are integers (SCOPE-1).

    ``ancestors[i]`` and ``descendants[i]`` are masks that leave term i itself out.
    ``compiled`` is for ``scope.compile_dimension``, which keeps there what it made.
    ``continuations`` gives what an action goes on as when it was begun earlier: what it names, else what the nearest
    actions above it do. ``continuing`` masks the terms that some action names so. ``divided`` masks terms that are no
    more than their narrower ones together, as ranges of a scale are: they never decide an answer by themselves.
    """

    __slots__ = (
        "all",
        "ancestors",
        "compiled",
        "continuations",
        "continuing",
        "descendants",
        "divided",
        "index",
        "terms",
        "top_down",
    )

    def __init__(
        self,
        broader: Mapping[str, Iterable[str]],
        continues_as: Mapping[str, Iterable[str]] | None = None,
        divided: Iterable[str] = (),
    ):
        """Build from ``{term: its broader terms}``; raise VocabularyCycleError, or KeyError for an unknown term."""
        self.compiled: dict[Hashable, Any] = {}
        self.terms = tuple(broader)
        self.index = {term: i for i, term in enumerate(self.terms)}
        self.all = (1 << len(self.terms)) - 1
        parents = [[self.index[up] for up in ups] for ups in broader.values()]
        self.top_down = self._topological(parents)
        self.ancestors = [0] * len(self.terms)
        for i in self.top_down:
            for up in parents[i]:
                self.ancestors[i] |= self.ancestors[up] | 1 << up
        self.descendants = [0] * len(self.terms)
        for i in reversed(self.top_down):
            for up in parents[i]:
                self.descendants[up] |= self.descendants[i] | 1 << i
        named = {term: tuple(after) for term, after in (continues_as or {}).items() if after}
        self.continuing = self.mask(after for afters in named.values() for after in afters)
        self.continuations = self._continuations(named)
        self.divided = self.mask(divided)

    def _topological(self, parents: list[list[int]]) -> list[int]:
        """Positions with each term after its broader terms."""
        done: dict[int, bool] = {}
        order: list[int] = []
        for root in range(len(parents)):
            if root in done:
                continue
            done[root] = False
            stack = [(root, iter(parents[root]))]
            while stack:
                term, rest = stack[-1]
                for up in rest:
                    if done.get(up) is False:
                        path = [i for i, _ in stack]
                        loop = [*path[path.index(up) :], up]
                        raise VocabularyCycleError([self.terms[i] for i in loop])
                    if up not in done:
                        done[up] = False
                        stack.append((up, iter(parents[up])))
                        break
                else:
                    stack.pop()
                    done[term] = True
                    order.append(term)
        return order

    def _continuations(self, named: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """With those that narrower actions have from the nearest broader ones that name any."""
        result = dict(named)
        naming = self.mask(named)
        for i in bits(self.all & ~naming & ~self.continuing if named else 0):
            nearest = self.ancestors[i] & naming
            for up in bits(nearest):
                nearest &= ~self.ancestors[up]
            if nearest:
                inherited = (after for up in self.names(nearest) for after in named[up])
                result[self.terms[i]] = tuple(dict.fromkeys(inherited))
        return result

    def mask(self, terms: Iterable[str]) -> int:
        """The set of these terms."""
        result = 0
        for term in terms:
            result |= 1 << self.index[term]
        return result

    def below(self, term: str) -> int:
        """The term and all its descendants."""
        i = self.index[term]
        return self.descendants[i] | 1 << i

    def narrower(self, term: str) -> int:
        """All its descendants, without those that are no more than their narrower terms together."""
        return self.descendants[self.index[term]] & ~self.divided

    def covers(self, broad: str, narrow: str) -> bool:
        """Whether ``narrow`` is ``broad`` or one of its descendants."""
        return bool(self.below(broad) >> self.index[narrow] & 1)

    def below_any(self, terms: Iterable[str]) -> int:
        """These terms and all their descendants."""
        mask = 0
        for term in terms:
            mask |= self.below(term)
        return mask

    def accepts(self, term: str) -> bool:
        """Whether records may name this term."""
        return term in self.index

    def names(self, mask: int) -> list[str]:
        """The ids of the terms in a set, in vocabulary order."""
        return [self.terms[i] for i in bits(mask)]

    def __contains__(self, term: str) -> bool:
        return term in self.index
