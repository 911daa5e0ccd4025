"""Upcoming endings: computed for small topics at any two clocks, read from the table kept for today for large ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.engine.dossier import Dossier
from tracker.engine.upcoming.endings import Days, Ending, endings
from tracker.records.bundle import Bundle
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.store.dossiers import ends_records
from tracker.store.lists.endings import (
    EndingKey,
    Listed,
    company_ids,
    dated_endings,
    dateless_endings,
    waiting_responses,
)
from tracker.store.published import topics_at
from tracker.store.related_companies import related_companies_at
from tracker.store.rules import rules_at

__all__ = ["AT_ONCE", "UpcomingEnd", "UpcomingEnds", "Window", "replies_due", "upcoming_ends"]

AT_ONCE = 25
"""Companies that are computed for one page, by id; fields that are no larger are always computed."""


class Named(NamedTuple):
    """A pledge by its id: all that a calendar wants of it."""

    id: str


@dataclass(frozen=True)
class UpcomingEnd:
    """One end or deadline to come, wherever it was read from. ``number`` is the version's."""

    company_id: str
    topic_id: str
    pledge: Named
    number: int
    kind: str
    last_day: Days | None
    doubted: bool
    condition_id: str
    text: str
    record: str = "pledge"
    """The kind of record that ``pledge`` names: of an answer that is due, the response."""


class Window(NamedTuple):
    """Which ends to list: those between two days, those without a date, or both."""

    first: date
    last: date
    dated: bool = True
    dateless: bool = True


@dataclass(frozen=True)
class UpcomingEnds:
    """Upcoming ends, soonest first, those without a date last. ``after`` is the cursor of the next page in the table;
    ``company`` the id of the first company on the next page of a computed list, empty where there is none.
    """

    endings: Sequence[UpcomingEnd]
    after: EndingKey | None = None
    company: str = ""
    some_companies: bool = False


def upcoming_ends(
    session: Session,
    snapshot: Snapshot,
    query: ScorecardQuery,
    window: Window,
    *,
    most: int,
    after: EndingKey | None = None,
    first: str = "",
    company: str = "",
    topic: str = "",
) -> UpcomingEnds:
    """The ends in a window, at a moment, of one company, or on one topic, where it is given.

    ``first`` is the first of a page of companies.

    The number of queries does not depend on how many there are.
    """
    if company:
        return _computed(session, snapshot, window, [company], topic)
    small = len(company_ids(session, AT_ONCE + 1)) <= AT_ONCE
    if small or query.as_of or query.known_at:
        companies = company_ids(session, AT_ONCE + 1, first)
        endings = _computed(session, snapshot, window, companies[:AT_ONCE], topic)
        following = companies[AT_ONCE] if len(companies) > AT_ONCE else ""
        return replace(endings, company=following, some_companies=bool(first or following))
    return _listed(session, window, after, most, topic)


def _computed(session: Session, snapshot: Snapshot, window: Window, companies: Sequence[str], on: str) -> UpcomingEnds:
    """Some companies with all their ends; those that were not on record at the moment, or taken down, have none."""
    topics = [topic for topic in topics_at(session, snapshot.position) if on in ("", topic.id)]
    bundle = Bundle(ends_records(session, companies, [topic.id for topic in topics], snapshot.position))
    rules = rules_at(session, snapshot.position)
    ends = [
        ending
        for topic in topics
        for id in companies
        if id in bundle.companies and bundle.companies[id].taken_down is None
        for ending in endings(Dossier.of(bundle, id, topic.id), snapshot.as_of, rules)
        if _within(ending, window)
    ]
    return UpcomingEnds([_coming(ending) for ending in sorted(ends, key=lambda ending: ending.order)])


def _within(ending: Ending, window: Window) -> bool:
    if ending.last_day is None:
        return window.dateless
    return window.dated and window.first <= ending.last_day[0] <= window.last


def _coming(ending: Ending) -> UpcomingEnd:
    return UpcomingEnd(
        company_id=ending.company.id,
        topic_id=ending.pledge.topic,
        pledge=Named(ending.pledge.id),
        number=ending.number,
        kind=ending.kind,
        last_day=ending.last_day,
        doubted=ending.doubted,
        condition_id=ending.condition.id if ending.condition else "",
        text=ending.text,
    )


def _listed(session: Session, window: Window, after: EndingKey | None, most: int, on: str) -> UpcomingEnds:
    """From the table: those with a day, and where there is room those without."""
    rows: list[Listed] = []
    beyond_days = after is not None and after.first_day == date.max
    if window.dated and not beyond_days:
        rows = dated_endings(session, window.first, window.last, after=after, most=most + 1, topic=on)
    if window.dateless and len(rows) <= most:
        rows += dateless_endings(session, after=after if beyond_days else None, most=most + 1 - len(rows), topic=on)
    shown = rows[:most]
    last = shown[-1] if len(rows) > most else None
    key = EndingKey(last.first_day or date.max, last.topic_id, last.company_id, last.number) if last else None
    return UpcomingEnds(list(_from_rows(shown)), key)


def _from_rows(rows: Iterable[Listed]) -> Iterable[UpcomingEnd]:
    for row in rows:
        yield UpcomingEnd(
            company_id=row.company_id,
            topic_id=row.topic_id,
            pledge=Named(row.pledge_id),
            number=row.version,
            kind=row.kind,
            last_day=(row.first_day, row.last_day) if row.first_day and row.last_day else None,
            doubted=row.doubted,
            condition_id=row.condition_id or "",
            text=row.text,
        )


def replies_due(session: Session, snapshot: Snapshot, company: str, topic: str, window: Window) -> list[UpcomingEnd]:
    """Answers that are waited for until a day, of one company where it is given; responses have no topic.

    Those of companies that were taken down are left out.
    """
    if topic:
        return []
    waiting = waiting_responses(session, snapshot.position, company)
    due = [(it, it.until) for it in waiting if it.until and it.until.latest >= snapshot.as_of]
    # A record keeps the id that its company had when it was written.
    ids = {it.company_id for it, _ in due}
    related = related_companies_at(session, ids, snapshot.position) if due else Bundle()
    companies = {id: present for id in ids if (present := related.companies.get(related.present_id(id)))}
    names = {id: present.name for id, present in companies.items()}
    gone = {id for id, present in companies.items() if present.taken_down}
    return [
        UpcomingEnd(
            company_id=it.company_id,
            topic_id="",
            pledge=Named(it.id),
            number=1,
            kind="answer",
            last_day=(until.earliest, until.latest),
            doubted=until.doubted,
            condition_id="",
            text=f"{it.respondent or names.get(it.company_id, it.company_id)}: answer to {it.asked_by} is due",
            record="response",
        )
        for it, until in due
        if it.company_id not in gone and window.first <= until.earliest <= window.last
    ]
