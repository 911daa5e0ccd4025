"""The tables of exports: records by type with their parts, and what our rules say of them today."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy.orm import Session

from tracker.records.kinds import KINDS
from tracker.records.public_body import public_body
from tracker.records.types.evidence import Act, Fulfilment
from tracker.records.types.initiative import Signatory
from tracker.records.types.pledge import Version
from tracker.services.exporting.columns import (
    BELONGS,
    STANDING,
    Column,
    Value,
    columns_of,
    computed_columns,
    value,
)
from tracker.store.export_selection import Selection
from tracker.store.exporting import ExportedRecord, exported_changes, exported_lines, exported_scorecards, records_of

__all__ = ["PLURALS", "TABLES", "ForeignKey", "Source", "Table"]

Row = Sequence[Value]
Data = dict[str, Any]
PLURALS = {
    "vocabulary": "vocabularies",
    "topic": "topics",
    "source": "sources",
    "condition": "conditions",
    "company": "companies",
    "initiative": "initiatives",
    "pledge": "pledges",
    "evidence": "evidence",
    "response": "responses",
    "decision": "decisions",
    "check": "checks",
    "wording": "wordings",
    "rules": "rules",
}
"""The table of each kind of record, in the order of exports."""
_WITHOUT_PAGE = ("vocabulary", "check", "wording", "rules")
_OWNED = ("pledge", "evidence", "response", "decision", "check")
"""Kinds whose company is, unless it is given, the part of the ID before the slash."""


class ForeignKey(NamedTuple):
    """A column that names a row of another table by its ``id``."""

    column: str
    table: str


@dataclass(frozen=True)
class Source:
    """Where rows come from: the session, the site’s address, and the present IDs of companies by former ones.

    ``chosen`` is what is exported; None for all.
    """

    session: Session
    address: str
    present: Mapping[str, str]
    chosen: Selection | None = None

    def company(self, id: str) -> str:
        """The present ID of a company."""
        return self.present.get(id, id)


@dataclass(frozen=True)
class Table:
    """A table: its columns, its key, what names other tables, the columns that full-text search reads, its rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[ForeignKey, ...]
    rows: Callable[[Source], Iterator[Row]]
    searched: tuple[str, ...] = ()


def _records(kind: str, foreign: Sequence[tuple[str, str]], searched: Sequence[str] = ()) -> Table:
    parts = {"pledge": ("versions",), "evidence": ("acts", "fulfils"), "initiative": ("signatories",)}.get(kind, ())
    fields = columns_of(KINDS[kind], without=("kind", *parts))
    names = [column.name for column in fields]

    def rows(source: Source) -> Iterator[Row]:
        for record in records_of(source.session, kind, source.chosen):
            get = _content(source, kind, record).get
            # Most fields are missing or plain text.
            own = [it if (it := get(name)) is None or it.__class__ is str else value(it) for name in names]
            yield [*own, *_standing(source, kind, record)]

    return Table(
        PLURALS[kind],
        f"Records of the type “{kind}”",
        (*fields, *STANDING),
        ("id",),
        tuple(ForeignKey(*it) for it in foreign),
        rows,
        tuple(searched),
    )


def _content(source: Source, kind: str, record: ExportedRecord) -> Data:
    """The fields of a record, its company by the present ID; of one that was taken down the date and the reason."""
    content: Data = public_body(kind, orjson.loads(record.body))
    if content.get("taken_down"):
        return content
    if kind in _OWNED and not content.get("initiative"):
        content["company"] = source.company(content.get("company") or record.id.partition("/")[0])
    return content


def _standing(source: Source, kind: str, record: ExportedRecord) -> Row:
    page = None if kind in _WITHOUT_PAGE else f"{source.address}/{PLURALS[kind]}/{record.id}"
    return page, record.number, record.change, record.at, record.position, record.sha256


def _parts(
    kind: str,
    field: str,
    table: Table,
) -> Table:
    """A table of parts of records: a row for each, numbered from 1, with the fields that the table names."""
    names = [column.name for column in table.columns[2:]]

    def rows(source: Source) -> Iterator[Row]:
        for record in records_of(source.session, kind, source.chosen):
            for number, part in enumerate(_content(source, kind, record).get(field, ()), 1):
                content = part if isinstance(part, dict) else {names[0]: part}
                if "company" in content:
                    content = {**content, "company": source.company(content["company"])}
                yield [record.id, number, *(value(content.get(name)) for name in names)]

    return Table(table.name, table.title, table.columns, table.key, table.foreign, rows, table.searched)


def _part_table(
    name: str,
    title: str,
    owner: str,
    columns: Sequence[Column],
    foreign: Sequence[tuple[str, str]] = (),
    searched: Sequence[str] = (),
) -> Table:
    whose = Column(owner, "string", f"ID of the {owner}.")
    number = Column("number", "integer", "Its place there, from 1.")
    keys = (ForeignKey(owner, PLURALS[owner]), *(ForeignKey(*it) for it in foreign))
    return Table(name, title, (whose, number, *columns), (owner, "number"), keys, lambda _: iter(()), tuple(searched))


def _lines(part: str, title: str, names: Sequence[str], foreign: Sequence[str] = ()) -> Table:
    columns = computed_columns(*names)

    def rows(source: Source) -> Iterator[Row]:
        for number, text in exported_lines(source.session, part, source.chosen):
            line: Data = orjson.loads(text)
            yield [line["company"], line["topic"], line["as_of"], number, *(value(line.get(name)) for name in names)]

    keys = [("company", "companies"), ("topic", "topics"), *((it, PLURALS[it]) for it in foreign)]
    key = ("company", "topic", "number")
    return Table(part, title, columns, key, tuple(ForeignKey(*it) for it in keys), rows)


_SCORECARD = (
    Column("headline", "string", "The pledge in one or two sentences."),
    Column("record", "string", "What is on record, in one or two sentences."),
    Column("pledge_state", "string", "in force, perhaps in force, announced, lapsed, withdrawn or none."),
    Column("strength", "string", "none, narrow, partial, broad or full."),
    Column("covered", "integer", "Points clearly covered."),
    Column("possible", "integer", "Points covered if unclear ones count."),
    Column("cells", "integer", "All points."),
    Column("gravest", "string", "The most serious finding."),
    Column("reviewed", "integer", "How many records we reviewed."),
    Column("checked_until", "string", "The date of our last check (EDTF)."),
    Column("page", "string", "The scorecard’s page for readers."),
)


def _scorecard_rows(source: Source) -> Iterator[Row]:
    for row in exported_scorecards(source.session, source.chosen):
        page = f"{source.address}/companies/{row.company_id}/{row.topic_id}"
        whose = (row.company_id, row.topic_id, row.as_of.isoformat(), row.headline, row.record_line, row.pledge_state)
        says = (row.strength, row.covered, row.possible, row.cells, row.gravest, row.reviewed, row.checked_until, page)
        yield (*whose, *says)


_CHANGE = (
    Column("ledger_position", "integer", "The number of the ledger entry."),
    Column("published_at", "datetime", "When it was published."),
    Column("kind", "string", "The type of record."),
    Column("id", "string", "Its ID."),
    Column("revision", "integer", "1 for the first version published."),
    Column("change", "string", "new, update, correction, clarification or method."),
    Column("note", "string", "The editor’s explanation."),
    Column("author", "string", "Who wrote it."),
    Column("publisher", "string", "Who published it."),
    Column("sha256", "string", "The hash of the ledger entry."),
)


def _change_rows(source: Source) -> Iterator[Row]:
    for position, at, *others in exported_changes(source.session, source.chosen):
        yield (position, at.isoformat().replace("+00:00", "Z"), *others)


_OF_COMPANY, _ON_TOPIC = ("company", "companies"), ("topic", "topics")
_POINT = ("row", "row_name", "column", "column_name", "label")
_SHOWN = ("weight", "origins", "disputed", "decision", "reasons")

TABLES: tuple[Table, ...] = (
    _records("topic", (), ("name", "question", "summary")),
    _records("company", (), ("name", "aliases", "summary")),
    _records("source", (), ("title", "publisher", "note")),
    _records("condition", ()),
    _records("vocabulary", ()),
    _records("initiative", (("source", "sources"),), ("name", "summary")),
    _parts(
        "initiative",
        "signatories",
        _part_table(
            "signatories",
            "The companies that signed an initiative",
            "initiative",
            columns_of(Signatory),
            (_OF_COMPANY, ("source", "sources")),
        ),
    ),
    _records("pledge", (_OF_COMPANY, _ON_TOPIC, ("initiative", "initiatives"), ("restates", "pledges")), ("title",)),
    _parts(
        "pledge",
        "versions",
        _part_table(
            "versions",
            "The versions of pledges, with the quotes",
            "pledge",
            columns_of(Version),
            (("source", "sources"),),
            ("quote", "reported", "speaker", "note"),
        ),
    ),
    _records("evidence", (_OF_COMPANY,), ("title", "summary")),
    _parts("evidence", "acts", _part_table("acts", "What was done", "evidence", columns_of(Act))),
    _parts(
        "evidence",
        "fulfils",
        _part_table(
            "statements",
            "What sources say was done by a day",
            "evidence",
            columns_of(Fulfilment),
            (("pledge", "pledges"),),
        ),
    ),
    _parts(
        "evidence",
        "topics",
        _part_table(
            "evidence_topics",
            "The topics of evidence",
            "evidence",
            (Column("topic", "string", "ID of the topic."),),
            (_ON_TOPIC,),
        ),
    ),
    _parts(
        "evidence",
        "sources",
        _part_table(
            "evidence_sources",
            "The documents that evidence is based on",
            "evidence",
            (Column("source", "string", "ID of the source."),),
            (("source", "sources"),),
        ),
    ),
    _records("response", (_OF_COMPANY, ("source", "sources")), ("question", "text", "summary")),
    _records("decision", (_OF_COMPANY, _ON_TOPIC, ("evidence", "evidence"), ("pledge", "pledges")), ("reason",)),
    _records("check", (_OF_COMPANY, _ON_TOPIC)),
    _records("wording", ()),
    _records("rules", ()),
    Table(
        "scorecards",
        "Where each company stands today on each topic",
        (*BELONGS, *_SCORECARD),
        ("company", "topic"),
        (ForeignKey(*_OF_COMPANY), ForeignKey(*_ON_TOPIC)),
        _scorecard_rows,
        ("headline", "record"),
    ),
    _lines(
        "findings",
        "What our rules say about each act, today",
        (
            *("title", "date", "finding", "computed", "pledge", "version", "evidence", "act", "lead", "time"),
            *("begun_before", "scope", "yardstick", "membership", *_SHOWN),
        ),
        ("pledge", "evidence"),
    ),
    _lines(
        "dues",
        "What has come of each promise to do something, today",
        (
            *("title", "pledge", "version", "kind", "due", "state", "computed", "in_part", "lead", "target", "amount"),
            *("unit", "statements", "followed_by", *_SHOWN),
        ),
        ("pledge",),
    ),
    _lines("gaps", "What pledges do not cover for good, today", (*_POINT, "text", "evidence")),
    _lines(
        "cells",
        "Each point of each topic’s table, today",
        (*_POINT, "last_day", "pledge", "version", "dimension", "term", "decided_by", "evidence", "lapsed", "reason"),
        ("pledge",),
    ),
    Table("changes", "Everything ever published, from the ledger", _CHANGE, ("ledger_position",), (), _change_rows),
)
"""In an order in which each table names only those before it, and itself."""
