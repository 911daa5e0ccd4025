"""From an address to a kept copy with its quote marked, in a real browser: with scripts, and without on a phone."""

import re
import shutil

import pytest

from tests.browser.accessibility import barriers, barriers_of_looks, widths_that_scroll_sideways
from tests.browser.windows import follow, running
from tests.capture.servers import Internet, always, answer
from tests.factories import pledge, source, version
from tests.signed_in import signed_in
from tests.stored import clock, published_world
from tracker import create_app
from tracker.clock import SystemClock
from tracker.services.captures.making import CaptureMaker
from tracker.services.captures.requests import ADDRESS_JOB
from tracker.services.jobs import do_jobs
from tracker.settings import Settings
from tracker.store.database.connecting import Database

QUOTE = "We will not sell exact location data to any broker"
PAGE = (
    "<!doctype html><html lang=en><head><meta property='article:published_time' content='2025-02-03'>"
    f"<meta property='og:site_name' content='Sample Maps'></head><body><h1>Your location</h1><p>{QUOTE}.</p>"
    f"<p>{'We publish the names of all partners every year. ' * 8}</p>"
)


@pytest.fixture
def desk(browser, migrated_sqlite, tmp_path):
    """A function that opens a window of an editor, and the worker, whose internet has one page."""
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'tracker.sqlite3')}"
    database, settings = Database(url), Settings(database_url=url, capture_browser="off")
    quoted = pledge("acme/location", versions=[version(quote=QUOTE, source="maps-location")])
    published_world(
        database, source("maps-location", title=None, publisher=None, url="http://maps.example/location"), quoted
    )
    app, contexts = create_app(settings, clock(60)), []
    net = Internet({"maps.example": always(answer(PAGE.encode(), Content_Type="text/html"))})
    maker = CaptureMaker(database, SystemClock(), settings, net.fetcher())
    with running(app) as address:

        def window(**options):
            context = browser.new_context(base_url=address, **options)
            contexts.append(context)
            context.add_cookies([{"name": "desk", "value": signed_in(app, "editor", "ann").token, "url": address}])
            return context.new_page()

        yield window, lambda: do_jobs(database, SystemClock(), {ADDRESS_JOB: maker.do_address})
        for context in contexts:
            context.close()
    database.close()


def press(page, name):
    follow(page.get_by_role("button", name=re.compile(name)).first)


PHONE = {"java_script_enabled": False, "viewport": {"width": 360, "height": 740}}


@pytest.mark.parametrize("options", [{}, PHONE], ids=["scripts", "phone without scripts"])
def test_from_an_address_to_a_kept_copy_with_its_quote_marked(desk, options):
    window, work = desk
    page = window(**options)
    page.goto("/sources/maps-location")
    page.goto("/desk/at?path=/sources/maps-location")
    press(page, "^Edit")
    press(page, "^Keep a copy now")
    assert page.locator("[data-copy-job]").count() == 1
    assert work() == 1
    if options:
        press(page, "^See the progress")
    # With scripts it comes by itself, while one types.
    page.locator("[data-capture]").wait_for()
    assert page.locator("[data-quote=found] mark").text_content() == QUOTE
    assert page.locator(".page-text mark").text_content() == QUOTE
    press(page, "^Use this for Title")
    assert page.get_by_label("Title").input_value() == "Your location"
    assert page.get_by_label("Keep it with this source").is_checked()
    press(page, "^Save$")
    if not options:
        assert widths_that_scroll_sideways(page, 360, 1280, media="screen") == []
        assert barriers(page, 360, "dark") == ""
        assert barriers_of_looks(page, 1280, "light") == ""
