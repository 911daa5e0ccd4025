"""The plan of an import: its rows read, matched with what is on record, and judged together with it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, takewhile

from sqlalchemy.orm import Session

from tracker.records.bundle import Bundle
from tracker.records.checking.checks import Fault
from tracker.records.checking.references import named_keys
from tracker.records.kinds import KINDS, AnyRecord
from tracker.records.spreadsheet.catch_all import catch_all_terms
from tracker.records.spreadsheet.guessing import guessed_mapping
from tracker.records.spreadsheet.heads import bare_heads, goes_with, heads_again, likely_header_row, made_heads
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.planning.plan import Decisions, Plan
from tracker.records.spreadsheet.planning.planner import Planner
from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.spreadsheet.row_values import RowReader, RowValues, TermWords, term_words
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.services.publishing.checking.checks import faults_among_published
from tracker.services.publishing.impact import companies_of_interest
from tracker.services.spreadsheets.on_record import OnRecord
from tracker.services.spreadsheets.tables import Table
from tracker.store.published import current_records

__all__ = [
    "PlanContext",
    "heads_and_rows",
    "made_plan",
    "plan_records",
    "problems_of_cells",
    "records_of_interest",
    "suggested_mapping",
    "words_of_topic",
]

_ROWS_AT_ONCE = 1_000
_JUDGED_AT_ONCE = 2_000
_WIDE = ("vocabulary", "topic", "initiative")
_GUESSED_FROM = 300


@dataclass(frozen=True)
class PlanContext:
    """How a plan is made. ``drafts``: unfinished drafts count as on record, as they do at the desk."""

    today: date
    drafts: bool = True
    replace: bool = False
    decisions: Decisions = field(default_factory=Decisions)
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
    bare = bare_heads(heads)
    rows = list(takewhile(lambda cells: heads_again(bare, cells) != "other", (cells for _, cells in first[at:])))
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
    vocabularies = {r.id: r for r in current_records(session, keys) if isinstance(r, VocabularyRecord)}
    return term_words(record, vocabularies)


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
    """Everything that an import would do, and everything that is wrong in its rows. Nothing is written.

    Rows are read and planned in portions: only the plan itself grows with the file.
    """
    heads, rows = heads_and_rows(table, mapping)
    reader = RowReader(mapping, heads, words_of_topic(session, mapping.topic), how.today, how.decisions.cells)
    plan = Plan(mapping, how.today)
    for missing in reader.missing:
        plan.problems.append(RowProblem(mapping.header_row, missing, "column-missing"))
    plan.problems += reader.constants.problems
    if plan.problems:
        return plan
    on_record = OnRecord(session, mapping, drafts=how.drafts)
    planner = Planner(mapping, on_record.existing, how.today, replace=how.replace, decisions=how.decisions)
    values = iter(_values(reader, table, mapping, rows))
    while portion := list(islice(values, _ROWS_AT_ONCE)):
        on_record.read_companies(portion)
        for row in portion:
            planner.add(row)
        if how.tick:
            how.tick(len(portion))
    plan = planner.finished()
    _judge(session, plan)
    plan.problems += _catch_alls(session, plan)
    plan.problems.sort(key=lambda problem: problem.row)
    return plan


def problems_of_cells(
    session: Session, table: Table, mapping: TableMapping, how: PlanContext, number: int
) -> list[RowProblem]:
    """What is wrong in the cells of one row, without matching it with what is on record."""
    heads, rows = heads_and_rows(table, mapping)
    reader = RowReader(mapping, heads, words_of_topic(session, mapping.topic), how.today, how.decisions.cells)
    cells = next((cells for at, cells in rows if at == number), [])
    row = reader.read(number, cells)
    return row.problems if row else []


def _values(
    reader: RowReader, table: Table, mapping: TableMapping, rows: Iterable[tuple[int, list[str]]]
) -> Iterable[RowValues]:
    hidden = table.hidden.get(mapping.sheet or table.sheets[0], frozenset())
    for number, cells in rows:
        if number in hidden and mapping.hidden_rows == "leave out":
            continue
        for row in reader.read_each(number, cells):
            if number in hidden:
                row.problems.append(RowProblem(number, "", "row-hidden"))
            yield row


def _judge(session: Session, plan: Plan) -> None:
    """Refuse rows whose records would be wrong beside what is published, until none is."""
    for _ in range(3):
        faults = {repr(fault): fault for portion in _portions(plan) for fault in _faults(session, portion)}
        if not faults:
            return
        plan.refuse(faults.values())


def _faults(session: Session, records: Sequence[AnyRecord]) -> list[Fault]:
    return faults_among_published(session, records, current_records(session, [record.key for record in records]))


def _portions(plan: Plan) -> Iterable[list[AnyRecord]]:
    """The records that a plan would write, some at a time, each time with all others of them that these name."""
    writes = plan.writes
    for first in range(0, len(writes), _JUDGED_AT_ONCE):
        portion = {it.key: it.record for it in writes[first : first + _JUDGED_AT_ONCE]}
        frontier = list(portion.values())
        while frontier:
            named = (plan.records[key] for key in named_keys(frontier, tuple(KINDS)) if key in plan.records)
            frontier = [it.record for it in named if it.state != "unchanged" and it.key not in portion]
            portion |= {record.key: record for record in frontier}
        yield list(portion.values())


def records_of_interest(plan: Plan, most: int) -> tuple[list[AnyRecord], int]:
    """Of what a plan would write: all about the companies of which readers see most, with whatever these records name;
    and how many companies are left out."""
    items = ((it.key, it.key[1].partition("/")[0], it.state == "new") for it in plan.writes)
    companies, left_out = companies_of_interest(items, most)
    chosen = set(companies)
    records = {it.key: it.record for it in plan.writes if it.key[1].partition("/")[0] in chosen or it.key[0] in _WIDE}
    frontier = list(records.values())
    while frontier:
        named = (plan.records[key] for key in named_keys(frontier, tuple(KINDS)) if key in plan.records)
        frontier = [it.record for it in named if it.state != "unchanged" and it.key not in records]
        records |= {record.key: record for record in frontier}
    return list(records.values()), left_out


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
        RowProblem(plan.mapping.header_row, column, "catch-all", detail=notice)
        for column, notice in catch_all_terms(plan.mapping, topic, bundle)
    ]
