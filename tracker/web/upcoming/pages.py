"""The page of ends to come and its variables, and the same as a calendar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated
from urllib.parse import urlsplit

from flask import Response, url_for
from sqlalchemy.orm import Session

from tracker.engine.text import bounds, capital, relative_days
from tracker.records.types.company import Company
from tracker.services.reading.company_lookup import find_company
from tracker.services.reading.feeds.calendar import MEDIA_TYPE
from tracker.services.reading.feeds.calendar import calendar as calendar_text
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.services.reading.upcoming import UpcomingEnd, UpcomingEnds, Window, replies_due, upcoming_ends
from tracker.store.published import topics_at
from tracker.web.http.clock_control import ClockControl, clock_control
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.feed_links import calendar_link
from tracker.web.presenting.links import absolute, page_path, record_path, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.table_links import table_links
from tracker.web.site import site
from tracker.web.upcoming.forms import EndsQuery, written

__all__ = ["LapsingPage", "calendar_answer", "lapsing_page"]

_A_PAGE = 100
_A_CALENDAR = 1000
_YEARS_AHEAD = 4
_KINDS = {
    "fixed": "Last day",
    "condition met": "Last day (condition met)",
    "withdrawn": "Last day (withdrawn)",
    "replaced": "Last day of this wording",
    "milestone": "Milestone",
    "deadline": "Deadline",
    "condition": "Ends when something happens",
    "self-judged": "The company decides when",
}


@dataclass(frozen=True)
class EndLine:
    """One end: its day in words, how far off, what kind, which pledge, on which scorecard."""

    day: str
    left: str
    kind: str
    dated: bool
    text: str
    href: str
    topic: Link
    condition: str


@dataclass(frozen=True, kw_only=True)
class LapsingPage(Page):
    """Ends and deadlines ahead."""

    template = "upcoming/upcoming.html"

    clocks: Annotated[ClockControl, "The day from which the list looks ahead, and how to choose another."]
    groups: Annotated[Sequence[tuple[str, Sequence[EndLine]]], "Ends by year, those without a day last."]
    years: Annotated[Sequence[Link], "Windows to choose from; `id` is that of the address."]
    year: Annotated[str, "The window that is shown; empty for all, and for a period."]
    period: Annotated[Mapping[str, str], "The days that are shown: “from”, “to”, or “year”; empty for all."]
    action: Annotated[str, "Where the form for a period leads."]
    kept: Annotated[Mapping[str, str], "What the form keeps of the address."]
    next_path: Annotated[str, "Where the list goes on; empty at its end."]
    some_companies: Annotated[bool, "Whether only some companies, by name, are on this page."]
    company: Annotated[Company | None, "The company whose pledges alone are listed; None for all."]
    all_path: Annotated[str, "The same for all companies."]
    topic: Annotated[str, "The name of the topic whose pledges alone are listed; empty for all."]


def lapsing_page(session: Session, snapshot: Snapshot, clock_query: ScorecardQuery, chosen: EndsQuery) -> LapsingPage:
    """One page of what ends next; raises NotFoundError or MovedError for the requested company."""
    company = find_company(session, snapshot, chosen.company) if chosen.company else None
    ahead = upcoming_ends(
        session,
        snapshot,
        clock_query,
        chosen.window,
        most=_A_PAGE,
        after=chosen.after,
        first=chosen.first,
        company=company.id if company else "",
        topic=chosen.topic,
    )
    path, query = url_for("upcoming.upcoming"), clock_parameters(clock_query)
    if company:
        query["company"] = company.id
    if chosen.topic:
        query["topic"] = chosen.topic
    names = {topic.id: topic.name for topic in topics_at(session, snapshot.position)}
    return LapsingPage(
        title=f"Coming up: {company.name}" if company else "Coming up",
        description="End dates and deadlines coming up, and pledges that an event or the company itself can end.",
        canonical=path,
        clocks=clock_control(path, snapshot, clock_query, [*chosen.period.items(), *_chosen(company, chosen)]),
        groups=_groups(ahead.endings, names, snapshot.as_of, clock_parameters(clock_query)),
        years=_years(path, query, snapshot.as_of.year),
        year=chosen.year,
        period=chosen.period,
        action=path,
        kept=query,
        next_path=_next(path, {**query, **chosen.period}, ahead),
        some_companies=ahead.some_companies,
        company=company,
        all_path=with_query(path, {**clock_parameters(clock_query), **chosen.period}),
        topic=names.get(chosen.topic, chosen.topic),
        downloads=table_links("lapsing", {**query, **chosen.period}),
        feeds=(calendar_link({**query, **chosen.period}),),
    )


def _chosen(company: Company | None, chosen: EndsQuery) -> list[tuple[str, str]]:
    pairs = [("company", company.id if company else ""), ("topic", chosen.topic)]
    return [pair for pair in pairs if pair[1]]


def _years(path: str, query: dict[str, str], first: int) -> list[Link]:
    years = [str(year) for year in range(first, min(first + _YEARS_AHEAD, 10_000))]
    named = [("All", ""), *((year, year) for year in years), ("No date known", "none")]
    return [Link(text, with_query(path, {**query, **({"year": id} if id else {})}), id) for text, id in named]


def _next(path: str, query: dict[str, str], ahead: UpcomingEnds) -> str:
    if ahead.after:
        return with_query(path, {**query, "after": written(ahead.after)})
    return with_query(path, {**query, "first": ahead.company}) if ahead.company else ""


def _groups(
    ends: Iterable[UpcomingEnd], topics: Mapping[str, str], as_of: date, query: dict[str, str]
) -> list[tuple[str, Sequence[EndLine]]]:
    def heading(coming: UpcomingEnd) -> str:
        return str(coming.last_day[0].year) if coming.last_day else "No date known"

    return [
        (name, [_line(coming, topics, as_of, query) for coming in some]) for name, some in groupby(ends, key=heading)
    ]


def _line(coming: UpcomingEnd, topics: Mapping[str, str], as_of: date, query: dict[str, str]) -> EndLine:
    day = left = ""
    if coming.last_day:
        first, last = coming.last_day
        day, left = capital(bounds(first, last)), _left(first, last, as_of)
        if coming.doubted:
            left += "; the source is not sure of the date"
    return EndLine(
        day=day,
        left=left,
        kind=_KINDS[coming.kind],
        dated=coming.last_day is not None,
        text=coming.text,
        href=record_path("pledge", coming.pledge.id, query),
        topic=Link(topics.get(coming.topic_id, coming.topic_id), page_path(coming.company_id, coming.topic_id, query)),
        condition=record_path("condition", coming.condition_id, query) if coming.condition_id else "",
    )


def _left(first: date, last: date, as_of: date) -> str:
    """How far off: ``in 12 days``, ``today``; between two days, both."""
    if first == last:
        return relative_days(last, as_of)
    if first < as_of:
        return f"may have ended already; at the latest {relative_days(last, as_of)}"
    return f"{relative_days(first, as_of)} at the earliest, {relative_days(last, as_of)} at the latest"


def calendar_answer(session: Session, snapshot: Snapshot, query: ScorecardQuery, chosen: EndsQuery) -> Response:
    """The ends with a day as iCalendar; raises as ``lapsing_page``."""
    company = find_company(session, snapshot, chosen.company) if chosen.company else None
    window = Window(chosen.window.first, chosen.window.last, chosen.window.dated, dateless=False)
    of_company = company.id if company else ""
    ahead = upcoming_ends(
        session, snapshot, query, window, most=_A_CALENDAR, first=chosen.first, company=of_company, topic=chosen.topic
    )
    replies = replies_due(session, snapshot, of_company, chosen.topic, window)
    settings = site().settings
    text = calendar_text(
        [*ahead.endings, *replies],
        name=f"{settings.site_name}: coming up{f', {company.name}' if company else ''}",
        host=urlsplit(settings.public_url).hostname or "localhost",
        stamp=snapshot.pin,
        address=lambda coming: absolute(record_path(coming.record, coming.pledge.id)),
    )
    return Response(text, content_type=MEDIA_TYPE)
