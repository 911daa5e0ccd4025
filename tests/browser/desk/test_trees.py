"""Entering a scope and acts in a real browser: by keyboard alone, without scripts, and with the panel following."""

import time

import pytest

from tests.browser.accessibility import barriers, widths_that_scroll_sideways
from tests.browser.conftest import complaints, note_complaints
from tests.browser.desk.marking import is_marked, mark
from tests.browser.windows import follow
from tests.signed_in import signed_in
from tracker.records.sentences import SENTENCES

PLEDGE = "/desk/new/pledge?company=microsoft"
DEED = "/desk/new/evidence?company=microsoft"
SCOPE = "#f-versions-0-scope"
LABELS = (
    ("action", "sell", "in"),
    ("action", "pilot", "unclear"),
    ("action", "market", "unclear"),
    ("subject", "facial-recognition", "in"),
    ("counterparty", "federal-law-enforcement", "unclear"),
    ("counterparty", "local-police", "in"),
    ("place", "US", "in"),
)
"""What Microsoft’s promise of June 2020 says, in the order of the form."""
COVERS = "Covers 1 of 25 points, up to 12"


@pytest.fixture
def page_of(browser, served):
    """A function that opens a page of the desk, signed in, in a window of its own; nothing may complain."""
    (address, app), contexts, said = served, [], []
    token = signed_in(app, name="trees").token

    def open_page(path, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address, **options)
        context.add_cookies([{"name": "desk", "value": token, "url": address}])
        contexts.append(context)
        page = context.new_page()
        note_complaints(page, said)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints(said) == []


def select(page, dimension, term):
    return page.locator(f"{SCOPE}-{dimension}-{term}")


def place_of_focus(page):
    """The question in which the focus is."""
    return page.evaluate("document.activeElement.closest('fieldset').id")


def until(page, condition, seconds=60):
    """Wait until a question is answered with yes: the page’s own policy lets no waiting function run in it."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, page.locator("[data-panel]").inner_text()[:400]
        page.wait_for_timeout(50)


def status(page):
    return page.locator("[data-panel] .status").inner_text()


@pytest.mark.parametrize(("path", "width", "scheme"), [(PLEDGE, 360, "light"), (DEED, 1280, "dark")])
def test_nothing_in_trees_and_panel_bars_anybody(page_of, path, width, scheme):
    page = page_of(path, width)
    if path == PLEDGE:
        page.get_by_label("not to do something").check()
        mark(page, SCOPE, "counterparty", "local-police", "in")
        until(page, lambda: status(page).startswith("Covers "))
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert not barriers(page, width, scheme)
    assert widths_that_scroll_sideways(page, width) == []


def test_by_keyboard_alone_a_scope_is_entered_and_the_panel_follows_without_taking_the_focus(page_of):
    page = page_of(PLEDGE)
    page.get_by_label("not to do something").focus()
    page.keyboard.press("Space")
    pressed = 0
    page.locator(f"{SCOPE}-action-rest input").first.focus()
    for dimension, term, label in LABELS:
        wanted = f"f-versions-0-scope-{dimension}-{term}"
        while place_of_focus(page) != wanted:
            page.keyboard.press("Tab")
            pressed += 1
            assert pressed < 150
        page.keyboard.press("Space")
        if label == "unclear":
            page.keyboard.press("ArrowDown")
    page.locator(f"{SCOPE}-purpose-rest").get_by_label("It sets no limit").check()
    until(page, lambda: status(page).startswith(COVERS))
    assert select(page, "counterparty", "dea").locator("option").first.text_content() == "inherited: unclear"
    assert page.locator(f"{SCOPE}-counterparty-summary").inner_text() == (
        "covered: local and state police; unclear: federal law enforcement; everything else: not covered"
    )
    assert (
        SENTENCES["finding.unaddressed.heading"]
        in page.get_by_role("region", name="How known evidence would count").inner_text()
    )
    assert pressed < 110


def test_without_scripts_a_scope_is_entered_and_shown_by_a_button(page_of):
    page = page_of(PLEDGE, 360, java_script_enabled=False)
    page.get_by_label("not to do something").check()
    page.get_by_label("Start date", exact=True).fill("11 June 2020")
    for dimension, term, label in LABELS:
        mark(page, SCOPE, dimension, term, label)
    page.locator(f"{SCOPE}-purpose-rest").get_by_label("It sets no limit").check()
    follow(page.get_by_role("button", name="Update preview"))
    assert status(page).startswith(COVERS)
    assert is_marked(page, SCOPE, "counterparty", "local-police", "in")
    shape = page.locator("[data-of='f-versions-0-scope-counterparty-federal-law-enforcement']").first
    assert shape.get_attribute("class") == "shape unclear"
    assert page.locator(f"{SCOPE}-place").locator("summary").first.inner_text().endswith("everything else: not covered")


def test_a_place_is_found_while_one_types_and_what_was_set_stays(page_of):
    page = page_of(PLEDGE)
    mark(page, SCOPE, "place", "US", "unclear")
    box = page.locator(f"{SCOPE}-place-find")
    box.focus()
    page.keyboard.type("Bavar")
    until(page, lambda: "No results" in page.locator(f"{SCOPE}-place .found-words").inner_text())
    box.fill("Germ")
    until(page, lambda: select(page, "place", "DE").count() == 1)
    assert page.evaluate("document.activeElement.id") == "f-versions-0-scope-place-find"
    assert is_marked(page, SCOPE, "place", "US", "unclear")
    page.locator(".found-words a", has_text="Germany").click()
    assert page.evaluate("document.activeElement.id") == "f-versions-0-scope-place-DE"


def test_without_scripts_a_place_is_found_by_a_button(page_of):
    page = page_of(PLEDGE, 360, java_script_enabled=False)
    page.locator(f"{SCOPE}-place-find").fill("Germ")
    follow(page.get_by_role("button", name="Find a place"))
    assert select(page, "place", "DE").is_visible()
    assert page.locator(f"{SCOPE}-place-find").input_value() == "Germ"


def test_a_link_to_a_term_that_stands_elsewhere_opens_its_branch(page_of):
    for options in ({}, {"java_script_enabled": False}):
        page = page_of(PLEDGE, **options)
        term = select(page, "counterparty", "cbp")
        branch = page.locator("details[data-branch=federal-law-enforcement] > summary").first
        branch.click()
        assert not term.is_visible()
        page.locator("details[data-branch=immigration-and-border] a", has_text="set above").first.click()
        assert term.is_visible()


def test_what_each_act_means_follows_while_terms_are_picked(page_of):
    page = page_of(DEED)
    page.get_by_label("Conduct: something the company did").check()
    page.get_by_label("When it happened").fill("July 2020")
    for name in ("action-sell", "subject-facial-recognition", "counterparty-local-police", "place-US"):
        page.locator(f"#f-acts-0-done-{name}").check()
    until(page, lambda: f"Act 1: {SENTENCES['finding.possible breach.heading']}" in status(page))
    panel = page.get_by_role("region", name="What each act would count as").inner_text()
    for words in ("while the pledge was in force", "The pledge covers this", "one report"):
        assert words.casefold() in panel.casefold()
    assert page.locator("#f-acts-0-done-counterparty-summary").inner_text() == "local and state police"
