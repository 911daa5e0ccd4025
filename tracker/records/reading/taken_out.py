"""What was taken out of a record as it was read, to be told to whoever wrote it."""

from collections.abc import Mapping
from typing import Any

from tracker.records.invisible import differing_texts, named_characters
from tracker.records.kinds import AnyRecord, body
from tracker.records.messages import Message
from tracker.records.reading.problems import Path

__all__ = ["taken_out"]


def taken_out(given: Mapping[str, Any], record: AnyRecord) -> list[tuple[Path, Message]]:
    """The names and titles from which invisible characters were taken when plain data was read as a record."""
    return [
        (path, Message("invisible-taken-out", {"characters": named_characters(text)}))
        for path, text in differing_texts(dict(given), body(record))
    ]
