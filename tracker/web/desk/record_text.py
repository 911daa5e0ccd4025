"""Describes records and their changes in the words of the forms: labels, term names, titles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.core.date_text import date_meaning
from tracker.core.dates import DateError
from tracker.core.scales import Scale, range_in_words
from tracker.core.scope import DIMENSIONS
from tracker.records.changing.diff import Row, body_differences, is_words, segments
from tracker.records.checking.references import Reference, references
from tracker.records.kinds import AnyRecord, Key
from tracker.records.reading.problems import Path, field_name
from tracker.records.search_text import title
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.store.published import current_records
from tracker.web.desk.form.layouts.all_kinds import LAYOUTS
from tracker.web.desk.form.layouts.layout import FieldEntry, Layout
from tracker.web.desk.form.plain import PlainMapping, PlainValue

__all__ = ["Names", "RecordDescriber", "RecordSummary", "leaves", "names_in", "names_of", "plain_label"]

Names = Mapping[str, str]
"""Names for readers by what is written in records: ids of terms, and ids of records that are named."""

Scales = Mapping[str, Scale]
"""The dimensions of a topic that are scales."""

_LABELS = {
    "in": "covered",
    "out": "not covered",
    "except": "exception in the pledge",
    "unclear": "unclear",
    "rest": "everything else",
}
_DATED = ("date", "period", "start", "announced", "last_day", "withdrawn", "seen_until", "due", "asked", "answered")
_LONG = 40


@dataclass(frozen=True)
class RecordSummary:
    """One field: its old and its new value; None on the side where it is absent.

    Of a text that was changed, ``segments`` are its words, marked as the same, removed or added; of a list, ``added``
    and ``removed`` are what is new and what is gone.
    """

    label: str
    was: str | None
    now: str | None
    segments: Sequence[tuple[str, str]] = ()
    added: Sequence[str] = ()
    removed: Sequence[str] = ()


def names_in(
    session: Session, records: Iterable[AnyRecord], together: Sequence[AnyRecord] = ()
) -> tuple[Names, Names, Scales]:
    """What ids in records are called, the topic’s words for its dimensions, and those dimensions that are scales.

    ``together`` may not be published yet.
    """
    brought = {other.key: other for other in together}
    names: dict[Key, AnyRecord] = {}
    frontier = list(records)
    while wanted := {(kind, r.id) for other in frontier for r in _few(other) for kind in r.kinds} - names.keys():
        frontier = [*current_records(session, wanted), *(brought[key] for key in wanted if key in brought)]
        names |= {other.key: other for other in frontier}
        # From what is named: a topic's vocabularies, and no further.
        frontier = [other for other in frontier if isinstance(other, Topic)]
    return names_of(names.values())


def names_of(records: Iterable[AnyRecord]) -> tuple[Names, Names, Scales]:
    """The same of records at hand: those that others name, with their topic and its vocabularies."""
    names = {other.key: other for other in records}
    terms = {t.id: t.name for r in names.values() if isinstance(r, VocabularyRecord) for t in r.terms}
    topics = [other for other in names.values() if isinstance(other, Topic)]
    used = {name: words for topic in topics[:1] for name, words in topic.dimensions.used().items()}
    scales = {
        name: vocabulary.scale.value()
        for name, words in used.items()
        if isinstance(vocabulary := names.get(("vocabulary", words.vocabulary)), VocabularyRecord) and vocabulary.scale
    }
    titles = {id: title(other) for (_, id), other in names.items()}
    return {**terms, **titles}, {name: words.name for name, words in used.items()}, scales


def _few(record: AnyRecord) -> list[Reference]:
    """What a record names; of a topic its companies are left out, of which there may be thousands."""
    return [reference for reference in references(record) if reference.path[0] != "checked_until"]


class RecordDescriber:
    """Describes records of one kind in the words of its form.

    ``dimensions`` are the topic’s words for the six, ``scales`` those of them in which numbers stand in place of terms.
    """

    def __init__(self, kind: str, names: Names, dimensions: Names, scales: Scales):
        self.layout, self.names, self.dimensions, self.scales = LAYOUTS.get(kind), names, dimensions, scales

    def differences(self, old: PlainMapping | None, new: PlainMapping) -> list[RecordSummary]:
        """From one body to another, field by field; without an old one, all that the new one says."""
        return [
            difference for row in body_differences(old, new) if row.field != "kind" for difference in self._row(row)
        ]

    def whole(self, path: Path, value: PlainValue) -> str:
        """Everything within a value on one line; empty for none."""
        if value is None:
            return ""
        inner = list(leaves(value, path))
        if len(inner) == 1 and inner[0][0] == path:
            return self.words(path, value)
        return "; ".join(
            f"{self.label(at).removeprefix(self.label(path) + ' · ')}: {self.words(at, it)}" for at, it in inner
        )

    def _row(self, row: Row) -> Iterator[RecordSummary]:
        """One difference, in as many lines as it has values."""
        path = row.new_path if row.new_path is not None else row.old_path
        assert path is not None
        if row.old is None:
            yield from (
                RecordSummary(self.label(at), None, self.words(at, value)) for at, value in leaves(row.new, path)
            )
        elif row.new is None:
            yield from (
                RecordSummary(self.label(at), self.words(at, value), None) for at, value in leaves(row.old, path)
            )
        elif is_words(row.old) and is_words(row.new):
            added, removed = ([self._named(path, word) for word in some] for some in (row.added, row.removed))
            yield RecordSummary(
                self.label(path), self.words(path, row.old), self.words(path, row.new), (), added, removed
            )
        elif isinstance(row.old, str) and isinstance(row.new, str):
            long = max(len(row.old), len(row.new)) > _LONG
            parts = segments(row.old, row.new) if long else []
            yield RecordSummary(self.label(path), self.words(path, row.old), self.words(path, row.new), parts)
        else:
            yield RecordSummary(self.label(path), self.whole(path, row.old), self.whole(path, row.new))

    def label(self, path: Path) -> str:
        """The label of a field as in its form, with the number of its part."""
        words: list[str] = []
        layout = self.layout
        for i, step in enumerate(path):
            if isinstance(step, int):
                continue
            entry = _entry(layout, step)
            # The type of path[i + 1] was asked; mypy does not follow an index.
            number = f" {path[i + 1] + 1}" if i + 1 < len(path) and isinstance(path[i + 1], int) else ""  # type: ignore[operator]
            if entry and number and entry.one:
                words.append(f"{entry.one.capitalize()}{number}")
            elif entry:
                words.append(entry.label + number)
            elif step in DIMENSIONS:
                words.append(self.dimensions.get(step, step).capitalize())
            elif step in _LABELS and i and path[i - 1] in DIMENSIONS:
                words.append(_LABELS[step])
            elif step != "scope":
                words.append(_plain_word(step) + number)
            layout = entry.holds if entry else None
        return " · ".join(words)

    def _entry(self, path: Path) -> FieldEntry | None:
        """The form’s words for a field; None where it has none of its own."""
        layout, entry = self.layout, None
        for step in path:
            if isinstance(step, str):
                entry = _entry(layout, step)
                layout = entry.holds if entry else None
        return entry

    def words(self, path: Path, value: PlainValue) -> str:
        """A value as readers see it: names for ids, the form’s words for what can be chosen, dates as understood."""
        if isinstance(value, list):
            return ", ".join(self._named(path, str(item)) for item in value)
        text = str(value)
        if (entry := self._entry(path)) and text in entry.choices:
            return entry.choices[text]
        if path[-1] in _DATED:
            try:
                return f"{date_meaning(text)} ({text})" if text != date_meaning(text) else text
            except DateError:
                return text
        # Only references are shown by name; any other text is shown as it is.
        named = self.names.get(text)
        return named if named and path[-1] != "id" else text

    def _named(self, path: Path, word: str) -> str:
        """One of a list of words: a name for an id, a range in numbers with their unit."""
        scale = next((self.scales[step] for step in path if isinstance(step, str) and step in self.scales), None)
        return range_in_words(word, scale) if scale else self.names.get(word, word)


def plain_label(path: Path) -> str:
    """A field of a kind without a layout, as the pages of the desk call it."""
    return _plain_word(field_name(path)).capitalize()


def _plain_word(field: str) -> str:
    words = field.replace("_", " ")
    return words.replace("second yardstick", "second table").replace("yardstick", "complete pledge")


def leaves(value: PlainValue, path: Path) -> Iterator[tuple[Path, PlainValue]]:
    """Texts, numbers and lists of words within a value, each with its path."""
    if isinstance(value, Mapping) and value:
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif isinstance(value, list) and value and not is_words(value):
        for i, item in enumerate(value):
            yield from leaves(item, (*path, i))
    elif value not in ({}, []):
        yield path, value


def _entry(layout: Layout | None, name: str) -> FieldEntry | None:
    return next((entry for entry in layout.entries if entry.name == name), None) if layout else None
