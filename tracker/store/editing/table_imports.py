"""Queries for imports of spreadsheets that somebody is at work on, and for what they would do."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, undefer

from tracker.models import Draft, ImportPlan, TableImport
from tracker.store.ledger import ledger_head

__all__ = [
    "any_old_imports",
    "basis_of_plans",
    "forget_import",
    "forget_old_imports",
    "import_of_id",
    "imports_of",
    "keep_plan",
    "note_rows_done",
    "plan_of_import",
]


def import_of_id(session: Session, id: str) -> TableImport | None:
    """The import with an id."""
    return session.get(TableImport, id) if id.isprintable() else None


def imports_of(session: Session, owner: int) -> list[TableImport]:
    """Somebody's unfinished imports, the newest first."""
    statement = select(TableImport).where(TableImport.owner_id == owner).order_by(TableImport.created_at.desc())
    return list(session.scalars(statement))


def forget_import(session: Session, made: TableImport) -> None:
    """Delete an import with its file and plan."""
    session.execute(delete(ImportPlan).where(ImportPlan.import_id == made.id))
    session.delete(made)
    session.flush()


def any_old_imports(session: Session, before: datetime) -> bool:
    """Whether an import was changed last before a moment."""
    return session.scalar(select(TableImport.id).where(TableImport.changed_at < before).limit(1)) is not None


def forget_old_imports(session: Session, before: datetime) -> None:
    """Delete imports that were changed last before a moment."""
    old = select(TableImport.id).where(TableImport.changed_at < before)
    session.execute(delete(ImportPlan).where(ImportPlan.import_id.in_(old)))
    session.execute(delete(TableImport).where(TableImport.changed_at < before))


def plan_of_import(session: Session, id: str, *, whole: bool = False) -> ImportPlan | None:
    """The plan of an import, as far as one was begun; ``whole``: with its content."""
    statement = select(ImportPlan).where(ImportPlan.import_id == id)
    return session.scalar(statement.options(undefer(ImportPlan.content)) if whole else statement)


def note_rows_done(session: Session, id: str, version: int, rows: int) -> None:
    """Note how far the plan of a version has come; it begins with none."""
    changed = update(ImportPlan).where(ImportPlan.import_id == id, ImportPlan.version == version)
    if rows and session.execute(changed.values(rows_done=rows).returning(ImportPlan.import_id)).first():
        return
    session.execute(delete(ImportPlan).where(ImportPlan.import_id == id))
    session.add(ImportPlan(import_id=id, version=version, rows_done=rows, basis="", content=None))
    session.flush()


def keep_plan(session: Session, id: str, version: int, basis: str, content: bytes) -> None:
    """Keep the whole plan of a version."""
    session.execute(delete(ImportPlan).where(ImportPlan.import_id == id))
    session.add(ImportPlan(import_id=id, version=version, basis=basis, content=content))
    session.flush()


def basis_of_plans(session: Session) -> str:
    """What plans depend on besides their file: what is published, and what is in drafts."""
    number, last = session.execute(select(func.count(), func.max(Draft.updated_at)).select_from(Draft)).one()
    return f"{ledger_head(session).position}/{number}/{last.isoformat() if last else ''}"
