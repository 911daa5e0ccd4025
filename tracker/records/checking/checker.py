"""What checks across records look up in a bundle."""

from collections.abc import Iterable

from tracker.core.vocabulary import Vocabulary, VocabularyCycleError
from tracker.records.bundle import Bundle, graph
from tracker.records.identifiers import identifiers_of
from tracker.records.reading.problems import did_you_mean
from tracker.records.types.topic import Topic

__all__ = ["Checker"]

_MOST_HINTS = 100


class Checker:
    """A bundle with the graphs of those vocabularies that are sound."""

    def __init__(self, bundle: Bundle):
        self.bundle = bundle
        self.graphs: dict[str, Vocabulary] = {}
        for id, record in bundle.vocabularies.items():
            try:
                self.graphs[id] = graph(record)
            except (VocabularyCycleError, KeyError):
                continue  # reported as a fault of the vocabulary itself
        self.former = self._former_ids()
        self.identified = self._identified()
        self._ids: dict[str, list[str]] = {}
        self._hints = _MOST_HINTS

    def hint(self, id: str, kinds: Iterable[str]) -> str:
        """“Did you mean” for an unknown id."""
        if not self._ids:
            for record in self.bundle:
                self._ids.setdefault(record.kind, []).append(record.id)
        return self.near(id, (id_on_record for kind in kinds for id_on_record in self._ids.get(kind, ())))

    def near(self, word: str, words: Iterable[str]) -> str:
        """“Did you mean” for an unknown word; not for ever, as comparing it with thousands takes a while."""
        if not self._hints:
            return ""
        self._hints -= 1
        return did_you_mean(word, words)

    def _former_ids(self) -> dict[str, list[str]]:
        former: dict[str, list[str]] = {}
        for company in self.bundle.companies.values():
            for id in company.former_ids:
                former.setdefault(id, []).append(company.id)
        return former

    def _identified(self) -> dict[str, list[str]]:
        """The companies that stand, by each of their identifiers."""
        companies: dict[str, list[str]] = {}
        for company in self.bundle.companies.values():
            if company.identifiers and not company.taken_down:
                for identifier in identifiers_of(company.identifiers.body):
                    companies.setdefault(identifier.key, []).append(company.id)
        return companies

    def dimensions(self, topic: Topic) -> dict[str, Vocabulary]:
        """The graphs of a topic's dimensions, where they are sound."""
        used = topic.dimensions.used()
        return {name: self.graphs[words.vocabulary] for name, words in used.items() if words.vocabulary in self.graphs}
