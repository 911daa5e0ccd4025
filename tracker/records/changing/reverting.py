"""Taking some differences between two bodies back: what a person leaves of a change (IMPORT-5)."""

import copy
from collections.abc import Collection, Mapping
from typing import Any

from tracker.records.changing.diff import Row, body_differences
from tracker.records.reading.problems import Path

__all__ = ["difference_name", "without_differences"]

_TOGETHER = {"quote": "reported", "reported": "quote", "at_least": "at_most", "at_most": "at_least"}
"""Of these one stands in place of the other."""


def difference_name(row: Row) -> str:
    """A name for a difference, the same as long as both bodies are: ``versions.0.note``."""
    path = row.new_path if row.new_path is not None else row.old_path
    return ".".join(map(str, path or ()))


def without_differences(before: Mapping[str, Any], after: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The later body with these differences taken back. Laws: none changes nothing; all of them give ``before``, up to
    the order of fields."""
    result: dict[str, Any] = copy.deepcopy(dict(after))
    wanted = {*names, *(other for name in names if (other := _other(name)))}
    for row in reversed(body_differences(before, after)):
        if difference_name(row) in wanted:
            if row.new_path is None:
                _put(result, row.old_path or (), copy.deepcopy(row.old))
            elif row.old_path is None:
                _take(result, row.new_path)
            else:
                _put(result, row.new_path, copy.deepcopy(row.old))
    return result


def _other(name: str) -> str:
    place, dot, field = name.rpartition(".")
    return f"{place}{dot}{_TOGETHER[field]}" if field in _TOGETHER else ""


def _parent(body: Any, path: Path) -> Any:
    for step in path[:-1]:
        body = body[step]
    return body


def _put(body: Any, path: Path, value: Any) -> None:
    parent, last = _parent(body, path), path[-1]
    if isinstance(parent, list) and isinstance(last, int) and not (last < len(parent) and parent[last] != value):
        parent.insert(last, value)
    else:
        parent[last] = value


def _take(body: Any, path: Path) -> None:
    del _parent(body, path)[path[-1]]
