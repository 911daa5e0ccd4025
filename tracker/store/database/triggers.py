"""Checks that the triggers that protect append-only tables exist and are enabled."""

from sqlalchemy import text
from sqlalchemy.orm import Session

__all__ = ["missing_triggers"]

_TABLES = ("revision", "ledger", "account_event", "submission", "review", "capture", "capture_event")
_ACTS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}
_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
    "AND tgfoid = 'refuse_change'::regproc AND tgrelid::regclass::text IN ({tables})",
}


def missing_triggers(session: Session) -> list[str]:
    """The names of guarding triggers that are gone, switched off or hollowed out."""
    dialect = session.get_bind().dialect.name
    tables = ", ".join(f"'{table}'" for table in _TABLES)
    present = set(session.scalars(text(_PRESENT[dialect].format(tables=tables))))
    return [name for table in _TABLES for act in _ACTS[dialect] if (name := f"{table}_no_{act}") not in present]
