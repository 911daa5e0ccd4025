"""Import: all record files are published together, or none."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.records.changing.adding import with_named
from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord, body, from_body
from tracker.records.reading.problems import Problem
from tracker.records.types.decision import Decision
from tracker.services.intake.record_files import ReadResult, problems_of, read_files
from tracker.services.intake.spooled_files import OverPublished, SpooledFiles
from tracker.services.publishing.checking.decided_findings import changed_decisions, published_decision_faults
from tracker.services.publishing.publish import InvalidRecordsError, Proposal, Published, publish, publish_checked
from tracker.store.database.connecting import Database
from tracker.store.ledger import ledger_head
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
    with SpooledFiles() as files_read:
        read_files(paths, tick, files_read)
        with database.reading() as session:
            seen, over = ledger_head(session), OverPublished(session, files_read, replace=how.replace)
            _refuse(files_read, over.faults())
            warned = over.warnings(clock.now().date()) if warn else []
        with database.writing() as session:
            over = OverPublished(session, files_read, replace=how.replace)
            if ledger_head(session) != seen:
                # Somebody published meanwhile.
                _refuse(files_read, over.faults())
            published = _publish_spooled(session, clock, files_read, over, how)
            if dry_run:
                session.rollback()
        if warn:
            likely = [*files_read.notes, *problems_of(files_read, warned)]
            for problem in sorted(likely, key=lambda problem: (problem.file, problem.line)):
                warn(problem)
    return published


def _refuse(files_read: ReadResult, faults: Sequence[Fault]) -> None:
    """Raise ImportRefusedError if anything is wrong."""
    if files_read.problems or faults:
        raise ImportRefusedError(problems_of(files_read, faults))


def _publish_spooled(
    session: Session, clock: Clock, files_read: SpooledFiles, over: OverPublished, how: Import
) -> Published:
    """Publish what was checked, in a session of ``Database.writing()``; raises as ``publish_found`` does."""
    named: list[Decision] = []

    def portions() -> Iterator[list[Proposal]]:
        for records in over.portions():
            named.extend(changed_decisions(session, records))
            yield [Proposal(record, how.change, how.note) for record in records]

    published = publish_checked(
        session, clock, portions(), author=how.author, publisher=OPERATOR, one_person=how.one_person
    )
    _refuse(files_read, published_decision_faults(session, named, clock.now().date()))
    return published


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
