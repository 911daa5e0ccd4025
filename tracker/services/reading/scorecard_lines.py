"""Findings, dues, gaps and cells across companies, computed for any other moment than today."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.engine.dossier import Dossier, assessed_topics
from tracker.engine.scorecard import compute
from tracker.engine.scorecard_lines import ScorecardLine, scorecard_lines
from tracker.records.bundle import Bundle
from tracker.services.publishing.derived.scorecard_index_rows import line_row
from tracker.services.reading.scorecards import Snapshot
from tracker.store.dossiers import fields_records
from tracker.store.lists.endings import company_ids
from tracker.store.lists.listed_lines import LINE_SORTS, LineFilter, ListedText, line_meets, positions_of
from tracker.store.lists.paging import Page, Window
from tracker.store.published import topics_at
from tracker.store.rules import rules_at

__all__ = ["lines_at"]

Data = dict[str, Any]
_FIRST, _AT_ONCE = 2, 10
"""A company has dozens of lines, so that a few fill most pages; where they do not, more are read at once."""
_MOST_WALKED = 50
"""So many companies are computed for one page of another moment, at most."""
_BEYOND = "~"
"""Comes after every id of a topic."""


class _Place(NamedTuple):
    """A row as the order by company names it."""

    company_id: str
    topic_id: str
    number: int


def lines_at(session: Session, snapshot: Snapshot, chosen: LineFilter, window: Window) -> Page[ListedText]:
    """A page of the lines at any moment, by company; raises BadCursorError.

    Companies are walked until the page is full. A walk over many without such lines ends with what it came upon; the
    next page goes on from there.
    """
    order = LINE_SORTS["company"]
    place = _Place(*order.place(window.after)) if window.after else _Place("", "", -1)
    rows, walked, first, most = list[Data](), 0, place.company_id, _FIRST
    while len(rows) <= window.size and walked < _MOST_WALKED:
        ids = [chosen.company] if chosen.company else company_ids(session, most + 1, first)
        some = ids[:most]
        rows += [row for row in _rows(session, snapshot, chosen, some) if _place(row) > place]
        walked += most
        first = ids[most] if len(ids) > most else ""
        most = min(2 * most, _AT_ONCE)
        if not first:
            break
    shown = rows[: window.size]
    last = _place(shown[-1]) if len(rows) > window.size else _Place(some[-1], _BEYOND, 0) if first else None
    texts = [ListedText(row["company_id"], row["topic_id"], row["body"]) for row in shown]
    return Page(texts, order.cursor(last) if last else None, None)


def _place(row: Data) -> _Place:
    return _Place(row["company_id"], row["topic_id"], row["number"])


def _rows(session: Session, snapshot: Snapshot, chosen: LineFilter, companies: Sequence[str]) -> list[Data]:
    """The rows of some companies that meet the filter, by place. As many queries for all as for one."""
    topics = [topic.id for topic in topics_at(session, snapshot.position) if chosen.topic in ("", topic.id)]
    bundle = Bundle(fields_records(session, companies, topics, snapshot.position))
    rules = rules_at(session, snapshot.position)
    lines = [
        line
        for id in companies
        if id in bundle.companies and bundle.companies[id].taken_down is None
        for topic in assessed_topics(bundle, id)
        if topic in topics
        for line in _lines(bundle, snapshot, id, topic, rules, chosen)
    ]
    positions = positions_of(session, {key for line in lines for key in line.names}, snapshot.position)
    rows = [(line_row(line, positions), line.data["country"] or "") for line in lines]
    return sorted((row for row, country in rows if line_meets(row, country, chosen)), key=_place)


def _lines(
    bundle: Bundle, snapshot: Snapshot, company: str, topic: str, rules: str, chosen: LineFilter
) -> Iterator[ScorecardLine]:
    card = compute(Dossier.of(bundle, company, topic), snapshot.as_of, snapshot.known_at, rules)
    return scorecard_lines(card, chosen.part, chosen.state)
