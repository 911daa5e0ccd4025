"""Tables, timelines and progress pictures as embeds in a real browser: narrow columns, dark, print, pages, hosts."""

import pytest

from tests.browser.accessibility import barriers, barriers_of_looks
from tests.browser.embed.frames import opened, place

__all__ = ["opened", "place"]

TOPIC = "/embed/topics/police-facial-recognition"
PARTS = {
    "matrix": TOPIC,
    "table": "/embed/companies?topic=police-facial-recognition&per_page=4",
    "timeline": "/embed/companies/microsoft/police-facial-recognition?show=timeline",
    "progress": "/embed/companies/sample-print/recycled-paper?show=progress",
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_nothing_is_cut_in_columns_from_240_pixels(place, opened, part):
    page = opened(place.site + part)
    for width in (240, 280, 320, 360, 420, 500, 560, 600, 720):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        small = page.evaluate(
            """() => [...document.querySelectorAll('.chart text, .timeline text')]
              .map((one) => one.getBoundingClientRect().height).filter((high) => high && high < 11).length"""
        )
        assert small == 0, width
    drawings = page.locator("svg.chart:visible, svg.timeline:visible").count()
    assert drawings == (1 if "show=" in part else 0)


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_nothing_bars_anybody(place, opened, part):
    page = opened(place.site + part)
    assert barriers(page, 320, "dark") == ""
    assert barriers_of_looks(page, 600, "light") == ""


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_print_is_black_on_white_and_forced_colours_are_the_readers(place, opened, part):
    page = opened(f"{place.site}{part}{'&' if '?' in part else '?'}theme=dark&accent=c00000&radius=8", width=700)
    page.emulate_media(media="print", color_scheme="dark")
    paper, ink = page.evaluate(
        "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert (paper, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    page.emulate_media(media="screen", forced_colors="active", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.body).color")
    fills = page.evaluate("[...document.querySelectorAll('.dot, .solid')].map((one) => getComputedStyle(one).fill)")
    assert set(fills) <= {ink} or "timeline" in part


def test_without_scripts_a_table_leads_on_within_its_frame(place, opened):
    frame = f'<iframe src="{place.site}{PARTS["table"]}" width="500" height="900"></iframe>'
    page = opened(place.page("table", frame), java_script_enabled=False)
    inside = page.query_selector("iframe").content_frame()
    first = inside.inner_text("tbody")
    inside.click("a[rel=next]")
    inside.wait_for_selector("a[rel=prev]")
    assert inside.inner_text("tbody") != first


def test_a_further_page_tells_its_height_to_the_same_host(place, opened):
    script = """<script>window.heights = []; addEventListener('message', ({data}) => {
      const found = typeof data === 'string' && data.match(/^pymxPYMxshopxPYMxheightxPYMx(\\d+)$/);
      if (found) window.heights.push(+found[1]); });</script>"""
    src = f"{place.site}{PARTS['table']}&amp;childId=shop"
    page = opened(place.page("pages", f'{script}<iframe src="{src}" width="500" height="700"></iframe>'))
    page.wait_for_function("window.heights.length")
    page.evaluate("window.heights = []")
    page.query_selector("iframe").content_frame().click("a[rel=next]")
    page.wait_for_function("window.heights.length")
    assert 100 < page.evaluate("window.heights[0]") < 2000
