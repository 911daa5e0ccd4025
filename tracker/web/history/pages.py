"""The list of changes and its variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.records.kinds import KIND_WORDS
from tracker.services.reading.company_lookup import all_ids, find_company
from tracker.services.reading.public_changes import public_entries_with_former
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot, narrowed
from tracker.store.history import published_changes
from tracker.store.lists.records import titles
from tracker.web.history.forms import ChangesQuery
from tracker.web.history.revisions import CLASSES, Publication, publications
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.feed_links import feed_links
from tracker.web.presenting.links import with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.table_links import table_links

__all__ = ["ChangesPage", "changes_page"]

_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class ChangesPage(Page):
    """Everything published, newest first."""

    template = "history/changes.html"

    days: Annotated[Sequence[tuple[str, Sequence[Publication]]], "Publications by day, newest first."]
    companies: Annotated[Mapping[str, str], "Names of the companies that these are about, by id."]
    chosen: Annotated[ChangesQuery, "The filters."]
    company_name: Annotated[str, "The name of the company that is filtered by; empty for all."]
    kinds: Annotated[Sequence[tuple[str, str]], "Kinds of record to choose from, with their words."]
    classes: Annotated[Sequence[tuple[str, str, str]], "Classes of change: as in addresses, word and meaning."]
    known_at: Annotated[str, "The moment of the record that was asked for; empty for now."]
    first_path: Annotated[str, "The newest page; empty on it."]
    next_path: Annotated[str, "The page that goes on; empty at the last."]
    topic_name: Annotated[str, "The name of the topic that is filtered by; empty for all."]
    filtered: Annotated[bool, "Whether any filter is set."]


def changes_page(
    session: Session, snapshot: Snapshot, clock_query: ScorecardQuery, chosen: ChangesQuery, before: int | None
) -> ChangesPage:
    """One page of changes; raises Missing or Moved for a company that is not on record."""
    company = find_company(session, snapshot, chosen.company) if chosen.company else None
    ids = all_ids(session, snapshot, company.id) if company else ()
    entries = published_changes(session, snapshot.position, chosen.filter(ids), before=before, most=_A_PAGE + 1)
    shown = entries[:_A_PAGE]
    publications_shown = publications(*public_entries_with_former(session, snapshot.position, shown))
    path, moment = url_for("history.changes"), clock_parameters(clock_query).get("known_at", "")
    query = {**chosen.query, **({"known_at": moment} if moment else {})}
    further = {**query, "before": str(shown[-1].position)} if len(entries) > len(shown) else None
    titles_shown = titles(session, "company", {it.company for it in publications_shown if it.company})
    narrowed(session, snapshot)
    return ChangesPage(
        title="Changes",
        description="What we have published, newest first, with the earlier wording. Corrections are marked.",
        canonical=path,
        days=[(day, list(some)) for day, some in groupby(publications_shown, key=lambda it: it.day)],
        companies=titles_shown,
        chosen=chosen,
        company_name=company.name if company else "",
        kinds=list(KIND_WORDS.items()),
        classes=[(key, word, meaning) for key, (word, meaning) in CLASSES.items()],
        known_at=moment,
        first_path=with_query(path, query) if before else "",
        next_path=with_query(path, further) if further else "",
        topic_name=titles(session, "topic", {chosen.topic}).get(chosen.topic, chosen.topic) if chosen.topic else "",
        feeds=_feeds(chosen),
        filtered=bool(chosen.query),
        downloads=table_links("changes", query),
    )


def _feeds(chosen: ChangesQuery) -> tuple[Link, ...]:
    """The same as feeds; without a filter for the class, corrections alone too."""
    corrections = feed_links({**chosen.query, "change": "correction"}, "Corrections only") if not chosen.change else ()
    return (*feed_links(chosen.query), *corrections)
