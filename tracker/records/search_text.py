"""What of a record readers can look for: its names, and the texts that it holds."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tracker.core.search.word_roots import stemmed_language
from tracker.records.bundle import companies_of
from tracker.records.identifiers import identifiers_of
from tracker.records.kinds import AnyRecord
from tracker.records.types.check import Check
from tracker.records.types.company import Company
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.records.types.response import Response
from tracker.records.types.rules import Rules
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.records.types.wording import Wording

__all__ = ["SEARCHED", "SearchText", "search_text", "title"]

SEARCHED = ("company", "topic", "pledge", "evidence", "source", "initiative")
"""Kinds that search finds, in the order in which it lists them."""


class SearchText(NamedTuple):
    """``names`` tell what it is called, the title first; ``texts`` are shown in part where they hold the words.

    ``numbers`` are identifiers: what is asked for by one of them comes first.
    ``companies`` and ``topics`` are what it can be filtered by. Its id is looked through too, and never shown.
    ``languages`` are those of texts whose words have roots in another language than English.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    companies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    languages: Mapping[str, str] = MappingProxyType({})


def title(record: AnyRecord) -> str:
    """What lists call the record."""
    match record:
        case VocabularyRecord() | Topic() | Company() | Condition() | Source() | Initiative():
            return record.name
        case Evidence():
            return record.title
        case Pledge():
            return record.title or record.versions[-1].short or record.id
        case Response():
            return " ".join(record.question.split())[:300]
        case Decision() if record.taken_down:
            return record.id  # no longer the finding
        case Decision():
            return f"{record.decision}: {record.computed}"
        case Check():
            return f"{record.company}, {record.topic}: checked up to {record.until}"
        case Rules():
            return f"Rules, version {record.version}"
        case Wording():
            return record.id


def search_text(record: AnyRecord) -> SearchText | None:
    """What readers can look for in the record; None for kinds that search leaves out, and for what was taken down."""
    if record.taken_down:
        return None
    texts = tuple(dict.fromkeys(text for text in _texts(record) if text))
    match record:
        case Company():
            names = (
                record.name,
                *record.aliases,
                *(it.name for it in record.names),
                *(product.name for product in record.products),
            )
            return SearchText(names, texts, (record.id,), numbers=_numbers(record))
        case Topic():
            return SearchText((record.name,), texts, (), (record.id,))
        case Pledge():
            spoken = _languages((version.quote, version.language) for version in record.versions)
            return SearchText((title(record),), texts, companies_of(record), (record.topic,), languages=spoken)
        case Evidence():
            spoken = _languages((quote.text, quote.language) for quote in record.quotes)
            return SearchText((record.title,), texts, record.company_ids, record.topics, languages=spoken)
        case Initiative():
            companies = tuple(dict.fromkeys(signatory.company for signatory in record.signatories))
            return SearchText((record.name,), texts, companies)
        case Source():
            return SearchText((record.name,), texts, languages=_languages([(record.title, record.language)]))
    return None


def _languages(pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, str]:
    """The language of each text that search finds by roots of another language than English."""
    return {text: language for text, tag in pairs if text and tag and (language := stemmed_language(tag))}


def _numbers(company: Company) -> tuple[str, ...]:
    given = company.identifiers
    return tuple(it.text for it in identifiers_of(given.body)) if given else ()


def _texts(record: AnyRecord) -> Iterator[str | None]:
    match record:
        case Initiative():
            yield record.summary
        case Company():
            yield record.summary
            yield ", ".join(_numbers(record))
        case Topic():
            yield record.question
            yield record.summary
            yield from (item.text for item in record.background)
        case Pledge():
            yield from _of_pledge(record)
        case Evidence():
            yield record.summary
            yield from (act.note for act in record.acts)
            if record.assessment:
                yield f"{record.assessment.by}: {record.assessment.value} ({record.assessment.scale})"
            for quote in record.quotes:
                yield quote.text
                yield quote.speaker
            yield from (outcome.note for outcome in record.outcomes)
        case Source():
            yield record.publisher
            yield record.author
            yield record.location
            yield record.note


def _of_pledge(pledge: Pledge) -> Iterator[str | None]:
    """The newest words first."""
    for version in reversed(pledge.versions):
        yield version.quote
        yield version.reported
        yield version.short
        yield version.speaker
        yield version.channel
