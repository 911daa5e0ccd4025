"""How long caches between the site and its readers may keep an answer, and the keys by which they are told to drop it.

No publication purges: shared caches ask again after some seconds, which costs the site one cheap answer.
"""

import re
from datetime import datetime, timedelta

from flask import Request

from tracker.store.concerning import EVERYTHING
from tracker.web.http.caches.conditional import RESTS_ON
from tracker.web.http.clocks import BadParameterError, parse_clocks
from tracker.web.site import site

__all__ = ["FOR_EVER", "ODD", "SECONDS_BEHIND", "caching_of", "surrogate_keys"]

_FRESH, _WHILE_ASKING, _DAY, _WEEK = 10, 20, 86_400, 604_800
SECONDS_BEHIND = _FRESH + _WHILE_ASKING
"""No answer of a shared cache is older than this, unless the site itself does not answer."""
_PAGES = f"public, max-age=0, s-maxage={_FRESH}, stale-while-revalidate={_WHILE_ASKING}, stale-if-error={_WEEK}"
# Not for a year: what is taken down by order of a court must go from caches that no one can reach.
_PINNED = f"public, max-age=3600, s-maxage={_DAY}, stale-while-revalidate=3600, stale-if-error={_WEEK}, immutable"
FOR_EVER = "public, max-age=31536000, immutable"
"""For files whose address changes with their content."""
ODD = f"public, max-age=0, s-maxage={_FRESH}"
"""For errors of widgets and pictures, which articles ask for again and again."""
_SETTLED = timedelta(minutes=1)
_FOLDERS = {
    "pledges": "pledge",
    "evidence": "evidence",
    "sources": "source",
    "conditions": "condition",
    "initiatives": "initiative",
    "responses": "response",
    "decisions": "decision",
}
_OF_COMPANY = ("pledges", "evidence", "responses", "decisions")
_LONGEST_KEYS = 900
_KEY = re.compile(r"[a-z0-9._/-]{1,130}", re.ASCII)


def caching_of(request: Request) -> str:
    """``Cache-Control`` of a public answer. One at a moment that has passed never changes, but for a take-down."""
    if "known_at" in request.args and not _says_what_came_since(request.path) and _is_settled(request):
        return _PINNED
    return _PAGES


def _says_what_came_since(path: str) -> bool:
    """Widgets and pictures of a past moment say whether anything has changed since."""
    return path.startswith(("/embed/", "/badge/", "/card/", "/picture/", "/oembed"))


def _is_settled(request: Request) -> bool:
    now: datetime = site().clock.now()
    try:
        query = parse_clocks(request.args, site().clock, site().settings.time_zone)
    except BadParameterError:
        return False
    settled = query.known_at is not None and query.known_at < now - _SETTLED
    return settled and (query.as_of is None or query.as_of <= site().today)


def surrogate_keys(request: Request) -> list[str]:
    """What an answer is about: ``site``, the companies, topics and records that its address names or that it rests on.

    Answers that show parts of many records have ``lists``, also in place of keys that are too many to name.
    """
    arguments = request.view_args or {}
    path = f"/{arguments['page']}" if "page" in arguments else request.path
    parts = path.strip("/").split("/")
    keys = ["site", *_keys_of_path(parts)]
    if parts[0] == "companies" and len(parts) > 2:
        keys.append(f"topic/{parts[2]}")
    by_query = [name for name in ("company", "topic") if name in request.args]
    keys += [f"{name}/{value}" for name in by_query for value in request.args.getlist(name) if value]
    keys += [f"company/{arguments['company']}"] if "company" in arguments else []
    keys += _keys_of_subjects(request.environ.get(RESTS_ON, frozenset()))
    return _short([key for key in dict.fromkeys(keys) if _KEY.fullmatch(key)])


def _short(keys: list[str]) -> list[str]:
    """As many as fit: proxies allow some 4 kB for all headers together."""
    kept: list[str] = []
    length = 0
    for key in keys:
        length += len(key) + 1
        if length > _LONGEST_KEYS:
            return list(dict.fromkeys([*kept, "lists"]))
        kept.append(key)
    return kept


def _keys_of_subjects(subjects: frozenset[str]) -> list[str]:
    """Keys of what an answer rests on (store/concerning), companies first."""
    keys = []
    for subject in sorted(subjects):
        kind, _, id = subject.partition(" ")
        if kind == "about":
            keys.append(f"company/{id}")
        elif kind in _FOLDERS.values() or kind == "topic":
            keys.append(f"{kind}/{id}")
        elif subject == EVERYTHING:
            keys.append("lists")
    return keys


def _keys_of_path(parts: list[str]) -> list[str]:
    folder, rest = parts[0], parts[1:]
    if folder in _FOLDERS and rest:
        company = [f"company/{rest[0]}"] if folder in _OF_COMPANY else []
        return [f"{_FOLDERS[folder]}/{'/'.join(rest)}", *company]
    if folder == "companies" and rest:
        return [f"company/{rest[0]}"]
    return [f"topic/{rest[0]}", "lists"] if folder == "topics" and rest else ["lists"]
