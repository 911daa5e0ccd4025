"""The plan of an import: its rows read, matched with what is on record, and judged together with it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.records.bundle import Bundle
from tracker.records.kinds import AnyRecord, Key, body
from tracker.records.spreadsheet.catch_all import catch_all_terms
from tracker.records.spreadsheet.guessing import guessed_mapping
from tracker.records.spreadsheet.heads import goes_with, likely_header_row, made_heads
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.matching import CompanyIndex, SourceIndex
from tracker.records.spreadsheet.planner import Choices, Planner
from tracker.records.spreadsheet.planning import Known, Plan
from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.spreadsheet.row_values import RowReader, RowValues, TermWords, term_words
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.services.publishing.checks import faults_among_published
from tracker.services.spreadsheets.tables import Table
from tracker.store.lists.plain_bodies import (
    bodies_of_companies,
    bodies_of_kind,
    drafted_records,
    ids_in_use,
)
from tracker.store.published import current_records, records_of_kinds

__all__ = ["PlanContext", "heads_and_rows", "made_plan", "plan_records", "suggested_mapping", "words_of_topic"]

_MATCHED = ("company", "source", "pledge", "evidence", "vocabulary")
_GUESSED_FROM = 300


@dataclass(frozen=True)
class PlanContext:
    """How a plan is made. ``drafts``: unfinished drafts count as on record, as they do at the desk."""

    today: date
    drafts: bool = True
    replace: bool = False
    choices: Choices = field(default_factory=dict)
    tick: Callable[[int], object] | None = None


def suggested_mapping(session: Session, table: Table, topic: str | None, today: date, sheet: str = "") -> TableMapping:
    """A first guess at what the columns mean."""
    name = sheet or table.sheets[0]
    first = []
    for row in table.rows(name):
        first.append(row)
        if len(first) > _GUESSED_FROM:
            break
    at = likely_header_row(cells for _, cells in first)
    two = at > 1 and first[at - 2][0] == first[at - 1][0] - 1 and goes_with(first[at - 2][1], first[at - 1][1])
    heads = made_heads([cells for _, cells in first[at - 1 - two : at]])
    words = words_of_topic(session, topic)
    rows = [cells for _, cells in first[at:]]
    number = first[at - 1 - two][0] if first else 1
    guessed = guessed_mapping(
        heads, rows, words=words, today=today, topic=topic, sheet=name or None, header_row=min(number, 100)
    )
    return guessed.model_copy(update={"header_rows": 1 + two})


def words_of_topic(session: Session, topic: str | None) -> dict[str, TermWords]:
    """The words for the terms of a topic; none without one."""
    record = (
        next((r for r in current_records(session, [("topic", topic)]) if isinstance(r, Topic)), None) if topic else None
    )
    if record is None:
        return {}
    keys = [("vocabulary", used.vocabulary) for used in record.dimensions.used().values()]
    found = {r.id: r for r in current_records(session, keys) if isinstance(r, VocabularyRecord)}
    return term_words(record, found)


def heads_and_rows(table: Table, mapping: TableMapping) -> tuple[list[str], Iterable[tuple[int, list[str]]]]:
    """The heads of the columns, and the rows under them."""
    rows = iter(table.rows(mapping.sheet))
    first: list[list[str]] = []
    last_head = mapping.header_row + mapping.header_rows - 1
    pending: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if number > last_head:
            pending.append((number, cells))
            break
        if number >= mapping.header_row:
            first.append(cells)

    def under() -> Iterable[tuple[int, list[str]]]:
        yield from pending
        yield from rows

    return made_heads(first), under()


def made_plan(session: Session, table: Table, mapping: TableMapping, how: PlanContext) -> Plan:
    """Everything that an import would do, and everything that is wrong in its rows. Nothing is written."""
    heads, rows = heads_and_rows(table, mapping)
    reader = RowReader(mapping, heads, words_of_topic(session, mapping.topic), how.today)
    plan = Plan(mapping, how.today)
    for missing in reader.missing:
        plan.problems.append(RowProblem(mapping.header_row, missing, "column-missing"))
    plan.problems += reader.constants.problems
    if plan.problems:
        return plan
    values = list(_values(reader, table, mapping, rows, how))
    planner = Planner(
        mapping, known_records(session, mapping, values, how), how.today, replace=how.replace, choices=how.choices
    )
    values.reverse()
    while values:
        planner.add(values.pop())
    plan = planner.plan
    _judge(session, plan)
    plan.problems += _catch_alls(session, plan)
    plan.problems.sort(key=lambda problem: problem.row)
    return plan


def _values(
    reader: RowReader, table: Table, mapping: TableMapping, rows: Iterable[tuple[int, list[str]]], how: PlanContext
) -> Iterable[RowValues]:
    hidden = table.hidden.get(mapping.sheet or table.sheets[0], frozenset())
    for number, cells in rows:
        if how.tick:
            how.tick(1)
        if number in hidden and mapping.hidden_rows == "leave out":
            continue
        row = reader.read(number, cells)
        if row is None:
            continue
        if number in hidden:
            row.problems.append(RowProblem(number, "", "row-hidden"))
        yield row


def known_records(session: Session, mapping: TableMapping, rows: Sequence[RowValues], how: PlanContext) -> Known:
    """What is on record that these rows may be about."""
    companies, gone = CompanyIndex(), CompanyIndex()
    for data in bodies_of_kind(session, "company"):
        (gone if data.get("taken_down") else companies).add(data)
    sources, gone_sources = SourceIndex(), SourceIndex()
    for data in bodies_of_kind(session, "source"):
        (gone_sources if data.get("taken_down") else sources).add(data)
    topics = {it.id: it for it in records_of_kinds(session, "topic") if isinstance(it, Topic) and not it.taken_down}
    vocabularies = {it.id: body(it) for it in records_of_kinds(session, "vocabulary")}
    known = Known(companies, sources, topics, vocabularies, gone=gone, gone_sources=gone_sources)
    known.taken = ids_in_use(session, _MATCHED)
    by_company: dict[tuple[str, str], list[dict[str, Any]]] = {}
    gone_of_company: dict[tuple[str, str], list[dict[str, Any]]] = {}
    drafted: dict[Key, str] = {}
    if how.drafts:
        for key, owner, data in drafted_records(session, _MATCHED):
            drafted[key] = f"A draft of {owner} has it."
            _add_drafted(known, by_company, key, data)
    meant = {id for row in rows for id in _companies_meant(known.companies, mapping, row)}
    for kind in ("pledge", "evidence"):
        for company, data in bodies_of_companies(session, kind, meant):
            if data.get("taken_down"):
                gone_of_company.setdefault((kind, company), []).append(data)
            elif (kind, str(data["id"])) not in drafted:
                by_company.setdefault((kind, company), []).append(data)
    known.by_company, known.in_drafts, known.gone_of_company = by_company, drafted, gone_of_company
    return known


def _add_drafted(
    known: Known, by_company: dict[tuple[str, str], list[dict[str, Any]]], key: Key, data: dict[str, Any]
) -> None:
    kind, id = key
    if kind == "company":
        known.companies.add(data)
    elif kind == "source":
        known.sources.add(data)
    elif kind in ("pledge", "evidence"):
        by_company.setdefault((kind, str(data.get("company") or id.partition("/")[0])), []).append(data)


def _companies_meant(index: CompanyIndex, mapping: TableMapping, row: RowValues) -> Iterable[str]:
    name = row.text("company.name")
    if id := row.text("company.id") or mapping.companies.get(name, ""):
        yield id
    names = ("lei", "isin", "wikidata", "register")
    identifiers = {it: value for it in names if (value := row.values.get(f"company.{it}"))}
    if name or identifiers:
        yield index.match(name, identifiers).id


def _judge(session: Session, plan: Plan) -> None:
    """Refuse rows whose records would be wrong beside what is published, until none is."""
    for _ in range(3):
        writes = plan_records(plan)
        before = current_records(session, [record.key for record in writes])
        faults = faults_among_published(session, writes, before)
        if not faults:
            return
        plan.refuse(faults)


def plan_records(plan: Plan) -> list[AnyRecord]:
    """The records that a plan would write, typed."""
    return [planned.record for planned in plan.writes]


def _catch_alls(session: Session, plan: Plan) -> list[RowProblem]:
    topic = next(
        (r for r in current_records(session, [("topic", plan.mapping.topic or "")]) if isinstance(r, Topic)), None
    )
    if topic is None:
        return []
    keys = [("vocabulary", used.vocabulary) for used in topic.dimensions.used().values()]
    bundle = Bundle([topic, *current_records(session, keys)])
    return [
        RowProblem(plan.mapping.header_row, column, "catch-all", detail=told)
        for column, told in catch_all_terms(plan.mapping, topic, bundle)
    ]
