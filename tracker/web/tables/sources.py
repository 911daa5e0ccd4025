"""Where the lines of each table come from: the same lists that pages and the API show, with their filters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.engine.comparing.comparison import FEWEST, MOST
from tracker.engine.coverage.cells import NOT_ASKED
from tracker.engine.scorecard_lines import scorecard_lines
from tracker.records.kinds import KINDS
from tracker.records.types.pledge import Version
from tracker.services.reading.company_lookup import find_company
from tracker.services.reading.comparison import cards_side_by_side, topics_to_compare
from tracker.services.reading.scorecards import MovedError, ScorecardQuery, Snapshot
from tracker.services.reading.topic_overview import topic_overview
from tracker.store.lists.companies import CompanyFilter
from tracker.store.lists.paging import LARGEST_PAGE, LARGEST_WINDOW, Window
from tracker.store.searching.search import search as found_for
from tracker.web.api.answers import Portion
from tracker.web.api.endpoints import ENDPOINTS
from tracker.web.api.forms import parse_records_query
from tracker.web.api.line_schemas import LINE_SCHEMAS, LIST_SCHEMAS
from tracker.web.api.lines import PART_STATES, lines_portion, parse_lines_query
from tracker.web.api.lists import changes_portion, scorecards_portion, upcoming_portion
from tracker.web.api.records import KINDS_BY_FOLDER, records_portion
from tracker.web.browse.forms import parse_companies_query, parse_company_fields, parse_window
from tracker.web.browse.lists import is_today, listed_at
from tracker.web.compare.forms import parse_comparison_query
from tracker.web.history.forms import before_position, parse_changes_query
from tracker.web.http.clocks import BadParameterError
from tracker.web.presenting.addresses.table_names import TABLES
from tracker.web.presenting.links import absolute, page_path, record_path
from tracker.web.search.forms import parse_search_query
from tracker.web.upcoming.forms import parse_ends_query

__all__ = ["PARAMETERS", "TableQuery", "asked_of"]

Arguments = "MultiDict[str, str]"
Data = dict[str, Any]
_CLOCKS = frozenset(("as_of", "known_at"))
_STANDING = ("id", "page", "revision", "change", "published_at", "ledger_position", "sha256")
_SEARCHED = ("kind", "id", "company", "title", "text", "page")
_BEFORE_CELLS = ("company", "name", "topic", "pledge", "strength", "covered", "possible", "cells", "gravest", "page")

PARAMETERS: dict[str, frozenset[str]] = {
    "companies": ENDPOINTS["/scorecards"].names,
    "matrix": _CLOCKS | {"topic", "country", "sector", "after"},
    "lapsing": ENDPOINTS["/upcoming"].names,
    "changes": ENDPOINTS["/changes"].names,
    "compare": _CLOCKS | {"company", "topic"},
    "search": frozenset(("q", "kind", "company", "first")),
    **{name: ENDPOINTS[f"/{name}"].names - {"fields"} for name in ("pledges", "evidence", "sources", *PART_STATES)},
}
"""By table the parameters that its address has: those of the page or of the list for programs."""


@dataclass(frozen=True)
class TableQuery:
    """A table that is asked for: its lines portion by portion, its columns, and the company that is named, if any.

    ``rows`` makes one or several rows of a spreadsheet of a line.
    """

    portion: Callable[[Session, Snapshot, ScorecardQuery], Portion]
    columns: Callable[[Session, Snapshot], Sequence[str]]
    company: str = ""
    rows: Callable[[Data], list[Data]] = lambda line: [line]


def asked_of(name: str, arguments: "MultiDict[str, str]") -> TableQuery:
    """One of TABLES with the filters that are given; raises BadParameterError."""
    assert name in TABLES
    if name in PART_STATES:
        return _lines(name, arguments)
    return _READERS[name](arguments) if name in _READERS else _records(name, arguments)


def _wide(arguments: "MultiDict[str, str]") -> Window:
    """The window that lists are walked by: as wide as there is."""
    return Window(parse_window({"after": arguments.get("after", "")}).after, size=LARGEST_WINDOW)


def _fixed(columns: Sequence[str]) -> Callable[[Session, Snapshot], Sequence[str]]:
    return lambda _session, _snapshot: columns


def _companies(arguments: "MultiDict[str, str]") -> TableQuery:
    chosen = parse_companies_query(arguments, _wide(arguments))
    return TableQuery(
        lambda session, snapshot, query: scorecards_portion(session, snapshot, query, chosen),
        _fixed([*LIST_SCHEMAS["scorecards"]]),
    )


def _matrix(arguments: "MultiDict[str, str]") -> TableQuery:
    (country, sector), window = parse_company_fields(arguments), _wide(arguments)
    topic = arguments.get("topic", "")
    if not topic:
        raise BadParameterError("topic", "", "the ID of a topic")
    chosen = CompanyFilter(topic, country=country or None, sector=sector or None)

    def portion(session: Session, snapshot: Snapshot, query: ScorecardQuery) -> Portion:
        points = _points(session, snapshot, topic)
        listing = listed_at(session, chosen, window, snapshot, query)
        following = {"after": listing.page.after} if listing.page.after else {}
        items = [
            {
                "company": line.company,
                "name": line.name,
                "topic": topic,
                "pledge": line.pledge_state,
                "strength": line.strength,
                "covered": line.covered,
                "possible": line.possible,
                "cells": line.cells,
                "gravest": line.gravest,
                "page": absolute(page_path(line.company, topic)),
                **{
                    f"{row}/{column}": NOT_ASKED if place is None else line.rows[row]["states"][place]
                    for row, place, column in points
                },
            }
            for line in listing.lines
        ]
        return Portion(items, following, is_today(snapshot, query))

    def columns(session: Session, snapshot: Snapshot) -> Sequence[str]:
        return [*_BEFORE_CELLS, *(f"{row}/{column}" for row, _, column in _points(session, snapshot, topic))]

    return TableQuery(portion, columns)


def _points(session: Session, snapshot: Snapshot, topic: str) -> list[tuple[str, int | None, str]]:
    """Row, place among what is asked of it, and column of each point of the topic's tables.

    The place is None where nothing is asked. Raises NotFoundError or TakenDownError.
    """
    yardsticks = topic_overview(session, snapshot, topic).topic.yardsticks
    return [
        (row.id, places.get(column.id), column.id)
        for yardstick in yardsticks
        for row in yardstick.table_rows
        for places in [{asked_column.id: place for place, asked_column in enumerate(yardstick.columns_asked(row))}]
        for column in yardstick.table_columns
    ]


def _lapsing(arguments: "MultiDict[str, str]") -> TableQuery:
    chosen = parse_ends_query(arguments)
    return TableQuery(
        lambda session, snapshot, query: upcoming_portion(session, snapshot, query, chosen, LARGEST_WINDOW),
        _fixed([*LIST_SCHEMAS["upcoming"]]),
        chosen.company,
    )


def _changes(arguments: "MultiDict[str, str]") -> TableQuery:
    chosen, before = parse_changes_query(arguments), before_position(arguments)
    return TableQuery(
        lambda session, snapshot, _: changes_portion(session, snapshot, chosen, before, LARGEST_WINDOW),
        _fixed([*LIST_SCHEMAS["changes"]]),
        chosen.company,
    )


def _compare(arguments: "MultiDict[str, str]") -> TableQuery:
    chosen = parse_comparison_query(arguments)
    if len(chosen.companies) < FEWEST:
        raise BadParameterError("company", ", ".join(chosen.companies), f"{FEWEST} to {MOST} company IDs")

    def portion(session: Session, snapshot: Snapshot, _query: ScorecardQuery) -> Portion:
        ids = [_id_of(session, snapshot, text) for text in chosen.companies]
        _topics, topic = topics_to_compare(session, snapshot, chosen.topic)
        cards = cards_side_by_side(session, snapshot, list(dict.fromkeys(ids)), topic.id) if topic else []
        return Portion([it.data for card in cards for it in scorecard_lines(card, "cells")], {})

    return TableQuery(portion, _fixed([name for name in LINE_SCHEMAS["cells"] if name not in ("page", "data")]))


def _id_of(session: Session, snapshot: Snapshot, text: str) -> str:
    try:
        return find_company(session, snapshot, text).id
    except MovedError as moved:
        return moved.id


def _search(arguments: "MultiDict[str, str]") -> TableQuery:
    chosen = parse_search_query(arguments)

    def portion(session: Session, _snapshot: Snapshot, _query: ScorecardQuery) -> Portion:
        results = found_for(
            session,
            chosen.q,
            kind=chosen.kind or None,
            company=chosen.company or None,
            first=chosen.first,
            size=LARGEST_PAGE,
        )
        items = [
            {
                "kind": hit.kind,
                "id": hit.id,
                "company": hit.company,
                "title": "".join(segment.text for segment in hit.title),
                "text": "".join(segment.text for segment in hit.snippet),
                "page": absolute(record_path(hit.kind, hit.id)),
            }
            for hit in results.hits
        ]
        return Portion(items, {"first": str(results.next)} if results.next else {})

    return TableQuery(portion, _fixed(_SEARCHED))


def _lines(part: str, arguments: "MultiDict[str, str]") -> TableQuery:
    chosen = replace(parse_lines_query(part, arguments), window=_wide(arguments))
    return TableQuery(
        lambda session, snapshot, query: lines_portion(session, snapshot, query, chosen),
        _fixed([*LINE_SCHEMAS[part]]),
        chosen.company,
    )


def _records(folder: str, arguments: "MultiDict[str, str]") -> TableQuery:
    kind = KINDS_BY_FOLDER[folder]
    chosen = replace(parse_records_query(kind, arguments), window=_wide(arguments))
    fields = [field.alias or name for name, field in KINDS[kind].model_fields.items() if name not in ("kind", "id")]
    columns = [*_STANDING, *fields]
    if kind == "pledge":
        versions = [f"version.{field.alias or name}" for name, field in Version.model_fields.items()]
        columns = [*(name for name in columns if name != "versions"), "version", *versions]
    return TableQuery(
        lambda session, snapshot, _: records_portion(session, snapshot, kind, chosen),
        _fixed(columns),
        chosen.company,
        _by_version if kind == "pledge" else lambda line: [_whole(line)],
    )


def _whole(line: Data) -> Data:
    """A record with where it stands, side by side."""
    return {**line["record"], **{name: line[name] for name in _STANDING}}


def _by_version(line: Data) -> list[Data]:
    """A row for each version of a pledge; of one that was taken down a single row."""
    whole = _whole(line)
    versions: list[Data] = whole.pop("versions", [{}])
    return [
        {**whole, "version": number, **{f"version.{name}": value for name, value in version.items()}}
        for number, version in enumerate(versions, 1)
    ]


_READERS: dict[str, Callable[["MultiDict[str, str]"], TableQuery]] = {
    "companies": _companies,
    "matrix": _matrix,
    "lapsing": _lapsing,
    "changes": _changes,
    "compare": _compare,
    "search": _search,
}
