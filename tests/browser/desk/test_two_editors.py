"""Two editors at one draft in two browsers, and the bar of the desk on public pages."""

from tests.browser.desk.test_forms import Desk, pause_over, until
from tests.signed_in import signed_in


def colleague(browser, served, name):
    made = Desk(browser, *served)
    made.client = signed_in(made.app, "reviewer", name=name)
    return made


def test_what_two_browsers_type_side_by_side_is_kept_and_told(browser, served):
    ann, bob = (colleague(browser, served, name) for name in ("ann-beside", "bob-beside"))
    mine = ann.open("/desk/new/source")
    mine.locator("#f-title").fill("Side by side")
    pause_over(mine)
    until(mine, lambda: "/desk/drafts/" in mine.url)
    theirs = bob.open(mine.url.removeprefix(ann.address))
    assert theirs.locator("[data-owner-note]").count() == 1
    theirs.locator("#f-publisher").fill("The Herald")
    theirs.locator(".save-bar button[value=save]").click()
    theirs.wait_for_load_state()
    mine.locator("#f-title").fill("Side by side, read twice")
    pause_over(mine)
    until(mine, lambda: "Both changes are kept" in mine.locator("#saved").inner_text())
    mine.locator("#f-title").fill("Side by side, read three times")
    pause_over(mine)
    until(
        mine,
        lambda: "Saved" in mine.locator("#saved").inner_text() and "Both" not in mine.locator("#saved").inner_text(),
    )
    mine.reload()
    assert mine.locator("#f-publisher").input_value() == "The Herald"
    assert mine.locator("#f-title").input_value() == "Side by side, read three times"
    for one in (ann, bob):
        for context in one.contexts:
            context.close()


def test_the_bar_of_the_desk_is_on_public_pages_for_those_signed_in_alone(browser, served, page_of):
    reader, requests = page_of("/about"), []

    def note(request):
        requests.append(request.url)

    reader.on("request", note)
    reader.reload()
    assert reader.locator(".desk-bar").count() == 0
    assert [url for url in requests if "/desk/bar" in url and "static" not in url] == []
    reader.remove_listener("request", note)
    ann = colleague(browser, served, "ann-of-the-bar")
    page = ann.open("/desk/")
    page.goto(ann.address + "/companies")
    page.locator(".desk-bar").get_by_role("link", name="Edit").wait_for()
    page.locator(".desk-bar").get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.goto(ann.address + "/companies")
    page.wait_for_load_state("networkidle")
    assert page.locator(".desk-bar").count() == 0
    for context in ann.contexts:
        context.close()
