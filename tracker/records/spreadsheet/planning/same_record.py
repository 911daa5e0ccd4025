"""Whether what a row says is about a record that is on file: the same, or nearly (IMPORT-4)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from rapidfuzz import fuzz

from tracker.core.dates import UncertainDate
from tracker.core.search.words import fold
from tracker.records.changing.adding import with_named

__all__ = [
    "Compare", "as_new_version", "changed_wording", "into_version", "like_evidence", "like_pledge", "same_evidence",
    "same_pledge", "same_response", "without_wording",
]  # fmt: skip

_ALIKE = 88
WORDING = ("quote", "reported", "announced", "start", "deadline", "target", "milestones", "ends", "scope")
"""What a version is: a change of it is told to readers as a new version or a correction, never made in silence."""
_CARRIED = (
    "quote", "reported", "language", "short", "speaker", "channel", "deadline", "target", "milestones", "scope",
    "verification",
)  # fmt: skip
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


def same_response(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two responses are to one question of one asker."""
    return all(fold(str(one.get(name, ""))) == fold(str(other.get(name, ""))) for name in ("question", "asked_by"))


def _when(evidence: Mapping[str, Any]) -> str:
    """The period; one that only says “by then at the latest” is as good as any other of its kind."""
    period = str(evidence.get("period", ""))
    return "" if period.startswith("[..") else period


def into_version(named: Mapping[str, Any], published: Mapping[str, Any]) -> dict[str, Any]:
    """What a row names of a pledge, put into the version of these words; else into the last.

    A quote that is published is never replaced by what was reported; the source of a version stays its source.
    """
    given = dict(named["versions"][0])
    options = [_fitted(given, current) for current in published["versions"]]
    words = _quoted(given)
    same = [i for i, it in enumerate(published["versions"]) if _quoted(it) == words]
    unchanged = (i for i in same if not _differing(published["versions"][i], options[i]))
    place = next(unchanged, same[-1] if same else len(options) - 1)
    return {**named, "versions": [*({} for _ in range(place)), options[place]]}


def _fitted(given: Mapping[str, Any], current: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says, as it is said of one version."""
    given = dict(given)
    if "quote" in current and "reported" in given:
        del given["reported"]
    if isinstance(given.get("ends"), dict) and isinstance(current.get("ends"), str):
        given["ends"] = {**given["ends"], "stated": current["ends"]} if "withdrawn" in given["ends"] else given["ends"]
    given["also_in"] = [id for id in given.get("also_in", ()) if id != current.get("source")]
    if not given["also_in"]:
        del given["also_in"]
    return given


def changed_wording(named: Mapping[str, Any], published: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """What a row would change of the version that it is put into, as far as readers take the company at it: its words,
    days, target and scope; each field with what is published and what the row says."""
    place = len(named["versions"]) - 1
    return _differing(published["versions"][place], named["versions"][place])


def _differing(current: Mapping[str, Any], given: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    after = with_named({"versions": [dict(current)]}, {"versions": [dict(given)]})["versions"][0]
    return [
        (name, current.get(name), after[name]) for name in WORDING if name in after and after[name] != current.get(name)
    ]


def without_wording(named: Mapping[str, Any]) -> dict[str, Any]:
    """What a row names of a pledge besides."""
    versions = [{name: it for name, it in version.items() if name not in WORDING} for version in named["versions"]]
    return {**named, "versions": versions}


def as_new_version(named: Mapping[str, Any], published: Mapping[str, Any], source: str, by: str) -> dict[str, Any]:
    """What a row names of a pledge, as a version after the last. What the row does not say stays as it was.

    ``by`` is the day by which the source spoke. The version starts on the row’s day, else on one between the start of
    the version before and ``by``. Raises ValueError where there is none.
    """
    last, given = published["versions"][-1], named["versions"][-1]
    kept = {name: last[name] for name in _CARRIED if name in last}
    if given.keys() & {"quote", "reported"}:
        kept = {name: it for name, it in kept.items() if name not in ("quote", "reported", "short", "language")}
    version = with_named({"versions": [kept]}, {"versions": [given]})["versions"][0]
    version["source"] = source
    before = _latest(last)
    said = UncertainDate.parse(str(given["start"])) if isinstance(given.get("start"), str) else None
    until = UncertainDate.parse(by).latest
    if said is None or said.earliest <= before:
        first = before + timedelta(days=1)
        if until <= before or (said is not None and said.latest < before):
            raise ValueError("no date after the version before")
        version["start"] = until.isoformat() if until == first else f"[{first.isoformat()}..{until.isoformat()}]"
    if "quote" in version and "speaker" not in version:
        version["speaker"] = last.get("speaker") or "company statement"
    return {**named, "versions": [*({} for _ in published["versions"]), version]}


def _latest(version: Mapping[str, Any]) -> date:
    """The last day on which a version can have started."""
    day = version.get("start") if isinstance(version.get("start"), str) else version.get("announced")
    latest: date = UncertainDate.parse(str(day)).latest
    return latest


def _quoted(version: Mapping[str, Any]) -> str:
    return fold(" ".join(str(version.get("quote") or version.get("reported")).split()))
