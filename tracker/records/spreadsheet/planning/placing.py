"""Places what rows name: in records that are on file, in ones that earlier rows made, or in new ones (IMPORT-5)."""

from collections.abc import Mapping
from hashlib import blake2b
from itertools import count
from typing import Any

from pydantic import ValidationError

from tracker.records.changing.adding import with_named
from tracker.records.ids import made_id, numbered
from tracker.records.kinds import AnyRecord, Key, from_body
from tracker.records.reading.problems import explain, field_name
from tracker.records.spreadsheet.planning.matching import CompanyIndex
from tracker.records.spreadsheet.planning.plan import ExistingRecords, Plan, PlannedRecord
from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.spreadsheet.row_bodies import RowRecord
from tracker.records.spreadsheet.row_values import RowValues

__all__ = ["RecordPlacer", "RefusedError"]

_OWN_ID = ("pledge", "evidence", "response")
"""Kinds whose ids say which company they are about."""


class RefusedError(Exception):
    """The row cannot be taken."""

    def __init__(
        self, code: str, column: str = "", value: str = "", detail: str = "", candidates: tuple[str, ...] = ()
    ):
        self.code, self.column, self.value, self.detail, self.candidates = code, column, value, detail, candidates
        super().__init__(code)


class RecordPlacer:
    """Places the records of one row after another. ``pending`` are those of the present row: they count once the row
    is taken as a whole."""

    def __init__(self, existing: ExistingRecords, plan: Plan, *, replace: bool = False):
        self.existing, self.plan, self.replace = existing, plan, replace
        self.used: set[Key] = set()
        self.fresh = CompanyIndex()
        self.pending: dict[Key, PlannedRecord] = {}
        self.notices: list[RowProblem] = []
        self._seen: dict[bytes, tuple[int, str]] = {}

    def begin(self, row: RowValues) -> None:
        """Start with a row."""
        self.pending, self.notices = {}, list(row.problems)

    def take(self, row: RowValues, key: Key) -> PlannedRecord:
        """Plan a record of the present row for good."""
        pending, planned = self.pending.get(key), self.plan.records.get(key)
        if planned is None:
            assert pending is not None
            planned = pending
            self.existing.taken.add(key)
            self.used.add(key)
            self._remember(pending)
        rows = planned.rows if planned.rows[-1:] == [row.row] else [*planned.rows, row.row]
        self.plan.records[key] = record = pending or planned
        record.rows = rows
        return record

    def _remember(self, made: PlannedRecord) -> None:
        """What later rows of the file may name."""
        if made.before is not None:
            return
        if made.key[0] == "company":
            data = made.body
            self.existing.companies.add(data, exact=True)
            self.fresh.add(data)
        elif made.key[0] == "source":
            self.existing.sources.add(made.body)
        elif made.key[0] == "initiative":
            self.existing.add_initiative(made.body)

    def before(self, key: Key) -> Mapping[str, Any] | None:
        """What is on record under a key."""
        kind, id = key
        if kind == "company":
            return self.existing.companies.bodies.get(id)
        if kind == "source":
            return self.existing.sources.bodies.get(id)
        if kind == "initiative":
            return self.existing.initiatives.get(id)
        company = id.partition("/")[0]
        return next((it for it in self.existing.by_company.get((kind, company), ()) if it["id"] == id), None)

    def planned(self, key: Key) -> PlannedRecord | None:
        """What this row or an earlier one plans under a key."""
        return self.pending.get(key) or self.plan.records.get(key)

    def place(
        self, row: RowValues, kind: str, id: str, record: RowRecord, company: str = "", change: str = "update"
    ) -> str:
        """Plan the record of a row under an id, which is made for a new one."""
        planned = self.planned((kind, id)) if id else None
        if planned is not None:
            return self._again(row, planned, record)
        before = self.before((kind, id)) if id else None
        if before is None:
            twice = self._same_in_file(row, kind, company, record)
            if twice:
                return twice
        key = (kind, id or self._free(kind, company, record.whole))
        if key in self.existing.in_drafts:
            raise RefusedError("in-draft", detail=self.existing.in_drafts[key])
        data = self._merged(record, before, key[1])
        self.pending[key] = PlannedRecord(self.typed(row, data), before, change=change)
        self._seen[_same(kind, company, record)] = (row.row, key[1])
        return key[1]

    def _merged(self, record: RowRecord, before: Mapping[str, Any] | None, id: str) -> dict[str, Any]:
        whole = {**record.whole, "id": id}
        if record.kind in _OWN_ID:
            whole.pop("company", None)
        if before is None:
            return whole
        if self.replace:
            return {**({"name": before["name"]} if "name" in before else {}), **whole}
        return with_named(before, record.named)

    def _same_in_file(self, row: RowValues, kind: str, company: str, record: RowRecord) -> str:
        """The id of the record that an earlier row made in the very same words."""
        if kind not in _OWN_ID:
            return ""
        first, id = self._seen.get(_same(kind, company, record), (0, ""))
        if id and self.planned((kind, id)):
            if first != row.row:
                self.notices.append(RowProblem(row.row, "", "row-twice", detail=f"See row {first}."))
            return id
        return ""

    def _again(self, row: RowValues, planned: PlannedRecord, record: RowRecord) -> str:
        """A record that an earlier row names too: what it says first counts, what is new is added."""
        named = {name: value for name, value in record.named.items() if name != "name"}
        current = planned.body
        merged = with_named(current, named, keep=True)
        differing = [
            name
            for name, value in named.items()
            if name in current and isinstance(value, str) and current[name] != value
        ]
        for name in differing:
            column = row.columns.get(f"{planned.key[0]}.{name}", "")
            self.notices.append(RowProblem(row.row, column, "rows-differ", str(named[name])))
        if merged != current:
            planned = PlannedRecord(self.typed(row, merged), planned.before, planned.rows, change=planned.change)
        self.pending[planned.key] = planned
        return planned.key[1]

    def typed(self, row: RowValues, data: dict[str, Any]) -> AnyRecord:
        """The body as a typed record; raises RefusedError for what is none."""
        try:
            return from_body(data)
        except ValidationError as error:
            path, message = explain(error, data)[0]
            where = ", ".join(filter(None, (data["kind"].capitalize(), field_name(path).replace("_", " "))))
            detail = f"{where}: {message}"
            raise RefusedError("record", _column_of(row, data["kind"], path), detail=detail) from None

    def _free(self, kind: str, company: str, whole: Mapping[str, Any]) -> str:
        made = made_id(kind, {**whole, **({"company": company} if company else {})}) or f"{company or kind}/{kind}"
        if kind == "check":
            return made
        taken = self.existing.taken
        options = (made if number == 1 else numbered(made, number) for number in count(1))
        return next(id for id in options if (kind, id) not in taken and (kind, id) not in self.pending)


def _same(kind: str, company: str, record: RowRecord) -> bytes:
    """What two records in the very same words have in common."""
    return blake2b(repr((kind, company, record.whole)).encode(), digest_size=16).digest()


_FIELDS_OF = {
    "pledge": ("pledge", "milestone", "duty", "scope"),
    "evidence": ("evidence", "assessment", "fulfilment", "act", "outcome"),
    "company": ("company", "owner"),
}
_GROUPS_OF_PARTS = {
    "owners": "owner", "outcomes": "outcome", "signatories": "initiative", "milestones": "milestone",
    "fulfils": "fulfilment", "acts": "act", "target": "pledge", "scope": "scope",
}  # fmt: skip


def _column_of(row: RowValues, kind: str, path: tuple[str | int, ...]) -> str:
    """The column that filled the field with a fault, as far as one did."""
    names = [str(step) for step in path if isinstance(step, str)]
    wanted = [f"{group}.{name}" for group in _FIELDS_OF.get(kind, (kind,)) for name in reversed(names)]
    if column := row.column(*wanted):
        return column
    # What is wrong with a part as a whole is shown at the last of its columns.
    groups = [_GROUPS_OF_PARTS[name] for name in reversed(names) if name in _GROUPS_OF_PARTS] or [kind]
    return next((it for key, it in reversed(row.columns.items()) if key.partition(".")[0] == groups[0]), "")
