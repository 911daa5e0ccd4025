"""What readers can ask of search."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.core.search.query import LONGEST_QUERY
from tracker.records.ids import is_id
from tracker.records.search_text import SEARCHED
from tracker.store.searching.search import MOST
from tracker.web.http.clocks import BadParameterError

__all__ = ["SearchQuery", "parse_search_query"]

_LAST = MOST * len(SEARCHED)


@dataclass(frozen=True)
class SearchQuery:
    """What was typed, of which kind and company only (empty: of all), and the number of the first hit to show."""

    q: str
    kind: str
    company: str
    first: int

    def query(self, **changed: str) -> dict[str, str]:
        """The query that asks the same from the first hit on, with some of it changed."""
        pairs = {"q": self.q, "kind": self.kind, "company": self.company, **changed}
        return {name: value for name, value in pairs.items() if value}


def parse_search_query(arguments: Mapping[str, str]) -> SearchQuery:
    """Read the query; raises BadParameter."""
    q, kind, company = (arguments.get(name, "").strip() for name in ("q", "kind", "company"))
    if len(q) > LONGEST_QUERY:
        raise BadParameterError("q", q, f"words, up to {LONGEST_QUERY} characters in total")
    if kind and kind not in SEARCHED:
        raise BadParameterError("kind", kind, f"one of {', '.join(SEARCHED)}")
    if company and not is_id(company):
        raise BadParameterError("company", company, "a company ID, such as microsoft")
    return SearchQuery(q, kind, company, _first(arguments))


def _first(arguments: Mapping[str, str]) -> int:
    text = arguments.get("first", "").strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) <= _LAST):
        raise BadParameterError("first", text, f"a whole number from 0 to {_LAST}")
    return int(text)
