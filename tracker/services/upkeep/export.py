"""Export: all published records in the record format, as one file or as folders that mirror the import."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tracker.records.kinds import AnyRecord, body
from tracker.records.reading.yaml_text import write_records

__all__ = ["FORMATS", "export_parts", "export_text", "export_tree", "write_whole"]

FORMATS = ("yaml", "json")
_FOLDERS = {
    "vocabulary": "vocabularies",
    "topic": "topics",
    "source": "sources",
    "condition": "conditions",
    "initiative": "initiatives",
    "wording": "wordings",
}
_FRAMES = {"json": ("[\n", ",\n", "\n]\n"), "yaml": ("", "\n", "")}
"""What stands before the first record, between two and after the last."""
_SHARED_FILE = ("source", "condition")
"""Kinds whose records are short and many: one file holds them all."""


def export_text(records: Iterable[AnyRecord], form: str) -> str:
    """Records as one YAML or JSON list; the same records give the same bytes."""
    return "".join(export_parts(records, form))


def export_parts(records: Iterable[AnyRecord], form: str) -> Iterator[str]:
    """The same piece by piece, a record at a time."""
    begin, between, end = _FRAMES[form]
    first = True
    for record in records:
        yield f"{begin if first else between}{_one(record, form)}"
        first = False
    yield end if not first else "[]\n" if form == "json" else ""


def _one(record: AnyRecord, form: str) -> str:
    if form == "yaml":
        return write_records([record])
    return json.dumps([body(record)], ensure_ascii=False, indent=1).removeprefix("[\n").removesuffix("\n]")


def export_tree(records: Iterable[AnyRecord], folder: Path, form: str) -> int:
    """Write records into a folder as ``seeds/`` keeps them, one file a company; how many files. Raises OSError.

    They come in any order and are held one at a time: each is added to its file, which has its name once it is whole.
    """
    begin, between, end = _FRAMES[form]
    files: set[Path] = set()
    try:
        for record in records:
            path = folder / f"{_file(record)}.{form}"
            path.parent.mkdir(parents=True, exist_ok=True)
            _add(path, f"{between if path in files else begin}{_one(record, form)}", anew=path not in files)
            files.add(path)
        for path in files:
            _add(path, end)
            _unfinished(path).replace(path)
    finally:
        for path in files:
            _unfinished(path).unlink(missing_ok=True)
    return len(files)


def _add(path: Path, text: str, *, anew: bool = False) -> None:
    try:
        with _unfinished(path).open("w" if anew else "a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")


def write_whole(path: Path, parts: Iterable[str]) -> None:
    """Write a file that is there whole or not at all; raises OSError with its name, such as of a full disk."""
    unfinished = _unfinished(path)
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(parts)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from None


def _file(record: AnyRecord) -> str:
    """Where the record belongs: by its company, where it has one."""
    if record.kind in _SHARED_FILE:
        return f"{_FOLDERS[record.kind]}/{_FOLDERS[record.kind]}"
    if record.kind in _FOLDERS:
        return f"{_FOLDERS[record.kind]}/{record.id}"
    initiative = getattr(record, "initiative", None)
    return f"initiatives/{initiative}" if initiative else f"companies/{getattr(record, 'company_id', record.id)}"
