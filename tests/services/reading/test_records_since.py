"""Records of a scorecard after few publications: those that would be read anew, or none where these have to be."""

import pytest

from tests import factories as make
from tests.stored import READ_ON_SQLITE, clock, published, published_world
from tracker.services.reading.records_since import records_since
from tracker.store.dossiers import dossier_records
from tracker.store.ledger import MOST_SINCE, last_position

TOPIC = "police-drones"
BEGUN = (
    make.pledge(),
    make.evidence(),
    make.response(about=["acme/deal"]),
    make.evidence("acme/back", taken_down={"date": "2026-11-22", "reason": "It was not them."}),
    make.company("bolt"),
    make.topic("other-topic", name="Another topic"),
)


def by_key(records):
    return {(record.kind, record.id): record for record in records}


@pytest.fixture(scope="module")
def begun(database_to_read):
    published_world(database_to_read, *BEGUN)
    return database_to_read


def after(database, *records):
    """What is known at once after these publications, and what would be read anew."""
    begun = last_position(database)
    reply = make.response(about=["acme/deal"], question=f"And {begun}?")
    published(database, make.evidence(summary=f"After {begun}."), reply, at=clock(begun))
    with database.reading() as session:
        before, position = dossier_records(session, "acme", TOPIC, last_position(database)), last_position(database)
    for minute, record in enumerate(records, 1):
        published(database, record, at=clock(position + minute))
    with database.reading() as session:
        now = last_position(database)
        return records_since(session, before, TOPIC, position, now), dossier_records(session, "acme", TOPIC, now)


@pytest.mark.parametrize(
    "record",
    [
        make.evidence(summary="Told otherwise."),
        make.evidence(period="2019-05-01", title="Earlier"),
        make.response(about=["acme/deal"], asked_by="Another Gazette"),
        make.evidence("bolt/deal"),
        make.evidence("acme/elsewhere", topics=["other-topic"]),
        make.pledge("bolt/no-sales"),
    ],
    ids=lambda record: f"{record.id} {record.kind}",
)
def test_what_is_published_in_a_place_of_before_is_known_at_once(begun, record):
    at_once, anew = after(begun, record)
    assert by_key(at_once) == by_key(anew)


@READ_ON_SQLITE
@pytest.mark.parametrize(
    "record",
    [
        make.evidence("acme/more"),
        make.evidence("bolt/joint", nature="study", acts=None, also_about=["acme"]),
        make.evidence(sources=["gazette-1"]),
        make.evidence(nature="study", acts=None),
        make.evidence("acme/back"),
        make.pledge(title="Named otherwise"),
        make.source(publisher="Another Gazette"),
        make.topic(name="Renamed"),
        make.company(name="Acme, renamed"),
        make.company("cove", owners=[{"company": "acme", "since": "2020-01-01"}]),
    ],
    ids=lambda record: f"{record.id} {record.kind}",
)
def test_what_comes_or_names_others_is_read_again(begun, record):
    assert after(begun, record)[0] is None


@READ_ON_SQLITE
def test_after_many_publications_all_is_read_again(begun):
    assert after(begun, *[make.evidence(summary=f"Told {number}.") for number in range(MOST_SINCE)])[0] is not None
    assert after(begun, *[make.evidence(summary=f"Said {number}.") for number in range(MOST_SINCE + 1)])[0] is None


def test_an_earlier_position_is_no_later_one(begun):
    position = last_position(begun)
    with begun.reading() as session:
        records = dossier_records(session, "acme", TOPIC, position)
        assert records_since(session, records, TOPIC, position, position) == records
        assert records_since(session, records, TOPIC, position, position - 1) is None
