"""Records put into a database, and taken out of it, as tests need it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories import company, world
from tracker.clock import FixedClock
from tracker.models import Record
from tracker.records.kinds import body, canonical
from tracker.services.captures.quotes.quote_places import PLACE_JOB, QuotePlacer
from tracker.services.jobs import do_jobs
from tracker.services.publishing.publish import Proposal, publish
from tracker.services.upkeep.export import export_text
from tracker.store.published import exported_records

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
READ_ON_SQLITE = pytest.mark.parametrize("database_to_read", ["sqlite"], indirect=True)
"""For a test all of whose statements another test sends to PostgreSQL too."""


def clock(minutes=0):
    """A clock that stands some minutes after noon."""
    return FixedClock(NOON + minutes * MINUTE)


def published(database, *records, at=None, author="ann", publisher="bob", change="update", note=None, **options):
    """Publish records in one transaction; then the worker looks for their quotes, where there are copies."""
    proposals = [Proposal(record, change, note) for record in records]
    with database.writing() as session:
        done = publish(session, at or clock(), proposals, author=author, publisher=publisher, **options)
    place_quotes(database, at or clock())
    return done


def place_quotes(database, at):
    """What the worker does after a publication."""
    do_jobs(database, at, {PLACE_JOB: QuotePlacer(database, at).do})


def published_world(database, *records, at=None):
    """Publish the small world, with these records beside or in place of its own."""
    by_key = {record.key: record for record in [*world(), *records]}
    return published(database, *by_key.values(), at=at)


def with_a_company_in_an_earlier_form(database):
    """Publish the small world with a company whose stored text names its owner as it was once done; that company."""
    child = company("child", owners=[{"company": "acme"}])
    published_world(database, child)
    with database.writing() as session:
        row = session.scalars(select(Record).where(Record.record_id == child.id)).one()
        before = {name: value for name, value in body(child).items() if name != "owners"}
        row.body = canonical({**before, "parent": "acme"}).decode()
    return child


def exported(database):
    """Everything published, as YAML."""
    with database.reading() as session:
        return export_text(exported_records(session), "yaml")
