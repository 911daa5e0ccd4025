"""Responses: who was asked what, and what came."""

from typing import Literal

from pydantic import Field, model_validator

from tracker.records.fields import Date, Id, Line, Record, TermId, Text


class Response(Record):
    """A question put to a company (or to another party about it) and its answer, refusal or silence."""

    kind: Literal["response"] = Field("response", description="The kind of record.")
    id: Id = Field(description="Stable id.", examples=["microsoft/silent-on-federal-agencies"])
    company: Id | None = Field(
        None, description="The company it concerns; left out: the part of the id before the slash."
    )
    respondent: Line | None = Field(None, description="Who was asked, where that is not the company.", examples=["DEA"])
    asked_by: Line = Field(description="Who asked.", examples=["CNET"])
    question: Text = Field(description="What was asked, in our words or verbatim.")
    asked: Date | None = Field(None, description="When it was asked.")
    until: Date | None = Field(None, description="The day until which an answer was asked for.")
    answer: Literal["full", "partly", "declined", "denied", "none", "waiting"] = Field(
        description="full or partly answered, declined to answer, denied, none (nothing came by the deadline or by publication), waiting."
    )
    answered: Date = Field(description="When the answer, the refusal or the silence was reported.")
    text: Text | None = Field(None, description="The whole answer, verbatim.")
    summary: Text | None = Field(None, description="The answer in our words, where its text is not at hand.")
    source: Id = Field(description="The source that reports it.")
    about: tuple[Id, ...] = Field(
        (), description="Pledges or evidence that it is about; a denial marks evidence as disputed."
    )

    terms: tuple[TermId, ...] = Field(
        (),
        description="Terms of a scope that the question was about; left out: the one dimension that the pledge leaves unclear.",
        examples=[["federal-law-enforcement"]],
    )

    @model_validator(mode="after")
    def _an_answer_has_words(self) -> "Response":
        if self.answer in ("full", "partly", "denied") and not (self.text or self.summary):
            raise ValueError(
                f"the answer is “{self.answer}”, so give its text, or a summary where the text is not at hand"
            )
        return self

    @property
    def company_id(self) -> str:
        """The company it concerns."""
        return self.company or self.id.partition("/")[0]
