"""Whether what a row says is about a record that is on file: the same, or nearly (IMPORT-4)."""

from collections.abc import Callable, Mapping
from typing import Any

from rapidfuzz import fuzz

from tracker.core.search_words import fold

__all__ = ["Compare", "into_version", "like_evidence", "like_pledge", "same_evidence", "same_pledge"]

_ALIKE = 88
Compare = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]


def _words(pledge: Mapping[str, Any]) -> set[str]:
    versions = pledge.get("versions", ())
    texts = [str(v.get(name, "")) for v in versions for name in ("quote", "reported", "short")]
    return {fold(" ".join(text.split())) for text in (*texts, str(pledge.get("title", ""))) if text}


def same_pledge(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two pledges are on one topic and have words or title in common."""
    return one.get("topic") == other.get("topic") and bool(_words(one) & _words(other))


def like_pledge(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two pledges on one topic are in nearly the same words."""
    if one.get("topic") != other.get("topic"):
        return False
    return any(fuzz.ratio(a, b) >= _ALIKE for a in _words(one) for b in _words(other))


def same_evidence(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two pieces of evidence have one nature, title and time."""
    same = [fold(str(it.get("title", ""))) for it in (one, other)]
    return same[0] == same[1] and _when(one) == _when(other) and one.get("nature") == other.get("nature")


def like_evidence(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two have nearly the same title at the same time; ratings are never guessed to be the same."""
    if one.get("nature") != other.get("nature") or one.get("nature") == "assessment":
        return False
    titles = [fold(str(it.get("title", ""))) for it in (one, other)]
    return _when(one) == _when(other) and fuzz.ratio(*titles) >= _ALIKE


def _when(evidence: Mapping[str, Any]) -> str:
    """The period; one that only says “by then at the latest” is as good as any other of its kind."""
    period = str(evidence.get("period", ""))
    return "" if period.startswith("[..") else period


def into_version(named: Mapping[str, Any], published: Mapping[str, Any]) -> dict[str, Any]:
    """What a row names of a pledge, put into the version of these words; else into the last.

    A quote that is published is never replaced by what was reported; the source of a version stays its source.
    """
    versions = published["versions"]
    given = dict(named["versions"][0])
    words = _quoted(given)
    place = next(
        (i for i, it in enumerate(versions) if _quoted(it) == words),
        len(versions) - 1,
    )
    current = versions[place]
    if "quote" in current and "reported" in given:
        del given["reported"]
    if isinstance(given.get("ends"), dict) and isinstance(current.get("ends"), str):
        given["ends"] = {**given["ends"], "stated": current["ends"]} if "withdrawn" in given["ends"] else given["ends"]
    given["also_in"] = [id for id in given.get("also_in", ()) if id != current.get("source")]
    if not given["also_in"]:
        del given["also_in"]
    return {**named, "versions": [*({} for _ in range(place)), given]}


def _quoted(version: Mapping[str, Any]) -> str:
    return fold(" ".join(str(version.get("quote") or version.get("reported")).split()))
