"""Vocabularies: the terms in which scopes and acts are written."""

from typing import Literal

from pydantic import Field

from tracker.records.types.fields import TAKEN_DOWN, Id, Line, Part, Record, TakenDown, TermId, Text


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


class VocabularyRecord(Record):
    """The terms of one dimension; a topic says which vocabulary it uses for which dimension.

    A vocabulary used for the actor has the term ``company``: the company itself.
    """

    kind: Literal["vocabulary"] = Field("vocabulary", description="The kind of record.")
    id: Id = Field(description="Stable id.", examples=["customers"])
    name: Line = Field(description="The name to show.", examples=["Customers"])
    terms: tuple[Term, ...] = Field(
        min_length=1, max_length=20_000, description="All terms, each with its broader terms."
    )
    note: Text | None = Field(None, description="Where the terms come from.")
    taken_down: TakenDown | None = TAKEN_DOWN
