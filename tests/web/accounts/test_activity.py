"""The log of who did what: everything that is judged is in it, admins filter and export it, each sees their own."""

import csv
import io

from sqlalchemy import select

from tests.desk import approved, draft_of, person, submitted
from tests.factories import source
from tests.signed_in import later, signed_in
from tests.stored import clock, published_world
from tests.web.empty_site import post
from tracker.models import AccountEvent
from tracker.services.auth.account_events import EVENT_GROUPS, AccountEventKind
from tracker.web.accounts.activity.words import _EVENTS, GROUP_WORDS


def rows_of(client, path="/desk/activity.csv"):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_every_kind_of_event_has_a_group_and_words():
    grouped = [kind for kinds in EVENT_GROUPS.values() for kind in kinds]
    assert sorted(grouped) == sorted(AccountEventKind)
    assert set(GROUP_WORDS) == set(EVENT_GROUPS)
    assert set(AccountEventKind) - set(_EVENTS) == {AccountEventKind.LINK_CREATED}


def test_signing_in_and_what_is_refused_are_logged(door):
    editor, ed = door.client(), "ed@news.example"
    door.person("editor", "ed")
    door.enrol(editor, ed)
    door.knock(door.client(), ed, "a wrong password of somebody")
    half = door.client()
    door.knock(half, ed)
    post(half, "/account/second-step", {"code": "000000"})
    assert editor.get("/desk/people").status_code == 403
    admin = signed_in(door.app, "admin")
    got = [(row["event"], row["person"], row["by"]) for row in rows_of(admin)]
    assert ("signed in", ed, ed) in got
    assert ("sign-in refused", ed, "") in got
    assert ("refused", ed, ed) in got
    assert got[0] == ("exported", "admin-person@news.example", "admin-person@news.example"), "the export is an event"
    refusals = rows_of(admin, "/desk/activity.csv?kind=refusals")
    assert [row["event"] for row in refusals] == ["refused", "sign-in refused", "sign-in refused"]
    assert {row["detail"] for row in refusals[1:]} == {"wrong password", "wrong code or passkey"}
    assert not any("127.0.0.1" in str(row) for row in rows_of(admin)), "no address is kept"


def test_an_account_gets_twenty_refusals_an_hour(door):
    editor = signed_in(door.app, "editor")
    admin = signed_in(door.app, "admin")
    for _ in range(25):
        editor.get("/desk/people")
    assert len(rows_of(admin, "/desk/activity.csv?kind=refusals")) == 20
    later(door.app, hours=1, seconds=1)
    signed_in(door.app, "editor").get("/desk/people")
    assert len(rows_of(signed_in(door.app, "admin"), "/desk/activity.csv?kind=refusals")) == 21


def test_the_log_is_read_page_by_page_and_by_day(door):
    editor, admin = signed_in(door.app, "editor"), signed_in(door.app, "admin")
    with door.app.extensions["site"].database.changing() as session:
        now = door.clock.now()
        session.add_all(
            AccountEvent(at=now, account_id=editor.account_id, actor_id=None, event="exported", detail=f"<b>{i}")
            for i in range(105)
        )
    first = admin.get(f"/desk/activity?kind=exports&person={editor.account_id}")
    assert first.text.count("data-event=") == 100
    assert "<b>104" not in first.text
    second = admin.get(f"/desk/activity?kind=exports&person={editor.account_id}&before=6")
    assert second.text.count("data-event=") == 5
    assert admin.get("/desk/activity?since=2000-01-01&until=2000-01-02").text.count("data-event=") == 0
    today = now.date().isoformat()
    assert admin.get(f"/desk/activity?since={today}&until={today}").text.count("data-event=") == 100
    for wrong in ("kind=x", "person=x", "before=0x1", "since=yesterday", "until=9999-12-31"):
        assert admin.get(f"/desk/activity?{wrong}").status_code == 400, wrong


def test_each_sees_their_own_and_nobody_elses(door):
    editor, other = signed_in(door.app, "editor"), signed_in(door.app, "editor", "eve")
    editor.get("/desk/people")
    own = editor.get("/account/activity")
    assert own.text.count("data-event=") == 1
    assert other.get("/account/activity").text.count("data-event=") == 0
    assert other.get(f"/account/activity?person={editor.account_id}").text.count("data-event=") == 0
    assert {row["by"] for row in rows_of(editor, "/account/activity.csv")} == {"editor-person@news.example"}
    with door.app.extensions["site"].database.changing() as session:
        done = {"at": door.clock.now(), "event": "role changed", "detail": "editor"}
        session.add(AccountEvent(account_id=editor.account_id, actor_id=other.account_id, **done))
    [row] = rows_of(editor, "/account/activity.csv?kind=roles")
    assert (row["person"], "@" in row["by"], row["by"] != "") == ("editor-person@news.example", False, True)
    assert editor.get("/desk/activity").status_code == editor.get("/desk/activity.csv").status_code == 403


def test_the_whole_log_is_exported_with_a_fresh_factor_only(door):
    stale = signed_in(door.app, "admin", fresh=False)
    assert "/account/confirm" in stale.get("/desk/activity.csv").headers["Location"]


def test_publications_are_logged_with_them(database):
    published_world(database)
    ann, bob = person(database), person(database, "bob", "reviewer")
    draft = draft_of(database, ann, source("another", url="https://news.example/another"))
    approved(database, bob, *submitted(database, ann, draft), at=clock(1))
    with database.reading() as session:
        events = session.scalars(select(AccountEvent).where(AccountEvent.event == "published")).all()
    assert events[0].account_id is None, "the command line"
    assert (events[-1].account_id, events[-1].actor_id) == (bob.account_id, bob.account_id)
    assert "source another (ledger entry " in events[-1].detail
