"""Reminders at the desk and the choice of mails; invitations and resets go by mail where there is a mail server."""

import re

from sqlalchemy import select

from tests.signed_in import signed_in
from tracker.models import Job, NoticeChoice
from tracker.services.auth.people import INVITATION_DAYS, RESET_HOURS
from tracker.services.auth.second_factors import decrypt_secret


def with_mail(door, monkeypatch):
    site = door.app.extensions["site"]
    mailing = site.settings.model_copy(update={"smtp_host": "127.0.0.1", "mail_from": "desk@pledges.example"})
    monkeypatch.setattr(site, "settings", mailing)


def mails(door):
    with door.database.reading() as session:
        tasks = [job.task for job in session.scalars(select(Job).where(Job.kind == "mail"))]
    return [decrypt_secret(door.keys, re.search('"sealed":"([^"]+)"', task)[1]) for task in tasks]


def test_invitations_and_resets_are_mailed(door, monkeypatch):
    admin, new = signed_in(door.app, "admin"), {"email": "new@news.example", "name": "New", "role": "editor"}
    assert "do not send" in admin.send("/desk/people", new).text
    assert mails(door) == []
    with_mail(door, monkeypatch)
    page = admin.send("/desk/people", {**new, "email": "next@news.example"}).text
    assert "We are sending it to next@news.example" in page
    link = re.search(r'id="link" class="wide" value="([^"]+)"', page)[1]
    [mail] = mails(door)
    assert link in mail
    assert "next@news.example" in mail
    assert f"within {INVITATION_DAYS} days" in mail
    editor = signed_in(door.app, "editor")
    admin.send(f"/desk/people/{editor.account_id}/link")
    [reset] = [it for it in mails(door) if "editor-person@news.example" in it]
    assert "new password" in reset
    assert f"within {RESET_HOURS} hour" in reset


def test_whether_reminders_come_by_mail_is_chosen_by_each(door, monkeypatch):
    editor = signed_in(door.app, "editor")
    assert "sends no email" in editor.get("/account/").text
    with_mail(door, monkeypatch)
    assert 'value="daily" checked' in editor.get("/account/").text
    editor.send("/account/notices", {"email": "none"})
    editor.send("/account/notices", {"email": "hourly"})
    assert 'value="none" checked' in editor.get("/account/").text
    with door.database.reading() as session:
        assert [(it.account_id, it.email) for it in session.scalars(select(NoticeChoice))] == [
            (editor.account_id, "none")
        ]
    assert "You have no reminders" in signed_in(door.app, "contributor").get("/desk/reminders").text
