"""Plans of rows beside records of an invented world."""

from datetime import date

from tests import factories as make
from tracker.records.kinds import body
from tracker.records.spreadsheet.mapping import TableMapping
from tracker.records.spreadsheet.planning.matching import CompanyIndex, SourceIndex
from tracker.records.spreadsheet.planning.plan import Decisions, ExistingRecords
from tracker.records.spreadsheet.planning.planner import Planner
from tracker.records.spreadsheet.row_values import RowReader, term_words
from tracker.records.types.vocabulary import VocabularyRecord

TODAY = date(2026, 11, 29)
WORLD = make.world()
TOPIC = next(record for record in WORLD if record.kind == "topic")
VOCABULARIES = {record.id: record for record in WORLD if isinstance(record, VocabularyRecord)}
WORDS = term_words(TOPIC, VOCABULARIES)
HEADS = ["Company", "Promise", "Since", "Link", "Covers"]
MEANS = ["company.name", "pledge.reported", "pledge.start", "source.url", "scope.counterparty"]


def mapping(**fields):
    columns = [{"column": head, "field": meaning} for head, meaning in zip(HEADS, MEANS, strict=True)]
    return TableMapping.model_validate({"topic": TOPIC.id, "columns": columns, **fields})


def planned(*rows, records=(), means=None, heads=HEADS, **options):
    """The plan of rows beside records that are published."""
    wanted = means or mapping()
    by_kind = {
        kind: [body(it) for it in records if it.kind == kind and not it.taken_down]
        for kind in ("company", "source", "pledge", "evidence", "initiative")
    }
    by_company, gone_of_company = {}, {}
    for it in records:
        if it.kind in ("pledge", "evidence", "check", "response"):
            of_company = gone_of_company if it.taken_down else by_company
            of_company.setdefault((it.kind, it.id.partition("/")[0]), []).append(body(it))
    existing = ExistingRecords(
        CompanyIndex(by_kind["company"]),
        SourceIndex(by_kind["source"]),
        {TOPIC.id: TOPIC},
        {id: body(record) for id, record in VOCABULARIES.items()},
        by_company,
        {record.key for record in records},
        gone=CompanyIndex(body(it) for it in records if it.kind == "company" and it.taken_down),
        gone_sources=SourceIndex(body(it) for it in records if it.kind == "source" and it.taken_down),
        gone_of_company=gone_of_company,
        initiatives={it["id"]: it for it in by_kind["initiative"]},
    )
    planner = Planner(wanted, existing, TODAY, **options)
    reader = RowReader(wanted, heads, WORDS, TODAY, options.get("decisions", Decisions()).cells)
    for number, cells in enumerate(rows, 2):
        for row in reader.read_each(number, cells):
            planner.add(row)
    return planner.finished()


def row(
    company="Sample Print", promise="No drones for the police", since="2020", link="https://print.example/a", covers=""
):
    return [company, promise, since, link, covers]


def codes(plan):
    return [problem.code for problem in plan.problems]


def applied(plan):
    return [planned.record for planned in plan.records.values()]


def table(heads, *rows, fields=(), numbers=(), on=(), separator=None, records=(), constants=(), **options):
    """The plan of rows whose columns mean these fields."""
    numbers = numbers or [1] * len(heads)
    columns = [{"column": h, "field": f, "number": n} for h, f, n in zip(heads, fields, numbers, strict=True)]
    for column, day in zip(columns, on, strict=False):
        column["on"] = day
    columns[0]["separator"] = separator
    constants = {"list.title": "The list", "list.date": "2024", **dict(constants)}
    means = TableMapping.model_validate({"topic": TOPIC.id, "columns": columns, "constants": constants})
    return planned(*rows, means=means, heads=heads, records=records, **options)


def bodies(plan, kind):
    return [it.body for key, it in plan.records.items() if key[0] == kind]
