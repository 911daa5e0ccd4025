"""Readers report an error or send a tip; the desk decides; anyone sees the outcomes."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.signed_in import signed_in
from tests.web.checking import parsed
from tracker.models import ReaderReport
from tracker.services.intake import reader_reports
from tracker.services.intake.reader_reports import LIMITS

TEXT = "The contract ended in <b>May</b>, not in June."
SENT = {"kind": "error", "text": TEXT, "about": "/companies/acme", "email": "ria@mail.example", "website": ""}


def stored(door):
    with door.database.reading() as session:
        return list(session.scalars(select(ReaderReport).order_by(ReaderReport.id)))


def number_in(answer):
    return re.search(r"number=([0-9A-Z]{4}-[0-9A-Z]{4})$", answer.headers["Location"])[1]


def test_every_public_page_leads_to_the_form_for_that_page(seeded):
    for path in ("/", "/companies", "/companies/microsoft", "/pledges/microsoft/police-sales", "/about", "/nothing"):
        with seeded.client.get(path) as answer:
            assert (f'href="/report?about={path}"' in answer.text) is (path != "/nothing"), path
    page = seeded.client.get("/report?about=/companies/microsoft")
    assert parsed(page.text).find('.//input[@id="about"]').get("value") == "/companies/microsoft"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_a_report_comes_to_the_desk_and_its_sender_sees_the_outcome(door):
    reader = door.client()
    answer = reader.post("/report", data=SENT)
    assert answer.status_code == 303
    number = number_in(answer)
    page = reader.get(answer.headers["Location"])
    assert number in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert "May" not in page.text
    editor = signed_in(door.app, "editor")
    listed = editor.get("/desk/reports").text
    assert "&lt;b&gt;May&lt;/b&gt;" in listed
    assert "ria@mail.example" in listed
    [report] = stored(door)
    assert editor.send(f"/desk/reports/{report.id}/decide", {"outcome": "no document"}).status_code == 303
    assert number not in editor.get("/desk/reports").text
    assert number in editor.get("/desk/reports?show=decided").text
    outcome = parsed(reader.get(f"/report/outcomes?number={number.lower()}").text).find(".//section")
    assert "No document" in "".join(outcome.itertext())
    assert editor.send(f"/desk/reports/{report.id}/erase").status_code == 303
    assert "ria@mail.example" not in editor.get("/desk/reports?show=decided").text


def test_what_cannot_be_taken_comes_back_whole(door):
    reader = door.client()
    for changes, status in (
        ({"kind": ""}, 422),
        ({"kind": "tip", "text": ""}, 422),
        ({"kind": "", "text": ""}, 422),
        ({"text": "é" * 5001}, 422),
        ({"email": "ria"}, 422),
        ({"website": "https://spam.example"}, 422),
    ):
        answer = reader.post("/report", data={**SENT, **changes})
        assert answer.status_code == status
        page = parsed(answer.text)
        typed = {**SENT, **changes}
        assert (page.find('.//textarea[@id="text"]').text or "").strip() == typed["text"]
        assert page.find('.//input[@id="email"]').get("value") == typed["email"]
        alert = page.find('.//*[@role="alert"]')
        problems = len(list(alert.iter("li")))
        assert re.findall(r"\d+", next(alert.iter("p")).text) == ([str(problems)] if problems > 1 else [])
        ticked = [it.get("value") for it in page.iter("input") if it.get("checked") is not None]
        assert ticked == ([typed["kind"]] if typed["kind"] else [])
    answer = reader.post("/report", data=SENT, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert parsed(answer.text).find('.//textarea[@id="text"]').text.strip() == TEXT
    assert stored(door) == []


def test_too_many_reports_come_back_whole_too(door):
    reader = door.client("198.51.100.7")
    for _ in range(LIMITS.from_one):
        assert reader.post("/report", data=SENT).status_code == 303
    answer = reader.post("/report", data=SENT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert parsed(answer.text).find('.//textarea[@id="text"]').text.strip() == TEXT
    assert "You have sent several" in answer.text
    assert len(stored(door)) == LIMITS.from_one
    assert door.client("198.51.100.8").post("/report", data=SENT).status_code == 303


def test_nobody_is_told_of_many_reports_that_others_sent(door, monkeypatch):
    monkeypatch.setattr(reader_reports, "LIMITS", replace(LIMITS, from_all=1))
    assert door.client("198.51.100.7").post("/report", data=SENT).status_code == 303
    answer = door.client("198.51.100.8").post("/report", data=SENT)
    assert answer.status_code == 429
    assert "You have sent" not in answer.text
    assert "Many reports are arriving" in answer.text


@pytest.mark.parametrize("about", ["https://elsewhere.example/", "javascript:alert(1)", "companies/acme", "/a\nb"])
def test_only_a_path_of_this_site_is_filled_in_from_a_link(seeded, about):
    page = seeded.client.get("/report", query_string={"about": about})
    assert not parsed(page.text).find('.//input[@id="about"]').get("value")


@pytest.mark.parametrize(
    "about",
    [
        "https://other.example/",
        "javascript:alert(1)",
        "//other.example/x",
        "/companies/acme\nSet-Cookie: a=b",
        # Browsers read these as “//other.example”.
        "/\\other.example",
        "/\t/other.example",
        "/\n/other.example",
    ],
)
def test_no_address_leads_elsewhere(door, about):
    door.client().post("/report", data={**SENT, "about": about})
    listed = signed_in(door.app, "editor").get("/desk/reports")
    assert not list(parsed(listed.text).iterfind(".//article//a"))
    assert "Back to the page" in signed_in(door.app, "editor").get("/desk/at", query_string={"path": about}).text


def test_the_tally_says_how_many_and_why(door):
    assert "no reports" in door.client().get("/report/outcomes").text
    for i in range(3):
        door.client(f"192.0.2.{i}").post("/report", data=SENT)
    editor = signed_in(door.app, "editor")
    for report, outcome in zip(stored(door), ("accepted", "unwanted"), strict=False):
        editor.send(f"/desk/reports/{report.id}/decide", {"outcome": outcome})
    rows = parsed(door.client().get("/report/outcomes").text).findall(".//tbody/tr")
    assert [int(row.find("td").text) for row in rows] == [1, 1, 0, 0, 0, 0, 1]


def test_a_wrong_choice_changes_nothing(door):
    door.client().post("/report", data=SENT)
    editor, [report] = signed_in(door.app, "editor"), stored(door)
    for outcome in ("", "nonsense"):
        assert editor.send(f"/desk/reports/{report.id}/decide", {"outcome": outcome}).status_code == 303
    editor.send(f"/desk/reports/{report.id}/erase")
    assert [(one.outcome, one.text) for one in stored(door)] == [("open", TEXT)]
    assert editor.send("/desk/reports/99/decide", {"outcome": "accepted"}).status_code == 404
    for query in ("show=all", "before=x", "before=99999999999"):
        assert editor.get(f"/desk/reports?{query}").status_code == 400
