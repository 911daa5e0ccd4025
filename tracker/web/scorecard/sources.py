"""The sources of a page, numbered in the order in which the page first names them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from tracker.engine.text import isolated, when
from tracker.records.types.source import Source
from tracker.services.captures.public import held_copies, hidden_copies
from tracker.web.presenting.captures import CopyLine, address_line, newest_copy
from tracker.web.presenting.quote_language import quote_language
from tracker.web.site import site

__all__ = ["Cited", "Cites", "SourceBook", "SourceEntry"]

_TYPES = {
    "record": "Document from the company or the other party",
    "claim": "Report or claim",
}


class Cited(NamedTuple):
    """A source where a line names it: its number, where it stands on the page, publisher and date."""

    number: int
    anchor: str
    text: str


@dataclass(frozen=True)
class SourceEntry:
    """A source in the list."""

    cited: Cited
    source: Source
    date: str
    type: str
    derived_from: Sequence[Cited]
    held: Collection[str]
    hidden: Collection[str]

    @property
    def taken_down(self) -> str:
        """The day on which it was taken down, in words; empty where it stands."""
        return when(self.source.taken_down.date) if self.source.taken_down else ""

    @property
    def copy(self) -> CopyLine | None:
        """The copy that was kept of it, if one was."""
        return newest_copy(self.source, self.held, self.hidden)

    @property
    def address(self) -> str:
        """What is told of its web address; empty where all is well."""
        return address_line(self.source, self.held, self.hidden)


Cites = Sequence[tuple[str, Source | None, int]]
"""What a part of a page cites, in order: id, the source (None: not on record), and its number, 0 for none."""


class SourceBook:
    """Numbers the sources of one page."""

    def __init__(self, sources: Mapping[str, Source]):
        self._sources = sources
        self._cited: dict[str, Cited] = {}
        self._noted: list[tuple[str, Source | None, int]] = []

    def cite(self, ids: Iterable[str | None]) -> list[Cited]:
        """The sources of one line, each once; ids that are not on record are left out."""
        return [cited for id in dict.fromkeys(ids) if id is not None and (cited := self._cite(id))]

    def language(self, own: str | None, source: str) -> str:
        """The language of words that a source quotes: their own, else the source's; empty for the site's own."""
        self._noted.append((source, self._sources.get(source), 0))
        return quote_language(own, self._sources.get(source))

    @contextmanager
    def noting(self) -> Iterator[list[tuple[str, Source | None, int]]]:
        """What is cited inside, for ``cited_again``."""
        outside, self._noted = self._noted, []
        try:
            yield self._noted
        finally:
            self._noted = outside

    def cited_again(self, cites: Cites) -> bool:
        """Cite the same sources in the same order, if they get the same numbers; whether they did, else none is."""
        new: dict[str, int] = {}
        for id, source, number in cites:
            if self._sources.get(id) is not source:
                return False
            if number:
                cited = self._cited.get(id)
                given = cited.number if cited else new.setdefault(id, len(self._cited) + len(new) + 1)
                if given != number:
                    return False
        for id in new:
            self._number(self._sources[id])
        return True

    def _cite(self, id: str) -> Cited | None:
        source = self._sources.get(id)
        cited = self._number(source) if source else None
        self._noted.append((id, source, cited.number if cited else 0))
        return cited

    def _number(self, source: Source) -> Cited:
        if source.id not in self._cited:
            text = f"{isolated(source.published_by or source.name)}, {when(source.date)}"
            self._cited[source.id] = Cited(len(self._cited) + 1, f"source-{source.id}", text)
        return self._cited[source.id]

    def entries(self) -> list[SourceEntry]:
        """All that were cited, and those that they derive from."""
        result: list[SourceEntry] = []
        held, hidden = self._copies()
        while len(result) < len(self._cited):
            for id, cited in list(self._cited.items())[len(result) :]:
                source = self._sources[id]
                derived = self.cite(source.derived_from)
                date, type_words = when(source.date), _TYPES[source.type]
                result.append(SourceEntry(cited, source, date, type_words, derived, held, hidden))
        return result

    def _copies(self) -> tuple[Collection[str], Collection[str]]:
        """Which of the copies that sources name this site holds (records of other sites name theirs), and which of
        these it withheld or erased."""
        named = [copy.capture for source in self._sources.values() for copy in source.copies]
        if not named:
            return (), ()
        with site().database.reading() as session:
            return held_copies(session, named), hidden_copies(session, named)
