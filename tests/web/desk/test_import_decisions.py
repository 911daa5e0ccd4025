"""What a person decides about an import: versions, fields, single values; long files; what is left alone."""

from datetime import timedelta

from sqlalchemy import func, select

from tests import factories as make
from tests.spreadsheet_files import (
    promise_list,
    text_of,
)
from tests.web.desk.controls import values_of
from tests.web.desk.importing import LIST, Importing, alert_of, codes, outcomes, states
from tracker.models import Draft, TableImport
from tracker.services.jobs import do_jobs
from tracker.services.spreadsheets import table_imports
from tracker.services.spreadsheets.import_jobs import import_doers


def published_promise(**version):
    """A published pledge not to sell drones, in one version."""
    stated = {"quote": None, "speaker": None, "reported": "No drones for the police", **version}
    return (
        make.company("sample-print", name="Sample Print"),
        make.source("print-1", url="https://print.example/a"),
        make.pledge(id="sample-print/drones", versions=[make.version(source="print-1", **stated)]),
    )


def test_what_a_published_pledge_says_changes_only_as_somebody_decides_and_field_by_field(desk):
    desk.filled(*published_promise(start="2020-06-11"))
    ann = desk.person()
    head = ["Company", "Promise", "Source", "Date announced", "Notes", "Speaker"]
    cells = ["Sample Print", "No drones for the police", "print.example/a/", "2021-05-06", "Said again", "A. Person"]
    work = Importing(ann, "next.csv", text_of([head, cells]))
    work.goes_on()
    problems = work.goes_on()
    assert codes(problems) == {"wording-changes"}
    assert outcomes(work.goes_on()) == {"new": 0, "changed": 0, "unchanged": 0, "to decide": 1, "left out": 0}
    work.path = work.path.replace("/changes", "/problems")
    work.page = ann.opens(work.path)
    changes = work.types({"version-2": "correct"})
    assert outcomes(changes)["changed"] == 1
    taken = [box.get("value") for box in changes.all("input", name="take")]
    assert [name.rpartition(".")[2] for name in taken] == ["start", "speaker", "note"]
    changes = work.types({"take": [name for name in taken if not name.endswith("note")]}, do="save")
    assert [box.get("checked") is not None for box in changes.all("input", name="take")] == [True, True, False]
    refused = ann.sends(work.path, {**values_of(changes), "do": "make"}, 409)
    assert "what was wrong" in alert_of(refused)
    work.types({"note": "We had the wrong day."}, do="make")
    with desk.database.reading() as session:
        (draft,) = session.scalars(select(Draft))
    version = draft.data["versions"][0]
    assert (draft.change, version["start"], version["speaker"]) == ("correction", "2021-05-06", "A. Person")
    assert "note" not in version


def test_a_cell_is_corrected_without_editing_the_file(desk):
    ann = desk.person()
    head = ["Company", "Promise", "Date announced", "Source"]
    rows = [
        ["Sample Print", "No drones", "2020", "print.example/a"],
        ["Sample Books", "No drones", "oops", "b.example/"],
    ]
    work = Importing(ann, "cells.csv", text_of([head, *rows]))
    work.goes_on()
    problems = work.types({**LIST, "field-2": "pledge.start"})
    address = next(a.get("href") for a in problems.all("a") if "/rows/3" in (a.get("href") or ""))
    page = ann.opens(address)
    ann.sends(address, {**values_of(page), "cell-2": "May 2021"})
    page = ann.opens(address)
    assert values_of(page)["cell-2"] == "May 2021"
    assert "oops" in page.text
    work.page = ann.opens(work.path)
    assert codes(work.page) == set()
    assert outcomes(work.goes_on())["new"] == 2
    ann.opens(address.replace("/rows/3", "/rows/9"), 404)


def test_a_long_file_is_planned_and_made_into_drafts_beside_the_requests(desk, monkeypatch):
    monkeypatch.setattr(table_imports, "LONG", 2)
    doers = import_doers(desk.database, desk.clock)
    ann = desk.person()
    work = Importing(ann, "promises.csv", promise_list())
    work.goes_on()
    page = work.types(LIST)
    assert [it.get("data-progress") for it in page.all("section") if it.get("data-progress")] == ["waiting"]
    assert ann.client.get(work.path).headers["Refresh"]
    do_jobs(desk.database, desk.clock, doers)
    work.page = ann.opens(work.path)
    assert codes(work.page) == set()
    assert outcomes(work.goes_on())["new"] == 4
    page = work.goes_on(do="make")
    assert [it.get("data-progress") for it in page.all("section") if it.get("data-progress")] == ["waiting"]
    do_jobs(desk.database, desk.clock, doers)
    answer = ann.client.get(work.path)
    assert states(ann.opens(answer.location)) == {"In progress": 4}


def test_an_import_that_nobody_goes_on_with_is_deleted_after_the_days_that_its_page_names(desk):
    ann = desk.person()
    Importing(ann, "promises.csv", promise_list())
    assert f"{table_imports.KEPT_DAYS} days" in ann.opens("/desk/import").text
    for days, kept in ((table_imports.KEPT_DAYS - 1, 1), (2, 0)):
        desk.clock.move(timedelta(days=days))
        table_imports.erase_old_imports(desk.database, desk.clock)
        with desk.database.reading() as session:
            left = session.scalar(select(func.count()).select_from(TableImport))
        assert left == kept


def test_a_stranger_s_large_file_is_not_taken_in(site):
    stranger = site.client.application.test_client()
    claimed = {"CONTENT_LENGTH": "2000000"}
    sent = stranger.post("/desk/import", data={}, content_type="multipart/form-data", environ_overrides=claimed)
    assert sent.status_code == 403
