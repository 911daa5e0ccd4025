"""The start page and its variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Response, url_for
from sqlalchemy.orm import Session

from tracker.engine.text import bounds, capital, day, relative_days
from tracker.records.kinds import KIND_WORDS
from tracker.records.search_text import title
from tracker.services.reading.public_changes import public_entries
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.store.history import Entry, Filter, published_changes
from tracker.store.lists.companies import CompanyFilter
from tracker.store.lists.paging import Window
from tracker.store.lists.records import titles
from tracker.store.lists.upcoming import EndingLine, endings
from tracker.store.published import parsed, topics_at
from tracker.web.browse.initiatives import initiatives_path
from tracker.web.browse.lists import is_today, listed_at, page_links, shown_list, site_catalog
from tracker.web.browse.matrix import Matrix, matrix_of
from tracker.web.history.revisions import CLASSES
from tracker.web.http.clock_control import ClockControl, clock_control
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.feed_links import calendar_link, feed_links
from tracker.web.presenting.links import page_path, record_path, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.paging import PageLinks
from tracker.web.presenting.table_links import table_links
from tracker.web.site import site

__all__ = ["HomePage", "home_page"]

_MOST_ENDS = 5
_MOST_CHANGES = 5
_LOOKED_THROUGH = 100
_UNTOLD = ("source", "vocabulary", "wording", "topic")
"""What rarely is news by itself."""


@dataclass(frozen=True)
class End:
    """One end ahead: what ends, when, how far off; ``day`` is empty where no day is known."""

    text: str
    href: str
    day: str
    left: str


@dataclass(frozen=True)
class Change:
    """One publication: of which kind, what, and about whom, of which class, on which day."""

    kind: str
    title: str
    href: str
    text: str


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """The start page: what this is, and the whole field at a glance."""

    template = "browse/home.html"

    lead: Annotated[str, "The first topic's question, or what this is where there is no topic yet."]
    clocks: Annotated[ClockControl | None, "The day that is shown, and how to choose another; None without a topic."]
    matrix: Annotated[Matrix | None, "The first topic with some of its companies; None where there is no topic."]
    as_of_words: Annotated[str, "The day that is shown, in words."]
    today: Annotated[bool, "Whether it is of today, as known now."]
    catching_up: Annotated[bool, "Whether the list is not quite in step with the record."]
    pages: Annotated[PageLinks | None, "The ways to further companies."]
    others: Annotated[Sequence[Link], "The other topics."]
    initiatives: Annotated[str, "The list of initiatives; empty where there are none."]
    ends: Annotated[Sequence[End], "What ends next."]
    ends_path: Annotated[str, "All that ends."]
    next_year: Annotated[Link, "What ends next year."]
    changes: Annotated[Sequence[Change], "What was published last."]
    changes_path: Annotated[str, "All that was published."]


def home_page(session: Session, snapshot: Snapshot, clock_query: ScorecardQuery, window: Window) -> Page | Response:
    """The start page with one page of companies."""
    query, topics = clock_parameters(clock_query), topics_at(session, snapshot.position)
    path = url_for("browse.home")
    first = topics[0] if topics else None
    listing = listed_at(session, CompanyFilter(first.id), window, snapshot, clock_query) if first else None
    next_year = str(min(snapshot.as_of.year + 1, 9999))
    ends_path = url_for("upcoming.upcoming")
    filtered = url_for("browse.companies") if is_today(snapshot, clock_query) else ""
    page = HomePage(
        title="What companies promised, and what they did",
        description=(
            "Companies’ public promises, word for word, next to what our records show they did and what each "
            "promise leaves out."
        ),
        canonical="/",
        lead=first.question if first else "Companies’ promises, word for word, next to what our records show they did.",
        clocks=clock_control(path, snapshot, clock_query, ()) if first else None,
        matrix=matrix_of(site_catalog(session, snapshot), first, listing.lines, query, filtered, whole=listing.whole)
        if first and listing
        else None,
        as_of_words=day(snapshot.as_of),
        today=is_today(snapshot, clock_query),
        catching_up=bool(listing and listing.catching_up),
        pages=page_links(path, query, listing, window, "#field") if listing else None,
        others=[Link(t.name, with_query(url_for("browse.topic", topic=t.id), query), t.id) for t in topics[1:]],
        initiatives=initiatives_path(session, snapshot, query),
        ends=_ends(session, snapshot, query) if is_today(snapshot, clock_query) else (),
        ends_path=with_query(ends_path, query),
        next_year=Link(next_year, with_query(ends_path, {**query, "year": next_year})),
        changes=_changes(session, snapshot.position, _news(session, snapshot), query),
        feeds=(*feed_links({}), *feed_links({"change": "correction"}, "Corrections only"), calendar_link({})),
        downloads=table_links("matrix", {"topic": first.id, **query}) if first else (),
        changes_path=with_query(url_for("history.changes"), {k: v for k, v in query.items() if k == "known_at"}),
    )
    return shown_list(page, listing)


def _ends(session: Session, snapshot: Snapshot, query: Mapping[str, str]) -> list[End]:
    """What ends on a known day first; then what waits for an event."""
    dated = endings(session, Window(size=_MOST_ENDS), since=snapshot.as_of)
    other = endings(session, Window(size=_MOST_ENDS), since=snapshot.as_of, dated=False)
    return [_end(line, snapshot, query) for line in (*dated.rows, *other.rows)][:_MOST_ENDS]


def _end(line: EndingLine, snapshot: Snapshot, query: Mapping[str, str]) -> End:
    left = relative_days(line.days[0], snapshot.as_of) if line.days and line.days[0] == line.days[1] else ""
    when = capital(bounds(*line.days)) if line.days else ""
    return End(line.text, page_path(line.company, line.topic, query), when, left)


def _news(session: Session, snapshot: Snapshot) -> list[Entry]:
    return published_changes(session, snapshot.position, Filter(news=True), most=_LOOKED_THROUGH)


def _changes(session: Session, position: int, entries: Sequence[Entry], query: Mapping[str, str]) -> list[Change]:
    """The latest changes to pledges and evidence, each record once."""
    by_href: dict[str, Entry] = {}
    for entry in entries:
        href = record_path(entry.kind, entry.id, query) if entry.kind not in _UNTOLD else ""
        if href and len(by_href) < _MOST_CHANGES:
            by_href.setdefault(href, entry)
    entries = public_entries(session, position, [*by_href.values()])
    records = {href: parsed(entry.body) for href, entry in zip(by_href, entries, strict=True)}
    about = {href: getattr(record, "company_id", "") for href, record in records.items()}
    names = titles(session, "company", {company for company in about.values() if company})
    return [_change(entry, href, title(records[href]), names.get(about[href], "")) for href, entry in by_href.items()]


def _change(entry: Entry, href: str, title: str, company: str) -> Change:
    at = day(entry.at.astimezone(site().settings.time_zone).date())
    text = ", ".join(part for part in (company, CLASSES[entry.change][0].lower(), at) if part)
    return Change(capital(KIND_WORDS[entry.kind]), title, href, capital(text))
