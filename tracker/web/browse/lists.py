"""Pages of lists: the lines of one, links to the others, and whether they are up to date."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from flask import Response
from sqlalchemy.orm import Session

from tracker.engine.text import MessageCatalog, catalog_of
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.services.reading.site_wording import wording_at
from tracker.services.reading.topic_overview import lines_at, renewed
from tracker.store.derived.scorecard_index import lists_are_behind
from tracker.store.lists.companies import CompanyFilter, CompanyLine, companies
from tracker.store.lists.paging import BadCursorError, Window
from tracker.store.lists.paging import Page as Lines
from tracker.web.browse.forms import A_COMPUTED_PAGE, window_query
from tracker.web.http.clocks import NothingThereError
from tracker.web.http.page_responses import not_kept
from tracker.web.presenting.links import with_query
from tracker.web.presenting.page import Page
from tracker.web.presenting.paging import PageLinks
from tracker.web.site import site

__all__ = ["Listing", "counted", "is_today", "listed", "listed_at", "page_links", "shown_list", "site_catalog"]

T = TypeVar("T")
_MOST_WALKED = 200
"""So many companies are computed for one page of another moment, at most."""


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


def listed(
    session: Session, company_filter: CompanyFilter, sort: str, window: Window, *, without: tuple[str, ...] = ()
) -> Listing:
    """Companies as they stand today; raises BadParameter for a mark that is none of this list.

    ``without``: fields of lines that are left empty.
    """
    today = site().today
    try:
        page = companies(session, company_filter, sort, window, today, without=without)
    except BadCursorError:
        allowed = "a page marker from a “next” or “previous” link of this list"
        raise NothingThereError(*window_query(window), allowed) from None
    return Listing(renewed(session, page.rows, today), page, lists_are_behind(session, today))


def listed_at(
    session: Session,
    company_filter: CompanyFilter,
    window: Window,
    snapshot: Snapshot,
    query: ScorecardQuery,
    most: int = A_COMPUTED_PAGE,
) -> Listing:
    """The companies of the filter's topic with their cells: today by strength, at any other moment by name.

    Then they are computed for it, and a page holds ``most`` at the most.
    """
    if is_today(snapshot, query):
        return listed(session, company_filter, "strength", window)
    return _computed(session, company_filter, replace(window, size=min(window.size, most)), snapshot)


def _computed(session: Session, filters: CompanyFilter, window: Window, snapshot: Snapshot) -> Listing:
    """A page of another moment: the list of today is walked, by name, until it is full.

    So a company that came later takes nobody's place. A walk over many that do not meet the filter ends with what it
    found; the next page goes on from there.
    """
    every = CompanyFilter(filters.topic)
    lines: list[CompanyLine] = []
    walked, listing, here = 0, listed(session, every, "name", window), window
    first = listing.page
    while True:
        ids = [line.company for line in listing.page.rows]
        computed = lines_at(session, snapshot, ids, filters)
        lines = [*computed, *lines] if here.before else [*lines, *computed]
        walked += len(ids)
        further, need = (listing.page.before if here.before else listing.page.after), window.size - len(lines)
        if not further or need < 1 or walked >= _MOST_WALKED:
            break
        here = Window(before=further, size=need) if here.before else Window(after=further, size=need)
        listing = listed(session, every, "name", here)
        if here.before and not listing.page.before:
            # Its beginning is near: the page before this one is the first.
            return _computed(session, filters, Window(size=window.size), snapshot)
    before, after = (listing.page.before, first.after) if here.before else (first.before, listing.page.after)
    return Listing(lines, Lines(listing.page.rows, after, before), listing.catching_up)


def site_catalog(session: Session, snapshot: Snapshot) -> MessageCatalog:
    """The site's sentences at a moment: lists use the same ones as scorecards."""
    return catalog_of(wording_at(session, snapshot))


def is_today(snapshot: Snapshot, query: ScorecardQuery) -> bool:
    """Whether the page is of today, as known now: what the lists are kept for."""
    return query.known_at is None and snapshot.as_of == site().today


def counted(session: Session, snapshot: Snapshot, kept_as: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` counts of the lists of today: what was counted before at the same position, while they are in step.

    A count costs more the more companies there are.
    """
    today = site().today
    if not snapshot.live or lists_are_behind(session, today):
        return read()
    kept, key = site().listed, (kept_as, snapshot.position, today)
    value = kept.get(key)
    if value is None:
        value = read()
        kept.put(key, value)
    return cast(T, value)


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
