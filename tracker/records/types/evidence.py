"""Evidence: records about what a company did, and about what others said, studied or filed."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from tracker.records.messages import refusal
from tracker.records.types.parts.amounts import Amount
from tracker.records.types.parts.captures import MOST_COPIES, Excerpt
from tracker.records.types.parts.fields import (
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
from tracker.records.types.parts.languages import Language, language_field


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


Extent = Literal["full", "part", "part-only", "none"]
OutcomeWord = Literal["alleged", "denied", "admitted", "put right", "not upheld", "adjudicated", "retracted"]


class Fulfilment(Part):
    """A statement: says, with a source, how far a pledge had been carried out on a day."""

    pledge: Id = Field(description="The pledge.", examples=["acme/report"])
    extent: Extent | None = Field(
        None,
        description=(
            "Required without an amount, from which it follows. full; part; part-only: partly done, and a source says "
            "the rest was not done; none: a source says it was not done."
        ),
        examples=["full"],
    )
    amount: Amount | None = Field(
        None,
        description="How much had been reached, in the unit of the pledge’s target.",
        examples=["49"],
    )
    on: Date | None = Field(
        None,
        description="The day the source speaks of. For what was done, the day it was done ([..DAY]: by then at the latest). Otherwise, the day on which it was so. "  # noqa: E501
        "Never the day of publication. Default: for full, the first day of something ongoing; otherwise the "
        "last day of the period, or the day last seen.",
        examples=["2024-06-24"],
    )
    version: int | None = Field(
        None,
        ge=1,
        description=(
            "The number of the pledge’s version it is about. Default: the last that had certainly begun by then."
        ),
    )
    due: Date | None = Field(
        None,
        description="For a recurring duty or a milestone: the day on which that one was due.",
        examples=["2024-06-30"],
    )
    instance: Line | None = Field(None, description="For a repeated duty: which one.", examples=["report for 2022"])

    @model_validator(mode="after")
    def _says_how_far(self) -> "Fulfilment":
        if self.extent is None and self.amount is None:
            raise refusal("no-extent")
        return self


class Outcome(Part):
    """What became of the matter: one dated entry. Outcomes are read in the order of their days, each kind on its own track."""  # noqa: E501

    date: Date = Field(description="When.", examples=["2021-03-04"])
    outcome: OutcomeWord = Field(
        description=(
            "alleged, denied, admitted, put right, not upheld, adjudicated (a ruling confirmed it), retracted (by "
            "the source or by us)."
        ),
        examples=["denied"],
    )
    by: Line | None = Field(
        None,
        description="Who said, found or did it. Default for denied and admitted: the company.",
        examples=["A court"],
    )
    independent: Literal["yes", "no"] | None = Field(
        None,
        description=(
            "For not upheld: yes if it was a court, regulator or other body that is not one of the parties. Only "
            "then is the matter cleared."
        ),
    )
    acts: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        (), description="The numbers of the acts it is about. Default: all of them.", examples=[[2]]
    )
    source: Id | None = Field(None, description="The source. Required, unless we retracted it ourselves.")
    note: Text | None = Field(None, description="What exactly was said or ruled.")

    @model_validator(mode="after")
    def _sourced(self) -> "Outcome":
        if self.source is None and not (self.outcome == "retracted" and self.note):
            raise refusal("outcome-without-source")
        if self.independent is not None and self.outcome != "not upheld":
            raise refusal("independent-elsewhere")
        return self


class QuotedWords(Part):
    """A quote about it."""

    text: Text = Field(description="The exact words.")
    speaker: Line = Field(description="Who said it: name and job title.")
    language: Language | None = language_field("The language of the quote, where it is not the site’s own (BCP 47).")
    source: Id = Field(description="The source of the quote.")


class Assessment(Part):
    """What somebody else says about the company, on a scale of their own: a rating, a rank, a status."""

    by: Line = Field(description="Who says so.", examples=["Example Ratings"])
    value: Line = Field(description="What they say, as they write it.", examples=["C"])
    scale: Line = Field(description="The scale, as they describe it.", examples=["A (best) to F"])


class Evidence(Record):
    """A record about a company. Only conduct can lead to findings."""

    kind: Literal["evidence"] = Field("evidence", description="The kind of record.")
    id: Id = Field(description="Stable id, company first.", examples=["microsoft/dea-2017"])
    company: Id | None = Field(
        None, description="The company it is about. Default: the part of the ID before the slash."
    )
    also_about: tuple[Id, ...] = Field((), description="Other companies. Not for conduct.")
    topics: tuple[Id, ...] = Field(min_length=1, description="Topics it is relevant to.")
    nature: Literal["conduct", "statement", "study", "proceeding", "assessment"] = Field(
        description=(
            "conduct: something the company did. statement: something someone said. study: a test or analysis. "
            "proceeding: a lawsuit, request or inquiry. "
            "assessment: what others say about the company on a scale of their own; never a finding."
        )
    )
    title: Line = Field(
        description="What happened, as a fact.", examples=["Marketed facial recognition to the DEA, which piloted it"]
    )
    period: When = Field(
        description="When it happened, not when it was reported. For an assessment: the date it describes."
    )
    seen_until: Date | None = Field(None, description="For an ongoing period: the last date a source confirms.")
    acts: tuple[Act, ...] = Field((), description="For conduct: what was done, to whom, where.")
    fulfils: tuple[Fulfilment, ...] = Field((), description="For conduct: pledges this shows were done, or not done.")
    assessment: Assessment | None = Field(None, description="For assessments: by whom, on which scale, and the value.")
    sources: tuple[Id, ...] = Field(min_length=1, description="The documents it is based on.")
    summary: Text | None = Field(None, description="A summary of the facts.")
    quotes: tuple[QuotedWords, ...] = Field((), description="Short quotes, with the speaker.")
    outcomes: tuple[Outcome, ...] = Field((), description="What happened next, in date order.")
    excerpts: tuple[Excerpt, ...] = Field(
        (),
        max_length=MOST_COPIES,
        description="Words found in kept copies of its sources. Filled in at the desk, never typed.",
    )
    taken_down: TakenDown | None = TAKEN_DOWN

    @model_validator(mode="after")
    def _only_conduct_acts(self) -> "Evidence":
        if self.nature == "conduct":
            if not self.acts and not self.fulfils:
                raise refusal("no-act")
            if self.also_about:
                raise refusal("conduct-of-several")
        elif self.acts or self.fulfils:
            raise refusal("not-conduct", nature=self.nature)
        return self

    @model_validator(mode="after")
    def _value_of_assessments_only(self) -> "Evidence":
        if self.nature == "assessment" and self.assessment is None:
            raise refusal("no-assessment")
        if self.nature != "assessment" and self.assessment is not None:
            raise refusal("not-assessment", nature=self.nature)
        return self

    @model_validator(mode="after")
    def _outcomes_name_acts(self) -> "Evidence":
        for number, entry in enumerate(self.outcomes, 1):
            if any(act > len(self.acts) for act in entry.acts):
                raise refusal("outcome-of-no-act", number=number, acts=len(self.acts))
        return self

    @model_validator(mode="after")
    def _excerpts_of_its_sources(self) -> "Evidence":
        for excerpt in self.excerpts:
            if excerpt.source not in self.sources:
                raise refusal("excerpt-source", given=excerpt.source)
        return self

    @property
    def company_id(self) -> str:
        """The company it is about first of all."""
        return self.company or self.id.partition("/")[0]

    @property
    def company_ids(self) -> tuple[str, ...]:
        """All companies it is about."""
        return (self.company_id, *self.also_about)
