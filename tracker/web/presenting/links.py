"""Links that several views need: plain ones, and permanent ones whose response never changes.

Query strings are appended as text and not passed to ``url_for``, which gives some names a meaning of their own.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, urlencode

from flask import current_app, request, url_for
from werkzeug.routing import Map

from tracker.engine.scorecard import Scorecard
from tracker.services.reading.scorecards import Snapshot
from tracker.web.presenting.addresses.clock_query import pinned_parameters
from tracker.web.presenting.addresses.record_paths import RECORD_FOLDERS
from tracker.web.presenting.left_open import CLOCKS, clocks_left_open, is_left_open
from tracker.web.site import site

__all__ = [
    "absolute",
    "company_path",
    "data_path",
    "is_own_path",
    "page_path",
    "path_of",
    "present_clocks",
    "record_href",
    "record_path",
    "same_query",
    "scorecard_links",
    "with_pairs",
    "with_query",
]


def is_own_path(text: str) -> bool:
    """Whether a text that somebody sent is a path of this site: browsers read a backslash as a slash, and no tabs."""
    return text.startswith("/") and text[1:2] not in ("/", "\\") and text.isprintable()


def with_query(path: str, query: Mapping[str, str]) -> str:
    """A path with a query; without one, the path alone."""
    return f"{path}?{urlencode(query, safe=':')}" if query else path


def with_pairs(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A path with a query that may name a parameter several times."""
    query = urlencode(list(pairs), safe=":")
    return f"{path}?{query}" if query else path


def same_query(path: str) -> str:
    """A path with the query of the present request."""
    query = urlencode(list(request.args.items(multi=True)))
    return f"{path}?{query}" if query else path


def path_of(endpoint: str) -> str:
    """The path of a page whose address has no parts: as ``url_for``, in a tenth of the time."""
    return f"{request.script_root}{_path_of(current_app.url_map, endpoint)}"


@lru_cache(maxsize=200)
def _path_of(addresses: Map, endpoint: str) -> str:
    return addresses.bind("").build(endpoint)


def company_path(company: str) -> str:
    """The path of a company's page."""
    return f"{request.script_root}/companies/{_quoted(company)}"


def page_path(company: str, topic: str, query: Mapping[str, str] | None = None) -> str:
    """The path of a scorecard's page."""
    return with_query(f"{company_path(company)}/{_quoted(topic)}", query or {})


@lru_cache(maxsize=5_000)
def _quoted(id: str) -> str:
    """Lists name each many times."""
    return quote(id, safe="")


def record_path(kind: str, id: str, query: Mapping[str, str] | None = None) -> str:
    """The path of a record's page; empty for kinds that have none. Ids need no escaping (fields.Id)."""
    folder = RECORD_FOLDERS.get(kind)
    return with_query(f"{request.script_root}/{folder}/{id}", query or {}) if folder else ""


def record_href(kind: str, id: str) -> str:
    """The same for templates: both clocks of the present request are kept."""
    if is_left_open():
        path = record_path(kind, id)
        return f"{path}{CLOCKS}" if path else ""
    return record_path(kind, id, present_clocks())


def present_clocks() -> dict[str, str]:
    """The clocks of the present request, as they were given."""
    if (clocks := clocks_left_open()) is not None:
        return dict(clocks)
    return {name: request.args[name] for name in ("as_of", "known_at") if request.args.get(name)}


def data_path(company: str, query: Mapping[str, str]) -> str:
    """The path of the same as JSON."""
    return with_query(url_for("api.scorecard", company=company), query)


def absolute(path: str) -> str:
    """An address as others can use it."""
    return f"{site().settings.public_url}{path}"


def scorecard_links(card: Scorecard, snapshot: Snapshot) -> dict[str, str]:
    """Its page, and a permanent address of its present state."""
    company, topic = card.dossier.company.id, card.dossier.topic.id
    return {
        "page": absolute(page_path(company, topic)),
        "pinned": absolute(page_path(company, topic, pinned_parameters(snapshot))),
    }
