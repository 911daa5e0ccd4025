"""Records as YAML text: reading with line numbers, every scalar as text, and writing.

Read from parse events, so that ``NO`` stays a country and ``2019`` a year, repeated keys are errors, and each value's
line is known. Anchors, aliases and tags are refused: records do not need them.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from tracker.records.invisible import INVISIBLE
from tracker.records.kinds import AnyRecord, body, from_body
from tracker.records.messages import Message
from tracker.records.reading.problems import Path, Problem, explain, located
from tracker.records.reading.taken_out import taken_out

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
DEEPEST = 24
_HALF = re.compile("[\ud800-\udfff]")
"""Half a character, which no file can hold: other texts are read here too."""


class _UnreadableError(Exception):
    def __init__(self, line: int, message: Message):
        self.line, self.message = line, message


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as read: plain data, the line on which it begins, and the line of each value by path."""

    data: Any
    line: int
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of a value; of the nearest enclosing one where the value is missing."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, self.line)


class _Portions:
    """A text that is read some at a time: given whole, the parser copies it."""

    def __init__(self, text: str):
        self.text, self.position = text, 0

    def read(self, size: int = 16_384) -> str:
        """The next characters, as many at most."""
        part = self.text[self.position : self.position + size]
        self.position += len(part)
        return part


class _Reader:
    """Builds plain data from YAML parse events, one top-level record at a time."""

    def __init__(self, text: str):
        self.events = yaml.parse(_Portions(text), Loader=LOADER)
        self.lines: dict[Path, int] = {}
        self.repeated: list[tuple[Path, int]] = []

    def value(self, event: Any, path: Path) -> Any:
        line = _plain(event)
        if len(path) > DEEPEST:
            raise _UnreadableError(line, Message("too-deep"))
        self.lines[path] = line
        if isinstance(event, yaml.ScalarEvent):
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.value(item, (*path, i)) for i, item in enumerate(self._until(yaml.SequenceEndEvent))]
        return self._mapping(path)

    def _until(self, end: type) -> Iterator[Any]:
        while not isinstance(event := next(self.events), end):
            yield event

    def _mapping(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for event in self._until(yaml.MappingEndEvent):
            line = _plain(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _UnreadableError(line, Message("field-name"))
            value = self.value(next(self.events), (*path, event.value))
            if event.value in result:
                self.repeated.append(((*path, event.value), line))
            self.lines[(*path, event.value)] = line
            result[event.value] = value
        return result

    def records(self) -> Iterator[RawRecord]:
        for event in self.events:
            if isinstance(event, yaml.MappingStartEvent):
                yield self._record(event)
            elif isinstance(event, yaml.AliasEvent):
                _plain(event)
            elif isinstance(event, yaml.SequenceStartEvent):
                _plain(event)
                for item in self._until(yaml.SequenceEndEvent):
                    yield self._record(item)
            elif isinstance(event, yaml.ScalarEvent) and event.value:
                raise _UnreadableError(event.start_mark.line + 1 if event.start_mark else 1, Message("not-a-list"))

    def _record(self, event: Any) -> RawRecord:
        self.lines = {}
        line = event.start_mark.line + 1
        return RawRecord(self.value(event, ()), line, self.lines)


def _plain(event: Any) -> int:
    """The line of a value or of a field's name; refuses anchors, aliases and tags."""
    line: int = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _UnreadableError(line, Message("anchor"))
    tag = getattr(event, "tag", None)
    if tag and tag != "!":
        raise _UnreadableError(line, Message("tag", {"tag": tag}))
    return line


def _yaml_message(error: yaml.YAMLError) -> tuple[int, Message]:
    mark = getattr(error, "problem_mark", None)
    problem_text = getattr(error, "problem", None) or str(error).splitlines()[0]
    context = getattr(error, "context", None)
    problem = f"{problem_text} {context}" if context else problem_text
    return (mark.line + 1 if mark else 0), Message("not-yaml", {"problem": problem})


def read_raw(text: str, file: str, problems: list[Problem]) -> Iterator[RawRecord]:
    """The records of a file as plain data; what cannot be read goes to ``problems``."""
    reader = _Reader(text)
    try:
        for raw in reader.records():
            for path, line in reader.repeated:
                problems.append(located(file, line, _key_text(raw.data), path, Message("field-twice")))
            reader.repeated.clear()
            yield raw
    except _UnreadableError as error:
        problems.append(located(file, error.line, "", (), error.message))
    except UnicodeEncodeError:
        half = _HALF.search(text)
        line = text.count("\n", 0, half.start() if half else 0) + 1
        problems.append(located(file, line, "", (), Message("half-character")))
    except yaml.YAMLError as error:
        line, message = _yaml_message(error)
        last = text.count("\n") + 1  # where the text ends too soon, the reader stands one line further
        problems.append(located(file, min(line, last), "", (), message))


def read_records(
    text: str, file: str, problems: list[Problem], notes: list[Problem] | None = None
) -> Iterator[tuple[AnyRecord, int]]:
    """The valid records of a file with the line on which each begins; everything wrong goes to ``problems``.

    What was taken out of them goes to ``notes``, where these are wanted.
    """
    for raw in read_raw(text, file, problems):
        if not isinstance(raw.data, dict):
            problems.append(located(file, raw.line, "", (), Message("not-a-record")))
            continue
        try:
            record = from_body(raw.data)
        except ValidationError as error:
            for path, message in explain(error, raw.data):
                problems.append(located(file, raw.line_of(path), _key_text(raw.data), path, message))
        else:
            if notes is not None and INVISIBLE.search(json.dumps(raw.data, ensure_ascii=False)):
                messages = taken_out(raw.data, record)
                notes += [
                    located(file, raw.line_of(path), _key_text(raw.data), path, message) for path, message in messages
                ]
            yield record, raw.line


def _key_text(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    return " ".join(str(data[key]) for key in ("kind", "id") if isinstance(data.get(key), str))


def write_records(records: Iterable[AnyRecord]) -> str:
    """Records as a YAML list that reads back unchanged; long texts are folded, order of fields as documented."""
    return "\n".join(_one(record) for record in records)


def _one(record: AnyRecord) -> str:
    text: str = yaml.dump(
        [body(record)], Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False
    )
    return text
