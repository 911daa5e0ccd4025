"""Errors say what is wrong and what to do, as pages and as JSON, and nothing of the inside."""

import pytest
from sqlalchemy import text

from tests import factories as make
from tracker.settings import Settings
from tracker.web.application import build


def test_an_unknown_company_names_those_that_are_like_it(seeded):
    page = seeded.page("/companies/microsft", 404)
    assert "We have no such company" in page.text
    assert "/companies/microsoft" in page.links()
    assert "/" in page.links()
    error = seeded.data("/api/v1/companies/microsft/scorecard", 404)
    assert error["nearby"][0] == {"id": "microsoft", "name": "Microsoft"}


@pytest.mark.parametrize("address", ["/companies/Microsoft", "/companies/zzzzzz", "/companies/" + "a" * 3000])
def test_an_impossible_company_is_an_ordinary_404(seeded, address):
    page = seeded.page(address, 404)
    assert any(link.startswith("/companies/") for link in page.links())


def test_an_unknown_topic_names_the_companys_others(seeded):
    page = seeded.page("/companies/microsoft/police-face-recognition", 404)
    assert "/companies/microsoft/police-facial-recognition" in page.links()


@pytest.mark.parametrize(
    "address", ["/nothing", "/companies/%00", "/pledges/a/%00", "/companies/a/b/c", "/static/nothing.css", "/api.html"]
)
def test_a_page_that_is_not_there_leads_home(seeded, address):
    page = seeded.page(address, 404)
    assert "Go to the home page" in page.text


def test_data_that_is_not_there_is_json(seeded):
    assert seeded.data("/api/v1/nothing", 404)["title"] == "Page not found"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused(seeded, method):
    response = getattr(seeded.client, method)("/companies/microsoft")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    seeded.check_headers(response)


def test_an_unforeseen_error_shows_an_id_and_no_trace(site_of, monkeypatch, caplog):
    site = site_of(make.pledge())
    monkeypatch.setattr("tracker.services.reading.scorecards.compute", lambda *_: 1 / 0)
    page = site.page("/companies/acme", 500)
    error = site.data("/api/v1/companies/acme/scorecard", 500)
    for output in (page.text, error["detail"]):
        assert "mention error" in output
        assert "ZeroDivision" not in output
        assert "Traceback" not in output
        id = output.partition("mention error ")[2][:8]
        assert f"error {id} at" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    # The path of a one-time link is a secret: the log names the rule that it matched.
    assert "at /companies/<company>" in caplog.text
    assert "at /companies/acme" not in caplog.text


@pytest.mark.parametrize("gone", ["tables", "file"])
def test_without_its_database_the_site_says_when_to_try_again(site_of, tmp_path, gone):
    site = site_of(make.pledge())
    if gone == "tables":
        with site.database.engine.connect() as connection:
            connection.execute(text("ALTER TABLE ledger RENAME TO elsewhere"))
            connection.commit()
    else:
        database = site.client.application.extensions["site"].database
        settings = Settings(database_url=f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
        site.client = build(settings, site.clock, type(database)(settings.database_url)).test_client()
    page = site.page("/companies/acme", 503)
    assert page.response.headers["Retry-After"] == "30"
    assert "Nothing is lost" in page.text
    widget = site.client.get("/embed/companies/acme/police-drones")
    assert (widget.status_code, widget.headers["Cache-Control"]) == (503, "no-store")
    assert "sqlite" not in page.text
    assert site.data("/api/v1/companies/acme/scorecard", 503)["status"] == 503
    assert site.client.get("/healthz").status_code == 200
    assert site.client.get("/readyz").status_code == 503


def test_database_server_down_is_the_same(site_of):
    site = site_of(make.pledge())
    settings = Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    database = type(site.database)(settings.database_url)
    site.client = build(settings, site.clock, database).test_client()
    assert site.page("/", 503).response.headers["Retry-After"] == "30"
    database.close()
