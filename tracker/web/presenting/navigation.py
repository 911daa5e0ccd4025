"""The links of header and footer; each is shown only if its page exists."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask, request
from werkzeug.routing import Map

__all__ = ["Navigation", "navigation", "paths_of"]

_MASTHEAD = (
    ("Topics", "/topics"),
    ("Companies", "/companies"),
    ("Compare", "/compare"),
    ("Coming up", "/lapsing"),
    ("Changes", "/changes"),
)
_FOOT = (
    ("Pledges", "/pledges"),
    ("Evidence", "/evidence"),
    ("Initiatives", "/initiatives"),
    ("How we work this out", "/methodology"),
    ("About and contact", "/about"),
    ("Ledger", "/ledger"),
    ("Data and API", "/data"),
)
_SEARCH = "/search"
_LONGEST_SHOWN = 300
_OWN = ("/desk", "/account", "/report", "/reply", "/follow")
"""Pages that are nothing on record; addresses of some hold a secret, which no link repeats."""


class NavigationItem(NamedTuple):
    """A link; ``here`` is ``page`` on the page itself, ``true`` on pages below it, else empty."""

    text: str
    href: str
    here: str


class Navigation(NamedTuple):
    """Both rows of links, and the search box: empty ``search`` where there is no search.

    ``edit`` leads from a public page to what of it can be edited, through the sign-in, and ``report`` to the form with
    which readers say what is wrong with it; empty elsewhere.
    """

    masthead: Sequence[NavigationItem]
    foot: Sequence[NavigationItem]
    search: str
    searched: str
    edit: str
    report: str


def navigation(app: Flask) -> Navigation:
    """The links of the present request's page."""
    paths = paths_of(app.url_map)
    root = request.script_root
    here = request.path.rstrip("/")
    masthead, foot = (
        [NavigationItem(text, root + path, _here(path, here)) for text, path in links if path in paths]
        for links in (_MASTHEAD, _FOOT)
    )
    searched = request.args.get("q", "")[:_LONGEST_SHOWN] if here == _SEARCH else ""
    return Navigation(masthead, foot, root + _SEARCH if _SEARCH in paths else "", searched, _edit(root), _report(root))


def _edit(root: str) -> str:
    """Where the public page at this address is edited."""
    if request.endpoint is None or request.path.startswith(_OWN):
        return ""
    return f"{root}/desk/at?{urlencode({'path': request.path}, safe='/')}"


def _report(root: str) -> str:
    """Where a reader says what is wrong with the public page at this address."""
    if request.endpoint is None or request.path.startswith(_OWN):
        return ""
    return f"{root}/report?{urlencode({'about': request.path}, safe='/')}"


def _here(path: str, here: str) -> str:
    if here == path:
        return "page"
    return "true" if here.startswith(path + "/") else ""


@lru_cache(maxsize=8)
def paths_of(addresses: Map) -> frozenset[str]:
    """The rules of an application, which has all of them before its first request."""
    return frozenset(rule.rule for rule in addresses.iter_rules())
