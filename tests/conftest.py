"""The tests' environment: databases, a browser, no network, no skips in CI. Premises are each test's own."""

import gc
import os
import shutil
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from playwright.sync_api import sync_playwright

from tests.compiled_once import compile_applications_once, compile_in_turn, compile_statements_once
from tests.loopback import allow_loopback_only
from tests.servers.postgres import Lender, fresh_database, running_server
from tests.shares import in_shares
from tracker.settings import ROOT, Settings
from tracker.store.database.connecting import Database
from tracker.store.database.migrations import migrate

IN_CI = os.environ.get("CI") == "true"

BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

# What a test does not set has its default, whatever the shell that runs the tests exports.
for name in Settings.model_fields:
    os.environ.pop(name.upper(), None)

# Compiled code is kept, whatever the shell says: all workers and programs that tests start would compile it anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Temporary folders lie in memory where it has room: SQLite waits for the disk at each commit, of which there are many.
_MEMORY = Path("/dev/shm")
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2 * 1024**3:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# The garbage collector looks seldom: imports took a sixth longer with it, making an application four times as long.
gc.set_threshold(100_000, 20, 50)

# No deadline: how long one example takes says more about the machine than about the code. In CI the same examples are
# drawn each time, so that a change is judged by itself; everywhere else they are drawn anew, and find what is rare.
settings.register_profile("tracker", max_examples=40, deadline=None, derandomize=IN_CI)
settings.load_profile("tracker")

# It draws numbers and texts that stand in the code too, and reads all modules for them, which in a fresh checkout took
# each worker some seconds; what its tests are about is in these layers.
_PURE = tuple(f"{ROOT}/tracker/{layer}/" for layer in ("core", "records", "engine"))
providers.is_local_module_file = lambda path: path.startswith(_PURE)

allow_loopback_only()
compile_applications_once()
compile_statements_once()


@pytest.fixture(scope="session")
def postgres_server():
    """The URL of a PostgreSQL server on which databases may be made and dropped."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
    else:
        with running_server() as url:
            yield url


@pytest.fixture
def postgres_url(postgres_server):
    """The URL of a fresh PostgreSQL database."""
    with fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The URL of a fresh database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/tracker.sqlite3"
    return request.getfixturevalue("postgres_url")


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory):
    """A SQLite file with the newest tables, to copy: quicker than to migrate for every test."""
    path = tmp_path_factory.mktemp("migrated") / "tracker.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server):
    """Lends PostgreSQL databases with the newest tables and nothing in them."""
    with fresh_database(postgres_server) as url:
        _migrate(url)
        lender = Lender(postgres_server, url)
        yield lender
        lender.close()


def _migrate(url):
    database = Database(url)
    migrate(database)
    database.close()


@contextmanager
def empty_database(request, folder):
    """A database of the kind that the request's parameter names, with the newest tables and nothing in them."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            path = shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "tracker.sqlite3")
            url = f"sqlite:///{path}"
        else:
            url = stack.enter_context(request.getfixturevalue("migrated_postgres").lent())
        database = Database(url)
        yield database
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """A database with the newest tables and nothing in them, once of each kind."""
    with empty_database(request, tmp_path) as database:
        yield database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database_to_read(request, tmp_path_factory):
    """The same for all tests of a module, which fill it once and then only read it."""
    with empty_database(request, tmp_path_factory.mktemp("read")) as database:
        yield database


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, which can reach this machine only; without windows it does a third of the work for a page."""
    paths = (shutil.which(name) for name in ("chromium-headless-shell", "chromium"))
    chromium = next(filter(None, paths), None) or pytest.skip("chromium is missing: see .ci/system-packages")
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium, args=BROWSER_ARGUMENTS)
        yield chrome
        chrome.close()


def pytest_collection(session):
    """Of several workers each would compile all modules, did they not begin in different places."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1 and session.config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        compile_in_turn(int(worker), workers)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """With several workers, each begins with what takes long."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers > 1:
        items[:] = in_shares(items, workers)


def pytest_collection_finish():
    """Modules and test items stay to the end: the garbage collector need not look through them again and again."""
    gc.collect()
    gc.freeze()


def _without_skips(report):
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI forbids: {report.longrepr[2]}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return _without_skips((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return _without_skips((yield))
