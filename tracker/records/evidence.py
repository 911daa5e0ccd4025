"""Evidence: records about what a company did, and about what others said, studied or filed."""

from typing import Literal

from pydantic import Field, model_validator

from tracker.records.fields import Date, Id, Line, Part, Record, TermId, TermsByDimension, Text, When


class Act(TermsByDimension):
    """Terms that hold together, each with each; what does not combine is a second act.

    A dimension that is left out is unknown; an actor left out is the company itself.
    """

    products: tuple[TermId, ...] = Field((), description="Products of the company; their subjects count as the act's.")
    period: When | None = Field(
        None, description="When this act took place, where it differs from the evidence's period."
    )
    seen_until: Date | None = Field(None, description="For an ongoing act: the last day that a source vouches for.")
    note: Line | None = Field(None, description="The act in a few words.", examples=["Hosted staff for demonstrations"])


class Fulfilment(Part):
    """The editor's sourced statement that the evidence shows a pledge carried out, or not done."""

    pledge: Id = Field(description="The pledge.")
    extent: Literal["full", "part", "part-only", "none"] = Field(
        description="full; part; part-only: in part, and a source says that the rest was not done; none: a source says it was not done."
    )
    instance: Line | None = Field(None, description="Which one of a recurring duty.", examples=["report for 2022"])
    due: Date | None = Field(None, description="When that instance was due; left out: the version's deadline.")


class Outcome(Part):
    """What became of the matter; the last one on a day stands."""

    date: Date = Field(description="When.")
    outcome: Literal["alleged", "denied", "admitted", "put right", "not upheld", "adjudicated", "retracted"] = Field(
        description="alleged, denied, admitted, put right, not upheld, adjudicated (a ruling found it so), retracted (the source or we took it back)."
    )
    source: Id | None = Field(None, description="The source that says so; only a retraction of our own has none.")
    note: Text | None = Field(None, description="What exactly was said or ruled.")

    @model_validator(mode="after")
    def _sourced(self) -> "Outcome":
        if self.source is None and not (self.outcome == "retracted" and self.note):
            raise ValueError("needs a source (a retraction of our own needs a note that says why)")
        return self


class QuotedWords(Part):
    """Somebody's words about it."""

    text: Text = Field(description="The words, verbatim.")
    speaker: Line = Field(description="Who said them, with office.")
    source: Id = Field(description="The source that has them.")


class Evidence(Record):
    """A record about a company. Only conduct yields findings; the rest is context."""

    kind: Literal["evidence"] = Field("evidence", description="The kind of record.")
    id: Id = Field(description="Stable id, company first.", examples=["microsoft/dea-2017"])
    company: Id | None = Field(
        None, description="The company it is about; left out: the part of the id before the slash."
    )
    also_about: tuple[Id, ...] = Field((), description="Further companies, for a statement, study or proceeding.")
    topics: tuple[Id, ...] = Field(min_length=1, description="Topics it bears on.")
    nature: Literal["conduct", "statement", "study", "proceeding"] = Field(
        description="conduct: what the company did. statement: what somebody said. study: a test or analysis. proceeding: suit, request, inquiry."
    )
    title: Line = Field(
        description="What happened, as a fact.", examples=["Marketed facial recognition to the DEA, which piloted it"]
    )
    period: When = Field(description="When it took place; not when it was reported.")
    seen_until: Date | None = Field(None, description="For an ongoing period: the last day that a source vouches for.")
    acts: tuple[Act, ...] = Field((), description="For conduct: what was done, to whom, where.")
    fulfils: tuple[Fulfilment, ...] = Field(
        (), description="For conduct: pledges that it carried out, or was found not to have."
    )
    sources: tuple[Id, ...] = Field(min_length=1, description="The documents it rests on.")
    summary: Text | None = Field(None, description="The facts in our words.")
    quotes: tuple[QuotedWords, ...] = Field((), description="Short words of people, attributed.")
    outcomes: tuple[Outcome, ...] = Field((), description="What became of it, in order of time.")

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
