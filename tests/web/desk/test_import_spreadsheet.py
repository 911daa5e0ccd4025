"""A spreadsheet comes in at the desk: columns, problems, what changes, drafts as one bundle, and its review."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.spreadsheet_files import (
    donation_records,
    exit_list,
    net_zero_snapshot,
    promise_list,
    science_based_targets,
    text_of,
    workbook_of,
)
from tests.stored import exported
from tests.web.desk.controls import values_of
from tracker.models import Draft, TableImport
from tracker.services.spreadsheets import table_imports
from tracker.services.spreadsheets.import_jobs import import_doers
from tracker.services.spreadsheets.tables import read_table
from tracker.services.upkeep.working import do_jobs

LIST = {"const-list.title": "The list", "const-list.publisher": "Example Institute"}


class Importing:
    """An import at the desk, step by step."""

    def __init__(self, person, name, content, topic="police-drones"):
        self.person = person
        sent = {"file": (io.BytesIO(content), name), "topic": topic}
        answer = person.sends("/desk/import", sent, content_type="multipart/form-data")
        self.page = person.opens(answer.location)
        self.path = answer.location

    def goes_on(self, do="next", **typed):
        """Send the page as it is, with what is typed."""
        data = {**values_of(self.page), **{name.replace("__", "-"): text for name, text in typed.items()}, "do": do}
        self.path = self.person.sends(self.path, data).location
        self.page = self.person.opens(self.path)
        return self.page

    def types(self, data, do="next"):
        """The same with names as they are."""
        self.path = self.person.sends(self.path, {**values_of(self.page), **data, "do": do}).location
        self.page = self.person.opens(self.path)
        return self.page


def fields_of(page):
    """What each column was guessed to mean."""
    return {
        row.get("data-column"): next((o.get("value") for o in row.iter("option") if o.get("selected") is not None), "")
        for row in page.tree.iter("tr")
        if row.get("data-column")
    }


def outcomes(page):
    return _counts(page, "data-outcome")


def states(page):
    return _counts(page, "data-state")


def _counts(page, name):
    return {it.get(name): int(next(it.iter("b")).text.replace(",", "")) for it in page.all("li") if it.get(name)}


def codes(page):
    return {row.get("data-code") for row in page.tree.iter("tr")} - {None}


def test_a_list_becomes_drafts_that_another_person_publishes_row_by_row_and_whole(desk):
    ann, bob = desk.person(), desk.person("reviewer", "bob")
    work = Importing(ann, "promises.csv", promise_list())
    columns = work.goes_on()
    assert fields_of(columns) == {
        "Company": "company.name", "Country": "company.country", "Promise": "pledge.reported",
        "Date announced": "pledge.start", "Applies to": "scope.counterparty", "Source": "source.url",
        "Notes": "pledge.note",
    }  # fmt: skip
    assert codes(work.types({**LIST, "save-as": "Promises, every month"})) == set()
    changes = work.goes_on()
    assert outcomes(changes) == {"new": 4, "changed": 0, "unchanged": 0, "to decide": 0, "left out": 0}
    assert not list(changes.all("div", data_alarms=""))
    bundle = work.goes_on(do="make", title="Promises of November")
    address = work.path
    assert states(bundle) == {"In progress": 4}
    ann.sends(f"{address}/submit")
    assert [link.get("href") for link in bob.opens("/desk/review").all("a") if "bundles" in (link.get("href") or "")]

    page = bob.opens(address)
    boxes = [box.get("value") for box in page.all("input", name="row")]
    assert len(boxes) == 4
    bob.sends(address, {**values_of(page), "row": boxes[0], "which": "selected", "decision": "publish"})
    page = bob.opens(address)
    assert states(page) == {"In review": 3, "Published": 1}
    last = [box.get("value") for box in page.all("input", name="row")][-1]
    refused = bob.sends(address, {**values_of(page), "row": last, "which": "selected", "decision": "return"}, 422)
    assert states(refused) == {"In review": 3, "Published": 1}
    typed = {**values_of(page), "row": last, "which": "selected", "decision": "return", "note": "Which agencies?"}
    bob.sends(address, typed)
    page = bob.opens(address)
    bob.sends(address, {**values_of(page), "which": "all", "decision": "publish"})
    assert states(bob.opens(address)) == {"Published": 3, "Returned for changes": 1}
    assert "sample-optics-inc" in exported(desk.database)

    ann.sends(f"{address}/submit")
    page = bob.opens(address)
    bob.sends(address, {**values_of(page), "which": "all", "decision": "publish"})
    assert states(bob.opens(address)) == {"Published": 4}

    again = Importing(ann, "promises.csv", promise_list())
    again.types({"saved": "Promises, every month"})
    again.goes_on()
    assert outcomes(again.goes_on()) == {"new": 0, "changed": 0, "unchanged": 4, "to decide": 0, "left out": 0}


def test_whoever_wrote_a_bundle_is_not_asked_to_review_it(desk):
    rita, bob = desk.person("reviewer", "rita"), desk.person("reviewer", "bob")
    work = Importing(rita, "promises.csv", promise_list())
    for do, typed in (("next", {}), ("next", LIST), ("next", {}), ("make", {"title": "A bundle"})):
        work.types(typed, do=do)
    rita.sends(f"{work.path}/submit")
    assert "A bundle" not in rita.opens("/desk/").section("to-review")
    assert "by rita" in bob.opens("/desk/").section("to-review")


def test_a_row_that_is_returned_and_deleted_leaves_the_others_to_be_published(desk):
    ann, bob = desk.person(), desk.person("reviewer", "bob")
    work = Importing(ann, "promises.csv", promise_list())
    for do, typed in (("next", {}), ("next", LIST), ("next", {}), ("make", {"title": "All of them"})):
        work.types(typed, do=do)
    ann.sends(f"{work.path}/submit")
    page = bob.opens(work.path)
    first = next(box.get("value") for box in page.all("input", name="row"))
    bob.sends(work.path, {**values_of(page), "row": first, "decision": "return", "note": "Which agencies?"})
    with desk.database.reading() as session:
        version = session.get_one(Draft, first).version
    ann.sends(f"/desk/drafts/{first}/discard", {"draft-version": str(version)})
    # The list itself came with that row, and still waits: the others need it.
    page = bob.opens(work.path)
    bob.sends(work.path, {**values_of(page), "which": "all", "decision": "publish"})
    assert states(bob.opens(work.path)) == {"Published": 3}


def test_next_month_only_what_differs_is_shown_field_by_field(desk):
    desk.filled(
        make.company("sample-print", name="Sample Print"),
        make.source("print-1", url="https://print.example/a"),
        make.pledge(
            id="sample-print/drones",
            versions=[make.version(source="print-1", quote=None, speaker=None, reported="No drones for the police")],
        ),
    )
    ann = desk.person()
    head = ["Company", "Promise", "Source", "Notes"]
    work = Importing(
        ann, "next.csv", text_of([head, ["Sample Print", "No drones for the police", "print.example/a/", "Said again"]])
    )
    work.goes_on()
    work.goes_on()
    changes = work.goes_on()
    assert outcomes(changes)["changed"] == 1
    assert [it.text for it in changes.all("ins")] == ["Said again"]
    assert not list(changes.all("del"))
    work.goes_on(do="make")
    with desk.database.reading() as session:
        (draft,) = session.scalars(select(Draft))
    assert draft.record_id == "sample-print/drones"
    assert draft.data["versions"][0]["scope"] == make.scope()


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
    work = Importing(ann, "promises.csv", promise_list())
    assert f"{table_imports.KEPT_DAYS} days" in ann.opens("/desk/import").text
    for days, status in ((table_imports.KEPT_DAYS - 1, 200), (2, 404)):
        desk.clock.move(timedelta(days=days))
        table_imports.erase_old_imports(desk.database, desk.clock)
        with desk.database.reading() as session:
            left = session.scalar(select(func.count()).select_from(TableImport))
        assert left == (1 if status == 200 else 0)


def test_a_stranger_s_large_file_is_not_taken_in(site):
    content = b"Company,Promise\r\n" * 100_000
    with site.client.application.test_client() as stranger:
        sent = stranger.post("/desk/import", data={"file": (io.BytesIO(content), "a.csv")})
    assert sent.status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "rows"),
    [
        ("exits.xlsx", exit_list(), 4),
        ("net-zero.csv", net_zero_snapshot(), 3),
        ("targets.xlsx", science_based_targets(), 3),
        ("donations.csv", donation_records(), 3),
    ],
)
def test_lists_as_people_publish_them_come_in_without_a_script_and_accuse_nobody(desk, name, content, rows):
    ann = desk.person()
    work = Importing(ann, name, content)
    work.goes_on()
    work.types(LIST)
    changes = work.goes_on()
    counted = outcomes(changes)
    assert counted["new"] + counted["left out"] == rows
    assert counted["left out"] == 0
    assert list(changes.all("p", data_no_alarms="")) or not list(changes.all("div", data_alarms=""))
    work.goes_on(do="make")
    assert states(work.page)["In progress"] >= 1


def test_words_are_mapped_once_and_new_terms_extend_the_list(desk):
    ann = desk.person()
    rows = [["Company", "Promise", "Covers", "Source"], *(
        [f"Sample {word}", f"No drones, says {word}", said, f"https://{word}.example/"]
        for word, said in (("One", "cops"), ("Two", "cops"), ("Three", "wardens"), ("Four", "n/a"))
    )]  # fmt: skip
    work = Importing(ann, "list.csv", text_of(rows))
    columns = work.goes_on()
    place = next(i for i, head in enumerate(rows[0]) if head == "Covers")
    columns = work.types({f"field-{place}": "scope.counterparty"}, do="save")
    said = {
        box.get("value"): box.get("name")
        for box in columns.all("input", type="hidden")
        if box.get("name", "").startswith("said-")
    }
    at = {word: name.removeprefix("said-") for word, name in said.items()}
    typed = {f"means-{at['cops']}": "local-police", f"label-{at['cops']}": "unclear"}
    typed |= {f"label-{at['wardens']}": "new", f"means-{at['wardens']}": "Game wardens"}
    assert codes(work.types(typed)) == set()
    assert outcomes(work.goes_on())["new"] == 4
    work.goes_on(do="make")
    with desk.database.reading() as session:
        drafts = {draft.record_id: draft.data for draft in session.scalars(select(Draft))}
    assert [term["name"] for term in drafts["customers"]["terms"]][-1] == "Game wardens"
    assert len(drafts["customers"]["terms"]) > 2
    labels = [draft["versions"][0]["scope"]["counterparty"] for draft in drafts.values() if draft["kind"] == "pledge"]
    assert sorted(map(str, labels)) == sorted(
        map(
            str,
            [
                {"unclear": ["local-police"]},
                {"unclear": ["local-police"]},
                {"in": ["game-wardens"]},
                {"rest": "unclear"},
            ],
        )
    )


def test_problems_are_put_right_once_by_kind_and_downloaded_with_their_rows(desk):
    ann = desk.person()
    head = ["Company", "Promise", "Date announced", "Source"]
    rows = [
        ["Acme Optic Inc", "No drones", "01/06/2017", "https://acme.example/1"],
        ["=cmd|' /C calc'!A0", "No drones", "02/06/2017", "https://acme.example/2"],
        ["Sample Print", "No drones", "spring-ish", "https://print.example/3"],
    ]
    work = Importing(ann, "bad.csv", text_of([head, *rows]))
    work.goes_on()
    problems = work.types({**LIST, "field-2": "pledge.start"})
    assert codes(problems) >= {"date", "date-ambiguous", "formula"}
    answer = ann.client.get(
        next(a.get("href") for a in problems.all("a") if (a.get("href") or "").endswith("problems.csv"))
    )
    sheet = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert sheet[0][-1] == "problem"
    assert [bool(row[-1]) for row in sheet[1:]] == [True, True, True]
    assert sheet[2][0] == "'=cmd|' /C calc'!A0"
    said = {
        box.get("value"): box.get("name")
        for box in problems.all("input", type="hidden")
        if "fix-said" in box.get("name", "")
    }
    number = said["spring-ish"].rpartition("-")[2]
    problems = work.types({"order-Date announced": "day first", f"fix-{number}": "spring 2017"}, do="save")
    assert "date" not in codes(problems)
    problems = work.types({"companies-all": "likely"}, do="save")
    assert codes(problems) == {"formula"}
    assert outcomes(work.goes_on()) == {"new": 2, "changed": 0, "unchanged": 0, "to decide": 0, "left out": 1}


def test_a_template_that_comes_back_needs_no_mapping(desk):
    ann = desk.person()
    answer = ann.client.get("/desk/templates/police-drones.xlsx")
    table = read_table("template.xlsx", answer.data)
    rows = [cells for _, cells in table.rows("Pledges")]
    assert rows[1][0] == "Example Company (delete this row)"
    typed = {
        "Company": "Sample Print", "Pledge: as reported": "No drones for the police",
        "Covers: counterparty": "local-police",
        "Source: web address": "https://print.example/a", "Pledge: start date": "2020-06-11",
    }  # fmt: skip
    mapping = next(table.rows("Mapping"))[1]
    filled = [rows[0], rows[1], [typed.get(head, "") for head in rows[0]]]
    content = workbook_of(Pledges=filled, Mapping=[mapping])
    work = Importing(ann, "filled.xlsx", content, topic="")
    for _ in range(3):
        work.goes_on()
    assert outcomes(work.page) == {"new": 1, "changed": 0, "unchanged": 0, "to decide": 0, "left out": 0}


def alert_of(page):
    """What a page says went wrong; empty where it says nothing."""
    alert = page.tree.find('.//*[@role="alert"]')
    return " ".join(alert.itertext()).strip() if alert is not None else ""


def test_odd_values_of_a_form_are_refused_with_what_is_wrong(desk):
    ann = desk.person()
    work = Importing(ann, "promises.csv", promise_list(), topic="no/topic at all!")
    work.types({"topic": "Ünknown topic!"})
    for name in ("const-list.title", "separator-0", "save-as"):
        assert alert_of(ann.sends(work.path, {**values_of(work.page), name: "\u200b", "do": "next"}, 422)), name
    assert alert_of(
        ann.sends(work.path.replace("/columns", "/file"), {**values_of(work.page), "save-as": "\u200b"}, 422)
    )


def test_an_import_and_a_whole_bundle_can_be_thrown_away_and_belong_to_one_person(desk):
    ann, eve = desk.person(), desk.person("editor", "eve")
    work = Importing(ann, "promises.csv", promise_list())
    eve.sends(work.path, {"do": "next", "version": "1"}, 404)
    ann.sends(work.path.rpartition("/")[0] + "/discard")
    with desk.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TableImport)) == 0
    work = Importing(ann, "promises.csv", promise_list())
    for typed in ({}, LIST, {}, {"title": "Thrown away"}):
        work.types(typed, do="next")
    ann.sends(f"{work.path}/discard")
    with desk.database.reading() as session:
        assert set(session.scalars(select(Draft.state))) == {"discarded"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF"), ("a.csv", b""), ("a.xlsx", b"PK\x03\x04 no workbook"), ("a.xlsx", b"\xd0\xcf\x11\xe0")],
)
def test_a_file_that_is_no_table_is_refused_with_what_would_be_right(site, ann, name, content):
    sent = {"file": (io.BytesIO(content), name)}
    answer = ann.client.send("/desk/import", sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
