"""What is exported where only a part is wanted: by company, topic, country and sector, as lists are filtered."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.records.kinds import Key
from tracker.store.export_selection import Selection, selected
from tracker.store.lists.companies import CompanyFilter, ids_meeting
from tracker.store.lists.records import titles
from tracker.store.related_companies import related_companies_now

__all__ = ["ExportFilter", "NotOnRecordError", "TooManyCompaniesError", "chosen_for"]


class NotOnRecordError(LookupError):
    """A company or topic that is asked for is not on record; ``key`` is its kind and the text that was given."""

    def __init__(self, key: Key):
        self.key = key
        super().__init__(f"there is no {key[0]} {key[1]}")


class TooManyCompaniesError(ValueError):
    """More companies meet the filter than are exported at once."""


@dataclass(frozen=True)
class ExportFilter:
    """Companies by present or former ID, a topic’s ID, a country’s two letters, a sector; each may be empty."""

    companies: tuple[str, ...] = ()
    topic: str = ""
    country: str = ""
    sector: str = ""


def chosen_for(session: Session, wanted: ExportFilter, most: int | None = None) -> Selection | None:
    """What a filter chooses; None for all. Raises NotOnRecordError; TooManyCompaniesError for more than ``most``."""
    if wanted == ExportFilter():
        return None
    if wanted.topic and not titles(session, "topic", {wanted.topic}):
        raise NotOnRecordError(("topic", wanted.topic))
    named = _present(session, wanted.companies)
    ids = {*named}
    if wanted.topic or wanted.country or wanted.sector:
        filters = CompanyFilter(wanted.topic or None, country=wanted.country or None, sector=wanted.sector or None)
        meeting = ids_meeting(session, filters, None if named or most is None else most + 1)
        ids = {*meeting} & ids if named else {*meeting}
    if most is not None and len(ids) > most:
        raise TooManyCompaniesError
    return selected(session, ids, wanted.topic)


def _present(session: Session, companies: tuple[str, ...]) -> list[str]:
    related = related_companies_now(session, companies)
    present = [related.present_id(id) for id in companies]
    for given, id in zip(companies, present, strict=True):
        if not titles(session, "company", {id}):
            raise NotOnRecordError(("company", given))
    return present
