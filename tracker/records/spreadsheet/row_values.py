"""A row of a sheet read into the fields that its columns fill, with everything that is wrong in its cells."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tracker.core.search.words import fold
from tracker.records.spreadsheet.cells import (
    CellError,
    clean_cell,
    day_of,
    is_blank,
    is_footnote,
    length_of,
    number_of,
    one_line,
    raise_for_formula,
    read_addresses,
    read_country,
    split_cell,
    without_footnote,
)
from tracker.records.spreadsheet.fields import FIELD_KEYS, TableField, dimension_of
from tracker.records.spreadsheet.heads import bare_heads, heads_again
from tracker.records.spreadsheet.mapping import ColumnMapping, TableMapping
from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.types.topic import Topic
from tracker.records.types.vocabulary import VocabularyRecord

__all__ = ["LABELS", "MarkedTerm", "Rating", "RowReader", "RowValues", "Statement", "TermWords", "term_words"]

LABELS = ("in", "out", "except", "unclear")
_SEVERAL = frozenset(("source.url", "company.aliases", "company.isin", "company.former_names"))
_JOINED = frozenset(("pledge.note", "evidence.summary", "company.summary", "source.note"))
_NO_ROW = {"same": "heads-again", "other": "second-table"}
_FAR = 2
"""A text alone after so many empty rows is a title or note, not a row of the table."""
_PROMISED = ("pledge.quote", "pledge.reported", "pledge.title", "pledge.short")
_NOTHING_PROMISED = re.compile(
    r"(?:(?:no|not any|without)(?: public| formal| specific| known)? "
    r"(?:targets?|commitments?|pledges?|promises?|goals?|polic(?:y|ies)|statements?|announcements?)"
    r"(?: found| set| yet| made| identified)?|none(?: found| identified| yet)?|"
    r"keine?(?: (?:öffentlichen? )?(?:zusagen?|ziele?|verpflichtung(?:en)?|versprechen|angaben?))?|"
    r"(?:aucune?|pas d[e’'] ?)(?: ?(?:engagements?|objectifs?|promesses?|annonces?))?|néant|"
    r"(?:ning[uú]n[oa]?|sin)(?: (?:compromisos?|objetivos?|promesas?|anuncios?))?)\.?",
    re.I,
)
_CURRENCY = re.compile(r"\b[A-Z]{3}\b|[€$£¥\s]")
_BELOW_NOTHING = re.compile(r"[-−–]\d[\d.,'’]*|\(\d[\d.,'’]*\)|\d[\d.,'’]*(?:[-−–]|CR)", re.ASCII)
_CAME_BACK = re.compile(
    r"\b(?:refund|reversal|reversed|returned|void(?:ed)?\b|chargeback|rückerstatt|rückzahl|erstattet|storno|storniert|"
    r"rembours|annul|reembols|devolu|devuelt)",
    re.I,
)
_NAMES = frozenset(("company.name", "owner.name", "initiative.name"))
_LONGEST = {"line": 300, "text": 20_000}


class MarkedTerm(NamedTuple):
    """A term that a cell means, and how the pledge marks it. ``name`` is given for a term to be added."""

    label: str
    term: str
    name: str = ""


class Rating(NamedTuple):
    """One cell of a column of ratings: the column’s head, and what the cell says."""

    column: str
    value: str


class Statement(NamedTuple):
    """One cell of a column of amounts reached on a day that the head names: field, value, day, and of which pledge."""

    field: str
    value: str
    on: str
    number: int


@dataclass(frozen=True, slots=True)
class TermWords:
    """The terms of one dimension of a topic by every word for them; ``scale``: it has numbers in place of terms."""

    vocabulary: str
    by_word: Mapping[str, str]
    ids: frozenset[str]
    scale: bool = False


def term_words(topic: Topic, vocabularies: Mapping[str, VocabularyRecord]) -> dict[str, TermWords]:
    """By dimension: the words that mean a term by themselves. A word for two terms means neither."""
    words: dict[str, TermWords] = {}
    for dimension, used in topic.dimensions.used().items():
        vocabulary = vocabularies.get(used.vocabulary)
        if vocabulary is None:
            continue
        meant: dict[str, set[str]] = {}
        for term in vocabulary.terms:
            for word in (term.id, term.name, term.phrase or "", *term.aliases):
                meant.setdefault(fold(one_line(word)), set()).add(term.id)
        by_word = {word: next(iter(ids)) for word, ids in meant.items() if word and len(ids) == 1}
        ids = frozenset(term.id for term in vocabulary.terms)
        words[dimension] = TermWords(vocabulary.id, by_word, ids, vocabulary.scale is not None)
    return words


@dataclass(slots=True)
class RowValues:
    """What a row says: a value for each field, the column that it came from, ratings, and what is wrong.

    Addresses and lines are lists of texts, terms are lists of ``MarkedTerm``; all else is text.
    """

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    ratings: list[Rating] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether a problem keeps the row out."""
        return any(not problem.notice for problem in self.problems)

    def text(self, key: str) -> str:
        """The text of a field; empty where the row says nothing."""
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ""

    def numbers(self, *groups: str) -> list[int]:
        """Which pledges, acts or sources of the row say something of their own: 1, 2 …"""
        keys = (key.partition("#") for key in self.columns if key.partition(".")[0] in groups)
        return sorted({int(number or 1) for _, _, number in keys})

    def numbered(self, number: int, groups: Collection[str], inherited: Collection[str] = ()) -> "RowValues":
        """The row with what its second, third … columns of these groups say in place of the first.

        What holds for all rows, and fields in ``inherited``, stand where the columns of this number are silent.
        """
        if number == 1:
            return self
        values, columns = {}, {}
        for key, value in self.values.items():
            bare, _, own = key.partition("#")
            if bare.partition(".")[0] not in groups:
                values[key] = value
            elif own == str(number):
                values[bare] = value
            elif not own and (key in inherited or key not in self.columns):
                values.setdefault(bare, value)
        for key, column in self.columns.items():
            bare, _, own = key.partition("#")
            if bare.partition(".")[0] not in groups or own == str(number):
                columns[bare] = column
        return RowValues(self.row, values, columns)

    def column(self, *keys: str) -> str:
        """The column that filled the first of these fields that any filled."""
        return next((self.columns[key] for key in keys if key in self.columns), "")


def _is_no_promise(field: TableField, text: str) -> bool:
    """Whether a cell for what was promised says that nothing was: no pledge is made of “No target”."""
    return field.key in _PROMISED and _NOTHING_PROMISED.fullmatch(text) is not None


def _is_negative(text: str) -> bool:
    """Whether an amount is below nothing, or says that it came back, in any of the ways in which accounts write it: no
    refund may be taken for a gift."""
    if _BELOW_NOTHING.fullmatch(_CURRENCY.sub("", text)) or _CAME_BACK.search(text):
        return True
    try:
        return number_of(text).startswith("-")
    except CellError:
        return False


class RowReader:
    """Reads rows by a mapping. ``words`` are those of the mapping’s topic; ``today`` is for “today” in dates.

    ``cells`` are cells that were corrected since, by row and column.
    """

    def __init__(
        self,
        mapping: TableMapping,
        heads: Sequence[str],
        words: Mapping[str, TermWords],
        today: date,
        cells: Mapping[int, Mapping[str, str]] | None = None,
    ):
        self.mapping, self.words, self.today, self.cells = mapping, words, today, cells or {}
        places = {head: place for place, head in enumerate(heads)}
        self.missing = [column.column for column in mapping.columns if column.column not in places]
        self._columns = [(places[it.column], it) for it in mapping.columns if it.column in places]
        self._heads, self._width = bare_heads(heads), len(heads)
        self._last, self._below = 0, False
        self._read_as: dict[str, Callable[[str, ColumnMapping], Any]] = {
            "line": lambda text, _: one_line(text),
            "text": lambda text, _: text,
            "day": lambda text, column: day_of(text, column.dates, today),
            "due": lambda text, column: day_of(text, column.dates, today, due=True),
            "number": lambda text, column: number_of(text, column.decimal, fraction=column.fraction),
            "address": lambda text, _: read_addresses(text),
            "country": lambda text, _: read_country(text),
            "length": lambda text, _: length_of(text),
            "lines": lambda text, column: split_cell(text, column.separator or ";"),
        }
        self.constants = RowValues(0)
        for key, text in mapping.constants.items():
            self._fill(
                self.constants,
                ColumnMapping.model_validate({"column": FIELD_KEYS[key].label, "field": key}),
                clean_cell(text),
            )

    def read(self, number: int, cells: Sequence[str]) -> RowValues | None:
        """What a row says; None for one without anything in the columns that are read."""
        row, corrected = RowValues(number), self.cells.get(number, {})
        for place, column in self._columns:
            text = corrected.get(column.column, cells[place] if place < len(cells) else "")
            text = clean_cell(text) if text else ""
            if text:
                self._fill(row, column, text)
        if not (row.values or row.ratings or row.statements or row.problems):
            return None
        if len(cells) > self._width and any(not is_blank(cell.strip()) for cell in cells[self._width :]):
            row.problems.append(RowProblem(number, "", "cell-cut"))
        for key, value in self.constants.values.items():
            row.values.setdefault(key, value)
        return row

    def read_each(self, number: int, cells: Sequence[str]) -> Iterator[RowValues]:
        """What a row says, once for each company that it names where a sign between names was given.

        Rows come in their order: of another table below the first one nothing is read.
        """
        apart, self._last = bool(self._last) and number - self._last > _FAR, number
        if self._below:
            return
        if beside := _NO_ROW.get(heads_again(self._heads, cells)):
            self._below = beside == "second-table"
            yield RowValues(number, problems=[RowProblem(number, "", beside, " ".join(cells))])
            return
        row = self.read(number, cells)
        if row is None:
            return
        alone = apart and sum(bool(cell.strip()) for cell in cells) == 1
        if (alone or is_footnote(cells)) and self._width > 2:
            row = RowValues(number, problems=[RowProblem(number, "", "row-note", " ".join(cells))])
        sign = next((it.separator for _, it in self._columns if it.field == "company.name"), None)
        names = split_cell(row.text("company.name"), sign) if sign else []
        if len(names) < 2:
            yield row
            return
        one_company = ("company.name", "company.country", "company.sector", "company.website", "company.summary")
        shared = {key: it for key, it in row.values.items() if not key.startswith("company.") or key in one_company}
        for place, name in enumerate(names):
            own = {**shared, "company.name": without_footnote(name)}
            problems = list(row.problems) if place == 0 or row.is_refused else []
            yield RowValues(number, own, row.columns, list(row.ratings), list(row.statements), problems)

    def _fill(self, row: RowValues, column: ColumnMapping, text: str) -> None:
        meant = column.meaning(text) if column.values else None
        field = FIELD_KEYS[column.field]
        if meant == "" or (meant is None and (is_blank(text) or _is_no_promise(field, text))):
            return
        if field.form == "number" and field.group == "pledge" and (column.fraction or "%" in text):
            row.values.setdefault(_key("pledge.unit", column), "%")
        try:
            raise_for_formula(text)
            value = self._value(column, field, text, meant)
        except CellError as error:
            row.problems.append(RowProblem(row.row, column.column, error.code, text))
            return
        self._put(row, column, field, value)

    def _value(self, column: ColumnMapping, field: TableField, text: str, meant: str | None) -> Any:
        if field.form == "terms":
            return self._terms(dimension_of(field.key), column, text, meant)
        said = meant if meant is not None else text
        if field.form == "choice":
            return _choice(field, said)
        value = self._read_as[field.form](said, column)
        if field.key == "act.note" and _is_negative(value):
            raise CellError("negative")
        if field.key in _NAMES:
            value = without_footnote(value)
        most = _LONGEST.get(field.form)
        if most and len(value) > most:
            raise CellError("too-long")
        return value

    def _put(self, row: RowValues, column: ColumnMapping, field: TableField, value: Any) -> None:
        key = _key(field.key, column)
        if field.group == "fulfilment" and column.on:
            row.statements.append(Statement(field.key, value, column.on, column.number))
            return
        if column.on and field.key in ("pledge.at_least", "pledge.at_most"):
            row.values.setdefault(_key("pledge.deadline", column), column.on)
        if key == "assessment.value":
            row.ratings.append(Rating(column.column, value))
        elif isinstance(value, list):
            row.values[key] = list(dict.fromkeys([*row.values.get(key, ()), *value]))
            if field.form == "address" and field.key not in _SEVERAL:
                row.values[key] = row.values[key][0]
        elif field.key in _JOINED and key in row.values:
            row.values[key] = f"{row.values[key]}\n{column.column}: {value}"
        else:
            row.values.setdefault(key, value)
        row.columns.setdefault(key, column.column)

    def _terms(self, dimension: str, column: ColumnMapping, text: str, meant: str | None) -> list[MarkedTerm]:
        words = self.words.get(dimension)
        if words is None:
            raise CellError("topic-missing" if not self.mapping.topic else "term")
        if meant is not None:
            return [_marked(part.strip(), words) for part in meant.split("+")]
        if words.scale:
            return [MarkedTerm("in", text)]
        if whole := words.by_word.get(fold(one_line(text))):
            return [MarkedTerm("in", whole)]
        terms = []
        for part in split_cell(text, column.separator or ";"):
            said = column.meaning(part)
            if said == "":
                continue
            if said is not None:
                terms += [_marked(it.strip(), words) for it in said.split("+")]
            elif term := words.by_word.get(fold(one_line(part))):
                terms.append(MarkedTerm("in", term))
            else:
                raise CellError("term")
        return terms


def _key(field: str, column: ColumnMapping) -> str:
    """Where a value is kept: that of a second pledge, act or source beside the first."""
    return field if column.number == 1 else f"{field}#{column.number}"


def _marked(text: str, words: TermWords) -> MarkedTerm:
    """One part of a written meaning: ``term``, ``unclear:term``, ``rest:unclear``, or ``new:id=Name``."""
    label, colon, term = text.partition(":")
    if not colon:
        label, term = "in", text
    if label == "new":
        id, _, name = term.partition("=")
        return MarkedTerm("in", id.strip(), "" if id.strip() in words.ids else name.strip() or id.strip())
    if label == "rest" and term in ("in", "out", "unclear"):
        return MarkedTerm("rest", term)
    if label not in LABELS or (term not in words.ids and not words.scale):
        raise CellError("term")
    return MarkedTerm(label, term)


def _choice(field: TableField, said: str) -> str:
    if not field.choices:
        return one_line(said)
    folded = fold(one_line(said))
    if match := next((choice for choice in field.choices if fold(choice) == folded), None):
        return match
    raise CellError("choice")
