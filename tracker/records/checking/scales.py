"""Checks of ranges: each is on its scale, and no numbers are marked twice (SCOPE-8)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from tracker.core.scales import RangeError, Scale, ScaleVocabulary
from tracker.core.scope import Label
from tracker.records.messages import Message
from tracker.records.reading.problems import Path
from tracker.records.types.parts.fields import Labels

__all__ = ["marked_twice", "not_on_scale", "overlapping"]

_STANDING = (Label.EXCEPT, Label.OUT, Label.UNCLEAR, Label.IN)
"""Of different labels on what lies in two ranges, the first stands (SCOPE-2)."""


def not_on_scale(
    vocabulary: ScaleVocabulary, where: Mapping[str, str], terms: Iterable[str], path: Path
) -> Iterator[tuple[Path, Message]]:
    """Terms that are no value or range of the scale; ``where`` names the vocabulary, the topic and the dimension."""
    for i, term in enumerate(terms):
        try:
            vocabulary.scale.range(term)
        except RangeError as error:
            yield (*path, i), Message("not-on-scale", {"problem": str(error), **where})


def marked_twice(vocabulary: ScaleVocabulary, labels: Labels, path: Path) -> Iterator[tuple[Path, Message]]:
    """Ranges that are the same numbers, spelt in different ways and marked in different ones."""
    marked: dict[str, Label] = {}
    for label, terms in labels.by_label().items():
        for i, term in enumerate(terms):
            if not vocabulary.accepts(term):
                continue
            first = marked.setdefault(vocabulary.scale.range(term).text, label)
            if first is not label:
                values = {"term": term, "first": str(first), "second": str(label)}
                yield (*path, label.value, i), Message("two-marks", values)


def overlapping(scale: Scale, labels: Labels, path: Path) -> Iterator[tuple[Path, Message]]:
    """Ranges with different marks that have numbers in common, of which neither lies within the other."""
    marked = [
        (label, i, term, scale.range(term))
        for label, terms in labels.by_label().items()
        for i, term in enumerate(terms)
        if scale.accepts(term)
    ]
    for (label, _, first, one), (other, i, second, another) in combinations(marked, 2):
        apart = one.high <= another.low or another.high <= one.low
        if label is not other and not (apart or one.within(another) or another.within(one)):
            stands = min(label, other, key=_STANDING.index)
            values = {"first": first, "label": str(label), "second": second, "other": str(other), "stands": str(stands)}
            yield (*path, other.value, i), Message("overlap", values)
