"""Addresses that changed, as tasks at the desk: shown with what differs, told to readers only through a draft."""

import re
from datetime import timedelta
from types import SimpleNamespace

from tests.captures_kept import keep
from tests.factories import pledge, source, version
from tests.stored import clock, published
from tests.web.desk.browsing import draft_id
from tracker.core.captures.watching import State, Watch
from tracker.models import Draft
from tracker.services.auth.roles import Actor, Role
from tracker.services.captures.watching.link_history import look_now
from tracker.services.captures.watching.watches import WATCH_JOB
from tracker.store.captures.watches import KnownAddress, LookRow, add_look, put_watch
from tracker.store.upkeep.asked_jobs import ask_for, job_state

QUOTE = "We will not sell camera drones to any police force"
NOW = clock().now()


def state_recorded(site, id, state, capture=None, moved_to=None):
    """What the worker has noted of a source’s address."""
    watch = Watch(good=NOW - timedelta(days=30), state=state, moved_to=moved_to)
    with site.database.writing() as session:
        if capture:
            keep(session, capture, [f"Today: {QUOTE.replace('any', 'every')}, it said."])
        put_watch(session, KnownAddress(id, f"https://news.example/{id}", NOW, watch, NOW))
        add_look(session, LookRow(id, NOW, "quote missing", "", str(state), NOW - timedelta(days=1), capture))


def test_a_state_is_a_task_with_the_difference_and_becomes_a_draft(site, ann):
    record = source("changed-1")
    published(
        site.database, record, pledge("acme/quoted", versions=[version(quote=QUOTE, source="changed-1")]), at=clock(3)
    )
    state_recorded(site, "changed-1", State.QUOTE_MISSING, capture="zzzzzzzzzzza")
    page = ann.open("/desk/addresses").checked()
    assert 'data-address="changed-1" data-state="quote missing"' in page.html
    assert "<del>any</del>" in page.html
    assert "<ins>every</ins>" in page.html
    queue = ann.open("/desk?queue=addresses").checked()
    assert 'data-item="address:changed-1"' in queue.html
    assert "/desk/addresses#address-changed-1" in queue.html
    # The pledge has it as an event once an editor says so; it goes on.
    answer = ann.client.send("/desk/addresses/changed-1", {"event": "acme/quoted"})
    page = ann.open(answer.headers["Location"].partition("#")[0])
    with site.database.reading() as session:
        (own,) = session.get(Draft, draft_id(page)).data["versions"]
    assert [(one["date"], one["source"]) for one in own["events"]] == [("2026-11-21", "changed-1")]
    assert "ends" not in own
    answer = ann.client.send("/desk/addresses/changed-1", {"do": "tell"})
    page = ann.open(answer.headers["Location"].partition("#")[0])
    with site.database.reading() as session:
        (state,) = session.get(Draft, draft_id(page)).data["states"]
    assert state == {"state": "quote missing", "from": "2026-11-21", "seen": "2026-11-22", "capture": "zzzzzzzzzzza"}
    assert 'data-address="changed-1"' not in ann.open("/desk/addresses").html
    assert not list(site.page("/sources/changed-1").all("ul", **{"data-address-states": ""}))


def test_what_says_nothing_of_the_page_can_only_be_dismissed(site, ann):
    published(site.database, source("walled-1"), at=clock(3))
    state_recorded(site, "walled-1", State.CANNOT_BE_CHECKED)
    page = ann.open("/desk/addresses").checked()
    part = page.html.partition('data-address="walled-1"')[2].partition("</article>")[0]
    assert 'value="tell"' not in part
    assert ann.client.send("/desk/addresses/walled-1", {"do": "tell"}).status_code == 303
    assert "dealt with" in ann.open("/desk/addresses").html
    assert ann.client.send("/desk/addresses/walled-1", {"event": "acme/no-police-drones"}).status_code == 303
    ann.client.send("/desk/addresses/walled-1", {"do": "dismiss"})
    assert 'data-address="walled-1"' not in ann.open("/desk/addresses").html


def test_an_address_is_not_looked_at_again_at_once(site):
    anyone, last = Actor(1, "Ann", Role.CONTRIBUTOR), NOW + timedelta(days=1)
    with site.database.writing() as session:
        add_look(session, LookRow("just-looked-at", last, "there", "", None, None, None))
        ask_for(session, WATCH_JOB, "just-looked-at", {}, due=last + timedelta(days=7))
        look_now(session, anyone, SimpleNamespace(now=lambda: last + timedelta(seconds=20)), "just-looked-at")
        assert job_state(session, WATCH_JOB, "just-looked-at", NOW).due == last + timedelta(minutes=10)
        session.rollback()


def test_the_form_of_a_source_has_its_address_look_by_look(site, ann):
    published(site.database, source("looked-at", url="https://news.example/looked-at"), at=clock(3))
    state_recorded(site, "looked-at", State.QUOTE_MISSING)
    with site.database.writing() as session:
        add_look(session, LookRow("looked-at", NOW - timedelta(days=9), "there", "", None, None, None))
        add_look(session, LookRow("looked-at", NOW - timedelta(days=8), "unreachable", "timed out", None, None, None))
        ask_for(session, WATCH_JOB, "looked-at", {}, due=NOW + timedelta(days=3))
    page = ann.edit("source", "looked-at").checked()
    part = page.html.partition("data-link")[2].partition("</table>")[0]
    assert re.findall(r'class="state (\w+)"', part) == ["changed", "unclear", "met"]
    assert "timed out" in part
    assert part.count('value="tell-readers"') == 1
    page = ann.press(page, "look-now")
    with site.database.reading() as session:
        assert job_state(session, WATCH_JOB, "looked-at", NOW).due < NOW + timedelta(days=3)
    page = ann.press(page, "tell-readers")
    assert page.path.endswith("#step-link")
    with site.database.reading() as session:
        assert [it["state"] for it in session.get(Draft, draft_id(page)).data["states"]] == ["quote missing"]
    assert 'value="tell-readers"' not in ann.open(page.path).html
