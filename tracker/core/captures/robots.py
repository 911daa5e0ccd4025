"""What a host's robots.txt says to us by name (RFC 9309). Rules for all robots are for those that follow links."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

__all__ = ["may_look", "own_rules"]

_MOST_RULES = 500
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
_TOKEN = re.compile(r"[A-Za-z_-]*")


def own_rules(text: str, agent: str) -> str:
    """The rules of all groups that name ``agent`` (a product token, in any case), a line each: “allow /path”."""
    return "\n".join(f"{kind} {path}" for kind, path in list(_own(text, agent.lower()))[:_MOST_RULES])


def _own(text: str, agent: str) -> Iterator[tuple[str, str]]:
    """A group is some lines with names and the rules after them; other lines between belong to no group."""
    ours = among_names = False
    for line in text.removeprefix("\ufeff").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        name, value = match[1].lower(), match[2].strip()
        if name == "user-agent":
            named = (_TOKEN.match(value) or [""])[0].lower() == agent
            ours, among_names = named or (among_names and ours), True
        elif name in ("allow", "disallow"):
            among_names = False
            # A path without a slash, and none, say nothing.
            if ours and value.startswith(("/", "*")):
                yield name, value


def may_look(rules: str, target: str) -> bool:
    """Whether rules of ``own_rules`` allow a path with its query: the longest that fits decides, of two “allow”."""
    path = unquote(target or "/")
    fitting = [(len(pattern), kind == "allow") for kind, pattern in _pairs(rules) if _fits(unquote(pattern), path)]
    return max(fitting, default=(0, True))[1]


def _pairs(rules: str) -> Iterator[tuple[str, str]]:
    for line in rules.splitlines():
        kind, _, pattern = line.partition(" ")
        yield kind, pattern


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern is the beginning of a path; ``*`` stands for anything, ``$`` at its end for the path's."""
    to_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not to_end or path == first
    at = len(first)
    for part in others[:-1]:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    last = others[-1]
    return path[at:].endswith(last) if to_end else last in path[at:]
