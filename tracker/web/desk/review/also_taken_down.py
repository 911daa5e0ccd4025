"""What goes with a company or topic that a review would take down: records that are about nothing else."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from tracker.engine.text import listing
from tracker.records.bundle import Bundle
from tracker.records.kinds import AnyRecord, kind_words
from tracker.records.taken_down import KINDS_THAT_GO
from tracker.records.types.company import Company
from tracker.records.types.topic import Topic
from tracker.store.lists.taken_down import records_going
from tracker.store.related_companies import related_companies_now

__all__ = ["also_taken_down"]


def also_taken_down(session: Session, records: Sequence[AnyRecord]) -> str:
    """How many records of which kinds go once these are published, in words; empty where none does."""
    topics = [it.id for it in records if isinstance(it, Topic) and it.taken_down]
    down = {it.id for it in records if isinstance(it, Company) and it.taken_down}
    around = Bundle([*related_companies_now(session, down), *records]) if down else Bundle()
    ids = {*around.companies, *around.present_ids}
    present = {id: around.companies.get(around.present_id(id)) for id in ids}
    companies = [id for id, company in present.items() if company and company.id in down]
    numbers = Counter(kind for kind, _ in records_going(session, companies, topics, KINDS_THAT_GO))
    return listing([f"{numbers[kind]} {kind_words(kind, numbers[kind])}" for kind in KINDS_THAT_GO if numbers[kind]])
