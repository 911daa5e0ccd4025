"""Imports at the desk: a file is kept with what its columns mean until its drafts are made, or it is discarded."""

import json
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import DraftBundle, SavedMapping, TableImport
from tracker.records.kinds import Key
from tracker.records.spreadsheet.mapping import TableMapping, checked_mapping
from tracker.records.spreadsheet.planning.kept_plan import read_plan
from tracker.records.spreadsheet.planning.plan import Decisions, Plan, PlannedRecord
from tracker.records.spreadsheet.problems import RowProblem
from tracker.services.auth.roles import Action, Actor, NotAllowedError, require
from tracker.services.editing.bundles import BundledRecord, make_bundle
from tracker.services.spreadsheets.plans import PlanContext, made_plan, problems_of_cells, suggested_mapping
from tracker.services.spreadsheets.tables import Table, read_table
from tracker.services.spreadsheets.template import embedded_mapping
from tracker.store.database.connecting import Database
from tracker.store.editing.bundles import mapping_named, saved_mappings
from tracker.store.editing.table_imports import (
    any_old_imports,
    forget_import,
    forget_old_imports,
    import_of_id,
    imports_of,
    plan_of_import,
)

__all__ = [
    "KEPT_DAYS",
    "LONG",
    "ImportChangedError",
    "ImportNotFoundError",
    "OpenImport",
    "begin_import",
    "discard_import",
    "drafts_of_plan",
    "erase_old_imports",
    "keep_mapping",
    "make_drafts",
    "open_import",
    "opened_row",
    "refuse_unexplained",
    "save_import",
    "saved_mapping_of",
]

_MOST_UNFINISHED = 20
KEPT_DAYS = 30
"""How long an unfinished import is kept after its last change."""
LONG = 5_000
"""Rows that can be planned while somebody waits."""


class ImportNotFoundError(LookupError):
    """There is no such import, or it is somebody else's: which of the two is not said."""


class ImportChangedError(Exception):
    """The import was saved elsewhere since the page was opened."""


@dataclass(frozen=True)
class OpenImport:
    """An import with its table, what its columns mean, and what was decided for rows."""

    row: TableImport
    table: Table
    mapping: TableMapping
    decisions: Decisions

    @property
    def is_long(self) -> bool:
        """Whether planning takes too long for an answer: it is done beside the requests, and remembered."""
        return self.row.rows > LONG

    def plan(self, session: Session, clock: Clock, tick: Callable[[int], object] | None = None) -> Plan:
        """What it would do now, planned anew."""
        how = PlanContext(clock.now().date(), decisions=self.decisions, tick=tick)
        return made_plan(session, self.table, self.mapping, how)

    def remembered_plan(self, session: Session) -> Plan | None:
        """What it would do, where that was planned already and kept."""
        kept = plan_of_import(session, self.row.id, whole=True)
        if kept is None or kept.version != self.row.version or kept.content is None:
            return None
        return read_plan(kept.content, self.mapping)

    def problems_of_row(self, session: Session, clock: Clock, number: int) -> list[RowProblem]:
        """What is wrong in the cells of a row."""
        how = PlanContext(clock.now().date(), decisions=self.decisions)
        return problems_of_cells(session, self.table, self.mapping, how, number)


def begin_import(
    session: Session, actor: Actor, clock: Clock, name: str, content: bytes, topic: str = ""
) -> TableImport:
    """Keep a file and guess what its columns mean; raises TableError, NotAllowedError."""
    require(actor, Action.UPLOAD)
    if len(imports_of(session, actor.account_id)) >= _MOST_UNFINISHED:
        raise NotAllowedError(f"you have {_MOST_UNFINISHED} unfinished imports; finish or discard some first")
    table = read_table(name, content)
    mapping = embedded_mapping(table) or suggested_mapping(session, table, topic or None, clock.now().date())
    row = TableImport(
        id=secrets.token_urlsafe(16),
        owner_id=actor.account_id,
        file_name=_shown(name),
        content=content,
        mapping=json.dumps(mapping.body, ensure_ascii=False),
        choices="{}",
        version=1,
        created_at=clock.now(),
        changed_at=clock.now(),
        rows=sum(1 for _ in table.rows(mapping.sheet)),
    )
    session.add(row)
    session.flush()
    return row


def open_import(session: Session, actor: Actor, id: str) -> OpenImport:
    """Somebody’s own import; raises ImportNotFoundError."""
    require(actor, Action.UPLOAD)
    row = import_of_id(session, id)
    if row is None or row.owner_id != actor.account_id:
        raise ImportNotFoundError(id)
    return opened_row(row)


def opened_row(row: TableImport) -> OpenImport:
    """An import with its table read. Raises TableError."""
    mapping = TableMapping.model_validate(json.loads(row.mapping))
    return OpenImport(row, read_table(row.file_name, row.content), mapping, Decisions.read(row.choices))


def save_import(
    session: Session,
    actor: Actor,
    clock: Clock,
    id: str,
    version: int,
    *,
    mapping: TableMapping | None = None,
    decisions: Decisions | None = None,
) -> TableImport:
    """Keep what was decided. Raises ImportNotFoundError, ImportChangedError. The same save twice is one."""
    row = import_of_id(session, id)
    if row is None or row.owner_id != actor.account_id:
        raise ImportNotFoundError(id)
    if mapping is not None and mapping.sheet != TableMapping.model_validate(json.loads(row.mapping)).sheet:
        row.rows = sum(1 for _ in read_table(row.file_name, row.content).rows(mapping.sheet))
    text = row.mapping if mapping is None else json.dumps(mapping.body, ensure_ascii=False)
    same = decisions is None or decisions == Decisions.read(row.choices)
    decided = row.choices if same or decisions is None else decisions.text()
    if (row.mapping, row.choices) == (text, decided):
        return row
    if row.version != version:
        raise ImportChangedError
    row.mapping, row.choices, row.version, row.changed_at = text, decided, row.version + 1, clock.now()
    session.flush()
    return row


def discard_import(session: Session, actor: Actor, id: str) -> None:
    """Delete an import and its file; raises ImportNotFoundError."""
    row = import_of_id(session, id)
    if row is None or row.owner_id != actor.account_id:
        raise ImportNotFoundError(id)
    forget_import(session, row)


def make_drafts(
    session: Session, actor: Actor, clock: Clock, id: str, version: int, *, title: str, note: str = ""
) -> DraftBundle:
    """Drafts of everything that an import would write, as one bundle; the import is deleted with it.

    Raises ImportNotFoundError, ImportChangedError, NotAllowedError; nothing is made then.
    """
    opened = open_import(session, actor, id)
    if opened.row.version != version:
        raise ImportChangedError
    plan = opened.plan(session, clock)
    refuse_unexplained(plan, note)
    bundle = drafts_of_plan(session, actor, clock, plan, title, opened.row.file_name, note, id)
    forget_import(session, opened.row)
    return bundle


def refuse_unexplained(plan: Plan, note: str) -> None:
    """Refuse corrections of published pledges without a word on what was wrong; raises NotAllowedError."""
    if not note.strip() and any(it.change == "correction" for it in plan.writes):
        raise NotAllowedError("say in the note for readers what was wrong: some rows correct published pledges")


def drafts_of_plan(
    session: Session, actor: Actor, clock: Clock, plan: Plan, title: str, file_name: str, note: str, id: str = ""
) -> DraftBundle:
    """Drafts of all that a plan would write, as one bundle, which has the id of its import."""
    leads = {it.records[-1]: it.row for it in reversed(plan.rows) if it.records}
    led = {leads.get(it.key, it.rows[0]) for it in plan.writes if it.key in leads}
    records = (_bundled(planned, leads, led) for planned in plan.writes)
    return make_bundle(session, actor, clock, records, title=title, file_name=file_name, note=note, id=id)


def _bundled(planned: PlannedRecord, leads: Mapping[Key, int], led: Collection[int]) -> BundledRecord:
    """A record with its row. Of a row whose own record is unchanged, what it changes besides stands by itself."""
    row = leads.get(planned.key, planned.rows[0])
    return BundledRecord(planned.key, planned.body, row, planned.key in leads or row not in led, planned.change)


def erase_old_imports(database: Database, clock: Clock) -> None:
    """Delete imports that nobody has changed for ``KEPT_DAYS`` days."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    with database.reading() as session:
        if not any_old_imports(session, before):
            return
    with database.changing() as session:
        forget_old_imports(session, before)


def keep_mapping(session: Session, actor: Actor, clock: Clock, name: str, mapping: TableMapping) -> SavedMapping:
    """Save what columns mean under a name, in place of what had the name before; raises MappingError."""
    require(actor, Action.UPLOAD)
    name = " ".join(name.split())[:300]
    if not name:
        raise NotAllowedError("give the mapping a name")
    text = json.dumps(checked_mapping({**mapping.body, "name": name}).body, ensure_ascii=False)
    row = mapping_named(session, name)
    if row is None:
        row = SavedMapping(name=name, body=text, owner_id=actor.account_id, updated_at=clock.now())
        session.add(row)
    row.body, row.owner_id, row.updated_at = text, actor.account_id, clock.now()
    session.flush()
    return row


def saved_mapping_of(session: Session, name: str) -> TableMapping | None:
    """What was saved under a name."""
    row = next((it for it in saved_mappings(session) if it.name == name), None)
    return TableMapping.model_validate(json.loads(row.body)) if row else None


def _shown(name: str) -> str:
    """The file’s own name, on one line, without folders."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if sign.isprintable())
    return plain[-200:] or "file.csv"
