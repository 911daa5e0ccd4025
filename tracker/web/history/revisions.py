"""Publications as pages show them: when, who, which class, what was said before and what is said now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.engine.text import day
from tracker.records.changing.diff import Row, differences
from tracker.records.kinds import KIND_WORDS
from tracker.records.search_text import title
from tracker.store.history import Entry
from tracker.store.published import parsed
from tracker.web.presenting.addresses.clock_query import known_at_parameters
from tracker.web.presenting.links import record_path
from tracker.web.site import site

__all__ = ["CLASSES", "Publication", "publication", "publications"]

CLASSES = {
    "new": ("New", "This is a new record."),
    "correction": ("Correction", "We got something wrong and corrected it."),
    "clarification": ("Clarification", "Same meaning, clearer wording."),
    "update": ("Update", "The facts changed or we learned more."),
    "method": ("Method", "Our rules changed."),
}
"""Classes of change, each with its word and what it means (HISTORY-7)."""


@dataclass(frozen=True)
class Publication:
    """One entry of the ledger; ``rows`` are its differences from what stood before, none for a new record.

    ``company`` is the id of the one that the record is about first of all; empty for other kinds.
    """

    position: int
    number: int
    day: str
    time: str
    class_: str
    word: str
    meaning: str
    kind: str
    title: str
    company: str
    href: str
    then: str
    author: str
    publisher: str
    note: str
    rows: Sequence[Row]


def publications(entries: Sequence[Entry], before: Mapping[int, str]) -> list[Publication]:
    """Entries with what each changed; ``before`` has by position the text that it replaced."""
    return [publication(entry, before.get(entry.position)) for entry in entries]


def publication(entry: Entry, before: str | None) -> Publication:
    """One entry; ``before`` is the text that it replaced."""
    record = parsed(entry.body)
    at = entry.at.astimezone(site().settings.time_zone)
    word, meaning = CLASSES[entry.change]
    return Publication(
        position=entry.position,
        number=entry.number,
        day=day(at.date()),
        time=f"{at:%H:%M}",
        class_=entry.change,
        word=word,
        meaning=meaning,
        kind=KIND_WORDS[entry.kind],
        title=title(record),
        company=getattr(record, "company_id", ""),
        href=record_path(entry.kind, entry.id),
        then=record_path(entry.kind, entry.id, known_at_parameters(_settled(entry.at))),
        author=entry.author,
        publisher=entry.publisher,
        note=entry.note or "",
        rows=differences(parsed(before), record) if before else [],
    )


def _settled(at: datetime) -> datetime:
    """The end of that second: what is published together follows by a microsecond each, and belongs together."""
    return min(at.replace(microsecond=999_999), max(at, site().clock.now()))
