"""Checks of records against what is published: references, and dependants that a change would break."""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from tracker.records.bundle import Bundle
from tracker.records.checking.checks import Fault, check
from tracker.records.checking.references import references
from tracker.records.identifiers import identifiers_of
from tracker.records.kinds import AnyRecord, Key
from tracker.records.types.company import Company
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.store.published import (
    FORMER_ID,
    IDENTIFIER,
    companies_with_products,
    current_records,
    records_of_kinds,
    referring_keys,
)

__all__ = ["Surroundings", "WhatIsPublished", "bundle_beside", "faults_among_published", "faults_beside"]


class Surroundings(Protocol):
    """The records beside which some are checked."""

    def records(self, keys: Collection[Key]) -> list[AnyRecord]:
        """Those of the named records that are there."""

    def naming(self, keys: Collection[Key]) -> set[Key]:
        """The records that name one of these."""

    def vocabularies(self) -> list[AnyRecord]:
        """All vocabularies."""

    def with_products(self) -> set[Key]:
        """The companies that list a product."""


class WhatIsPublished:
    """The published records, as surroundings."""

    def __init__(self, session: Session):
        self._session = session

    def records(self, keys: Collection[Key]) -> list[AnyRecord]:
        """Those of the named records that are published."""
        return current_records(self._session, keys)

    def naming(self, keys: Collection[Key]) -> set[Key]:
        """The published records that name one of these."""
        return referring_keys(self._session, keys)

    def vocabularies(self) -> list[AnyRecord]:
        """All published vocabularies."""
        return records_of_kinds(self._session, "vocabulary")

    def with_products(self) -> set[Key]:
        """The published companies that list a product."""
        return companies_with_products(self._session)


def faults_among_published(session: Session, records: Sequence[AnyRecord], before: Iterable[AnyRecord]) -> list[Fault]:
    """What would be wrong if these records were published; ``before`` are those that they replace, as published.

    Only what can change is looked at: the records themselves, and published ones that name a record which lost
    something. What that costs grows with the records concerned, not with the site.
    """
    return faults_beside(WhatIsPublished(session), records, before)


def faults_beside(around: Surroundings, records: Sequence[AnyRecord], before: Iterable[AnyRecord]) -> list[Fault]:
    """The same beside other records than those that are published."""
    new = {record.key: record for record in records}
    affected = _affected(around, new, before)
    bundle = bundle_beside(around, [*records, *around.records(affected)])
    return check(bundle, new.keys() | affected)


def _affected(around: Surroundings, new: dict[Key, AnyRecord], before: Iterable[AnyRecord]) -> set[Key]:
    """Published records, themselves not among the new ones, that could have become wrong."""
    shrunk = {old.key for old in before if _lost_something(old, new[old.key])}
    vocabularies = {key for key in shrunk if key[0] == "vocabulary"}
    affected = around.naming(shrunk)
    if vocabularies:
        # Scopes and acts name terms of a vocabulary by way of a topic, products name them by themselves.
        topics = {key for key in affected if key[0] == "topic"}
        topics |= {key for key, record in new.items() if key[0] == "topic" and _names_any(record, vocabularies)}
        affected |= around.naming(topics) | around.with_products()
    # Evidence names an initiative by way of its pledges.
    affected |= around.naming({key for key in affected if key[0] == "pledge" and key not in shrunk})
    affected |= _formerly_called(around, [id for kind, id in new if kind == "company"])
    return affected - new.keys()


def _formerly_called(around: Surroundings, ids: Iterable[str]) -> set[Key]:
    """The companies that have one of these as a former id."""
    return around.naming([(FORMER_ID, id) for id in ids])


def _with_same_identifiers(around: Surroundings, companies: Iterable[Company]) -> set[Key]:
    bodies = [company.identifiers.body for company in companies if company.identifiers]
    return around.naming([(IDENTIFIER, it.key) for body in bodies for it in identifiers_of(body)])


def _names_any(record: AnyRecord, keys: set[Key]) -> bool:
    return any((kind, reference.id) in keys for reference in references(record) for kind in reference.kinds)


def _lost_something(old: AnyRecord, new: AnyRecord) -> bool:
    """Whether the change can make records wrong that name this one."""
    match old, new:
        case VocabularyRecord(), VocabularyRecord():
            return old.scale != new.scale or not {term.id for term in old.terms} <= {term.id for term in new.terms}
        case Topic(), Topic():
            was, now = old.dimensions.used(), new.dimensions.used()
            return any(name not in now or now[name].vocabulary != was[name].vocabulary for name in was)
        case Company(), Company():
            return not {product.id for product in old.products} <= {product.id for product in new.products}
        case Pledge(), Pledge():
            promises = [(it.company_id, it.initiative, it.topic, it.commitment) for it in (old, new)]
            return promises[0] != promises[1]
        case Initiative(), Initiative():
            return not {it.company for it in old.signatories} <= {it.company for it in new.signatories}
        case Evidence(), Evidence():
            return len(new.acts) < len(old.acts) or not set(old.topics) <= set(new.topics)
    return False


def bundle_beside(around: Surroundings, checked: Sequence[AnyRecord]) -> Bundle:
    """The records to check, and whatever others it takes to judge them."""
    bundle = {record.key: record for record in checked}
    companies = [record for record in checked if isinstance(record, Company)]
    if companies:
        # A former id must not be in use anywhere, nor an identifier; the subjects of products may be of any vocabulary.
        former = [id for company in companies for id in company.former_ids]
        rivals = {("company", id) for id in former} | _formerly_called(around, former)
        rivals |= _with_same_identifiers(around, companies)
        for record in (*around.records(rivals), *around.vocabularies()):
            bundle.setdefault(record.key, record)
    requested = set(bundle)
    wanted = {(kind, r.id) for record in checked for r in references(record) for kind in r.kinds}
    while missing := wanted - requested:
        requested |= missing
        context = around.records(missing)
        bundle |= {record.key: record for record in context}
        # From what is only context on: a topic's vocabularies, and chains that must not lead back to their start.
        wanted = {
            (kind, r.id)
            for record in context
            for r in references(record)
            for kind in r.kinds
            if kind in ("vocabulary", "initiative", record.kind)
        }
    return Bundle(bundle.values())
