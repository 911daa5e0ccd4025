"""What an import would do, row by row, before anything is done: pure, from the rows and what is on record (IMPORT-5).

A row is taken whole or not at all. Of rows that are refused nothing is planned; what two rows make together, such as
their company, stays as long as one of them is taken.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from tracker.core.search.words import fold
from tracker.records.changing.reverting import without_differences
from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord, Key, body, from_body
from tracker.records.reading.problems import field_name
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.planning.matching import CompanyIndex, SourceIndex
from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.types.topic import Topic

__all__ = [
    "Decisions",
    "ExistingRecords",
    "Outcome",
    "Plan",
    "PlannedRecord",
    "RowPlan",
    "State",
    "outcome_of",
    "why_gone",
]

Outcome = Literal["new", "changed", "unchanged", "alike", "refused"]
State = Literal["new", "changed", "unchanged"]
OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "unchanged", "alike", "refused")


@dataclass(frozen=True)
class Decisions:
    """What a person decided about single rows, cells and fields.

    ``rows``: rows that look like a record: ``skip``, ``new``, or the id of the record to change. ``versions``: rows
    that change what a published pledge says: ``version``, ``correct`` or ``keep``. ``left``: differences from published
    records that are not taken, by “kind id”. ``cells``: cells that were corrected, by row and column.
    """

    rows: Mapping[int, str] = field(default_factory=dict)
    versions: Mapping[int, str] = field(default_factory=dict)
    left: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def read(cls, text: str) -> "Decisions":
        """From JSON; at first decisions about rows stood there alone."""
        data = json.loads(text)
        if not data.keys() <= {"rows", "versions", "left", "cells"}:
            data = {"rows": data}
        by_row = {
            name: {int(row): it for row, it in data.get(name, {}).items()} for name in ("rows", "versions", "cells")
        }
        return cls(**by_row, left=data.get("left", {}))


@dataclass
class ExistingRecords:
    """What is on record already, as plain data. ``by_company`` holds pledges and evidence of a kind and company.

    ``taken`` are all ids in use, those of drafts too; ``in_drafts`` are records of which somebody has a draft.
    ``gone``, ``gone_sources`` and ``gone_of_company`` are companies, sources, pledges and evidence that were taken
    down: they do not come back because a list still has them.
    """

    companies: CompanyIndex
    sources: SourceIndex
    topics: Mapping[str, Topic]
    vocabularies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    by_company: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    taken: set[Key] = field(default_factory=set)
    in_drafts: Mapping[Key, str] = field(default_factory=dict)
    gone: CompanyIndex = field(default_factory=CompanyIndex)
    gone_sources: SourceIndex = field(default_factory=SourceIndex)
    gone_of_company: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    initiatives: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def add_initiative(self, data: Mapping[str, Any]) -> None:
        """One more initiative."""
        self.initiatives[str(data["id"])] = data

    def initiative_named(self, name: str) -> str:
        """The id of the initiative of a name or id; empty for a new one."""
        wanted = fold(name)
        return next((id for id, it in self.initiatives.items() if wanted in (fold(str(it["name"])), fold(id))), "")


def why_gone(body: Mapping[str, Any]) -> str:
    """A record that was taken down, when and why, and what to do about a row that says the same."""
    mark = body.get("taken_down") or {}
    why = f"“{body['id']}” was taken down on {mark.get('date')}: {mark.get('reason')}"
    return f"{why.rstrip('.')}. Leave the row out, or correct that record at the desk first."


class PlannedRecord:
    """One record as it would be, what is published of it now, and the rows that it came from.

    ``state`` says whether it is new, says something else than what is published, or the same; ``change`` why a
    published one would change. It is kept as text: as objects, the records of a long list take ten times the room.
    """

    __slots__ = ("before", "change", "key", "rows", "state", "text")

    def __init__(
        self, record: AnyRecord, before: Mapping[str, Any] | None, rows: Sequence[int] = (), change: str = "update"
    ):
        data = body(record)
        self.key: Key = record.key
        self.text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        self.before, self.rows, self.change = before, list(rows), change
        self.state: State = "new" if before is None else "unchanged" if before == data else "changed"

    @classmethod
    def kept(
        cls, key: Key, text: str, before: Mapping[str, Any] | None, rows: Sequence[int], change: str, state: State
    ) -> "PlannedRecord":
        """One whose state is known already, from its text."""
        self = cls.__new__(cls)
        self.key, self.text, self.before, self.rows = key, text, before, list(rows)
        self.change, self.state = change, state
        return self

    @property
    def record(self) -> AnyRecord:
        """The record, typed."""
        return from_body(self.body)

    @property
    def body(self) -> dict[str, Any]:
        """The record as plain data."""
        data: dict[str, Any] = json.loads(self.text)
        return data


class RowPlan(NamedTuple):
    """What becomes of one row, and the records it makes, the one it is about last."""

    row: int
    outcome: Outcome
    records: tuple[Key, ...] = ()
    alike: tuple[Key, ...] = ()


def outcome_of(states: Collection[str]) -> Outcome:
    """What becomes of a row whose records are in these states."""
    return "new" if "new" in states else "changed" if "changed" in states else "unchanged"


@dataclass
class Plan:
    """What an import would do."""

    mapping: TableMapping
    today: date
    rows: list[RowPlan] = field(default_factory=list)
    records: dict[Key, PlannedRecord] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        """How many rows come to this."""
        return sum(1 for row in self.rows if row.outcome == outcome)

    @property
    def writes(self) -> list[PlannedRecord]:
        """The records that would be new or changed, those that others name first."""
        return [record for record in self.records.values() if record.state != "unchanged"]

    @property
    def blocking(self) -> list[RowProblem]:
        """The problems that keep rows out."""
        return [problem for problem in self.problems if not problem.notice]

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Refuse the rows of records in which faults were found once all records were judged together."""
        rows: dict[int, list[RowProblem]] = {}
        for fault in faults:
            record = self.records.get(fault.key)
            detail = f"{fault.key[0]} › {field_name(fault.path).replace('_', ' ')}: {fault.message}"
            for row in record.rows if record else [0]:
                rows.setdefault(row, []).append(RowProblem(row, "", "record", detail=_sentence(detail)))
        if not rows:
            return
        for some in rows.values():
            self.problems += some
        self.rows = [RowPlan(it.row, "refused") if it.row in rows else it for it in self.rows]
        self.drop(rows.keys())

    def leave(self, left: Mapping[str, Sequence[str]]) -> None:
        """Take back differences from published records that a person left."""
        for name, fields in left.items():
            kind, _, id = name.partition(" ")
            planned = self.records.get((kind, id))
            if planned is not None and planned.before is not None:
                data = without_differences(planned.before, planned.body, fields)
                kept = PlannedRecord(from_body(data), planned.before, planned.rows, planned.change)
                self.records[kind, id] = kept
                self.rows = [self._again(row) if (kind, id) in row.records else row for row in self.rows]

    def _again(self, row: RowPlan) -> RowPlan:
        states = [self.records[key].state for key in row.records if key in self.records]
        return row._replace(outcome=outcome_of(states)) if row.outcome in ("new", "changed") else row

    def drop(self, rows: Iterable[int]) -> None:
        """Take out what only these rows make."""
        gone = set(rows)
        for key, record in list(self.records.items()):
            record.rows = [row for row in record.rows if row not in gone]
            if not record.rows:
                del self.records[key]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
