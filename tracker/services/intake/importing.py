"""Import: all record files are published together, or none."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.records.changing.adding import with_named
from tracker.records.checking.checks import Fault
from tracker.records.checking.references import references
from tracker.records.kinds import AnyRecord, body, from_body
from tracker.records.reading.problems import Problem
from tracker.services.intake.record_files import ReadResult, problems_of, read_files, warnings_of
from tracker.services.publishing.checking.checks import faults_among_published
from tracker.services.publishing.checking.decided_findings import changed_decisions, published_decision_faults
from tracker.services.publishing.publish import InvalidRecordsError, Proposal, Published, publish
from tracker.store.database.connecting import Database
from tracker.store.published import current_records

__all__ = ["OPERATOR", "Import", "ImportRefusedError", "import_files"]

OPERATOR = "operator"
"""The publisher of what is imported: the operator, who may run commands on the machine."""


class ImportRefusedError(Exception):
    """Files that cannot be imported, with every problem; nothing was changed."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = list(problems)
        super().__init__(f"{len(self.problems)} problems")


@dataclass(frozen=True, slots=True)
class Import:
    """How files are to be imported: in whose name, and why records that are published already are changed.

    Without ``replace``, what a file leaves out of a published record stays (IMPORT-1).
    """

    author: str
    change: str = "update"
    note: str | None = None
    one_person: bool = False
    replace: bool = True


def import_files(
    database: Database,
    clock: Clock,
    paths: Iterable[Path],
    how: Import,
    *,
    dry_run: bool = False,
    tick: Callable[[int], object] | None = None,
    warn: Callable[[Problem], object] | None = None,
) -> Published:
    """Publish the records of files and folders in one transaction; raises ImportRefused or NotAllowedError.

    ``warn`` is called with likely mistakes, which do not prevent publication. Records that files name may be in the
    files or already published. ``dry_run`` rolls everything back at the end.
    """
    files_read = read_files(paths, tick)
    if files_read.problems:
        with database.reading() as session:
            raise ImportRefusedError(problems_of(files_read, _faults(session, files_read)))
    with database.writing() as session:
        published = publish_found(session, clock, files_read, how)
        if dry_run:
            session.rollback()
    if warn:
        with database.reading() as session:
            for problem in warnings_of(files_read, _records_named(session, files_read), clock.now().date()):
                warn(problem)
    return published


def _records_named(session: Session, files_read: ReadResult) -> list[AnyRecord]:
    """What is published of the records that those in files name."""
    return current_records(
        session, {(k, r.id) for record in files_read.records for r in references(record) for k in r.kinds}
    )


def publish_found(session: Session, clock: Clock, files_read: ReadResult, how: Import) -> Published:
    """Publish what was found in files, in a session of ``Database.writing()``.

    Raises ImportRefusedError or NotAllowedError; the session must then be rolled back. A decision may name what the
    rules find once all this is published, today or on its own day, and nothing else (ORDER-6).
    """
    if not how.replace:
        files_read.records = _over_published(session, files_read.records)
    proposals = (Proposal(record, how.change, how.note) for record in files_read.records)
    named = changed_decisions(session, files_read.records)
    try:
        published = publish(session, clock, proposals, author=how.author, publisher=OPERATOR, one_person=how.one_person)
        if faults := published_decision_faults(session, named, clock.now().date()):
            raise InvalidRecordsError(faults)
    except InvalidRecordsError as error:
        raise ImportRefusedError(problems_of(files_read, error.faults)) from None
    return published


def _over_published(session: Session, records: Sequence[AnyRecord]) -> list[AnyRecord]:
    """The records with what is published of them and they leave out."""
    before = {record.key: body(record) for record in current_records(session, [record.key for record in records])}
    return [from_body(with_named(before[it.key], body(it))) if it.key in before else it for it in records]


def _faults(session: Session, files_read: ReadResult) -> list[Fault]:
    before = current_records(session, [record.key for record in files_read.records])
    return faults_among_published(session, files_read.records, before)
