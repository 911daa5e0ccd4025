"""The page of a comparison and its variables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import Response, redirect, url_for
from sqlalchemy.orm import Session

from tracker.engine.comparing.comparison import FEWEST, MOST, Comparison, Side
from tracker.engine.comparing.comparison import compare as compared
from tracker.engine.coverage.cells import NOT_ASKED, Cell, CellLabel
from tracker.engine.coverage.flags import Flag
from tracker.engine.coverage.gaps import cells_in_words, row_in_words
from tracker.engine.progress import Progress, progress_of
from tracker.engine.text import capital, day, isolated, listing
from tracker.records.search_text import title
from tracker.records.types.topic import CellSet, Yardstick
from tracker.services.reading.company_lookup import company_names, find_company
from tracker.services.reading.comparison import cards_side_by_side, topics_to_compare
from tracker.services.reading.scorecards import MovedError, ScorecardQuery, Snapshot, Suggestion, narrowed
from tracker.web.compare.forms import ComparisonQuery
from tracker.web.embed.head_links import comparison_sharing
from tracker.web.http.clock_control import ClockControl, clock_control
from tracker.web.presenting.addresses.clock_query import clock_parameters
from tracker.web.presenting.charts.progress import Meter, meter_of
from tracker.web.presenting.links import page_path, record_path, with_pairs, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.presenting.quote_language import quote_language
from tracker.web.presenting.table_links import table_links
from tracker.web.presenting.words import words_of
from tracker.web.scorecard.coverage import (
    LegendEntry,
    Shown,
    cell_anchor,
    cell_shown,
    legend_of,
    not_asked_shown,
)
from tracker.web.scorecard.turns import RecentTurns, recent_turns

__all__ = ["ComparePage", "compare_answer"]

_MOST_CHOICES = 200
"""Companies in a list to choose from; where there are more, readers write names."""


@dataclass(frozen=True)
class SideColumn:
    """One company: its words, how long they hold, and what they are worth."""

    name: str
    href: str
    quote: str
    language: str
    reported: str
    said: str
    pledge: Link | None
    facts: Sequence[tuple[str, str]]
    promise: str
    gap: Flag | None
    strength: str
    record: str
    progress: Sequence[tuple[Progress, Meter | None]]
    turns: Sequence[RecentTurns]
    checked: str


@dataclass(frozen=True)
class OverlayCell:
    """The state of one company in one cell of the yardstick, and where it stands on its scorecard."""

    column: str
    shown: Shown
    href: str


@dataclass(frozen=True)
class PairWords:
    """Two companies: how far the words of one reach beyond the other’s."""

    heading: str
    lines: Sequence[str]


@dataclass(frozen=True)
class OverlayTable:
    """Headings of a coverage table, and its rows by row of the yardstick and company.

    ``legend`` explains the dash of points that are not asked.
    """

    columns: Sequence[str]
    grid: Sequence[tuple[str, Sequence[tuple[str, Sequence[OverlayCell]]]]]
    legend: Sequence[LegendEntry]


@dataclass(frozen=True)
class SideBySide:
    """The companies; the coverage table of each yardstick.

    Gaps that only some leave; what none clearly covers; the words of each two against each other; companies without a
    pledge, whose words cannot be compared.
    """

    sides: Sequence[SideColumn]
    tables: Sequence[OverlayTable]
    only_some: Sequence[str]
    all_leave: Sequence[str]
    pairs: Sequence[PairWords]
    others: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ComparePage(Page):
    """Two to four companies side by side, and the form to choose them."""

    template = "compare/compare.html"

    clocks: Annotated[ClockControl, "The day that is compared, and how to choose another."]
    topics: Annotated[Sequence[tuple[str, str]], "Topics to choose from, by id and name."]
    topic: Annotated[str, "The id of the one that is compared; empty where there is none."]
    topic_name: Annotated[str, "Its name."]
    topic_path: Annotated[str, "Its page; empty where there is none."]
    as_of_words: Annotated[str, "The day that is compared, in words."]
    choices: Annotated[Sequence[Suggestion], "Companies to choose from; none where names are written."]
    chosen: Annotated[Sequence[str], "What stands in the form, as many as there are fields."]
    wanted: Annotated[str, "What is still missing for a comparison; empty where it is shown."]
    comparison: Annotated[SideBySide | None, "The comparison; None where companies are still to be chosen."]


def compare_answer(
    session: Session, snapshot: Snapshot, clock_query: ScorecardQuery, chosen: ComparisonQuery
) -> ComparePage | Response:
    """The comparison; a redirect to the present ids where companies are named otherwise. Raises NotFoundError."""
    ids, renamed = _ids(session, snapshot, chosen.companies)
    if renamed:
        return _redirected(ids, chosen.topic, clock_query)
    topics, topic = topics_to_compare(session, snapshot, chosen.topic)
    cards = cards_side_by_side(session, snapshot, ids, topic.id) if topic and len(ids) >= FEWEST else []
    comparison = compared(cards) if cards else None
    choices, snapshot = company_names(session, _MOST_CHOICES), narrowed(session, snapshot)
    path, query = url_for("compare.compare"), clock_parameters(clock_query)
    kept = [("company", id) for id in ids] + ([("topic", chosen.topic)] if chosen.topic else [])
    names = [side.name for side in comparison.sides] if comparison else []
    return ComparePage(
        title=f"{listing(names)} compared" if names else "Compare companies",
        description=f"{listing(names)} side by side: wording, duration, coverage and gaps." if names else _OFFER,
        canonical=path,
        sharing=comparison_sharing([side.card for side in comparison.sides], clock_query) if comparison else None,
        clocks=clock_control(path, snapshot, clock_query, kept),
        topics=[(one.id, one.name) for one in topics],
        topic=topic.id if topic else "",
        topic_name=topic.name if topic else "",
        topic_path=with_query(url_for("browse.topic", topic=topic.id), query) if topic else "",
        as_of_words=day(snapshot.as_of),
        choices=choices,
        chosen=[*ids, *[""] * (MOST - len(ids))],
        wanted="" if comparison else _wanted(len(ids)),
        comparison=_compared(comparison, query) if comparison else None,
        downloads=table_links("compare", [*kept, *query.items()]) if comparison else (),
    )


_OFFER = (
    "See two to four companies side by side: what they said, how long it lasts, what it covers and where they differ."
)


def _wanted(count: int) -> str:
    return "Choose one more company." if count == FEWEST - 1 else "Choose two to four companies."


def _ids(session: Session, snapshot: Snapshot, texts: Sequence[str]) -> tuple[list[str], bool]:
    """The ids that are meant, each once; whether any was named otherwise."""
    ids = []
    for text in texts:
        try:
            ids.append(find_company(session, snapshot, text).id)
        except MovedError as moved:
            ids.append(moved.id)
    return list(dict.fromkeys(ids)), ids != list(texts)


def _redirected(ids: Sequence[str], topic: str, query: ScorecardQuery) -> Response:
    pairs = [("company", id) for id in ids] + ([("topic", topic)] if topic else [])
    # Flask’s response is Werkzeug’s to the stubs.
    return redirect(with_pairs(url_for("compare.compare"), [*pairs, *clock_parameters(query).items()]), 302)  # type: ignore[return-value]


def _compared(comparison: Comparison, query: dict[str, str]) -> SideBySide:
    """All that is shown of a comparison."""
    sides = comparison.sides
    topic = sides[0].card.dossier.topic
    return SideBySide(
        sides=[_column(side, query) for side in sides],
        tables=[_table(comparison, yardstick, query) for yardstick in topic.yardsticks],
        only_some=[gap.text for gap in comparison.gaps_of_some],
        all_leave=_all_leave(comparison),
        pairs=[
            PairWords(
                listing([pair.first.name, pair.second.name]), [d.text for d in pair.differences] or [pair.text or ""]
            )
            for pair in comparison.pairs
            if pair.text or pair.differences
        ],
        others=[isolated(side.name) for side in sides if side.pledge is None],
    )


def _table(comparison: Comparison, yardstick: Yardstick, query: dict[str, str]) -> OverlayTable:
    cells = {(cell.row.id, cell.column.id): cell.cells for cell in comparison.cells}
    rows = [
        (row.name, [(row, column, cells.get((row.id, column.id))) for column in yardstick.table_columns])
        for row in yardstick.table_rows
    ]
    wording = comparison.sides[0].card.dossier.wording
    return OverlayTable(
        columns=[column.name for column in yardstick.table_columns],
        grid=[
            (name, [(side.name, _cells(row, i, side, query)) for i, side in enumerate(comparison.sides)])
            for name, row in rows
        ],
        legend=legend_of(wording, [NOT_ASKED] if yardstick.not_asked else []),
    )


def _column(side: Side, query: dict[str, str]) -> SideColumn:
    card, version = side.card, side.force.version if side.force else None
    company, topic = card.dossier.company, card.dossier.topic
    begun_by = side.force.begun_by if side.force else None
    since = ("In force by", f"{day(begun_by)} at the latest") if begun_by else ("Since", side.since)
    facts = [since, ("Ends", side.ends), ("Lasts", "" if _said_with_its_end(side) else side.lasts)]
    words, pledge, presented = side.words or "", side.pledge, words_of(card)
    return SideColumn(
        name=side.name,
        href=page_path(company.id, topic.id, query),
        quote=words if side.verbatim else "",
        language=quote_language(version.language, card.dossier.sources.get(version.source)) if version else "",
        reported="" if side.verbatim else words,
        said=capital(", ".join(isolated(part) for part in (version.speaker, version.channel) if part))
        if version
        else "",
        pledge=Link(title(pledge), record_path("pledge", pledge.id, query)) if pledge else None,
        facts=[(name, capital(value)) for name, value in facts if value],
        promise=" ".join(presented.promise),
        gap=presented.flags[0] if presented.flags else None,
        strength=presented.strength,
        record=presented.record_line,
        progress=[(progress, meter_of(progress)) for progress in progress_of(card)],
        turns=recent_turns(card, {it.id: record_path("evidence", it.id, query) for it in card.dossier.evidence}),
        checked=presented.checked.until,
    )


def _said_with_its_end(side: Side) -> bool:
    """Whether the length is already given with the last day."""
    return bool(side.lasts and side.ends and f"({side.lasts})" in side.ends)


def _cells(
    row: Sequence[tuple[CellSet, CellSet, tuple[Cell, ...] | None]], place: int, side: Side, query: dict[str, str]
) -> list[OverlayCell]:
    """One company's answers in a row of the yardstick, with a dash for what is not asked."""
    path = page_path(side.card.dossier.company.id, side.card.dossier.topic.id, query)
    wording = side.card.dossier.wording
    return [
        OverlayCell(
            column.name,
            cell_shown(wording, cells[place]) if cells else not_asked_shown(wording),
            f"{path}#{cell_anchor(of_row, column)}",
        )
        for of_row, column, cells in row
    ]


def _all_leave(comparison: Comparison) -> list[str]:
    """Rows of which none of the companies clearly covers some or all columns."""
    dossier = comparison.sides[0].card.dossier
    lines = []
    for row in dossier.topic.rows:
        every = len(dossier.yardstick_of[row.id].columns_asked(row))
        cells = [cell for cell in comparison.cells if cell.row is row and CellLabel.COVERED not in cell.labels]
        if cells:
            columns = listing(cells_in_words(dossier, cell.column) for cell in cells)
            name = capital(row_in_words(dossier, row))
            lines.append(name if len(cells) == every else f"{name}: {columns}")
    return lines
