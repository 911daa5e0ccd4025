"""A spreadsheet from the command line: published whole or not at all, or made into somebody’s drafts."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracker.clock import Clock
from tracker.records.kinds import AnyRecord
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.planning.plan import Plan
from tracker.services.auth.roles import Action, Actor, Role, require
from tracker.services.intake.importing import OPERATOR, Import
from tracker.services.publishing.publish import Proposal, Published, publish
from tracker.services.spreadsheets.effects import Effects, effects_of
from tracker.services.spreadsheets.plans import PlanContext, made_plan, plan_records
from tracker.services.spreadsheets.table_imports import drafts_of_plan, refuse_unexplained
from tracker.services.spreadsheets.tables import LARGEST, Table, TableError, read_table
from tracker.store.accounts.people import find_by_email
from tracker.store.database.connecting import Database

__all__ = ["AccountMissingError", "DraftedTable", "TableImportResult", "draft_table", "import_table", "opened_table"]


class AccountMissingError(LookupError):
    """There is no such account, or it is not active."""


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


@dataclass(frozen=True)
class DraftedTable:
    """The drafts that were made: of which plan, how many, whose, and the name of their bundle."""

    plan: Plan
    drafts: int
    author: str
    title: str


def draft_table(
    database: Database,
    clock: Clock,
    table: Table,
    mapping: TableMapping,
    email: str,
    note: str = "",
    tick: Callable[[int], object] | None = None,
) -> DraftedTable:
    """Make drafts of an account as one bundle, as the desk does: rows with a problem are left out.

    Raises AccountMissingError, NotAllowedError, TableError; nothing is made then.
    """
    with database.writing() as session:
        account = find_by_email(session, email)
        if account is None or not account.active:
            raise AccountMissingError(f"no active account has the email “{email}”")
        actor = Actor(account.id, account.public_name, Role(account.role))
        require(actor, Action.UPLOAD)
        plan = made_plan(session, table, mapping, PlanContext(clock.now().date(), tick=tick))
        refuse_unexplained(plan, note)
        title = f"{mapping.name or table.name}, {clock.now().date().isoformat()}"
        bundle = drafts_of_plan(session, actor, clock, plan, title, table.name, note)
        return DraftedTable(plan, len(plan.writes), account.public_name, bundle.title)
