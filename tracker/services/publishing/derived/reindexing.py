"""Updates within a publication’s transaction: the search index, and marking outdated scorecard index rows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.records.kinds import AnyRecord, Key
from tracker.records.types.company import Company
from tracker.records.types.condition import Condition
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.records.types.wording import Wording
from tracker.store.derived.scorecard_index import companies_naming, every_company, mark_stale, signatories_now
from tracker.store.published import current_records, referring_keys
from tracker.store.related_companies import related_companies_now
from tracker.store.searching.search_index import remember
from tracker.store.upkeep.jobs import add_jobs

__all__ = ["New", "companies_resting_on", "reindex", "touched_companies"]


class New(NamedTuple):
    """A record just published, what it replaced, and its position in the ledger."""

    record: AnyRecord
    before: AnyRecord | None
    position: int


def reindex(session: Session, published: Sequence[New]) -> None:
    """Bring search up to date and mark companies, once ``record`` and ``reference`` have the new rows.

    What a shared record bears on may be thousands of companies: they are found beside the requests (``spread``).
    """
    position = max(new.position for new in published)
    remember(session, ((new.record, new.position) for new in published))
    mark_stale(session, _with_related(session, _directly(session, published)), position)
    add_jobs(session, "spread", (" ".join(key) for key in _shared(published)), position)


def touched_companies(session: Session, published: Sequence[New]) -> set[str]:
    """The companies whose scorecards these publications may change.

    A company by its own records and those of its former ids, of companies it owns and of its owners, and of initiatives
    that it signed; of what is shared, those whose records name it, as long as what changed matters.
    """
    shared = _shared(published)
    companies = _directly(session, published) | (companies_resting_on(session, shared) if shared else set())
    return _with_related(session, companies)


def companies_resting_on(session: Session, shared: set[Key]) -> set[str]:
    """The companies on whose scorecards these shared records bear, as published now."""
    if any(kind == "wording" for kind, _ in shared):
        return set(every_company(session))
    return _with_related(session, _naming(session, shared))


def _with_related(session: Session, companies: set[str]) -> set[str]:
    return companies | related_companies_now(session, companies).companies.keys()


def _directly(session: Session, published: Iterable[New]) -> set[str]:
    """The companies that the records are about."""
    company_ids: set[str] = set()
    initiatives: set[str] = set()
    for new in published:
        company_ids |= _own(new.record) | _own(new.before)
        initiatives |= {it.initiative for it in new[:2] if isinstance(it, Pledge) and it.initiative}
        if isinstance(new.record, Topic):
            before = new.before.checked_until if isinstance(new.before, Topic) else {}
            company_ids |= {id for id, _ in new.record.checked_until.items() ^ before.items()}
    return company_ids | (signatories_now(session, initiatives) if initiatives else set())


def _shared(published: Iterable[New]) -> set[Key]:
    """The shared records of which something changed that standings depend on."""
    shared: set[Key] = set()
    for new in published:
        match new.record, new.before:
            case Wording() as wording, _:
                shared.add(wording.key)
            case Topic() as topic, Topic() as before if _without_checks(topic) != _without_checks(before):
                shared.add(topic.key)
            case Source() as source, Source() as before if _weight_of(source) != _weight_of(before):
                shared.add(source.key)
            case Condition() | VocabularyRecord(), Condition() | VocabularyRecord():
                shared.add(new.record.key)
    return shared


def _own(record: AnyRecord | None) -> set[str]:
    if record is None:
        return set()
    if isinstance(record, Company):
        return {record.id, *record.former_ids, *(owner.company for owner in record.owners)}
    if isinstance(record, Initiative):
        return {signatory.company for signatory in record.signatories}
    ids = getattr(record, "company_ids", None) or (getattr(record, "company_id", None),)
    return {id for id in ids if id}


def _without_checks(topic: Topic) -> Topic:
    return topic.model_copy(update={"checked_until": {}})


def _weight_of(source: Source) -> tuple[object, ...]:
    """What findings and weights rest on; its title, author and note are only shown."""
    publisher = (source.publisher or "").casefold()
    return publisher, source.date, source.type, source.located, source.derived_from, source.taken_down


def _naming(session: Session, shared: set[Key]) -> set[str]:
    """The companies that these bear on, through topics that use a vocabulary and sources that derive from another."""
    keys = set(shared)
    vocabularies = {key for key in keys if key[0] == "vocabulary"}
    keys |= {key for key in referring_keys(session, vocabularies) if key[0] == "topic"}
    frontier = {key for key in keys if key[0] == "source"}
    while frontier:
        frontier = {key for key in referring_keys(session, frontier) if key[0] == "source"} - keys
        keys |= frontier
    company_ids = companies_naming(session, keys)
    topics = current_records(session, {key for key in keys if key[0] == "topic"})
    for topic in topics:
        company_ids |= getattr(topic, "checked_until", {}).keys()
    return company_ids
