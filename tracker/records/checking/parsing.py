"""Plain data as a record, or what keeps it from being one."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord, from_body
from tracker.records.reading.problems import explain

__all__ = ["read"]


def read(kind: str, data: Mapping[str, Any]) -> tuple[AnyRecord | None, list[Fault]]:
    """The typed record of plain data; where it is none, what is wrong with it."""
    plain = {**data, "kind": kind}
    try:
        return from_body(plain), []
    except ValidationError as error:
        key = (kind, str(plain.get("id") or ""))
        return None, [Fault(key, path, message) for path, message in explain(error, plain)]
