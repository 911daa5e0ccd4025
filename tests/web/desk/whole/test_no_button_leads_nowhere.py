"""Every link of the desk is followed, and every form is sent by each of its buttons, as each role.

A page is looked at once for each kind of address: ids stand for each other. After each form the database is put back,
so that what one button deletes is there for the next.
"""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from tests import factories as make
from tests.architecture.test_wordings import banned, replaced_terms
from tests.desk import draft_of, submitted
from tests.stored import clock
from tests.web.desk.browsing import Browser, Shown
from tracker.records.kinds import from_body
from tracker.services.auth.roles import Actor, Role
from tracker.services.editing.drafts import WriteContext, begin_draft, edit_record, new_id
from tracker.services.editing.topic_builder import begin_topic
from tracker.services.publishing.review import return_submission

WELL = (200, 302, 303, 304)
REFUSED = (409, 413, 422)
"""What a form may be answered with: it says what is to be fixed, and what was typed is still there."""
MOST_PAGES = 260
QUEUES = ("/desk/", "/desk/review")


def kind_of(address):
    """An address with all that only names one thing left out."""
    parts = urlsplit(address)
    path = re.sub(r"^(/desk/(?:edit|records|revisions|take-down|past|file)/[a-z]+)/.*", r"\1/*", parts.path)
    path = re.sub(r"^/(companies|pledges|evidence|sources|topics|conditions|responses|decisions)/.+", r"/\1/*", path)
    path = re.sub(r"^(/desk/comments/[a-z]+)/.+", r"\1/*", path)
    return path, tuple(sorted(re.findall(r"(?:^|&)([a-z_]+)=", parts.query)))


def of_any_record(address):
    """The same with the kind of record left out too: what a role may do does not depend on it."""
    path, query = kind_of(address)
    return re.sub(r"^(/desk/(?:new|edit|records|revisions|take-down|past|file|comments))/[a-z]+", r"\1/*", path), query


def with_work(client, role):
    """Somebody of a role whose desk holds a draft of each kind, one in each state, and something to review."""
    browser = Browser(client, role, f"{role}-person")
    browser.site = client
    me, other = Actor(browser.client.account_id, f"{role}-person", Role(role)), Browser(client, "editor", "other")
    them = Actor(other.client.account_id, "other", Role.EDITOR)
    database = client.database
    draft_of(database, me, make.company("fresh"))
    with database.writing() as session:
        begin_draft(session, me, clock(61), "pledge", WriteContext({"company": "acme", "topic": "police-drones"}))
        begin_topic(session, me, clock(61), "template:donations", new_id())
        edit_record(session, me, clock(61), ("topic", "police-drones"))
        edit_record(session, me, clock(61), ("vocabulary", "customers"))
        edit_record(session, me, clock(61), ("pledge", "acme/no-sales"))
        begin_draft(session, me, clock(61), "wording", WriteContext({"id": "english", "sentences": {}}))
    submitted(database, me, draft_of(database, me, make.source("gazette-8"), clock(62)), at=clock(63))
    submitted(database, them, draft_of(database, them, make.source("gazette-9"), clock(62)), at=clock(64))
    (returned,) = submitted(database, me, draft_of(database, me, make.source("gazette-7"), clock(62)), at=clock(65))
    reviewer = Actor(Browser(client, "admin", "boss").client.account_id, "boss", Role.ADMIN)
    with database.writing() as session:
        return_submission(session, clock(66), reviewer, returned.id, returned.content_sha256, note="Add a date.")
    return browser


class Kept:
    """The database as it was before a form was sent."""

    def __init__(self, client):
        self.client, self.path = client, client.database.path
        self.close()
        self.content = self.path.read_bytes()

    def close(self):
        for database in (self.client.database, self.client.client.application.extensions["site"].database):
            database.close()

    def restore(self):
        self.close()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        self.path.write_bytes(self.content)


def links_of(html, address):
    for href in re.findall(r'<a [^>]*href="([^"]+)"', html):
        full = urljoin(address, href.replace("&amp;", "&"))
        if full.startswith("/") and not full.startswith("//"):
            yield full.partition("#")[0]


def crawl(browser, of_a_kind, opened):
    """Pages of the desk by address, and the links that led nowhere.

    Beyond the first pages only kinds are opened that were not yet; they are added to those that were.
    """
    waiting, pages, dead, seen = [("/desk/", "", 0)], {}, [], set()
    while waiting and len(pages) < MOST_PAGES:
        address, origin, steps = waiting.pop(0)
        kind = of_a_kind(address)
        of_the_desk = address.startswith(("/desk", "/account"))
        if kind in seen or (kind in opened and not (of_the_desk and steps <= 1)):
            continue
        seen.add(kind)
        answer = browser.client.get(address)
        if answer.status_code not in WELL:
            dead.append((answer.status_code, address, origin))
        if answer.status_code in (302, 303):
            waiting.append((urljoin(address, answer.headers["Location"]), address, steps))
        if answer.status_code != 200 or answer.mimetype != "text/html":
            answer.close()  # a download that is not read to its end keeps a place
            continue
        if of_the_desk:
            pages[address] = Shown(answer, address)
            waiting += [(link, address, steps + 1) for link in links_of(answer.text, address)]
    opened |= seen
    return pages, dead


def form_of_a_kind(address, of_a_kind):
    """Where a form is sent to, with all that only names one topic, list or draft left out."""
    path, query = of_a_kind(address)
    return re.sub(r"^(/desk/(?:topics|vocabularies|wordings|drafts|review))/[^/]+", r"\1/*", path), query


def sendings(pages, of_a_kind, seen):
    """Each form with each of its buttons, once for each kind, and of no kind that was seen before."""
    for address, page in pages.items():
        for form in page.forms:
            action = urljoin(address, form.action or "")
            for button in form.buttons or [(None, "")]:
                mark = form_of_a_kind(action, of_a_kind), form.attributes.get("method"), re.sub(r":.*", "", button[1])
                if mark not in seen and form.attributes.get("method") == "post":
                    seen.add(mark)
                    yield address, form, action, button


def data_of(form, button):
    sent = {}
    for name, value in form.controls:
        sent.setdefault(name, []).append(value)
    name, value = button
    return {**sent, name: [value]} if name else sent


def said_on(page):
    """What people read on a page: its texts, one by one, and what it is called for those who do not see it."""
    for element in page.tree.iter():
        if str(element.tag).rpartition("}")[2] not in ("script", "style"):
            yield from (text for text in (element.text, element.tail) if text and text.strip())
            yield from (
                element.get(name) for name in ("title", "aria-label", "placeholder", "alt") if element.get(name)
            )


def wordings_of(pages):
    """Banned wordings and terms that gave way, on pages of the desk."""
    # Most of a page stands on the others too: each text is looked at once, on the first page that has it.
    first = {}
    for address, page in pages.items():
        for text in said_on(page):
            first.setdefault(" ".join(text.split()), address)
    lines = [(address, 0, text) for text, address in first.items()]
    return sorted({*banned(iter(lines)), *replaced_terms(iter(lines))})


def with_buttons_pressed(browser, pages, of_a_kind, seen, *, followed):
    """How many buttons were pressed, and which of them led nowhere; ``followed`` is to open what they lead to.

    Where several buttons of a form lead to one kind of page, it is opened once, and each queue once for all forms.
    """
    kept, wrong, sent, opened = Kept(browser.site), [], 0, set()
    for address, form, action, button in sendings(pages, of_a_kind, seen):
        browser.client.set_cookie("desk", browser.client.token)  # the button before may have signed out
        answer = browser.client.post(action, data=data_of(form, button), headers={"Referer": address})
        sent += 1
        landed = answer
        if answer.status_code in (302, 303) and followed:
            target = urljoin(action, answer.headers["Location"])
            way = form_of_a_kind(action, of_a_kind), form_of_a_kind(target, of_a_kind)
            if urlsplit(target).path in QUEUES:
                way = target
            if way not in opened:
                opened.add(way)
                landed = browser.client.get(target, follow_redirects=True)
        if landed.status_code not in (*WELL, *REFUSED):
            wrong.append((answer.status_code, landed.status_code, address, action, button))
        kept.restore()
    return sent, wrong


# A role may do all that those before it may. The middle ones follow what their first pages lead to, beyond them what
# contributors are not shown, and press such buttons; their pages have the same words and forms as an admin's, and
# where a button leads is seen there. For each kind of record apart, the admin does so.
@pytest.mark.parametrize("roles", [("contributor", "editor", "reviewer"), ("admin",)], ids=["most", "admin"])
def test_every_link_and_every_button_leads_somewhere(site_of, roles):
    own = from_body({"kind": "wording", "id": "house", "sentences": {"finding.breach": "It did what it ruled out."}})
    of_a_kind = kind_of if roles == ("admin",) else of_any_record
    seen, opened = set(), set()
    for role in roles:
        browser = with_work(site_of(make.pledge(title="No sales"), make.evidence(), own), role)
        pages, dead = crawl(browser, of_a_kind, opened)
        assert dead == []
        first = role == roles[0]
        assert len(pages) > (25 if first else 10)
        assert not first or wordings_of(pages) == []
        sent, wrong = with_buttons_pressed(browser, pages, of_a_kind, seen, followed=first)
        assert wrong == []
        assert sent > (30 if first else 0), role
