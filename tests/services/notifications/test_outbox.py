"""The outbox: each message goes out once, whatever happens to the process or the mail server, and holds nothing up."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.servers.smtp import MailServer
from tests.stored import clock
from tracker.models import Job
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.jobs import do_jobs
from tracker.services.notifications.outbox import MAIL, MailDoer, Message, queue_mail
from tracker.settings import Settings
from tracker.store.upkeep.asked_jobs import LEASE, LeaseLostError, finish, take

SECRET = "https://pledges.example/account/link/a-secret-token"


class Outbox:
    """A site that sends by a mail server on this machine."""

    def __init__(self, database, folder, server):
        self.database, self.clock, self.server = database, clock(), server
        self.settings = Settings(
            secrets_dir=folder / "secrets", smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none",
            mail_from="desk@pledges.example", public_url="https://pledges.example",
        )  # fmt: skip
        self.keys = ready_keys(self.settings.secrets_folder, database)
        self.doer = MailDoer(database, self.clock, self.settings)

    def queue(self, key="a", to="ann@news.example", subject="Two things", text=SECRET, **headers):
        with self.database.changing() as session:
            return queue_mail(session, self.clock, self.keys, self.settings, key, Message(to, subject, text, headers))

    def work(self, **others):
        return do_jobs(self.database, self.clock, {MAIL: self.doer, **others})

    def later(self, **length):
        self.clock.move(timedelta(**length))

    def jobs(self):
        with self.database.reading() as session:
            return [(job.key, job.state, job.why) for job in session.scalars(select(Job).order_by(Job.key))]


@pytest.fixture
def outbox(database, tmp_path):
    with MailServer() as server:
        yield Outbox(database, tmp_path, server)


def test_a_message_is_sent_once_and_its_text_is_nowhere_in_the_database(outbox):
    assert outbox.queue()
    assert not outbox.queue(), "it waits already"
    with outbox.database.reading() as session:
        [task] = session.scalars(select(Job.task))
    assert "secret" not in task
    assert "ann@" not in task
    assert outbox.work() == 1
    assert outbox.work() == 0
    [mail] = outbox.server.received
    assert (mail["To"], mail["From"], mail["Subject"]) == ("ann@news.example", "desk@pledges.example", "Two things")
    assert mail.get_content().strip() == SECRET
    assert mail["Auto-Submitted"] == "auto-generated"
    assert outbox.jobs() == []


def test_no_header_is_added_by_what_is_in_one(outbox):
    outbox.queue(
        subject="Hello\r\nBcc: eve@evil.example", text="é “quotes”\n.\nBcc: x", **{"List-Unsubscribe": "<a>\nX: y"}
    )
    outbox.work()
    [mail] = outbox.server.received
    assert mail["Bcc"] is mail["X"] is None
    assert mail.get_content().strip() == "é “quotes”\n.\nBcc: x"


def test_who_is_killed_while_sending_loses_nothing_and_sends_nothing_twice_within_a_lease(outbox):
    outbox.queue()
    with outbox.database.changing() as session:
        killed = take(session, MAIL, outbox.clock.now())
    assert outbox.work() == 0, "it is another's as long as the lease lasts"
    outbox.later(seconds=LEASE.total_seconds() + 1)
    assert outbox.work() == 1
    assert len(outbox.server.received) == 1
    with pytest.raises(LeaseLostError):
        outbox.doer(killed)
    assert {mail["Message-ID"] for mail in outbox.server.received} == {outbox.server.received[0]["Message-ID"]}


def test_a_mail_server_that_dies_after_taking_a_message_gets_it_again_under_the_same_id(outbox):
    outbox.queue()
    outbox.server.mode = "dies after"
    outbox.work()
    [(_, state, _)] = outbox.jobs()
    assert state == "waiting"
    outbox.server.mode = ""
    outbox.later(minutes=6)
    outbox.work()
    assert len({mail["Message-ID"] for mail in outbox.server.received}) == 1
    assert outbox.jobs() == []


def test_a_dead_mail_server_holds_nothing_up_and_loses_nothing(outbox):
    for key in "abcdefgh":
        outbox.queue(key)
    outbox.server.mode, done = "away", []
    with outbox.database.changing() as session:
        session.add(Job(kind="note", key="other", task="{}"))
    outbox.work(note=lambda job: done.append(job.key) or finish_note(outbox, job))
    assert done == ["other"]
    assert outbox.server.connections == 1, "the others do not try it for a while"
    for _ in range(10):
        outbox.later(hours=1)
        outbox.work()
    outbox.server.mode = ""
    outbox.later(hours=2)
    outbox.work()
    assert len(outbox.server.received) == 8
    assert outbox.jobs() == []


def finish_note(outbox, job):
    with outbox.database.changing() as session:
        finish(session, job, outbox.clock.now())


def test_after_three_days_or_a_refusal_a_message_fails_without_an_address_in_the_reason(outbox):
    outbox.queue("a")
    outbox.server.mode = "refuse"
    outbox.work()
    assert outbox.jobs() == [("a", "failed", "the mail server refused it (550)")]
    outbox.queue("b")
    outbox.server.mode = "later"
    outbox.work()
    assert outbox.jobs()[1][1:] == ("waiting", "the mail server put it off (451)")
    outbox.later(days=3, minutes=10)
    outbox.work()
    assert outbox.jobs()[1][1] == "failed"


@pytest.mark.parametrize("mode", ["sender", "password"])
def test_what_an_operator_set_wrongly_loses_no_message(outbox, mode):
    for key in "ab":
        outbox.queue(key)
    outbox.server.mode = mode
    if mode == "password":
        outbox.doer.settings = outbox.settings.model_copy(update={"smtp_user": "desk", "smtp_password": "wrong"})
    outbox.work()
    assert [state for _, state, _ in outbox.jobs()] == ["waiting", "waiting"]
    outbox.server.mode, outbox.doer.settings = "", outbox.settings
    outbox.later(hours=1)
    outbox.work()
    assert len(outbox.server.received) == 2


def test_a_message_that_cannot_be_written_holds_up_no_other(outbox):
    outbox.queue("a", to="né@news.example")
    outbox.queue("b", subject="News of A\u2028B")
    outbox.work()
    assert [(key, state) for key, state, _ in outbox.jobs()] == [("a", "failed")]
    assert [mail["Subject"] for mail in outbox.server.received] == ["News of A B"]


def test_a_site_without_a_mail_server_queues_nothing(outbox):
    outbox.settings = Settings(mail_from="desk@pledges.example")
    assert not outbox.queue()
    assert outbox.jobs() == []


def test_a_message_of_replaced_keys_fails(outbox, tmp_path):
    outbox.queue()
    outbox.doer.settings = outbox.settings.model_copy(update={"secrets_dir": tmp_path / "others"})
    with outbox.database.changing() as session:
        [job] = session.scalars(select(Job))
        assert json.loads(job.task)["sealed"]
    outbox.work()
    assert outbox.jobs() == [("a", "failed", "its key was replaced")]
