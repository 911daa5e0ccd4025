"""The scorecard and the start page in a real browser: for everybody, at every width, without scripts."""

import pytest

from tests.browser.accessibility import barriers, barriers_of_looks, widths_that_scroll_sideways
from tests.browser.windows import follow

SCORECARD = "/companies/microsoft?as_of=2020-06-18"
ADDRESSES = ("/", SCORECARD, "/companies/amazon", "/companies/3m", "/companies/microsft", "/?as_of=x")
CELL = "cell-federal-law-enforcement-pilot"


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_bars_anybody_and_nothing_scrolls_sideways(shown, address):
    page = shown(address)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert barriers(page, 360, "light") == ""
    assert barriers_of_looks(page, 1280, "dark") == ""
    # The page with everything on it in the other two pairs as well: the others have nothing that it has not.
    if address == SCORECARD:
        assert barriers_of_looks(page, 360, "dark") == ""
        assert barriers_of_looks(page, 1280, "light") == ""
    assert widths_that_scroll_sideways(page, 320, 360, 600, 601, 768, 1280) == []


def test_nothing_bars_anybody_in_a_cell_that_is_open(shown):
    page = shown(f"{SCORECARD}#{CELL}")
    assert barriers(page, 360, "light") == ""
    assert barriers_of_looks(page, 1280, "light") == ""


def test_without_scripts_a_cell_opens_and_closes(page_of):
    page = page_of(SCORECARD, java_script_enabled=False)
    why = page.locator(f"[id='{CELL}']")
    assert not why.is_visible()
    page.locator(f"a.state[href='#{CELL}']").click()
    assert why.is_visible()
    assert "Marketed facial recognition" in why.inner_text()
    why.get_by_text("Close").click()
    assert not why.is_visible()


def test_without_scripts_another_day_can_be_asked_for(page_of):
    page = page_of("/companies/amazon", java_script_enabled=False)
    page.get_by_label("As of").fill("2020-06-18")
    follow(page.get_by_role("button", name="Show"))
    assert page.url.endswith("/companies/amazon/police-facial-recognition?as_of=2020-06-18")
    assert "in 11 months" in page.locator("main").inner_text()
    page.get_by_text("Cite", exact=True).click()
    assert "known_at=" in page.locator(".cite").inner_text()


def test_by_keyboard_alone_a_reader_reaches_everything_in_order(page_of):
    page = page_of(SCORECARD)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    reached, ends = [], page.evaluate("document.querySelectorAll('a, button, input, summary, [tabindex]').length")
    for _ in range(ends):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML.slice(0, 300)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none" or "<body" in reached[-1]
        if CELL in reached[-1]:
            break
    for wanted in ('name="as_of"', "<button", "<summary", "Data", 'aria-label="Coverage table"', CELL):
        assert any(wanted in description for description in reached), wanted
    page.keyboard.press("Enter")
    assert page.locator(f"[id='{CELL}']").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.getElementById('{CELL}').contains(document.activeElement)")


def test_the_picture_can_be_scrolled_where_it_is_wider_than_the_page(page_of):
    page = page_of(SCORECARD, 320)
    region = page.get_by_role("region", name="Timeline picture")
    assert region.evaluate("one => one.scrollWidth > one.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    # Asked from outside: the page's own policy lets no waiting function run in it.
    moved = (page.wait_for_timeout(50) or region.evaluate("one => one.scrollLeft") for _ in range(40))
    assert any(moved)
    assert page.locator(".timeline text").first.evaluate("one => one.getBoundingClientRect().height") >= 12


def test_at_320_pixels_every_cell_stands_under_its_row_with_its_column(page_of):
    page = page_of(SCORECARD, 320)
    cell = page.locator(f"td:has(a.state[href='#{CELL}'])")
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"Pilots"'
    assert cell.bounding_box()["width"] <= 320


def test_a_link_to_a_folded_record_opens_it(page_of):
    page = page_of(SCORECARD)
    page.get_by_text("Timeline as a list").click()
    page.locator("ol.entries a", has_text="Held a contract with ICE").click()
    assert page.locator("[id='evidence-microsoft/ice-office-support']").is_visible()


def test_few_requests_and_little_to_fetch(browser, site):
    context = browser.new_context()
    page, sizes = context.new_page(), []
    page.on("response", lambda response: sizes.append(int(response.headers.get("content-length", 0))))
    page.goto(site + SCORECARD, wait_until="networkidle")
    context.close()
    assert len(sizes) <= 4
    assert sum(sizes) <= 25_000


def test_in_print_nothing_is_cut_off(page_of):
    page = page_of(SCORECARD, 720)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    assert not page.get_by_role("button", name="Show").is_visible()
    assert page.locator(".kicker").inner_text().endswith("as of 18 June 2020")
    assert page.locator(".record a").first.inner_text().startswith("http")
    folded = page.locator("details li").last
    assert folded.bounding_box()["height"] > 0
    assert page.locator(f"[id='{CELL}']").is_visible()
    address = page.locator(".sources a[href^='http']").first
    assert "http" in address.evaluate("one => getComputedStyle(one, '::after').content")


def test_print_is_black_on_white_for_readers_in_dark_mode(page_of):
    page = page_of(SCORECARD, 720)
    page.emulate_media(media="print", color_scheme="dark")
    paper, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert (paper, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")


def test_in_forced_colours_marks_and_words_stay(page_of):
    page = page_of(SCORECARD, 720)
    page.emulate_media(forced_colors="active")
    assert page.locator(".glance .mark").first.bounding_box()["width"] >= 14
    assert page.locator(".legend").first.is_visible()


FIRST_SCREEN = {
    "what was promised": ("p.promise", "not to sell facial recognition"),
    "the main gap by name": ("li.gap:first-child h3", "Federal law enforcement"),
    "what is on record": ("p.record-line", "2 earlier acts"),
    "how old the check is": ("p.record-line", "checked up to 18 June 2020"),
}


@pytest.mark.parametrize("width", [360, 1280])
def test_five_seconds_say_promise_gap_record_and_age_of_the_check(shown, width):
    page = shown(SCORECARD)
    page.set_viewport_size({"width": width, "height": 900})
    for wanted, (selector, text) in FIRST_SCREEN.items():
        element = page.locator(selector).first
        assert text in element.inner_text(), wanted
        box = element.bounding_box()
        assert box["y"] + box["height"] <= 640, wanted
        assert float(element.evaluate("one => getComputedStyle(one).fontSize").removesuffix("px")) >= 16, wanted
        assert element.evaluate("one => one.scrollWidth <= one.clientWidth"), wanted


@pytest.mark.parametrize("company", ["amazon", "ibm", "clearview-ai", "google", "3m"])
def test_the_first_screen_of_other_scorecards_says_the_same(shown, company):
    page = shown(f"/companies/{company}/police-facial-recognition")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        first_screen_says_it(page, company)


def first_screen_says_it(page, company):
    # Where something may go against the promise, that comes before the gaps.
    wanted = ["p.promise", "p.record-line", *(["li.gap:first-child h3"] if company in ("ibm", "google") else [])]
    for selector in wanted:
        element = page.locator(selector).first
        box = element.bounding_box()
        assert box["y"] + box["height"] <= 640, selector
        assert float(element.evaluate("one => getComputedStyle(one).fontSize").removesuffix("px")) >= 16, selector
        assert element.evaluate("one => one.scrollWidth <= one.clientWidth"), selector
    assert "checked" in page.locator("p.record-line").first.inner_text().lower()


def test_text_that_is_longer_by_two_fifths_is_cut_nowhere(page_of):
    page = page_of(SCORECARD, 320)
    # As in a language that needs more room: each word of the page gets vowels added.
    page.evaluate("""() => {
        const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        for (let one = texts.nextNode(); one; one = texts.nextNode())
            one.data = one.data.replace(/\\p{L}{3,}/gu, word => word + 'éa'.repeat(Math.ceil(word.length / 5)));
    }""")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = page.locator(".top *").evaluate_all(
        "all => all.filter(one => getComputedStyle(one).overflowX === 'hidden' && one.scrollWidth > one.clientWidth + 1"
        " && !one.classList.contains('unseen')).length"
    )
    assert cut == 0
