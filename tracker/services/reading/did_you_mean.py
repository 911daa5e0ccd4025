"""Suggestions for a record that was not found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy.orm import Session

from tracker.records.types.company import Company
from tracker.records.types.topic import Topic
from tracker.store.lists.endings import company_ids
from tracker.store.published import records_at, topics_at
from tracker.store.searching.search import ids_like

__all__ = ["MOST", "Suggestion", "similar_companies", "similar_topics"]

MOST = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An existing record, suggested in place of one that does not exist."""

    id: str
    name: str


def similar_companies(session: Session, position: int, text: str) -> list[Suggestion]:
    """Companies on record at a position whose names or ids have a text's words, or like ones; else the first few."""
    return _at(session, position, ids_like(session, "company", text, MOST)) or _at(
        session, position, company_ids(session, MOST)
    )


def _at(session: Session, position: int, ids: Sequence[str]) -> list[Suggestion]:
    """Those of these companies that were on record at a position, in their order."""
    records_by_id = {record.id: record for record in records_at(session, position, [("company", id) for id in ids])}
    records = (records_by_id.get(id) for id in ids)
    return [Suggestion(company.id, company.name) for company in records if isinstance(company, Company)]


def similar_topics(session: Session, position: int, id: str) -> list[Suggestion]:
    """Topics with ids or names like this one; the first few where none is."""
    return _like(id, topics_at(session, position))


def _like(id: str, topics: Iterable[Topic]) -> list[Suggestion]:
    by_text: dict[str, Suggestion] = {}
    for topic in topics:
        for text in (topic.id, topic.name):
            by_text.setdefault(text.casefold(), Suggestion(topic.id, topic.name))
    close = get_close_matches(id[:120].casefold(), by_text, n=MOST, cutoff=0.5)
    ids = [by_text[text] for text in close] or list(by_text.values())
    return list(dict.fromkeys(ids))[:MOST]
