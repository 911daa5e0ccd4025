"""The pages and their variables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from flask import url_for
from markupsafe import Markup

from tracker.engine.presented import PresentedScorecard
from tracker.engine.scorecard import Scorecard
from tracker.engine.text import day, isolated, when
from tracker.records.identifiers import identifiers_of
from tracker.records.types.company import Company
from tracker.records.types.parts.identifiers import COUNTRIES
from tracker.records.types.topic import Topic
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.web.history.revisions import Publication
from tracker.web.presenting.addresses.clock_query import clock_parameters, instant, pinned_parameters
from tracker.web.presenting.captures import QuoteLine
from tracker.web.presenting.feed_links import calendar_link, feed_links
from tracker.web.presenting.finding_locations import MOST_ON_CARD, findings_path, leading
from tracker.web.presenting.head.sharing import card_alt, card_title, sharing_of
from tracker.web.presenting.head.structured_data import scorecard_as_dataset
from tracker.web.presenting.links import absolute, data_path, page_path, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.words import words_of
from tracker.web.scorecard.caches.kept import KeptParts
from tracker.web.scorecard.caches.sections import SectionTexts, sections_of
from tracker.web.scorecard.drawn import drawn_of
from tracker.web.scorecard.notes import notes_of
from tracker.web.scorecard.sources import SourceBook
from tracker.web.scorecard.top import Top, top_of
from tracker.web.site import site

__all__ = ["ScorecardPage", "TopicsPage", "scorecard_page", "topics_page"]

_MOST_IN_BRIEF = 12


@dataclass(frozen=True)
class TopicInBrief:
    """A topic on which a company was assessed; ``words`` is None where there are too many to tell in full."""

    link: Link
    words: PresentedScorecard | None


@dataclass(frozen=True, kw_only=True)
class TopicsPage(Page):
    """A company with several topics, or none yet: each in brief, leading to its scorecard."""

    template = "scorecard/company.html"

    company: Annotated[Company, "The company."]
    facts: Annotated[str, "Its country, sector and identifiers, in words; empty without any."]
    topics: Annotated[Sequence[TopicInBrief], "The topics on which it was assessed."]


def _facts(company: Company) -> str:
    """What tells the company from others, in one line."""
    country = COUNTRIES.get(company.country or "", "")
    sector = company.sector
    field = f"{sector.name or sector.code} ({sector.scheme} {sector.code})" if sector else ""
    numbers = identifiers_of(company.identifiers.body) if company.identifiers else []
    parts = [f"Country: {country}" if country else "", f"Sector: {field}" if field else ""]
    return "; ".join(part for part in (*parts, *(f"{it.scheme} {it.text}" for it in numbers)) if part)


def topics_page(
    company: Company, topics: Sequence[Topic], query: ScorecardQuery, card_of: Callable[[str], Scorecard]
) -> TopicsPage:
    """The list of a company's scorecards; ``card_of`` gives the one of a topic."""
    clocks = clock_parameters(query)
    return TopicsPage(
        title=company.name,
        description=f"What {company.name} promised and what it did, by topic.",
        canonical=url_for("scorecard.company", company=company.id),
        feeds=_feeds(company),
        company=company,
        facts=_facts(company),
        topics=[
            TopicInBrief(
                Link(topic.name, page_path(company.id, topic.id, clocks), topic.id),
                words_of(card_of(topic.id)) if number < _MOST_IN_BRIEF else None,
            )
            for number, topic in enumerate(topics)
        ],
    )


def _feeds(company: Company) -> tuple[Link, ...]:
    """What is published about the company, and its dates to come."""
    about = {"company": company.id}
    corrections = feed_links({**about, "change": "correction"}, "Corrections only")
    return (*feed_links(about), *corrections, calendar_link(about))


@dataclass(frozen=True, kw_only=True)
class ScorecardPage(Page):
    """One company and topic on one day, as known at one moment."""

    template = "scorecard/scorecard.html"

    company: Annotated[Company, "The company."]
    facts: Annotated[str, "Its country, sector and identifiers, in words; empty without any."]
    topic: Annotated[Topic, "The topic."]
    topic_path: Annotated[str, "The topic's page, on the same day."]
    top: Annotated[Top, "The first screen: promise, gaps, acts, how far we checked."]
    as_of: Annotated[date, "The day that is shown."]
    as_of_words: Annotated[str, "The same in words."]
    known_at: Annotated[
        str, "The moment of the record that was asked for, empty for now; kept when another day is chosen."
    ]
    now_path: Annotated[str, "Where a pinned page's present state stands; empty if this is it."]
    notes: Annotated[Sequence[str], "How far the record reaches, where the day lies beyond it."]
    checked: Annotated[str, "The day until which the record was checked, in words; empty where it never was."]
    cited_as: Annotated[str, "The text of a citation, without its address."]
    corrections: Annotated[Sequence[Publication], "The newest corrections that the company is told of, newest first."]
    quotes: Annotated[Sequence[QuoteLine], "Quotes of pledges and evidence as they are in kept copies."]
    pinned_url: Annotated[str, "The address whose answer never changes."]
    data_path: Annotated[str, "The same as JSON."]
    sections: Annotated[SectionTexts, "The table, the findings and what follows them, which few days change."]
    drawn: Annotated[Mapping[str, Markup], "What is drawn for each day: progress in short, its pictures, the timeline."]
    shown_findings: Annotated[int, "How many findings are on this page."]
    all_findings: Annotated[Link | None, "All of them, where not all are on this page."]
    rules: Annotated[str, "The version of the rules that it is computed by."]
    position: Annotated[int, "The position of the ledger that the page is computed from."]
    changed: Annotated[str, "When the record last changed."]


def scorecard_page(
    card: Scorecard,
    snapshot: Snapshot,
    query: ScorecardQuery,
    corrections: Sequence[Publication] = (),
    quotes: Sequence[QuoteLine] = (),
) -> ScorecardPage:
    """The page of a scorecard; ``quotes`` are those of its records in kept copies."""
    company, topic = card.dossier.company, card.dossier.topic
    path, parts = page_path(company.id, topic.id), KeptParts(card, SourceBook(card.dossier.sources))
    return ScorecardPage(
        title=company.name,
        subtitle=_in_sentence(topic.name),
        description=" ".join(card.headline),
        canonical=path,
        sharing=sharing_of(path, card_title(card), card_alt(card), query, data=scorecard_as_dataset(card)),
        feeds=_feeds(company),
        company=company,
        topic=topic,
        facts=_facts(company),
        topic_path=with_query(url_for("browse.topic", topic=topic.id), clock_parameters(query)),
        top=top_of(card),
        as_of=card.as_of,
        as_of_words=day(card.as_of),
        known_at=instant(query.known_at) if query.known_at else "",
        now_path=path if query.known_at else "",
        notes=notes_of(card, site().today),
        checked=when(card.checked_until) if card.checked_until else "",
        cited_as=_citation(card, snapshot),
        corrections=corrections,
        quotes=quotes,
        pinned_url=absolute(page_path(company.id, topic.id, pinned_parameters(snapshot))),
        data_path=_data_path(card, query),
        sections=sections_of(parts),
        shown_findings=min(len(leading(card)), MOST_ON_CARD),
        all_findings=_all_findings(card, query),
        drawn=drawn_of(parts),
        rules=card.rules,
        position=snapshot.position,
        changed=day(snapshot.pin.astimezone(site().settings.time_zone).date()),
    )


def _data_path(card: Scorecard, query: ScorecardQuery) -> str:
    as_of = card.as_of.isoformat()
    return data_path(
        card.dossier.company.id, {"topic": card.dossier.topic.id, "as_of": as_of, **clock_parameters(query)}
    )


def _all_findings(card: Scorecard, query: ScorecardQuery) -> Link | None:
    count = len(leading(card))
    if count <= MOST_ON_CARD:
        return None
    path = findings_path(card.dossier.company.id, card.dossier.topic.id, clock_parameters(query))
    return Link(f"{count} findings", path)


def _citation(card: Scorecard, snapshot: Snapshot) -> str:
    """Text to cite a scorecard by: who, what, which day, which state of the record."""
    pinned_on = day(snapshot.pin.astimezone(site().settings.time_zone).date())
    name = isolated(card.dossier.company.name)
    return (
        f"{site().settings.site_name}, “{name}: {_in_sentence(card.dossier.topic.name)}”, "
        f"as of {day(card.as_of)}, rules version {card.rules}, published by {pinned_on} (entry {snapshot.position})."
    )


def _in_sentence(name: str) -> str:
    """A topic's name after a colon: its first letter small, unless the first word is an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
