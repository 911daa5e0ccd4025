"""Vocabularies: the terms in which scopes and acts are written."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from tracker.core import scales
from tracker.records.messages import refusal
from tracker.records.types.parts.amounts import Amount
from tracker.records.types.parts.fields import TAKEN_DOWN, Id, Line, Part, Record, TakenDown, TermId, Text


class Term(Part):
    """A term and its place under broader ones."""

    id: TermId = Field(description="Id within the vocabulary.", examples=["dea"])
    name: Line = Field(
        description="The name to show. Also used in sentences, unless you give a phrase.",
        examples=["federal law enforcement"],
    )
    phrase: Line | None = Field(None, description="How it reads in a sentence.", examples=["the DEA"])
    broader: tuple[TermId, ...] = Field(
        (), description="Broader terms it belongs to. It can have several.", examples=[["federal-law-enforcement"]]
    )
    continues_as: tuple[TermId, ...] = Field(
        (),
        description="For an action: what continues if it started earlier, such as supply under an existing contract. "
        "Such a term is unclear unless a scope labels it.",
        examples=[["continue-contract"]],
    )
    aliases: tuple[Line, ...] = Field((), description="Other names for it.")
    note: Text | None = Field(None, description="What the term includes and what it does not.")
    retired: bool = Field(False, description="Forms no longer offer it. Records that use it stay as they are.")


class Scale(Part):
    """Numbers in place of terms."""

    unit: Line | None = Field(None, description="The unit: %, t; for money its ISO 4217 code.", examples=["%"])
    from_: Amount | None = Field(None, alias="from", description="The smallest possible number.", examples=["0"])
    to: Amount | None = Field(None, description="The largest possible number.", examples=["100"])

    @model_validator(mode="after")
    def _in_order(self) -> "Scale":
        if self.from_ is not None and self.to is not None and not Decimal(self.from_) < Decimal(self.to):
            raise refusal("scale-ends", first=self.from_, last=self.to)
        return self

    def value(self) -> scales.Scale:
        """The same as a value of the core."""
        ends = {"first": self.from_, "last": self.to}
        return scales.Scale(self.unit or "", **{name: Decimal(end) for name, end in ends.items() if end is not None})


class VocabularyRecord(Record):
    """The terms of one dimension, or a scale of numbers. A topic says which vocabulary it uses for which dimension.

    A vocabulary used for the actor has the term ``company``: the company itself.
    """

    kind: Literal["vocabulary"] = Field("vocabulary", description="The kind of record.")
    id: Id = Field(description="Stable id.", examples=["customers"])
    name: Line = Field(description="The name to show.", examples=["Customers"])
    terms: tuple[Term, ...] = Field((), max_length=20_000, description="All terms, each with its broader terms.")
    scale: Scale | None = Field(
        None,
        description="In place of terms: a scale. Scopes then name ranges (>= 40), acts a value or a range.",
    )
    note: Text | None = Field(None, description="Where the terms come from.")
    taken_down: TakenDown | None = TAKEN_DOWN

    def names_of(self, terms: Iterable[str]) -> list[str]:
        """The names of terms, or ranges in numbers, as lists show them; raises KeyError or RangeError for any other."""
        if self.scale:
            return list(map(self.scale.value().shown, terms))
        names = {term.id: term.name for term in self.terms}
        return [names[term] for term in terms]

    @model_validator(mode="after")
    def _terms_or_scale(self) -> "VocabularyRecord":
        if bool(self.terms) == (self.scale is not None):
            raise refusal("terms-or-scale")
        return self
