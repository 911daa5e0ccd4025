"""The forms of the desk in a real browser: with scripts and without, by keyboard, narrow and wide, in both schemes."""

import time

import pytest

from tests.browser.accessibility import barriers, barriers_of_looks, widths_that_scroll_sideways
from tests.browser.conftest import HARMLESS
from tests.signed_in import signed_in
from tracker.models import Draft


class Desk:
    """An editor who is signed in at the site, in a browser."""

    def __init__(self, browser, address, app):
        self.browser, self.address, self.app = browser, address, app
        self.client = signed_in(app, name="forms")
        self.contexts, self.said = [], []

    def open(self, path, width=1280, scheme="light", **options):
        context = self.browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        context.add_cookies([{"name": "desk", "value": self.client.token, "url": self.address}])
        self.contexts.append(context)
        page = context.new_page()
        if options.get("java_script_enabled", True):
            page.clock.install()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.goto(self.address + path)
        return page

    def edit(self, kind, id):
        """The path of a change of a published record."""
        return self.client.send(f"/desk/edit/{kind}/{id}").headers["Location"]

    def draft(self, page):
        """The draft whose page is open, as it is saved."""
        id = page.url.partition("/desk/drafts/")[2][:22]
        with self.app.extensions["site"].database.reading() as session:
            return session.get(Draft, id)


@pytest.fixture
def desk(browser, served):
    made = Desk(browser, *served)
    yield made
    for context in made.contexts:
        context.close()
    assert [text for text in made.said if not any(word in text for word in HARMLESS)] == []


def until(page, condition, seconds=60):
    """Wait until a question is answered with yes: the page’s own policy lets no waiting function run in it."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, page.locator("#saved").inner_text()
        page.wait_for_timeout(50)


def pause_over(page):
    """Let the pause pass after which what was typed is saved."""
    page.clock.fast_forward(3_000)


def save(page):
    page.get_by_role("button", name="Save", exact=True).last.click()


def test_nothing_bars_anybody_and_nothing_scrolls_sideways(desk):
    evidence, several = desk.edit("evidence", "microsoft/dea-2017"), desk.edit("pledge", "amazon/police-moratorium")
    page = desk.open("/desk/new", 360, "dark")
    for path in (several, "/desk/new", "/desk/new/source?check=1", evidence + "?find=sources-0", evidence + "/submit"):
        page.goto(desk.address + path)
        page.evaluate("for (const one of document.querySelectorAll('details.more')) one.open = true")
        assert widths_that_scroll_sideways(page, 360, 1280) == []
        # Trees have tests of their own, and a hundred rows that are alike take the checker long.
        page.evaluate("for (const one of document.querySelectorAll('.trees, [data-panel]')) one.remove()")
        assert barriers(page, 360, "dark") == ""
        assert barriers_of_looks(page, 1280, "light") == ""


def test_by_keyboard_alone_a_source_is_entered_and_saved_while_one_types(desk):
    page = desk.open("/desk/new/source")
    page.get_by_label("Title").focus()
    for text in ("Drones over the town", "The Morning Post", "17 June 2020", "20 June 2020"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.value") == "record"
    pause_over(page)
    until(page, lambda: page.locator("#saved").inner_text().startswith("Saved "))
    assert "/desk/drafts/" in page.url
    draft = desk.draft(page)
    assert (draft.record_id, draft.data["type"]) == ("the-morning-post-2020-06-17", "record")
    assert draft.data["retrieved"] == "2020-06-20"
    page.get_by_label("Publisher").fill("The Evening Post")
    pause_over(page)
    until(page, lambda: desk.draft(page).data["publisher"] == "The Evening Post")
    page.reload()
    assert page.get_by_label("Publisher").input_value() == "The Evening Post"


def test_a_name_is_offered_while_one_types_and_taken_by_keyboard(desk):
    page = desk.open("/desk/new/evidence?company=microsoft")
    box = page.get_by_role("combobox", name="Source 1")
    box.focus()
    page.keyboard.type("microsoft pushed")
    offer = page.get_by_role("option", name="Microsoft pushed its facial recognition")
    offer.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == offer.get_attribute("id")
    page.keyboard.press("Enter")
    assert box.input_value().startswith("Microsoft pushed its facial recognition")
    assert page.locator("[name='sources-0.is']").input_value().startswith("cnet-2020-06-17 ")
    assert box.get_attribute("aria-expanded") == "false"
    assert "CNET, 17 June 2020" in page.locator("#f-sources .named").inner_text()
    page.keyboard.press("Control+A")
    page.keyboard.type("threatpost")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    assert box.input_value() == "threatpost"
    assert page.get_by_role("option").count() == 0


def test_typing_into_a_box_makes_the_choice_that_it_belongs_to(desk):
    page = desk.open("/desk/new/pledge?company=microsoft")
    assert not page.get_by_label("After a length of time").is_visible()
    page.get_by_label("It says when").check()
    page.get_by_label("After a length of time").fill("one year")
    page.get_by_label("No end date given").check()
    page.get_by_label("After a length of time").fill("two years")
    assert page.get_by_label("It says when").is_checked()
    page.get_by_label("a set time after the start date").check()
    page.locator("#f-versions-0-deadline-after").fill("six months")
    save(page)
    (version,) = desk.draft(page).data["versions"]
    assert (version["deadline"], version["ends"]) == ({"after": "6 months"}, {"after": "2 years"})


def test_a_button_waits_for_the_save_that_is_under_way(desk):
    page = desk.open("/desk/new/condition")
    held = []
    page.route("**/desk/new/condition", lambda route: held.append(route) if route.request.method == "POST" else None)
    page.locator("#f-name").fill("a levy is in place")
    pause_over(page)
    until(page, lambda: held)
    page.locator("#f-explanation").fill("A federal one")
    save(page)
    held[0].continue_()
    page.wait_for_url("**/desk/drafts/*")
    until(page, lambda: desk.draft(page).data.get("explanation") == "A federal one")
    # A window that closes while it still loads scripts makes the server leave their files open.
    page.wait_for_load_state()
    assert page.locator("section.wrong").count() == 0


def test_what_somebody_else_saved_meanwhile_is_told_and_the_text_stays(desk):
    page = desk.open("/desk/new/condition")
    page.locator("#f-name").fill("a law is in place")
    save(page)
    other = desk.open(page.url.removeprefix(desk.address))
    other.locator("#f-explanation").fill("Theirs")
    save(other)
    page.locator("#f-explanation").fill("Mine")
    pause_over(page)
    until(page, lambda: "Not saved: someone changed it" in page.locator("#saved").inner_text())
    assert page.locator("#f-explanation").input_value() == "Mine"
    save(page)
    assert "Theirs" in page.locator("[data-both]").inner_text()
    assert page.locator("#f-explanation").input_value() == "Mine"
    page.locator("[data-both]").get_by_label("Yours").check()
    page.get_by_role("button", name="Save with this choice").click()
    page.wait_for_load_state()
    assert desk.draft(page).data["explanation"] == "Mine"


RECORDS = (("pledge", "ibm/general-purpose"), ("evidence", "microsoft/dea-2017"))


@pytest.mark.parametrize(("kind", "id"), RECORDS)
def test_without_scripts_opening_and_saving_changes_nothing(desk, kind, id):
    page = desk.open(desk.edit(kind, id), java_script_enabled=False)
    before = desk.draft(page)
    save(page)
    assert desk.draft(page).data == before.data
    assert page.locator(".wrong-summary").count() == 0


def test_without_scripts_evidence_is_entered_from_an_article_that_is_new_to_the_record(desk):
    page = desk.open("/desk/new/evidence?company=amazon", 360, java_script_enabled=False)
    page.locator("#f-title").fill("Offered face matching to a county")
    page.get_by_label("Conduct: something the company did").check()
    page.get_by_label("When it happened").fill("Nov 2018")
    page.get_by_label("Source 1", exact=True).fill("County buys eyes")
    page.get_by_role("button", name="Create a new source").first.click()
    assert page.get_by_label("Title").input_value() == "County buys eyes"
    page.get_by_label("Publisher").fill("County Times")
    page.locator("#f-date").fill("3 Dec 2018")
    page.locator("[name=type][value=claim]").check()
    page.get_by_role("button", name="Save and go back").first.click()
    assert page.get_by_label("Source 1", exact=True).input_value() == "County buys eyes"
    for term in ("action-market", "action-sell", "subject-facial-recognition", "counterparty-local-police", "place-US"):
        page.locator(f"#f-acts-0-done-{term}").check()
    save(page)
    assert "are all 2 of these true?" in page.locator("#f-acts-0-together").inner_text()
    page.locator("#f-acts-0-together").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="turn each ticked line into its own act").click()
    assert [act["action"] for act in desk.draft(page).data["acts"]] == [["sell"]]
    page.get_by_role("button", name="Save and continue to submit").click()
    assert "Related drafts" in page.locator("main").inner_text()
    page.get_by_role("button", name="Submit for review").click()
    assert "Submitted for review" in page.locator("#saved").inner_text()


def test_a_topic_that_is_chosen_is_asked_about_at_once_and_the_promise_follows_what_is_typed(desk):
    page = desk.open("/desk/new/pledge?company=microsoft")
    page.get_by_role("combobox", name="Topic").fill("")
    page.keyboard.type("facial")
    with page.expect_navigation():
        page.locator(".offers [role=option]").first.click()
    assert "/desk/drafts/" in page.url
    assert page.get_by_role("combobox", name="Topic").input_value() == "Facial recognition for law enforcement"
    assert page.locator("#f-versions-0-scope-counterparty").is_visible()
    page.get_by_label("The promise in one sentence").fill("We will not sell to the police")
    finished = page.locator("#f-versions-0-short-finished")
    pause_over(page)
    until(page, lambda: finished.inner_text() == "Microsoft has pledged not to sell to the police.")
    page.locator("#f-versions-0-scope-counterparty-rest").get_by_label("It sets no limit").check()
    page.locator("#f-versions-0-scope-place-rest").get_by_label("It sets no limit").check()
    pause_over(page)
    until(page, lambda: "2 of 5 answered" in page.locator("nav.index").inner_text())


def test_by_keyboard_alone_continue_leads_to_the_first_box_of_the_next_step(desk):
    page = desk.open("/desk/new/pledge?company=microsoft")
    page.get_by_label("Who said it").focus()
    page.keyboard.type("Dana Example, chief executive")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text().startswith("Continue")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("#step-words")
    page.keyboard.press("Tab")
    page.keyboard.type("We will not sell it")
    assert page.locator("#f-versions-0-quote").input_value() == "We will not sell it"
    save(page)
    page.wait_for_load_state()
    (version,) = desk.draft(page).data["versions"]
    assert (version["speaker"], version["quote"]) == ("Dana Example, chief executive", "We will not sell it")
