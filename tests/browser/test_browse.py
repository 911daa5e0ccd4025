"""Start page, companies, topics and search in a real browser: for everybody, at every width, without scripts."""

import gzip
import re

import pytest

from tests.browser.accessibility import barriers, barriers_of_looks, widths_that_scroll_sideways
from tests.browser.windows import follow

FILTERED = "/companies?topic=police-facial-recognition&row=military&says=nothing&sort=strength"
ADDRESSES = (
    "/?as_of=2020-06-18",
    FILTERED,
    "/companies?q=zz",
    "/topics",
    "/topics/police-facial-recognition",
    "/search?q=federal",
    "/search?q=micrsoft",
    "/search",
)
MOST_BYTES = 25_000


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_bars_anybody_and_nothing_scrolls_sideways(shown, address):
    page = shown(address)
    assert barriers(page, 360, "light") == ""
    assert barriers_of_looks(page, 1280, "dark") == ""
    assert widths_that_scroll_sideways(page, 320, 600, 601, 1024) == []


@pytest.mark.parametrize("address", ["/", "/companies", "/topics/police-facial-recognition", "/search?q=police"])
def test_a_page_is_light(page_of, address):
    page = page_of(address)
    loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    bodies = [page.request.get(url).body() for url in {page.url, *loaded}]
    assert 2 <= len(bodies) <= 4
    assert sum(len(gzip.compress(body)) for body in bodies) <= MOST_BYTES


def test_without_scripts_two_clicks_answer_who_never_addressed_federal_agencies(page_of):
    page = page_of("/", 360, java_script_enabled=False)
    follow(page.get_by_role("link", name="Federal law enforcement"))
    heading = page.get_by_role("heading", name=re.compile(r"^\d+ companies$")).inner_text()
    page.get_by_label("Pledge", exact=True).select_option("lapsed")
    follow(page.get_by_role("button", name="Show"))
    assert page.get_by_role("rowheader").count() < int(heading.split()[0])
    follow(page.get_by_role("link", name=re.compile("Remove the filter .*: Ended", re.I)))
    assert page.get_by_role("heading", name=heading).is_visible()


def test_without_scripts_the_box_of_any_page_searches(page_of):
    page = page_of("/topics", 360, java_script_enabled=False)
    page.get_by_role("searchbox").fill("national law")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/search?q=national+law")
    assert page.get_by_role("searchbox").input_value() == "national law"
    assert page.locator("mark").first.is_visible()


def test_on_paper_there_is_no_form(page_of):
    page = page_of(FILTERED)
    page.emulate_media(media="print")
    assert not page.locator("form").first.is_visible()
    assert page.get_by_role("rowheader").first.is_visible()
