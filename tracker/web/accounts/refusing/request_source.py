"""The page that sent a form, according to the browser’s headers."""

from urllib.parse import urlsplit

from flask import request

from tracker.web.site import site

__all__ = ["from_elsewhere", "says_own_page"]


def from_elsewhere() -> bool:
    """Whether the browser says that another site is behind it. Old browsers say nothing; the token decides then."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    given = request.headers.get("Origin")
    return given is not None and not _ours(given)


def says_own_page() -> bool:
    """Whether one of our own pages sent it, according to the browser; None if the browser sends no such header."""
    if from_elsewhere():
        return False
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or "Origin" in request.headers


def _ours(given: str) -> bool:
    return given != "null" and urlsplit(given).netloc in (request.host, urlsplit(site().settings.public_url).netloc)
