"""The lists of all pledges, all evidence and all sources, and their variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.in_force import announced
from tracker.engine.text import capital, period, when
from tracker.records.kinds import AnyRecord
from tracker.records.search_text import title
from tracker.records.types.company import Company
from tracker.records.types.evidence import Evidence
from tracker.records.types.pledge import Pledge
from tracker.records.types.source import Source
from tracker.services.reading.company_lookup import all_ids, find_company
from tracker.services.reading.scorecards import Snapshot
from tracker.store.lists.listed_lines import position_since
from tracker.store.lists.paging import BadCursorError, Window
from tracker.store.lists.records import RecordLine, records_listed, titles
from tracker.store.lists.taken_down import gone_at
from tracker.store.published import current_records, topics_at
from tracker.web.api.forms import parse_changed_since, parse_id
from tracker.web.browse.choices import Choice
from tracker.web.browse.forms import parse_window, window_query
from tracker.web.http.clocks import NothingThereError
from tracker.web.presenting.links import company_path, record_path, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.paging import PageLinks
from tracker.web.presenting.table_links import table_links

__all__ = ["RecordListPage", "RecordListQuery", "parse_record_list_query", "record_list_page"]

_TITLES = {
    "pledge": ("Pledges", "All pledges on record, those announced last first."),
    "evidence": ("Evidence", "All evidence on record of what companies did, the latest first."),
    "source": ("Sources", "All documents that pledges and evidence are based on, the latest first."),
}
_TABLES = {"pledge": "pledges", "evidence": "evidence", "source": "sources"}


@dataclass(frozen=True)
class RecordListQuery:
    """What is asked of the list: a company by ID or name, a topic’s ID, since when; empty texts do not filter."""

    company: str
    topic: str
    changed_since: str
    window: Window


@dataclass(frozen=True)
class RecordRow:
    """One record: what it is called, its day in words, and the company that it is about, if it is one."""

    title: str
    href: str
    day: str
    company: Link | None


@dataclass(frozen=True, kw_only=True)
class RecordListPage(Page):
    """Records of a kind that meet a filter, one page of them."""

    template = "records/list.html"

    action: Annotated[str, "The page's path, to which its form leads."]
    company: Annotated[str, "The name of the company that is chosen; empty for all."]
    changed_since: Annotated[str, "Only what was published or changed since then; empty for all."]
    topics: Annotated[Choice, "The topics to choose from."]
    filtered: Annotated[bool, "Whether there is a filter."]
    rows: Annotated[Sequence[RecordRow], "One page of the records."]
    pages: Annotated[PageLinks, "The ways to the others."]


def parse_record_list_query(arguments: Mapping[str, str]) -> RecordListQuery:
    """Read the query; raises BadParameterError."""
    parse_changed_since(arguments)
    return RecordListQuery(
        arguments.get("company", "").strip(),
        parse_id(arguments, "topic"),
        arguments.get("changed_since", "").strip(),
        parse_window(arguments),
    )


def record_list_page(session: Session, snapshot: Snapshot, kind: str, chosen: RecordListQuery) -> RecordListPage:
    """One page of the list of today; raises BadParameterError, MovedError or NotFoundError."""
    company = find_company(session, snapshot, chosen.company) if chosen.company else None
    topics = {topic.id: topic.name for topic in topics_at(session, snapshot.position)}
    if chosen.topic and chosen.topic not in topics:
        raise NothingThereError("topic", chosen.topic, f"one of {', '.join(topics)}")
    since = parse_changed_since({"changed_since": chosen.changed_since})
    try:
        page = records_listed(
            session,
            kind,
            chosen.window,
            all_ids(session, snapshot, company.id) if company else (),
            chosen.topic,
            position_since(session, since) if since else 0,
        )
    except BadCursorError:
        allowed = "a page marker from a “next” or “previous” link of this list"
        raise NothingThereError(*window_query(chosen.window), allowed) from None
    heading, description = _TITLES[kind]
    path, query = url_for(f"records.{_TABLES[kind]}"), _query(company, chosen)
    return RecordListPage(
        title=heading,
        description=description,
        canonical=path,
        action=path,
        company=company.name if company else "",
        changed_since=chosen.changed_since,
        topics=Choice("topic", "Topic", [("", "Any topic"), *topics.items()], chosen.topic),
        filtered=bool(query),
        rows=_rows(session, snapshot, page.rows),
        pages=PageLinks(
            first=with_query(path, query) if chosen.window.after or (chosen.window.before and page.before) else "",
            previous=with_query(path, {**query, "before": page.before}) if page.before else "",
            next=with_query(path, {**query, "after": page.after}) if page.after else "",
        ),
        downloads=table_links(_TABLES[kind], query),
    )


def _query(company: Company | None, chosen: RecordListQuery) -> dict[str, str]:
    pairs = {
        "company": company.id if company else "",
        "topic": chosen.topic,
        "changed_since": chosen.changed_since,
    }
    return {name: value for name, value in pairs.items() if value}


def _rows(session: Session, snapshot: Snapshot, lines: Sequence[RecordLine]) -> list[RecordRow]:
    """Rows of all that stand; of what was taken down, or whose companies or topics were, nothing is listed."""
    records = {it.key: it for it in current_records(session, [(line.kind, line.id) for line in lines])}
    companies = {line.company for line in lines if line.company}
    names, gone = titles(session, "company", companies), gone_at(session, snapshot.position)
    return [
        RecordRow(
            title(record),
            record_path(line.kind, line.id),
            _day(record),
            Link(names.get(line.company, line.company), company_path(line.company)) if line.company else None,
        )
        for line in lines
        if not ((record := records[line.kind, line.id]).taken_down or gone.takes(record))
    ]


def _day(record: AnyRecord) -> str:
    """When it was announced, done or published, in words."""
    match record:
        case Pledge():
            return capital(when(announced(record.versions[-1])))
        case Evidence():
            return capital(period(record.period))
        case Source():
            return capital(when(record.date))
    return ""
