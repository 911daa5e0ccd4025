"""Evidence: records about what a company did, and about what others said, studied or filed."""

from typing import Literal

from pydantic import Field, model_validator

from tracker.records.types.fields import (
    TAKEN_DOWN,
    Date,
    Id,
    Line,
    Part,
    Record,
    TakenDown,
    TermId,
    TermsByDimension,
    Text,
    When,
)


class Act(TermsByDimension):
    """Terms that belong together. Every combination must be true; if not, use a second act.

    A dimension that is left out is unknown; an actor left out is the company itself.
    """

    products: tuple[TermId, ...] = Field(
        (), description="Products of the company. Their subjects also count for the act."
    )
    period: When | None = Field(None, description="When this act happened, if different from the evidence's period.")
    seen_until: Date | None = Field(None, description="For an ongoing act: the last date a source confirms.")
    note: Line | None = Field(
        None, description="Short description of the act.", examples=["Hosted staff for demonstrations"]
    )


class Fulfilment(Part):
    """Says, with a source, that the evidence shows a pledge was done or not done."""

    pledge: Id = Field(description="The pledge.")
    extent: Literal["full", "part", "part-only", "none"] = Field(
        description="full; part; part-only: partly done, and a source says the rest was not done; none: a source says it was not done."
    )
    instance: Line | None = Field(None, description="For a repeated duty: which one.", examples=["report for 2022"])
    due: Date | None = Field(None, description="When that one was due. Default: the version's deadline.")


class Outcome(Part):
    """What happened next. On any date, the latest outcome applies."""

    date: Date = Field(description="When.")
    outcome: Literal["alleged", "denied", "admitted", "put right", "not upheld", "adjudicated", "retracted"] = Field(
        description="alleged, denied, admitted, put right, not upheld, adjudicated (a ruling confirmed it), retracted (by the source or by us)."
    )
    source: Id | None = Field(None, description="The source. Required, unless we retracted it ourselves.")
    note: Text | None = Field(None, description="What exactly was said or ruled.")

    @model_validator(mode="after")
    def _sourced(self) -> "Outcome":
        if self.source is None and not (self.outcome == "retracted" and self.note):
            raise ValueError("needs a source (a retraction of our own needs a note that says why)")
        return self


class QuotedWords(Part):
    """A quote about it."""

    text: Text = Field(description="The exact words.")
    speaker: Line = Field(description="Who said it: name and job title.")
    source: Id = Field(description="The source of the quote.")


class Evidence(Record):
    """A record about a company. Only conduct can lead to findings."""

    kind: Literal["evidence"] = Field("evidence", description="The kind of record.")
    id: Id = Field(description="Stable id, company first.", examples=["microsoft/dea-2017"])
    company: Id | None = Field(
        None, description="The company it is about. Default: the part of the ID before the slash."
    )
    also_about: tuple[Id, ...] = Field((), description="Other companies. Only for statements, studies and proceedings.")
    topics: tuple[Id, ...] = Field(min_length=1, description="Topics it is relevant to.")
    nature: Literal["conduct", "statement", "study", "proceeding"] = Field(
        description="conduct: something the company did. statement: something someone said. study: a test or analysis. proceeding: a lawsuit, request or inquiry."
    )
    title: Line = Field(
        description="What happened, as a fact.", examples=["Marketed facial recognition to the DEA, which piloted it"]
    )
    period: When = Field(description="When it happened, not when it was reported.")
    seen_until: Date | None = Field(None, description="For an ongoing period: the last date a source confirms.")
    acts: tuple[Act, ...] = Field((), description="For conduct: what was done, to whom, where.")
    fulfils: tuple[Fulfilment, ...] = Field((), description="For conduct: pledges this shows were done, or not done.")
    sources: tuple[Id, ...] = Field(min_length=1, description="The documents it is based on.")
    summary: Text | None = Field(None, description="A summary of the facts.")
    quotes: tuple[QuotedWords, ...] = Field((), description="Short quotes, with the speaker.")
    outcomes: tuple[Outcome, ...] = Field((), description="What happened next, in date order.")
    taken_down: TakenDown | None = TAKEN_DOWN

    @model_validator(mode="after")
    def _only_conduct_acts(self) -> "Evidence":
        if self.nature == "conduct":
            if not self.acts and not self.fulfils:
                raise ValueError("is conduct, so it needs at least one act (or fulfils)")
            if self.also_about:
                raise ValueError(
                    "is conduct, so it is about one company; enter the other company's conduct as evidence of its own"
                )
        elif self.acts or self.fulfils:
            raise ValueError(f"is a {self.nature}: only conduct has acts or fulfils")
        return self

    @property
    def company_id(self) -> str:
        """The company it is about first of all."""
        return self.company or self.id.partition("/")[0]

    @property
    def company_ids(self) -> tuple[str, ...]:
        """All companies it is about."""
        return (self.company_id, *self.also_about)
