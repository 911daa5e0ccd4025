"""Scope: labels on a vocabulary's terms, decided for every term, and three-valued membership (SCOPE-1, MEMBER-1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TypeVar

from tracker.core.vocabulary import Vocabulary, bits

__all__ = [
    "DIMENSIONS",
    "THE_COMPANY",
    "Answer",
    "CompiledDimension",
    "Dimension",
    "Label",
    "Reason",
    "compile_dimension",
]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
DIMENSIONS = ("actor", "action", "subject", "counterparty", "place", "purpose")
THE_COMPANY = "company"  # the term of an actor vocabulary that means the company itself


class Label(StrEnum):
    """What a scope says of a term; ``except`` is an ``out`` that the pledge's own words name."""

    IN = "in"
    OUT = "out"
    EXCEPT = "except"
    UNCLEAR = "unclear"


class Answer(IntEnum):
    """Membership, ordered so that the best answer is the greatest."""

    OUTSIDE = 0
    UNCLEAR = 1
    PARTLY = 2
    INSIDE = 3

    @property
    def word(self) -> str:
        """The word used in records, pages and JSON."""
        return self.name.lower()


_CODES = {Answer.INSIDE: 2, Answer.PARTLY: 1, Answer.UNCLEAR: 1, Answer.OUTSIDE: 0}


@dataclass(frozen=True)
class Dimension:
    """A scope's labels in one dimension, in canonical form: equal labels compare equal whatever their order."""

    labels: frozenset[tuple[str, Label]]
    rest: Label | None = None

    @classmethod
    def of(cls, labels: Mapping[Label, Iterable[str]], rest: Label | None = None) -> "Dimension":
        """From ``{label: terms}``."""
        return cls(frozenset((term, Label(label)) for label, terms in labels.items() for term in terms), rest)

    def decided_rest(self) -> Label:
        """What a term with no labelled ancestor gets (SCOPE-5)."""
        if self.rest is not None:
            return self.rest
        return Label.OUT if any(label is Label.IN for _, label in self.labels) else Label.IN


ANY = Dimension(frozenset())
"""An omitted dimension: any term is in."""
ONLY_THE_COMPANY = Dimension(frozenset({(THE_COMPANY, Label.IN)}), Label.UNCLEAR)
"""An omitted actor: the company is in, the rest unclear."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a dimension answers as it does.

    ``term`` is the asked term (None: the record names none), ``decided_by`` the labelled term that decided
    (None: no label reaches it, so the dimension's rest did), ``label`` what that one says.
    ``inside`` and ``outside`` name both parts where the answer is partly.
    """

    answer: Answer
    term: str | None
    decided_by: str | None
    label: Label
    by_except: bool = False
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


_LABELS = tuple(Label)
_MOST_KEPT = 4_000
"""How many answers a dimension keeps, and how many dimensions a vocabulary, before they are forgotten all at once."""


class CompiledDimension:
    """The decided label of every term, as four disjoint masks; ``codes`` remembers answers by the asked terms."""

    __slots__ = (
        "_act_reasons",
        "_cell_answers",
        "_nearest",
        "_own",
        "_reasons",
        "codes",
        "dimension",
        "except_",
        "in_",
        "out",
        "rest",
        "unclear",
        "vocabulary",
    )

    def __init__(self, vocabulary: Vocabulary, dimension: Dimension):
        self.vocabulary = vocabulary
        self.dimension = dimension
        self.rest = dimension.decided_rest()
        own = {vocabulary.index[term]: label for term, label in dimension.labels}
        for i in bits(vocabulary.continuing):
            own.setdefault(i, Label.UNCLEAR)
        self._own = own
        masks = dict.fromkeys(_LABELS, 0)
        labelled = 0
        for i in own:
            labelled |= 1 << i
        reached = labelled
        for i in own:
            reached |= vocabulary.descendants[i]
        masks[self.rest] = vocabulary.all & ~reached
        for i in bits(reached):
            masks[self._decide(i, labelled)[0]] |= 1 << i
        self.in_, self.out = masks[Label.IN], masks[Label.OUT]
        self.except_, self.unclear = masks[Label.EXCEPT], masks[Label.UNCLEAR]
        if vocabulary.divided:
            # What is no more than its narrower terms together stands in the way of no answer.
            self.in_, self.out = self.in_ | vocabulary.divided, self.out | vocabulary.divided
            self.except_, self.unclear = self.except_ | vocabulary.divided, self.unclear & ~vocabulary.divided
        self._nearest = labelled
        self.codes: dict[tuple[str, ...] | None, int] = {}
        self._reasons: dict[tuple[str, ...], Reason] = {}
        self._cell_answers: dict[tuple[str, ...] | None, Answer] = {}
        self._act_reasons: dict[tuple[str, ...] | None, Reason] = {}

    def _decide(self, i: int, labelled: int) -> tuple[Label, int | None]:
        """A term’s decided label, and the labelled term that decided (SCOPE-3 to SCOPE-5)."""
        if i in self._own:
            return self._own[i], i
        nearest = self.vocabulary.ancestors[i] & labelled
        for up in bits(nearest):
            nearest &= ~self.vocabulary.ancestors[up]
        for label in (Label.EXCEPT, Label.OUT, Label.UNCLEAR, Label.IN):
            for up in bits(nearest):
                if self._own[up] is label:
                    return label, up
        return self.rest, None

    def answer(self, mask: int) -> Answer:
        """Membership of a set of terms with all their descendants already in it."""
        if not mask & ~self.in_:
            return Answer.INSIDE
        if not mask & ~(self.out | self.except_):
            return Answer.OUTSIDE
        return Answer.UNCLEAR if mask & self.unclear else Answer.PARTLY

    def decided(self, term: str) -> tuple[Label, str | None]:
        """The decided label of a term and the labelled term that decided it (None: the rest)."""
        label, by = self._decide(self.vocabulary.index[term], self._nearest)
        return label, None if by is None else self.vocabulary.terms[by]

    def any_of(self, terms: tuple[str, ...] | None) -> tuple[Answer, bool]:
        """An act's answer: inside if any of its terms is, else unclear or partly if any is, else outside.

        None is a dimension that the record leaves unknown: asked over the whole vocabulary. The second value says
        whether an outside rests on exceptions alone.
        """
        vocabulary = self.vocabulary
        masks = [vocabulary.all] if terms is None else [vocabulary.below(term) for term in terms]
        best = max(self.answer(mask) for mask in masks)
        return best, best is Answer.OUTSIDE and not any(mask & ~self.except_ for mask in masks)

    def code(self, terms: tuple[str, ...] | None) -> int:
        """``any_of`` as one number, cached: 2 inside, 1 unclear or partly, 0 outside, -1 outside by an exception.

        Over several dimensions the least of their codes is the act's.
        """
        code = self.codes.get(terms)
        if code is None:
            answer, by_except = self.any_of(terms)
            code = _with_room(self.codes)[terms] = -1 if by_except else _CODES[answer]
        return code

    def why_any(self, terms: tuple[str, ...] | None) -> Reason:
        """The reason behind ``any_of``: the first term with the best answer, and what decided it; remembered."""
        reason = self._act_reasons.get(terms)
        if reason is None:
            best, by_except = self.any_of(terms)
            below = self.vocabulary.below
            term = None if terms is None else next(term for term in terms if self.answer(below(term)) is best)
            mask = self.vocabulary.all if term is None else below(term)
            reason = _with_room(self._act_reasons)[terms] = self._reason(best, term, mask, by_except)
        return reason

    def all_of(self, terms: tuple[str, ...] | None) -> Answer:
        """A cell's answer over all its terms together; None is the whole vocabulary; remembered."""
        answer = self._cell_answers.get(terms)
        if answer is None:
            mask = self.vocabulary.all if terms is None else self.vocabulary.below_any(terms)
            answer = _with_room(self._cell_answers)[terms] = self.answer(mask)
        return answer

    def why_all(self, terms: Iterable[str]) -> Reason:
        """A cell's answer over all its terms together, with the term that keeps it from being inside; remembered."""
        wanted = tuple(terms)
        reason = self._reasons.get(wanted)
        if reason is None:
            reason = _with_room(self._reasons)[wanted] = self._why_all(wanted)
        return reason

    def _why_all(self, wanted: tuple[str, ...]) -> Reason:
        mask = 0
        for term in wanted:
            mask |= self.vocabulary.below(term)
        answer = self.answer(mask)
        term = next((t for t in wanted if self.answer(self.vocabulary.below(t)) is answer), wanted[0])
        return self._reason(answer, term, mask, not mask & ~self.except_)

    def _reason(self, answer: Answer, term: str | None, mask: int, by_except: bool) -> Reason:
        looked_for = {
            Answer.INSIDE: self.in_,
            Answer.OUTSIDE: self.except_ if by_except else self.out | self.except_,
            Answer.UNCLEAR: self.unclear,
            Answer.PARTLY: self.out | self.except_,
        }[answer]
        deciding = mask & looked_for & ~self.vocabulary.divided
        index = self.vocabulary.index[term] if term else None
        if index is not None and deciding >> index & 1:
            first = index
        else:
            # A term that decides by its parts decides by its own ones, not by those of another that comes earlier.
            own = deciding & self.vocabulary.below(term) if term else 0
            first = next(bits(own or deciding))
        label, by = self.decided(self.vocabulary.terms[first])
        inside: tuple[str, ...] = ()
        outside: tuple[str, ...] = ()
        if answer is Answer.PARTLY:
            inside = tuple(self.vocabulary.names(mask & self.in_))
            outside = tuple(self.vocabulary.names(mask & (self.out | self.except_)))
        return Reason(answer, term, by, label, by_except, inside, outside)


def _with_room(kept: dict[_Key, _Value]) -> dict[_Key, _Value]:
    """What is kept of a vocabulary, which lives as long as a process may, has a bound."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    return kept


def compile_dimension(vocabulary: Vocabulary, name: str, dimension: Dimension | None) -> CompiledDimension:
    """Decide all terms of a dimension; None is an omitted one (any; for the actor: the company, the rest unclear).

    Scopes have most of their dimensions in common: equal ones on one vocabulary are decided once.
    """
    if dimension is None:
        dimension = ONLY_THE_COMPANY if name == "actor" and THE_COMPANY in vocabulary else ANY
    compiled: CompiledDimension | None = vocabulary.compiled.get(dimension)
    if compiled is None:
        compiled = _with_room(vocabulary.compiled)[dimension] = CompiledDimension(vocabulary, dimension)
    return compiled
