"""Where records name a term of a vocabulary, and the same records with another term in its place."""

from collections.abc import Collection, Mapping
from typing import Any

from tracker.records.building.topics import replace_term as replace_in_topic

__all__ = ["names_term", "with_term_replaced"]

Plain = dict[str, Any]


def names_term(kind: str, data: Mapping[str, Any], dimensions: Collection[str], term: str) -> bool:
    """Whether a record names a term in one of these dimensions."""
    return with_term_replaced(kind, data, dimensions, term, f"not-{term}") != data


def with_term_replaced(
    kind: str, data: Mapping[str, Any], dimensions: Collection[str], old: str, new: str
) -> Mapping[str, Any]:
    """A topic, pledge, piece of evidence or company with one term in the place of another; any other as it is."""
    match kind:
        case "topic":
            for dimension in dimensions:
                data = replace_in_topic(data, dimension, old, new) if "yardstick" in data else data
            return data
        case "pledge":
            return _each(data, "versions", lambda version: _in_scope(version, dimensions, old, new))
        case "evidence":
            return _each(data, "acts", lambda act: _in_lists(act, dimensions, old, new))
        case "company" if "subject" in dimensions:
            return _each(data, "products", lambda product: _in_lists(product, ("subjects",), old, new))
    return data


def _each(data: Mapping[str, Any], field: str, change: Any) -> Mapping[str, Any]:
    parts = data.get(field)
    if not isinstance(parts, list):
        return data
    return {**data, field: [change(part) if isinstance(part, dict) else part for part in parts]}


def _in_scope(version: Plain, dimensions: Collection[str], old: str, new: str) -> Plain:
    scope = version.get("scope")
    if not isinstance(scope, dict):
        return version
    changed = {
        name: _marks(marks, old, new) if name in dimensions and isinstance(marks, dict) else marks
        for name, marks in scope.items()
    }
    return {**version, "scope": changed}


def _marks(marks: Plain, old: str, new: str) -> Plain:
    """Marks of a dimension; where both terms are marked, what is said of the one that stays is kept."""
    kept = any(isinstance(ids, list) and new in ids for ids in marks.values())
    changed = {}
    for mark, ids in marks.items():
        if isinstance(ids, list) and old in ids:
            swapped = [id for id in ids if id != old] if kept else _swapped(ids, old, new)
            if swapped:
                changed[mark] = swapped
        else:
            changed[mark] = ids
    return changed


def _in_lists(part: Plain, fields: Collection[str], old: str, new: str) -> Plain:
    return {
        name: _swapped(ids, old, new) if name in fields and isinstance(ids, list) else ids for name, ids in part.items()
    }


def _swapped(ids: list[Any], old: str, new: str) -> list[Any]:
    return list(dict.fromkeys(new if id == old else id for id in ids)) if old in ids else ids
