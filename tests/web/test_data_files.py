"""The page on data, and its files."""

import hashlib
import json
import shutil
import sqlite3
from base64 import b64encode
from datetime import UTC

import pytest

from tests import factories as make
from tests.stored import clock, published
from tracker.services.exporting.editions import Editions
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import Settings
from tracker.web.api.endpoints import ENDPOINTS
from tracker.web.data import chosen

RECORDS = make.pledge(), make.evidence()
YEARLY = {"every": "1 year", "first": "2021-06-30"}


@pytest.fixture(scope="module")
def exports(site_to_read, tmp_path_factory):
    """A folder with an edition."""
    folder = tmp_path_factory.mktemp("exports")
    Editions(site_to_read(*RECORDS).database, clock(60), Settings(exports_dir=folder)).make()
    return folder


@pytest.fixture(scope="module")
def site(site_to_read, exports):
    """A site with an edition."""
    return site_to_read(*RECORDS, exports_dir=exports, data_licence="CC BY 4.0")


def test_the_page_leads_to_every_form_of_data(site):
    page = site.page("/data")
    files = [link for link in page.links() if link.startswith("/data/")]
    assert len(files) > 20
    for link in files:
        site.file(link)
    assert {f"/companies.{form}" for form in ("csv", "json")} < set(page.links())
    for path in ENDPOINTS:
        assert path in page.text
    data = [json.loads(script.text) for script in page.all("script", type="application/ld+json")]
    (catalog,) = [it for it in data if it.get("@type") == "DataCatalog"]
    assert len(catalog["dataset"][0]["distribution"]) == len(files)


def test_a_file_has_its_hash_as_tag_and_can_be_fetched_in_parts(site):
    link = next(link for link in site.page("/data").links() if link.endswith("/records.jsonl"))
    with site.client.get(link, headers={"Accept-Encoding": "gzip"}) as response:
        content = response.data
        tag = response.headers["ETag"]
        assert tag == f'"{hashlib.sha256(content).hexdigest()}"'
        assert "Content-Encoding" not in response.headers
        digest = b64encode(hashlib.sha256(content).digest()).decode()
        assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        assert "immutable" not in response.headers["Cache-Control"], "it is deleted once something in it is taken down"
    with site.client.get(link, headers={"If-None-Match": tag}) as unchanged:
        assert unchanged.status_code == 304
    with site.client.get(link, headers={"Range": "bytes=5-9"}) as part:
        assert (part.status_code, part.data) == (206, content[5:10])
    for ignored in ("bytes=0-1,5-6", "items=0-1", "bytes=abc", "bytes="):
        with site.client.get(link, headers={"Range": ignored}) as whole:
            assert (whole.status_code, whole.data) == (200, content), ignored
    with site.client.get(link, headers={"Range": "bytes=99999999-"}) as beyond:
        assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(content)}")
    with site.client.get(link, headers={"If-Match": '"other"'}) as other:
        assert (other.status_code, content in other.data) == (412, False)
    newest = site.client.get("/data/latest/records.jsonl")
    assert (newest.status_code, newest.headers["Location"]) == (302, link)


@pytest.mark.parametrize(
    "path", ["latest/x", "2026-11-22-1/records.jsonl", "../x", "2026-11-22-15/edition.json", "x/y"]
)
def test_nothing_else_is_there(site, path):
    assert site.client.get(f"/data/{path}").status_code == 404


def test_a_site_without_files_says_so(site_of, tmp_path):
    page = site_of(exports_dir=tmp_path / "none").page("/data")
    assert not [link for link in page.links() if link.startswith("/data/")]


def test_a_new_edition_shows_at_once(site_of, exports, tmp_path):
    site = site_of(*RECORDS, exports_dir=shutil.copytree(exports, tmp_path / "exports"))
    before = [link for link in site.page("/data").links() if link.startswith("/data/")]
    (old,) = (path for path in (tmp_path / "exports").iterdir() if path.name in before[0])
    new = shutil.copytree(old, old.with_name("2026-11-30-99"))
    (new / "records.jsonl").write_bytes(b"another")
    edition = json.loads((new / "edition.json").read_text()) | {"name": new.name, "day": "2026-11-30", "position": 99}
    for file in edition["files"]:
        if file["name"] == "records.jsonl":
            file["sha256"] = hashlib.sha256(b"another").hexdigest()
    (new / "edition.json").write_text(json.dumps(edition))
    page = site.page("/data")
    after = [link for link in page.links() if link.startswith("/data/")]
    assert [link for link in after if old.name not in link] == [link.replace(old.name, new.name) for link in before]
    tables = [link for link in before if link.endswith("/pledges.csv")]
    assert [link in after for link in tables] == [False], "each table of the newest only"
    data = [json.loads(script.text) for script in page.all("script", type="application/ld+json")]
    (catalog,) = [it for it in data if it.get("@type") == "DataCatalog"]
    assert catalog["dataset"][0]["version"] == new.name
    for name in (old.name, new.name):
        with site.client.get(f"/data/{name}/records.jsonl") as response:
            assert response.headers["ETag"] == f'"{hashlib.sha256(response.data).hexdigest()}"'
    shutil.rmtree(tmp_path / "exports")
    assert not [link for link in site.page("/data").links() if link.startswith("/data/")]


def test_a_part_is_made_when_it_is_asked_for_and_nothing_else_is_in_it(site_of, tmp_path):
    secret = [make.company("bolt", name="Bolt"), make.evidence("bolt/deal", title="Bolt’s deal")]
    site = site_of(make.pledge(), make.evidence(), *secret)
    lines = [json.loads(line) for line in site.file("/data/chosen/records.jsonl?company=acme").splitlines()]
    keys = {(it["kind"], it["id"]) for it in lines}
    assert {("company", "acme"), ("evidence", "acme/deal"), ("topic", "police-drones"), ("source", "contract-1")} < keys
    assert not any(id.startswith("bolt") for _, id in keys)
    for name in ("datapackage.zip", "tracker.xlsx", "tracker.sqlite", "records.zip"):
        assert site.file(f"/data/chosen/{name}?company=acme&topic=police-drones")
    (tmp_path / "a.sqlite").write_bytes(site.file("/data/chosen/tracker.sqlite?topic=police-drones"))
    connection = sqlite3.connect(tmp_path / "a.sqlite")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("SELECT count(*) FROM scorecards").fetchone() == (2,)
    connection.close()
    with site.client.get("/data/chosen/records.jsonl?company=acme") as response:
        tag = response.headers["ETag"]
    held = site.client.get("/data/chosen/records.jsonl?company=acme", headers={"If-None-Match": tag})
    assert held.status_code == 304
    published(site.database, make.pledge("acme/later"), at=clock(30))
    refresh(site.database, clock(60), UTC)
    with site.client.get("/data/chosen/records.jsonl?company=acme", headers={"If-None-Match": tag}) as response:
        assert (response.status_code, b"acme/later" in response.data) == (200, True)


def test_a_part_by_company_and_country_has_companies_that_meet_both(site_of, monkeypatch):
    arms = {"scheme": "NACE", "code": "25.4"}
    bolt = make.company("bolt", country="DE", sector=arms)
    site = site_of(bolt, make.pledge(), make.pledge("bolt/no-sales"))
    monkeypatch.setattr(chosen, "MOST_COMPANIES", 1)

    def pledges(query):
        lines = [json.loads(line) for line in site.file(f"/data/chosen/records.jsonl?{query}").splitlines()]
        return [it["id"] for it in lines if it["kind"] == "pledge"]

    assert pledges("country=DE") == pledges("company=bolt&country=DE") == ["bolt/no-sales"]
    assert pledges("company=acme&country=DE") == []
    assert pledges("sector=NACE+25.4") == ["bolt/no-sales"]


def test_tables_name_a_renamed_company_by_its_present_id(site_of, tmp_path):
    gone = make.company("acme", taken_down={"date": "2026-11-22", "reason": "It goes on as Roadrunner."})
    charter = make.initiative(signatories=[{"company": "acme", "since": "2020-01-01"}])
    shared = make.pledge("charter/no-sales", initiative="charter", company=None)
    own = [make.company("roadrunner", former_ids=["acme"]), charter, shared]
    own += [make.evidence("roadrunner/error", taken_down={"date": "2026-11-22", "reason": "It was not them."})]
    turns = make.version(start="2021-01-01", change="restated", deadline=YEARLY, scope={}, quote="Each year")
    own.append(make.evidence("others/joint-deal", company="acme"))
    own.append(make.promise("roadrunner/turns", versions=[make.version(deadline={"after": "1 year"}, scope={}), turns]))
    site = site_of(make.pledge(), make.evidence(), gone, *own)
    (tmp_path / "a.sqlite").write_bytes(site.file("/data/chosen/tracker.sqlite?topic=police-drones"))
    connection = sqlite3.connect(tmp_path / "a.sqlite")
    for table in ("pledges", "evidence"):
        rows = connection.execute(f"SELECT DISTINCT company FROM {table} WHERE id LIKE 'acme/%'").fetchall()
        assert rows == [("roadrunner",)], table
    assert connection.execute("SELECT company FROM signatories").fetchall() == [("roadrunner",)]
    assert connection.execute("SELECT version, every FROM duties").fetchall() == [(2, "1 year")]
    assert connection.execute("SELECT company FROM evidence WHERE id LIKE 'others/%'").fetchall() == [("roadrunner",)]
    # A pledge of an initiative is no company's; of a record that was taken down only that it was is told.
    error = "SELECT company, taken_down IS NULL FROM evidence WHERE id = 'roadrunner/error'"
    assert connection.execute(error).fetchall() == [(None, 0)]
    assert connection.execute("SELECT company FROM pledges WHERE initiative IS NOT NULL").fetchall() == [(None,)]
    connection.close()


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("", 400, "company"),
        ("?company=nobody", 404, None),
        ("?topic=nothing", 404, "topic"),
        ("?country=XX", 400, "country"),
        ("?colour=red", 400, "colour"),
        ("?sector=none", 200, None),
    ],
)
def test_filters_of_a_part_are_checked(site, query, status, parameter):
    with site.client.get(f"/data/chosen/records.jsonl{query}") as response:
        assert response.status_code == status
        assert parameter is None or f'data-parameter="{parameter}"' in response.text


def test_more_companies_than_are_exported_at_once_are_refused(site, monkeypatch):
    monkeypatch.setattr(chosen, "MOST_COMPANIES", 0)
    assert site.client.get("/data/chosen/records.jsonl?topic=police-drones").status_code == 400
