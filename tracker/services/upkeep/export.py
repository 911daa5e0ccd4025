"""Export: all published records in the record format, as one file or as folders that mirror the import."""

import json
from collections.abc import Iterable
from pathlib import Path

from tracker.records.kinds import AnyRecord, body
from tracker.records.reading.yaml_text import write_records

__all__ = ["FORMATS", "export_text", "export_tree", "write_whole"]

FORMATS = ("yaml", "json")
_FOLDERS = {
    "vocabulary": "vocabularies",
    "topic": "topics",
    "source": "sources",
    "condition": "conditions",
    "initiative": "initiatives",
    "wording": "wordings",
}
_SHARED_FILE = ("source", "condition")
"""Kinds whose records are short and many: one file holds them all."""


def export_text(records: Iterable[AnyRecord], form: str) -> str:
    """Records as one YAML or JSON list; the same records give the same bytes."""
    if form == "json":
        return json.dumps([body(record) for record in records], ensure_ascii=False, indent=1) + "\n"
    return write_records(records)


def export_tree(records: Iterable[AnyRecord], folder: Path, form: str) -> int:
    """Write records into a folder as ``seeds/`` keeps them, one file a company; how many files. Raises OSError."""
    files: dict[Path, list[AnyRecord]] = {}
    for record in records:
        files.setdefault(folder / f"{_file(record)}.{form}", []).append(record)
    for path, some in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, export_text(some, form))
    return len(files)


def write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all; raises OSError with its name, such as of a full disk."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8")
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
