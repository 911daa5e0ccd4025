"""What an import would do, row by row, before anything is done: pure, from the rows and what is on record (IMPORT-5).

A row is taken whole or not at all. Of rows that are refused nothing is planned; what two rows make together, such as
their company, stays as long as one of them is taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from tracker.records.checking.checks import Fault
from tracker.records.kinds import AnyRecord, Key, body
from tracker.records.reading.problems import field_name
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.matching import CompanyIndex, SourceIndex
from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.types.topic import Topic

__all__ = ["Known", "Outcome", "Plan", "PlannedRecord", "RowPlan", "why_gone"]

Outcome = Literal["new", "changed", "unchanged", "alike", "refused"]
OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "unchanged", "alike", "refused")


@dataclass
class Known:
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


def why_gone(body: Mapping[str, Any]) -> str:
    """A record that was taken down, when and why, and what to do about a row that says the same."""
    mark = body.get("taken_down") or {}
    why = f"“{body['id']}” was taken down on {mark.get('date')}: {mark.get('reason')}"
    return f"{why.rstrip('.')}. Leave the row out, or put that record right at the desk first."


class PlannedRecord:
    """One record as it would be, typed, what is published of it now, and the rows that it came from.

    ``state`` says whether it is new, says something else than what is published, or the same.
    """

    __slots__ = ("before", "key", "record", "rows", "state")

    def __init__(self, record: AnyRecord, before: Mapping[str, Any] | None, rows: Sequence[int] = ()):
        self.key: Key = record.key
        self.record, self.before, self.rows = record, before, list(rows)
        same = before is not None and before == body(record)
        self.state: Literal["new", "changed", "unchanged"] = (
            "new" if before is None else "unchanged" if same else "changed"
        )

    @property
    def body(self) -> dict[str, Any]:
        """The record as plain data."""
        return body(self.record)


class RowPlan(NamedTuple):
    """What becomes of one row, and the records it makes, the one it is about last."""

    row: int
    outcome: Outcome
    records: tuple[Key, ...] = ()
    alike: tuple[Key, ...] = ()


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

    def drop(self, rows: Iterable[int]) -> None:
        """Take out what only these rows make."""
        gone = set(rows)
        for key, record in list(self.records.items()):
            record.rows = [row for row in record.rows if row not in gone]
            if not record.rows:
                del self.records[key]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
