"""A site and a newspaper of another origin, and windows in which nothing may complain."""

import math
import shutil
import time
from contextlib import ExitStack

import pytest

from docs.embedding.demo import newspaper, pasted, serving
from tests.stored import clock
from tracker import create_app
from tracker.settings import Settings

SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
}"""


# What a widget needs where it may be as high as it wants.
NATURAL = """() => {
  const root = document.documentElement, auto = root.classList.contains('auto');
  root.classList.remove('auto');
  const height = document.querySelector('.in').getBoundingClientRect().height + 4;
  if (auto) root.classList.add('auto');
  return [innerWidth, height];
}"""


class Place:
    """A site with the seeds and an example of promises in numbers at 127.0.0.1, a newspaper at localhost."""

    def __init__(self, stack, path):
        url = f"sqlite:///{path}"
        waiting = []
        server = stack.enter_context(serving("127.0.0.1", 0, lambda environ, answer: waiting[0](environ, answer)))  # noqa: PLW0108 - made later
        self.site = f"http://127.0.0.1:{server.server_port}"
        self.app = create_app(Settings(database_url=url, public_url=self.site), clock(60))
        waiting.append(self.app)
        self.pages = {}
        article_server = stack.enter_context(serving("localhost", 0, self._answer))
        self.paper = f"http://localhost:{article_server.server_port}"
        stack.callback(self.app.extensions["site"].database.close)

    def _answer(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path.startswith(("/embed/", "/static/")):
            # A second site, as far as a page that embeds both can tell.
            return self.app(environ, start_response)
        if path not in self.pages:
            return newspaper(self.app)(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [self.pages[path].encode()]

    def page(self, name, body):
        """The address of an own page with this body."""
        self.pages[f"/{name}"] = f'<!doctype html><html lang="en"><title>{name}</title><body>{body}</body></html>'
        return f"{self.paper}/{name}"


@pytest.fixture(scope="module")
def place(seeded_sqlite_with_targets, tmp_path_factory):
    path = shutil.copy(seeded_sqlite_with_targets, tmp_path_factory.mktemp("embeds") / "tracker.sqlite3")
    with ExitStack() as stack:
        yield Place(stack, path)


def listen(page, say):
    """Say whatever the console says."""
    page.on("console", lambda message: say(message.text))
    page.on("pageerror", lambda error: say(str(error)))


@pytest.fixture
def opened(embed_windows):
    """A function that opens an address in a window that no other test has; what the console says fails the test.

    With ``own`` nobody had it before: nothing is stored in it, and nobody else listens.
    """
    said = []
    with embed_windows.lent(said) as show:

        def open_page(address, width=768, *, java_script_enabled=True, own=False, **looks):
            return show(address, width, scripts=java_script_enabled, own=own, **looks)

        yield open_page
    assert [text for text in said if "favicon" not in text and "404" not in text] == []


def scrolled(page):
    """Read the article to its end, so that every lazy frame comes."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.documentElement.scrollHeight; y += 450) {
            scrollTo(0, y);
            await new Promise((done) => setTimeout(done, 40));
          }
        }"""
    )
    # Not until the network is idle: a browser asks again in the background for what was stale, and that counts as work.
    for frame in page.frames:
        frame.wait_for_load_state("load")
    page.wait_for_timeout(150)


def settled(page, wanted, seconds=20):
    """Wait until a question is answered with yes; whoever asks it then once more says what was wrong."""
    end = time.monotonic() + seconds
    while not wanted() and time.monotonic() < end:
        page.wait_for_timeout(40)


def figures(app, *kinds, path="/companies/microsoft/police-facial-recognition"):
    """A page's body with some of the embeds that the article has, each in a figure by its name."""
    return "".join(f'<figure id="{kind}">{pasted(app, kind, path)}</figure>' for kind in kinds)


def room(page, selector="iframe"):
    """How many pixels the first such frame is higher than what stands in it; less than none is cut.

    Nothing is right as long as what stands in it is not yet as wide as the frame: browsers tell it later.
    """
    handle = page.query_selector(selector)
    inner, needed = handle.content_frame().evaluate(NATURAL)
    outer, height = handle.evaluate("(one) => [one.clientWidth, one.getBoundingClientRect().height]")
    return height - needed if abs(inner - outer) <= 1 else -math.inf


def gap(page, figure):
    """The same of the frame in a figure."""
    return room(page, f"#{figure} iframe")
