"""Record files of any size: read onto the disk, checked and published some hundred records at a time."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from types import TracebackType

from sqlalchemy.orm import Session

from tracker.records.changing.adding import with_named
from tracker.records.checking.checks import Fault
from tracker.records.checking.warnings import warnings
from tracker.records.kinds import AnyRecord, Key, body, canonical, from_body
from tracker.records.messages import Message
from tracker.records.reading.problems import did_you_mean
from tracker.services.intake.record_files import MOST_PROBLEMS, ReadResult
from tracker.services.publishing.checking.checks import WhatIsPublished, bundle_beside, faults_beside
from tracker.services.publishing.derived.rows import reference_rows
from tracker.store.published import current_records, parsed, parsed_once
from tracker.store.upkeep.spooled_records import Location, SpooledRecords

__all__ = ["OverPublished", "SpooledFiles"]

_MOST_HINTS = 100
"""Each looks at all ids of a kind."""


class SpooledFiles(ReadResult):
    """What files hold, with the valid records on the disk."""

    def __init__(self) -> None:
        super().__init__()
        self.spool = SpooledRecords()

    def __enter__(self) -> "SpooledFiles":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.spool.close()

    def add(self, record: AnyRecord, place: Location) -> Location:
        """Add a valid record; returns the place of the first one of its key, which stays."""
        named = [(row["target_kind"], row["target_id"]) for row in reference_rows(record, 0)]
        return self.spool.add(record.key, canonical(body(record)).decode(), named, place)

    def place(self, key: Key) -> Location | None:
        """Where a record is; None where it is in no file."""
        return self.spool.place(key)

    def named(self, keys: Collection[Key]) -> dict[Key, AnyRecord]:
        """Those of these records that are in files."""
        return {key: parsed_once(text) for key, text in self.spool.bodies(keys).items()}


class OverPublished:
    """The records of files over those that are published, as surroundings of checks, and to be published.

    Unless they ``replace`` them, what they leave out of published ones stays (IMPORT-1).
    """

    def __init__(self, session: Session, files: SpooledFiles, *, replace: bool):
        self._session, self._spool, self._replace = session, files.spool, replace
        self._published = WhatIsPublished(session)

    def portions(self) -> Iterator[list[AnyRecord]]:
        """The records of files in their order, some hundred at a time."""
        for texts in self._spool.portions():
            yield self._completed([parsed_once(text) for text in texts])

    def _completed(self, records: Sequence[AnyRecord]) -> list[AnyRecord]:
        if self._replace:
            return [*records]
        before = {it.key: body(it) for it in current_records(self._session, [record.key for record in records])}
        return [from_body(with_named(before[it.key], body(it))) if it.key in before else it for it in records]

    def records(self, keys: Collection[Key]) -> list[AnyRecord]:
        """Those of the named records that are in files, else published."""
        texts = self._spool.bodies(keys)
        rest = [key for key in keys if key not in texts]
        return [*self._completed([parsed(text) for text in texts.values()]), *self._published.records(rest)]

    def naming(self, keys: Collection[Key]) -> set[Key]:
        """The records that name one of these: in files, or as published so far."""
        return self._spool.naming(keys) | self._published.naming(keys)

    def vocabularies(self) -> list[AnyRecord]:
        """All vocabularies."""
        keys = {*self._spool.of_kind("vocabulary"), *(it.key for it in self._published.vocabularies())}
        return self.records(keys)

    def with_products(self) -> set[Key]:
        """The companies that list a product."""
        return {*self._spool.of_kind("company", '"products":')} | self._published.with_products()

    def faults(self) -> list[Fault]:
        """What would be wrong if all was published: as many faults as anybody reads, and one more."""
        return self._with_hints(list(islice(self._faults(), MOST_PROBLEMS + 1)))

    def _with_hints(self, faults: Sequence[Fault]) -> list[Fault]:
        """The faults; what was meant may have stood in another portion of the files."""
        dangling = [fault for fault in faults if fault.message.code == "no-record"]
        hinted = {id(fault): replace(fault, message=self._hinted(fault.message)) for fault in dangling[:_MOST_HINTS]}
        return [hinted.get(id(fault), fault) for fault in faults]

    def _hinted(self, message: Message) -> Message:
        name, kinds = message.values["id"], message.values["kind"].split(" or ")
        hint = did_you_mean(name, [alike for kind in kinds for alike in self._spool.alike(kind, name)])
        return Message(message.code, {**message.values, "hint": hint or message.values["hint"]})

    def _faults(self) -> Iterator[Fault]:
        reported: set[Key] = set()
        for records in self.portions():
            own = {record.key for record in records}
            others: set[Key] = set()
            for fault in faults_beside(self, records, current_records(self._session, own)):
                if fault.key in own:
                    yield fault
                elif fault.key not in reported and not self._spool.place(fault.key):
                    # A published record that several of the files make wrong.
                    others.add(fault.key)
                    yield fault
            reported |= others

    def warnings(self, today: date) -> list[Fault]:
        """Likely mistakes in the records of files, as many as anybody reads."""
        return list(islice(self._warnings(today), MOST_PROBLEMS + 1))

    def _warnings(self, today: date) -> Iterator[Fault]:
        for records in self.portions():
            yield from warnings(bundle_beside(self, records), today, {record.key for record in records})
