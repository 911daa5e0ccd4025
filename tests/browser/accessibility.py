"""What would bar readers from a page: faults that axe finds, and what is wider than the window."""

from axe_playwright_python.sync_playwright import Axe, AxeResults

AXE = Axe()
# Frames are asked one by one: axe in the page around cannot see into those of another origin.
OPTIONS = {"resultTypes": ["violations"], "iframes": False, "preload": False}


def barriers(page, width=None, scheme=None):
    """The faults of a page or frame as it is shown now, or in a window of this width with this colour scheme."""
    if width:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="screen", color_scheme=scheme)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.axe_script)
    found = AxeResults(page.evaluate("options => axe.run(document, options)", OPTIONS))
    return found.generate_report() if found.violations_count else ""


def widths_that_scroll_sideways(page, *widths, media="screen"):
    """Those of the widths at which the page is wider than its window."""
    page.emulate_media(media=media)
    return [width for width in widths if _is_wider_than(page, width)]


def _is_wider_than(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth") > width
