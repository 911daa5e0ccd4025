"""Topics: a question asked of all companies, with the yardstick of a complete answer."""

from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from tracker.core.scope import DIMENSIONS
from tracker.records.messages import refusal
from tracker.records.types.parts.amounts import Target
from tracker.records.types.parts.fields import (
    TAKEN_DOWN,
    Commitment,
    Date,
    Id,
    Line,
    Part,
    Record,
    ScopeLabels,
    TakenDown,
    TermId,
    TermsByDimension,
    Text,
)


class DimensionWords(Part):
    """The vocabulary used for a dimension, and the word readers see."""

    vocabulary: Id = Field(description="Id of the vocabulary.", examples=["customers"])
    name: Line = Field(description="The word readers see.", examples=["customer"])
    link: Line | None = Field(None, description="The linking word in a sentence.", examples=["to", "in"])


class Dimensions(Part):
    """The dimensions that a topic uses; scopes and acts use no others."""

    actor: DimensionWords | None = Field(None, description="Who acts.")
    action: DimensionWords | None = Field(None, description="What is done.")
    subject: DimensionWords | None = Field(None, description="The technology, product or matter.")
    counterparty: DimensionWords | None = Field(None, description="The customer or recipient.")
    place: DimensionWords | None = Field(None, description="Where.")
    purpose: DimensionWords | None = Field(None, description="What for.")

    def used(self) -> dict[str, DimensionWords]:
        """The dimensions in use, in their fixed order."""
        return self._used

    @cached_property
    def _used(self) -> dict[str, DimensionWords]:
        return {name: words for name in DIMENSIONS if (words := getattr(self, name)) is not None}


class CellSet(Part):
    """A row or column of the yardstick: a named set of terms."""

    id: TermId = Field(description="Short id.", examples=["federal-law-enforcement"])
    name: Line = Field(description="Its heading.", examples=["Federal law enforcement"])
    terms: TermsByDimension = Field(description="The terms, in one or more dimensions.")


WHOLE = CellSet.model_validate({"id": "all", "name": "Covered", "terms": {}})
"""The only column of a yardstick that has rows alone."""


class SourcedText(Part):
    """A statement with its sources."""

    text: Text = Field(description="The statement, in your own words.")
    sources: tuple[Id, ...] = Field((), description="The sources for this statement.")
    date: Date | None = Field(None, description="When it happened, if it is an event.")


class Reason(SourcedText):
    """Why a row or column is asked about, or the topic as a whole."""

    about: tuple[TermId, ...] = Field(
        (), description="The row or column it is about, by its id. Default: the topic as a whole."
    )


class NotAsked(Part):
    """A cell of the table that no pledge is asked about."""

    row: TermId = Field(description="The row, by its id.", examples=["schools"])
    column: TermId = Field(description="The column, by its id.", examples=["train"])
    reason: Line | None = Field(None, description="Why it is not asked.", examples=["Schools train nobody."])


class AskedCell(NamedTuple):
    """One cell that is asked, with its terms in each dimension: its row's, its column's, else the core's.

    Without terms in the core they are those that the yardstick's scope has in; None where it has none either. ``named``
    says of each dimension whether row or column name terms in it.
    """

    row: CellSet
    column: CellSet
    terms: tuple[tuple[str, ...] | None, ...]
    named: tuple[bool, ...]


class Yardstick(Part):
    """The scope a complete pledge would have, split into cells, with reasons."""

    commitment: Commitment = Field(description="What a complete pledge would do: refrain or perform.")
    scope: ScopeLabels = Field(description="The scope that a complete pledge would have.")
    core: TermsByDimension = Field(
        TermsByDimension.model_validate({}),
        description="The terms of every cell in dimensions not set by its row or column.",
    )
    rows: tuple[CellSet, ...] = Field((), description="The rows of cells. Rows or columns may be left out, not both.")
    columns: tuple[CellSet, ...] = Field((), description="The columns of cells.")
    not_asked: tuple[NotAsked, ...] = Field(
        (), description="The cells that are not asked; they do not count. Every row and column keeps at least one."
    )
    target: Target | None = Field(None, description="For perform: what a complete pledge would reach, in numbers.")
    deadline: Date | None = Field(None, description="For perform: the day by which it would be done, at the latest.")
    reasons: tuple[Reason, ...] = Field(min_length=1, description="Why these cells, with sources.")

    @model_validator(mode="after")
    def _has_cells(self) -> "Yardstick":
        if not self.rows and not self.columns:
            raise refusal("no-cells")
        if self.not_asked and not (self.rows and self.columns):
            raise refusal("not-asked-of-rows")
        if self.commitment == "refrain" and (self.target or self.deadline):
            raise refusal("yardstick-target-to-refrain")
        return self

    @property
    def table_rows(self) -> tuple[CellSet, ...]:
        """The rows of its table: of a yardstick with columns alone these."""
        return self.rows or self.columns

    @property
    def table_columns(self) -> tuple[CellSet, ...]:
        """The columns of its table: one for all where it has rows or columns alone."""
        return self.columns if self.rows and self.columns else (WHOLE,)

    def columns_asked(self, row: CellSet) -> tuple[CellSet, ...]:
        """The columns that a row of the table is asked about (COVER-6)."""
        left_out = self.reasons_not_asked
        return tuple(column for column in self.table_columns if (row.id, column.id) not in left_out)

    @property
    def cells_not_asked(self) -> tuple[tuple[CellSet, CellSet], ...]:
        """Row and column of each cell of the table that is not asked, in the table's order (COVER-6)."""
        left_out = self.reasons_not_asked
        return tuple(
            (row, column) for row in self.table_rows for column in self.table_columns if (row.id, column.id) in left_out
        )

    @cached_property
    def cells_asked(self) -> tuple[AskedCell, ...]:
        """The cells that are asked, row by row (COVER-1, COVER-6)."""
        return tuple(self._cell(row, column) for row in self.table_rows for column in self.columns_asked(row))

    def _cell(self, row: CellSet, column: CellSet) -> AskedCell:
        terms: list[tuple[str, ...] | None] = []
        for name in DIMENSIONS:
            labels = self.scope.of(name)
            whole = self.core.of(name) or (labels.in_ if labels and labels.in_ else None)
            terms.append(row.terms.of(name) or column.terms.of(name) or whole)
        named = (row.terms.of(name) is not None or column.terms.of(name) is not None for name in DIMENSIONS)
        return AskedCell(row, column, tuple(terms), tuple(named))

    @cached_property
    def reasons_not_asked(self) -> dict[tuple[str, str], str]:
        """The cells that are not asked, by row and column, each with its reason; empty where none is given."""
        return {(cell.row, cell.column): cell.reason or "" for cell in self.not_asked}


class Topic(Record):
    """A question asked of all companies."""

    kind: Literal["topic"] = Field("topic", description="The kind of record.")
    id: Id = Field(description="Stable id.", examples=["police-facial-recognition"])
    name: Line = Field(description="The name to show.", examples=["Facial recognition for law enforcement"])
    question: Line = Field(description="The question in one sentence.")
    summary: Text | None = Field(None, description="What it is about, in plain words.")
    dimensions: Dimensions = Field(description="The dimensions in use, with their vocabularies and words.")
    yardstick: Yardstick = Field(description="What a complete pledge would cover.")
    second_yardstick: Yardstick | None = Field(
        None,
        description="Where the topic asks both to refrain and to act: what a complete pledge of the other kind would "
        "cover.",
    )
    checked_until: dict[Id, Date] = Field(
        default_factory=dict,
        description="For each company, the date we last checked.",
        examples=[{"microsoft": "2020-06-17"}],
    )
    background: tuple[SourcedText, ...] = Field((), description="Background: laws, studies and government actions.")
    taken_down: TakenDown | None = TAKEN_DOWN

    @model_validator(mode="after")
    def _one_of_each_kind(self) -> "Topic":
        if self.second_yardstick and self.second_yardstick.commitment == self.yardstick.commitment:
            raise refusal("yardsticks-alike", commitment=self.yardstick.commitment)
        return self

    @property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        """Both yardsticks, or the only one (COVER-5)."""
        return (self.yardstick, self.second_yardstick) if self.second_yardstick else (self.yardstick,)

    def yardstick_for(self, commitment: str) -> Yardstick | None:
        """The yardstick that asks for pledges of this kind."""
        return next((yardstick for yardstick in self.yardsticks if yardstick.commitment == commitment), None)

    @property
    def rows(self) -> tuple[CellSet, ...]:
        """The rows of its tables."""
        return tuple(row for yardstick in self.yardsticks for row in yardstick.table_rows)
