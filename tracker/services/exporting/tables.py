"""The tables of exports: records by type with their parts, and what our rules say of them today."""

from collections.abc import Iterator, Sequence

import orjson

from tracker.records.kinds import KINDS
from tracker.services.exporting.columns import BELONGS, STANDING, Column, columns_of, computed_columns, spread, value
from tracker.services.exporting.part_tables import PART_TABLES, TABLED
from tracker.services.exporting.table import PLURALS, Data, ForeignKey, Row, Source, Table, content_of
from tracker.store.exporting import ExportedRecord, exported_changes, exported_lines, exported_scorecards, records_of

__all__ = ["TABLES"]

_WITHOUT_PAGE = ("vocabulary", "check", "wording", "rules")


def _records(kind: str, foreign: Sequence[tuple[str, str]], searched: Sequence[str] = ()) -> Table:
    fields = columns_of(KINDS[kind], without=("kind", *TABLED[kind]))
    names = [column.name for column in fields]
    nested = set(names) - {field.alias or name for name, field in KINDS[kind].model_fields.items()}

    def rows(source: Source) -> Iterator[Row]:
        for record in records_of(source.session, kind, source.chosen):
            content = content_of(source, kind, record)
            get = (spread(content) if nested else content).get
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


def _with_parts(kind: str, foreign: Sequence[tuple[str, str]] = (), searched: Sequence[str] = ()) -> tuple[Table, ...]:
    return (_records(kind, foreign, searched), *PART_TABLES[kind])


def _standing(source: Source, kind: str, record: ExportedRecord) -> Row:
    page = None if kind in _WITHOUT_PAGE else f"{source.address}/{PLURALS[kind]}/{record.id}"
    return page, record.number, record.change, record.at, record.position, record.sha256


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
    *_with_parts("vocabulary"),
    *_with_parts("topic", (), ("name", "question", "summary")),
    *_with_parts("source", (), ("title", "publisher", "note")),
    *_with_parts("condition"),
    *_with_parts("company", (), ("name", "aliases", "summary")),
    *_with_parts("initiative", (("source", "sources"),), ("name", "summary")),
    *_with_parts(
        "pledge", (_OF_COMPANY, _ON_TOPIC, ("initiative", "initiatives"), ("restates", "pledges")), ("title",)
    ),
    *_with_parts("evidence", (_OF_COMPANY,), ("title", "summary")),
    *_with_parts("response", (_OF_COMPANY, ("source", "sources")), ("question", "text", "summary")),
    *_with_parts("decision", (_OF_COMPANY, _ON_TOPIC, ("evidence", "evidence"), ("pledge", "pledges")), ("reason",)),
    *_with_parts("check", (_OF_COMPANY, _ON_TOPIC)),
    *_with_parts("wording"),
    *_with_parts("rules"),
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
