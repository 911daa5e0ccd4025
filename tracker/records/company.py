"""Companies: who makes pledges."""

from typing import Literal

from pydantic import Field

from tracker.records.fields import Address, Date, Id, Line, Part, Record, TermId, Text


class Product(Part):
    """Something that the company offers, mapped to the subjects that vocabularies know."""

    id: TermId = Field(description="Short id that acts can name.", examples=["rekognition"])
    name: Line = Field(description="The product's name.", examples=["Rekognition"])
    subjects: tuple[TermId, ...] = Field(
        min_length=1, description="Terms of subject vocabularies.", examples=[["facial-recognition"]]
    )


class Withdrawal(Part):
    """That we no longer keep a record of the company, since when and why. What was published stays in the ledger."""

    date: Date = Field(description="The day from which no scorecard is shown.", examples=["2026-11-01"])
    reason: Text = Field(description="Why, for readers: one or two sentences.", examples=["It was entered twice."])


class Company(Record):
    """A vendor, with the names it is known by."""

    kind: Literal["company"] = Field("company", description="The kind of record.")
    id: Id = Field(description="Stable id; part of the company's address.", examples=["microsoft"])
    name: Line = Field(description="The name to show.", examples=["Microsoft"])
    aliases: tuple[Line, ...] = Field((), description="Other names that readers may search for.")
    parent: Id | None = Field(None, description="Id of the company that owns this one.")
    products: tuple[Product, ...] = Field((), description="Products, each mapped to subjects.")
    former_ids: tuple[Id, ...] = Field((), description="Ids it had before; their addresses redirect for ever.")
    website: Address | None = Field(None, description="The company's own site.")
    summary: Text | None = Field(None, description="One or two sentences in plain words, our own.")
    withdrawn: Withdrawal | None = Field(
        None, description="Set where the company's record is withdrawn: embeds then show the day and the reason."
    )
