"""Pages of lists: the lines of one, links to the others, and whether they are up to date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Response
from sqlalchemy.orm import Session

from tracker.engine.text import MessageCatalog
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.services.reading.site_wording import wording_at
from tracker.services.reading.topic_overview import lines_at, renewed
from tracker.store.lists.companies import CompanyFilter, CompanyLine, companies
from tracker.store.lists.paging import BadCursorError, Window
from tracker.store.lists.paging import Page as Lines
from tracker.store.scorecard_index import due_companies
from tracker.web.browse.forms import A_COMPUTED_PAGE, window_query
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.page_responses import not_kept
from tracker.web.presenting.links import with_query
from tracker.web.presenting.page import Page
from tracker.web.presenting.paging import PageLinks
from tracker.web.site import site

__all__ = ["Listing", "is_today", "listed", "listed_at", "page_links", "shown_list", "site_catalog"]


@dataclass(frozen=True)
class Listing:
    """Lines of companies.

    ``catching_up`` while the list is not in step with what was published last, or with the day.
    """

    lines: list[CompanyLine]
    page: Lines[CompanyLine]
    catching_up: bool

    @property
    def whole(self) -> bool:
        """Whether these are all the companies there are."""
        return not self.page.before and not self.page.after


def listed(session: Session, company_filter: CompanyFilter, sort: str, window: Window) -> Listing:
    """Companies as they stand today; raises BadParameter for a mark that is none of this list."""
    today = site().today
    try:
        page = companies(session, company_filter, sort, window, today)
    except BadCursorError:
        allowed = "a page marker from a “next” or “previous” link of this list"
        raise BadParameterError(*window_query(window), allowed) from None
    return Listing(renewed(session, page.rows, today), page, bool(due_companies(session, today, 1)))


def listed_at(
    session: Session, company_filter: CompanyFilter, window: Window, snapshot: Snapshot, query: ScorecardQuery
) -> Listing:
    """The companies of the filter's topic with their cells: today by strength, at any other moment by name.

    Then they are computed for it, and a page holds fewer.
    """
    if is_today(snapshot, query):
        return listed(session, company_filter, "strength", window)
    for name in ("country", "sector"):
        if value := getattr(company_filter, name):
            raise BadParameterError(
                name, value, "nothing, on another date: companies can be chosen by it for today only"
            )
    listing = listed(session, company_filter, "name", replace(window, size=A_COMPUTED_PAGE))
    ids = [line.company for line in listing.page.rows]
    return Listing(lines_at(session, snapshot, ids, company_filter.topic or ""), listing.page, listing.catching_up)


def site_catalog(session: Session, snapshot: Snapshot) -> MessageCatalog:
    """The site's sentences at a moment: lists use the same ones as scorecards."""
    return MessageCatalog(dict(wording_at(session, snapshot)))


def is_today(snapshot: Snapshot, query: ScorecardQuery) -> bool:
    """Whether the page is of today, as known now: what the lists are kept for."""
    return query.known_at is None and snapshot.as_of == site().today


def page_links(path: str, query: Mapping[str, str], listing: Listing, window: Window, anchor: str = "") -> PageLinks:
    """The ways from one page of a list to the others."""

    def link(**cursor: str) -> str:
        return with_query(path, {**query, **cursor}) + anchor

    page = listing.page
    return PageLinks(
        first=link() if window.after or (window.before and page.before) else "",
        previous=link(before=page.before) if page.before else "",
        next=link(after=page.after) if page.after else "",
    )


def shown_list(page: Page, listing: Listing | None) -> Page | Response:
    """The page itself; not to be kept by anyone while its list is catching up."""
    return not_kept(page) if listing and listing.catching_up else page
