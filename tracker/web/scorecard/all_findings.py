"""All findings of a scorecard, a page at a time: where there are more than the scorecard itself shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from tracker.engine.scorecard import Scorecard
from tracker.engine.text import day
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.http.clock_control import ClockControl, clock_control
from tracker.web.http.clocks import BadParameterError
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.finding_locations import A_PAGE, findings_path, leading
from tracker.web.presenting.links import page_path
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.paging import PageLinks
from tracker.web.presenting.table_links import table_links
from tracker.web.scorecard.findings import Block, blocks_of, elsewhere
from tracker.web.scorecard.sources import SourceBook, SourceEntry

__all__ = ["FindingsPage", "findings_page", "parse_after"]

_LAST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class FindingsPage(Page):
    """One page of the findings for a company and topic, most serious first, each with its reasons."""

    template = "scorecard/findings.html"

    card: Annotated[Link, "The scorecard, by its topic."]
    as_of: Annotated[date, "The day that is shown."]
    as_of_words: Annotated[str, "The same in words."]
    clocks: Annotated[ClockControl, "The same, and how to choose another."]
    first: Annotated[int, "The number of the first finding on this page, counted from 1."]
    count: Annotated[int, "How many there are on all pages."]
    findings: Annotated[Sequence[Block], "The findings."]
    sources: Annotated[Sequence[SourceEntry], "The documents that the page names."]
    pages: Annotated[PageLinks, "The ways to the others."]


def parse_after(arguments: Mapping[str, str]) -> int:
    """The number of findings before this page; raises BadParameter."""
    text = arguments.get("after", "").strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 8 and int(text) <= _LAST):
        raise BadParameterError("after", text, f"a whole number from 0 to {_LAST}")
    return int(text)


def findings_page(card: Scorecard, snapshot: Snapshot, clock_query: ScorecardQuery, after: int) -> FindingsPage:
    """One page of a scorecard's findings; one beyond the last has none, and leads back."""
    company, topic, book = card.dossier.company, card.dossier.topic, SourceBook(card.dossier.sources)
    query, count = clock_parameters(clock_query), len(leading(card))
    path = findings_path(company.id, topic.id, {})

    def at(number: int) -> str:
        return findings_path(company.id, topic.id, query, number)

    return FindingsPage(
        title=f"{company.name}: findings",
        subtitle=topic.name,
        description=f"All {count} findings on {company.name}, {topic.name}, with reasons.",
        canonical=path,
        card=Link(topic.name, page_path(company.id, topic.id, query), topic.id),
        as_of=card.as_of,
        as_of_words=day(card.as_of),
        clocks=clock_control(path, snapshot, clock_query),
        first=after + 1,
        count=count,
        findings=[elsewhere(block) for block in blocks_of(card, book, after, after + A_PAGE)],
        sources=book.entries(),
        downloads=table_links("findings", {"company": company.id, "topic": topic.id, **query}),
        pages=PageLinks(
            first=at(0) if after > A_PAGE else "",
            previous=at(max(0, min(after, count) - A_PAGE)) if after else "",
            next=at(after + A_PAGE) if after + A_PAGE < count else "",
        ),
    )
