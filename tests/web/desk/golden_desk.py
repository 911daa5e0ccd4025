"""What the desk says on the way of a draft from its first save to its publication, and about people and accounts.

``python -m tests.web.desk.golden_desk`` writes it anew; the difference is what a reader of the change approves.
"""

import re
import tempfile
from io import BytesIO
from pathlib import Path

from tests.signed_in import make_cheap
from tests.web.checking import CheckedClient, parsed
from tests.web.desk.browsing import Browser, draft_id
from tests.web.desk.golden_work import Colleagues, work
from tests.web.golden_pages import site_of_all
from tests.web.golden_text import walked, written

GOLDEN = Path(__file__).parent / "desk.golden.txt"
SALE = {
    "title": "Sold drones and lent some",
    "nature": "conduct",
    "period": "May 2021",
    "sources-0": "contract-1",
    "acts-0-done": ["action:sell", "action:pilot", "subject:camera-drones", "counterparty:sheriff", "place:US"],
}
PROMISE = {
    "title": "No leases",
    "topic": "police-drones",
    "versions-0-source": "gazette-1",
    "versions-0-quote": "We will not lease drones",
    "versions-0-start": "1 June 2021",
    "versions-0-scope": ["action:lease:in", "subject:camera-drones:in", "counterparty:local-police:in"],
}
_TOKENS = re.compile(r"((?:/desk/drafts/|/account/link/|/reply/|from=|bundle[:/]|acts-\d\.together=)(?!new\b))[\w-]+")


def steps(app):
    """What is done, by name, with the page that answers."""
    make_cheap(app)
    site = CheckedClient(app)
    ann, bob = Browser(site, "editor", "ann-editor"), Browser(site, "reviewer", "bob-reviewer")
    cleo, dan = Browser(site, "admin", "cleo-admin"), Browser(site, "contributor", "dan-contributor")
    yield from _reading(ann, dan)
    yield from _one_draft(ann, bob)
    yield from work(Colleagues(app, ann, bob, cleo, dan))
    yield from _drafts_that_are_not_right(ann)
    yield from _people(cleo, ann, app)


def _reading(ann, dan):
    for who, browser, paths in (
        ("an editor", ann, ("/desk/", "/desk/records", "/desk/new", "/desk/watch/single", "/desk/watch/unchecked")),
        ("an editor", ann, ("/desk/past/evidence/acme/deal", "/desk/upload", "/desk/site")),
        ("a contributor", dan, ("/desk/", "/desk/review", "/desk/people")),
    ):
        for path in paths:
            yield f"{who} opens {path}", browser.open(path)


def _one_draft(ann, bob):
    page = ann.press(ann.open("/desk/new/evidence?company=acme"), **SALE)
    yield "a new record is saved", page
    path = f"/desk/drafts/{draft_id(page)}"
    yield "it is about to be submitted", ann.open(f"{path}/submit")
    yield "it is submitted without an answer", ann.press(ann.open(f"{path}/submit"), "submit")
    mark = next(value for name, value in page.form.radios if name == "acts-0.together" and value)
    ann.press(ann.open(path), **{"acts-0.together": mark})
    yield "it is submitted", ann.press(ann.open(f"{path}/submit"), "submit")
    yield "a reviewer opens the list of reviews", bob.open("/desk/review")
    number = re.search(r"/desk/review/(\d+)", bob.open("/desk/review").html)[1]
    yield "a reviewer opens it", bob.open(f"/desk/review/{number}")
    yield "the author opens it for review", ann.open(f"/desk/review/{number}")
    yield "it is returned without a note", _decide(bob, number, "return")
    yield "it is returned", _decide(bob, number, "return", "Which county?")
    yield "the author opens the desk", ann.open("/desk/")
    yield "the author opens the draft", ann.open(path)
    ann.press(ann.open(f"{path}/submit"), "submit")
    page = bob.open("/desk/review")
    yield "it is in the list of reviews again", page
    number = re.search(r"/desk/review/(\d+)", page.html)[1]
    yield "it is published", _decide(bob, number, "publish")
    yield "its review is opened once more", bob.open(f"/desk/review/{number}")
    yield "drafts are listed", ann.open("/desk/drafts?state=published")


def _decide(browser, number, decision, note=""):
    page = browser.open(f"/desk/review/{number}")
    hidden = re.findall(r'<input type="hidden" name="(shown-[^"]+)" value="([^"]*)"', page.html)
    answer = browser.client.send(f"/desk/review/{number}", {**dict(hidden), "decision": decision, "note": note})
    return browser._shown(answer, f"/desk/review/{number}")


def _drafts_that_are_not_right(ann):
    page = ann.press(ann.open("/desk/new/pledge?company=acme"), **PROMISE)
    yield "a pledge is saved", page
    page = ann.press(ann.open(page.path), **{"versions-0-start": "soon"})
    yield (
        "a pledge with a date that is none is about to be submitted",
        ann.open(f"/desk/drafts/{draft_id(page)}/submit"),
    )
    mine, other = ann.edit("condition", "drone-law"), ann.edit("condition", "drone-law")
    ann.press(other, explanation="Theirs")
    yield "someone else has saved it", ann.press(mine, explanation="Mine")
    file = {"files": (BytesIO(b"- kind: source\n  id: x-1\n  title: X\n  date: soon\n  type: claim\n"), "new.yaml")}
    answer = ann.client.post("/desk/upload", data={"csrf_token": ann.client.csrf, **file})
    yield "a file with a mistake is uploaded", ann._shown(answer, "/desk/upload")


def _people(cleo, ann, app):
    yield "an admin opens the list of people", cleo.open("/desk/people")
    number = ann.client.account_id
    yield "an admin opens a person", cleo.open(f"/desk/people/{number}")
    invited = {"email": "new@news.example", "name": "New", "role": "editor"}
    for name, path, data in (
        ("an admin invites without an address", "/desk/people", {**invited, "email": "new"}),
        ("an admin invites", "/desk/people", invited),
        ("an admin gives a role", f"/desk/people/{number}/role", {"role": "reviewer"}),
        ("an admin ends an account", f"/desk/people/{number}/end", {}),
        ("an admin opens an account again", f"/desk/people/{number}/open", {}),
        ("an admin ends the own account", f"/desk/people/{cleo.client.account_id}/end", {}),
    ):
        yield name, cleo._shown(cleo.client.send(path, data), path)
    yield "an admin opens the own account", cleo.open("/account/")
    answer = cleo.client.send("/account/password", {"password": "wrong", "new_password": "eight violet trams at noon"})
    yield "a password is changed by a wrong one", cleo._shown(answer, "/account/password")
    stranger = app.test_client()
    yield "a stranger opens the desk", Browser._shown.__get__(_Client(stranger))(stranger.get("/desk/"), "/desk/")


class _Client:
    def __init__(self, client):
        self.client = client


def said(page):
    """What a page says: its status and title, where it lets people go, and the main part."""
    tree = parsed(page.html)
    title = " ".join(next(tree.iter("title")).text.split())
    parts = [*(nav for nav in tree.iter("nav") if nav.get("aria-label") == "Desk"), *tree.iter("main")]
    lines = [" ".join(line.split()) for part in parts for line in "".join(walked(part)).splitlines()]
    return _TOKENS.sub(r"\1…", written([str(page.status), title, *lines]))


def golden_text(app):
    """All of it."""
    return "".join(f"== {name}\n{said(page)}\n\n" for name, page in steps(app))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        GOLDEN.write_text(golden_text(site_of_all(folder)), encoding="utf-8")
