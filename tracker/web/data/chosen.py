"""Files of a part of all data, made when they are asked for: of some companies, on a topic."""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Response, request, send_file
from sqlalchemy.orm import Session

from tracker.services.exporting.about import About
from tracker.services.exporting.choosing import ExportFilter, NotOnRecordError, TooManyCompaniesError, chosen_for
from tracker.services.exporting.editions import about_now
from tracker.services.exporting.record_lines import write_yaml
from tracker.services.exporting.writing import write_form
from tracker.services.reading.company_lookup import find_company
from tracker.services.reading.scorecards import Snapshot
from tracker.store.derived.scorecard_index import lists_are_behind
from tracker.store.export_selection import Selection
from tracker.web.api.forms import parse_id
from tracker.web.browse.forms import parse_company_fields
from tracker.web.http.caches.conditional import unchanged
from tracker.web.http.clocks import BadParameterError, NothingThereError
from tracker.web.http.streaming import free_place
from tracker.web.site import site

__all__ = ["CHOSEN_FILES", "MOST_COMPANIES", "PARAMETERS", "chosen_file", "parse_export_filter"]

MOST_COMPANIES = 100
"""So many are exported while somebody waits: they take some seconds."""
PARAMETERS = ("company", "topic", "country", "sector")
_Write = Callable[[Session, About, Path, Selection], None]


def _form(form: str) -> _Write:
    return lambda session, about, path, chosen: write_form(session, about, form, path, chosen)


CHOSEN_FILES: dict[str, tuple[_Write, str]] = {
    "datapackage.zip": (_form("package"), "application/zip"),
    "tracker.xlsx": (_form("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "tracker.sqlite": (_form("sqlite"), "application/vnd.sqlite3"),
    "records.jsonl": (_form("jsonl"), "application/x-ndjson"),
    "records.zip": (lambda session, _, path, chosen: write_yaml(session, path, chosen), "application/zip"),
}
"""By name what writes a file, and its media type."""


def parse_export_filter() -> ExportFilter:
    """Read the filter; raises BadParameterError, also where there is none."""
    (country, sector), company = parse_company_fields(request.args), request.args.get("company", "")
    wanted = ExportFilter((company,) if company else (), parse_id(request.args, "topic"), country, sector)
    if wanted == ExportFilter():
        raise BadParameterError("company", "", "a company, topic, country or sector; /data has files of everything")
    return wanted


def chosen_file(session: Session, snapshot: Snapshot, name: str, wanted: ExportFilter) -> Response:
    """One of CHOSEN_FILES; raises as ``find_company``, BadParameterError, NothingThereError or ServiceUnavailable."""
    if wanted.companies:
        company = find_company(session, snapshot, wanted.companies[0]).id
        wanted = ExportFilter((company,), wanted.topic, wanted.country, wanted.sector)
    try:
        chosen = chosen_for(session, wanted, MOST_COMPANIES)
    except NotOnRecordError as error:
        kind, id = error.key
        raise NothingThereError(kind, id, f"the ID of a {kind}") from None
    except TooManyCompaniesError:
        allowed = f"a filter that at most {MOST_COMPANIES} companies meet; /data has files of everything"
        raise BadParameterError("topic", wanted.topic, allowed) from None
    assert chosen is not None
    write, media_type = CHOSEN_FILES[name]
    made_of = f"{site().version} {snapshot.position} {snapshot.as_of} {name} {wanted}"
    tag = hashlib.sha256(made_of.encode()).hexdigest()[:24]
    # Tables say what lists say, which may not show the latest publication yet: then no tag holds.
    behind = lists_are_behind(session, site().today)
    held = unchanged(tag) and not behind
    response = Response(status=304) if held else _written(session, write, chosen, media_type)
    response.set_etag(f"{tag}-behind" if behind else tag, weak=True)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _written(session: Session, write: _Write, chosen: Selection, media_type: str) -> Response:
    """The file, which has no name any more while it is sent: whatever becomes of the reader, nothing is left."""
    about, place = about_now(session, site().settings, site().clock), free_place()
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            write(session, about, path, chosen)
            return send_file(path.open("rb"), mimetype=media_type)
    finally:
        place.release()
