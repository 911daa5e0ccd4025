"""Imports at the desk: a file is kept with what its columns mean until its drafts are made, or it is discarded."""

import json
import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import DraftBundle, SavedMapping, TableImport
from tracker.records.spreadsheet.mapping import TableMapping, checked_mapping
from tracker.records.spreadsheet.planning import Decisions, Plan
from tracker.records.spreadsheet.problems import RowProblem
from tracker.services.auth.roles import Action, Actor, NotAllowedError, require
from tracker.services.editing.bundles import BundledRecord, make_bundle
from tracker.services.spreadsheets.plans import PlanContext, made_plan, problems_of_cells, suggested_mapping
from tracker.services.spreadsheets.tables import Table, read_table
from tracker.services.spreadsheets.template import embedded_mapping
from tracker.store.editing.bundles import forget_import, import_of_id, imports_of, mapping_named, saved_mappings

__all__ = [
    "ImportChangedError",
    "ImportNotFoundError",
    "OpenImport",
    "begin_import",
    "discard_import",
    "keep_mapping",
    "make_drafts",
    "open_import",
    "save_import",
    "saved_mapping_of",
]

_MOST_UNFINISHED = 20


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

    def plan(self, session: Session, clock: Clock) -> Plan:
        """What it would do now."""
        return made_plan(session, self.table, self.mapping, PlanContext(clock.now().date(), decisions=self.decisions))

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
    mapping = TableMapping.model_validate(json.loads(row.mapping))
    return OpenImport(row, read_table(row.file_name, row.content), mapping, Decisions.read(row.choices))


def save_import(
    session: Session,
    actor: Actor,
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
    text = row.mapping if mapping is None else json.dumps(mapping.body, ensure_ascii=False)
    decided = row.choices if decisions is None else decisions.text()
    if (row.mapping, row.choices) == (text, decided):
        return row
    if row.version != version:
        raise ImportChangedError
    row.mapping, row.choices, row.version = text, decided, row.version + 1
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
    if not note.strip() and any(it.change == "correction" for it in plan.writes):
        raise NotAllowedError("say in the note for readers what was wrong: some rows correct published pledges")
    leads = {it.records[-1]: it.row for it in reversed(plan.rows) if it.records}
    records = [
        BundledRecord(planned.record, leads.get(planned.key, planned.rows[0]), planned.key in leads, planned.change)
        for planned in plan.writes
    ]
    led = {it.row for it in records if it.lead}
    # Of a row whose own record is unchanged, what it changes besides stands by itself.
    records = [it if it.row in led else it._replace(lead=True) for it in records]
    bundle = make_bundle(session, actor, clock, records, title=title, file_name=opened.row.file_name, note=note)
    forget_import(session, opened.row)
    return bundle


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
