"""Which parameters each public address has: any other changes no answer, and is left out before one is looked for.

Trackers add parameters to links (``utm_source``, ``fbclid``), and hosts of widgets add theirs. They are ignored and not
redirected: some readers of embeds and previews follow no redirect.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote_plus

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

__all__ = ["AddressType", "given_pairs", "normalise", "place_of"]

_GIVEN = "tracker.given_query"
_MOST_KEPT, _LONGEST_KEPT = 5_000, 400
"""So many addresses are remembered as what they are, of so many characters at the most."""
_CLOCKS = ("as_of", "known_at")
_EVERYWHERE = ("format",)
"""Asked of an address that has no such form, it is answered with the one that has."""
_WINDOW = ("after", "before")
_OF_COMPANIES = ("country", "sector", "per_page", *_WINDOW)
_LISTED = ("q", "topic", "row", "says", "strength", "finding", "state", "sort", *_OF_COMPANIES)
_LOOK = ("theme", "form", "accent", "font", "radius")
_OF_RECORD = ("company", "topic", "pledge", "show")
_EMBEDDED = (*_OF_RECORD, *_LISTED, *_LOOK, *_CLOCKS, "width")
_BUILDER = (*_EMBEDDED, "url", "pinned")


class AddressType(NamedTuple):
    """A kind of public address: its name in logs and metrics, and the parameters that its answers depend on.

    None where the address itself refuses what it does not have, as lists for programs do.
    """

    name: str
    parameters: frozenset[str] | None


def _place(name: str, path: str, *parameters: str) -> tuple[re.Pattern[str], AddressType]:
    return re.compile(f"{path}/?"), AddressType(name, frozenset((*parameters, *_EVERYWHERE)))


_ONE = "/[^/]+"
# The first that matches counts.
_PLACES = (
    _place("static", "/static/.+", "v"),
    _place("scorecard", f"/companies{_ONE}(?:{_ONE})?", *_CLOCKS, "show"),
    _place("widget", "/embed/.+", *_EMBEDDED),
    _place("picture", "/(?:badge|card|picture)/.+", *_EMBEDDED),
    _place("data", f"/api/v1/companies{_ONE}/scorecard", *_CLOCKS, "topic"),
    (re.compile("/(?:api/v1|data/chosen)/.+"), AddressType("data", None)),
    (re.compile(r"/[a-z]+\.(?:csv|json)"), AddressType("table", None)),
    _place("home", "", *_CLOCKS, *_WINDOW),
    _place("records", "/(?:pledges|evidence|sources)", *_CLOCKS, *_WINDOW, "company", "topic", "changed_since"),
    _place(
        "record",
        "/(?:pledges|evidence|sources|conditions|initiatives|responses|decisions)/.+",
        *_CLOCKS,
        "before",
        *_OF_RECORD,
    ),
    _place("findings", f"/companies{_ONE}{_ONE}/findings", *_CLOCKS, "after"),
    _place("between", f"/companies{_ONE}{_ONE}/changes", *_CLOCKS, "from", "to"),
    _place("builder", f"/companies{_ONE}{_ONE}/embed", *_BUILDER),
    _place("builder", "/embed", *_BUILDER),
    _place("companies", "/companies", *_CLOCKS, *_LISTED),
    _place("topics", "/(?:topics|initiatives)", *_CLOCKS),
    _place("topic", f"/topics{_ONE}", *_CLOCKS, *_OF_COMPANIES),
    _place("search", r"/search(?:\.atom|/feed\.json)?", *_CLOCKS, "q", "kind", "company", "first"),
    _place("compare", "/compare", *_CLOCKS, "company", "topic"),
    _place("lapsing", r"/lapsing(?:\.ics)?", *_CLOCKS, *_WINDOW, "year", "from", "to", "first", "company", "topic"),
    _place(
        "changes",
        r"/changes(?:\.atom|/feed\.json)?",
        *_CLOCKS,
        "before",
        "company",
        "topic",
        "kind",
        "change",
        "changed_since",
    ),
    _place("files", "/data/.+"),
    _place("capture", "/captures/.+", *_CLOCKS),
    _place("cite", r"/cite(?:\.[a-z]+)?", *_CLOCKS, "of"),
    _place("about", "/(?:about|methodology|data)", *_CLOCKS),
    _place("report", "/report(?:/outcomes)?", "about", "number"),
    _place("reply", "/reply/.+"),
    _place("follow", "/follow(?:/.+)?", "subject"),
    _place("ledger", r"/ledger(?:\.jsonl|/verify\.py)?", *_CLOCKS, "after"),
    _place("oembed", "/oembed", "url", "format", "maxwidth", "maxheight"),
    _place("crawlers", r"/robots\.txt|/sitemap\.xml|/sitemaps/.+"),
    _place("health", "/(?:healthz|readyz|metrics)"),
)


def place_of(path: str) -> AddressType | None:
    """The kind of public address that a path is; None for the desk, accounts, and what does not exist."""
    return _place_of(path) if len(path) <= _LONGEST_KEPT else _place_of.__wrapped__(path)


@lru_cache(_MOST_KEPT)
def _place_of(path: str) -> AddressType | None:
    return next((place for pattern, place in _PLACES if pattern.fullmatch(path)), None)


def normalise(environ: "WSGIEnvironment") -> None:
    """Bring all spellings of one question into one.

    What is left is the path without a slash at its end, the parameters that count, and whether the reader takes gzip.
    """
    path = environ.get("PATH_INFO", "")
    if path.endswith("/") and path != "/" and place_of(path):
        environ["PATH_INFO"] = path[:-1]
    if query := environ.get("QUERY_STRING"):
        environ.setdefault(_GIVEN, query)
        short = len(path) + len(query) <= _LONGEST_KEPT
        environ["QUERY_STRING"] = _counting(path, query) if short else _counting.__wrapped__(path, query)
    if accepted := environ.get("HTTP_ACCEPT_ENCODING"):
        environ["HTTP_ACCEPT_ENCODING"] = _encoding(accepted)


def given_pairs(environ: "WSGIEnvironment") -> list[tuple[str, str]]:
    """All parameters that the request came with, for redirects: scripts in a frame read the host's from its address."""
    return parse_qsl(environ.get(_GIVEN, ""), keep_blank_values=True)


@lru_cache(_MOST_KEPT)
def _counting(path: str, query: str) -> str:
    place = place_of(path)
    if place is None or place.parameters is None:
        return query
    parts, own = (part for part in query.split("&") if part), place.parameters
    return "&".join(part for part in parts if unquote_plus(part.partition("=")[0]) in own)


@lru_cache(1000)
def _encoding(accepted: str) -> str:
    encodings: Accept = parse_accept_header(accepted)
    return "gzip" if encodings["gzip"] > 0 else ""
