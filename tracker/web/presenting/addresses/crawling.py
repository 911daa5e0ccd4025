"""What search engines and other robots are asked to leave alone: addresses without end, and pages for people who act.

One list serves the three ways to ask: robots.txt, the header and tag ``noindex, nofollow``, and ``rel=nofollow``.
"""

import re

from flask import Request

from tracker.web.presenting.addresses.table_names import TABLE_PATHS

__all__ = ["NO_ROBOTS", "UNCRAWLED", "is_uncrawled", "without_following"]

NO_ROBOTS = "noindex, nofollow"
UNCRAWLED = (
    "/compare", "/search", "/embed", "/oembed", "/api/", "/ledger.jsonl", "/desk", "/account", "/metrics", "/report",
    "/reply", "/follow", "/data/", "/cite", *TABLE_PATHS,
)  # fmt: skip
"""Beginnings of paths. Every address with a query is left alone too: clocks, filters, further pages."""
_UNCRAWLED_ENDS = ("/embed", "/changes")
"""Ends of paths below a scorecard's own."""
_LINK = re.compile(
    r'<a (?=[^>]*?href="(?:https?://[^/"]+)?/(?:[^"?]*\?|[a-z]+\.(?:csv|json)"|(?:compare|search|embed|report)[/"]|data/|'
    r'companies/[^"/]+/[^"/]+/(?:embed|changes)"))'
    r"(?![^>]*?\brel=)"
)


def is_uncrawled(request: Request) -> bool:
    """Whether robots are asked neither to list an answer nor to follow what it leads to."""
    path = request.path
    if path.startswith("/static/"):
        return False
    below_scorecard = path.startswith("/companies/") and path.rstrip("/").endswith(_UNCRAWLED_ENDS)
    return bool(request.query_string) or path.startswith(UNCRAWLED) or below_scorecard


def without_following(html: str, public_url: str) -> str:
    """A page whose links to such addresses say ``rel=nofollow``; links to other sites stay as they are."""

    def marked(match: re.Match[str]) -> str:
        start = html.index('href="', match.end()) + len('href="')
        own = html.startswith("/", start) or html.startswith(f"{public_url}/", start)
        return '<a rel="nofollow" ' if own else match[0]

    return _LINK.sub(marked, html)
