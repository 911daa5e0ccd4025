"""A page as a browser showed it, as plain data. ``browser.py`` beside this is the browser."""

from typing import NamedTuple

from tracker.capture.network.fetching import Exchange

__all__ = ["BrowserError", "Shown"]


class BrowserError(Exception):
    """There is no picture of a page. The message is why: “timed out”, “too much memory”, “too big”, “browser ended”."""


class Shown(NamedTuple):
    """A page as the browser showed it.

    ``covered``: the middle of the window is under a layer that does not move, as of a request for consent.
    ``left_out`` is why some of what it asked for was not fetched; empty if all was.
    """

    screenshot: bytes
    print: bytes
    dom: str
    exchanges: tuple[Exchange, ...]
    covered: bool
    left_out: str
    tool: str
