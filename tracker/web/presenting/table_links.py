"""The links from pages of lists to the same lists as tables."""

from collections.abc import Iterable, Mapping

from flask import request

from tracker.web.presenting.links import with_pairs
from tracker.web.presenting.page import Link

__all__ = ["table_links"]


def table_links(name: str, query: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> tuple[Link, ...]:
    """The ways from a page to its table, with the page’s filters."""
    pairs = list(query.items() if isinstance(query, Mapping) else query)
    root = request.script_root
    return tuple(Link(form.upper(), with_pairs(f"{root}/{name}.{form}", pairs), form) for form in ("csv", "json"))
