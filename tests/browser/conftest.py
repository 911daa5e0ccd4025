"""A site with the records of ``seeds/`` in a real browser."""

import shutil
from datetime import UTC

import pytest

from tests.browser.embed import frames
from tests.browser.windows import Windows, running
from tests.stored import clock
from tracker import create_app
from tracker.services.intake.importing import Import, import_files
from tracker.services.publishing.derived.scorecard_index import refresh
from tracker.settings import ROOT, Settings
from tracker.store.database.connecting import Database

#: An error page is told by the console too: the browser says that it was one. And a test that follows a link, or
#: ends, while the browser still fetches the icon makes it give that up.
HARMLESS = ("the server responded with a status of 40", "net::ERR_ABORTED")


@pytest.fixture(scope="session")
def seeded_sqlite(migrated_sqlite, tmp_path_factory):
    """A SQLite file with the records of ``seeds/``, to copy: to import them takes as long as a short test."""
    return _with_records(migrated_sqlite, tmp_path_factory.mktemp("seeded"), ROOT / "seeds")


@pytest.fixture(scope="session")
def seeded_sqlite_with_targets(seeded_sqlite, tmp_path_factory):
    """The same with an example of promises in numbers."""
    return _with_records(seeded_sqlite, tmp_path_factory.mktemp("targets"), ROOT / "docs/examples/targets")


def _with_records(file, folder, records):
    path = shutil.copy(file, folder / "tracker.sqlite3")
    database = Database(f"sqlite:///{path}")
    import_files(database, clock(), [records], Import("ann"))
    refresh(database, clock(), UTC)
    database.close()
    return path


@pytest.fixture(scope="session")
def served(seeded_sqlite, tmp_path_factory):
    """The address of a site with the records of ``seeds/``, and its application. Nothing is published there."""
    path = shutil.copy(seeded_sqlite, tmp_path_factory.mktemp("browser") / "tracker.sqlite3")
    app = create_app(Settings(database_url=f"sqlite:///{path}"), clock(60))
    with running(app) as address:
        yield address, app


@pytest.fixture(scope="session")
def site(served):
    """The address of the site."""
    return served[0]


@pytest.fixture(scope="session")
def windows(browser):
    """Windows for tests that only read."""
    made = Windows(browser, listen)
    yield made
    made.close()


@pytest.fixture(scope="session")
def embed_windows(browser):
    """Windows for pages with embeds, which note how far what they show is moved."""
    made = Windows(browser, frames.listen, f"({frames.SHIFTS})()")
    yield made
    made.close()


@pytest.fixture
def page_of(windows, site):
    """A function that opens an address in a window that no other test has; what the console says fails the test."""
    said = []
    with windows.lent(said) as show:

        def open_page(address, width=1280, scheme="light", *, java_script_enabled=True):
            return show(site + address, width, scripts=java_script_enabled, color_scheme=scheme)

        yield open_page
    assert complaints(said) == []


@pytest.fixture(scope="session")
def window(browser):
    """A window for all tests that only look at pages, and what its console says: one window each would cost double."""
    context, said = browser.new_context(), []
    page = context.new_page()
    note_complaints(page, said)
    yield page, said
    context.close()


@pytest.fixture
def shown(window, request):
    """A function that shows an address, of the site or a whole one, in that window; nothing may complain."""
    page, said = window
    said.clear()

    def show(address):
        page.emulate_media(media="screen", color_scheme="light")  # whatever the test before left
        page.goto(address if "://" in address else request.getfixturevalue("site") + address)
        return page

    yield show
    assert complaints(said) == []


def note_complaints(page, said):
    """Add to the list whatever the console says, and requests that fail."""
    listen(page, said.append)


def listen(page, say):
    """Say whatever the console says, and which requests fail."""
    page.on("console", lambda message: say(message.text))
    page.on("pageerror", lambda error: say(str(error)))
    page.on("requestfailed", lambda request: say(f"{request.url} {request.failure}"))


def complaints(said):
    """What of it is a fault."""
    return [text for text in said if not any(word in text for word in HARMLESS)]
