"""Queries for the scorecard index: rows that are due, the records they need, and replacing them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import CTE, Select, bindparam, delete, insert, or_, select
from sqlalchemy.orm import Session

from tracker.models import Derived, Ending, IndexedScorecard, Job, ListedLine, Record, Reference
from tracker.models.derived.scorecard_index import ALL_TOPICS
from tracker.records.bundle import Bundle
from tracker.records.checking.references import references
from tracker.records.kinds import AnyRecord, Key
from tracker.records.ownership import counts_for, places_of, related_ids
from tracker.records.types.initiative import SignedPledge
from tracker.store.published import (
    current_records,
    naming_one_of,
    parsed,
    parsed_once,
    records_of_kinds,
    referring_keys,
)
from tracker.store.related_companies import related_companies_now
from tracker.store.upkeep.jobs import add_jobs, delete_jobs, waiting_keys

__all__ = [
    "companies_naming",
    "companies_of_the_day",
    "derived_version",
    "every_company",
    "forget_strangers",
    "indexed_topics",
    "lists_are_behind",
    "mark_stale",
    "put_standings",
    "records_of_companies",
    "set_derived_version",
    "shared_records",
    "signatories_now",
    "stale_companies",
    "stored_standings",
]

_ABOUT = ("pledge", "evidence", "response", "decision", "check", "initiative")
"""Kinds of record that are about companies."""
_ROWS_AT_ONCE = 1000
_NAME = "rows"
_BEHIND = "lists are behind"


def lists_are_behind(session: Session, today: date) -> bool:
    """Whether a publication or the day has changed what lists do not show yet.

    Asked once of a session that only reads: it sees one moment.
    """
    if session.info.get("writing"):
        return bool(session.scalar(_behind(), {"today": today}))
    answers: dict[date, bool] = session.info.setdefault(_BEHIND, {})
    if today not in answers:
        answers[today] = bool(session.scalar(_behind(), {"today": today}))
    return answers[today]


@cache
def _behind() -> Select[bool]:
    """Built once, and of the tables themselves: most lists ask it."""
    jobs, rows = Job.__table__.c, IndexedScorecard.__table__.c
    waiting = select(jobs.key).where(jobs.kind.in_(("refresh", "spread")))
    turned = select(rows.company_id).where(rows.valid_until <= bindparam("today"))
    return select(or_(waiting.exists(), turned.exists()))


def companies_of_the_day(session: Session, today: date) -> list[str]:
    """Companies whose standings may no longer hold on a day, and that are not due yet."""
    due = select(Job.key).where(Job.kind == "refresh")
    turned = select(IndexedScorecard.company_id).where(IndexedScorecard.valid_until <= today)
    # Asked for distinct ones, SQLite would walk all rows in order of their companies.
    return sorted(set(session.scalars(turned.where(IndexedScorecard.company_id.not_in(due)))))


def mark_stale(session: Session, companies: Iterable[str], position: int) -> None:
    """Note that a publication at a position touched these companies."""
    ids = sorted(set(companies))
    for i in range(0, len(ids), _ROWS_AT_ONCE):
        published = select(Record.record_id).where(Record.kind == "company")
        some = list(session.scalars(published.where(Record.record_id.in_(ids[i : i + _ROWS_AT_ONCE]))))
        if not some:
            continue
        add_jobs(session, "refresh", some, position)


def stale_companies(session: Session) -> set[str]:
    """Companies that a publication touched and whose standings have not been computed since."""
    return set(waiting_keys(session, "refresh"))


def every_company(session: Session) -> list[str]:
    """The ids of all companies."""
    return list(session.scalars(select(Record.record_id).where(Record.kind == "company")))


def companies_naming(session: Session, keys: Collection[Key]) -> set[str]:
    """The companies that published records are about which name one of these, signatories among them."""
    ordered, companies = sorted(keys), set[str]()
    for i in range(0, len(ordered), _ROWS_AT_ONCE):
        naming = select(Reference.revision_id).where(naming_one_of(ordered[i : i + _ROWS_AT_ONCE]))
        # As below: from the few that name them, not from all that are about companies.
        columns = (Record.revision_id, Record.kind)
        few = select(*columns).where(Record.revision_id.in_(naming)).cte("few").prefix_with("MATERIALIZED")
        statement = (
            select(Reference.target_id)
            .join(few, few.c.revision_id == Reference.revision_id)
            .where(few.c.kind.in_(_ABOUT), Reference.target_kind == "company")
            .distinct()
        )
        companies.update(session.scalars(statement))
        companies |= signatories_now(session, session.scalars(_initiatives_of(few)))
    return companies


def _initiatives_of(few: CTE) -> Select[str]:
    """The initiatives that some pledges name."""
    return (
        select(Reference.target_id)
        .join(few, few.c.revision_id == Reference.revision_id)
        .where(few.c.kind == "pledge", Reference.target_kind == "initiative")
        .distinct()
    )


def signatories_now(session: Session, initiatives: Iterable[str]) -> set[str]:
    """The companies that these initiatives, as published now, list as signatories."""
    statement = (
        select(Reference.target_id)
        .join(Record, Record.revision_id == Reference.revision_id)
        .where(Record.kind == "initiative", Record.record_id.in_(list(initiatives)))
        .where(Reference.target_kind == "company")
    )
    return set(session.scalars(statement))


def shared_records(session: Session) -> list[AnyRecord]:
    """What scorecards of all companies rest on: topics, vocabularies, conditions and wordings."""
    return records_of_kinds(session, "topic", "vocabulary", "condition", "wording")


def records_of_companies(session: Session, companies: Collection[str]) -> dict[str, list[AnyRecord]]:
    """By company: itself, the records about it, what bears on it of owners and owned ones, and all sources of these.

    Two queries, and one for each step of ``derived_from`` and of owners.
    """
    related = related_companies_now(session, companies)
    ids = {*companies, *related.companies, *related.present_ids}
    naming = select(Reference.revision_id).where(Reference.target_kind == "company", Reference.target_id.in_(ids))
    # First the few records that name them, then their kinds: else a database walks all records of these kinds.
    few = select(Record.kind, Record.body).where(Record.revision_id.in_(naming)).cte("few").prefix_with("MATERIALIZED")
    # Of many companies each record is read once and hardly again.
    read = parsed if len(companies) == 1 else parsed_once
    about = [read(text) for text in session.scalars(select(few.c.body).where(few.c.kind.in_(_ABOUT)))]
    about += _pledges_of(session, [record.id for record in about if record.kind == "initiative"])
    sources = _sources(session, [*about, *related])
    bundle = Bundle([*related, *about])
    bearing: dict[str, list[AnyRecord]] = {}
    for id in companies:
        records = _bearing_on(id, related, bundle)
        bearing[id] = [*records, *_lineage(records, sources)]
    return bearing


def _pledges_of(session: Session, initiatives: Collection[str]) -> list[AnyRecord]:
    """The pledges of some initiatives as published now; no query without any."""
    keys = referring_keys(session, [("initiative", id) for id in initiatives]) if initiatives else set()
    return current_records(session, {key for key in keys if key[0] == "pledge"})


def _bearing_on(company: str, related: Bundle, bundle: Bundle) -> list[AnyRecord]:
    """What concerns one company of a group: company records first, then what is about them, each once."""
    ids = related_ids(related, [company])
    own: dict[Key, AnyRecord] = {record.key: record for record in related if record.id in ids}
    for id, places in places_of(related, [company]).items():
        for record in bundle.by_company.get(id, ()):
            if counts_for(record, places):
                own |= {it.key: it for it in _as_published(record, bundle)}
    return list(own.values())


def _as_published(record: AnyRecord, bundle: Bundle) -> Iterator[AnyRecord]:
    """The record; of what a company made by signing, the initiative and its pledge."""
    if isinstance(record, SignedPledge):
        yield bundle.pledges[record.id]
        yield bundle.initiatives[record.initiative or ""]
    else:
        yield record


def _sources(session: Session, records: Iterable[AnyRecord]) -> dict[str, AnyRecord]:
    sources: dict[str, AnyRecord] = {}
    wanted = _source_ids(records)
    while wanted:
        records_by_id = {record.id: record for record in current_records(session, [("source", id) for id in wanted])}
        sources |= records_by_id
        wanted = _source_ids(records_by_id.values()) - sources.keys()
    return sources


def _source_ids(records: Iterable[AnyRecord]) -> set[str]:
    return {r.id for record in records for r in references(record) if "source" in r.kinds}


def _lineage(records: Iterable[AnyRecord], sources: dict[str, AnyRecord]) -> list[AnyRecord]:
    reached: dict[str, AnyRecord] = {}
    wanted = _source_ids(records)
    while wanted:
        step = {id: sources[id] for id in wanted if id in sources}
        reached |= step
        wanted = _source_ids(step.values()) - reached.keys()
    return list(reached.values())


def put_standings(
    session: Session,
    companies: Collection[str],
    standings: list[dict[str, Any]],
    ends: list[dict[str, Any]],
    lines: list[dict[str, Any]],
) -> None:
    """Put the rows of these companies in place of those there were.

    Rows computed at a later position of the ledger stay: another process was quicker.
    """
    if not companies:
        return
    position = max((row["position"] for row in standings), default=0)
    later = select(IndexedScorecard.company_id).where(
        IndexedScorecard.company_id.in_(companies), IndexedScorecard.position > position
    )
    ours = set(companies) - set(session.scalars(later.distinct()))
    for table, rows in ((IndexedScorecard, standings), (Ending, ends), (ListedLine, lines)):
        session.execute(delete(table).where(table.company_id.in_(ours)))
        own_rows = [row for row in rows if row["company_id"] in ours]
        for i in range(0, len(own_rows), _ROWS_AT_ONCE):
            session.execute(insert(table), own_rows[i : i + _ROWS_AT_ONCE])
    delete_jobs(session, "refresh", ours, position)


def forget_strangers(session: Session) -> None:
    """Remove rows of companies that are not on record: only tampering can leave such."""
    company_ids = select(Record.record_id).where(Record.kind == "company")
    for table in (IndexedScorecard, Ending, ListedLine):
        session.execute(delete(table).where(table.company_id.not_in(company_ids)))
    session.execute(delete(Job).where(Job.kind == "refresh", Job.key.not_in(company_ids)))


def stored_standings(session: Session, companies: Collection[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of these companies by topic and company, with ``ends`` and ``lines``; stale ones are left out."""
    stale = select(Job.key).where(Job.kind == "refresh")
    rows_by_company: dict[tuple[str, str], dict[str, Any]] = {}
    chosen = IndexedScorecard.company_id.in_(companies) & IndexedScorecard.company_id.not_in(stale)
    for row in session.execute(select(IndexedScorecard.__table__).where(chosen)).mappings():
        rows_by_company[row["topic_id"], row["company_id"]] = {**row, "ends": [], "lines": []}
    for name, table, order in (
        ("ends", Ending, (Ending.number,)),
        ("lines", ListedLine, (ListedLine.part, ListedLine.number)),
    ):
        chosen_rows = select(table.__table__).where(table.company_id.in_(companies)).order_by(*order)
        for row in session.execute(chosen_rows).mappings():
            if (key := (row["topic_id"], row["company_id"])) in rows_by_company:
                rows_by_company[key][name].append(dict(row))
    return rows_by_company


def derived_version(session: Session) -> str | None:
    """Which version of the program made the rows that follow from others; None where none did."""
    return session.scalar(select(Derived.version).where(Derived.name == _NAME))


def set_derived_version(session: Session, version: str) -> None:
    """Note that this version of the program made them."""
    session.execute(delete(Derived).where(Derived.name == _NAME))
    session.execute(insert(Derived), {"name": _NAME, "version": version})


def indexed_topics(session: Session, company: str) -> list[str]:
    """The topics that a company has an indexed scorecard on."""
    statement = select(IndexedScorecard.topic_id).where(
        IndexedScorecard.company_id == company, IndexedScorecard.topic_id != ALL_TOPICS
    )
    return sorted(session.scalars(statement))
