"""Security headers and cache control of every response (ASVS V3.4).

Resources for other sites differ from pages: widgets may be framed by anyone, files may be loaded from anywhere.
"""

import re
from functools import lru_cache
from typing import Literal

from flask import Flask, Request, Response, request

from tracker.settings import Settings
from tracker.web.http.caches.caching import FOR_EVER, ODD, caching_of, surrogate_keys
from tracker.web.presenting.addresses.crawling import NO_ROBOTS, is_uncrawled
from tracker.web.presenting.addresses.static_files import static_version
from tracker.web.presenting.assets import allowed_style, widget_style_hash

__all__ = ["is_data", "is_desk_path", "set_headers"]

_DATA = ("/api/", "/ledger.jsonl", "/ledger/verify.py")
_TABLE = re.compile(r"/[a-z]+\.(?:csv|json)")
Kind = Literal["page", "data", "widget", "shared", "builder", "desk"]
_DESK = ("/desk/", "/account/")
_SHARED = ("/oembed", "/badge/", "/card/", "/picture/", "/static/embed/", "/embed/loader-")
_POLICIES: dict[Kind, tuple[str, ...]] = {
    # Nothing is loaded from elsewhere; one file of our own shows the bar of the desk to those who signed in.
    "page": (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ),
    "builder": (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ),
    # Scripts of our own; the QR code of a second factor is a picture within the page.
    "desk": (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ),
    "data": ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"),
    "shared": ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"),
    "widget": (
        "default-src 'none'",
        f"style-src '{widget_style_hash()}'",
        "script-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    ),
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since, Range",
    "Access-Control-Max-Age": "86400",
}
"""What a browser asks before a page of another site reads data with headers of its own."""
_ONE_YEAR = 31_536_000
_ODD = (301, 400, 404, 410)


def set_headers(app: Flask, settings: Settings) -> None:
    """Have the headers set on every response, errors and static files included."""
    secure = settings.public_url.startswith("https://")

    @app.after_request
    def _set(response: Response) -> Response:
        kind = _kind(request)
        # No view sets one of these: they are added together, each unlooked for.
        response.headers.extend(_of_kind(kind, allowed_style() if kind in ("widget", "shared") else "", secure))
        if request.method == "OPTIONS" and kind == "data":
            response.headers.extend(_PREFLIGHT)
        if request.path.startswith(("/reply/", "/follow/")):
            # Its address is a secret.
            response.headers["Referrer-Policy"] = "no-referrer"
        if is_uncrawled(request):
            response.headers["X-Robots-Tag"] = NO_ROBOTS
        if keeping := _keeping(kind, response):
            response.headers["Cache-Control"] = keeping
        if "s-maxage" in response.headers["Cache-Control"]:
            keys = surrogate_keys(request)
            response.headers["Surrogate-Key"], response.headers["Cache-Tag"] = " ".join(keys), ",".join(keys)
        return response


@lru_cache(maxsize=100)
def _of_kind(kind: Kind, style: str, secure: bool) -> list[tuple[str, str]]:
    """The headers that all answers of a kind have; ``style`` allows the colours that a widget was asked for in."""
    policy = "; ".join(_POLICIES[kind])
    if kind == "widget":
        policy = policy.replace("style-src ", f"style-src{style} ")
    elif style:
        policy += f"; style-src{style}"  # a picture that is opened by itself has its colours
    open_to_all = kind in ("data", "widget", "shared")
    headers = {
        **_HEADERS,
        "Content-Security-Policy": policy,
        "Cross-Origin-Resource-Policy": "cross-origin" if open_to_all else "same-origin",
    }
    if kind == "widget":
        # Which article a reader came from is private.
        headers["Referrer-Policy"] = "no-referrer"
    else:
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if kind == "desk":
        # Other sites do not learn which draft was read; a stricter policy would hide the origin of form posts.
        headers["Referrer-Policy"] = "same-origin"
    if open_to_all:
        # A star and never credentials: published data is for everyone (ASVS V3.4.2).
        headers["Access-Control-Allow-Origin"] = "*"
    if kind == "data":
        headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR}; includeSubDomains"
    return [*headers.items()]


def _names_its_file() -> bool:
    """Whether an address of a static file has the hash of the file: another would keep another file's content."""
    filename = (request.view_args or {}).get("filename", "") if request.endpoint == "static" else ""
    return bool(filename) and request.args.get("v") == static_version(filename)


def is_data(path: str) -> bool:
    """Whether what is at a path is for programs, errors included."""
    return path.startswith(_DATA) or _TABLE.fullmatch(path) is not None


def is_desk_path(path: str) -> bool:
    """Whether a path is one of the pages that know who is there."""
    return path.startswith(_DESK) or path in ("/desk", "/account")


def _kind(req: Request) -> Kind:
    """What kind of answer a path has, errors included."""
    path = req.path
    if is_desk_path(path):
        return "desk"
    if is_data(path):
        return "data"
    if path.startswith(_SHARED):
        return "shared"
    if path.startswith("/embed/"):
        return "widget"
    return "builder" if path.rstrip("/").endswith("/embed") else "page"


def _keeping(kind: Kind, response: Response) -> str:
    """How caches may keep an answer; empty where that is said already."""
    if kind == "desk":
        return "no-store"
    ok, endpoint = response.status_code in (200, 304), request.endpoint
    if ok and (_names_its_file() or endpoint == "embeds.embed.loader"):
        # The address changes with the file.
        return FOR_EVER
    if kind in ("widget", "shared") and endpoint != "static":
        return caching_of(request) if ok else ODD if response.status_code in _ODD else "no-store"
    if "Cache-Control" not in response.headers:
        return "no-store"
    said = response.headers["Cache-Control"]
    return caching_of(request) if "public" in said and "max-age" not in said else ""
