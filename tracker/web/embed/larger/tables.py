"""Tables of companies: a topic's matrix, and the list with its filters; each a page at a time, without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from sqlalchemy.orm import Session

from tracker.engine.alerts import Alert
from tracker.engine.text import MessageCatalog, bounds, capital, day
from tracker.records.types.topic import Topic
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.services.reading.topic_overview import topic_overview
from tracker.store.lists.companies import CompanyLine
from tracker.store.lists.paging import Window
from tracker.store.published import topics_at
from tracker.web.browse.forms import parse_companies_query, parse_company_fields
from tracker.web.browse.lists import Listing, is_today, listed, listed_at, site_catalog
from tracker.web.browse.matrix import (
    Matrix,
    checked_words,
    coverage_words,
    matrix_of,
    promise_words,
    range_words,
)
from tracker.web.embed.font_metrics import drawn
from tracker.web.embed.subjects import Subject
from tracker.web.embed.summary import EmbedSummary, SummaryLine
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.head.sharing import not_asked_line
from tracker.web.presenting.links import absolute, page_path
from tracker.web.scorecard.coverage import LegendEntry, Shown

__all__ = ["A_PAGE", "LARGEST_PAGE", "CompanyTable", "TableRow", "company_table", "pictured_table"]

A_PAGE, LARGEST_PAGE = 10, 50
"""Companies on a page of an embed: unless asked otherwise, and at most."""


@dataclass(frozen=True)
class TableRow:
    """A company: its id, its name, its page, and a cell for each column; a cell may have a mark."""

    company: str
    name: str
    href: str
    cells: Sequence[Shown]


@dataclass(frozen=True)
class CompanyTable:
    """A page of companies, of which ``companies`` has the ids.

    ``marked``: each cell is a mark with a word, else a sentence. ``others`` are companies without a pledge where these
    stand in no row, each with what is on record of it. ``after`` and ``before`` are the marks of the next and the
    previous page, None where there is none.
    """

    kind: ClassVar[str] = "table"

    companies: Sequence[str]
    marked: bool
    heading: str
    columns: Sequence[str]
    rows: Sequence[TableRow]
    others: Sequence[tuple[str, str, str]]
    legend: Sequence[LegendEntry]
    alerts: Sequence[Alert]
    checked: str
    after: str | None
    before: str | None

    @property
    def said(self) -> object:
        """What tells a page from the same one of another moment: names and words, without their addresses."""
        return [(row.name, list(row.cells)) for row in self.rows], [(name, counts) for name, _, counts in self.others]


def company_table(
    session: Session, snapshot: Snapshot, subject: Subject, query: ScorecardQuery
) -> tuple[CompanyTable, EmbedSummary]:
    """The table that an embed shows, and its words for smaller forms and pictures; raises Missing and BadParameter."""
    topic = topic_overview(session, snapshot, subject.topic or "").topic
    wording = site_catalog(session, snapshot)
    clocks = clock_parameters(query)
    if subject.kind == "matrix":
        listing = _matrix_lines(session, snapshot, subject, query)
        matrix = matrix_of(wording, topic, listing.lines, clocks, "", whole=listing.whole and not subject.filters)
        table = _of_matrix(matrix, listing)
    else:
        listing = _listed_lines(session, snapshot, subject, query)
        table = _of_list(wording, topic, listing, clocks)
    return table, _summary(topic, table, snapshot, not_asked_line(wording, topic))


def _window(filters: Mapping[str, str]) -> Window:
    text = filters.get("per_page", "")
    size = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else A_PAGE
    return Window(filters.get("after"), filters.get("before"), max(1, min(size, LARGEST_PAGE)))


def _matrix_lines(session: Session, snapshot: Snapshot, subject: Subject, query: ScorecardQuery) -> Listing:
    filters = dict(subject.filters)
    country, sector = parse_company_fields(filters)
    company_filter = parse_companies_query({"topic": subject.topic or ""}).filter(topics_at(session, snapshot.position))
    company_filter = replace(company_filter, country=country or None, sector=sector or None)
    return listed_at(session, company_filter, _window(filters), snapshot, query, LARGEST_PAGE)


def _listed_lines(session: Session, snapshot: Snapshot, subject: Subject, query: ScorecardQuery) -> Listing:
    """The list with its filters; on another day than today it is by name, whatever order is asked for."""
    filters = {name: value for name, value in subject.filters if name not in ("after", "before", "per_page")}
    chosen = parse_companies_query({**filters, "topic": subject.topic or ""})
    company_filter, window = chosen.filter(topics_at(session, snapshot.position)), _window(dict(subject.filters))
    if is_today(snapshot, query):
        return listed(session, company_filter, chosen.sort, window)
    return listed_at(session, company_filter, window, snapshot, query, LARGEST_PAGE)


def _of_matrix(matrix: Matrix, listing: Listing) -> CompanyTable:
    ids = [line.company for line in listing.lines if line.pledge_state != "none"]
    rows = [
        TableRow(id, row.name, absolute(row.href), [Shown(cell.mark, cell.text, cell.until) for cell in row.cells])
        for id, row in zip(ids, matrix.rows, strict=True)
    ]
    number = len(matrix.without)
    alerts = [Alert("gap", "No company here clearly covers", matrix.uncovered)] if matrix.uncovered else []
    if number and rows:
        text = f"{number} of these {matrix.companies} companies"
        alerts.append(Alert("gap", "No public pledge that we know of", text))
    return CompanyTable(
        companies=[line.company for line in listing.lines],
        marked=True,
        heading="Company",
        columns=[link.text for link in matrix.headings],
        rows=rows,
        others=[(link.text, absolute(link.href), counts) for link, counts in matrix.without],
        legend=matrix.marks,
        alerts=alerts,
        checked=matrix.checked,
        after=listing.page.after,
        before=listing.page.before,
    )


def _of_list(wording: MessageCatalog, topic: Topic, listing: Listing, clocks: Mapping[str, str]) -> CompanyTable:
    return CompanyTable(
        companies=[line.company for line in listing.lines],
        marked=False,
        heading="Company",
        columns=["Pledge", "Points covered", "On record", "Ends"],
        rows=[_list_row(wording, topic, line, clocks) for line in listing.lines],
        others=(),
        legend=(),
        alerts=(),
        checked=checked_words(line.checked_until for line in listing.lines),
        after=listing.page.after,
        before=listing.page.before,
    )


def _list_row(wording: MessageCatalog, topic: Topic, line: CompanyLine, clocks: Mapping[str, str]) -> TableRow:
    promised = line.pledge_state != "none"
    covers = f"{coverage_words(wording, line)}: {range_words(line)}" if promised and line.cells else ""
    ends = capital(bounds(*line.next_end)) if line.next_end else ""
    texts = (promise_words(wording, line), covers, line.record_line, ends)
    return TableRow(
        line.company,
        line.name,
        absolute(page_path(line.company, topic.id, clocks)),
        [Shown("", text) for text in texts],
    )


def _summary(topic: Topic, table: CompanyTable, snapshot: Snapshot, unasked: str) -> EmbedSummary:
    """The same in the words of smaller forms; a company without a pledge is no gap of the others."""
    companies = _companies(len(table.rows) + len(table.others))
    checked = f"checked {table.checked}" if table.checked else "last check not noted"
    when = f"As of {day(snapshot.as_of)}, {checked}."
    gaps = " ".join(f"{alert.line}." for alert in table.alerts) or f"{companies}."
    return EmbedSummary(
        topic="Topic",
        heading=topic.name,
        title=f"{topic.name}, by company",
        alt=" ".join(part for part in (f"{topic.name}.", topic.question, gaps, unasked, when) if part),
        as_of=snapshot.as_of,
        when=when,
        drawn=topic.name,
        checked=checked,
        promise=topic.question,
        alerts=table.alerts,
        lines=() if table.alerts else [SummaryLine(companies)],
        record=f"{companies} on this page." if table.alerts else "",
        link="All companies",
        not_asked=unasked,
    )


def _companies(number: int) -> str:
    return f"{number} compan{'y' if number == 1 else 'ies'}"


def pictured_table(table: CompanyTable) -> CompanyTable:
    """The same for pixels: a company whose name the fonts lack is called by its id."""
    return replace(table, rows=[row if drawn(row.name) else replace(row, name=row.company) for row in table.rows])
