"""Long imports, planned and made into drafts beside the requests, with how far that has come.

Whoever does it may be killed at any moment: the job is taken up again, and nothing is half done.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import TableImport
from tracker.records.spreadsheet.planning.kept_plan import kept_plan
from tracker.records.spreadsheet.planning.plan import Plan
from tracker.services.auth.roles import Actor, NotAllowedError, Role
from tracker.services.spreadsheets.table_imports import OpenImport, drafts_of_plan, opened_row, refuse_unexplained
from tracker.services.spreadsheets.tables import TableError
from tracker.store.accounts.people import account_of
from tracker.store.database.connecting import Database
from tracker.store.editing.table_imports import (
    basis_of_plans,
    forget_import,
    import_of_id,
    keep_plan,
    note_rows_done,
    plan_of_import,
)
from tracker.store.upkeep.asked_jobs import TakenJob, ask_for, fail, finish, hold, job_state

__all__ = ["Progress", "ask_for_drafts", "ask_for_plan", "import_doers", "progress_of"]

_PLAN, _DRAFTS = "import-plan", "import-drafts"
_TOLD_EVERY = timedelta(seconds=1)


class Progress(NamedTuple):
    """How far a long import has come: ``making`` drafts or being planned; rows planned of all; waiting, running or
    failed, and why."""

    making: bool
    rows_done: int
    rows: int
    state: str
    why: str


def ask_for_plan(session: Session, opened: OpenImport) -> None:
    """Have an import planned, as it is now."""
    ask_for(session, _PLAN, opened.row.id, {}, asked_by=opened.row.owner_id)
    note_rows_done(session, opened.row.id, opened.row.version, 0)


def ask_for_drafts(session: Session, opened: OpenImport, title: str, note: str) -> None:
    """Have the drafts of an import made. Raises NotAllowedError."""
    if plan := opened.remembered_plan(session):
        refuse_unexplained(plan, note)
    task = {"version": opened.row.version, "title": title, "note": note}
    ask_for(session, _DRAFTS, opened.row.id, task, asked_by=opened.row.owner_id)


def progress_of(session: Session, opened: OpenImport, clock: Clock) -> Progress | None:
    """How far it has come; None where nothing was asked for, or all is done."""
    id, now = opened.row.id, clock.now()
    if job := job_state(session, _DRAFTS, id, now):
        return Progress(True, opened.row.rows, opened.row.rows, job.state, job.why)
    if job := job_state(session, _PLAN, id, now):
        plan = plan_of_import(session, id)
        return Progress(False, plan.rows_done if plan else 0, opened.row.rows, job.state, job.why)
    return None


def import_doers(database: Database, clock: Clock) -> dict[str, Callable[[TakenJob], object]]:
    """Who does these jobs."""
    return {_PLAN: lambda job: _plan(database, clock, job), _DRAFTS: lambda job: _make(database, clock, job)}


def _plan(database: Database, clock: Clock, job: TakenJob) -> None:
    content, version, basis = b"", 0, ""
    with database.reading() as session:
        row = import_of_id(session, job.key)
        if row is not None:
            version, basis = row.version, basis_of_plans(session)
            try:
                plan = opened_row(row).plan(session, clock, _ticking(database, clock, job, version))
            except TableError as error:
                _fail(database, clock, job, f"The file {error}.")
                return
            content = kept_plan(plan)
    with database.changing() as session:
        if content and import_of_id(session, job.key) is not None:
            # What was decided meanwhile is planned when somebody asks for it.
            keep_plan(session, job.key, version, basis, content)
        finish(session, job, clock.now())


def _ticking(database: Database, clock: Clock, job: TakenJob, version: int) -> Callable[[int], object]:
    """Tells how many rows are done, once a second at most, and keeps the job meanwhile."""
    done, held_at = 0, clock.now()

    def tick(rows: int) -> None:
        nonlocal done, held_at
        done += rows
        if clock.now() - held_at >= _TOLD_EVERY:
            held_at = clock.now()
            with database.changing() as session:
                hold(session, job, held_at)
                note_rows_done(session, job.key, version, done)

    return tick


def _make(database: Database, clock: Clock, job: TakenJob) -> None:
    """Make the drafts of what was shown; planned anew where something was published or drafted since."""
    with database.reading() as session:
        row = import_of_id(session, job.key)
        opened = opened_row(row) if row is not None else None
        kept = plan_of_import(session, job.key)
        basis = kept.basis if kept else ""
        plan = opened.remembered_plan(session) if opened else None
    try:
        with database.changing() as session:
            current = import_of_id(session, job.key)
            if opened is not None and current is not None and current.version == job.task["version"]:
                if plan is None or basis != basis_of_plans(session):
                    plan = opened.plan(session, clock)
                _drafts(session, clock, job, plan, current)
            finish(session, job, clock.now())
    except NotAllowedError as error:
        _fail(database, clock, job, f"No drafts were made: {error}.")


def _drafts(session: Session, clock: Clock, job: TakenJob, plan: Plan, made: TableImport) -> None:
    account = account_of(session, made.owner_id)
    if account is None:
        raise NotAllowedError("the account is gone")
    refuse_unexplained(plan, job.task["note"])
    actor = Actor(account.id, account.public_name, Role(account.role))
    drafts_of_plan(session, actor, clock, plan, job.task["title"], made.file_name, job.task["note"], made.id)
    forget_import(session, made)


def _fail(database: Database, clock: Clock, job: TakenJob, why: str) -> None:
    with database.changing() as session:
        fail(session, job, clock.now(), why[:200])
