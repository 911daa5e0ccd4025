"""A source that is known by its address alone is told by it wherever sources are shown."""

import json
import re

import pytest

from tests import factories as make
from tests.web.checking import words

BARE = {"title": None, "publisher": None, "date": None, "retrieved": "2026-11-01"}
ADDRESS = "files.example/reports/2020"


@pytest.fixture
def bare_site(site_of):
    """A site whose pledge and evidence rest on a source without title and publisher, and on one that has no address."""
    return site_of(
        make.source("bare", **BARE, url=f"https://www.{ADDRESS}/"),
        make.source("shelf", **BARE, url=None, location="Town archive, box 7"),
        make.pledge(versions=[make.version(source="bare")]),
        make.evidence(sources=["bare", "shelf"]),
        make.response(source="bare"),
    )


@pytest.mark.parametrize(
    "path",
    ["/companies/acme/police-drones", "/evidence/acme/deal", "/pledges/acme/no-sales", "/sources/bare"],
)
def test_a_source_without_a_title_is_named_by_its_address(bare_site, path):
    page = bare_site.page(path)
    assert ADDRESS in page.text
    assert "files.example" in re.sub(re.escape(ADDRESS), "", page.text)
    assert "None," not in page.text


def test_a_source_without_title_and_address_is_named_by_its_location(bare_site):
    assert words(bare_site.page("/sources/shelf").find("h1")) == "Town archive, box 7"
    assert "Town archive, box 7, 1 November 2026 or earlier" in bare_site.page("/companies/acme/police-drones").text


def test_search_finds_it_by_its_address(bare_site):
    assert ADDRESS in bare_site.page("/search?q=reports").text.replace(" ", "")


def test_structured_data_names_no_publisher(bare_site):
    text = bare_site.client.get("/companies/acme/police-drones").text
    works = [
        work
        for block in re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text, re.DOTALL)
        for work in re.findall(r'\{[^{}]*"CreativeWork"[^{}]*\}', json.dumps(json.loads(block)))
    ]
    assert all("publisher" not in json.loads(work) for work in works)
