"""Looks up a company by id, former id or name."""

from sqlalchemy.orm import Session

from tracker.core.search.words import fold
from tracker.records.ids import is_id
from tracker.records.types.company import Company
from tracker.services.reading.did_you_mean import Suggestion, similar_companies
from tracker.services.reading.scorecards import MovedError, NotFoundError, Snapshot
from tracker.store.lists.endings import company_ids
from tracker.store.lists.records import titles
from tracker.store.published import records_at
from tracker.store.related_companies import related_companies_at
from tracker.store.searching.search import ids_called

__all__ = ["CompanyMatch", "all_ids", "company_names", "find_company"]

_LONGEST_NAME = 300


class CompanyMatch(MovedError):  # noqa: N818 - leads on to the page, as MovedError does
    """The company was named by its name, not by its id: which company that is may change."""


def find_company(session: Session, snapshot: Snapshot, text: str) -> Company:
    """The company of this id or name at a moment; raises Moved for a former id, Meant for a name, or Missing."""
    text = text.strip()
    if is_id(text):
        for record in records_at(session, snapshot.position, [("company", text)]):
            if isinstance(record, Company) and not record.taken_down:
                return record
        present = related_companies_at(session, [text], snapshot.position).present_id(text)
        if present != text:
            raise MovedError(present)
        for record in records_at(session, snapshot.position, [("company", text)]):
            if isinstance(record, Company):
                return record
    company = _company_called(session, text)
    if company and company != text:
        raise CompanyMatch(company)
    raise NotFoundError("company", text, similar_companies(session, snapshot.position, text))


def all_ids(session: Session, snapshot: Snapshot, company: str) -> tuple[str, ...]:
    """The present id of a company at a moment and all its former ones."""
    present = related_companies_at(session, [company], snapshot.position).present_ids
    return (company, *sorted(id for id, now in present.items() if now == company))


def _company_called(session: Session, text: str) -> str | None:
    if not 0 < len(text) <= _LONGEST_NAME or not text.isprintable():
        return None
    ids = ids_called(session, "company", text)
    called = titles(session, "company", ids) if ids else {}
    return next((id for id in ids if fold(called[id]) == fold(text)), None)


def company_names(session: Session, most: int) -> list[Suggestion]:
    """All companies published now, by name; none where there are more than this limit."""
    ids = company_ids(session, most + 1)
    if len(ids) > most:
        return []
    named = [Suggestion(*pair) for pair in titles(session, "company", ids).items()]
    return sorted(named, key=lambda company: (company.name.casefold(), company.id))
