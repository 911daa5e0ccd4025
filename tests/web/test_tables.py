"""Every list is also a table: the same lines as its page and its list for programs, safe in spreadsheets."""

import csv
import io
import json
import re

import pytest

from tests import factories as make
from tracker.core.table_cells import flat
from tracker.web.presenting.addresses.table_names import TABLES
from tracker.web.tables import sources, views

API = "/api/v1"
LISTS = {"companies": "scorecards", "lapsing": "upcoming"}
ASKED = {
    "matrix": "?topic=police-facial-recognition",
    "compare": "?company=ibm&company=amazon",
    "search": "?q=police",
    "lapsing": "?as_of=2020-06-18",
}


def rows_of(site, address):
    """The rows of a table in CSV."""
    response = site.client.get(address)
    assert response.status_code == 200, response.text[:500]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    site.check_headers(response)
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_there_in_both_forms_with_the_same_lines(seeded, name):
    data = seeded.data(f"/{name}.json{ASKED.get(name, '')}")
    rows = rows_of(seeded, f"/{name}.csv{ASKED.get(name, '')}")
    assert len(rows) >= len(data["items"]) > 1
    assert {"as_of", "known_at", "position", "licence", "citation", "permalink"} < set(data)
    if name in ("pledges", "evidence", "sources"):
        assert list(dict.fromkeys(row["id"] for row in rows)) == [it["id"] for it in data["items"]]
    else:
        assert [{key: row[key] for key in it} for row, it in zip(rows, data["items"], strict=True)] == [
            {key: flat(value) for key, value in it.items()} for it in data["items"]
        ]


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("matrix", "compare", "search")])
def test_a_table_has_the_lines_of_the_list_for_programs(seeded, name):
    items = seeded.data(f"{API}/{LISTS.get(name, name)}?{ASKED.get(name, '?')[1:]}")["items"]
    assert seeded.data(f"/{name}.json{ASKED.get(name, '')}")["items"][: len(items)] == items


def test_a_long_table_is_the_same_in_portions(seeded, monkeypatch):
    items, whole = seeded.data("/evidence.json")["items"], seeded.file("/evidence.csv")
    monkeypatch.setattr(sources, "LARGEST_WINDOW", 3)
    response = seeded.client.get("/evidence.csv?per_page=7")
    assert response.is_streamed
    assert response.data == whole
    held = {"If-None-Match": response.headers["ETag"]}
    assert seeded.client.get("/evidence.csv?per_page=7", headers=held).status_code == 304
    assert seeded.data("/evidence.json?per_page=7")["items"] == items


def test_a_long_table_of_lists_that_are_behind_is_never_taken_for_the_present_one(seeded, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST_WINDOW", 3)
    seeded.client.application.extensions["response_cache"].answers.clear()
    with seeded.client.get("/findings.csv") as present:
        tag = present.headers["ETag"]
    monkeypatch.setattr(views, "lists_are_behind", lambda *_: True)
    for held in (tag, tag.removesuffix('"') + '-behind"'):
        with seeded.client.get("/findings.csv", headers={"If-None-Match": held}) as behind:
            assert (behind.status_code, behind.headers["Cache-Control"]) == (200, "no-store")
            assert behind.headers["ETag"] != tag


def test_pledges_have_a_row_for_each_version_with_its_words(site_of):
    versions = [make.version(quote="First words"), make.version(start="2021-01-01", quote="Other words")]
    rows = rows_of(site_of(make.pledge(versions=versions)), "/pledges.csv")
    assert [(row["version"], row["version.quote"]) for row in rows] == [("1", "First words"), ("2", "Other words")]


def test_the_matrix_has_a_column_for_each_point(seeded):
    rows = rows_of(seeded, "/matrix.csv?topic=police-facial-recognition")
    points = [name for name in rows[0] if "/" in name]
    card = seeded.data(f"{API}/companies/ibm/scorecard?topic=police-facial-recognition")
    assert points == [f"{cell['row']}/{cell['column']}" for cell in card["cells"]]
    assert {row[point] for row in rows for point in points} <= {
        "covered",
        "lapsing",
        "partly",
        "unclear",
        "open",
        "lapsed",
    }


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    assert flat(text) == f"'{text}"
    assert flat([text, "b"]).startswith("'")


def test_numbers_and_other_texts_stay_as_they_are():
    assert [flat(it) for it in ("-5", "+3.5", "a=b", None, True, 7, [], ["a", "b"], {"a": 1})] == [
        "-5", "+3.5", "a=b", "", "true", "7", "", "a; b", '{"a": 1}',
    ]  # fmt: skip


def test_a_title_that_looks_like_a_formula_is_defused_in_its_table(site_of):
    (row,) = rows_of(site_of(make.pledge(title="=HYPERLINK(1)")), "/pledges.csv")
    assert row["title"] == "'=HYPERLINK(1)"


def test_a_mark_for_older_spreadsheets_on_request(seeded):
    assert seeded.file("/companies.csv?bom=yes").startswith(b"\xef\xbb\xbfcompany,")
    assert seeded.file("/companies.csv").startswith(b"company,")


@pytest.mark.parametrize(
    ("page", "table"),
    [
        ("/", "/matrix"),
        ("/topics/police-facial-recognition", "/matrix"),
        ("/companies?strength=none", "/companies"),
        ("/companies/amazon/police-facial-recognition/findings", "/findings"),
        ("/lapsing?year=none", "/lapsing"),
        ("/changes?kind=pledge", "/changes"),
        ("/compare?company=ibm&company=amazon", "/compare"),
        ("/search?q=police", "/search"),
    ],
)
def test_pages_lead_to_their_table_with_their_filters(seeded, page, table):
    fetched = seeded.page(page)
    for form, kind in (("csv", "text/csv"), ("json", "application/json")):
        (link,) = [it for it in fetched.links() if it.startswith(f"{table}.{form}")]
        assert link == fetched.find("link", type=kind).get("href")
        for query in re.findall(r"\w+=[\w-]+", page):
            assert query in link
        with seeded.client.get(link) as response:
            assert response.status_code == 200
    assert f"{table}.csv" in seeded.page(f"{page}{'&' if '?' in page else '?'}format=csv", 400).text


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/about?format=csv", "format"),
        ("/companies/ibm?format=json", "format"),
    ],
)
def test_a_form_that_a_page_has_not_is_named(seeded, address, parameter):
    assert seeded.page(address, 400).parameter == parameter


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/companies.csv?format=csv", "format"),
        ("/companies.json?bom=yes", "bom"),
        ("/companies.csv?bom=no", "bom"),
        ("/matrix.csv", "topic"),
        ("/matrix.csv?topic=nothing", "topic"),
        ("/compare.csv?company=ibm", "company"),
        ("/findings.csv?fields=title", "fields"),
        ("/secrets.csv", None),
    ],
)
def test_what_is_wrong_with_a_table_is_named(seeded, address, parameter):
    status = 404 if parameter is None or "nothing" in address else 400
    assert json.loads(seeded.client.get(address).text).get("parameter") == parameter
    seeded.data(address, status)
