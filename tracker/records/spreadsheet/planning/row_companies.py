"""Which company a row names, and who owns it: on record, made by an earlier row, or new (IMPORT-4)."""

from collections.abc import Mapping
from typing import Any

from tracker.core.search.words import fold
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.planning.placing import RecordPlacer, RefusedError
from tracker.records.spreadsheet.planning.plan import why_gone
from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.spreadsheet.row_bodies import RowRecord, company_of_row
from tracker.records.spreadsheet.row_extras import owner_of
from tracker.records.spreadsheet.row_values import RowValues

__all__ = ["RowCompanies"]

_OWNER = ("owner",)


class RowCompanies:
    """Finds and places the companies of rows."""

    def __init__(self, mapping: TableMapping, placer: RecordPlacer):
        self.mapping, self.placer, self.existing = mapping, placer, placer.existing

    def place(self, row: RowValues) -> tuple[str, list[str]]:
        """The id of the row’s company, empty for none, and those of its owners; raises RefusedError."""
        owners, parts = [], []
        for number in row.numbers(*_OWNER):
            numbered = row.numbered(number, _OWNER)
            name = numbered.text("owner.name")
            if name and self.mapping.companies.get(name) != "skip":
                owner = self._named(row, RowRecord("company", {"name": name}, {}), name, numbered.column("owner.name"))
                owners.append(owner)
                parts.append(owner_of(numbered, owner))
        record = company_of_row(row)
        id = self._of_row(row, record, parts)
        return id, [owner for owner in owners if owner != id]

    def _of_row(self, row: RowValues, record: RowRecord, owners: list[dict[str, Any]]) -> str:
        if id := row.text("company.id"):
            if id not in self.existing.companies.bodies:
                raise RefusedError("company-unknown", row.column("company.id"), id)
            return self._placed(row, id, record, owners)
        name = row.text("company.name")
        if not name and not record.named.get("identifiers"):
            return ""
        return self._named(row, record, name, row.column("company.name"), owners)

    def _named(
        self, row: RowValues, record: RowRecord, name: str, column: str, owners: list[dict[str, Any]] | None = None
    ) -> str:
        identifiers: Mapping[str, Any] = record.named.get("identifiers", {})
        said = self.mapping.companies.get(name, "")
        if said and said not in ("new", "skip"):
            if said not in self.existing.companies.bodies:
                raise RefusedError("company-unknown", column, said)
            return self._placed(row, said, self._as_alias(record, name, said), owners)
        match = self.existing.companies.match(name, identifiers)
        if match.sureness == "contradicts":
            raise RefusedError("company-contradicts", column, name)
        if match.sureness == "sure":
            return self._placed(row, match.id, self._as_alias(record, name, match.id), owners)
        if match.sureness == "likely" and said != "new":
            likely = ", ".join(f"{self.existing.companies.name_of(id)} ({id})" for id in match.likely)
            advice = f"It may be {likely}. Choose one, or a new company."
            raise RefusedError("company-likely", column, name, advice, match.likely)
        if not name:
            raise RefusedError("company-missing")
        gone = self.existing.gone.match(name, identifiers)
        if gone.sureness == "sure" and said != "new":
            raise RefusedError("taken-down", column, name, why_gone(self.existing.gone.bodies[gone.id]))
        if near := self.placer.fresh.similar(name):
            advice = f"An earlier row names {self.placer.fresh.name_of(near[0])}. Are they one company?"
            self.placer.notices.append(RowProblem(row.row, column, "company-near", name, advice))
        return self._placed(row, "", record, owners)

    def _placed(self, row: RowValues, id: str, record: RowRecord, owners: list[dict[str, Any]] | None = None) -> str:
        others = [part for part in owners or () if part["company"] != id]
        if others:
            record = record._replace(named={**record.named, "owners": others})
        if not id and (twice := self._of_this_row(record)):
            id = twice
        return self.placer.place(row, "company", id, record)

    def _of_this_row(self, record: RowRecord) -> str:
        """The company of that name which the present row itself has made, such as an owner."""
        name = fold(str(record.named.get("name", "")))
        made = (it for key, it in self.placer.pending.items() if key[0] == "company" and it.before is None)
        return next((it.key[1] for it in made if fold(str(it.body.get("name", ""))) == name), "")

    def _as_alias(self, record: RowRecord, name: str, id: str) -> RowRecord:
        """A company that is on record keeps its name; another way to write it is one more alias."""
        current = self.existing.companies.bodies[id]
        named = {field: value for field, value in record.named.items() if field != "name"}
        called = {fold(str(it)) for it in (current.get("name", ""), *current.get("aliases", ()))}
        called |= {fold(str(part.get("name", ""))) for part in current.get("names", ())}
        if name and fold(name) not in called:
            named["aliases"] = [*named.get("aliases", ()), name]
        return record._replace(named=named)
