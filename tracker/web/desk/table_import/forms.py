"""Form data of the steps of an import."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict

from tracker.core.search.words import fold
from tracker.records.ids import is_id
from tracker.records.spreadsheet.fields import FIELD_KEYS, NUMBERED, dimension_of
from tracker.records.spreadsheet.mapping import ColumnMapping, TableMapping, checked_mapping
from tracker.records.spreadsheet.planning.plan import Decisions
from tracker.records.spreadsheet.row_values import TermWords
from tracker.records.term_search import suggested_id

__all__ = [
    "LEFT_OUT",
    "is_import_id",
    "mapping_with",
    "parse_cells",
    "parse_columns",
    "parse_companies",
    "parse_decisions",
    "parse_fixes",
    "parse_left",
    "parse_topic",
    "parse_version",
]

LEFT_OUT = ""
CONSTANTS = (
    "list.title", "list.publisher", "list.url", "list.date", "assessment.by", "assessment.scale", "pledge.speaker",
    "pledge.channel", "pledge.commitment", "pledge.measure", "pledge.unit", "source.type", "list.type",
)  # fmt: skip
_MOST = 2000
_LONGEST_CELL = 20_000
VERSIONS = ("version", "correct", "keep")
Form = Mapping[str, str]


def is_import_id(text: str) -> bool:
    """Whether a text can be the id of an import or bundle."""
    return re.fullmatch(r"[A-Za-z0-9_-]{22}", text) is not None


def parse_version(form: Form) -> int:
    """The version of the import that the page shows; 0 where it names none."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def parse_columns(
    form: Form, mapping: TableMapping, heads: Sequence[str], words: Mapping[str, TermWords]
) -> TableMapping:
    """The mapping with what the page says of its columns; what the page does not show stays."""
    before = {column.column: column for column in mapping.columns}
    columns = []
    for place, head in enumerate(heads):
        key = form.get(f"field-{place}", LEFT_OUT)
        if key not in FIELD_KEYS:
            continue
        old = before.get(head)
        values = dict(old.values) if old and old.field == key else {}
        values |= _values(form, place, key, words)
        columns.append(
            {
                "column": head,
                "field": key,
                "number": _number(form, place, key),
                "on": " ".join(form.get(f"on-{place}", "").split())[:40] or None,
                "dates": _one_of(form.get(f"dates-{place}"), "day first", "month first"),
                "decimal": _one_of(form.get(f"decimal-{place}"), "point", "comma"),
                "fraction": form.get(f"fraction-{place}") == "1",
                "separator": form.get(f"separator-{place}", "").strip()[:5] or None,
                "values": values,
            }
        )
    constants = {key: text for key, text in mapping.constants.items() if key not in CONSTANTS}
    constants |= {key: text for key in CONSTANTS if (text := " ".join(form.get(f"const-{key}", "").split())[:300])}
    return mapping_with(mapping, columns=columns, constants=constants)


def _number(form: Form, place: int, key: str) -> int:
    """Which pledge, act or source of a row a column is about."""
    text = form.get(f"number-{place}", "1")
    return int(text) if text in "123456789" and len(text) == 1 and FIELD_KEYS[key].group in NUMBERED else 1


def mapping_with(mapping: TableMapping, **changes: Any) -> TableMapping:
    """The mapping with other fields, checked; raises MappingError."""
    return checked_mapping({**mapping.model_dump(), **changes})


def parse_topic(form: Form) -> str:
    """The topic that was chosen; empty for none, and for what can be none."""
    text = form.get("topic", "")
    return text if is_id(text) else ""


def _one_of(text: str | None, *allowed: str) -> str | None:
    return text if text in allowed else None


def _values(form: Form, place: int, key: str, words: Mapping[str, TermWords]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number in range(_MOST):
        said = form.get(f"said-{place}-{number}")
        if said is None:
            break
        meaning = form.get(f"means-{place}-{number}", "").strip()
        label = form.get(f"label-{place}-{number}", "in")
        if label == "nothing":
            values[said] = ""
        elif dimension := dimension_of(key):
            if written := _terms(meaning, label, said, words.get(dimension)):
                values[said] = written
        elif meaning:
            values[said] = meaning
    return values


def _terms(meaning: str, label: str, said: str, words: TermWords | None) -> str:
    """Terms by name or id, joined by “+”, as a mapping writes them."""
    if words is None:
        return ""
    if label == "new":
        name = meaning or said
        return f"new:{suggested_id(name, words.ids)}={name.replace('+', ' ')}"
    parts = []
    for text in re.split(r"[+;]", meaning):
        term = words.by_word.get(fold(" ".join(text.split())), "")
        bare = text.strip()
        if bare and not term and not words.scale:
            # Kept as it was typed: the next page says that it is no term.
            term = bare
        if term or (words.scale and bare):
            written = term or bare
            parts.append(written if label == "in" or ":" in written else f"{label}:{written}")
    return "+".join(parts)


def parse_fixes(form: Form, mapping: TableMapping) -> TableMapping:
    """The mapping with what values that could not be read are to be read as."""
    columns = {column.column: column for column in mapping.columns}
    for number in range(_MOST):
        head, said = form.get(f"fix-column-{number}"), form.get(f"fix-said-{number}")
        if head is None or said is None:
            break
        typed = form.get(f"fix-{number}", "").strip()
        nothing = form.get(f"fix-nothing-{number}") == "1"
        if head in columns and (typed or nothing):
            old = columns[head]
            columns[head] = ColumnMapping.model_validate({**old.model_dump(), "values": {**old.values, said: typed}})
    for head in list(columns):
        if (order := _one_of(form.get(f"order-{head}"), "day first", "month first")) and columns[head].dates is None:
            columns[head] = ColumnMapping.model_validate({**columns[head].model_dump(), "dates": order})
    return mapping_with(mapping, columns=[column.model_dump() for column in columns.values()])


def parse_companies(form: Form, mapping: TableMapping, likely: Mapping[str, Sequence[str]]) -> TableMapping:
    """The mapping with which company each uncertain name means. ``likely`` are the candidates by name."""
    companies = dict(mapping.companies)
    every = form.get("companies-all", "")
    for number, (name, candidates) in enumerate(likely.items()):
        chosen = form.get(f"company-{number}", "")
        chosen = candidates[0] if not chosen and every == "likely" and candidates else chosen
        chosen = "new" if not chosen and every == "new" else chosen
        if chosen in ("new", "skip") or chosen in candidates:
            companies[name] = chosen
    alike = _one_of(form.get("alike"), "ask", "skip", "change", "new") or mapping.alike
    hidden = _one_of(form.get("hidden"), "read", "leave out") or mapping.hidden_rows
    versions = _one_of(form.get("versions"), "ask", *VERSIONS) or mapping.versions
    return mapping_with(mapping, companies=companies, alike=alike, hidden_rows=hidden, versions=versions)


def parse_decisions(form: Form, before: Decisions) -> Decisions:
    """What was decided for rows that look like a record we have, or that change what a published pledge says."""
    rows, versions = dict(before.rows), dict(before.versions)
    for name, value in form.items():
        kind, _, number = name.partition("-")
        if kind in ("row", "version") and number.isascii() and number.isdecimal() and len(number) < 8 and value:
            if kind == "row":
                rows[int(number)] = value[:120]
            elif value in VERSIONS:
                versions[int(number)] = value
    return replace(before, rows=rows, versions=versions)


def parse_left(form: MultiDict[str, str], before: Decisions) -> Decisions:
    """Of the differences that the page shows, those that are not taken; for others what was decided stays."""
    left = {key: set(names) for key, names in before.left.items()}
    taken = set(form.getlist("take"))
    for shown in form.getlist("difference"):
        key, _, name = shown.rpartition(" ")
        if key:
            (left.setdefault(key, set()).discard if shown in taken else left.setdefault(key, set()).add)(name)
    return replace(before, left={key: sorted(names) for key, names in left.items() if names})


def parse_cells(form: Form, row: int, heads: Sequence[str], cells: Sequence[str], before: Decisions) -> Decisions:
    """The decisions with the cells of a row as they were typed; one that reads as in the file is not corrected."""
    typed = {}
    for place, head in enumerate(heads):
        text = form.get(f"cell-{place}")
        original = cells[place] if place < len(cells) else ""
        if text is not None and _lines(text) != _lines(original):
            typed[head] = text[:_LONGEST_CELL]
    corrected = {number: it for number, it in before.cells.items() if number != row}
    return replace(before, cells={**corrected, **({row: typed} if typed else {})})


def _lines(text: str) -> str:
    """A text without what a browser changes of it."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
