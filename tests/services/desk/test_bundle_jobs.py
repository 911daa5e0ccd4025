"""Long bundles are submitted and published by jobs: whole or not at all, whenever whoever does it is killed."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.desk import person
from tests.stored import NOON, clock, published, published_world
from tracker.clock import FixedClock
from tracker.models import Account, Draft, Ledger
from tracker.records.kinds import body
from tracker.services.auth.roles import NotAllowedError
from tracker.services.desk import bundle_jobs
from tracker.services.desk.bundle_jobs import ask_to_publish, ask_to_submit, bundle_doers, is_long, progress_of_bundle
from tracker.services.editing.bundles import BundledRecord, make_bundle
from tracker.services.jobs import do_jobs
from tracker.services.publishing import publish as publishing
from tracker.services.publishing import review
from tracker.services.publishing.bundle_review import bundle_rows, shown_digest
from tracker.services.publishing.review import SubmissionChangedError
from tracker.services.publishing.whole_bundles import USUAL
from tracker.store.editing.bundles import bundled_drafts

FIRMS = 3


class KilledError(BaseException):
    """The process is gone: nothing that would be done after this is done."""


class Desk:
    """A bundle of companies with a pledge each, its author and its reviewer."""

    def __init__(self, database):
        self.database = database
        published_world(database)
        self.ann, self.bob = person(database), person(database, "bob", "reviewer")
        records = [
            BundledRecord(record.key, body(record), row, record.kind == "pledge")
            for row in range(1, FIRMS + 1)
            for record in (make.company(f"firm-{row}"), make.pledge(f"firm-{row}/no-sales"))
        ]
        with database.writing() as session:
            self.id = make_bundle(session, self.ann, clock(), records, title="List", file_name="list.xlsx").id

    def works(self, minutes=1):
        """One round of the worker; how many jobs it began."""
        return do_jobs(self.database, clock(minutes), bundle_doers(self.database, clock(minutes)))

    def submits(self):
        with self.database.changing() as session:
            ask_to_submit(session, self.ann, self.id)

    def publishes(self, chosen=None, actor=None):
        with self.database.changing() as session:
            rows = bundle_rows(session, self.id)
            every = [row.lead.id for row in rows] if chosen is None else [rows[i].lead.id for i in chosen]
            who = actor or self.bob
            ask_to_publish(session, who, self.id, every, shown_digest(rows), note="Well done", people=USUAL)

    def states(self):
        with self.database.reading() as session:
            return sorted(session.query(Draft.state).all())

    def public(self):
        """How many entries the ledger has beside those of the small world."""
        with self.database.reading() as session:
            return session.query(Ledger).count() - self.before

    def progress(self, minutes=1):
        with self.database.reading() as session:
            return progress_of_bundle(session, self.id, clock(minutes))

    def in_review(self):
        self.submits()
        self.works()
        with self.database.reading() as session:
            self.before = session.query(Ledger).count()
        return self


@pytest.fixture
def desk(database):
    return Desk(database)


def test_a_bundle_is_submitted_and_published_by_jobs(desk):
    desk.submits()
    assert desk.progress()[:2] == (False, "waiting")
    assert desk.works() == 1
    assert desk.progress() is None
    assert desk.states() == [("submitted",)] * (2 * FIRMS)
    desk.in_review().publishes()
    assert desk.progress() == (True, "waiting", "", "Well done")
    assert desk.works() == 1
    assert (desk.progress(), desk.public()) == (None, 2 * FIRMS)
    assert desk.states() == [("published",)] * (2 * FIRMS)
    assert desk.works() == 0


POINTS = [
    (publishing, "insert_revisions"), (publishing, "insert_records"), (publishing, "insert_references"),
    (publishing, "reindex"), (publishing, "insert_entries"), (publishing, "log_own"), (review, "forget_versions"),
    (bundle_jobs, "finish"),
]  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_half_a_bundle_is_never_public_wherever_the_worker_is_killed(desk, monkeypatch):
    desk.in_review().publishes()

    def killed(*_arguments, **_options):
        raise KilledError

    for module, name in POINTS:
        with monkeypatch.context() as patch:
            patch.setattr(module, name, killed)
            with pytest.raises(KilledError):
                desk.works()
        assert desk.public() == 0, name
        assert desk.states() == [("submitted",)] * (2 * FIRMS), name
        assert desk.works(2) == 0, "it is still that process's own"
        _begins_anew(desk)
    assert desk.works() == 1
    assert desk.public() == 2 * FIRMS


def _begins_anew(desk):
    """As if nobody had tried before: after five processes that died of a job it has failed."""
    with desk.database.changing() as session:
        session.connection().exec_driver_sql("UPDATE job SET tries = 0, leased_until = NULL, token = NULL")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_cannot_be_published_says_why_and_keeps_the_note(desk):
    desk.in_review().publishes(chosen=[0])
    published(desk.database, make.company("firm-1"), at=FixedClock(NOON + timedelta(seconds=30)))
    desk.works()
    progress = desk.progress()
    assert (progress.publishing, progress.state, progress.note) == (True, "failed", "Well done")
    assert progress.why.startswith("company firm-1 has changed")
    desk.publishes(chosen=[1])
    desk.works()
    assert desk.progress() is None
    assert desk.states().count(("published",)) == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_may_publish_is_asked_again_when_it_is_done(desk):
    with pytest.raises(NotAllowedError):
        desk.in_review().publishes(actor=desk.ann)
    for active, role in ((True, "editor"), (False, "reviewer")):
        desk.publishes()
        with desk.database.changing() as session:
            account = session.get(Account, desk.bob.account_id)
            account.active, account.role = active, role
        desk.works()
        assert (desk.progress().state, desk.public()) == ("failed", 0)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_publishes_what_they_wrote_nor_what_was_not_shown(desk):
    with desk.database.changing() as session:
        session.get(Account, desk.ann.account_id).role = "reviewer"
    writer = desk.ann._replace(role=desk.bob.role)
    desk.in_review().publishes(actor=writer)
    desk.works()
    assert (desk.progress().state, desk.public()) == ("failed", 0)
    with desk.database.changing() as session, pytest.raises(SubmissionChangedError):
        ask_to_publish(session, desk.bob, desk.id, [], "something else", note="", people=USUAL)
    with desk.database.reading() as session:
        assert not is_long(session, desk.id)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_note_of_a_bundle_is_of_what_is_published_already(desk):
    records = make.company("firm-9"), make.source("gazette-1", title="Another title")
    lines = [BundledRecord(it.key, body(it), row, lead=True) for row, it in enumerate(records, 1)]
    with desk.database.writing() as session:
        id = make_bundle(session, desk.ann, clock(), lines, title="Two", note="They wrote to us").id
        notes = {draft.record_id: draft.note for _, draft in bundled_drafts(session, id)}
    assert notes == {"firm-9": None, "gazette-1": "They wrote to us"}
