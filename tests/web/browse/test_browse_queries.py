"""What lists cost the database, and what filters find, on both databases."""

from datetime import UTC

import pytest
from flask import template_rendered

from tests import factories as make
from tests.stored import NOON, clock, published, published_world
from tests.web.test_queries import many, queries, settings_of
from tracker import create_app
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.store.lists.companies import CompanyFilter, companies
from tracker.store.lists.paging import Window

PAGES = (
    "/",
    "/?as_of=2021-01-01",
    "/companies",
    "/companies?q=firm&row=local-police&says=nothing",
    "/topics",
    "/initiatives",
    "/topics/police-drones",
    "/topics/police-drones?as_of=2021-01-01",
    "/search?q=drones",
    "/search?q=camara",
)
SAID = {
    "covered": ["acme"],
    "unclear": ["firm-b"],
    "lapsed": ["firm-a"],
    "nothing": ["firm-c"],
}


def pages_of(database, count):
    """How many queries each page makes with so much on record."""
    published_world(database, *many(count))
    refresh(database, clock(), UTC)
    app = create_app(settings_of(database), clock(60))
    client = app.test_client()
    client.get("/companies/acme")  # the first connection asks what server it is
    query_counts = {address: len(queries(client, address)) for address in PAGES}
    app.extensions["site"].database.close()
    return query_counts


@pytest.mark.parametrize("count", [2, 40])
def test_the_number_of_queries_is_constant(database, count):
    query_counts = pages_of(database, count)
    most = {
        "/?as_of=2021-01-01": 13,
        "/topics/police-drones?as_of=2021-01-01": 12,
        "/search?q=drones": 13,
        "/search?q=camara": 17,
    }
    assert {address: number for address, number in query_counts.items() if number > most.get(address, 10)} == {}


def test_rows_are_found_by_what_the_words_say(database):
    lapsed = make.version(ends={"last_day": "2021-06-30"})
    unclear = make.version(scope=make.scope(counterparty={"unclear": ["local-police"], "in": ["school"]}))
    published_world(
        database,
        make.topic(checked_until={"firm-c": "2026-11-01"}),
        make.pledge(),
        *(make.company(f"firm-{name}") for name in "abc"),
        make.pledge("firm-a/no", versions=[lapsed]),
        make.pledge("firm-b/no", versions=[unclear]),
    )
    refresh(database, clock(), UTC)
    with database.reading() as session:
        ends_alike = CompanyFilter("police-drones", row="police", says="covered")
        assert companies(session, ends_alike, "name", Window(), NOON.date()).rows == []
        for says, expected in SAID.items():
            company_filter = CompanyFilter("police-drones", row="local-police", says=says)
            page = companies(session, company_filter, "name", Window(), NOON.date())
            assert [line.company for line in page.rows] == expected, says


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_list_is_rendered_again_only_where_it_says_something_else(database):
    published_world(database, make.evidence())
    refresh(database, clock(), UTC)
    app, rendered = create_app(settings_of(database), clock(60)), []

    def rendering(_app, template, context):
        rendered.append((template.name, context["q"]))

    def listed(query=""):
        rendered.clear()
        page = app.test_client().get(f"/companies{query}")
        assert page.status_code == 200
        return page.text, rendered[:]

    with template_rendered.connected_to(rendering, app):
        first, made = listed()
        assert made == [("browse/companies.html", "")]
        published(database, make.evidence(summary="Other words, which no list says."), at=clock(1))
        refresh(database, clock(1), UTC)
        assert listed() == (first, [])
        assert listed("?q=acm")[1] == [("browse/companies.html", "acm")]
        published(database, make.company(name="Acme Renamed"), at=clock(2))
        refresh(database, clock(2), UTC)
        renamed, made = listed()
        assert "Acme Renamed" in renamed
        assert made == [("browse/companies.html", "")]
    app.extensions["site"].database.close()
