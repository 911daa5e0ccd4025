"""What pages of records, lists and comparisons cost the database: it does not grow with what is on record."""

import pytest

from tests import factories as make
from tests.stored import clock, published, published_world
from tests.web.test_queries import queries, settings_of
from tracker import create_app

ADDRESSES = {
    "/pledges/acme/no-0": 13,
    "/evidence/acme/deal-0": 13,
    "/sources/contract-1": 12,
    "/conditions/drone-law": 12,
    "/responses/acme/silent-0": 13,
    "/decisions/acme/decision-0": 13,
    "/changes": 6,
    "/changes?company=acme&kind=pledge": 8,
    "/changes.atom": 6,
    "/lapsing?as_of=2026-11-22": 10,
    "/lapsing": 10,
    "/compare?company=acme&company=firm-0": 12,
    "/companies/acme/police-drones/changes": 7,
    "/methodology": 4,
    "/about": 1,
    "/ledger": 2,
}


def many(count):
    """So many of everything that a page may lead to."""
    for i in range(count):
        yield make.company(f"firm-{i}")
        yield make.source(f"paper-{i}")
        ends = {"condition": "drone-law"} if i % 2 == 0 else {"last_day": "2030-01-01"}
        yield make.pledge(f"acme/no-{i}", versions=[make.version(ends=ends, also_in=[f"paper-{i}"])])
        yield make.evidence(f"acme/deal-{i}", sources=["contract-1", f"paper-{i}"])
        yield make.evidence(f"firm-{i}/deal", sources=["contract-1"])
        yield make.response(f"acme/silent-{i}", about=[f"acme/deal-{i}", "acme/no-0"])
        yield make.decision(f"acme/decision-{i}", evidence=f"acme/deal-{i}", pledge=f"acme/no-{i}")


@pytest.mark.parametrize("count", [1, 6])
def test_the_number_of_queries_is_constant(database, count):
    published_world(database, *many(count))
    for minute in range(count):
        published(database, make.evidence("acme/deal-0", summary=f"{minute}."), at=clock(minute + 1))
    client = create_app(settings_of(database), clock(60)).test_client()
    client.get("/companies/acme")  # the first connection asks what server it is
    query_counts = {address: len(queries(client, address)) for address in ADDRESSES}
    assert {address: number for address, number in query_counts.items() if number > ADDRESSES[address]} == {}
    client.application.extensions["site"].database.close()
