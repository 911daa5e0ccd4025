"""Pages of followers: no cookie, no token in a page; links in mails change nothing until a button is pressed."""

import re

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.web.desk.desk_people import Desk
from tests.web.reading_html import parsed
from tracker.models import Follower, Job
from tracker.services.auth.second_factors import decrypt_secret
from tracker.services.jobs import do_jobs
from tracker.services.notifications.following import FOLLOW, FollowDoer


@pytest.fixture
def mailing(door, monkeypatch):
    site = door.app.extensions["site"]
    mails = {"smtp_host": "127.0.0.1", "mail_from": "desk@pledges.example"}
    monkeypatch.setattr(site, "settings", site.settings.model_copy(update=mails))
    Desk(door).filled(make.pledge())
    return door


def with_mail(door):
    folder = door.app.extensions["auth_state"].folder
    return door.app.extensions["site"].settings.model_copy(update={"secrets_dir": folder})


def followers(door):
    with door.database.reading() as session:
        return [(it.subject, it.confirmed_at is not None) for it in session.scalars(select(Follower))]


def said_by(answer):
    """What the page of a link says: which it is, what it is called, whom it names, and its button."""
    tree = parsed(answer.text)
    (line,) = (it for it in tree.iter("p") if it.get("data-told"))
    words = [it.text for name in ("h1", "button") for it in next(tree.iter("main")).iter(name)]
    return line.get("data-told"), words, [it.text for it in line.iter("bdi")]


def test_from_the_page_of_a_company_to_leaving(mailing):
    reader, sent = mailing.client(), {"subject": "company:acme", "email": "ria@mail.example", "website": ""}
    assert "/follow?subject=company:acme" in reader.get("/companies/acme").text
    form = reader.get("/follow?subject=company:acme")
    assert form.status_code == 200
    assert "Set-Cookie" not in form.headers
    first, second = reader.post("/follow", data=sent), reader.post("/follow", data=sent)
    assert first.text == second.text, "nobody learns who follows"
    for answer, roles, inputs in ((form, [], ["subject", "email", "website"]), (first, ["status"], [])):
        (main,) = parsed(answer.text).iter("main")
        assert [it.get("role") for it in main.iter("p") if it.get("role")] == roles
        assert [it.get("name") for it in main.iter("input")] == inputs
    do_jobs(mailing.database, mailing.clock, {FOLLOW: FollowDoer(mailing.database, mailing.clock, with_mail(mailing))})
    with mailing.database.reading() as session:
        [job] = session.scalars(select(Job).where(Job.kind == "mail"))
    mail = decrypt_secret(mailing.keys, re.search('"sealed":"([^"]+)"', job.task)[1])
    path = re.search("/follow/confirm/[0-9a-f]+", mail)[0]
    token = path.rpartition("/")[2]
    page = reader.get(path)
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert token not in page.text
    assert said_by(page) == ("confirm", ["Follow by email", "Yes, follow"], ["Acme Optics Inc."])
    assert followers(mailing) == [("company:acme", False)], "a program that opens links confirms nothing"
    assert said_by(reader.post(path)) == ("confirmed", ["You are following it now"], ["Acme Optics Inc."])
    assert followers(mailing) == [("company:acme", True)]
    leave = f"/follow/leave/{token}"
    assert said_by(reader.get(leave)) == ("leave", ["Unsubscribe", "Unsubscribe"], ["Acme Optics Inc."])
    assert followers(mailing) == [("company:acme", True)]
    assert said_by(reader.post(leave, data={"List-Unsubscribe": "One-Click"})) == (
        "left",
        ["You have unsubscribed"],
        [],
    )
    assert followers(mailing) == []
    assert said_by(reader.post(leave)) == ("left", ["You have unsubscribed"], []), "twice is once"
    for gone in (reader.get(leave), reader.post(path)):
        assert (gone.status_code, *said_by(gone)) == (410, "gone", ["This link does not work"], [])


def test_what_is_refused(mailing):
    reader, sent = mailing.client(), {"subject": "company:acme", "email": "ria@mail.example", "website": ""}
    for changed, status in (
        ({"email": "ria"}, 422), ({"website": "x"}, 403), ({"subject": "company:nobody"}, 404), ({"subject": ""}, 404),
    ):  # fmt: skip
        assert reader.post("/follow", data={**sent, **changed}).status_code == status
    assert reader.post("/follow", data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert followers(mailing) == []


def test_without_mail_there_is_nothing_to_follow(site_of):
    reader = site_of(make.pledge()).client
    assert "/follow" not in reader.get("/companies/acme").text
    assert "/follow" not in reader.get("/").text
    assert 'id="followers"' not in reader.get("/about").text
    assert reader.get("/follow?subject=company:acme").status_code == reader.get("/follow").status_code == 404


def test_start_page_and_privacy_text_lead_to_following(mailing):
    reader = mailing.client()
    assert 'href="/follow"' in reader.get("/").text
    assert "/follow?subject=topic:police-drones" in reader.get("/topics/police-drones").text
    assert "/follow?subject=topic:police-drones" in reader.get("/follow").text
    assert 'id="followers"' in reader.get("/about").text
