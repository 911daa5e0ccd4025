"""A workbook for a topic: its columns, allowed values as drop-downs, an example, and what each column means.

What the columns mean stands in a sheet of its own, so that a filled-in workbook needs no mapping.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

import xlsxwriter
from sqlalchemy.orm import Session
from xlsxwriter.worksheet import Worksheet

from tracker.core.table_cells import flat
from tracker.records.spreadsheet.fields import FIELD_KEYS
from tracker.records.spreadsheet.mapping import MappingError, TableMapping, mapping_text, read_mapping
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord
from tracker.services.spreadsheets.tables import Table
from tracker.store.published import current_records

__all__ = ["MAPPING_SHEET", "embedded_mapping", "template_workbook"]

MAPPING_SHEET = "Mapping"
_SHEET, _HELP, _VALUES = "Pledges", "How to fill it in", "Allowed values"
_EXAMPLE = "Example Company (delete this row)"
_LAST_ROW = 5_000
_ALWAYS = (
    "company.name", "company.country", "company.lei", "pledge.quote", "pledge.speaker", "pledge.reported",
    "pledge.short", "pledge.start", "pledge.last_day",
)  # fmt: skip
_TO_ACT = (
    "pledge.deadline", "pledge.measure", "pledge.at_least", "pledge.unit", "fulfilment.extent", "fulfilment.amount",
    "fulfilment.on",
)  # fmt: skip
_SOURCE = ("source.url", "source.title", "source.publisher", "source.date", "source.type", "pledge.note")
_MORE = (
    "company.sector", "company.website", "company.aliases", "owner.name", "owner.since", "owner.until",
    "pledge.title", "pledge.channel", "pledge.language", "pledge.verification", "pledge.withdrawn",
    "initiative.name", "initiative.since", "initiative.until",
)  # fmt: skip
_MORE_TO_ACT = (
    "pledge.baseline", "pledge.baseline_on", "milestone.by", "milestone.at_least", "duty.every", "duty.first",
    "duty.last", "fulfilment.due", "fulfilment.instance",
)  # fmt: skip
_EVIDENCE = ("evidence.title", "evidence.period", "evidence.summary", "act.note")
_AFTER_ACTS = (
    "outcome.outcome", "outcome.date", "outcome.by", "outcome.independent", "outcome.note", "check.until",
    "response.question", "response.asked_by", "response.asked", "response.until", "response.answer",
    "response.answered", "response.text", "response.summary", "source.language", "source.archive_url",
    "source.retrieved", "source.location",
)  # fmt: skip
_EXAMPLES = {
    "company.name": _EXAMPLE, "company.country": "DE", "pledge.quote": "We will print on recycled paper only.",
    "pledge.speaker": "A. Person, chief executive", "pledge.short": "to print on recycled paper only",
    "pledge.start": "2024-05-13", "source.url": "https://example.org/press/paper", "source.title": "Press release",
    "source.publisher": _EXAMPLE, "source.date": "2024-05-13", "source.type": "record", "pledge.deadline": "2030",
}  # fmt: skip
_HELPS = {
    "line": "One line of text.",
    "text": "Text of any length.",
    "lines": "Several values, each on a line of its own or apart by “;”.",
    "day": "A day, month or year: 2024-05-13, 13 May 2024, May 2024 or 2024.",
    "due": "The deadline: 2030-12-31 or 2030.",
    "number": "A number such as 1200.5 or 80 %.",
    "address": "A web address that begins with https://.",
    "country": "Two letters such as DE, or the country’s name.",
    "choice": "One of the allowed values.",
    "length": "A length of time such as 1 year, 6 months or quarterly.",
    "terms": "One of the allowed values, or several apart by “;”. Left empty, it is unclear what is covered.",
}


class _Column(NamedTuple):
    """One column; ``more``: one that few rows need, to the right of the others and in a group that can be folded."""

    field: str
    head: str
    allowed: Sequence[str]
    more: bool = False

    @property
    def help(self) -> str:
        return _HELPS[FIELD_KEYS[self.field].form]


def template_workbook(session: Session, topic_id: str) -> bytes:
    """The workbook for a topic; raises LookupError where it is not published."""
    topic = next((r for r in current_records(session, [("topic", topic_id)]) if isinstance(r, Topic)), None)
    if topic is None:
        raise LookupError(topic_id)
    keys = [("vocabulary", used.vocabulary) for used in topic.dimensions.used().values()]
    vocabularies = {r.id: r for r in current_records(session, keys) if isinstance(r, VocabularyRecord)}
    columns = list(_columns(topic, vocabularies))
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        pledges, helps, values, mapping = (book.add_worksheet(name) for name in (_SHEET, _HELP, _VALUES, MAPPING_SHEET))
        values.hide()
        mapping.hide()
        pledges.freeze_panes(1, 1)
        for place, column in enumerate(columns):
            pledges.set_column(place, place, 28, plain, {"level": 1} if column.more else None)
            pledges.write_string(0, place, column.head, bold)
            if not column.more:
                first = column.allowed[0] if column.allowed else ""
                pledges.write_string(1, place, _EXAMPLES.get(column.field, first))
            _drop_down(pledges, values, place, column)
        helps.set_column(0, 1, 60, plain)
        helps.write_string(0, 0, f"{topic.name}: {topic.question}", bold)
        for line, column in enumerate(columns, 2):
            helps.write_string(line, 0, column.head, bold)
            allowed = f" Allowed: {', '.join(column.allowed[:200])}." if column.allowed else ""
            helps.write_string(line, 1, f"{column.help}{allowed}"[:32_000])
        mapping.write_string(0, 0, mapping_text(_mapping(topic, columns)))
    return stream.getvalue()


def _columns(topic: Topic, vocabularies: dict[str, VocabularyRecord]) -> Iterator[_Column]:
    acts = any(yardstick.commitment == "perform" for yardstick in topic.yardsticks)
    terms: dict[str, tuple[str, list[str]]] = {}
    for dimension, used in topic.dimensions.used().items():
        vocabulary = vocabularies.get(used.vocabulary)
        names = [term.name for term in vocabulary.terms if not term.retired] if vocabulary else []
        terms[dimension] = used.name, [flat(name) for name in names]
    yield from map(_column_of, (*_ALWAYS, *(_TO_ACT if acts else ())))
    for dimension, (name, allowed) in terms.items():
        yield _Column(f"scope.{dimension}", f"Covers: {name}", allowed)
    yield from map(_column_of, _SOURCE)
    for key in (*_MORE, *(_MORE_TO_ACT if acts else ()), *_EVIDENCE):
        yield _column_of(key, more=True)
    for dimension, (name, allowed) in terms.items():
        yield _Column(f"act.{dimension}", f"Act: {name}", allowed, more=True)
    for key in _AFTER_ACTS:
        yield _column_of(key, more=True)


def _column_of(key: str, *, more: bool = False) -> _Column:
    return _Column(key, FIELD_KEYS[key].label, FIELD_KEYS[key].choices, more)


def _drop_down(sheet: Worksheet, values: Worksheet, place: int, column: _Column) -> None:
    if not column.allowed:
        return
    for line, value in enumerate(column.allowed):
        values.write_string(line, place, value)
    letter = xlsxwriter.utility.xl_col_to_name(place)
    source = f"='{_VALUES}'!${letter}$1:${letter}${len(column.allowed)}"
    # Several terms may stand in one cell: what is not in the list is asked about, not refused.
    rule = {"validate": "list", "source": source, "error_type": "information", "error_message": column.help[:250]}
    sheet.data_validation(1, place, _LAST_ROW, place, rule)


def _mapping(topic: Topic, columns: Sequence[_Column]) -> TableMapping:
    return TableMapping.model_validate(
        {
            "name": f"Template: {topic.name}"[:300],
            "sheet": _SHEET,
            "topic": topic.id,
            "columns": [{"column": it.head, "field": it.field} for it in columns],
            "companies": {_EXAMPLE: "skip"},
        }
    )


def embedded_mapping(table: Table) -> TableMapping | None:
    """What the columns of a workbook mean, where it came from here; None for any other file."""
    if MAPPING_SHEET not in table.sheets:
        return None
    text = next((cells[0] for _, cells in table.rows(MAPPING_SHEET) if cells), "")
    try:
        mapping = read_mapping(text)
    except MappingError:
        return None
    return mapping if mapping.sheet in table.sheets else None
