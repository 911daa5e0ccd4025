"""A spreadsheet from file to publication in a real browser: two people, each page at two widths."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.browser.accessibility import barriers, barriers_of_looks, widths_that_scroll_sideways
from tests.browser.windows import follow, running
from tests.signed_in import signed_in
from tests.spreadsheet_files import promise_list
from tests.stored import clock, exported, published_world
from tracker import create_app
from tracker.settings import Settings
from tracker.store.database.connecting import Database

PICTURES = os.environ.get("IMPORT_PICTURES")


@pytest.fixture
def people(browser, migrated_sqlite, tmp_path):
    """The windows of an editor and a reviewer, and the database of their site."""
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'tracker.sqlite3')}"
    database = Database(url)
    published_world(database)
    app = create_app(Settings(database_url=url), clock(60))
    contexts = []
    with running(app) as address:

        def window(role, name):
            context = browser.new_context(base_url=address)
            contexts.append(context)
            context.add_cookies([{"name": "desk", "value": signed_in(app, role, name).token, "url": address}])
            return context.new_page()

        yield window("editor", "ann"), window("reviewer", "bob"), database
        for context in contexts:
            context.close()
    database.close()


def looked_at(page, name):
    """The page fits the window of a phone and a wide one, and bars nobody."""
    assert widths_that_scroll_sideways(page, 360, 1280, media="screen") == [], name
    assert barriers(page, 1280, "light") == "", name
    assert barriers_of_looks(page, 360, "dark") == "", name
    for width in (360, 1280) if PICTURES else ():
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}-{scheme}.png"), full_page=True)


def press(page, name):
    follow(page.get_by_role("button", name=re.compile(name)).first)


def test_from_a_file_to_published_records(people):
    ann, bob, database = people
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
    looked_at(bob, "review-list")
    follow(bob.get_by_role("link", name=re.compile("promises.csv")).first)
    looked_at(bob, "review")
    bob.locator("input[name=row]").first.check()
    bob.get_by_label("Note to the author").fill("Which year?")
    press(bob, "^Return for changes")
    bob.get_by_label(re.compile("^For all 3")).check()
    press(bob, "^Publish$")
    assert bob.locator("[data-state=Published] b").text_content() == "3"
    assert "beispiel-robotik" in exported(database)
