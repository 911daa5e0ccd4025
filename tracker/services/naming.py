"""Which company readers mean: by id, by a former id, or by name."""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.models import Record
from tracker.records.company import Company
from tracker.services.scorecards import Missing, Moment, Moved, Nearby
from tracker.store.published import company_by_former_id, records_at

__all__ = ["Meant", "company_meant", "company_names"]

_ID = re.compile(r"[a-z0-9./-]{1,120}", re.ASCII)
_NEARBY = 5
_LONGEST_NAME = 300


class Meant(Moved):
    """The company was named by its name, not by its id: which company that is may change."""


def company_meant(session: Session, moment: Moment, text: str) -> Company:
    """The company of this id or name at a moment; raises Moved for a former id, Meant for a name, or Missing."""
    text = text.strip()
    if _ID.fullmatch(text):
        for record in records_at(session, moment.position, [("company", text)]):
            if isinstance(record, Company):
                return record
        if renamed := company_by_former_id(session, moment.position, text):
            raise Moved(renamed.id)
    found = _named(session, text)
    if found and found != text:
        raise Meant(found)
    raise Missing("company", text, company_names(session, _NEARBY))


def _named(session: Session, text: str) -> str | None:
    if not 0 < len(text) <= _LONGEST_NAME or not text.isprintable():
        return None
    same = func.lower(Record.title) == text.lower()
    return session.scalar(select(Record.record_id).where(Record.kind == "company", same).limit(1))


def company_names(session: Session, most: int) -> list[Nearby]:
    """The first companies published now, by name."""
    statement = select(Record.record_id, Record.title).where(Record.kind == "company")
    rows = session.execute(statement.order_by(func.lower(Record.title), Record.record_id).limit(most))
    return [Nearby(*row) for row in rows]
