"""The list of all initiatives, and the short one of a topic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.text import day
from tracker.records.search_text import title
from tracker.records.types.initiative import Initiative
from tracker.records.types.pledge import Pledge
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.store.initiatives import has_initiatives, initiatives_at, initiatives_on
from tracker.store.published import topics_at
from tracker.web.http.clock_control import ClockControl, clock_control
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.links import path_of, record_path, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.signatories import signatory_count

__all__ = ["InitiativeEntry", "InitiativeListPage", "initiative_list_page", "initiatives_path", "topic_initiatives"]


@dataclass(frozen=True)
class InitiativeEntry:
    """An initiative: who signed, in numbers; its pledges, each with its topic where there is one."""

    link: Link
    summary: str
    signatories: str
    pledges: Sequence[tuple[Link, Link | None]]


@dataclass(frozen=True, kw_only=True)
class InitiativeListPage(Page):
    """All initiatives."""

    template = "browse/initiatives.html"

    clocks: Annotated[ClockControl, "The day of which signatories are counted, and how to choose another."]
    as_of_words: Annotated[str, "That day in words."]
    initiatives: Annotated[Sequence[InitiativeEntry], "The initiatives by name."]


def initiative_list_page(session: Session, snapshot: Snapshot, clock_query: ScorecardQuery) -> InitiativeListPage:
    """The list of initiatives, with those who had signed by the day shown."""
    query, path = clock_parameters(clock_query), url_for("browse.initiatives")
    topics = {
        topic.id: Link(topic.name, with_query(url_for("browse.topic", topic=topic.id), query), topic.id)
        for topic in topics_at(session, snapshot.position)
    }
    return InitiativeListPage(
        title="Initiatives",
        description="Charters and other texts that several companies signed, and what the signatories pledged.",
        canonical=path,
        clocks=clock_control(path, snapshot, clock_query),
        as_of_words=day(snapshot.as_of),
        initiatives=[
            _entry(initiative, pledges, topics, snapshot, query)
            for initiative, pledges in initiatives_at(session, snapshot.position)
        ],
    )


def initiatives_path(session: Session, snapshot: Snapshot, query: Mapping[str, str]) -> str:
    """The way to the list of initiatives; empty where none was published."""
    return with_query(path_of("browse.initiatives"), query) if has_initiatives(session, snapshot.position) else ""


def topic_initiatives(session: Session, snapshot: Snapshot, topic: str, query: Mapping[str, str]) -> list[Link]:
    """The initiatives with a pledge on a topic, by name."""
    return [_link(initiative, query) for initiative in initiatives_on(session, topic, snapshot.position)]


def _entry(
    initiative: Initiative,
    pledges: Iterable[Pledge],
    topics: Mapping[str, Link],
    snapshot: Snapshot,
    query: Mapping[str, str],
) -> InitiativeEntry:
    return InitiativeEntry(
        link=_link(initiative, query),
        summary=initiative.summary or "",
        signatories=signatory_count(initiative, snapshot.as_of),
        pledges=[
            (Link(title(pledge), record_path("pledge", pledge.id, query), pledge.id), topics.get(pledge.topic))
            for pledge in pledges
        ],
    )


def _link(initiative: Initiative, query: Mapping[str, str]) -> Link:
    return Link(initiative.name, record_path("initiative", initiative.id, query), initiative.id)
