"""The page that says how to cite another, and what that one is called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.records.ids import is_id
from tracker.records.search_text import title
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.store.lists.published_records import published_record
from tracker.store.lists.taken_down import gone_at
from tracker.store.published import parsed
from tracker.web.cite.citations import FORMS, Citation
from tracker.web.http.clocks import NothingThereError
from tracker.web.presenting.addresses.clock_query import clock_parameters, pinned_parameters
from tracker.web.presenting.addresses.record_paths import RECORD_FOLDERS
from tracker.web.presenting.links import absolute, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = ["CitePage", "citation_of", "cite_page"]

_SCORECARD = re.compile(r"/companies/([^/?#]+)/([^/?#]+)")
_RECORD = re.compile(rf"/({'|'.join(RECORD_FOLDERS.values())})/([^?#]+)")
_KINDS = {folder: kind for kind, folder in RECORD_FOLDERS.items()}
_PAGES = {
    "/": "What companies promised, and what they did",
    "/about": "About this site",
    "/changes": "Changes",
    "/companies": "Companies",
    "/data": "Data and API",
    "/evidence": "Evidence",
    "/initiatives": "Initiatives",
    "/lapsing": "Coming up",
    "/ledger": "The ledger",
    "/methodology": "How we work this out",
    "/pledges": "Pledges",
    "/sources": "Sources",
    "/topics": "Topics",
}
_NAMES = {"bib": "BibTeX", "ris": "RIS (EndNote)", "json": "CSL-JSON (Zotero)"}


@dataclass(frozen=True, kw_only=True)
class CitePage(Page):
    """How to cite a page."""

    template = "cite/cite.html"

    citation: Annotated[Citation, "The citation in all forms."]
    page: Annotated[Link, "The page that is cited."]
    files: Annotated[Sequence[Link], "The same as files."]


def cite_page(session: Session, snapshot: Snapshot, query: ScorecardQuery, path: str) -> CitePage:
    """The page; raises NothingThereError for a path that is no page of the site."""
    citation = citation_of(session, snapshot, path)
    clocks = clock_parameters(query)
    return CitePage(
        title="Cite this page",
        subtitle=citation.title,
        description=f"How to cite “{citation.title}”, as of this date.",
        citation=citation,
        page=Link(citation.title, with_query(path, clocks)),
        files=[
            Link(_NAMES[form], with_query(url_for(".cite_file", form=form), {"of": path, **clocks})) for form in FORMS
        ],
    )


def citation_of(session: Session, snapshot: Snapshot, path: str) -> Citation:
    """The citation of a page at a moment; raises NothingThereError."""
    name = _PAGES.get(path) or _title(session, snapshot, path)
    if not name:
        raise NothingThereError("of", path, "the path of a page of this site, such as /companies/acme/police-drones")
    url = absolute(with_query(path, pinned_parameters(snapshot)))
    return Citation(name, site().settings.site_name, snapshot.as_of, snapshot.position, url)


def _title(session: Session, snapshot: Snapshot, path: str) -> str:
    if match := _SCORECARD.fullmatch(path):
        keys = (("company", match[1]), ("topic", match[2]))
        # Without one of them there is no such page.
        parts = [_name(session, snapshot, *key, standing=True) for key in keys]
        return ": ".join(parts) if all(parts) else ""
    match = _RECORD.fullmatch(path)
    name = _name(session, snapshot, _KINDS[match[1]], match[2]) if match else ""
    # A company's name alone would say nothing of what the page is.
    return f"{name}: pledges and conduct" if name and match and match[1] == RECORD_FOLDERS["company"] else name


def _name(session: Session, snapshot: Snapshot, kind: str, id: str, *, standing: bool = False) -> str:
    """What a record is called; with ``standing``, empty for one that was taken down.

    Empty, too, where all companies or topics that it is about were: there is no page of it.
    """
    published = published_record(session, snapshot.position, kind, id) if is_id(id) else None
    record = parsed(published.body) if published else None
    if record is None or (standing and record.taken_down) or gone_at(session, snapshot.position).takes(record):
        return ""
    return title(record)
