"""A spreadsheet comes in at the desk: columns, problems, what changes, drafts as one bundle, and its review."""

import csv
import io

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
from tests.stored import clock, exported
from tests.web.desk.controls import values_of
from tests.web.desk.importing import LIST, Importing, alert_of, codes, fields_of, outcomes, states
from tracker.models import Account, Draft, Review, Submission, TableImport
from tracker.services.desk import bundle_jobs
from tracker.services.desk.bundle_jobs import bundle_doers
from tracker.services.jobs import do_jobs
from tracker.services.spreadsheets.tables import read_table
from tracker.store.desk.approvals import add_approvals


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
    selected = {**values_of(page), "row": boxes[0], "which": "selected", "decision": "publish"}
    desk.person("reviewer", "cid", fresh=False).sends(address, selected, 403)
    bob.sends(address, {**selected, "which": "all", "filter": "changed"}, 400)
    bob.sends(address, selected)
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


def test_a_long_bundle_is_submitted_and_published_beside_the_requests(desk, monkeypatch):
    monkeypatch.setattr(bundle_jobs, "LONG", 1)
    doers = bundle_doers(desk.database, clock())
    ann, bob = desk.person(), desk.person("reviewer", "bob")
    work = Importing(ann, "promises.csv", promise_list())
    for do, typed in (("next", {}), ("next", LIST), ("next", {}), ("make", {"title": "A long one"})):
        work.types(typed, do=do)
    ann.sends(f"{work.path}/submit")
    answer = ann.client.get(work.path)
    assert answer.headers["Refresh"]
    assert 'data-progress="waiting"' in answer.text
    assert f"{work.path}/submit" not in answer.text, "it is asked for already"
    assert do_jobs(desk.database, clock(), doers) == 1
    page = bob.opens(work.path)
    assert states(page) == {"In review": 4}
    with desk.database.writing() as session:
        reviewer = session.scalars(select(Account.id).where(Account.role == "reviewer")).one()
        add_approvals(session, session.scalars(select(Submission.id)).all(), reviewer, clock().now())
    assert "Another reviewer" not in bob.client.get(work.path).text, "one is enough here"
    app_site = bob.client.application.extensions["site"]
    monkeypatch.setattr(app_site, "settings", app_site.settings.model_copy(update={"two_reviewers": True}))
    assert "Another reviewer" in bob.client.get(work.path).text
    bob.sends(work.path, {**values_of(page), "which": "all", "decision": "publish"})
    assert not list(bob.opens(work.path).all("button", value="publish"))
    assert do_jobs(desk.database, clock(), doers) == 1
    assert states(bob.opens(work.path)) == {"Published": 4}
    text = bob.client.get(work.path).text
    assert ("data-progress" in text, "Another reviewer" in text) == (False, False)


def test_whoever_wrote_a_bundle_is_not_asked_to_review_it(desk):
    rita, bob = desk.person("reviewer", "rita"), desk.person("reviewer", "bob")
    work = Importing(rita, "promises.csv", promise_list())
    for do, typed in (("next", {}), ("next", LIST), ("next", {}), ("make", {"title": "A bundle"})):
        work.types(typed, do=do)
    rita.sends(f"{work.path}/submit")
    assert "A bundle" not in rita.opens("/desk/review").text
    assert "A bundle Import, 4 rows, 4 in review" in bob.opens("/desk/review").text


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
    bob.sends(work.path, {**values_of(page), "which": "all", "decision": "publish", "note": "Read in full."})
    assert states(bob.opens(work.path)) == {"Published": 3}
    with desk.database.reading() as session:
        assert set(session.scalars(select(Review.note))) == {"Which agencies?", "Read in full."}


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
    assert counted["left out"] == (name == "donations.csv"), "a day in a thirteenth month is a problem of its row"
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
