"""robots.txt and the sitemap."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from flask import Blueprint, Response, abort, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.store.lists.crawled import changed_records, changed_scorecards, count_by_kind
from tracker.store.lists.taken_down import gone_records
from tracker.web.http.page_responses import answered
from tracker.web.presenting.addresses.crawling import UNCRAWLED
from tracker.web.presenting.addresses.record_paths import RECORD_FOLDERS
from tracker.web.presenting.links import absolute, company_path, page_path, record_path
from tracker.web.site import site

__all__ = ["blueprint"]

blueprint = Blueprint("crawlers", __name__)

_PART = 10_000
"""Records in one file of the sitemap; the protocol allows 50,000 addresses and 50 MB."""
_SITE_PAGES = (
    "/", "/topics", "/companies", "/pledges", "/evidence", "/initiatives", "/lapsing", "/changes", "/methodology",
    "/about", "/ledger", "/data",
)  # fmt: skip
_XML = "application/xml"


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What robots may fetch."""
    text = render_template("crawlers/robots.txt", uncrawled=UNCRAWLED, sitemap=absolute(url_for("crawlers.sitemap")))
    response = Response(text, mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/sitemap.xml")
def sitemap() -> AnyResponse:
    """The files of the sitemap."""

    def make(session: Session, _snapshot: Snapshot, _query: ScorecardQuery) -> Response:
        counts = count_by_kind(session, RECORD_FOLDERS)
        parts = [(kind, number) for kind in RECORD_FOLDERS for number in range(-(-counts.get(kind, 0) // _PART))]
        files = [absolute(url_for("crawlers.part", kind=kind, number=number)) for kind, number in [("site", 0), *parts]]
        return Response(render_template("crawlers/index.xml", files=files), mimetype=_XML)

    return answered(make)


@blueprint.get("/sitemaps/<kind>-<int:number>.xml")
def part(kind: str, number: int) -> AnyResponse:
    """The pages of some records of a kind; of companies, those of their scorecards too."""
    if kind not in (*RECORD_FOLDERS, "site"):
        abort(404)

    def make(session: Session, _snapshot: Snapshot, _query: ScorecardQuery) -> Response:
        pages = [(path, "") for path in _SITE_PAGES] if kind == "site" else _record_pages(session, kind, number)
        rows = [(absolute(path), day) for path, day in pages]
        return Response(render_template("crawlers/part.xml", pages=rows), mimetype=_XML)

    return answered(make)


def _record_pages(session: Session, kind: str, number: int) -> list[tuple[str, str]]:
    """Paths, each with the day of its last change."""
    zone, first = site().settings.time_zone, number * _PART
    pages: Iterable[tuple[str, datetime]]
    if kind == "company":
        pages = _company_pages(session, first)
    else:
        gone = {row.record_id for row in gone_records(session, (kind,))}
        changed = changed_records(session, kind, first, _PART)
        pages = [(record_path(*it.key), it.at) for it in changed if it.key[1] not in gone]
    return [(path, at.astimezone(zone).date().isoformat()) for path, at in pages]


def _company_pages(session: Session, first: int) -> Iterator[tuple[str, datetime]]:
    """A company's own page where it has several topics: with one, it shows that scorecard, which has an address."""
    for company, cards in groupby(changed_scorecards(session, first, _PART), attrgetter("company")):
        scorecards = list(cards)
        if len(scorecards) > 1:
            yield company_path(company), scorecards[0].at
        for card in scorecards:
            yield page_path(company, card.topic), card.at
