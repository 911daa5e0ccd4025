"""Pages of records, changes, ends, comparison and method in a real browser."""

import pytest

from tests.browser.accessibility import barriers, barriers_of_looks, widths_that_scroll_sideways
from tests.browser.windows import follow

AS_OF = "as_of=2020-06-18"
ADDRESSES = (
    f"/pledges/microsoft/police-sales?{AS_OF}",
    f"/evidence/microsoft/dea-2017?{AS_OF}",
    f"/companies/microsoft/police-facial-recognition/findings?{AS_OF}",
    "/sources/cnet-2020-06-17",
    "/conditions/us-national-law",
    f"/responses/microsoft/silent-on-federal-agencies?{AS_OF}",
    "/changes",
    f"/lapsing?{AS_OF}",
    "/compare",
    f"/compare?company=microsoft&company=amazon&company=ibm&company=3m&{AS_OF}",
    "/companies/amazon/police-facial-recognition/changes?from=2020-06-18&to=2021-06-10",
    "/methodology",
    "/about",
    "/ledger",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_bars_anybody_and_nothing_scrolls_sideways(shown, address):
    page = shown(address)
    # The longest lists say the same many times over, and stay folded: they take the checker half a minute.
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = one.textContent.length < 9000")
    # Both schemes and both widths, each once: they share no rule that the other two pairs would show.
    assert barriers(page, 360, "dark") == ""
    assert barriers_of_looks(page, 1280, "light") == ""
    assert widths_that_scroll_sideways(page, 320, 600, 601, 1280) == []
    assert widths_that_scroll_sideways(page, 720, media="print") == []
    assert page.locator("h1").is_visible()


def test_where_a_sentence_comes_from_in_two_clicks(page_of):
    page = page_of(f"/companies/microsoft/police-facial-recognition?{AS_OF}", java_script_enabled=False)
    follow(page.locator("#findings ~ article h3 a").first)
    assert page.locator("h1").inner_text() == "Marketed facial recognition to the DEA, which piloted it"
    follow(page.locator("ol.sources cite a").first)
    assert "/sources/" in page.url
    assert AS_OF in page.url


def test_without_scripts_companies_are_chosen_and_compared(page_of):
    page = page_of("/compare", java_script_enabled=False)
    page.get_by_label("Company 1").select_option("microsoft")
    page.get_by_label("Company 2").select_option("amazon")
    page.get_by_label("as of").fill("2020-06-18")
    follow(page.get_by_role("button", name="Compare"))
    assert page.locator("h1").inner_text() == "Microsoft and Amazon compared"
    assert page.get_by_label("as of").input_value() == "2020-06-18"


def test_without_scripts_two_days_are_compared(page_of):
    page = page_of(f"/companies/amazon/police-facial-recognition?{AS_OF}", java_script_enabled=False)
    follow(page.get_by_role("link", name="What changed", exact=True))
    page.get_by_label("to", exact=True).fill("2021-06-10")
    follow(page.get_by_role("button", name="Show"))
    assert "from=2020-06-09&to=2021-06-10" in page.url
    for on in ("2020-06-09", "2021-06-10"):
        assert page.locator(f"main h3 a[href*='as_of={on}'], main h2 a[href*='as_of={on}']").count() >= 1
    assert page.locator("a[href*='from=2021-06-09&to=2021-06-10']").count() == 1


def test_what_ends_next_year_in_two_clicks(page_of):
    page = page_of("/", java_script_enabled=False)
    follow(page.get_by_role("link", name="Coming up").first)
    follow(page.get_by_role("link", name="2027", exact=True))
    assert page.get_by_role("link", name="2027", exact=True).get_attribute("aria-current") == "page"


def test_by_keyboard_changes_are_filtered(page_of):
    page = page_of("/changes")
    page.get_by_label("Company", exact=True).focus()
    page.keyboard.type("ibm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/changes?company=ibm**")
    assert "Showing changes about IBM." in page.locator("main").inner_text()


def test_few_requests_and_little_to_fetch(browser, site):
    context = browser.new_context()
    page, sizes = context.new_page(), []
    page.on("response", lambda response: sizes.append(int(response.headers.get("content-length", 0))))
    page.goto(f"{site}/methodology", wait_until="networkidle")
    context.close()
    assert len(sizes) <= 4
    assert sum(sizes) <= 40_000
