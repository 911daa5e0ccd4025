"""What the columns of a spreadsheet mean: written once, kept, and used again with the next file of its kind.

A mapping is plain data, kept beside the imports of a site and exported as a small YAML file. It says what columns
mean and holds what the sheet does not say (constants). It never fills in that something was not done, that a source is
a record, or that a pledge covers what no column says (IMPORT-2).
"""

from collections.abc import Mapping
from typing import Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from tracker.core.search.words import fold
from tracker.records.messages import refusal
from tracker.records.spreadsheet.fields import FIELD_KEYS, NUMBERED
from tracker.records.types.parts.fields import Id, Line, Part

__all__ = [
    "ColumnMapping",
    "DateOrder",
    "MappingError",
    "TableMapping",
    "checked_mapping",
    "mapping_text",
    "read_mapping",
]

DateOrder = Literal["day first", "month first"]


class ColumnMapping(Part):
    """What one column means; columns that are not named are left out."""

    column: Line = Field(description="The column’s head; of two with one head, the second ends with “ (2)”.")
    field: str = Field(description="The field that its cells fill.", examples=["pledge.deadline"])
    number: int = Field(
        1,
        ge=1,
        le=9,
        description="Of a row with two pledges, acts or sources: which one. Columns of one number are about one.",
        examples=[2],
    )
    on: Line | None = Field(
        None,
        description="Of a column of amounts: the year or day that its head names. Of a target it is the deadline, of "
        "what was reached the day.",
        examples=["2023"],
    )
    dates: DateOrder | None = Field(None, description="How 01/06/2017 is read. Asked once for the column.")
    decimal: Literal["point", "comma"] | None = Field(
        None, description="Which sign stands before decimals. Default: as each number is written."
    )
    fraction: bool = Field(False, description="Whether 0.61 means 61 %.")
    separator: Line | None = Field(None, description="What stands between several values in one cell.", examples=[";"])
    values: dict[str, str] = Field(
        default_factory=dict,
        description="What a cell says, and what it means. An empty meaning is nothing. Terms are joined by +, with "
        "“unclear:”, “except:”, “out:” or “new:” before one where needed.",
        examples=[{"Suspended": "sell+market", "n/a": ""}],
    )

    @model_validator(mode="after")
    def _of_a_field(self) -> Self:
        if self.field not in FIELD_KEYS:
            raise refusal("not-allowed", given=f"“{self.field}”", allowed="a field that the guide lists")
        if self.number > 1 and FIELD_KEYS[self.field].group not in NUMBERED:
            raise refusal("not-allowed", given=f"number {self.number} of “{self.field}”", allowed="number 1")
        return self

    def meaning(self, cell: str) -> str | None:
        """What a cell means where that was written down; None where it was not."""
        return self._folded.get(fold(" ".join(cell.split())))

    @property
    def _folded(self) -> dict[str, str]:
        kept: dict[str, str] | None = self.__dict__.get("_by_fold")
        if kept is None:
            kept = {fold(" ".join(said.split())): meant for said, meant in self.values.items()}
            self.__dict__["_by_fold"] = kept
        return kept


class TableMapping(Part):
    """What the columns of a sheet mean, and what holds for all of its rows."""

    name: Line | None = Field(None, description="What it is called.", examples=["Paper, every month"])
    sheet: Line | None = Field(None, description="The sheet of a workbook. Default: the first that is visible.")
    header_row: int = Field(1, ge=1, le=100, description="The row with the heads of the columns.")
    header_rows: int = Field(1, ge=1, le=3, description="How many rows the heads take.")
    topic: Id | None = Field(None, description="The topic of pledges and evidence.")
    columns: tuple[ColumnMapping, ...] = Field((), description="The columns that are read.")
    constants: dict[str, Line] = Field(
        default_factory=dict,
        description="Values for every row where the sheet is silent.",
        examples=[{"list.title": "Exit list of September", "list.publisher": "Example Institute"}],
    )
    companies: dict[str, str] = Field(
        default_factory=dict,
        description="Names in the file, and the ID of the company that is meant; “new” for a new one, “skip” to leave "
        "its rows out.",
    )
    hidden_rows: Literal["read", "leave out"] = Field("read", description="What becomes of hidden rows.")
    alike: Literal["ask", "skip", "change", "new"] = Field(
        "ask", description="What becomes of rows that look like a record on file without being certainly the same."
    )

    versions: Literal["ask", "version", "correct", "keep"] = Field(
        "ask",
        description="What becomes of rows that change the wording, dates, target or scope of a published pledge: a new "
        "version, a correction of ours, or only the rest is taken.",
    )

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: set[str] = set()
        for column in self.columns:
            if column.column in seen:
                raise refusal("record-twice")
            seen.add(column.column)
        for key in self.constants:
            if key not in FIELD_KEYS:
                raise refusal("not-allowed", given=f"“{key}”", allowed="fields that the guide lists")
        return self

    def fields(self) -> set[str]:
        """All fields that columns or constants fill."""
        return {column.field for column in self.columns} | set(self.constants)

    @property
    def body(self) -> dict[str, Any]:
        """As plain data, what is at its default left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


class MappingError(Exception):
    """A mapping that cannot be read; ``problems`` say where and what is wrong, a line each."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("; ".join(problems))


def mapping_text(mapping: TableMapping) -> str:
    """A mapping as a small file."""
    return yaml.safe_dump(mapping.body, allow_unicode=True, sort_keys=False, width=120)


def read_mapping(text: str) -> TableMapping:
    """A mapping from its file; raises MappingError."""
    try:
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - reads scalars as strings, and makes nothing else
    except yaml.YAMLError as error:
        raise MappingError([f"is not valid YAML: {str(error).splitlines()[0]}"]) from None
    except RecursionError:
        raise MappingError(["is nested too deeply; it has two levels"]) from None
    if not isinstance(data, dict):
        raise MappingError(["is not a mapping: it must have fields such as columns and topic"])
    return checked_mapping(data)


def checked_mapping(data: Mapping[str, Any]) -> TableMapping:
    """A mapping from plain data; raises MappingError."""
    try:
        return TableMapping.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise MappingError([f"{' › '.join(map(str, it['loc']))}: {it['msg']}".lstrip(": ") for it in details]) from None
