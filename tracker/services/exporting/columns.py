"""What the columns of exported tables hold: names, types and descriptions, for the dictionary that comes with them."""

import json
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, get_args

from pydantic import BaseModel

__all__ = ["BELONGS", "COMPUTED", "STANDING", "Column", "Value", "columns_of", "computed_columns", "spread", "value"]

Value = str | int | bool | None
_PLAIN = (str, int)
Type = Literal["string", "integer", "boolean", "date", "datetime"]


class Column(NamedTuple):
    """A column: dates that may be uncertain are texts in EDTF."""

    name: str
    type: Type
    description: str


STANDING = (
    Column("page", "string", "Its page for readers."),
    Column("revision", "integer", "1 for the first version published."),
    Column("change", "string", "new, update, correction, clarification or method."),
    Column("published_at", "datetime", "When this version was published."),
    Column("ledger_position", "integer", "The number of its entry in the ledger."),
    Column("sha256", "string", "SHA-256 of the record as the ledger has it."),
)
BELONGS = (
    Column("company", "string", "ID of the company."),
    Column("topic", "string", "ID of the topic."),
    Column("as_of", "date", "The day that the scorecard describes."),
)
_SPREAD = ("identifiers", "sector", "assessment", "target", "target_baseline")
"""Fields that hold a few fields of one thing; an outer one before what is in it."""
_TEXTS: dict[str, str] = {
    "title": "The title of the evidence, or the pledge in short.",
    "date": "When it was done (EDTF).",
    "finding": "The finding, after any editors’ decision.",
    "state": "What has come of the promise, after any editors’ decision.",
    "computed": "The same as our rules compute it.",
    "pledge": "ID of the pledge; empty if there was none.",
    "evidence": "ID of the evidence; several are separated by semicolons.",
    "time": "before, during, possible or after the pledge.",
    "begun_before": "Whether the act started before the pledge and continued.",
    "scope": "Whether the pledge covers it: inside, unclear or outside.",
    "yardstick": "Whether a complete pledge would cover it.",
    "membership": "For each dimension the result and the terms that decide (JSON).",
    "weight": "The strength of the evidence.",
    "decision": "The editors’ decision (JSON).",
    "reasons": "The reasons, in sentences (JSON).",
    "kind": "deadline, milestone or turn.",
    "target": "How much was promised.",
    "amount": "How much was done.",
    "unit": "The unit of both.",
    "statements": "IDs of the evidence that says what was done.",
    "row": "ID of the row of the topic’s table.",
    "row_name": "Its name.",
    "column": "ID of the column.",
    "column_name": "Its name.",
    "label": "covered, partly, unclear or open (not covered); of a point that is not asked: not-asked.",
    "text": "The same in a sentence.",
    "last_day": "The last day on which it is covered (EDTF).",
    "dimension": "The dimension of the scope that decides.",
    "term": "The term asked about.",
    "decided_by": "The term of the pledge that decides.",
    "lapsed": "The last day of a pledge that covered it before (EDTF).",
    "reason": "Why a point is not asked.",
}
_NUMBERS: dict[str, str] = {
    "number": "The place of the line in its scorecard, from 0.",
    "version": "The number of the pledge’s version.",
    "act": "The number of the act in the evidence.",
    "origins": "How many independent sources there are.",
    "followed_by": "The version that replaced this one before its deadline.",
}
_FLAGS: dict[str, str] = {
    "lead": "Whether this is the line that is counted.",
    "disputed": "Whether the company disputes it.",
    "in_part": "Whether a part of it was done.",
}
COMPUTED: dict[str, Column] = {
    **{name: Column(name, "string", text) for name, text in _TEXTS.items()},
    **{name: Column(name, "integer", text) for name, text in _NUMBERS.items()},
    **{name: Column(name, "boolean", text) for name, text in _FLAGS.items()},
    "due": Column("due", "date", "The deadline, at its latest; empty if there is none."),
}


def computed_columns(*names: str) -> tuple[Column, ...]:
    """Columns of a table of lines, after whose they are."""
    return (*BELONGS, *(COMPUTED[name] for name in ("number", *names)))


def columns_of(model: type[BaseModel], without: Iterable[str] = (), prefix: str = "") -> tuple[Column, ...]:
    """A column for each field of a record type, described as it is for editors; what is nested is JSON.

    What a few fields of one thing hold, such as a company’s identifiers, has a column each.
    """
    left_out = set(without)
    columns: list[Column] = []
    for field_name, field in model.model_fields.items():
        name = f"{prefix}{field.alias or field_name}"
        if name in left_out:
            continue
        if name in _SPREAD and (inner := _part_in(field.annotation)):
            columns += columns_of(inner, prefix=f"{name}_")
        else:
            columns.append(Column(name, _type(field.annotation), field.description or ""))
    return tuple(columns)


def spread(content: dict[str, Any]) -> dict[str, Any]:
    """Plain data with what ``columns_of`` gives a column each under the names of these columns."""
    for name in _SPREAD:
        inner = content.get(name)
        if inner.__class__ is dict:
            content |= {f"{name}_{key}": it for key, it in inner.items()}
    return content


def _part_in(annotation: Any) -> type[BaseModel] | None:
    inner = (get_args(annotation) or (annotation,))[0]
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _type(annotation: Any) -> Type:
    plain = [it for it in get_args(annotation) or (annotation,) if it is not type(None)]
    return "integer" if plain == [int] else "boolean" if plain == [bool] else "string"


def value(content: Any) -> Value:
    """One value of plain data: lists of texts are parted by semicolons, anything nested is JSON."""
    if content is None or isinstance(content, _PLAIN):
        return content
    if isinstance(content, list) and all(isinstance(it, _PLAIN) for it in content):
        return "; ".join(map(str, content))
    return json.dumps(content, ensure_ascii=False)
