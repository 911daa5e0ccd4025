"""Page variables of importing a spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Annotated, Any, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.search.words import fold
from tracker.engine.text import day
from tracker.records.spreadsheet.cells import split_cell
from tracker.records.spreadsheet.fields import FIELD_KEYS, FIELDS, GROUPS, NUMBERED, dimension_of
from tracker.records.spreadsheet.guessing import suggested_field
from tracker.records.spreadsheet.heads import column_letter
from tracker.records.spreadsheet.mapping import ColumnMapping, TableMapping
from tracker.records.spreadsheet.row_values import RowReader, TermWords
from tracker.records.types.topic import Topic
from tracker.services.auth.roles import Actor
from tracker.services.spreadsheets.plans import heads_and_rows, words_of_topic
from tracker.services.spreadsheets.table_imports import KEPT_DAYS, OpenImport
from tracker.services.spreadsheets.tables import LARGEST
from tracker.services.spreadsheets.template import MAPPING_SHEET
from tracker.services.spreadsheets.workbook_limits import MOST_ROWS
from tracker.store.editing.bundles import bundle_counts, saved_mappings
from tracker.store.editing.table_imports import imports_of
from tracker.store.published import records_of_kinds
from tracker.web.desk.table_import.forms import CONSTANTS
from tracker.web.desk.times import moment_words
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = [
    "STEPS",
    "ColumnsPage",
    "FilePage",
    "StartPage",
    "StepLink",
    "columns_page",
    "file_page",
    "start_page",
    "steps",
]

STEPS = {"file": "File", "columns": "Columns", "problems": "Problems", "changes": "What changes"}
_MOST_VALUES = 40
_SAMPLES = 3
_LOOKED_AT = 2_000


class StepLink(NamedTuple):
    """A step in the index: its name, address, note, and whether it is this page."""

    text: str
    href: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class StartPage(Page):
    """Where an import begins: a file, and what is unfinished."""

    template = "desk/table_import/start.html"

    wrong: Annotated[str, "Why nothing was made of the file; empty at first."]
    imports: Annotated[
        Sequence[tuple[Link, str, str]], "My unfinished imports, each with its last change and last day."
    ]
    kept_days: Annotated[int, "How many days they are kept."]
    bundles: Annotated[Sequence[tuple[Link, str]], "Bundles of drafts, each with how many rows are in which state."]
    topics: Annotated[Sequence[tuple[str, str]], "Topics by id with their names."]
    mappings: Annotated[Sequence[Link], "Saved mappings, to download."]
    megabytes: Annotated[int, "Size of a file, at most."]
    most: Annotated[int, "Rows, at most."]


def start_page(session: Session, actor: Actor, wrong: str = "") -> StartPage:
    """The form for a file."""
    return StartPage(
        title="Import a spreadsheet",
        description="Rows become drafts that are reviewed together. Nothing is published, and nothing is a draft yet.",
        wrong=wrong,
        imports=[
            (
                Link(it.file_name, url_for("desk.import_step", id=it.id, step="file")),
                moment_words(it.changed_at),
                day((it.changed_at + timedelta(days=KEPT_DAYS)).astimezone(site().settings.time_zone).date()),
            )
            for it in imports_of(session, actor.account_id)
        ],
        kept_days=KEPT_DAYS,
        bundles=[
            (Link(it.bundle.title, url_for("desk.bundle", id=it.bundle.id)), _states(it._asdict()))
            for it in bundle_counts(session, most=20)
        ],
        topics=_topics(session),
        mappings=[Link(it.name, url_for("desk.saved_mapping", id=it.id)) for it in saved_mappings(session)],
        megabytes=LARGEST // 1_000_000,
        most=MOST_ROWS,
    )


_STATE_WORDS = {
    "editing": "in progress", "submitted": "in review", "returned": "returned", "published": "published",
    "discarded": "deleted",
}  # fmt: skip


def _states(counts: Mapping[str, object]) -> str:
    return ", ".join(f"{counts[name]} {word}" for name, word in _STATE_WORDS.items() if counts[name])


def _topics(session: Session) -> list[tuple[str, str]]:
    topics = (it for it in records_of_kinds(session, "topic") if isinstance(it, Topic) and not it.taken_down)
    return sorted(((it.id, it.name) for it in topics), key=lambda pair: pair[1].casefold())


def steps(id: str, here: str) -> list[StepLink]:
    """The index of the steps."""
    return [StepLink(text, url_for("desk.import_step", id=id, step=step), step == here) for step, text in STEPS.items()]


@dataclass(frozen=True, kw_only=True)
class ImportPage(Page):
    """What every step has."""

    template = "desk/table_import/_frame.html"

    kicker: Annotated[str, "Above the title."]
    steps: Annotated[Sequence[StepLink], "The index."]
    action: Annotated[str, "Where the form goes."]
    discard: Annotated[str, "Where to discard the import."]
    version: Annotated[int, "Of the import that is shown."]
    refused: Annotated[str, "Why the last try failed; empty at first."]


def common(opened: OpenImport, step: str, refused: str) -> dict[str, Any]:
    """Variables of every step."""
    id = opened.row.id
    return {
        "title": opened.row.file_name,
        "description": "What a spreadsheet means, and what it would change.",
        "kicker": "Import · nothing is published, and nothing is a draft yet",
        "steps": steps(id, step),
        "action": url_for("desk.import_step", id=id, step=step),
        "discard": url_for("desk.discard_import_now", id=id),
        "version": opened.row.version,
        "refused": refused,
    }


@dataclass(frozen=True, kw_only=True)
class FilePage(ImportPage):
    """Sheet, header row, topic and mapping."""

    template = "desk/table_import/file.html"

    facts: Annotated[str, "What the file is."]
    sheets: Annotated[Sequence[str], "Its sheets."]
    sheet: Annotated[str, "The chosen one."]
    header_row: Annotated[int, "The row with the heads."]
    header_rows: Annotated[int, "How many rows the heads take."]
    first_rows: Annotated[Sequence[tuple[int, Sequence[str]]], "The first rows, with their numbers."]
    topics: Annotated[Sequence[tuple[str, str]], "Topics by id with their names."]
    topic: Annotated[str, "The chosen one."]
    mappings: Annotated[Sequence[str], "Saved mappings by name."]


def file_page(session: Session, opened: OpenImport, refused: str = "") -> FilePage:
    """The first step."""
    table, mapping = opened.table, opened.mapping
    sheet = mapping.sheet or table.sheets[0]
    how = f"{table.encoding}, columns apart by {_SIGNS.get(table.delimiter, table.delimiter)}" if table.encoding else ""
    rows = opened.row.rows or sum(1 for _ in table.rows(sheet))
    facts = f"{rows:,} rows with content, {len(opened.row.content) // 1000:,} KB"
    return FilePage(
        **common(opened, "file", refused),
        facts=f"{facts}, {how}" if how else facts,
        sheets=[name for name in table.sheets if name and name != MAPPING_SHEET],
        sheet=sheet,
        header_row=mapping.header_row,
        header_rows=mapping.header_rows,
        first_rows=[(number, [_cut(cell) for cell in cells[:8]]) for number, cells in islice(table.rows(sheet), 6)],
        topics=_topics(session),
        topic=mapping.topic or "",
        mappings=[it.name for it in saved_mappings(session)],
    )


_SIGNS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def _cut(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"


class ValueRow(NamedTuple):
    """A value of a column, in how many rows, and what it means: label and words, as far as it is known."""

    said: str
    times: int
    label: str
    means: str
    read: bool


class ColumnRow(NamedTuple):
    """A column of the file: samples, what it means, and how many of its cells can be read so."""

    place: int
    letter: str
    head: str
    samples: Sequence[str]
    field: str
    form: str
    read: int
    filled: int
    column: ColumnMapping | None
    values: Sequence[ValueRow]
    more_values: int
    terms: Sequence[str]
    choices: Sequence[str]
    numbered: bool
    suggested: str


@dataclass(frozen=True, kw_only=True)
class ColumnsPage(ImportPage):
    """What each column means, and what its values mean."""

    template = "desk/table_import/columns.html"

    columns: Annotated[Sequence[ColumnRow], "The columns of the file."]
    groups: Annotated[Sequence[tuple[str, Sequence[tuple[str, str]]]], "Fields by the record they belong to."]
    constants: Annotated[Mapping[str, str], "What holds for all rows."]
    labels: Annotated[Sequence[tuple[str, str]], "How a pledge marks a term."]
    save_as: Annotated[str, "The name of the mapping."]
    download: Annotated[str, "Where to download the mapping."]


LABELS = (
    ("in", "covers"), ("unclear", "unclear whether it covers"), ("except", "makes an exception for"),
    ("out", "does not cover"), ("new", "add as a new term"), ("nothing", "means nothing"),
)  # fmt: skip


def columns_page(session: Session, opened: OpenImport, refused: str = "") -> ColumnsPage:
    """The second step."""
    mapping = opened.mapping
    heads, rows = heads_and_rows(opened.table, mapping)
    cells = [row for _, row in islice(rows, _LOOKED_AT)]
    words = words_of_topic(session, mapping.topic)
    by_head = {column.column: column for column in mapping.columns}
    return ColumnsPage(
        **common(opened, "columns", refused),
        columns=[_column(mapping, heads, place, cells, by_head.get(head), words) for place, head in enumerate(heads)],
        groups=_groups(words),
        constants={key: mapping.constants.get(key, "") for key in CONSTANTS},
        labels=LABELS,
        save_as=mapping.name or "",
        download=url_for("desk.import_mapping", id=opened.row.id),
    )


def _groups(words: Mapping[str, TermWords]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields that columns may fill; dimensions only those of the topic."""
    groups = []
    for group, title in GROUPS.items():
        fields = [
            (field.key, field.label)
            for field in FIELDS
            if field.group == group and (not dimension_of(field.key) or dimension_of(field.key) in words)
        ]
        if fields:
            groups.append((title, fields))
    return groups


def _column(
    mapping: TableMapping,
    heads: Sequence[str],
    place: int,
    rows: Sequence[Sequence[str]],
    column: ColumnMapping | None,
    words: Mapping[str, TermWords],
) -> ColumnRow:
    counts: dict[str, int] = {}
    for row in rows:
        text = row[place].strip() if place < len(row) else ""
        if text:
            counts[text] = counts.get(text, 0) + 1
    field = FIELD_KEYS[column.field] if column else None
    filled = sum(counts.values())
    read = _readable(mapping, heads, place, counts, column, words) if column else set()
    valued = field is not None and field.form in ("terms", "choice")
    terms = words.get(dimension_of(field.key)) if field else None
    common = sorted(counts.items(), key=lambda pair: -pair[1])
    return ColumnRow(
        place=place,
        letter=column_letter(place),
        head=heads[place],
        samples=[_cut(text) for text in list(counts)[:_SAMPLES]],
        field=field.key if field else "",
        form=field.form if field else "",
        read=sum(counts[text] for text in read),
        filled=filled,
        column=column,
        values=[_value(text, count, column, terms, text in read) for text, count in common[:_MOST_VALUES]]
        if valued and column
        else [],
        more_values=max(0, len(common) - _MOST_VALUES) if valued else 0,
        terms=sorted(terms.by_word[word] for word in terms.by_word) if terms else [],
        choices=field.choices if field else (),
        numbered=field is not None and field.group in NUMBERED,
        suggested="" if field or not counts else _suggested(heads[place], list(counts)),
    )


def _suggested(head: str, values: Sequence[str]) -> str:
    """The name of a field that a person may choose for a column that is left out."""
    field = suggested_field(head, values[:_MOST_VALUES], site().today)
    return field.label if field else ""


def _readable(
    mapping: TableMapping,
    heads: Sequence[str],
    place: int,
    counts: Mapping[str, int],
    column: ColumnMapping,
    words: Mapping[str, TermWords],
) -> set[str]:
    """The values of a column that can be read as its field."""
    only = mapping.model_copy(update={"columns": (column,), "constants": {}})
    reader = RowReader(only, heads, words, site().today)
    padding = [""] * place
    good = set()
    for text in counts:
        row = reader.read(1, [*padding, text])
        if row is None or not any(not problem.notice for problem in row.problems):
            good.add(text)
    return good


def _value(text: str, count: int, column: ColumnMapping, terms: TermWords | None, read: bool) -> ValueRow:
    meaning = column.meaning(text)
    if meaning is None:
        parts = [text, *split_cell(text, column.separator or ";")] if terms else []
        meant = [terms.by_word.get(fold(" ".join(part.split())), "") if terms else "" for part in parts]
        own = (meant[0] or ("+".join(meant[1:]) if all(meant[1:]) else "")) if meant else ""
        return ValueRow(text, count, "in", own, read)
    if meaning == "":
        return ValueRow(text, count, "nothing", "", read)
    if not terms:
        return ValueRow(text, count, "in", meaning, read)
    label, colon, rest = meaning.partition(":")
    if colon and label == "new":
        return ValueRow(text, count, "new", rest.partition("=")[2] or rest, read)
    if colon and "+" not in meaning:
        return ValueRow(text, count, label, rest, read)
    return ValueRow(text, count, "in", meaning, read)
