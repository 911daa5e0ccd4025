"""The terms that a record’s topics offer in each dimension."""

from collections.abc import Iterable, Mapping, Sequence

from tracker.core.scope import DIMENSIONS
from tracker.core.vocabulary import Vocabulary
from tracker.records.types.topic import DimensionWords, Topic
from tracker.records.types.vocabulary import Term, VocabularyRecord
from tracker.services.editing.missing_terms import Usable
from tracker.web.desk.form.scope.trees import TermsOf

__all__ = ["dimensions_of", "vocabulary_ids"]


def vocabulary_ids(topics: Iterable[Topic]) -> list[str]:
    """The vocabularies that topics use, each once."""
    return list(dict.fromkeys(words.vocabulary for topic in topics for words in topic.dimensions.used().values()))


def dimensions_of(topics: Sequence[Topic], vocabularies: Mapping[str, Usable]) -> list[TermsOf]:
    """The dimensions that topics use, in their fixed order, as far as their vocabularies are at hand.

    Where topics use several vocabularies for one dimension, the terms of all are offered under the first one's word.
    """
    dimensions: list[TermsOf] = []
    for name in DIMENSIONS:
        used = [topic.dimensions.used()[name] for topic in topics if name in topic.dimensions.used()]
        by_name = {
            words.vocabulary: vocabularies[words.vocabulary] for words in used if words.vocabulary in vocabularies
        }
        if not by_name:
            continue
        if next(iter(by_name.values())).record.scale:
            dimensions.append(_numbers(topics, name, used[0], next(iter(by_name.values())).record))
            continue
        terms: dict[str, Term] = {}
        for usable in by_name.values():
            for term in usable.record.terms:
                terms.setdefault(term.id, term)
        dimensions.append(
            TermsOf(
                name=name,
                word=used[0].name,
                vocabulary=next(iter(by_name)),
                terms=terms,
                graph=_graph(terms),
                yardstick=frozenset(
                    term for topic in topics for term in _yardstick_terms(topic, name) if term in terms
                ),
                new=frozenset(id for usable in by_name.values() for id in usable.new),
            )
        )
    return dimensions


def _numbers(topics: Sequence[Topic], name: str, words: DimensionWords, record: VocabularyRecord) -> TermsOf:
    """A dimension that is a scale, with the ranges of the yardsticks; a form adds those that its record names."""
    assert record.scale
    ranges = frozenset(term for topic in topics for term in _yardstick_terms(topic, name))
    dimension = TermsOf(name, words.name, record.id, {}, Vocabulary({}), ranges, scale=record.scale.value())
    return dimension.with_ranges(())


def _graph(terms: Mapping[str, Term]) -> Vocabulary:
    return Vocabulary(
        {id: term.broader for id, term in terms.items()}, {id: term.continues_as for id, term in terms.items()}
    )


def _yardstick_terms(topic: Topic, dimension: str) -> Iterable[str]:
    """The terms that the yardstick's cells name."""
    return [
        term
        for yardstick in topic.yardsticks
        for place in (yardstick.core, *(cells.terms for cells in (*yardstick.rows, *yardstick.columns)))
        for term in place.of(dimension) or ()
    ]
