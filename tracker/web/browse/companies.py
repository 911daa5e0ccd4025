"""The list of companies and its variables."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Annotated, NamedTuple

from flask import Response, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from tracker.core.search.words import fold
from tracker.engine.summary import PLEDGE_STATES
from tracker.engine.text import MessageCatalog, bounds, capital, day, relative_days
from tracker.records.types.decision import FindingWord
from tracker.records.types.topic import Topic
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.store.lists.companies import NO_FINDING, CompanyFilter, CompanyLine, company_count, company_fields
from tracker.store.published import topics_at
from tracker.web.browse.choices import Choice, field_choices
from tracker.web.browse.forms import SAYS, STRENGTHS, CompaniesQuery
from tracker.web.browse.initiatives import initiatives_path
from tracker.web.browse.lists import Listing, counted, listed, page_links, shown_list, site_catalog
from tracker.web.browse.matrix import coverage_words, promise_words, range_words
from tracker.web.presenting.head.sharing import sharing_of
from tracker.web.presenting.links import company_path, page_path, path_of, with_query
from tracker.web.presenting.page import Link, Page, Sharing, macro_of
from tracker.web.presenting.paging import PageLinks
from tracker.web.presenting.table_links import table_links
from tracker.web.site import site

__all__ = ["CompaniesPage", "companies_page"]

_SORTS = {
    "name": "Name",
    "strength": "Covers most first",
    "gravity": "Most serious finding first",
    "ending": "Ending soonest first",
}
_FILTERS = {
    "q": "Name",
    "topic": "Topic",
    "row": "Coverage of",
    "state": "Pledge",
    "strength": "Strength",
    "finding": "Most serious finding",
    "country": "Country",
    "sector": "Sector",
}

_FINDINGS = tuple(FindingWord)
_UNSAID = ("counts", "rows")
_said_of = itemgetter(*(i for i, name in enumerate(CompanyLine._fields) if name not in _UNSAID))
"""What of a line the list says: nothing of counts, and of the rows of the yardstick."""


class CompanyRow(NamedTuple):
    """One company in the list."""

    name: str
    href: str
    promise: str
    state: str
    strength: str
    range: str
    conduct: str
    end: str
    left: str
    ended: bool


@dataclass(frozen=True, kw_only=True)
class CompaniesPage(Page):
    """Companies that meet a filter, one page of them."""

    template = "browse/companies.html"
    shows_nothing_else = True

    action: Annotated[str, "The page's path, to which its form leads."]
    q: Annotated[str, "The name that is looked for."]
    choices: Annotated[Sequence[Choice], "The filters and the order."]
    chosen: Annotated[Sequence[Link], "The filters in use, each with the address of the list without it."]
    count: Annotated[int, "How many companies meet them."]
    rows: Annotated[Sequence[Markup], "One page of these, as rows of the table."]
    pages: Annotated[PageLinks, "The ways to the others."]
    initiatives: Annotated[str, "The list of initiatives; empty where there are none."]
    today: Annotated[str, "The day that is shown, in words."]
    catching_up: Annotated[bool, "Whether the list is not quite in step with the record."]
    one_topic: Annotated[bool, "Whether the lines are about one topic."]


def companies_page(session: Session, snapshot: Snapshot, chosen: CompaniesQuery) -> Page | Response:
    """The list for today; raises BadParameter."""
    topics = topics_at(session, snapshot.position)
    topic, company_filter = chosen.chosen_topic(topics), chosen.filter(topics)
    listing = listed(session, company_filter, chosen.sort, chosen.window, without=_UNSAID)
    offered = counted(
        session, snapshot, ("fields", company_filter.topic), lambda: company_fields(session, company_filter.topic)
    )
    fields = field_choices(offered, chosen.country, fold(chosen.sector))
    path, wording = path_of("browse.companies"), site_catalog(session, snapshot)
    page = CompaniesPage(
        title="Companies",
        description="All companies: what they promised, how much it covers, and what our records show they did.",
        canonical=path,
        sharing=_sharing(path, topic, chosen) if topic else None,
        action=path,
        q=chosen.q,
        choices=_choices(wording, chosen, topic, topics, fields),
        chosen=_chosen(wording, chosen, topic, fields, path),
        count=_count(session, snapshot, company_filter, chosen, listing),
        rows=_rows(wording, listing.lines, snapshot),
        pages=page_links(path, chosen.query(), listing, chosen.window, "#list"),
        initiatives=initiatives_path(session, snapshot, {}),
        today=day(snapshot.as_of),
        catching_up=listing.catching_up,
        one_topic=topic is not None,
        downloads=table_links("companies", chosen.query()),
    )
    return shown_list(page, listing)


def _sharing(path: str, topic: Topic, chosen: CompaniesQuery) -> Sharing:
    """As a table of the companies that meet the filters, on the topic that they are told of."""
    pairs = list(chosen.query(topic=topic.id).items())
    return sharing_of(path, f"{topic.name}, by company", topic.question, ScorecardQuery(), pairs=pairs)


def _count(
    session: Session, snapshot: Snapshot, company_filter: CompanyFilter, chosen: CompaniesQuery, listing: Listing
) -> int:
    """How many there are: a list of one page is counted by looking at it."""
    window, page = chosen.window, listing.page
    whole = not (window.after or window.before or page.after or page.before)
    if whole:
        return len(page.rows)
    return counted(session, snapshot, ("companies", company_filter), lambda: company_count(session, company_filter))


def _rows(wording: MessageCatalog, lines: Sequence[CompanyLine], snapshot: Snapshot) -> list[Markup]:
    """Lines as rows of the table: most are those of the list before the last publication, and are kept."""
    macro = macro_of("browse/_company.html", "company")
    kept, said = site().rows, (wording.replaced, snapshot.as_of, request.script_root)
    rows = []
    for line in lines:
        key = (said, _said_of(line))
        row = kept.get(key)
        if row is None:
            row = macro(_row(wording, line, snapshot))
            kept.put(key, row)
        rows.append(row)
    return rows


def _row(wording: MessageCatalog, line: CompanyLine, snapshot: Snapshot) -> CompanyRow:
    end = left = ""
    if line.next_end:
        first, last = line.next_end
        end = capital(bounds(first, last))
        left = relative_days(first, snapshot.as_of) if first == last else ""
    promised = line.pledge_state != "none"
    return CompanyRow(
        name=line.name,
        href=page_path(line.company, line.topic) if line.topic else company_path(line.company),
        promise=promise_words(wording, line),
        state=wording(f"force.{line.pledge_state}.heading"),
        strength=coverage_words(wording, line) if promised else "",
        range=range_words(line) if promised and line.cells else "",
        conduct=line.record_line,
        end=end,
        left=left,
        ended=line.pledge_state in ("lapsed", "withdrawn"),
    )


def _choices(
    wording: MessageCatalog,
    chosen: CompaniesQuery,
    topic: Topic | None,
    topics: Sequence[Topic],
    fields: Sequence[Choice],
) -> list[Choice]:
    """What can be filtered by; rows of the yardstick only where it is clear whose."""
    choices = []
    if len(topics) > 1:
        options = [("", "Any topic"), *((one.id, one.name) for one in topics)]
        choices.append(Choice("topic", "Topic", options, chosen.topic))
    choices += [
        Choice("state", "Pledge", _options(wording, "force", PLEDGE_STATES), chosen.state),
        Choice("strength", "How much is covered", _options(wording, "strength", STRENGTHS), chosen.strength),
        Choice("finding", "Most serious finding", _findings(wording), chosen.finding),
    ]
    if topic:
        rows = [("", "Anything"), *((row.id, row.name) for row in topic.rows)]
        choices += [
            Choice("row", "Coverage of", rows, chosen.row),
            Choice(
                "says",
                "Status of that",
                [("", "Any"), *((value, capital(words)) for value, words in SAYS.items())],
                chosen.says,
            ),
        ]
    return [*choices, *fields, Choice("sort", "Order", list(_SORTS.items()), chosen.sort)]


@lru_cache(maxsize=16)
def _options(wording: MessageCatalog, group: str, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Made once for each state of the site's wording."""
    return (("", "Any"), *((value, wording.sentence(f"{group}.{value}.heading")) for value in values))


def _findings(wording: MessageCatalog) -> tuple[tuple[str, str], ...]:
    return (*_options(wording, "finding", _FINDINGS), (NO_FINDING, wording("finding.none.heading")))


def _chosen(
    wording: MessageCatalog, chosen: CompaniesQuery, topic: Topic | None, fields: Sequence[Choice], path: str
) -> list[Link]:
    """Each filter in use in words; its link is the list without it."""
    used = [(name, label) for name, label in _FILTERS.items() if getattr(chosen, name)]
    if not used:
        return []
    rows = {row.id: row.name for row in topic.rows} if topic else {}
    texts = {
        "q": f"“{chosen.q}”",
        "topic": topic.name if topic else "",
        "row": f"{rows.get(chosen.row, '')}: {SAYS.get(chosen.says, '')}",
        "state": wording(f"force.{chosen.state}.heading") if chosen.state else "",
        "strength": wording(f"strength.{chosen.strength}.heading") if chosen.strength else "",
        "finding": dict(_findings(wording)).get(chosen.finding, ""),
        **{choice.name: choice.words for choice in fields},
    }
    without = {"topic": {"topic": "", "row": "", "says": ""}, "row": {"row": "", "says": ""}}
    return [
        Link(
            f"{label}: {texts[name]}" if name != "row" else texts[name],
            with_query(path, chosen.query(**without.get(name, {name: ""}))),
        )
        for name, label in used
    ]
