"""The page of search and its variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.search.snippet import Segment
from tracker.records.search_text import SEARCHED
from tracker.store.lists.records import titles
from tracker.store.searching.search import Hit, SearchResults
from tracker.store.searching.search import search as found_for
from tracker.web.presenting.feed_links import feed_links
from tracker.web.presenting.links import company_path, record_path, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.paging import PageLinks
from tracker.web.presenting.table_links import table_links
from tracker.web.search.forms import SearchQuery

__all__ = ["SearchPage", "search_page"]

_A_PAGE = 20
_KINDS = {
    "company": "Companies",
    "topic": "Topics",
    "pledge": "Pledges",
    "evidence": "Evidence",
    "source": "Sources",
    "initiative": "Initiatives",
}


@dataclass(frozen=True)
class Result:
    """A record that was found: its title and a part of its words, in segments, some of them marked."""

    href: str
    title: Sequence[Segment]
    company: str
    snippet: Sequence[Segment]


@dataclass(frozen=True, kw_only=True)
class SearchPage(Page):
    """What was found, or how to search."""

    template = "search/search.html"

    q: Annotated[str, "What was typed."]
    total: Annotated[int, "How many records were found, of all kinds."]
    tabs: Annotated[Sequence[Link], "The kinds, each with how many; `id` is that of the address."]
    kind: Annotated[str, "The kind that is shown; empty for all."]
    company: Annotated[str, "The name of the company whose records are shown only; empty for all."]
    all_path: Annotated[str, "The same search over all companies."]
    corrected: Annotated[Sequence[tuple[str, str]], "Words that nothing has, and the names they were taken for."]
    groups: Annotated[Sequence[tuple[str, Sequence[Result]]], "Hits by kind."]
    pages: Annotated[PageLinks, "The ways to the other hits."]
    companies_path: Annotated[str, "The list of all companies."]


def search_page(session: Session, query: SearchQuery) -> SearchPage:
    """The page for a search; nothing is looked for where nothing was typed."""
    path = url_for("search.search")
    results = found_for(
        session, query.q, kind=query.kind or None, company=query.company or None, first=query.first, size=_A_PAGE
    )
    names = titles(session, "company", {hit.company for hit in results.hits if hit.company} | {query.company})
    return SearchPage(
        title="Search",
        subtitle=query.q,
        description="Search companies, pledges, evidence and sources.",
        canonical=path,
        q=query.q,
        total=results.total,
        tabs=_tabs(path, query, results),
        kind=query.kind,
        company=names.get(query.company, query.company),
        all_path=with_query(path, query.query(company="")),
        corrected=sorted(results.corrected.items()),
        groups=_groups(results, names),
        pages=_pages(path, query, results),
        feeds=feed_links(query.query(), "This search", "search") if results.total else (),
        downloads=table_links("search", query.query()) if results.total else (),
        companies_path=with_query(url_for("browse.companies"), {}),
    )


def _tabs(path: str, query: SearchQuery, results: SearchResults) -> list[Link]:
    """All kinds together, then each that has hits, or is asked for."""
    tabs = [Link(f"All {results.total}", with_query(path, query.query(kind="")))]
    for kind in SEARCHED:
        if results.counts[kind] or kind == query.kind:
            more = " or more" if kind in results.capped else ""
            text = f"{_KINDS[kind]} {results.counts[kind]}{more}"
            tabs.append(Link(text, with_query(path, query.query(kind=kind)), kind))
    return tabs


def _groups(results: SearchResults, names: Mapping[str, str]) -> list[tuple[str, Sequence[Result]]]:
    by_kind = groupby(results.hits, lambda hit: hit.kind)
    return [(_KINDS[kind], [_result(hit, names) for hit in some]) for kind, some in by_kind]


def _result(hit: Hit, names: Mapping[str, str]) -> Result:
    company = names.get(hit.company or "", "") if hit.kind != "company" else ""
    return Result(_href(hit), hit.title, company, hit.snippet)


def _href(hit: Hit) -> str:
    if hit.kind == "company":
        return company_path(hit.id)
    return url_for("browse.topic", topic=hit.id) if hit.kind == "topic" else record_path(hit.kind, hit.id)


def _pages(path: str, query: SearchQuery, results: SearchResults) -> PageLinks:
    def link(first: int) -> str:
        return with_query(path, query.query(first=str(first) if first else ""))

    return PageLinks(
        first=link(0) if query.first > _A_PAGE else "",
        previous=link(max(0, query.first - _A_PAGE)) if query.first else "",
        next=link(results.next) if results.next else "",
    )
