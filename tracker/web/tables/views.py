"""Lists as tables: CSV for spreadsheets, JSON for programs, whole, with the filters of their pages."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import orjson
from flask import Blueprint, Response, copy_current_request_context, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from tracker.core.table_cells import BOM, csv_lines
from tracker.services.reading.scorecards import ScorecardQuery, Snapshot
from tracker.store.derived.scorecard_index import lists_are_behind
from tracker.web.api.answers import Portion, as_data, with_origin
from tracker.web.api.forms import refuse_others
from tracker.web.http.caches.conditional import unchanged
from tracker.web.http.clocks import BadParameterError
from tracker.web.http.headers import is_data
from tracker.web.http.page_responses import answered, not_kept, other_company
from tracker.web.http.streaming import streamed
from tracker.web.presenting.addresses.table_names import TABLES
from tracker.web.presenting.page import Page
from tracker.web.site import site
from tracker.web.tables.sources import PARAMETERS, TableQuery, asked_of

blueprint = Blueprint("tables", __name__)

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_BROKEN_OFF = {"csv": b'\r\n"broken off', "json": b"broken off"}
"""A copy that is not whole must not look like one that is."""


_OF_PAGES = {
    "browse.companies": "companies",
    "browse.home": "matrix",
    "browse.topic": "matrix",
    "compare.compare": "compare",
    "history.changes": "changes",
    "upcoming.upcoming": "lapsing",
    "records.evidence": "evidence",
    "records.pledges": "pledges",
    "records.sources": "sources",
    "scorecard.findings": "findings",
    "search.search": "search",
}
"""Which table a page shows."""
_WITH_FORMATS = ("/data/", "/cite", "/oembed", "/embed", "/desk", "/account", "/static/")


@blueprint.before_app_request
def _say_where_other_forms_are() -> None:
    """A page that is asked for in another form says where that is; it would look like data that is missing."""
    wanted = request.args.get("format", "")
    if not wanted or request.endpoint is None or is_data(request.path) or request.path.startswith(_WITH_FORMATS):
        return
    name = _OF_PAGES.get(request.endpoint)
    forms = f"the address /{name}.csv or /{name}.json" if name else "no format: this page has one form only"
    raise BadParameterError("format", wanted, forms)


@dataclass(frozen=True)
class _Table:
    """A table that is being answered: its name and form, its moment, its columns, its first portion.

    ``behind``: it is made of lists that do not show yet what was published last, or the day.
    """

    name: str
    form: str
    snapshot: Snapshot
    query: ScorecardQuery
    columns: Sequence[str]
    first: Portion
    behind: bool


@blueprint.get(f"/<any({','.join(TABLES)}):name>.<any(csv,json):form>")
def table(name: str, form: str) -> AnyResponse:
    """All lines of a list that meet its filters."""
    own = PARAMETERS[name] | ({"bom"} if form == "csv" else set())
    refuse_others(own, repeated=("company",) if name == "compare" else ())
    if request.args.get("bom", "yes") != "yes":
        raise BadParameterError("bom", request.args["bom"], "yes, or leave it out")
    table_query = asked_of(name, request.args)

    def make(session: Session, snapshot: Snapshot, query: ScorecardQuery) -> Page | Response:
        columns = table_query.columns(session, snapshot) if form == "csv" else ()
        first = table_query.portion(session, snapshot, query)
        behind = first.listed and lists_are_behind(session, site().today)
        made = _answer(_Table(name, form, snapshot, query, columns, first, behind), table_query)
        return not_kept(made) if behind else made

    return answered(make, lambda present: other_company(table_query.company, present))


def _answer(table: _Table, table_query: TableQuery) -> Response:
    parts = _as_csv(table, table_query, "bom" in request.args) if table.form == "csv" else _as_json(table)
    if table.first.following:
        made = _streamed(parts, table)
    else:
        made = Response(b"".join(parts), content_type=_TYPES[table.form])
    if table.form == "csv":
        made.headers["Content-Disposition"] = f"attachment; filename={table.name}.csv"
    return made


def _streamed(parts: Iterator[bytes], table: _Table) -> Response:
    """A table of more than one portion, as long as it may be."""
    made_of = f"{site().version} {table.snapshot.position} {table.snapshot.as_of} {request.full_path}"
    tag = hashlib.sha256(made_of.encode()).hexdigest()[:24]
    # Nobody has read beforehand what is streamed: what lists say that are behind has no tag that holds.
    whole = not table.behind and unchanged(tag)
    response = Response(status=304) if whole else streamed(parts, _TYPES[table.form], _BROKEN_OFF[table.form])
    response.set_etag(f"{tag}-behind" if table.behind else tag, weak=True)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _as_csv(table: _Table, table_query: TableQuery, marked: bool) -> Iterator[bytes]:
    return _csv_parts(_portions(table), table.columns, table_query, BOM if marked else "")


def _csv_parts(
    portions: Iterable[Portion], columns: Sequence[str], table_query: TableQuery, mark: str
) -> Iterator[bytes]:
    heading = csv_lines([{name: name for name in columns}], columns)
    yield f"{mark}{heading}".encode()
    for portion in portions:
        yield csv_lines((row for line in portion.items for row in table_query.rows(as_data(line))), columns).encode()


def _as_json(table: _Table) -> Iterator[bytes]:
    """One object, as the API gives it, but with all lines; each stands on a line of its own."""
    portions, origin = _portions(table), _json(with_origin(table.snapshot, table.query, {}))
    return _json_parts(portions, origin)


def _json_parts(portions: Iterable[Portion], origin: str) -> Iterator[bytes]:
    before = '{"items": [\n'
    for portion in portions:
        if portion.items:
            yield (before + ",\n".join(map(_json, portion.items))).encode()
            before = ",\n"
    if not before.startswith(","):
        yield before.encode()
    yield f"\n], {origin[1:]}\n".encode()


def _json(content: object) -> str:
    return orjson.dumps(content).decode()


def _portions(table: _Table) -> Iterator[Portion]:
    """All portions. Each after the first is read in a transaction of its own, so that a slow reader blocks nothing."""
    arguments = MultiDict(request.args)

    @copy_current_request_context
    def read_on(portion: Portion) -> Portion:
        for name, value in portion.following.items():
            arguments[name] = value
        with site().reading() as session:
            return asked_of(table.name, arguments).portion(session, table.snapshot, table.query)

    return _walked(table.first, read_on)


def _walked(portion: Portion, read_on: Callable[[Portion], Portion]) -> Iterator[Portion]:
    yield portion
    while portion.following:
        portion = read_on(portion)
        yield portion
