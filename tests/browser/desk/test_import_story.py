"""A spreadsheet from file to publication in a real browser: two people, each page at two widths."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.browser.accessibility import barriers, barriers_of_looks, widths_that_scroll_sideways
from tests.browser.windows import follow, running
from tests.more_spreadsheet_files import plastic_tracker
from tests.signed_in import signed_in
from tests.spreadsheet_files import promise_list
from tests.stored import clock, exported, published_world
from tracker import create_app
from tracker.clock import SystemClock
from tracker.services.jobs import do_jobs
from tracker.services.spreadsheets import table_imports
from tracker.services.spreadsheets.import_jobs import import_doers
from tracker.settings import Settings
from tracker.store.database.connecting import Database

PICTURES = os.environ.get("IMPORT_PICTURES")


@pytest.fixture
def people(browser, migrated_sqlite, tmp_path):
    """A function that opens the window of somebody with a role, and the database of the site."""
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'tracker.sqlite3')}"
    database = Database(url)
    published_world(database)
    app = create_app(Settings(database_url=url), clock(60))
    contexts = []
    with running(app) as address:

        def window(role, name, **options):
            context = browser.new_context(base_url=address, **options)
            contexts.append(context)
            context.add_cookies([{"name": "desk", "value": signed_in(app, role, name).token, "url": address}])
            return context.new_page()

        yield window, database
        for context in contexts:
            context.close()
    database.close()


def looked_at(page, name):
    """The page fits the window of a phone and a wide one, and bars nobody."""
    assert widths_that_scroll_sideways(page, 1280, 360, media="screen") == [], name
    assert barriers(page, 360, "dark") == "", name
    assert barriers_of_looks(page, 1280, "light") == "", name
    for width in (360, 1280) if PICTURES else ():
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}-{scheme}.png"), full_page=True)


def press(page, name):
    follow(page.get_by_role("button", name=re.compile(name)).first)


def test_from_a_file_to_published_records(people):
    window, database = people
    ann, bob = window("editor", "ann"), window("reviewer", "bob")
    ann.goto("/desk/import")
    looked_at(ann, "start")
    file = {"name": "promises.csv", "mimeType": "text/csv", "buffer": promise_list()}
    ann.get_by_label("Spreadsheet").set_input_files(file)
    ann.get_by_label("Topic of its pledges and evidence").select_option("police-drones")
    press(ann, "^Continue")
    looked_at(ann, "file")
    press(ann, "^Continue")
    looked_at(ann, "columns")
    ann.get_by_label("Title of the list").fill("Promises of November")
    ann.get_by_label("Who published it").fill("Example Institute")
    press(ann, "^Continue")
    looked_at(ann, "problems")
    press(ann, "^Continue")
    looked_at(ann, "changes")
    press(ann, "^Make 12 drafts")
    looked_at(ann, "bundle")
    press(ann, "^Submit all for review")
    bob.goto("/desk/review")
    follow(bob.get_by_role("link", name=re.compile("promises.csv")).first)
    looked_at(bob, "review")
    bob.locator("input[name=row]").first.check()
    bob.get_by_label("Note to the author").fill("Which year?")
    press(bob, "^Return for changes")
    bob.get_by_label(re.compile("^For all 3")).check()
    press(bob, "^Publish$")
    assert bob.locator("[data-state=Published] b").text_content() == "3"
    assert "beispiel-robotik" in exported(database)


def test_without_scripts_on_a_phone_a_long_file_shows_how_far_it_is(people, monkeypatch):
    monkeypatch.setattr(table_imports, "LONG", 2)
    window, database = people
    phone = {"java_script_enabled": False, "viewport": {"width": 360, "height": 740}}
    ann, bob = window("editor", "ann", **phone), window("reviewer", "bob", **phone)
    doers = import_doers(database, SystemClock())
    ann.goto("/desk/import")
    file = {"name": "plastic.xlsx", "mimeType": "application/octet-stream", "buffer": plastic_tracker()}
    ann.get_by_label("Spreadsheet").set_input_files(file)
    ann.get_by_label("Topic of its pledges and evidence").select_option("police-drones")
    press(ann, "^Continue")
    press(ann, "^Continue")
    ann.get_by_label("Title of the list").fill("Plastic tracker")
    ann.get_by_label("Who published it").fill("Example Institute")
    press(ann, "^Continue")
    assert ann.locator("[data-progress]").get_attribute("data-progress") == "waiting"
    do_jobs(database, SystemClock(), doers)
    follow(ann.get_by_role("link", name="Look again"))
    assert ann.locator("tr[data-code=row-note]").count() == 1
    press(ann, "^Continue")
    assert ann.locator("[data-no-alarms]").count() == 1
    press(ann, "^Make [0-9]+ drafts")
    do_jobs(database, SystemClock(), doers)
    follow(ann.get_by_role("link", name="Look again"))
    press(ann, "^Submit all for review")
    bob.goto(ann.url)
    bob.get_by_label(re.compile("^For all [0-9]+ in review")).check()
    press(bob, "^Publish$")
    assert "sample-drinks-plc" in exported(database)
    assert ann.evaluate("document.documentElement.scrollWidth") <= 360
