"""How far the words of two texts reach, compared term by term by membership (MEMBER-1).

Scopes are not closed under union or difference, so none is ever built: each term is asked of both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.core.scales import ScaleVocabulary
from tracker.core.scope import Answer, CompiledDimension, Label
from tracker.core.vocabulary import Vocabulary, bits
from tracker.engine.dossier import Dossier
from tracker.engine.text import listing
from tracker.records.types.parts.fields import ScopeLabels

NAMED_AT_MOST = 6
Names = tuple[str, str]
_WORDS = {Label.IN: "inside", Label.OUT: "outside", Label.EXCEPT: "excepted", Label.UNCLEAR: "unclear"}


@dataclass(frozen=True)
class ScopeDifference:
    """Terms of one dimension of which two scopes say different things.

    ``first`` and ``second``: inside, partly, unclear, outside, or excepted (outside, and the words say so). ``reach``:
    terms (with all below them), rest (every term that no other difference of the dimension names and no label of the
    two reaches), or within (only what stands below the terms without being named). ``text`` is not compared.
    """

    dimension: str
    terms: tuple[str, ...]
    first: str
    second: str
    reach: str = "terms"
    text: str = field(default="", compare=False)

    def swapped(self) -> "ScopeDifference":
        """The same seen from the other side, without its text."""
        return replace(self, first=self.second, second=self.first, text="")


def scope_differences(dossier: Dossier, first: ScopeLabels, second: ScopeLabels, names: Names) -> list[ScopeDifference]:
    """Everything of which two scopes on a topic say different things, dimension by dimension; empty where nothing is.

    Asked are the yardstick's terms and those that either scope labels; what differs elsewhere is told as the rest.
    ``names`` are what sentences call the two texts. A scope differs from itself in nothing, and the order of the two
    only swaps sides (laws, tested).
    """
    dossier = dossier.cut_at((first, second))  # of another company, perhaps
    one, other = dossier.compiled(first).by_name, dossier.compiled(second).by_name
    return [
        replace(difference, text=_text(dossier, difference, names))
        for name, vocabulary in dossier.dimensions.items()
        for difference in _grouped(_in_dimension(dossier, name, vocabulary, one[name], other[name]))
    ]


def yardstick_terms(dossier: Dossier, dimension: str) -> set[str]:
    """The terms of one dimension that rows, columns and core of the yardstick name."""
    return {
        term
        for yardstick in dossier.topic.yardsticks
        for place in (yardstick.core, *(cells.terms for cells in (*yardstick.rows, *yardstick.columns)))
        for term in place.of(dimension) or ()
    }


def _answer_word(dimension: CompiledDimension, mask: int) -> str:
    """What a scope says of a term and all below it, in a word."""
    answer = dimension.answer(mask)
    if answer is Answer.OUTSIDE and not mask & ~dimension.except_:
        return "excepted"
    return answer.word


def _in_dimension(
    dossier: Dossier, name: str, vocabulary: Vocabulary, one: CompiledDimension, other: CompiledDimension
) -> Iterator[ScopeDifference]:
    apart = _apart(one, other)
    differing = 0
    for mask in apart.values():
        differing |= mask
    if not differing:
        return
    if isinstance(vocabulary, ScaleVocabulary):
        yield from _in_numbers(name, vocabulary, apart)
        return
    labelled = {term for scope in (one, other) for term, _ in scope.dimension.labels}
    wanted = yardstick_terms(dossier, name) | labelled
    listed = [term for term in vocabulary.terms if term in wanted]
    said = {t: (_answer_word(one, vocabulary.below(t)), _answer_word(other, vocabulary.below(t))) for t in listed}
    reached = spoken_for = 0
    for term in listed:
        reached |= vocabulary.below(term)
    for term in _terms_to_tell(vocabulary, {t: pair for t, pair in said.items() if pair[0] != pair[1]}, differing):
        spoken_for |= vocabulary.below(term)
        yield ScopeDifference(name, (term,), *said[term])
    rest = vocabulary.all & ~reached
    unsaid = [(mask & ~spoken_for, mask, labels) for labels, mask in apart.items() if mask & ~spoken_for]
    # By the first term, so that the order is the same from both sides.
    for left, mask, labels in sorted(unsaid, key=_first_term):
        yield _left(name, vocabulary, labels, mask, left, rest)


def _first_term(unsaid: tuple[int, int, tuple[Label, Label]]) -> int:
    left, _, _ = unsaid
    return left & -left


def _apart(one: CompiledDimension, other: CompiledDimension) -> dict[tuple[Label, Label], int]:
    """The terms whose decided labels differ, by the two labels."""
    masks = [
        {Label.IN: scope.in_, Label.OUT: scope.out, Label.EXCEPT: scope.except_, Label.UNCLEAR: scope.unclear}
        for scope in (one, other)
    ]
    whole = ~one.vocabulary.divided
    return {(a, b): both for a in Label for b in Label if a is not b and (both := masks[0][a] & masks[1][b] & whole)}


def _in_numbers(name: str, scale: ScaleVocabulary, apart: dict[tuple[Label, Label], int]) -> Iterator[ScopeDifference]:
    """On a scale: all the numbers of which two scopes say one thing and another, as few ranges."""
    for labels, mask in sorted(apart.items(), key=lambda item: item[1] & -item[1]):
        yield ScopeDifference(name, tuple(scale.names(mask)), _WORDS[labels[0]], _WORDS[labels[1]])


def _terms_to_tell(vocabulary: Vocabulary, differing: dict[str, tuple[str, str]], mask: int) -> list[str]:
    """The terms to tell of.

    Without those of which a broader one says the same, and those that narrower ones explain.
    """
    kept = [
        term
        for term, pair in differing.items()
        if not any(up != term and vocabulary.covers(up, term) and differing[up] == pair for up in differing)
    ]
    result: list[str] = []
    for term in kept:
        narrower = 0
        for other in kept:
            if other != term and vocabulary.covers(term, other):
                narrower |= vocabulary.below(other)
        if vocabulary.below(term) & mask & ~narrower:
            result.append(term)
    return result


def _left(
    name: str, vocabulary: Vocabulary, labels: tuple[Label, Label], mask: int, left: int, rest: int
) -> ScopeDifference:
    """What differs but was not asked: named where it is little, as the rest where it is just that."""
    pair = _WORDS[labels[0]], _WORDS[labels[1]]
    top = [i for i in bits(left) if not vocabulary.ancestors[i] & left]
    whole = all(not (vocabulary.descendants[i] & ~mask) for i in top)
    if whole and len(top) <= NAMED_AT_MOST:
        return ScopeDifference(name, tuple(vocabulary.terms[i] for i in top), *pair)
    if left == rest:
        return ScopeDifference(name, (), *pair, reach="rest")
    return ScopeDifference(name, tuple(vocabulary.terms[i] for i in top), *pair, reach="terms" if whole else "within")


def _grouped(differences: Iterator[ScopeDifference]) -> list[ScopeDifference]:
    """Terms of which the same is said in one difference."""
    groups: dict[tuple[str, str, str], ScopeDifference] = {}
    for item in differences:
        key = (item.first, item.second, item.reach)
        before = groups.get(key)
        groups[key] = replace(before, terms=before.terms + item.terms) if before else item
    return list(groups.values())


def _text(dossier: Dossier, difference: ScopeDifference, names: Names) -> str:
    wording = dossier.wording
    said = ((difference.first, names[0]), (difference.second, names[1]))
    return wording.sentence(
        f"difference.{difference.reach}",
        terms=terms_in_words(dossier, difference.dimension, difference.terms),
        dimension=dossier.word(difference.dimension),
        parts="; ".join(wording(f"difference.{word}", name=name) for word, name in said),
    )


def terms_in_words(dossier: Dossier, dimension: str, terms: Sequence[str]) -> str:
    """Terms in a row, the first few of many."""
    words = [dossier.noun(dimension, term) for term in terms]
    if len(words) > NAMED_AT_MOST:
        return f"{', '.join(words[:NAMED_AT_MOST])} …"
    return listing(words)
