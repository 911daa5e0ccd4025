"""What readers can ask of a comparison."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from tracker.engine.comparing.comparison import FEWEST, MOST
from tracker.web.http.clocks import BadParameterError

__all__ = ["ComparisonQuery", "parse_comparison_query"]

_MOST_GIVEN = 20


@dataclass(frozen=True)
class ComparisonQuery:
    """Companies by id or name, each once, in the order given; the topic’s id or nothing."""

    companies: Sequence[str]
    topic: str


def parse_comparison_query(arguments: "MultiDict[str, str]") -> ComparisonQuery:
    """Read the query; raises BadParameter for more companies than fit side by side."""
    given = [text.strip() for text in arguments.getlist("company")]
    companies = list(dict.fromkeys(text for text in given if text))
    if len(companies) > MOST or len(given) > _MOST_GIVEN:
        raise BadParameterError("company", ", ".join(companies), f"{FEWEST} to {MOST} company IDs")
    return ComparisonQuery(companies, arguments.get("topic", "").strip())
