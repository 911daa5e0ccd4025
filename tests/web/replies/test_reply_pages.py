"""A company is asked from a finding, answers by its link, and is read on scorecard, widget and data."""

import html
import re

from tests import factories as make
from tests.web.checking import parsed
from tests.web.desk.desk_people import Desk
from tracker.models import ReplyRequest

CARD = "/companies/acme/police-drones"
MARKUP = 'We sold <script>alert(1)</script> none. <img src=x onerror=alert(1)> "quoted" & https://evil.example'
ANSWER = {"text": MARKUP, "name": "Jo <b>Example</b>", "function": "head of public policy", "agreed": "yes"}


def request_sent(desk, ann, **changed):
    """Ask from the finding on the scorecard; the page with the letter and its link."""
    [href, *_] = re.findall(r'href="([^"]*/desk/ask[^"]*)"', desk.app.test_client().get(CARD).text)
    form = ann.opens(html.unescape(href)).tree.find('.//form[@class="narrow"]')
    sent = {"company": "acme", "email": "press@acme.example", "recipient": "Press office"}
    for box in (*form.iterfind(".//input"), *form.iterfind(".//textarea")):
        if box.get("name") not in ("csrf_token", *sent):
            sent.setdefault(box.get("name"), []).append(box.get("value") or (box.text or "").lstrip("\n"))
    page = ann.sends("/desk/ask", {**sent, **changed}, status=200)
    link = page.tree.find('.//input[@id="link"]').get("value")
    return page, link.partition("http://localhost:8000")[2] or re.sub("^https?://[^/]+", "", link)


def what_is_asked(answer):
    """Of the page of a link: whether one agrees already, what is wrong, and where it leads."""
    main = parsed(answer.text).find(".//main")
    assert {it.text for it in main.iter("bdi")} == {"Acme Optics Inc."}
    days = re.findall(r"\d+ \w+ \d{4}", "".join(main.find('.//p[@class="headline"]').itertext()))
    assert days == ["22 November 2026", "6 December 2026"]
    agreed = main.find('.//input[@id="agreed"]').get("checked") is not None
    wrong = [it.get("id") for it in main.iter("p") if it.get("class") == "wrong"]
    return agreed, wrong, [it.get("href") for it in main.iter("a")]


def pending(bob):
    return re.findall(r'href="(/desk/review/[^"]+)"', bob.client.get("/desk/review").text)


def test_a_finding_leads_to_a_request_and_the_answer_to_readers(door):
    desk = Desk(door)
    desk.filled(make.pledge(title="No sales"), make.evidence(), make.check())
    ann, reader = desk.person(), desk.app.test_client()
    page, path = request_sent(desk, ann)
    token = path.rpartition("/")[2]
    letter = page.tree.find('.//textarea[@id="letter"]').text
    assert path in letter
    assert "Sold camera drones" in letter
    assert "mailto:press@acme.example?subject=" in page.response.text
    assert "up to 4 February 2027." in page.response.text, "sixty days after the last day on which it is asked for"
    form = reader.get(path)
    assert form.status_code == 200
    assert "Set-Cookie" not in form.headers
    assert form.headers["Cache-Control"] == "no-store"
    assert form.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in form.headers["X-Robots-Tag"]
    assert token not in form.text
    assert "press@acme.example" not in form.text
    empty = reader.post(path, data={**ANSWER, "name": ""})
    assert empty.status_code == 422
    assert parsed(empty.text).find('.//textarea[@id="text"]').text.strip() == MARKUP
    assert what_is_asked(form) == (False, [], ["/companies/acme"])
    assert what_is_asked(empty) == (True, ["name-wrong"], ["/companies/acme", "#name"])
    done = reader.post(path, data=ANSWER)
    assert (done.status_code, done.headers["Location"]) == (303, "/reply/received")
    assert token not in done.headers["Location"]
    assert reader.post(path, data=ANSWER).status_code == 303, "sent twice"
    again = reader.post(path, data={**ANSWER, "text": "Another."})
    assert again.status_code == 410
    assert parsed(again.text).find('.//textarea[@id="text"]').text.strip() == "Another."
    assert reader.get(path).status_code == 410
    listed = ann.opens("/desk/replies").tree
    [row] = listed.iterfind(".//tr[@data-request]")
    request = row.find(".//a").get("href")
    shown = ann.opens(request)
    assert "<script>alert" not in shown.response.text
    assert "none" not in reader.get(CARD).text.partition('id="replies"')[2]
    ann.sends(f"{request}/accept", {"answer": "denied"})
    assert desk_state(desk) == "answered", "not without saying how it was checked"


def desk_state(desk):
    with desk.database.reading() as session:
        return session.query(ReplyRequest).one().state


def test_what_was_published_reaches_scorecard_widget_and_data(site_of):
    answer = make._build(
        "response",
        {"id": "acme/asked", "asked_by": "Pledge Tracker", "question": "Did you?", "answer": "denied",
         "answered": "2026-11-20", "text": MARKUP, "speaker": "Jo <b>Example</b>, head of policy",
         "source": "gazette-1", "about": ["acme/deal"]},
        {},
    )  # fmt: skip
    client = site_of(make.pledge(title="No sales"), make.evidence(), make.check(), answer)
    for path in (CARD, "/responses/acme/asked"):
        text = client.client.get(path).text
        assert html.escape("Jo <b>Example</b>, head of policy") in text
        assert "<script>alert" not in text
        assert "<img" not in text
    [reply] = client.client.get("/api/v1/companies/acme/scorecard?topic=police-drones").json["replies"]
    assert (reply["text"], reply["speaker"]) == (MARKUP, "Jo <b>Example</b>, head of policy")
    assert "denied" in client.client.get(f"/embed{CARD}").text.lower()


def test_forged_links_floods_and_large_answers(door):
    desk = Desk(door)
    desk.filled(make.pledge(title="No sales"), make.evidence(), make.check())
    ann, reader = desk.person(), desk.app.test_client()
    _, path = request_sent(desk, ann)
    for forged in ("/reply/x", path[:-1], f"{path}x", "/reply/" + "x" * 5000):
        for answer in (reader.get(forged), reader.post(forged, data=ANSWER)):
            assert answer.status_code == 410, forged
            assert "Set-Cookie" not in answer.headers
    for _ in range(100):
        assert reader.post("/reply/forged", data=ANSWER).status_code == 410
    assert reader.post(path, data={**ANSWER, "text": "x" * 1_100_000}).status_code == 413
    assert reader.post(path, data={**ANSWER, "text": "x" * 900_000}).status_code == 422
    assert reader.get(path).status_code == 200, "the link still takes an answer"
    assert desk_state(desk) == "waiting"
    contributor = desk.person("contributor", "carl")
    assert contributor.client.get("/desk/replies").status_code == 403
    assert contributor.client.send("/desk/ask", {"company": "acme"}).status_code == 403
    assert not list(contributor.opens("/desk/ask?company=acme").all("textarea"))
    assert ann.client.get("/desk/ask?company=nobody").status_code == 404
    assert ann.client.get("/desk/ask?company=acme&topic=police-drones&pledge=acme/none").status_code == 404
