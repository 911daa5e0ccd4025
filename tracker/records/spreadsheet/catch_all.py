"""Broad terms of a complete pledge to which a mapping leads many words: what is put there counts (IMPORT-6)."""

import re
from collections.abc import Iterator

from tracker.core.scope import Answer, compile_dimension
from tracker.core.search.words import fold
from tracker.records.bundle import Bundle
from tracker.records.spreadsheet.cells import split_cell
from tracker.records.spreadsheet.fields import dimension_of
from tracker.records.spreadsheet.mapping import ColumnMapping, TableMapping
from tracker.records.types.topic import Topic

__all__ = ["catch_all_terms"]

_ALL = re.compile(r"\b(?:all|any|other|others|misc\w*|various|general|unspecified|unknown|everything|rest)\b", re.I)


def catch_all_terms(mapping: TableMapping, topic: Topic, bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Columns with what to look at: a term that the complete pledge does not leave out, and that several words mean.

    So does one that is called “other”, “all” or the like, or whose narrower terms are meant besides.
    """
    used = topic.dimensions.used()
    for column in mapping.columns:
        dimension = dimension_of(column.field)
        words = used.get(dimension)
        vocabulary = bundle.vocabularies.get(words.vocabulary) if words else None
        if vocabulary is None or vocabulary.scale is not None:
            continue
        names = {term.id: term.name for term in vocabulary.terms}
        broad = {id for term in vocabulary.terms for id in term.broader}
        for term, words_for in _said_for(column).items():
            own = {fold(term), fold(names.get(term, ""))}
            said = [word for word in words_for if not any(fold(part) in own for part in split_cell(word, ";"))]
            catches = len(said) > 1 or (said and term in broad) or _ALL.search(names.get(term, ""))
            if term in names and catches and _is_asked(topic, dimension, term, bundle):
                listed = ", ".join(f"“{word}”" for word in (said or words_for)[:5])
                notice = f"{listed}: “{names[term]}” is part of the complete pledge. What is put there counts."
                yield column.column, notice


def _said_for(column: ColumnMapping) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for word, meaning in column.values.items():
        for part in meaning.split("+"):
            label, _, term = part.strip().rpartition(":")
            if term and label in ("", "in"):
                said.setdefault(term, []).append(word)
    return said


def _is_asked(topic: Topic, dimension: str, term: str, bundle: Bundle) -> bool:
    """Whether a complete pledge does not leave the term out."""
    vocabulary = bundle.graphs[topic.dimensions.used()[dimension].vocabulary]
    for yardstick in topic.yardsticks:
        labels = yardstick.scope.of(dimension)
        if labels is None:
            return True
        answer, _ = compile_dimension(vocabulary, dimension, labels.dimension()).any_of((term,))
        if answer is not Answer.OUTSIDE:
            return True
    return False
