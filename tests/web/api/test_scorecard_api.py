"""The scorecard as JSON, and that page and JSON never disagree."""

import re

import pytest

from tests import factories as make
from tests.web.checking import words
from tracker.records.sentences import SENTENCES

API = "/api/v1/companies/{}/scorecard"


def test_it_has_the_documented_keys_and_says_where_the_page_is(seeded):
    data = seeded.data(API.format("microsoft") + "?topic=police-facial-recognition&as_of=2020-06-18")
    assert data["company"] == {"id": "microsoft", "name": "Microsoft"}
    assert data["known_at"].startswith("2026-11-22T12:00:00."), "of the last publication that concerns it"
    assert data["checked_until"] == "2024-05-04"
    assert data["links"]["page"] == "https://pledges.example/companies/microsoft/police-facial-recognition"
    assert data["links"]["pinned"].startswith(data["links"]["page"] + "?as_of=2020-06-18&known_at=2026-11-22T12:00:00")
    assert data["ledger_position"] > 0


@pytest.mark.parametrize("company", ["microsoft", "amazon", "ibm", "clearview-ai", "3m"])
@pytest.mark.parametrize("day", ["2020-06-09", "2020-06-18", "2021-06-10", "2026-11-22"])
def test_page_and_data_never_disagree(seeded, company, day):
    page = seeded.page(f"/companies/{company}?as_of={day}")
    data = seeded.data(f"{API.format(company)}?as_of={day}")
    assert page.find("meta", name="description").get("content") == " ".join(data["headline"])
    for cell in data["cells"]:
        row = words(page.find("a", href=f"#cell-{cell['row']}-{cell['column']}"))
        state = (
            "lapsed"
            if cell["lapsed"]
            else "lapsing"
            if cell["last_day"] and cell["label"] == "covered"
            else cell["label"]
        )
        assert row.startswith(SENTENCES[f"cell.{state}.heading"].partition(" {")[0])
    for finding in data["findings"]:
        for sentence in finding["reasons"]:
            assert sentence in page.text
    if any(version["in_force"] == "yes" for pledge in data["pledges"] for version in pledge["versions"]):
        assert f"{data['strength']['covered']} of {data['strength']['cells']} points" in page.section("glance")
    assert re.search(rf"\b{data['conduct']['reviewed']} records?\b", page.section("checked"))
    other = {(item.get("id") or "").partition("-act-")[0] for item in page.all("li")}
    assert {f"evidence-{item['evidence']}" for item in data["context"]} <= other


def test_it_is_for_everybody(seeded):
    for status, address in ((200, API.format("ibm")), (404, API.format("nobody")), (404, "/api/v2")):
        response = seeded.client.get(address, headers={"Origin": "https://paper.example"})
        assert response.status_code == status
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Origin" not in seeded.client.get("/").headers


def test_the_topic_may_be_left_out_only_where_there_is_one(site_of):
    site = site_of(make.pledge(), make.topic("police-cars", name="Cars"), make.pledge("acme/cars", topic="police-cars"))
    error = site.data(API.format("acme"), 400)
    assert error["parameter"] == "topic"
    assert all(topic in error["detail"] for topic in ("police-drones", "police-cars"))
    assert site.data(API.format("acme") + "?topic=police-cars")["topic"]["name"] == "Cars"
    error = site.data(API.format("acme") + "?topic=police-car", 404)
    assert error["parameter"] == "topic"
    assert error["nearby"][0]["id"] == "police-cars"
    assert site.data(API.format("nobody"), 404)["parameter"] == "company"


def test_former_ids_redirect_for_ever_and_keep_the_query(site_of):
    site = site_of(make.company("acme", former_ids=["old-name"]), make.pledge())
    for old, new in (
        ("/companies/old-name", "/companies/acme"),
        (
            "/companies/old-name/police-drones?as_of=2020-06-18&x=%3C",
            "/companies/acme/police-drones?as_of=2020-06-18",
        ),
        (API.format("old-name") + "?topic=police-drones", API.format("acme") + "?topic=police-drones"),
        ("/companies/old-name?_external=1&_scheme=javascript", "/companies/acme"),
    ):
        response = site.client.get(old)
        assert (response.status_code, response.headers["Location"]) == (301, new)
        site.check_headers(response)
        assert site.client.get(old, follow_redirects=True).status_code == 200


def test_a_page_of_another_site_may_ask_with_a_tag_and_sees_it(seeded):
    headers = {"Origin": "https://reader.example", "Access-Control-Request-Method": "GET"}
    before = seeded.client.options(
        "/api/v1/pledges", headers={**headers, "Access-Control-Request-Headers": "if-none-match"}
    )
    assert "If-None-Match" in before.headers["Access-Control-Allow-Headers"]
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in seeded.client.get("/api/v1/pledges").headers["Access-Control-Expose-Headers"]
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        refused = seeded.client.open("/api/v1/pledges", method=method)
        assert (refused.status_code, refused.mimetype) == (405, "application/problem+json"), method
        assert {"GET", "HEAD"} <= set(refused.headers["Allow"].split(", "))
