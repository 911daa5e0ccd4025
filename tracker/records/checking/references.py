"""Which records a record names, field by field: for checks, for lists of what leads where, for history."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from tracker.records.kinds import AnyRecord, Key
from tracker.records.reading.problems import Path
from tracker.records.types.check import Check
from tracker.records.types.company import Company
from tracker.records.types.condition import Condition
from tracker.records.types.decision import Decision
from tracker.records.types.evidence import Evidence
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import EndTerms, OnCondition, Pledge, Version
from tracker.records.types.response import Response
from tracker.records.types.source import Source
from tracker.records.types.topic import Topic


class Reference(NamedTuple):
    """A field that names a record: of which kinds it may be, which id, and where it stands."""

    kinds: tuple[str, ...]
    id: str
    path: Path


def _each(kinds: str | tuple[str, ...], ids: tuple[str, ...], *path: str | int) -> Iterator[Reference]:
    for i, id in enumerate(ids):
        yield Reference((kinds,) if isinstance(kinds, str) else kinds, id, (*path, i))


def _one(kind: str, id: str | None, *path: str | int) -> Iterator[Reference]:
    if id is not None:
        yield Reference((kind,), id, path)


def references(record: AnyRecord) -> Iterator[Reference]:
    """Every reference that a record makes."""
    match record:
        case Company():
            for i, owner in enumerate(record.owners):
                yield from _one("company", owner.company, "owners", i, "company")
                yield from _one("source", owner.source, "owners", i, "source")
        case Source():
            yield from _each("source", record.derived_from, "derived_from")
        case Condition():
            for i, development in enumerate(record.developments):
                yield from _one("source", development.source, "developments", i, "source")
        case Topic():
            yield from _of_topic(record)
        case Initiative():
            yield from _of_initiative(record)
        case Pledge():
            yield from _of_pledge(record)
        case Evidence():
            yield from _of_evidence(record)
        case Response():
            yield from _one("company", record.company_id, "company" if record.company else "id")
            yield from _one("source", record.source, "source")
            yield from _each(("pledge", "evidence"), record.about, "about")
        case Decision():
            yield from _one("company", record.company_id, "company" if record.company else "id")
            yield from _one("topic", record.topic, "topic")
            yield from _one("evidence", record.evidence, "evidence")
            yield from _one("pledge", record.pledge, "pledge")
        case Check():
            yield from _one("company", record.company, "company")
            yield from _one("topic", record.topic, "topic")


def named_keys(records: Iterable[AnyRecord], kinds: Collection[str]) -> set[Key]:
    """Kind and id of all that these records name, of these kinds.

    The companies that a topic was checked for are left out.
    """
    return {
        (kind, reference.id)
        for record in records
        for reference in references(record)
        if reference.path[0] != "checked_until"
        for kind in reference.kinds
        if kind in kinds
    }


def _of_topic(topic: Topic) -> Iterator[Reference]:
    for name, words in topic.dimensions.used().items():
        yield from _one("vocabulary", words.vocabulary, "dimensions", name, "vocabulary")
    for name, yardstick in (("yardstick", topic.yardstick), ("second_yardstick", topic.second_yardstick)):
        for i, reason in enumerate(yardstick.reasons if yardstick else ()):
            yield from _each("source", reason.sources, name, "reasons", i, "sources")
    for i, item in enumerate(topic.background):
        yield from _each("source", item.sources, "background", i, "sources")
    for company in topic.checked_until:
        yield Reference(("company",), company, ("checked_until", company))


def _of_initiative(initiative: Initiative) -> Iterator[Reference]:
    yield from _one("source", initiative.source, "source")
    for i, signatory in enumerate(initiative.signatories):
        yield from _one("company", signatory.company, "signatories", i, "company")
        yield from _one("source", signatory.source, "signatories", i, "source")


def _of_pledge(pledge: Pledge) -> Iterator[Reference]:
    if pledge.initiative:
        yield from _one("initiative", pledge.initiative, "initiative")
    else:
        yield from _one("company", pledge.company_id, "company" if pledge.company else "id")
    yield from _one("topic", pledge.topic, "topic")
    yield from _one("pledge", pledge.restates, "restates")
    yield from _each("pledge", pledge.same_text_as, "same_text_as")
    for i, version in enumerate(pledge.versions):
        yield from _of_version(version, "versions", i)


def _of_version(version: Version, *path: str | int) -> Iterator[Reference]:
    yield from _one("source", version.source, *path, "source")
    yield from _each("source", version.also_in, *path, "also_in")
    yield from _each(("response", "evidence"), version.unclear_because, *path, "unclear_because")
    if isinstance(version.ends, EndTerms):
        yield from _one("condition", version.ends.condition, *path, "ends", "condition")
    if isinstance(version.start, OnCondition):
        yield from _one("condition", version.start.condition, *path, "start", "condition")
    if isinstance(version.deadline, OnCondition):
        yield from _one("condition", version.deadline.condition, *path, "deadline", "condition")
    for i, event in enumerate(version.events):
        yield from _one("source", event.source, *path, "events", i, "source")


def _of_evidence(evidence: Evidence) -> Iterator[Reference]:
    yield from _one("company", evidence.company_id, "company" if evidence.company else "id")
    yield from _each("company", evidence.also_about, "also_about")
    yield from _each("topic", evidence.topics, "topics")
    yield from _each("source", evidence.sources, "sources")
    for i, fulfilment in enumerate(evidence.fulfils):
        yield from _one("pledge", fulfilment.pledge, "fulfils", i, "pledge")
    for i, quote in enumerate(evidence.quotes):
        yield from _one("source", quote.source, "quotes", i, "source")
    for i, outcome in enumerate(evidence.outcomes):
        yield from _one("source", outcome.source, "outcomes", i, "source")
    for i, excerpt in enumerate(evidence.excerpts):
        yield from _one("source", excerpt.source, "excerpts", i, "source")
