"""Two workers send mails and are killed in turn: none is lost, and none goes out twice within a lease."""

import os
import signal
from collections import Counter
from datetime import timedelta

from tests.killed import begun, ended, url_of
from tests.servers.smtp import MailServer
from tests.stored import clock
from tracker.models import Job
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.jobs import do_jobs
from tracker.services.notifications.outbox import MAIL, MailDoer, Message, queue_mail
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.upkeep.asked_jobs import LEASE

MAILS = 6


def test_two_workers_are_killed_in_turn(database, tmp_path):
    now, sent = clock(), []
    with MailServer() as server:
        settings = Settings(
            secrets_dir=tmp_path / "secrets", smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none",
            mail_from="desk@pledges.example", public_url="https://pledges.example",
        )  # fmt: skip
        keys = ready_keys(settings.secrets_folder, database)
        with database.changing() as session:
            for number in range(MAILS):
                message = Message("ann@news.example", f"Number {number}", "Text")
                queue_mail(session, now, keys, settings, f"mail {number}", message)
        workers = []

        def kill_one():
            """As soon as the server has its second mail of a round, before it says so."""
            sent.append((server.received[-1]["Subject"], now.now()))
            if workers and len(sent) % 2 == 0:
                os.kill(workers.pop(0), signal.SIGKILL)

        server.after_taking = kill_one
        for _ in range(3):
            pids = [begun(lambda: send_all(url_of(database), settings, now)) for _ in range(2)]
            workers[:] = pids
            codes = [ended(pid) for pid in pids]
            assert set(codes) <= {0, -signal.SIGKILL}
            now.move(LEASE + timedelta(seconds=1))
        workers.clear()
        do_jobs(database, now, {MAIL: MailDoer(database, now, settings)})
    with database.reading() as session:
        assert session.query(Job).count() == 0
    assert {subject for subject, _ in sent} == {f"Number {number}" for number in range(MAILS)}
    assert max(Counter(sent).values()) == 1, "twice at one moment is twice within a lease"
    assert len(sent) > MAILS, "somebody was killed after the server had the mail"


def send_all(url, settings, now):
    """What a worker does until nothing is due."""
    database = Database(url)
    do_jobs(database, now, {MAIL: MailDoer(database, now, settings)})
