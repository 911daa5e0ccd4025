"""What is done from a row of the queue: publishing, deciding on an answer, marking as checked."""

from datetime import timedelta

from sqlalchemy import select

from tests import factories as make
from tests.desk import draft_of, submitted
from tests.stored import published
from tests.web.desk.desk_people import Desk
from tracker.models import BundleEffect, Draft, Ledger, ReplyRequest
from tracker.store.editing.bundles import bundle_of_draft


def row_form(page, key):
    """The form of one row: where it is sent, and what it has hidden."""
    row = page.find("tr", **{"data-item": key})
    [form] = [it for it in page.all("form") if it.get("id") == f"form-{row.get('id')}"]
    return form.get("action"), {it.get("name"): it.get("value") for it in form.iter("input")}


def deal(desk, person, number, period="2018"):
    """A bundle of evidence in review, as the queue calls it."""
    desk.clock.move(timedelta(seconds=1))
    sold = make.evidence(f"acme/order-{number}", period=period, title=f"Sale {number}")
    draft = draft_of(desk.database, person.actor, sold, at=desk.clock)
    submitted(desk.database, person.actor, draft, at=desk.clock)
    with desk.database.reading() as session:
        return f"bundle:{bundle_of_draft(session, draft.id).id}"


def published_count(desk):
    with desk.database.reading() as session:
        return session.query(Ledger).count()


def world(door):
    desk = Desk(door)
    desk.filled(make.pledge(title="No sales"))
    return desk, desk.person(), desk.person("reviewer", "bob")


def test_a_row_is_published_and_the_next_one_is_where_the_page_goes_on(door):
    desk, ann, bob = world(door)
    keys = [deal(desk, ann, number) for number in (1, 2)]
    before = published_count(desk)
    page = bob.opens("/desk/?queue=review&sort=oldest")
    action, sent = row_form(page, keys[0])
    assert page.find("details", open="") is not None
    answer = bob.sends(action, {**sent, "decision": "publish"})
    assert answer.headers["Location"] == f"/desk/?queue=review&sort=oldest#{sent['next_row']}"
    assert sent["next_row"] == page.find("tr", **{"data-item": keys[1]}).get("id")
    bob.sends(action, {**sent, "decision": "publish"})
    assert published_count(desk) == before + 1, "sent twice, it is once"
    assert 'data-item="bundle:' not in ann.opens("/desk/?queue=review").text, "not one's own"
    stale = desk.person("reviewer", "cid", fresh=False)
    action, sent = row_form(stale.opens("/desk/?queue=review"), keys[1])
    refused = stale.sends(action, {**sent, "decision": "publish"}, 403)
    assert "back%3D" in next(it.get("href") for it in refused.all("a") if "/confirm" in it.get("href"))
    assert published_count(desk) == before + 1


def test_what_would_read_as_a_breach_is_not_published_from_its_row(door):
    desk, ann, bob = world(door)
    key = deal(desk, ann, 1)
    action, sent = row_form(bob.opens("/desk/?queue=review"), key)
    grave = deal(desk, ann, 2, period="2020-07")
    page = bob.opens("/desk/?queue=review")
    assert page.find("tr", **{"data-item": grave}).find(".//*[@data-alarm]") is not None
    assert f"form-row-{grave.replace(':', '-')}" not in [it.get("id") for it in page.all("form")]
    forged = {**sent, "item": grave, "decision": "publish"}
    before = published_count(desk)
    bob.sends(action, forged, 409)
    earlier = make.pledge(title="No sales", versions=[make.version(start="2017-01-01")])
    published(desk.database, earlier, at=desk.clock, change="correction", note="It began before.")
    bob.sends(action, {**sent, "decision": "publish"}, 409)
    assert published_count(desk) == before + 1, "what reads as one since it was submitted"
    bob.sends(action, {name: value for name, value in sent.items() if name != "from_row"})
    assert published_count(desk) == before + 2, "from the page that shows what would change"


def reply_request(desk, actor, **fields):
    """A request to Acme that was answered; the queue’s name of it."""
    now = desk.clock.now()
    usual = {
        "company_id": "acme", "response_id": "acme/asked-1", "recipient": "", "email": "", "asked_at": now,
        "body": '{"id": "acme/asked-1", "company": "acme", "asked_by": "Us", "question": "Why?", "asked": "2026-11-01",'
        ' "until": "2026-11-30", "answer": "waiting", "answered": "2026-11-01", "source": "gazette-1"}',
        "asked_by": actor.account_id, "until": now.date(), "token_sha256": None, "expires_at": now + timedelta(days=9),
        "state": "answered", "text": "We sold <b>none</b>.\nNot one.", "speaker": "Jo, press", "answered_at": now,
        "answer_sha256": "0" * 64,
    }  # fmt: skip
    with desk.database.changing() as session:
        row = ReplyRequest(**(usual | fields))
        session.add(row)
        session.flush()
        return f"reply:{row.id}"


def test_an_answer_is_read_and_taken_in_its_row(door):
    desk, ann, _ = world(door)
    key = reply_request(desk, ann.actor)
    eve = desk.person("contributor", "eve")
    assert "Jo, press" not in eve.opens("/desk/").text
    page = ann.opens("/desk/?queue=replies")
    action, sent = row_form(page, key)
    assert "&lt;b&gt;none" in page.response.text
    refused = ann.sends(action, {**sent, "answer": "full"})
    assert refused.headers["Location"] == "/desk/?queue=replies"
    assert "Nothing was submitted" in ann.opens("/desk/?queue=replies").text
    ann.sends(action, {**sent, "answer": "full", "checked": "phone"})
    with desk.database.reading() as session:
        [draft] = session.scalars(select(Draft).where(Draft.kind == "response"))
        assert (draft.state, draft.data["text"]) == ("submitted", "We sold <b>none</b>.\nNot one.")
    assert 'data-item="reply:' not in ann.opens("/desk/?queue=replies").text


def test_companies_are_marked_in_their_row_or_many_at_once(door):
    desk, ann, bob = world(door)
    more = [make.company(f"firm-{number}") for number in range(12)]
    desk.filled(*more, *(make.pledge(f"firm-{number}/no-sales") for number in range(12)))
    page = ann.opens("/desk/?queue=checks")
    keys = [box.get("value") for box in page.all("input", name="item")]
    assert len(keys) == 13
    action, sent = row_form(page, keys[0])
    assert ann.sends(action, {**sent, "until": "20 November 2026"}).headers["Location"] == "/desk/?queue=checks"
    wrong = {"item": keys[1:], "do": "check", "until": "tomorrow week", "back": "/desk/?queue=checks"}
    assert ann.sends("/desk/queue/act", wrong, 422).find("input", id="until").get("value") == "tomorrow week"
    desk.clock.move(timedelta(seconds=1))
    ann.sends("/desk/queue/act", {**wrong, "item": [*keys[1:], "report:1"], "until": "20 November 2026"})
    said = ann.opens("/desk/?queue=checks").text
    assert "12 companies are marked as checked until 20 November 2026" in said
    assert "Left 1 item" in said
    assert 'data-item="check:' not in ann.opens("/desk/?queue=checks").text
    page = bob.opens("/desk/?queue=review&sort=newest")
    action, sent = row_form(page, page.find("input", name="item").get("value"))
    before = published_count(desk)
    bob.sends(action, {**sent, "decision": "publish"})
    assert published_count(desk) == before + 12


def test_an_answer_that_nobody_checked_is_nowhere_but_at_the_desk(door):
    desk, ann, bob = world(door)
    planted = {"text": "Canary7319 answers", "speaker": "Canary7319, press", "email": "canary7319@acme.example"}
    key = reply_request(desk, ann.actor, recipient="Canary7319", **planted)
    action, sent = row_form(ann.opens("/desk/?queue=replies"), key)
    addresses = (
        "/", "/companies/acme", "/companies/acme/police-drones", "/responses/acme/asked-1", "/changes", "/changes.atom",
        "/changes/feed.json", "/search?q=answers", "/api/v1/companies/acme/scorecard", "/api/v1/responses",
        "/embed/companies/acme/police-drones", "/ledger.jsonl", "/report/outcomes", "/metrics", "/nowhere",
    )  # fmt: skip

    def nowhere():
        for client in (ann.client, desk.app.test_client()):
            for address in addresses:
                answer = client.get(address)
                assert "canary7319" not in (answer.text + str(answer.headers)).lower(), address

    nowhere()
    refused = ann.sends(action, {**sent, "answer": "Canary7319", "checked": "x"})
    assert "canary7319" not in str(refused.headers).lower()
    ann.sends(action, {**sent, "answer": "full", "checked": "phone"})
    nowhere()
    with desk.database.reading() as session:
        assert "canary7319" not in str([it.lines for it in session.scalars(select(BundleEffect))]).lower()
    eve = desk.person("contributor", "eve")
    assert "canary7319" not in eve.opens("/desk/").text.lower()
    assert "canary7319" not in bob.opens("/desk/?queue=review").text.lower(), "only its review has the words"
