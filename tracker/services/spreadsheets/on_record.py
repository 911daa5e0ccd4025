"""What is on record that the rows of a spreadsheet may be about, published or in drafts."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from tracker.records.kinds import Key, body
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.planning.matching import CompanyIndex, SourceIndex
from tracker.records.spreadsheet.planning.plan import ExistingRecords
from tracker.records.spreadsheet.row_values import RowValues
from tracker.records.types.topic import Topic
from tracker.store.lists.plain_bodies import bodies_of_companies, bodies_of_kind, drafted_records, ids_in_use
from tracker.store.published import records_of_kinds

__all__ = ["OnRecord"]

_OF_COMPANIES = ("pledge", "evidence", "check", "response")
_MATCHED = ("company", "source", "vocabulary", "initiative", *_OF_COMPANIES)
ByCompany = dict[tuple[str, str], list[dict[str, Any]]]


class OnRecord:
    """Reads what rows are matched with: companies, sources and initiatives at once, pledges and evidence of a company
    once a row names it. ``drafts``: unfinished drafts count too."""

    def __init__(self, session: Session, mapping: TableMapping, *, drafts: bool):
        self.session, self.mapping = session, mapping
        companies, gone = CompanyIndex(), CompanyIndex()
        for data in bodies_of_kind(session, "company"):
            (gone if data.get("taken_down") else companies).add(data)
        sources, gone_sources = SourceIndex(), SourceIndex()
        for data in bodies_of_kind(session, "source"):
            (gone_sources if data.get("taken_down") else sources).add(data)
        topics = {it.id: it for it in records_of_kinds(session, "topic") if isinstance(it, Topic) and not it.taken_down}
        vocabularies = {it.id: body(it) for it in records_of_kinds(session, "vocabulary")}
        self._by_company: ByCompany = {}
        self._gone_of_company: ByCompany = {}
        self._drafted: dict[Key, str] = {}
        self._read: set[str] = set()
        self.existing = ExistingRecords(
            companies, sources, topics, vocabularies, self._by_company, ids_in_use(session, _MATCHED), self._drafted,
            gone, gone_sources, self._gone_of_company,
        )  # fmt: skip
        for data in bodies_of_kind(session, "initiative"):
            if not data.get("taken_down"):
                self.existing.add_initiative(data)
        if drafts:
            for key, owner, data in drafted_records(session, _MATCHED):
                self._drafted[key] = f"A draft of {owner} has it."
                self._add_drafted(key, data)

    def _add_drafted(self, key: Key, data: dict[str, Any]) -> None:
        kind, id = key
        if kind == "company":
            self.existing.companies.add(data)
        elif kind == "source":
            self.existing.sources.add(data)
        elif kind == "initiative":
            self.existing.add_initiative(data)
        elif kind in _OF_COMPANIES:
            self._by_company.setdefault((kind, str(data.get("company") or id.partition("/")[0])), []).append(data)

    def read_companies(self, rows: Sequence[RowValues]) -> None:
        """Read what is published of the companies that these rows may mean, each once."""
        meant = {id for row in rows for id in self._meant(row)} - self._read
        self._read |= meant
        for kind in _OF_COMPANIES:
            for company, data in bodies_of_companies(self.session, kind, meant):
                if data.get("taken_down"):
                    self._gone_of_company.setdefault((kind, company), []).append(data)
                elif (kind, str(data["id"])) not in self._drafted:
                    self._by_company.setdefault((kind, company), []).append(data)

    def _meant(self, row: RowValues) -> Iterable[str]:
        name = row.text("company.name")
        if id := row.text("company.id") or self.mapping.companies.get(name, ""):
            yield id
        names = ("lei", "isin", "wikidata", "register")
        identifiers = {it: value for it in names if (value := row.values.get(f"company.{it}"))}
        if name or identifiers:
            yield self.existing.companies.match(name, identifiers).id
