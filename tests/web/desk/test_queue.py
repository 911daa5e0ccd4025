"""The page of the queue, what is done with several items at once, and comments, which no public page has."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import event

from tests import factories as make
from tests.desk import draft_of, submitted
from tests.stored import exported, published
from tracker.models import Assignment, Draft, Ledger, Review
from tracker.services.desk.comments import add_comment
from tracker.services.editing.drafts import new_id
from tracker.store.editing.bundles import bundle_of_draft
from tracker.web.accounts.next_url import next_url

CANARY = "Canary7319"


def sale(desk, person, number):
    """A bundle of evidence and its source in review; the queue’s name of it, and its leading submission."""
    deal = make.evidence(f"acme/order-{number}", sources=[f"ledger-{number}"], title=f"Sale {number}")
    lead = draft_of(desk.database, person.actor, deal, at=desk.clock)
    source = draft_of(desk.database, person.actor, make.source(f"ledger-{number}"), at=desk.clock)
    submission, _ = submitted(desk.database, person.actor, lead, source, at=desk.clock)
    with desk.database.reading() as session:
        return f"bundle:{bundle_of_draft(session, lead.id).id}", submission


def queries(desk, person, address):
    """The statements that a page sends."""
    statements, engine = [], desk.app.extensions["site"].database.reading_engine

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    person.opens(address)
    event.remove(engine, "before_cursor_execute", note)
    return [statement for statement in statements if statement.startswith(("SELECT", "WITH"))]


def test_the_number_of_queries_does_not_grow_with_the_rows(desk):
    ann, bob = desk.person(), desk.person("reviewer", "bob")
    sale(desk, ann, 9)
    few = len(queries(desk, bob, "/desk/?queue=review"))
    assert few > 9
    for number in range(10, 16):
        sale(desk, ann, number)
    draft_of(desk.database, ann.actor, make.source("gazette-50"), at=desk.clock)
    assert len(queries(desk, bob, "/desk/?queue=review")) == few
    assert len(list(bob.opens("/desk/").all("a", class_="record"))) == 8


def test_several_are_published_with_one_summary_but_not_ones_own(desk):
    ann, bob = desk.person(), desk.person("reviewer", "bob")
    items = [sale(desk, ann, 9)[0], sale(desk, ann, 10)[0], sale(desk, bob, 11)[0]]
    answer = bob.sends("/desk/queue/act", {"item": items, "do": "publish"})
    page = bob.opens(answer.headers["Location"])
    assert "4 records." in page.text
    assert "you wrote some or all of it" in page.section("left")
    form = [(field.get("name"), field.get("value")) for field in page.all("input", type="hidden")]
    sent = {name: [value for given, value in form if given == name] for name, _ in form}
    stale = desk.person("reviewer", "cid", fresh=False)
    assert "verify it’s you" in stale.sends("/desk/queue/publish", {**sent, "decision": "publish"}, 403).text
    with desk.database.reading() as session:
        before = session.query(Ledger).count()
    bob.sends("/desk/queue/publish", {**sent, "decision": "publish"})
    bob.sends("/desk/queue/publish", {**sent, "decision": "publish"})  # sent again, it is one
    with desk.database.reading() as session:
        assert session.query(Ledger).count() == before + 4
        assert session.query(Review).count() == 4
    assert "Someone else got there first" in desk.person("reviewer", "dee").sends("/desk/queue/publish", sent, 409).text


def test_a_whole_page_can_be_selected_and_is_come_back_to_behind_a_proxy(desk):
    """Proxies take lines of 8 KB at most; who proves who they are comes back to all that was selected."""
    bob = desk.person("reviewer", "bob", fresh=False)
    whole_page = [sale(desk, desk.person(), 9)[0], *(f"bundle:{new_id()}" for _ in range(199))]
    location = bob.sends("/desk/queue/act", {"item": whole_page, "do": "publish"}).headers["Location"]
    page = bob.opens(location)
    [confirm] = [link.get("href") for link in page.all("a") if "/account/confirm" in (link.get("href") or "")]
    assert max(len(location), len(confirm)) < 8_000
    [(_, target)] = parse_qsl(urlsplit(confirm).query)
    with desk.app.test_request_context():
        assert next_url(target) == target
    assert target.count("bundle:") == 200


def test_several_are_assigned_and_returned_and_nothing_typed_is_lost(desk):
    ann, bob = desk.person(), desk.person("reviewer", "bob")
    items = [sale(desk, ann, 9)[0], sale(desk, ann, 10)[0]]
    refused = ann.sends("/desk/queue/act", {"item": items, "do": "assign", "due_on": "soon"}, 422)
    assert refused.find("input", name="due_on").get("value") == "soon"
    assert [box.get("checked") for box in refused.all("input", name="item")] == ["", ""]
    task = {"reviewer": str(bob.actor.account_id), "due_on": "4 December 2026"}
    ann.sends("/desk/queue/act", {"item": items, "do": "assign", **task})
    with desk.database.reading() as session:
        assert {(it.reviewer_id, it.due_on) for it in session.query(Assignment)} == {
            (bob.actor.account_id, "2026-12-04")
        }
    assert "4 December 2026" in bob.opens("/desk/?queue=mine&due=&sort=newest").text
    empty = bob.sends("/desk/queue/act", {"item": items, "do": "return", "note": " "}, 422)
    assert "Nothing was changed: add a note" in empty.text
    bob.sends("/desk/queue/act", {"item": items, "do": "return", "note": "Which county?"})
    with desk.database.reading() as session:
        assert {draft.state for draft in session.query(Draft)} == {"returned"}
    assert ann.opens("/desk/?queue=returned").text.count("bob: Which county?") == 2
    ann.sends("/desk/queue/act", {"do": "discard"}, 422)
    ann.sends("/desk/queue/act", {"item": "bundle:nothing", "do": "assign", "due_on": "4 December 2026"}, 409)


def test_filters_are_kept_under_a_name_by_each_person(desk):
    ann, bob = desk.person(), desk.person("reviewer", "bob")
    ann.sends("/desk/queue/views", {"name": "My mornings", "queue": "mine", "due": "week", "q": "sale"})
    link = next(it for it in ann.opens("/desk/").all("a") if it.text == "My mornings")
    assert link.get("href") == "/desk/?queue=mine&due=week&q=sale"
    assert "My mornings" not in bob.opens("/desk/").text
    forget = ann.opens("/desk/").find("button", name="forget").get("value")
    bob.sends("/desk/queue/views", {"forget": forget})
    assert "My mornings" in ann.opens("/desk/").text
    ann.sends("/desk/queue/views", {"forget": forget})
    assert "My mornings" not in ann.opens("/desk/").text


@pytest.mark.parametrize("query", ["queue=x", "kind=x", "who=x", "due=x", "sort=x", "after=x", "topic=%3Cb", "q=%00"])
def test_odd_parameters_are_refused(desk, query):
    desk.person().opens(f"/desk/?{query}", status=400)


def test_comments_are_on_no_public_page_whoever_looks(desk):
    ann, bob = desk.person(), desk.person("reviewer", "bob")
    published(desk.database, make.pledge(), make.evidence(), at=desk.clock)
    item, submission = sale(desk, ann, 9)
    with desk.database.writing() as session:
        about = {"draft": submission.draft_id, "bundle": item.removeprefix("bundle:"), "record": "evidence:acme/deal"}
        for subject in about.items():
            add_comment(session, ann.actor, desk.clock, subject, text=CANARY, field="Headline", form_key=new_id())
    assert bob.opens(f"/desk/review/{submission.id}").text.count(CANARY) == 2
    page = bob.opens(f"/desk/review/{submission.id}")
    shown = {it.get("name"): it.get("value") for it in page.all("input", type="hidden") if "shown-" in it.get("name")}
    bob.sends(f"/desk/review/{submission.id}", {**shown, "decision": "publish"})
    addresses = (
        "/", "/companies/acme", "/companies/acme/police-drones", "/evidence/acme/order-9", "/evidence/acme/deal",
        "/changes", "/changes.atom", "/changes.json", "/search?q=canary7319", "/api/v1/companies/acme/scorecard",
        "/embed/companies/acme/police-drones", "/ledger.jsonl", "/api/v1/changes",
    )  # fmt: skip
    for client in (ann.client, desk.app.test_client()):
        for address in addresses:
            answer = client.get(address)
            assert CANARY not in answer.text.replace("canary7319", ""), address
            assert CANARY not in json.dumps(dict(answer.headers)), address
    assert CANARY not in str(exported(desk.database))
    assert ann.opens("/desk/comments/record/evidence:acme/order-9").text.count(CANARY) == 2
    assert CANARY in ann.opens("/desk/comments/record/evidence:acme/deal").text


def test_a_comment_is_left_on_a_field_and_resolved_where_it_was_read(desk):
    ann, bob = desk.person(), desk.person("reviewer", "bob")
    _, submission = sale(desk, ann, 9)
    address = f"/desk/review/{submission.id}"
    page = bob.opens(address)
    form = {
        it.get("name"): it.get("value") for it in page.all("input", type="hidden") if it.get("name") in ("key", "back")
    }
    assert "When it happened" in [option.text for option in page.all("option")]
    typed = {**form, "subject": f"draft:{submission.draft_id}", "field": "When it happened", "text": "Which day, @ann?"}
    for _ in range(2):
        answer = bob.sends("/desk/comments", typed)
        assert answer.headers["Location"] == f"{address}#comments"
    elsewhere = bob.sends("/desk/comments", {**typed, "back": "//elsewhere.example/"}).headers["Location"]
    assert elsewhere == f"/desk/comments/draft/{submission.draft_id}"
    assert "empty" not in bob.sends("/desk/comments", {**typed, "text": " "}, 422).text
    assert bob.opens(address).text.count("Which day, @ann?") == 1
    assert "on Sale 9 · When it happened" in bob.opens(address).section("comments")
    assert "1 open" in ann.opens("/desk/?queue=mine").text
    number = next(it.get("id") for it in bob.opens(address).all("li") if (it.get("id") or "").startswith("comment-"))
    ann.sends(f"/desk/comments/{number.removeprefix('comment-')}/resolve", {"resolved": "yes", "back": address})
    assert "1 resolved" in bob.opens(address).section("comments")
    ann.sends(f"/desk/comments/{number.removeprefix('comment-')}/resolve", {"resolved": "no", "back": address})
    assert "1 resolved" not in bob.opens(address).section("comments")
    contributor = desk.person("contributor", "eve")
    contributor.sends("/desk/comments", {**typed, "key": new_id()}, 404)
    contributor.opens(f"/desk/comments/draft/{submission.draft_id}", status=404)
    for odd in ("/desk/comments/x/1", "/desk/comments/report/abc", "/desk/comments/record/pledge:none"):
        bob.opens(odd, status=404)


def test_topics_lists_of_terms_and_the_wording_are_talked_about_on_their_pages(desk):
    ann, bob = desk.person(), desk.person("editor", "bob")
    records = (
        make.topic("parks", name="Parks"),
        make.vocabulary("actors", {"police": []}),
        make._build("wording", {"id": "site", "sentences": {"headline.none": "Nothing."}}, {}),
    )
    for record in records:
        draft = draft_of(desk.database, ann.actor, record, at=desk.clock)
        address = bob.client.get(f"/desk/drafts/{draft.id}").headers.get("Location") or f"/desk/drafts/{draft.id}"
        page = bob.opens(address)
        [form] = [it for it in page.all("form") if it.get("action") == "/desk/comments"]
        hidden = {it.get("name"): it.get("value") for it in form.iter("input")}
        answer = bob.sends("/desk/comments", {**hidden, "subject": f"draft:{draft.id}", "text": "@ann, why?"})
        assert "@ann, why?" in ann.opens(answer.headers["Location"].partition("#")[0]).text
    assert ann.opens("/desk/?queue=mine").text.count("1 open") == len(records)
