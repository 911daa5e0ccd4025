"""Readers who follow what is published, for tests: they ask, confirm, and get the mails of a day."""

import json
import re

from sqlalchemy import select

from tests import factories as make
from tests.stored import clock, published, published_world
from tracker.models import Job
from tracker.services.auth.second_factors import decrypt_secret
from tracker.services.auth.secret_keys import ready_keys
from tracker.services.jobs import do_jobs
from tracker.services.notifications import following
from tracker.services.notifications.follower_mails import queue_follower_mails
from tracker.settings import Settings

MAIL = "ria@mail.example"


class Following:
    """A published company and topic, and readers who follow them."""

    def __init__(self, database, folder, *records):
        self.database, self.clock = database, clock()
        self.keys = ready_keys(folder / "secrets", database)
        self.settings = Settings(
            secrets_dir=folder / "secrets", smtp_host="127.0.0.1", mail_from="d@pledges.example",
            public_url="https://pledges.example",
        )  # fmt: skip
        published_world(database, make.pledge(), *records)

    def ask(self, subject="company:acme", email=MAIL, address="192.0.2.1"):
        following.ask_to_follow(self.database, self.clock, self.keys, subject=subject, email=email, address=address)
        self.work()
        return self.taken()

    def work(self):
        """Do what was asked for, as the worker does."""
        doer = following.FollowDoer(self.database, self.clock, self.settings)
        do_jobs(self.database, self.clock, {following.FOLLOW: doer})

    def taken(self):
        """The mails that are queued, which are taken away."""
        with self.database.changing() as session:
            jobs = list(session.scalars(select(Job).where(Job.kind == "mail")))
            mails = [decrypt_secret(self.keys, re.search('"sealed":"([^"]+)"', job.task)[1]) for job in jobs]
            for job in jobs:
                session.delete(job)
            return mails

    @staticmethod
    def opened(mail):
        """What a queued mail holds: to whom, the subject, the text, further headers."""
        return json.loads(mail)

    def daily(self):
        queue_follower_mails(self.database, self.clock, self.settings)
        return self.taken()

    def use(self, token, act):
        with self.database.changing() as session:
            follower = following.follower_of(session, self.keys, token)
            return follower is not None and (act(session, follower) or True)

    def confirm(self, mail):
        token = re.search("/follow/confirm/([0-9a-f]+)", mail)[1]
        assert self.use(token, lambda session, it: following.confirm_follower(session, self.clock, it))
        return token

    def publish(self, *records):
        published(self.database, *records, at=self.clock)
