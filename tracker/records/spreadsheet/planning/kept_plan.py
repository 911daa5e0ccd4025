"""A plan as bytes, and back: of a long list it is made once, and looked at on several pages."""

import json
import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.records.kinds import Key
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.planning.plan import Plan, PlannedRecord, RowPlan
from tracker.records.spreadsheet.problems import RowProblem

__all__ = ["kept_plan", "read_plan"]


def kept_plan(plan: Plan) -> bytes:
    """A plan as bytes, without its mapping. Of records that stay as they are it is not kept what is published."""
    data = {
        "today": plan.today.isoformat(),
        "rows": [[it.row, it.outcome, it.records, it.alike] for it in plan.rows],
        "records": [
            [*key, it.text, it.before if it.state == "changed" else None, it.rows, it.change, it.state]
            for key, it in plan.records.items()
        ],
        "problems": [[it.row, it.column, it.code, it.value, it.detail, it.candidates] for it in plan.problems],
    }
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def read_plan(content: bytes, mapping: TableMapping) -> Plan:
    """The plan that was kept, of the mapping that it was made by."""
    data: dict[str, Any] = json.loads(zlib.decompress(content))
    rows = [RowPlan(row, outcome, _keys(records), _keys(alike)) for row, outcome, records, alike in data["rows"]]
    records = {
        (kind, id): PlannedRecord.kept((kind, id), text, before, rows, change, state)
        for kind, id, text, before, rows, change, state in data["records"]
    }
    problems = [
        RowProblem(row, column, code, value, detail, tuple(candidates))
        for row, column, code, value, detail, candidates in data["problems"]
    ]
    return Plan(mapping, date.fromisoformat(data["today"]), rows, records, problems)


def _keys(pairs: Iterable[list[str]]) -> tuple[Key, ...]:
    return tuple((kind, id) for kind, id in pairs)
