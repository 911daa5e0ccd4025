"""Taking some differences between two bodies back: what a person leaves of a change (IMPORT-5)."""

import copy
from collections.abc import Collection, Mapping
from typing import Any

from tracker.records.changing.diff import Row, are_parts, paired
from tracker.records.reading.problems import Path

__all__ = ["difference_name", "without_differences"]

_TOGETHER = {"quote": "reported", "reported": "quote", "at_least": "at_most", "at_most": "at_least"}
"""Of these one stands in place of the other."""


def difference_name(row: Row) -> str:
    """A name for a difference, the same as long as both bodies are: ``versions.0.note``."""
    return _name(row.new_path if row.new_path is not None else row.old_path or ())


def without_differences(before: Mapping[str, Any], after: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The later body with these differences taken back. Laws: none changes nothing; all of them give ``before``, up to
    the order of fields."""
    taken_back = {*names, *(other for name in names if (other := _other(name)))}
    return copy.deepcopy(_fields(before, after, (), (), taken_back))


def _other(name: str) -> str:
    place, dot, field = name.rpartition(".")
    return f"{place}{dot}{_TOGETHER[field]}" if field in _TOGETHER else ""


def _name(path: Path) -> str:
    return ".".join(map(str, path))


def _fields(
    old: Mapping[str, Any], new: Mapping[str, Any], was: Path, now: Path, taken_back: Collection[str]
) -> dict[str, Any]:
    """The fields of the new body, those of the old one that were taken out after them."""
    result = {
        name: _value(old[name], value, (*was, name), (*now, name), taken_back) if name in old else value
        for name, value in new.items()
        if name in old or _name((*now, name)) not in taken_back
    }
    return result | {name: old[name] for name in old if name not in new and _name((*was, name)) in taken_back}


def _value(old: Any, new: Any, was: Path, now: Path, taken_back: Collection[str]) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return _fields(old, new, was, now, taken_back)
    if are_parts(old) and are_parts(new):
        return _parts(old, new, was, now, taken_back)
    return old if _name(now) in taken_back else new


def _parts(
    old: list[dict[str, Any]], new: list[dict[str, Any]], was: Path, now: Path, taken_back: Collection[str]
) -> list[dict[str, Any]]:
    """The parts of the new list; one that was taken out stands again behind those that stood before it."""
    partner = {j: i for i, j in paired(old, new, was[-1])}
    items: list[tuple[int | None, dict[str, Any]]] = []
    for j, item in enumerate(new):
        i = partner.get(j)
        if i is not None:
            items.append((i, _fields(old[i], item, (*was, i), (*now, j), taken_back)))
        elif _name((*now, j)) not in taken_back:
            items.append((None, item))
    for i in sorted(set(range(len(old))) - set(partner.values())):
        if _name((*was, i)) in taken_back:
            before = [place for place, (number, _) in enumerate(items, 1) if number is not None and number < i]
            items.insert(max(before, default=0), (i, old[i]))
    if _name(now) in taken_back:  # their order
        places = [place for place, (number, _) in enumerate(items) if number is not None]
        in_order = sorted((items[place] for place in places), key=lambda item: item[0] or 0)
        for place, item_of_old in zip(places, in_order, strict=True):
            items[place] = item_of_old
    return [item for _, item in items]
