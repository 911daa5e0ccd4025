"""Findings, dues, gaps and cells across companies as data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import orjson
from flask import request
from sqlalchemy.orm import Session

from tracker.services.reading.company_lookup import find_company
from tracker.services.reading.scorecard_lines import lines_at
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.store.lists.listed_lines import LINE_SORTS, LineFilter, ListedText, listed_lines, position_since
from tracker.store.lists.paging import BadCursorError, Window
from tracker.web.api.answers import Line, Portion
from tracker.web.api.forms import parse_changed_since, parse_fields, parse_id, parse_sized_window
from tracker.web.api.line_schemas import CELL_LABELS, LABELS, LINE_SCHEMAS, STATES
from tracker.web.browse.forms import parse_company_fields, window_query
from tracker.web.browse.lists import is_today
from tracker.web.http.clocks import BadParameterError, NothingThereError, parse_period
from tracker.web.presenting.links import absolute

__all__ = ["PART_STATES", "LinesQuery", "lines_portion", "parse_lines_query"]

PART_STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "findings": ("finding", STATES),
    "dues": ("state", STATES),
    "gaps": ("label", LABELS),
    "cells": ("label", CELL_LABELS),
}
"""By the part of the scorecard the parameter that chooses among what its lines say, and its values."""


@dataclass(frozen=True)
class LinesQuery:
    """What is asked of a list of lines: ``company`` is an ID or a name, ``sort`` is empty where none is asked for."""

    filter: LineFilter
    company: str
    changed_since: datetime | None
    fields: tuple[str, ...]
    sort: str
    window: Window

    @property
    def order(self) -> str:
        """The order that is asked for, else the one in which the filter’s lines stand beside each other."""
        by_day = "until" if self.filter.first else "date" if self.filter.last else ""
        return self.sort or by_day or ("changed" if self.changed_since else "company")


def parse_lines_query(part: str, arguments: Mapping[str, str]) -> LinesQuery:
    """Read the query; raises BadParameterError."""
    name, allowed = PART_STATES[part]
    country, sector = parse_company_fields(arguments)
    if "\0" in sector:
        raise BadParameterError("sector", sector, "a classification and a code, such as NACE 18.1")
    first, last = parse_period(arguments)
    return LinesQuery(
        LineFilter(
            part,
            topic=parse_id(arguments, "topic"),
            state=_one_of(arguments, name, allowed),
            country=country,
            sector=sector,
            first=first,
            last=last,
        ),
        arguments.get("company", ""),
        parse_changed_since(arguments),
        parse_fields(arguments, LINE_SCHEMAS[part]),
        _one_of(arguments, "sort", tuple(LINE_SORTS)),
        parse_sized_window(arguments),
    )


def lines_portion(session: Session, snapshot: Snapshot, query: ScorecardQuery, chosen: LinesQuery) -> Portion:
    """Some of the lines; raises BadParameterError, MovedError or NotFoundError."""
    company = find_company(session, snapshot, chosen.company).id if chosen.company else ""
    changed = position_since(session, chosen.changed_since) if chosen.changed_since else None
    wanted, today = replace(chosen.filter, company=company, changed=changed), is_today(snapshot, query)
    if not today and chosen.sort not in ("", "company"):
        raise NothingThereError("sort", chosen.sort, "company, where “as_of” or “known_at” is given")
    try:
        if today:
            page = listed_lines(session, wanted, chosen.order, chosen.window)
        else:
            page = lines_at(session, snapshot, wanted, chosen.window)
    except BadCursorError:
        allowed = "a page marker from the “next” address of this list"
        raise NothingThereError(*window_query(chosen.window), allowed) from None
    following = {"after": page.after} if page.after else {}
    root = absolute(request.script_root)
    return Portion([_line(it, chosen.fields, root) for it in page.rows], following, today)


def _line(line: ListedText, fields: tuple[str, ...], root: str) -> Line:
    """A line with its addresses, as page_path and data_path have them: to build them by their rules takes longer."""
    links = {
        "page": f"{root}/companies/{line.company}/{line.topic}",
        "data": f"{root}/api/v1/companies/{line.company}/scorecard?topic={line.topic}",
    }
    if fields:
        whole = {**orjson.loads(line.body), **links}
        return {name: whole[name] for name in fields}
    return orjson.Fragment(f"{line.body[:-1]},{orjson.dumps(links)[1:].decode()}")


def _one_of(arguments: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = arguments.get(name, "")
    if text and text not in allowed:
        raise BadParameterError(name, text, f"one of {', '.join(allowed)}")
    return text
