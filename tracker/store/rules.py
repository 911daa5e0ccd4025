"""Queries for the rules version that applies to a moment, according to the ledger."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.engine import RULES_VERSION
from tracker.models import Ledger, Revision
from tracker.records.types.rules import Rules
from tracker.store.concerning import all_of, note
from tracker.store.kept_readings import kept_reading
from tracker.store.published import parsed

__all__ = ["FIRST_RULES", "rules_at", "rules_published"]

FIRST_RULES = "1"
"""The version of a ledger before the first entry that names one, where there is such an entry."""
_REVISION, _ENTRY = Revision.__table__.c, Ledger.__table__.c
_STATEMENT = (
    select(_ENTRY.position, _REVISION.body)
    .join(Revision.__table__, _REVISION.id == _ENTRY.revision_id)
    .where(_REVISION.kind == "rules")
    .order_by(_ENTRY.position)
)


def rules_at(session: Session, position: int) -> str:
    """The version at a position: that of the last entry that names one; a ledger without any knows only today's."""
    versions = kept_reading(session, "rules", position, lambda: _versions(session))
    if not versions:
        return RULES_VERSION
    return next((rules.version for at, rules in reversed(versions) if at <= position), FIRST_RULES)


def rules_published(session: Session) -> Rules | None:
    """The last published record of the rules; None where the site has worked by one version only."""
    versions = _versions(session)
    return versions[-1][1] if versions else None


def _versions(session: Session) -> list[tuple[int, Rules]]:
    note(session, all_of("rules"))
    records = [(position, parsed(body)) for position, body in session.execute(_STATEMENT)]
    return [(position, record) for position, record in records if isinstance(record, Rules)]
