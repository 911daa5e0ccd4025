"""What a drafted pledge leaves out and a form asks: dimensions of its scope, and what changed in a later version.

A record that leaves a dimension out covers all of it. So a form tells two things apart: a dimension that was never
looked at, and one of which somebody said that the pledge sets no limit (``rest: in``). Drafts that came as files say
what they mean, and so do records that are published.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from tracker.core.scope import DIMENSIONS
from tracker.records.checking.checks import Fault
from tracker.records.kinds import Key
from tracker.records.messages import Message
from tracker.records.types.topic import Topic

__all__ = [
    "AS_IN_FILES",
    "AS_WRITTEN",
    "PRESET",
    "LeftOpen",
    "left_open",
    "left_open_before",
    "unanswered_dimensions",
    "unanswered_faults",
]

LeftOpen: TypeAlias = tuple[frozenset[str], ...]
"""Dimensions that a scope may leave out, version by version."""
AS_WRITTEN = "scope:as written"
"""Among a draft's answers: it came as a file, in which a dimension that is left out means any."""
AS_IN_FILES: LeftOpen = (frozenset(DIMENSIONS),)
"""What may be left out where the data says what it means."""
PRESET = ("actor",)
"""Dimensions with an answer of their own where nothing is said: the company must keep its pledge."""


def left_open_before(published: Mapping[str, Any] | None) -> LeftOpen:
    """What each published version of a pledge leaves out, which its drafts need not answer.

    ``published`` is the plain data of the record; None where it is new.
    """
    versions = _versions(published or {})
    return tuple(frozenset(DIMENSIONS) - _answered(version) for version in versions)


def left_open(before: LeftOpen, number: int) -> frozenset[str]:
    """What a version, counted from 0, may leave out; one that is new as much as the one before it did."""
    return before[min(number, len(before) - 1)] if before else frozenset()


def unanswered_dimensions(
    data: Mapping[str, Any], dimensions: Iterable[str], before: LeftOpen = ()
) -> Iterator[tuple[int, str]]:
    """Each version of a pledge by its number counted from 0, with a dimension of its topic that it leaves open."""
    open_dimensions = [name for name in dimensions if name not in PRESET]
    for number, version in enumerate(_versions(data)):
        done = _answered(version) | left_open(before, number)
        yield from ((number, name) for name in open_dimensions if name not in done)


def unanswered_faults(
    key: Key, data: Mapping[str, Any], topic: Topic, published: Mapping[str, Any] | None
) -> Iterator[Fault]:
    """A fault for each dimension that is not answered, in the words of the topic, and each change that is not told.

    ``published`` is the plain data that the draft of a published record begins from.
    """
    used = topic.dimensions.used()
    for number, name in unanswered_dimensions(data, used, left_open_before(published)):
        message = Message("scope-unanswered", {"dimension": used[name].name})
        yield Fault(key, ("versions", number, "scope", name), message)
    already = len(_versions(published or {}))
    for number, version in enumerate(_versions(data)):
        if number >= max(already, 1) and isinstance(version, Mapping) and not version.get("change"):
            yield Fault(key, ("versions", number, "change"), Message("missing", {"description": ""}))


def _versions(data: Mapping[str, Any]) -> Sequence[Any]:
    versions = data.get("versions")
    return versions if isinstance(versions, (list, tuple)) else ()


def _answered(version: Any) -> frozenset[str]:
    """The dimensions in which a version marks something, or says what holds for the rest."""
    scope = version.get("scope") if isinstance(version, Mapping) else None
    labels = scope if isinstance(scope, Mapping) else {}
    return frozenset(name for name, marked in labels.items() if marked)
