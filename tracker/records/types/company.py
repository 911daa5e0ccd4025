"""Companies: who makes pledges."""

from typing import Literal

from pydantic import Field

from tracker.records.types.fields import Address, Date, Id, Line, Part, Record, TermId, Text


class Product(Part):
    """A product of the company, linked to terms of the subject vocabulary."""

    id: TermId = Field(description="Short ID, used in acts.", examples=["rekognition"])
    name: Line = Field(description="The product's name.", examples=["Rekognition"])
    subjects: tuple[TermId, ...] = Field(
        min_length=1, description="Terms of subject vocabularies.", examples=[["facial-recognition"]]
    )


class Withdrawal(Part):
    """Marks a company whose pages have been taken down, with date and reason. What was published stays in the ledger."""

    date: Date = Field(description="The date from which no scorecard is shown.", examples=["2026-11-01"])
    reason: Text = Field(
        description="Reason shown to readers: one or two sentences.", examples=["It was entered twice."]
    )


class Company(Record):
    """A vendor, with the names it is known by."""

    kind: Literal["company"] = Field("company", description="The kind of record.")
    id: Id = Field(description="Stable id; part of the company's address.", examples=["microsoft"])
    name: Line = Field(description="The name to show.", examples=["Microsoft"])
    aliases: tuple[Line, ...] = Field((), description="Other names that readers may search for.")
    parent: Id | None = Field(None, description="Id of the company that owns this one.")
    products: tuple[Product, ...] = Field((), description="Products, each linked to subjects.")
    former_ids: tuple[Id, ...] = Field((), description="Earlier IDs. Their addresses always redirect here.")
    website: Address | None = Field(None, description="The company's own site.")
    summary: Text | None = Field(None, description="One or two plain sentences in your own words.")
    withdrawn: Withdrawal | None = Field(
        None, description="Set this to take the company down. Embeds then show the date and reason."
    )
