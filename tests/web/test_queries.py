"""What a page costs the database: a number of queries that does not grow with what is on record."""

import pytest
from sqlalchemy import event

from tests import factories as make
from tests.stored import clock, published_world
from tracker import create_app
from tracker.settings import Settings

ADDRESSES = {
    "/companies/acme/police-drones": 9,
    "/companies/acme": 10,
    "/api/v1/companies/acme/scorecard": 8,
    "/": 10,
    "/companies/acme/police-drones/findings": 7,
}


def settings_of(database):
    """Settings of a site that stands on this database."""
    return Settings(database_url=database.url.render_as_string(hide_password=False))


def queries(client, address):
    """The statements that one request sends."""
    seen = []
    engine = client.application.extensions["site"].database.reading_engine

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    forget(client.application)
    assert client.get(address).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return [statement for statement in seen if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]


def forget(app):
    """Empty what an application holds from earlier requests, so that each address pays for itself."""
    app.extensions["response_cache"].answers.clear()
    app.extensions["response_cache"].store = None
    app.extensions["site"].scorecards.clear()


def many(count):
    """So many companies, pledges, records and sources."""
    for i in range(count):
        yield make.company(f"firm-{i}")
        yield make.source(f"paper-{i}")
        yield make.pledge(f"acme/no-{i}")
        yield make.evidence(f"acme/deal-{i}", sources=[f"paper-{i}"])
        yield make.response(f"acme/silent-{i}", about=[f"acme/deal-{i}"])


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_is_constant(database, count):
    published_world(database, *many(count))
    client = create_app(settings_of(database), clock(60)).test_client()
    client.get("/companies/acme")  # the first connection asks what server it is
    query_counts = {address: len(queries(client, address)) for address in ADDRESSES}
    assert {address: number for address, number in query_counts.items() if number > ADDRESSES[address]} == {}
    client.application.extensions["site"].database.close()


def test_an_answer_that_still_holds_costs_one_query(site_of):
    site = site_of(*many(3))
    tag = site.client.get("/companies/acme").headers["ETag"]
    engine = site.client.application.extensions["site"].database.reading_engine
    seen = []
    event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_: seen.append(statement))
    assert site.client.get("/companies/acme", headers={"If-None-Match": tag}).status_code == 304
    assert len([statement for statement in seen if statement.startswith("SELECT")]) <= 1
