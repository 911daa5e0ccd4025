"""Problems in record files: what is wrong, where, and what would be right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tracker.records.kinds import KINDS
from tracker.records.messages import MESSAGES, Message

Path = tuple[str | int, ...]
_MANY = 300


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to fix. ``file`` and ``line`` are empty and 0 where a record did not come from a file.

    ``code`` is that of the record types and of the checks; empty for what is wrong with a file.
    """

    file: str
    line: int
    record: str
    field: str
    message: str
    code: str = ""

    def __str__(self) -> str:
        where = ":".join(part for part in (self.file, str(self.line) if self.line else "") if part)
        return ": ".join(part for part in (where, self.record, self.field, self.message) if part)


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """“; did you mean …?” where a known word is close, else nothing."""
    close = _closest(word, tuple(words))
    return f"; did you mean “{close}”?" if close else ""


@lru_cache(maxsize=1000)
def _closest(word: str, words: tuple[str, ...]) -> str | None:
    """Remembered, as one slip is often made many times. Of many words, only those are compared that look alike."""
    alike = words
    if len(words) > _MANY:
        alike = tuple(k for k in words if k[:3] == word[:3] or k[-3:] == word[-3:])
        alike = tuple(sorted(alike, key=lambda k: abs(len(k) - len(word)))[:_MANY])
    return next(iter(get_close_matches(word, alike, n=1, cutoff=0.7)), None)


def listed(words: Iterable[str], most: int = 12) -> str:
    """Words in a row, cut after ``most``."""
    names = list(words)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def field_name(path: Path) -> str:
    """A path as people read it: ``versions 1 › scope › action``; counting starts at 1."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int) and words:
            words[-1] += f" {step + 1}"
        else:
            words.append(str(step + 1 if isinstance(step, int) else step))
    return " › ".join(words)


def located(file: str, line: int, record: str, path: Path, message: Message) -> Problem:
    """A message as a problem of a file."""
    return Problem(file, line, record, field_name(path), str(message), message.code)


@cache
def _schema(kind: str) -> dict[str, Any]:
    return KINDS[kind].model_json_schema(by_alias=True)


def _schema_at(kind: str, path: Path) -> dict[str, Any]:
    """The JSON Schema of one field, found by following a path; empty where it leads nowhere."""
    root = _schema(kind)
    here: list[dict[str, Any]] = [root]
    for step in path:
        following: list[dict[str, Any]] = []
        for node in _resolved(here, root):
            if isinstance(step, int):
                following += [node["items"]] if isinstance(node.get("items"), dict) else []
            else:
                node_below = node.get("properties", {}).get(step, node.get("additionalProperties"))
                following += [node_below] if isinstance(node_below, dict) else []
        here = following
    found_all = list(_resolved(here, root))
    merged: dict[str, Any] = {}
    for node in [*here, *found_all]:
        for key, value in node.items():
            if key == "properties":
                merged[key] = {**merged.get(key, {}), **value}
            else:
                merged.setdefault(key, value)
    return merged


def _resolved(nodes: Iterable[dict[str, Any]], root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if "$ref" in node:
            yield from _resolved([root["$defs"][node["$ref"].rpartition("/")[2]]], root)
        elif "anyOf" in node or "oneOf" in node:
            yield from _resolved(node.get("anyOf", node.get("oneOf", [])), root)
        else:
            yield node


def _data_path(location: Sequence[str | int], data: Any, missing: bool) -> Path:
    """Pydantic's location without the names of union branches, which stand for nothing in the data.

    ``missing``: the last step is a field that the data has not.
    """
    path: list[str | int] = []
    for i, step in enumerate(location):
        if isinstance(data, dict) and (step in data or (missing and i == len(location) - 1)):
            path.append(step)
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            path.append(step)
            data = data[step]
    return tuple(path)


def _message(error: ErrorDetails, kind: str, path: Path) -> Message:
    given, context = error.get("input"), error.get("ctx", {})
    quoted = f"“{given}”" if isinstance(given, (str, int)) and len(str(given)) <= 80 else ""
    match error["type"]:
        case code if code in MESSAGES and code != "missing":
            return Message(code, context)
        case "extra_forbidden":
            allowed = list(_schema_at(kind, path[:-1]).get("properties", {}))
            hint = did_you_mean(str(path[-1]), allowed)
            if not hint and given in (None, ""):  # {scale: good, bad} reads as two fields
                hint = " (within braces, a text with a comma needs quotation marks)"
            return Message("unknown-field", {"hint": hint, "allowed": listed(allowed, 30)})
        case "missing":
            return Message("missing", {"description": _schema_at(kind, path).get("description", "")})
        case "literal_error":
            return Message("not-allowed", {"given": quoted or "this", "allowed": context["expected"]})
        case "value_error" | "assertion_error":
            return Message("unreadable", {"problem": str(context.get("error", error["msg"]))})
        case "string_type":
            return Message("not-text")
        case "tuple_type" | "list_type":
            return Message("not-list", {"given": quoted or "something else"})
        case "dict_type" | "model_type" | "model_attributes_type":
            fields = list(_schema_at(kind, path).get("properties", {}))
            allowed_fields = f": {listed(fields)}" if fields else ""
            return Message("not-fields", {"allowed": allowed_fields, "given": quoted or "something else"})
        case "string_too_long":
            return Message("too-long", {"most": context["max_length"]})
        case "too_short":
            return Message("too-few")
        case "too_long":
            return Message("too-many", {"most": context["max_length"]})
        case "int_parsing" | "int_type" | "greater_than_equal":
            return Message("not-number", {"given": quoted or "this"})
        case _:
            return Message("unreadable", {"problem": error["msg"]})


_OLD_FORMS: dict[str, tuple[str, int]] = {"owners": ("parent", 3), "taken_down": ("withdrawn", 1)}
"""What stands in records of an earlier form in place of a field, and how many steps of its path go with it."""


def as_written(data: Any, path: Path) -> Path:
    """The path of a field as the data has it, which may be of an earlier form of records."""
    old, steps = _OLD_FORMS.get(str(path[0]) if path else "", ("", 0))
    if old and isinstance(data, dict) and old in data and path[0] not in data:
        return (old, *path[steps:])
    return path


def explain(error: ValidationError, data: dict[str, Any]) -> list[tuple[Path, Message]]:
    """Path and message of everything that pydantic found wrong with a record's data."""
    kind = str(data.get("kind", ""))
    problems: list[tuple[Path, Message]] = []
    for detail in error.errors(include_url=False):
        location = detail["loc"][1:] if detail["loc"][:1] == (kind,) else detail["loc"]
        location = as_written(data, tuple(location))
        path = _data_path(location, data, detail["type"] == "missing")
        if detail["type"] == "too_short" and detail.get("input"):
            continue  # counted after wrong entries were left out; those have messages of their own
        if detail["type"] in ("union_tag_invalid", "union_tag_not_found"):
            code = "no-kind" if "kind" not in data else "unknown-kind"
            values = {"given": kind, "hint": did_you_mean(kind, KINDS), "allowed": listed(KINDS)}
            problems.append((("kind",), Message(code, values)))
        else:
            problems.append((path, _message(detail, kind, path)))
    return problems
