"""Verify finds a publication that is not the one that was approved, and whoever approved their own."""

import contextlib

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests import factories as make
from tests.desk import approved, draft_of, person, submitted
from tests.services.upkeep.test_verify import tampering
from tests.stored import clock, published_world
from tracker.services.publishing.review import return_submission
from tracker.services.upkeep.verifying.verify import verify
from tracker.store.ledger import ledger_head


@pytest.fixture
def filled(database_to_read):
    """Submission 1 was published at position 11, 2 returned, 3 waits; nobody else is at the desk but ann and bob."""
    with database_to_read.reading() as session:
        if ledger_head(session).position:
            return database_to_read
    published_world(database_to_read)
    ann, bob = person(database_to_read), person(database_to_read, "bob", "reviewer")
    submissions = [
        submitted(database_to_read, ann, draft_of(database_to_read, ann, make.source(id, publisher="Herald")))[0]
        for id in ("herald-1", "herald-2", "herald-3")
    ]
    approved(database_to_read, bob, submissions[0])
    with database_to_read.writing() as session:
        returned = submissions[1]
        return_submission(session, clock(1), bob, returned.id, returned.content_sha256, note="Which page?")
    assert [submission.id for submission in submissions] == [1, 2, 3]
    return database_to_read


class UndoneError(Exception):
    """Nothing of it is kept."""


def faults_after(database, *statements, **options):
    """What verify finds after these statements of someone who has the database; then they are undone."""
    result = []
    with contextlib.suppress(UndoneError), tampering(database) as connection:
        for statement in statements:
            connection.execute(text(statement))
        with Session(connection, autoflush=False) as session:
            result = verify(session, **options).discrepancies
        raise UndoneError
    return [discrepancy for discrepancy in result if "the trigger" not in discrepancy.differs]


def test_a_desk_at_work_is_in_order(filled):
    assert faults_after(filled) == []


OTHER = "ab" * 32


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (("UPDATE submission SET body = replace(body, 'Herald', 'Gazette') "
            "WHERE id = 3"), "source herald-3: submission 3 is not what was submitted"),
        (("UPDATE submission SET note = 'x' "
            "WHERE id = 1"), "entry 11: source herald-1: submission 1 is not what was submitted"),
        (("UPDATE submission SET author = 'eve' "
            "WHERE id = 2"), "source herald-2: submission 2 is not what was submitted"),
        ((f"UPDATE submission SET salt = '{'x' * 64}' "
            "WHERE id = 2"), "source herald-2: submission 2 is not what was submitted"),
        ((f"UPDATE submission SET content_sha256 = '{OTHER}' "
            "WHERE id = 1"), "submission 1, which was approved: text, author, reason, note or salt"),
        (("UPDATE submission SET base_number = 1, change = 'update' "
            "WHERE id = 1"), "submission 1, which was approved: revision"),
        ("UPDATE submission SET record_id = 'herald-9' WHERE id = 1", "submission 1, which was approved: record"),
        ("UPDATE review SET reviewer = 'eve' WHERE submission_id = 1", "submission 1, which was approved: publisher"),
        ("UPDATE review SET position = 10 WHERE submission_id = 1", "submission 1, which was approved: record, text"),
        ("UPDATE review SET position = 99 WHERE submission_id = 1", "in a ledger entry that does not exist"),
        (("UPDATE review SET reviewer_id = (SELECT author_id FROM submission WHERE id = 1) WHERE "
            "submission_id = 1"), "submission 1 was published by someone who wrote"),
        ("UPDATE submission SET writers = '[1, 2]' WHERE id = 1", "submission 1 was published by someone who wrote"),
        (("DELETE FROM review WHERE "
            "submission_id = 1"), "is published, but 1 of its submissions wait and 0 were published"),
        ("DELETE FROM review WHERE submission_id = 2", "is returned, but 1 of its submissions wait"),
        ("DELETE FROM submission WHERE id = 3", "is submitted, but 0 of its submissions wait"),
        (("UPDATE draft SET state = 'editing' WHERE record_id = "
            "'herald-1'"), "is editing, but 0 of its submissions wait and 1 were published"),
        (("UPDATE draft SET state = 'submitted' WHERE record_id = "
            "'herald-2'"), "is submitted, but 0 of its submissions wait"),
    ],
)  # fmt: skip
def test_what_was_approved_must_be_what_was_published(filled, statement, expected):
    assert any(expected in str(discrepancy) for discrepancy in faults_after(filled, statement))


def test_a_site_of_one_person_may_approve_its_own(filled):
    own = "UPDATE submission SET writers = '[1, 2]' WHERE id = 1"
    draft = "UPDATE draft SET writers = '[1, 2]' WHERE id = (SELECT draft_id FROM submission WHERE id = 1)"
    assert faults_after(filled, own, draft, one_person=True) == []


def test_what_is_wrong_with_the_ledger_is_said_before_what_is_wrong_with_reviews(filled):
    publisher = "UPDATE ledger SET publisher = 'eve' WHERE position = 3"
    assert faults_after(filled, "DELETE FROM review WHERE submission_id = 1", publisher)[0].position == 3


def test_more_submissions_than_are_read_at_once_are_all_looked_at(filled, monkeypatch):
    monkeypatch.setattr("tracker.store.upkeep.verification._PORTION", 1)
    reported = faults_after(filled, "UPDATE submission SET note = 'x' WHERE id = 3")
    assert [discrepancy.record for discrepancy in reported] == ["source herald-3"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE submission SET writers = '[2]' WHERE id = 1",
        "UPDATE submission SET author_id = 2 WHERE id = 1",
        "UPDATE submission SET writers = '[1, 2]' WHERE id = 3",
        "UPDATE draft SET writers = '[1, 2]' WHERE id = (SELECT draft_id FROM submission WHERE id = 1)",
        "UPDATE draft SET owner_id = 2 WHERE id = (SELECT draft_id FROM submission WHERE id = 2)",
    ],
)
def test_writers_that_differ_from_those_of_the_draft_are_detected(filled, statement):
    differs = [discrepancy.differs for discrepancy in faults_after(filled, statement)]
    assert any("who wrote submission" in text_ for text_ in differs)
