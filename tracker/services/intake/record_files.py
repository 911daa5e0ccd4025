"""Record files: finding and reading them, and everything that is wrong in them, with file and line."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path

from tracker.records.bundle import Bundle
from tracker.records.checking.checks import Fault, check
from tracker.records.checking.references import references
from tracker.records.checking.warnings import warnings
from tracker.records.kinds import AnyRecord, Key
from tracker.records.reading.problems import Problem, as_written, field_name, located
from tracker.records.reading.yaml_text import read_raw, read_records
from tracker.store.upkeep.spooled_records import Location

__all__ = [
    "LARGEST",
    "MOST_PROBLEMS",
    "SUFFIXES",
    "Location",
    "ReadResult",
    "check_files",
    "json_as_yaml",
    "problems_of",
    "read_files",
    "size_of",
    "warnings_of",
]

SUFFIXES = (".yaml", ".yml", ".json")
LARGEST = 50_000_000
"""Bytes in one file: some ten thousand records take a tenth of it."""
MOST_PROBLEMS = 1_000
"""Most problems listed for one import: each takes memory and room on a page, and no one reads more."""
_MORE = Problem("", 0, "", "", f"there are more than {MOST_PROBLEMS:,} problems; correct these first")
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
# An unclosed string ends with the file; searching again from each of its quotation marks would take quadratic time.
_BARE = re.compile(r'"(?:[^"\\]|\\[\s\S])*+(?:"|\\?\Z)|\b(null|true|false)\b')


class TooManyProblemsError(Exception):
    """There are more problems than anybody reads."""


class ProblemList(list[Problem]):
    """Problems, ``MOST_PROBLEMS`` at most; raises TooManyProblemsError in place of one more."""

    def append(self, problem: Problem) -> None:
        """Add one."""
        if len(self) >= MOST_PROBLEMS:
            raise TooManyProblemsError
        super().append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add some."""
        for problem in problems:
            self.append(problem)


@dataclass
class ReadResult:
    """What files hold: the valid records in order, the place of each, and the problems so far.

    ``invalid`` are records that were named but could not be read: what refers to them is not a second fault.
    ``notes`` say what was taken out of records as they were read.
    """

    records: list[AnyRecord] = field(default_factory=list)
    places: dict[Key, Location] = field(default_factory=dict)
    invalid: set[Key] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=ProblemList)
    notes: list[Problem] = field(default_factory=list)

    def add(self, record: AnyRecord, place: Location) -> Location:
        """Add a valid record; returns the place of the first one of its key, which stays."""
        first = self.places.setdefault(record.key, place)
        if first == place:
            self.records.append(record)
        return first

    def place(self, key: Key) -> Location | None:
        """Where a record is; None where it is in no file."""
        return self.places.get(key)

    def named(self, keys: Collection[Key]) -> dict[Key, AnyRecord]:
        """Those of these records that are in files."""
        wanted = set(keys)
        return {record.key: record for record in self.records if record.key in wanted}


def check_files(
    paths: Iterable[Path], tick: Callable[[int], object] | None = None
) -> tuple[list[AnyRecord], list[Problem]]:
    """The records of files and folders, and all problems in and between them, by file and line.

    ``tick`` is called with the size of each file read, in bytes.
    """
    files_read = read_files(paths, tick)
    faults = check(Bundle(files_read.records))
    return files_read.records, problems_of(files_read, faults)


def warnings_of(files_read: ReadResult, published: Iterable[AnyRecord], today: date) -> list[Problem]:
    """Likely mistakes in the records of files, by file and line; ``published`` are the published records that they
    name.
    """
    bundle = Bundle([*published, *files_read.records])
    faults = warnings(bundle, today, {record.key for record in files_read.records})
    problems = problems_of(ReadResult(files_read.records, files_read.places), faults)
    return sorted([*files_read.notes, *problems], key=lambda problem: (problem.file, problem.line))


def read_files(
    paths: Iterable[Path], tick: Callable[[int], object] | None = None, into: ReadResult | None = None
) -> ReadResult:
    """The records of files and folders; what cannot be read, and what stands twice, is in ``problems``."""
    files_read = ReadResult() if into is None else into
    try:
        _read_all(paths, files_read, tick)
    except TooManyProblemsError:
        files_read.problems = [*files_read.problems, _MORE]
    return files_read


def _read_all(paths: Iterable[Path], files_read: ReadResult, tick: Callable[[int], object] | None) -> None:
    seen: set[Path] = set()
    for path in paths:
        for file in _files(path, (), files_read.problems):
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            text = _text(file, files_read.problems)
            if text is not None:
                _read(text, str(file), files_read)
                if tick:
                    tick(file.stat().st_size)


def size_of(paths: Iterable[Path]) -> int:
    """The bytes of all files that ``read_files`` would read."""
    return sum(file.stat().st_size for path in paths for file in _files(path, (), []))


def problems_of(files_read: ReadResult, faults: Iterable[Fault]) -> list[Problem]:
    """The problems of reading and the faults between records together, by file and line."""
    by_file: dict[str, list[Fault]] = {}
    every = [*faults]
    records = files_read.named({fault.key for fault in every}) if files_read.invalid else {}
    for fault in every:
        if not _follows_from_invalid(fault, records.get(fault.key), files_read.invalid):
            place = files_read.place(fault.key)
            by_file.setdefault(place.file if place else "", []).append(fault)
    located = (problem for file, some in by_file.items() for problem in _located(file, some, files_read))
    problems = list(islice(chain(files_read.problems, located), MOST_PROBLEMS + 1))
    if len(problems) > MOST_PROBLEMS:
        problems[MOST_PROBLEMS:] = [_MORE]
    return sorted(problems, key=lambda problem: (problem is _MORE, problem.file, problem.line))


def _follows_from_invalid(fault: Fault, record: AnyRecord | None, invalid: Collection[Key]) -> bool:
    """Whether the fault only says that a record is missing which is there, but is itself wrong."""
    if not invalid or record is None:
        return False
    return any(
        reference.path == fault.path and any((kind, reference.id) in invalid for kind in reference.kinds)
        for reference in references(record)
    )


def _located(file: str, faults: list[Fault], files_read: ReadResult) -> Iterator[Problem]:
    """Faults with the lines of their fields; the file is read again for it, once."""
    if not file:
        for fault in faults:
            yield Problem(
                "",
                0,
                " ".join(fault.key),
                field_name(fault.path),
                f"{fault.message} (already published)",
                fault.message.code,
            )
        return
    by_line: dict[int, list[Fault]] = {}
    for fault in faults:
        if place := files_read.place(fault.key):
            by_line.setdefault(place.line, []).append(fault)
    for raw in read_raw(_text(Path(file), []) or "", file, []):
        for fault in by_line.pop(raw.line, ()):
            path = as_written(raw.data, fault.path)
            yield located(file, raw.line_of(path), " ".join(fault.key), path, fault.message)
        if not by_line:
            return


def _files(path: Path, above: tuple[Path, ...], problems: list[Problem]) -> Iterator[Path]:
    """The record files at a path, in order of their names; folders are entered, hidden ones are not."""
    if path.is_dir():
        if path.resolve() in above:
            problems.append(_whole(path, "is a link to its own parent folder; remove the link"))
            return
        try:
            inside = sorted(child for child in path.iterdir() if not child.name.startswith("."))
        except OSError as error:
            problems.append(_whole(path, f"cannot be read: {error.strerror}"))
            return
        files = [child for child in inside if child.is_dir() or child.is_symlink() or child.suffix.lower() in SUFFIXES]
        if not files:
            problems.append(_whole(path, f"contains no {_listed(SUFFIXES)} files"))
        for child in files:
            yield from _files(child, (*above, path.resolve()), problems)
    elif not path.exists():
        problem = "is a broken link" if path.is_symlink() else "does not exist"
        problems.append(_whole(path, problem))
    elif not path.is_file():
        problems.append(_whole(path, "is neither a file nor a folder"))
    elif path.suffix.lower() in SUFFIXES:
        yield path
    elif not above:
        problems.append(_whole(path, f"is not a {_listed(SUFFIXES)} file"))


def _listed(words: Collection[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}"


def _whole(path: Path, message: str) -> Problem:
    return Problem(str(path), 0, "", "", message)


def _text(path: Path, problems: list[Problem]) -> str | None:
    """The file's text; None where it cannot be had, which is then a problem."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            problems.append(_whole(path, f"is larger than {LARGEST // 1_000_000} MB; split it into smaller files"))
            return None
        content = path.read_bytes()
    except OSError as error:
        problems.append(_whole(path, f"cannot be read: {error.strerror}"))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(str(path), line, "", "", "is not UTF-8 text; save the file as UTF-8"))
        return None
    if not text or text.isspace():
        problems.append(_whole(path, "is empty"))
        return None
    return json_as_yaml(text) if path.suffix.lower() == ".json" else text


def json_as_yaml(text: str) -> str:
    """JSON, which is nearly YAML: what differs is put right without moving a line.

    YAML wants no tabs, and an escape for each sign where JSON writes two surrogates.
    """

    def joined(pair: re.Match[str]) -> str:
        return pair[1] + "\\U%08X" % (0x10000 + ((int(pair[2], 16) & 0x3FF) << 10) + (int(pair[3], 16) & 0x3FF))

    return _PAIR.sub(joined, text.replace("\t", " "))


def _read(text: str, file: str, files_read: ReadResult) -> None:
    before, empty = len(files_read.problems), True
    if file.lower().endswith(".json"):
        files_read.problems.extend(_bare_words(text, file))
    for record, line in read_records(text, file, files_read.problems, files_read.notes):
        first = files_read.add(record, Location(file, line))
        if first != (file, line):
            where = f"line {first.line}" if first.file == file else f"{first.file}:{first.line}"
            message = f"appears twice (also in {where}); remove one"
            files_read.problems.append(Problem(file, line, " ".join(record.key), "", message))
        else:
            empty = False
    for problem in files_read.problems[before:]:
        kind, _, id = problem.record.partition(" ")
        files_read.invalid.add((kind, id))
    if empty and len(files_read.problems) == before:
        files_read.problems.append(Problem(file, 0, "", "", "contains no records"))


def _bare_words(text: str, file: str) -> Iterator[Problem]:
    """JSON's words that are no text: read as YAML they would become texts."""
    line, counted = 1, 0
    for match in _BARE.finditer(text):
        if match[1]:
            line += text.count("\n", counted, match.start())
            counted = match.start()
            yield Problem(file, line, "", "", f"has the value {match[1]}, which is not allowed; leave the field out")
