"""Hostile questions to every form of data: no fault of the server, and nothing private in any answer."""

import sqlite3
import zipfile
from datetime import UTC

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Integer, LargeBinary, update

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.stored import clock
from tracker.models import Draft
from tracker.models.base import Base
from tracker.services.exporting.editions import Editions
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings
from tracker.web.api.records import KINDS_BY_FOLDER
from tracker.web.presenting.addresses.table_names import TABLE_PATHS

PLANTED = "plantedword77"
ADDRESSES = (
    *TABLE_PATHS,
    *(f"/api/v1/{name}" for name in ("findings", "dues", "gaps", "cells", "scorecards", "upcoming", "changes")),
    *(f"/api/v1/{folder}" for folder in KINDS_BY_FOLDER),
    *("/changes.atom", "/changes/feed.json", "/search.atom", "/search/feed.json", "/lapsing.ics"),
    *("/cite", "/cite.bib", "/cite.ris", "/cite.json", "/data", "/data/latest/x", "/data/x/y"),
    *("/pledges", "/evidence", "/sources", "/lapsing", "/data/chosen/records.jsonl", "/data/chosen/records.zip"),
)
PUBLIC_TABLES = (
    *("record", "revision", "ledger", "reference", "standing", "ending", "listed_line", "derived", "last_publication"),
    *("job", "site_details", "stored_answer"),
)
"""And those of search, which have no model: what everybody may see, and what the site notes for itself."""
NAMES = (
    *("company", "topic", "country", "sector", "finding", "state", "label", "from", "to", "changed_since", "fields"),
    *("sort", "per_page", "after", "before", "first", "as_of", "known_at", "bom", "q", "kind", "of", "format", "year"),
)
RIGHT = (
    "acme",
    "police-drones",
    "DE",
    "breach",
    "2026-11-22",
    "2026-11-22T12:00:00Z",
    "0001-01-01",
    "9999-12-31",
    "-1",
)
WRONG = (
    "'; DROP TABLE record; --",
    "../../etc/passwd",
    "=cmd()",
    "\0",
    "\ufeff",
    "%s%n",
    "{{7*7}}",
    "WyJkYXRlIl0",
    "1e9",
)
VALUES = st.one_of(st.text(max_size=20), st.sampled_from(RIGHT), st.sampled_from(WRONG))
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(address=st.sampled_from(ADDRESSES), query=QUERIES)
def test_no_question_makes_the_server_fail(seeded, address, query):
    with seeded.client.get(address, query_string=query) as response:
        assert response.status_code < 500
        seeded.check_headers(response)


def test_nothing_private_is_in_any_form(site_of, tmp_path):
    site = site_of(make.pledge(), make.evidence(), minutes=60, exports_dir=tmp_path / "exports")
    actor = person(site.database, PLANTED)
    draft_of(site.database, actor, make.pledge("acme/secret", title=PLANTED), note=PLANTED)
    waiting = draft_of(site.database, actor, make.pledge("acme/waiting", title=PLANTED))
    submitted(site.database, actor, waiting)
    with site.database.writing() as session:
        session.execute(update(Draft).values(private_note=PLANTED))
    assert {"reader_report", "table_import", "draft_bundle", "account", "draft"} <= planted_everywhere(site.database)
    refresh(site.database, clock(), UTC)
    editions = Editions(site.database, clock(60), Settings(exports_dir=tmp_path / "exports"))
    folder = editions.folder / editions.make().name
    private = {
        "/data/chosen/records": "?company=acme",
        "/matrix": "?topic=police-drones",
        "/compare": "?company=acme&company=acme",
        "/search": f"?q={PLANTED}",
    }
    for address in (*ADDRESSES, "/api/v1/openapi.json", "/ledger.jsonl"):
        with site.client.get(address + private.get(address.partition(".")[0], "")) as response:
            assert PLANTED not in response.get_data().decode(errors="replace").replace(f"“{PLANTED}”", "").replace(
                f"={PLANTED}", ""
            )
    for path in folder.iterdir():
        assert PLANTED.encode() not in _unpacked(path), path.name


def planted_everywhere(database):
    """A row with the word in each text of each table that is for nobody outside, whatever tables come; their names."""
    private = [table for table in Base.metadata.sorted_tables if table.name not in PUBLIC_TABLES]
    connection = sqlite3.connect(database.path)
    for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
        connection.execute(f"PRAGMA {pragma}")
    for table in private:
        row = {column.name: _value(column) for column in table.columns}
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        connection.execute(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', [*row.values()])
    connection.commit()
    connection.close()
    return {table.name for table in private}


def _value(column):
    if isinstance(column.type, JSON):
        return f'["{PLANTED}"]'
    if isinstance(column.type, LargeBinary):
        return PLANTED.encode()
    return 9_999 if isinstance(column.type, (Integer, Boolean)) else f"{PLANTED} {column.name}"


def _unpacked(path):
    if path.suffix in (".zip", ".xlsx"):
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return path.read_bytes()
