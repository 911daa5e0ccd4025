"""What the desk says of work that waits: reviews of every sort, questions to companies, reports, what people did."""

import re
from datetime import UTC, datetime, timedelta

from tests import factories as make
from tests.desk import draft_of, submitted
from tests.web.desk.browsing import Browser, draft_id
from tracker.models import ReaderReport, ReplyRequest
from tracker.services.auth.roles import Actor, Role
from tracker.services.editing.drafts import WriteContext, save_draft

CARD = "/companies/acme/police-drones"
_BODY = (
    '{"id": "%s", "company": "acme", "asked_by": "Example Watch", "question": "Which towns?", "asked": "2026-11-01",'
    ' "until": "2026-11-30", "answer": "waiting", "answered": "2026-11-01", "source": "gazette-1"}'
)
_ANSWERED = {"text": "We sold none.\nNot one.", "speaker": "Jo, press", "answer_sha256": "0" * 64}


class Colleagues:
    """Two editors, a reviewer, an admin and a contributor, and the site that they work on."""

    def __init__(self, app, ann, bob, cleo, dan):
        site = app.extensions["site"]
        self.ann, self.bob, self.cleo, self.dan = ann, bob, cleo, dan
        self.eve = Browser(ann, "editor", "eve-editor")
        self.database, self.clock, self.today = site.database, site.clock, site.today

    def actor(self, browser, name, role):
        """Somebody as services know them."""
        return Actor(browser.client.account_id, name, Role(role))

    @property
    def writer(self):
        """The editor."""
        return self.actor(self.ann, "ann-editor", "editor")

    @property
    def judge(self):
        """The reviewer."""
        return self.actor(self.bob, "bob-reviewer", "reviewer")

    def submits(self, actor, *records, note="", helper=None):
        """Submit new records together, the last perhaps with a helper's note; the number of the first one's review."""
        self.clock.move(timedelta(minutes=1))
        drafts = [draft_of(self.database, actor, record, at=self.clock, note=note) for record in records]
        if helper:
            last = drafts.pop()
            with self.database.writing() as session:
                noted = WriteContext({**last.data, "note": "Seen on paper."})
                drafts.append(save_draft(session, helper, self.clock, last.id, last.version, noted))
        return submitted(self.database, actor, *drafts, at=self.clock)[0].id


def work(people):
    """What is done, by name, with the page that answers."""
    yield from _reviews(people)
    yield from _queue(people)
    yield from _questions(people)
    yield from _reports(people)
    yield from _records(people)
    yield from _people(people)


def _reviews(it):
    own = it.submits(it.judge, make.source("gazette-10", title="A reviewer’s own source"))
    yield "one’s own is reviewed", it.bob.open(f"/desk/review/{own}")
    grave = make.evidence("acme/grave", title="Sold to a sheriff", period="2020-07-02", sources=["gazette-9"])
    paper = make.source("gazette-9", title="The sheriff’s drones", publisher="Gazette", type="record")
    number = it.submits(it.writer, grave, paper, note="See page 3.")
    yield "what reads as a breach is reviewed", it.bob.open(f"/desk/review/{number}")
    lease = make.evidence("crane/lease", title="Leased one", sources=["gazette-11"])
    helped = it.submits(it.writer, lease, make.source("gazette-11", title="The lease"), helper=it.judge)
    yield "what one helped with is reviewed", it.bob.open(f"/desk/review/{helped}")
    new = it.submits(it.writer, make.company("ember"), make.pledge("ember/none", title="No drones"))
    yield "a new company is reviewed", it.bob.open(f"/desk/review/{new}")
    mark = {"date": "22 November 2026", "reason": "It was about another company."}
    page = it.ann._shown(it.ann.client.send("/desk/take-down/evidence/acme/lease", mark), "")
    it.clock.move(timedelta(minutes=1))
    it.ann.press(page, "submit", change="update")
    down = max(map(int, re.findall(r"/desk/review/(\d+)", it.bob.open("/desk/?queue=review").html)))
    yield "a take-down is reviewed", it.bob.open(f"/desk/review/{down}")
    yield "and by somebody who only writes", it.dan.open(f"/desk/review/{down}")
    yield from _by_two(it, number, down)


def _by_two(it, number, down):
    """With two reviewers for what reads as a breach, the first one's approval publishes nothing."""
    answers = {"site_name": "Example Watch", "contact": "desk@watch.example", "time_zone": "Pacific/Auckland"}
    it.cleo.client.send("/desk/site", {**answers, "answer_days": "10", "two_reviewers": "yes"})
    yield "two reviewers are needed", it.bob.open(f"/desk/review/{number}")
    yield "the first approves it", _published(it, number)
    yield "the second opens it", it.cleo.open(f"/desk/review/{number}")
    yield "a take-down is published", _published(it, down)


def _published(it, number):
    """The page after the reviewer has published it, which leads on to what others wrote."""
    page = it.bob.open(f"/desk/review/{number}")
    shown = dict(re.findall(r'<input type="hidden" name="(shown-[^"]+)" value="([^"]*)"', page.html))
    return it.bob._shown(it.bob.client.send(f"/desk/review/{number}", {**shown, "decision": "publish"}), "")


def _assigned(it, item, due):
    data = {"item": item, "do": "assign", "assignee": "", "reviewer": str(it.bob.client.account_id), "due_on": due}
    it.ann.client.send("/desk/queue/act", data)


def _queue(it):
    page = it.bob.open("/desk/?queue=review&sort=oldest")
    items = [item.get("value") for item in page.tree.iter("input") if item.get("name") == "item"]
    for item, due in zip(
        items, ("20 November 2026", "23 November 2026", "24 November 2026", "1 December 2026"), strict=False
    ):
        _assigned(it, item, due)
    yield "the queue of reviews has days", it.bob.open("/desk/?queue=review")
    yield "an author has own rows", it.ann.open("/desk/?queue=review&who=me")
    yield "two rows are to be published together", it.bob.open(f"/desk/queue/publish?item={','.join(items)}")
    answer = it.bob.client.send("/desk/queue/act", {"item": items[-1], "do": "return", "note": "Which town?"})
    yield "one is returned from the queue", it.bob._shown(answer, "/desk/")
    yield "returned work is listed", it.ann.open("/desk/?queue=returned")
    yield "another editor opens the list of reviews", it.eve.open("/desk/?queue=review")


def _request(it, name, **fields):
    now = it.clock.now()
    usual = {
        "company_id": "acme", "response_id": f"acme/{name}", "recipient": "Acme", "email": "press@acme.example",
        "asked_at": now, "body": _BODY % f"acme/{name}", "asked_by": it.ann.client.account_id, "until": it.today,
        "token_sha256": None, "expires_at": now + timedelta(days=9),
    }  # fmt: skip
    return ReplyRequest(**(usual | fields))


def _questions(it):
    decided = {"decided_at": it.clock.now(), "decided_by": it.bob.client.account_id, "answered_at": it.clock.now()}
    rows = [
        _request(it, "due", token_sha256="1" * 64),
        _request(it, "late", until=it.today - timedelta(days=1), token_sha256="2" * 64, expires_at=it.clock.now()),
        _request(it, "came", state="answered", answered_at=it.clock.now(), **_ANSWERED),
        _request(it, "taken", state="accepted", checked_how="phone", **decided, **_ANSWERED),
        _request(it, "forged", state="refused", recipient="", **decided, **_ANSWERED),
    ]
    with it.database.changing() as session:
        session.add_all(rows)
        session.flush()
        numbers = [row.id for row in rows]
    for name, number in zip(("due", "late", "answered", "taken", "refused"), numbers, strict=True):
        yield f"a question that is {name}", it.ann.open(f"/desk/replies/{number}")
    for show in ("", "?show=waiting", "?show=decided"):
        yield f"questions are listed {show}".strip(), it.ann.open(f"/desk/replies{show}")
    yield "questions and answers wait", it.ann.open("/desk/?queue=replies")
    for about in ("pledge=acme/no-sales", "evidence=acme/federal", "evidence=acme/deal&pledge=acme/no-sales"):
        yield f"a company is asked, {about}", it.ann.open(f"/desk/ask?company=acme&topic=police-drones&{about}")
    yield "a contributor may not ask", it.dan.open("/desk/ask?company=acme")
    sent = {"company": "acme", "about": "acme/deal", "questions": "Which towns?", "until": "7 December 2026"}
    answer = it.ann.client.send("/desk/ask", {**sent, "asked_by": "Example Watch", "recipient": "", "email": ""})
    yield "a question is sent", it.ann._shown(answer, "/desk/ask")
    answer = it.ann.client.send(f"/desk/replies/{numbers[2]}/refuse", {"back": "/desk/?queue=replies"})
    yield "an answer is refused", it.ann._shown(answer, "/desk/")


def _report(number, **fields):
    usual = {
        "number": f"ABCD-EF{number:02}", "kind": "error", "about": CARD, "text": "It was Bolt.", "source": "",
        "name": "May", "email": "may@mail.example", "origin_key": None,
        "received_at": datetime(2026, 10, 31, 12, tzinfo=UTC),
    }  # fmt: skip
    return ReaderReport(**(usual | fields))


def _reports(it):
    when = datetime(2026, 11, 1, 12, tzinfo=UTC)
    decided = {"decided_at": when, "decided_by": it.bob.client.account_id}
    left = {"text": "", "name": "", "email": ""}
    rows = [
        _report(1), _report(2, kind="tip", about="", name=""), _report(3, about="https://elsewhere.example/"),
        _report(4, outcome="accepted", **decided), _report(5, outcome="no document", **decided, **left, erased_at=when),
        _report(6, erased_at=when, **left),
    ]  # fmt: skip
    with it.database.changing() as session:
        session.add_all(rows)
        session.flush()
        number = rows[0].id
    for show in ("", "?show=decided"):
        yield f"reports are listed {show}".strip(), it.ann.open(f"/desk/reports{show}")
    yield "reports wait", it.ann.open("/desk/?queue=outside")
    yield "what people left is listed", it.ann.open("/desk/personal-data")
    answer = it.ann.client.send(f"/desk/reports/{number}/decide", {"accept": "yes"})
    yield "a report is accepted from its row", it.ann._shown(answer, "/desk/reports")
    answer = it.ann.client.send(f"/desk/reports/{number}/decide", {"outcome": "why not"})
    yield "a report is refused for no reason", it.ann._shown(answer, "/desk/reports")
    answer = it.ann.client.send(f"/desk/reports/{number}/decide", {"outcome": "no error"})
    yield "a report is refused", it.ann._shown(answer, "/desk/reports")


def _records(it):
    for path in ("evidence/acme/deal", "evidence/acme/wrong"):
        yield f"{path} may be taken down or put back", it.ann.open(f"/desk/take-down/{path}")
    answer = it.ann.client.send("/desk/take-down/evidence/acme/deal", {"date": "soon", "reason": "Wrong."})
    yield "a take-down has no day", it.ann._shown(answer, "/desk/take-down/evidence/acme/deal")
    answer = it.ann.client.send("/desk/take-down/evidence/acme/wrong", {"date": "", "reason": " "})
    yield "what is put back has no reason", it.ann._shown(answer, "/desk/take-down/evidence/acme/wrong")
    for path in ("/checks?company=acme", "/checks?topic=police-drones", f"/at?path={CARD}"):
        yield f"an editor opens {path}", it.ann.open(f"/desk{path}")
    answer = it.ann.client.send("/desk/checks", {"of": "acme police-drones", "until": "", "back": CARD})
    yield "a company is marked as checked", it.ann.open("/desk/checks?company=acme")
    page = it.ann.press(it.ann.edit("company", "dome"), name="Dome Optics")
    path = f"/desk/drafts/{draft_id(page)}"
    yield "a change is about to be submitted", it.ann.open(f"{path}/submit")
    answer = it.ann.press(it.ann.open(f"{path}/submit"), "submit", change="correction")
    yield "a correction does not say what was wrong", answer
    yield "nothing is to be merged", it.ann.open(f"{path}/merge")


def _people(it):
    path = f"/desk/people/{it.ann.client.account_id}"
    for address in ("/desk/activity?since=2026-11-23&until=2026-11-23", "/desk/activity?kind=roles", path):
        yield f"an admin opens {address.removesuffix(path)}".strip(), it.cleo.open(address)
    yield "an editor opens the own activity", it.ann.open("/account/activity")
