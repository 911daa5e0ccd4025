"""Publishing a spreadsheet from the command line: all of it in one transaction, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracker.clock import Clock
from tracker.records.kinds import AnyRecord
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.planning import Plan
from tracker.services.intake.importing import OPERATOR, Import
from tracker.services.publishing.publish import Proposal, Published, publish
from tracker.services.spreadsheets.effects import Effects, effects_of
from tracker.services.spreadsheets.plans import PlanContext, made_plan, plan_records
from tracker.services.spreadsheets.tables import LARGEST, Table, TableError, read_table
from tracker.store.database.connecting import Database

__all__ = ["TableImportResult", "import_table", "opened_table"]


@dataclass(frozen=True)
class TableImportResult:
    """What an import would do, or did: the plan, what readers see change, and what was published, if anything."""

    plan: Plan
    effects: Effects
    published: Published | None


def opened_table(path: Path) -> Table:
    """The table in a file on this machine; raises TableError."""
    try:
        if path.stat().st_size > LARGEST:
            raise TableError(f"is larger than {LARGEST // 1_000_000} MB; split it into smaller files")
        return read_table(path.name, path.read_bytes())
    except OSError as error:
        raise TableError(f"cannot be read: {error.strerror}") from None


def import_table(
    database: Database,
    clock: Clock,
    table: Table,
    mapping: TableMapping,
    how: Import,
    *,
    publishing: bool,
    tick: Callable[[int], object] | None = None,
) -> TableImportResult:
    """Plan the import of a table, and publish it where asked and nothing is wrong. Raises NotAllowedError, TableError.

    Plan and publication see one state of the record: they are one transaction.
    """
    with database.writing() if publishing else database.reading() as session:
        now = clock.now()
        context = PlanContext(now.date(), drafts=False, replace=how.replace, tick=tick)
        plan = made_plan(session, table, mapping, context)
        if plan.blocking:
            return TableImportResult(plan, Effects(), None)
        records: list[AnyRecord] = plan_records(plan)
        effects = effects_of(session, records, now.date(), now)
        if not publishing:
            return TableImportResult(plan, effects, None)
        proposals = [Proposal(record, how.change, how.note) for record in records]
        published = publish(session, clock, proposals, author=how.author, publisher=OPERATOR, one_person=how.one_person)
        return TableImportResult(plan, effects, published)
