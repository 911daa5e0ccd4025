"""The progress picture in a real browser: one drawing at each width, nothing sideways, in print and forced colours."""

import pytest

from tests.browser.accessibility import barriers, barriers_of_looks, widths_that_scroll_sideways
from tests.browser.embed.frames import opened, place

__all__ = ["opened", "place"]

PAGES = ("/companies/example-binders/recycled-paper", "/pledges/sample-print/recycled")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_bars_anybody_and_nothing_scrolls_sideways(place, opened, path):
    page = opened(place.site + path)
    assert barriers(page, 360, "light") == ""
    assert barriers_of_looks(page, 1280, "dark") == ""
    assert widths_that_scroll_sideways(page, 320, 360, 601, 768, 1280) == []


@pytest.mark.parametrize(("width", "shown"), [(320, "small"), (360, "small"), (1280, "large")])
def test_one_of_the_two_drawings_is_shown_with_letters_of_twelve_pixels(place, opened, width, shown):
    page = opened(place.site + PAGES[0], width=width)
    visible = page.locator("svg.chart:visible")
    assert visible.count() == 1
    assert shown in visible.get_attribute("class")
    heights = visible.locator("text").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 12


def test_print_is_black_on_white_and_forced_colours_are_the_readers(place, opened):
    page = opened(place.site + PAGES[0], color_scheme="dark")
    ink = "getComputedStyle(document.querySelector('.chart .axis text')).fill"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ink) == "rgb(68, 68, 68)"
    page.emulate_media(media="screen", forced_colors="active", color_scheme="dark")
    canvas = "getComputedStyle(document.body).color"
    assert page.evaluate(ink) == page.evaluate(canvas)
