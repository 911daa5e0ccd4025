"""A browser for what a page looks like: it has no network, and each of its requests is answered by the fetcher.

What it shows is illustration: the bytes that came over the wire are the proof, and are kept with those it asked for.
"""

import asyncio
import os
import shlex
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from playwright.async_api import BrowserContext, Page, Route, async_playwright
from playwright.async_api import Error as DriverError
from playwright.async_api import TimeoutError as DriverTimeoutError

from tracker.capture.headless_browser.browser_pages import BrowserError, Shown
from tracker.capture.headless_browser.enclosing import NOBODY, enclosed
from tracker.capture.network.fetching import Exchange, Fetched, FetchError
from tracker.capture.network.wire import Budget

__all__ = ["show"]

Fetch = Callable[[str, Budget], Fetched]
MOST_REQUESTS = 200
MOST_LOADED = 50_000_000
MOST_SHOWN = 20_000_000
"""Bytes of the picture and of the print, and signs of the page after its scripts, that are kept."""
SECONDS = 45.0
MEMORY = 1_000_000_000
_LOADING = 15_000
"""Milliseconds until a page is taken as it stands."""
_QUIET = 3_000
_WIDTH, _HEIGHT = 1280, 900
HIGHEST = 20_000
_AT_ONCE = 6
_LOOKED_AT_EVERY = 0.25
_LEFT_OUT = frozenset(
    ("content-encoding", "content-length", "transfer-encoding", "connection", "content-disposition", "set-cookie")
)
_LEADS_ON = frozenset(("alt-svc", "link", "refresh", "speculation-rules", "report-to", "nel", "reporting-endpoints"))
"""Of an answer’s head: what no longer holds, and what would only have the browser ask for more."""
_SWITCHES = (
    # Within a place that has no network these are a second lock.
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ^NOTFOUND",
    "--dns-prefetch-disable",
    "--no-pings",
)
_COVERED = """() => {
  let part = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  for (; part; part = part.parentElement) {
    const position = getComputedStyle(part).position;
    if (position === 'fixed' || part.matches('dialog[open]')) return true;
  }
  return false;
}"""


def show(page: Fetched, fetch: Fetch, browser: Path) -> Shown:
    """Show a page that was fetched, in a browser of its own with an empty profile.

    What it gives back is bounded, as a page could have it print or hold any number of pages.

    Only that document is shown: where it leads on by itself is not followed. Raises BrowserError.
    """
    with tempfile.TemporaryDirectory(prefix="tracker-browser-", ignore_cleanup_errors=True) as folder:
        showing = _Showing(page, fetch, Path(folder))
        # A thread of its own, as the one that calls may have an event loop already.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(lambda: asyncio.run(showing.show(browser))).result()


class _Showing:
    def __init__(self, page: Fetched, fetch: Fetch, folder: Path):
        self._page, self._fetch, self._folder = page, fetch, folder
        self._budget = Budget(MOST_LOADED, SECONDS, most_unpacked=4 * MOST_LOADED)
        self._exchanges = list[Exchange]()
        self._asked = 0
        self._left_out = ""
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._is_shown = False
        self._too_much = False

    async def show(self, browser: Path) -> Shown:
        limit = asyncio.timeout(SECONDS)
        watch = asyncio.create_task(self._watch_memory(limit))
        try:
            async with limit:
                return await self._show(browser)
        except (TimeoutError, DriverTimeoutError):
            raise BrowserError("too much memory" if self._too_much else "timed out") from None
        except DriverError:
            raise BrowserError("too much memory" if self._too_much else "browser ended") from None
        finally:
            watch.cancel()
            self._end()

    async def _show(self, browser: Path) -> Shown:
        async with async_playwright() as driver:
            context = await driver.chromium.launch_persistent_context(
                self._profile(),
                executable_path=self._program(browser),
                chromium_sandbox=True,
                service_workers="block",
                accept_downloads=False,
                viewport={"width": _WIDTH, "height": _HEIGHT},
                reduced_motion="reduce",
                env={"HOME": self._profile(), "TMPDIR": self._profile(), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                args=list(_SWITCHES),
            )
            try:
                return await self._look(context)
            finally:
                # A page that never rests would keep the driver waiting.
                self._end()
                with suppress(DriverError, TimeoutError):
                    async with asyncio.timeout(2):
                        await context.close()

    async def _look(self, context: BrowserContext) -> Shown:
        page = context.pages[0]
        context.on("page", lambda other: asyncio.ensure_future(_close(other)))
        await context.route("**/*", self._answer)
        with suppress(DriverError):
            await page.goto(self._page.final.url, wait_until="commit", timeout=_LOADING)
            # Not the driver's own state of loading: of a page that tries to lead elsewhere it never comes.
            await page.wait_for_function("() => document.readyState === 'complete'", timeout=_LOADING)
            await page.wait_for_load_state("networkidle", timeout=_QUIET)
        height = await page.evaluate("() => document.documentElement ? document.documentElement.scrollHeight : 0")
        covered = bool(await page.evaluate(_COVERED))
        high = min(max(int(height) if isinstance(height, int | float) else 0, _HEIGHT), HIGHEST)
        clip = {"x": 0, "y": 0, "width": _WIDTH, "height": high}
        # Playwright has no public name for the type of a clip.
        screenshot = await page.screenshot(full_page=True, clip=clip, animations="disabled", timeout=_LOADING)  # type: ignore[arg-type]
        printed = await page.pdf(format="A4", print_background=True)
        dom = await page.content()
        if max(len(screenshot), len(printed), len(dom)) > MOST_SHOWN:
            raise BrowserError("too big")
        version = context.browser.version if context.browser else ""
        parts = (tuple(self._exchanges), covered, self._left_out)
        return Shown(screenshot, printed, dom, *parts, f"Chromium {version}".strip())

    async def _answer(self, route: Route) -> None:
        """Answer one request of the browser by the fetcher, or refuse it."""
        request = route.request
        with suppress(DriverError):
            if request.is_navigation_request() and request.frame.parent_frame is None:
                if self._is_shown or request.url != self._page.final.url or request.method != "GET":
                    # Without content the browser stays where it is.
                    await route.fulfill(status=204)
                    return
                self._is_shown = True
                await route.fulfill(status=200, headers=_headers(self._page), body=self._page.body)
                return
            fetched = await self._fetched(request.url) if request.method == "GET" else None
            if fetched is None:
                await route.abort()
            else:
                await route.fulfill(status=fetched.final.status, headers=_headers(fetched), body=fetched.body)

    async def _fetched(self, url: str) -> Fetched | None:
        self._asked += 1
        if self._asked > MOST_REQUESTS:
            self._left_out = "too many requests"
            return None
        async with self._places:
            try:
                fetched = await asyncio.to_thread(self._fetch, url, self._budget)
            except FetchError as error:
                if error.reason in ("too big", "unpacks too big"):
                    self._left_out = self._left_out or "too big"
                return None
        self._exchanges += fetched.exchanges
        return fetched

    def _profile(self) -> str:
        return str(self._folder / "profile")

    def _program(self, browser: Path) -> Path:
        """What the driver starts: the browser, closed in; who it is stands beside it."""
        profile, program = self._folder / "profile", self._folder / "browser"
        profile.mkdir(mode=0o700)
        if os.geteuid() == 0:
            self._folder.chmod(0o711)
            os.chown(profile, NOBODY, NOBODY)
        command = shlex.join(enclosed([str(browser)]))
        pid = shlex.quote(str(self._folder / "pid"))
        program.write_text(f'#!/bin/sh\necho $$ > {pid}\nexec {command} "$@"\n', "utf-8")
        program.chmod(0o700)
        return program

    def _end(self) -> None:
        """Kill the browser with all that it started: they are of a place of their own, and end with its first."""
        if pid := self._pid():
            # Once only: the number may be another's afterwards.
            (self._folder / "pid").unlink()
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def _pid(self) -> int | None:
        try:
            return int((self._folder / "pid").read_text("utf-8"))
        except (OSError, ValueError):
            return None

    async def _watch_memory(self, limit: asyncio.Timeout) -> None:
        """End the browser when it takes too much, and the time that is left: of some ends the driver is not told."""
        while not self._too_much:
            await asyncio.sleep(_LOOKED_AT_EVERY)
            pid = self._pid()
            if pid and await asyncio.to_thread(_own_memory, pid) > MEMORY and not limit.expired():
                self._too_much = True
                self._end()
                limit.reschedule(asyncio.get_running_loop().time())


async def _close(page: Page) -> None:
    with suppress(DriverError):
        await page.close()


def _headers(fetched: Fetched) -> dict[str, str]:
    return {name: value for name, value in fetched.headers.items() if name not in _LEFT_OUT | _LEADS_ON}


def _own_memory(pid: int) -> int:
    """Bytes that a process and all below it have for themselves alone."""
    return sum(map(_anonymous, _below(pid)))


def _below(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from _below(int(child))


def _anonymous(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    return 0
