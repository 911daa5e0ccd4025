"""Companies: who makes pledges."""

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from tracker.records.messages import refusal
from tracker.records.types.parts.fields import (
    TAKEN_DOWN,
    Address,
    Date,
    Id,
    Line,
    Part,
    Record,
    TakenDown,
    TermId,
    Text,
    check_order,
)
from tracker.records.types.parts.identifiers import Country, Identifiers, Sector


class Product(Part):
    """A product of the company, linked to terms of the subject vocabulary."""

    id: TermId = Field(description="Short ID, used in acts.", examples=["rekognition"])
    name: Line = Field(description="The product's name.", examples=["Rekognition"])
    subjects: tuple[TermId, ...] = Field(
        min_length=1, description="Terms of subject vocabularies.", examples=[["facial-recognition"]]
    )


class FormerName(Part):
    """A name that the company had for a time."""

    name: Line = Field(description="The name.", examples=["Sample Bindery"])
    since: Date | None = Field(None, description="When it took the name, if known.", examples=["2009"])
    until: Date | None = Field(None, description="When it gave the name up, if known.", examples=["2017"])

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self.since, self.until)
        return self


class Owner(Part):
    """A company that owned this one for a time. Without dates it is unclear whether it did at any given time."""

    company: Id = Field(description="Id of the owner.", examples=["sample-print"])
    since: Date | None = Field(None, description="When it became the owner.", examples=["2018-02"])
    until: Date | None = Field(
        None, description="When it stopped being the owner. Leave out while it is.", examples=["2021-06"]
    )
    source: Id | None = Field(None, description="The source that says so.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self.since, self.until)
        return self


class Company(Record):
    """A vendor, with the names it is known by."""

    kind: Literal["company"] = Field("company", description="The kind of record.")
    id: Id = Field(description="Stable id; part of the company's address.", examples=["microsoft"])
    name: Line = Field(description="The name to show.", examples=["Microsoft"])
    aliases: tuple[Line, ...] = Field((), description="Other names that readers may search for.")
    names: tuple[FormerName, ...] = Field((), description="Names it had at other times, with their dates.")
    owners: tuple[Owner, ...] = Field((), description="Companies that own or owned it, with their dates.")
    identifiers: Identifiers | None = Field(None, description="Numbers by which other data know it.")
    country: Country | None = Field(
        None, description="Where it has its seat: two letters of ISO 3166-1.", examples=["DE"]
    )
    sector: Sector | None = Field(None, description="Its field of business.")
    products: tuple[Product, ...] = Field((), description="Products, each linked to subjects.")
    former_ids: tuple[Id, ...] = Field((), description="Earlier IDs. Their addresses always redirect here.")
    website: Address | None = Field(None, description="The company's own site.")
    summary: Text | None = Field(None, description="One or two plain sentences in your own words.")
    taken_down: TakenDown | None = TAKEN_DOWN

    @model_validator(mode="before")
    @classmethod
    def _read_old_forms(cls, data: Any) -> Any:
        """``parent`` was an owner without dates, ``withdrawn`` is ``taken_down``: records of both forms stay valid."""
        if not isinstance(data, Mapping):
            return data
        for old, new in _REPLACED.items():
            if old in data and new in data:
                raise refusal("old-and-new", old=old, new=new)
        return company_in_present_form(data)


_REPLACED = {"parent": "owners", "withdrawn": "taken_down"}
"""Fields of earlier forms, and those that replaced them."""


def company_in_present_form(data: Mapping[str, Any]) -> dict[str, Any]:
    """Plain data of a company, whole or not, with what replaced its old fields; beside the new ones these stay."""
    current = dict(data)
    if "parent" in current and "owners" not in current:
        parent = current.pop("parent")
        current["owners"] = [{"company": parent}] if parent else []
    if "withdrawn" in current and "taken_down" not in current:
        current["taken_down"] = current.pop("withdrawn")
    return current
