"""What looks like a slip and is none for certain: pointed out by checks, imports and forms, and never refused."""

from collections.abc import Collection, Iterator
from datetime import date

from tracker.core.dates import UncertainDate
from tracker.records.bundle import Bundle
from tracker.records.checking.checks import Fault
from tracker.records.checking.references import references
from tracker.records.checking.scales import overlapping
from tracker.records.kinds import AnyRecord, Key
from tracker.records.messages import Message
from tracker.records.reading.problems import Path
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge, Version
from tracker.records.types.source import Source

__all__ = ["warnings"]

Warned = Iterator[tuple[Path, Message]]


def warnings(bundle: Bundle, today: date, keys: Collection[Key] | None = None) -> list[Fault]:
    """What to point out of the records with these keys (of all, without keys), as of a day."""
    wanted = None if keys is None else set(keys)
    return [
        Fault(record.key, path, message)
        for record in bundle
        if (wanted is None or record.key in wanted) and record.taken_down is None
        for path, message in _warned(bundle, record, today)
    ]


def _warned(bundle: Bundle, record: AnyRecord, today: date) -> Warned:
    match record:
        case Source():
            yield from _ahead(record.date, today, "date")
            yield from _ahead(record.retrieved, today, "retrieved")
            if not record.located:
                yield ("url",), Message("no-place-to-find")
        case Pledge():
            for i, version in enumerate(record.versions):
                field = "announced" if version.announced else "start"
                day = getattr(version, field)
                yield from _ahead(day if isinstance(day, UncertainDate) else None, today, "versions", i, field)
                yield from _in_one_line(version, i)
                yield from _overlapping(bundle, record, version, i)
        case Evidence():
            yield from _deed(bundle, record, today)
    for reference in references(record):
        named = next((it for kind in reference.kinds if (it := bundle.get(kind, reference.id))), None)
        if named is not None and named.taken_down and named.id not in bundle.present_ids:
            yield reference.path, Message("names-taken-down", {"kind": named.kind, "id": named.id})


def _ahead(day: UncertainDate | None, today: date, *path: str | int) -> Warned:
    if day is not None and day.earliest > today:
        yield path, Message("in-the-future", {"day": str(day)})


def _in_one_line(version: Version, i: int) -> Warned:
    """The line with which headlines and widgets begin."""
    if version.short is None:
        yield ("versions", i, "short"), Message("no-short")
    elif not version.short.casefold().startswith(("to ", "not to ")):
        yield ("versions", i, "short"), Message("short-begins", {"given": version.short})


def _overlapping(bundle: Bundle, pledge: Pledge, version: Version, i: int) -> Warned:
    """Ranges of a scale that share numbers and are marked in different ways."""
    topic = bundle.topics.get(pledge.topic)
    for name, words in topic.dimensions.used().items() if topic else ():
        labels, vocabulary = version.scope.of(name), bundle.vocabularies.get(words.vocabulary)
        if labels and vocabulary and vocabulary.scale:
            yield from overlapping(vocabulary.scale.value(), labels, ("versions", i, "scope", name))


def _deed(bundle: Bundle, evidence: Evidence, today: date) -> Warned:
    """Conduct in the future, or begun after all that was written about it."""
    periods: list[tuple[Path, UncertainDate | None]] = [(("period",), evidence.period.start)]
    periods += [(("acts", i, "period"), act.period.start) for i, act in enumerate(evidence.acts) if act.period]
    publication_days = [source.date.latest for id in evidence.sources if (source := bundle.sources.get(id))]
    for path, start in periods:
        yield from _ahead(start, today, *path)
        complete = evidence.nature == "conduct" and len(publication_days) == len(evidence.sources)
        if start is not None and complete and start.earliest > max(publication_days) and start.earliest <= today:
            yield path, Message("later-than-sources", {"day": str(start), "last": max(publication_days).isoformat()})
