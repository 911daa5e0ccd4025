"""Pages of scorecards that are kept for all days until the next change (LAW-6).

A page is made with its day left open; an answer is this page with the day filled in, and what each day draws.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from tracker.engine.progress import progress_of
from tracker.engine.scorecard import Scorecard
from tracker.services.reading.record_captures import copies_of_card
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, narrowed, rest_on
from tracker.store.concerning import noted
from tracker.web.cached_scorecards import CachedPage, still_holds
from tracker.web.http.page_responses import not_kept
from tracker.web.presenting.addresses.crawling import is_uncrawled
from tracker.web.presenting.captures import QuoteLine, quote_lines
from tracker.web.presenting.charts.timeline import timeline_of
from tracker.web.presenting.head.sharing import sharing_of
from tracker.web.presenting.left_open import OpenHtml, open_page, opened
from tracker.web.presenting.links import present_clocks
from tracker.web.presenting.page import Page, shown
from tracker.web.scorecard.corrections import corrections_of
from tracker.web.scorecard.pages import scorecard_page
from tracker.web.site import site

__all__ = ["page_of_day"]


def page_of_day(session: Session, snapshot: Snapshot, query: ScorecardQuery, card: Scorecard) -> Response:
    """The page of a scorecard; ``session`` has read nothing else."""
    pages, key = site().pages, _key(card, snapshot)
    page = pages.get(key) if key else None
    if page and still_holds(session, snapshot, page):
        rest_on(session, page.subjects)
    else:
        copies = copies_of_card(session, card.dossier)
        html = _left_open(session, snapshot, query, card, quote_lines(copies.quotes, copies.sources))
        page = CachedPage(html, noted(session), snapshot.position)
        if not copies.settled:
            return not_kept(Response(html.on(card.as_of)))
        if key:
            pages.put(key, page)
    return Response(page.html.on(card.as_of))


def _key(card: Scorecard, snapshot: Snapshot) -> tuple[Any, ...] | None:
    """What a page depends on besides the day; None of a past moment, of which there is no end."""
    if not snapshot.live or not card.same:
        return None
    address = (request.script_root, request.path, request.args.get("show", ""), *_clocks(card).items())
    today = site().today
    return (card.same, address, today, card.as_of > today, is_uncrawled(request))


def _clocks(card: Scorecard) -> dict[str, str]:
    """The clocks that were given, the day among them left open."""
    given = present_clocks()
    return {**given, "as_of": opened(card.as_of).iso} if given.get("as_of") == card.as_of.isoformat() else given


def _left_open(
    session: Session, snapshot: Snapshot, query: ScorecardQuery, card: Scorecard, quotes: Sequence[QuoteLine]
) -> OpenHtml:
    """The page with its day left open."""
    corrections = corrections_of(session, snapshot, card.dossier.company.id)
    day = opened(card.as_of)
    moment, day_query = replace(narrowed(session, snapshot), as_of=day), replace(query, as_of=query.as_of and day)
    with open_page(_clocks(card)) as opened_page:
        page = scorecard_page(card.written(day), moment, day_query, corrections, quotes)
        return OpenHtml(shown(_shared(page, card, day_query)), opened_page.parts, opened_page.pieces)


def _shared(page: Page, card: Scorecard, query: ScorecardQuery) -> Page:
    """The address of a part of the page is shared as that part."""
    part, shared = request.args.get("show", ""), page.sharing
    if shared is None or not _has(card, part):
        return page
    sharing = sharing_of(page.canonical, shared.title, shared.alt, query, pairs=[("show", part)], data=shared.data)
    return replace(page, sharing=sharing)


def _has(card: Scorecard, part: str) -> bool:
    """Whether a scorecard has a part that can be embedded by itself."""
    if part == "progress":
        return bool(progress_of(card))
    return part == "timeline" and timeline_of(card) is not None
