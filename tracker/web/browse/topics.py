"""The pages of topics and their variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Response, url_for
from sqlalchemy.orm import Session

from tracker.core.amounts import amount_text
from tracker.core.scope import Label
from tracker.core.search.words import fold
from tracker.engine.text import capital, day, listing, when
from tracker.records.types.topic import CellSet, SourcedText, Topic, Yardstick
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.services.publishing.page_preview import PagePreview
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.services.reading.topic_overview import TopicOverview, drafted_overview, topic_overview
from tracker.store.lists.companies import CompanyFields, CompanyFilter, company_fields
from tracker.store.lists.paging import Page as Lines
from tracker.store.lists.paging import Window
from tracker.store.published import topics_at
from tracker.web.browse.choices import Choice, field_choices
from tracker.web.browse.initiatives import topic_initiatives
from tracker.web.browse.lists import Listing, counted, is_today, listed_at, page_links, shown_list, site_catalog
from tracker.web.browse.matrix import Matrix, matrix_of
from tracker.web.http.clock_control import ClockControl, clock_control
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.feed_links import calendar_link, feed_links
from tracker.web.presenting.head.sharing import sharing_of
from tracker.web.presenting.links import with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.paging import PageLinks
from tracker.web.presenting.table_links import table_links
from tracker.web.scorecard.sources import Cited, SourceBook, SourceEntry

__all__ = ["TopicListPage", "TopicPage", "drafted_topic_page", "topic_list_page", "topic_page"]

_ASKS = {
    "refrain": "A complete pledge would rule out every column below, for every row{without}.",
    "perform": "A complete pledge would promise every column below, for every row{without}.",
}
_LABELS = {Label.IN: "all of", Label.OUT: "not", Label.EXCEPT: "not", Label.UNCLEAR: "unclear"}

Sourced = tuple[str, str, Sequence[Cited]]
"""A statement: its day in words (empty without one), the text, its sources."""


@dataclass(frozen=True)
class Heading:
    """A row or column of the yardstick with its terms."""

    name: str
    terms: str


@dataclass(frozen=True)
class TopicEntry:
    """A topic in the list of all."""

    name: str
    href: str
    question: str
    rows: str


@dataclass(frozen=True, kw_only=True)
class TopicListPage(Page):
    """All topics."""

    template = "browse/topics.html"

    topics: Annotated[Sequence[TopicEntry], "The topics by name."]


def topic_list_page(session: Session, snapshot: Snapshot, clock_query: ScorecardQuery) -> TopicListPage:
    """The list of topics."""
    query = clock_parameters(clock_query)
    return TopicListPage(
        title="Topics",
        description="Each topic is one question that we ask of every company in the same way.",
        canonical=url_for("browse.topics"),
        topics=[_entry(topic, query) for topic in topics_at(session, snapshot.position)],
    )


def _entry(topic: Topic, query: Mapping[str, str]) -> TopicEntry:
    href = with_query(url_for("browse.topic", topic=topic.id), query)
    return TopicEntry(topic.name, href, topic.question, listing(row.name for row in topic.rows))


@dataclass(frozen=True)
class ShownYardstick:
    """A yardstick: what a complete pledge would do, its amount and day (empty: none), rows and columns.

    ``not_asked`` are the points that are not asked, each with its reason.
    ``limits`` is what else it asks for: the readers' word of a dimension, and its terms.
    """

    text: str
    goal: str
    rows: Sequence[Heading]
    columns: Sequence[Heading]
    not_asked: Sequence[tuple[str, str]]
    limits: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class TopicPage(Page):
    """One topic: its question, its yardstick with the reasons, its background, and the companies."""

    template = "browse/topic.html"

    topic: Annotated[Topic, "The topic."]
    clocks: Annotated[ClockControl, "The day that is shown, and how to choose another."]
    matrix: Annotated[Matrix, "Some of its companies."]
    as_of_words: Annotated[str, "The day that is shown, in words."]
    today: Annotated[bool, "Whether it is of today, as known now."]
    catching_up: Annotated[bool, "Whether the list is not quite in step with the record."]
    action: Annotated[str, "The page's path, to which its form leads."]
    choices: Annotated[Sequence[Choice], "What its companies can be chosen by: country and sector; today only."]
    without_choices: Annotated[str, "The address of the page with all companies; empty where these are all."]
    pages: Annotated[PageLinks, "The ways to further companies."]
    list_path: Annotated[str, "The same companies, to filter and sort."]
    initiatives: Annotated[Sequence[Link], "The initiatives with a pledge on it."]
    asked: Annotated[Sequence[ShownYardstick], "What each yardstick asks for; there may be two."]
    reasons: Annotated[Sequence[Sourced], "Why these, and who says so."]
    background: Annotated[Sequence[Sourced], "What no company did: laws, studies, acts of agencies."]
    sources: Annotated[Sequence[SourceEntry], "All documents that the page names."]


def topic_page(
    session: Session, snapshot: Snapshot, clock_query: ScorecardQuery, wanted: CompanyFilter, window: Window
) -> Page | Response:
    """The page of a topic with one page of its companies, those that are wanted; raises Missing, BadParameter."""
    reading = topic_overview(session, snapshot, wanted.topic or "")
    companies = listed_at(session, wanted, window, snapshot, clock_query)
    return shown_list(_page_of(session, snapshot, clock_query, reading, companies, wanted, window), companies)


def drafted_topic_page(session: Session, snapshot: Snapshot, preview: PagePreview) -> TopicPage | None:
    """The page as it would be with a draft of the topic published; None where it is no topic that is drafted."""
    drafted = drafted_overview(session, snapshot, preview)
    if drafted is None:
        return None
    reading, lines = drafted
    companies = Listing(lines, Lines(lines, None, None), catching_up=False)
    return _page_of(
        session,
        snapshot,
        ScorecardQuery(),
        reading,
        companies,
        CompanyFilter(reading.topic.id),
        Window(size=max(1, len(lines))),
    )


def _page_of(
    session: Session,
    snapshot: Snapshot,
    clock_query: ScorecardQuery,
    reading: TopicOverview,
    companies: Listing,
    wanted: CompanyFilter,
    window: Window,
) -> TopicPage:
    topic, book = reading.topic, SourceBook(reading.sources)
    path, query = url_for("browse.topic", topic=topic.id), clock_parameters(clock_query)
    chosen = {name: value for name in ("country", "sector") if (value := getattr(wanted, name))}
    today = is_today(snapshot, clock_query)
    fields = CompanyFields([], {})
    if today:
        fields = counted(session, snapshot, ("fields", topic.id), lambda: company_fields(session, topic.id))
    return TopicPage(
        title=topic.name,
        description=topic.question,
        canonical=path,
        sharing=sharing_of(path, f"{topic.name}, by company", topic.question, clock_query, pairs=list(chosen.items())),
        topic=topic,
        clocks=clock_control(path, snapshot, clock_query, ()),
        matrix=matrix_of(
            site_catalog(session, snapshot),
            topic,
            companies.lines,
            query,
            url_for("browse.companies") if today else "",
            whole=companies.whole and not chosen,
        ),
        as_of_words=day(snapshot.as_of),
        today=today,
        choices=field_choices(fields, wanted.country or "", fold(wanted.sector or "")),
        without_choices=path if chosen else "",
        action=path,
        catching_up=companies.catching_up,
        pages=page_links(path, {**query, **chosen}, companies, window, "#field"),
        list_path=with_query(url_for("browse.companies"), {"topic": topic.id, **chosen}),
        initiatives=topic_initiatives(session, snapshot, topic.id, query),
        asked=[_shown_yardstick(reading, yardstick) for yardstick in topic.yardsticks],
        reasons=[line for yardstick in topic.yardsticks for line in _sourced(yardstick.reasons, book)],
        background=_sourced(topic.background, book),
        sources=book.entries(),
        feeds=(*feed_links({"topic": topic.id}), calendar_link({"topic": topic.id})),
        downloads=table_links("matrix", {"topic": topic.id, **chosen, **query}),
    )


def _vocabularies(reading: TopicOverview) -> dict[str, VocabularyRecord]:
    used = reading.topic.dimensions.used()
    return {name: reading.vocabularies[words.vocabulary] for name, words in used.items()}


def _headings(reading: TopicOverview, cells: Sequence[CellSet]) -> list[Heading]:
    """Rows or columns, each with the names of its terms where these say more than its own."""
    vocabularies, result = _vocabularies(reading), []
    for cell in cells:
        terms = [term for name, it in vocabularies.items() for term in it.names_of(cell.terms.of(name) or ())]
        name = cell.name
        result.append(Heading(name, "" if [t.casefold() for t in terms] == [name.casefold()] else listing(terms)))
    return result


def _shown_yardstick(reading: TopicOverview, yardstick: Yardstick) -> ShownYardstick:
    return ShownYardstick(
        text=_ASKS[yardstick.commitment].format(without=", except what we do not ask" if yardstick.not_asked else ""),
        goal=_goal(yardstick),
        rows=_headings(reading, yardstick.table_rows),
        columns=_headings(reading, yardstick.columns) if yardstick.rows else [],
        not_asked=_not_asked(yardstick),
        limits=_limits(reading, yardstick),
    )


def _not_asked(yardstick: Yardstick) -> list[tuple[str, str]]:
    """The points that are not asked, each by its row and column, with its reason; empty where none is given."""
    return [
        (f"{row.name}: {column.name}", yardstick.reasons_not_asked[row.id, column.id])
        for row, column in yardstick.cells_not_asked
    ]


def _goal(yardstick: Yardstick) -> str:
    """What a yardstick asks for in numbers and by which day, in words; empty for neither."""
    parts = []
    if target := yardstick.target:
        side = "at least" if target.at_least is not None else "at most"
        parts.append(f"{target.measure}: {side} {amount_text(target.bound, target.unit or '')}")
    if yardstick.deadline:
        parts.append(f"by {when(yardstick.deadline)}")
    return capital(", ".join(parts))


def _limits(reading: TopicOverview, yardstick: Yardstick) -> list[tuple[str, str]]:
    """The yardstick's scope in the dimensions that neither rows nor columns stand for."""
    topic, vocabularies = reading.topic, _vocabularies(reading)
    cells = (*yardstick.rows, *yardstick.columns)
    limits = []
    for name, words in topic.dimensions.used().items():
        labels = yardstick.scope.of(name)
        if labels and not any(cell.terms.of(name) for cell in cells):
            parts = [
                f"{_LABELS[label]} {listing(vocabularies[name].names_of(terms))}"
                for label, terms in labels.by_label().items()
                if terms
            ]
            limits.append((capital(words.name), "; ".join(parts).removeprefix("all of ")))
    return limits


def _sourced(texts: Sequence[SourcedText], book: SourceBook) -> list[Sourced]:
    return [(capital(when(text.date)) if text.date else "", text.text, book.cite(text.sources)) for text in texts]
