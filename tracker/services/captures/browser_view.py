"""What a browser makes of a page that was fetched: pictures for editors, and words that only a script puts there."""

import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from tracker.capture.headless_browser.browser_pages import BrowserError, Shown
from tracker.capture.network.fetching import Fetched, Fetcher
from tracker.capture.opening_files import CannotOpenError, Opened, open_file, picture
from tracker.capture.sniffing import sniff

__all__ = ["Seen", "files_of", "see"]


class Seen(NamedTuple):
    """A page after a browser had it: what it showed, if it did, its words, its picture, doubts, and a remark."""

    shown: Shown | None
    opened: Opened
    pictures: tuple[bytes, ...]
    doubts: tuple[str, ...]
    remark: str


def see(fetched: Fetched, opened: Opened, fetcher: Fetcher, browser: Path, *, unconfined: bool = False) -> Seen:
    """Show a page in the browser. Its words are those of the page as it came, unless scripts add to them."""
    # By name, as it brings the driver, which a site may do without.
    show = import_module("tracker.capture.headless_browser.browser").show
    try:
        shown: Shown = show(fetched, fetcher.fetch, browser)
    except BrowserError as error:
        return Seen(None, opened, (), (), f"no picture: {error}")
    with tempfile.TemporaryDirectory(prefix="tracker-open-") as name:
        pictured, pictures = _pictured(shown, Path(name), unconfined)
        words = _words(shown, fetched.final.url, Path(name), unconfined)
    if pictured is None:
        return Seen(None, opened, (), (), "no picture: cannot be opened")
    if words and len("".join(words.texts)) > len("".join(opened.texts)):
        opened = words.model_copy(update={"tool": f"{words.tool}, {shown.tool}"[:200]})
    blank = pictured.details.get("one colour") is True
    reasons = {"covered by a fixed layer": shown.covered, "screenshot of one colour": blank}
    doubts = tuple(reason for reason, holds in reasons.items() if holds)
    remark = f"not all of it was loaded: {shown.left_out}" if shown.left_out else ""
    return Seen(shown, opened, pictures, doubts, remark)


def _pictured(shown: Shown, folder: Path, unconfined: bool) -> tuple[Opened | None, tuple[bytes, ...]]:
    """The screenshot is of a process that a page may have taken over: it is opened as files of others are."""
    if sniff(shown.screenshot) != "image/png" or sniff(shown.print) != "application/pdf":
        return None, ()
    try:
        opened = _opened(shown.screenshot, "image/png", folder / "picture", "", unconfined)
        return opened, (picture(folder / "picture", 1),)
    except (CannotOpenError, OSError, ValueError):
        return None, ()


def _words(shown: Shown, address: str, folder: Path, unconfined: bool) -> Opened | None:
    try:
        return _opened(shown.dom.encode("utf-8", "replace"), "text/html", folder / "words", address, unconfined)
    except CannotOpenError:
        return None


def _opened(content: bytes, media_type: str, folder: Path, address: str, unconfined: bool) -> Opened:
    folder.mkdir()
    file = folder.with_suffix(".file")
    file.write_bytes(content)
    return open_file(file, media_type, folder, address=address, charset="utf-8", unconfined=unconfined)


def files_of(shown: Shown) -> Iterator[tuple[str, bytes, str]]:
    """What is kept of it besides the bytes that came, with role and type. Its page is kept as text: it is not run."""
    yield "screenshot", shown.screenshot, "image/png"
    yield "print", shown.print, "application/pdf"
    yield "text", shown.dom.encode("utf-8", "replace"), "text/plain"
