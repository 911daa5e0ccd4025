"""Reminders: each person's own, on the days that matter, once a day by mail, with nothing of a draft but its title."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.desk import draft_of, person, submitted
from tests.stored import NOON, ON_SQLITE, clock, published_world
from tracker.models import Account, Assignment, DraftBundle, Job, ReaderReport
from tracker.services.auth.second_factors import decrypt_secret
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.notifications import reminders
from tracker.services.notifications.digests import REMINDER_WORDS, choose_notices, digest, queue_digests
from tracker.services.notifications.reminders import Reminder, reminders_of
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.services.publishing.review import return_submission
from tracker.settings import Settings

CANARY = "An allegation that nobody has reviewed"
TODAY = NOON.date()


class Reminded:
    """A desk with two people, and a promise that is due in 30 days."""

    def __init__(self, database, folder):
        self.database, self.clock = database, clock()
        self.keys = ready_keys(folder / "secrets", database)
        due = str(TODAY + timedelta(days=30))
        published_world(database, make.promise(title="The report", deadline=due), make.check(until="2026-11-20"))
        refresh(database, self.clock, NOON.tzinfo)
        self.ann, self.bob = person(database), person(database, "bob", "reviewer")
        self.settings = Settings(secrets_dir=folder / "secrets", smtp_host="127.0.0.1", mail_from="d@pledges.example")
        with database.changing() as session:
            for account in session.scalars(select(Account)):
                account.password_hash = "a hash"

    def of(self, actor, today=TODAY, told_on=None):
        with self.database.reading() as session:
            return [(it.kind, it.title) for it in reminders_of(session, actor, today, told_on)]

    def returned(self):
        draft = draft_of(self.database, self.ann, make.source("gazette-9", title="A source", note=CANARY))
        [waiting] = submitted(self.database, self.ann, draft, at=self.clock)
        with self.database.writing() as session:
            hashed = waiting.content_sha256
            return_submission(session, self.clock, self.bob, waiting.id, hashed, note=CANARY)

    def queued(self):
        queue_digests(self.database, self.clock, self.settings)
        with self.database.changing() as session:
            jobs = list(session.scalars(select(Job)))
            mails = [decrypt_secret(self.keys, job.task.split('"sealed":"')[1].split('"')[0]) for job in jobs]
            for job in jobs:
                session.delete(job)
            return mails


@pytest.fixture
def reminded(database, tmp_path):
    return Reminded(database, tmp_path)


@ON_SQLITE
def test_returned_work_is_its_owners_and_mail_has_its_title_only(reminded):
    reminded.returned()
    assert ("returned", "A source") in reminded.of(reminded.ann)
    assert "returned" not in [kind for kind, _ in reminded.of(reminded.bob)]
    [mail] = [it for it in reminded.queued() if "ann@" in it]
    assert "A source" in mail
    assert "/desk/drafts/" in mail
    assert CANARY not in mail


@ON_SQLITE
def test_ends_are_told_30_7_and_1_days_before_and_after_a_pause_too(reminded):
    def told_on(day, last):
        return "coming up" in [
            kind for kind, _ in reminded.of(reminded.ann, TODAY + timedelta(day), TODAY + timedelta(last))
        ]

    days = [day for day in range(0, 31) if told_on(day, day - 1)]
    assert days == [0, 23, 29]
    assert told_on(25, 20), "whoever was not told for days is told once"
    assert not told_on(31, 20), "it is over"
    last_week = [kind for kind, _ in reminded.of(reminded.ann, TODAY + timedelta(29), TODAY + timedelta(20))]
    assert last_week.count("coming up") == 1, "two of the days before it were missed"
    assert "coming up" in [kind for kind, _ in reminded.of(reminded.ann)], "the desk shows all of the next 30 days"


def test_what_is_asked_of_somebody(reminded):
    with reminded.database.changing() as session:
        for id, due in (("early", TODAY - timedelta(days=1)), ("soon", TODAY + timedelta(days=2))):
            session.add(DraftBundle(id=id, title=id, file_name="", owner_id=reminded.ann.account_id, created_at=NOON))
            session.flush()
            fields = {"item": "bundle", "item_id": id, "due_on": str(due), "changed_at": NOON}
            session.add(Assignment(**fields, reviewer_id=reminded.bob.account_id, changed_by=reminded.ann.account_id))
    assert "review" not in [kind for kind, _ in reminded.of(reminded.bob)], "nothing of them is unfinished"
    draft = draft_of(reminded.database, reminded.ann, make.source("gazette-8"))
    with reminded.database.changing() as session:
        session.connection().exec_driver_sql(f"DELETE FROM bundled_draft WHERE draft_id = '{draft.id}'")
        session.connection().exec_driver_sql(
            f"INSERT INTO bundled_draft (draft_id, bundle_id, row, lead) VALUES ('{draft.id}', 'early', 0, true)"
        )
    assert ("review, late", "early") in reminded.of(reminded.bob)


@ON_SQLITE
def test_what_else_was_given_to_somebody_is_told_without_a_readers_words(reminded):
    due = str(TODAY + timedelta(days=30))
    with reminded.database.changing() as session:
        report = ReaderReport(
            number="ABCDEFGHJ", kind="error", about="", text=CANARY, source="", name="", email="", received_at=NOON,
            origin_key=None, outcome="open",
        )  # fmt: skip
        session.add(report)
        session.flush()
        given = {"report": str(report.id), "end": f"acme acme/report 1 {due} deadline", "check": "acme police-drones"}
        for item, id in given.items():
            task = {"assignee_id": reminded.bob.account_id, "changed_by": reminded.ann.account_id, "changed_at": NOON}
            session.add(Assignment(item=item, item_id=id, due_on=str(TODAY - timedelta(days=1)), **task))
    titles = [title for kind, title in reminded.of(reminded.bob) if kind == "work, late"]
    assert len(titles) == 2, "what was checked lately is no work"
    assert "A report from a reader" in titles
    [mail] = [it for it in reminded.queued() if "bob@" in it]
    assert f"/desk/reports#report-{given['report']}" in mail
    assert CANARY not in mail


def test_each_person_gets_one_mail_a_day_and_only_who_wants_it(reminded):
    reminded.returned()
    first = reminded.queued()
    assert any("ann@" in it for it in first)
    assert not any("The report" in it for it in first), "who was never told is told what is due now"
    assert reminded.queued() == []
    reminded.clock.move(timedelta(days=1))
    with reminded.database.changing() as session:
        choose_notices(session, reminded.ann, "none")
        with pytest.raises(ValueError, match="no choice"):
            choose_notices(session, reminded.ann, "hourly")
    assert not any("ann@" in it for it in reminded.queued())
    reminded.clock.move(timedelta(days=1) - timedelta(hours=6))
    with reminded.database.changing() as session:
        choose_notices(session, reminded.ann, "daily")
    assert reminded.queued() == [], "not before seven in the morning"
    reminded.clock.move(timedelta(hours=1))
    assert any("ann@" in it for it in reminded.queued())


@ON_SQLITE
def test_how_many_scorecards_were_not_checked_is_a_number_up_to_what_is_looked_at(reminded, monkeypatch):
    def title():
        reminders_then = reminded.of(reminded.ann, TODAY + timedelta(days=200))
        return next(title for kind, title in reminders_then if kind == "not checked")

    assert title().startswith("1 scorecard not checked")
    monkeypatch.setattr(reminders, "_MOST", 1)
    assert title().startswith("1 or more")


@ON_SQLITE
def test_every_kind_has_words(reminded):
    kinds = {kind for kind, _ in reminded.of(reminded.ann)}
    assert kinds <= set(REMINDER_WORDS)
    every = [Reminder(kind, "Title", "/desk/", TODAY) for kind in REMINDER_WORDS]
    text = digest("ann@news.example", every, reminded.settings).text
    assert text.count("/desk/\n") + text.count("/desk/") >= len(REMINDER_WORDS)
    one, two = (digest("ann@news.example", every[:number], reminded.settings).subject for number in (1, 2))
    assert ("1 thing " in one, "2 things " in two) == (True, True)
