"""Initiatives: texts that many companies sign, and what each signatory has pledged by them."""

from typing import Literal

from pydantic import Field, model_validator

from tracker.records.messages import refusal
from tracker.records.types.parts.fields import TAKEN_DOWN, Date, Id, Line, Part, Record, TakenDown, Text, check_order
from tracker.records.types.pledge import Pledge

__all__ = ["Initiative", "Signatory", "SignedPledge"]


class Signatory(Part):
    """A company that signed, from the day it signed to the day it left."""

    company: Id = Field(description="Id of the company.", examples=["sample-print"])
    since: Date = Field(
        description="When it signed. If the day is not known: the day by which it had, [..2019-05-14].",
        examples=["2019-10-01"],
    )
    until: Date | None = Field(
        None,
        description="When it left or was excluded, if so: the first day on which it was not bound.",
        examples=["2022-03"],
    )
    source: Id | None = Field(None, description="The source that says so.")

    @model_validator(mode="after")
    def _in_order(self) -> "Signatory":
        check_order(self.since, self.until)
        if self.since.open_end:
            raise refusal("turn-without-day", given=str(self.since))
        return self


class Initiative(Record):
    """A text that many sign, such as a charter. Its pledges name it in place of a company."""

    kind: Literal["initiative"] = Field("initiative", description="The kind of record.")
    id: Id = Field(description="Stable id.", examples=["open-audit-charter"])
    name: Line = Field(description="What it is called.", examples=["Open Audit Charter"])
    source: Id = Field(description="The source of its text.")
    summary: Text | None = Field(None, description="One or two plain sentences in your own words.")
    signatories: tuple[Signatory, ...] = Field((), description="The companies that signed, each once.")
    taken_down: TakenDown | None = TAKEN_DOWN


class SignedPledge(Pledge):
    """An initiative's pledge as one of its signatories made it. Never a record: made when a scorecard is computed."""

    signatory: Signatory
    initiative_name: Line

    @classmethod
    def of(cls, pledge: Pledge, initiative: Initiative, signatory: Signatory) -> "SignedPledge":
        """The pledge of one signatory; versions and scopes are those of the initiative's pledge themselves."""
        fields = {name: getattr(pledge, name) for name in Pledge.model_fields}
        return cls.model_construct(**fields, signatory=signatory, initiative_name=initiative.name)

    @property
    def company_id(self) -> str:
        """The signatory."""
        return self.signatory.company
