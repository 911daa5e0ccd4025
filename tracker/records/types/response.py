"""Responses: who was asked what, and what came."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from tracker.core.dates import UncertainDate
from tracker.records.messages import refusal
from tracker.records.types.parts.fields import TAKEN_DOWN, Date, Id, Line, Record, TakenDown, TermOrRange, Text

Answer = Literal["full", "partly", "declined", "denied", "none", "waiting"]


class Response(Record):
    """A question to a company, or to someone else about it, and its answer. Refusals and silence count too."""

    kind: Literal["response"] = Field("response", description="The kind of record.")
    id: Id = Field(description="Stable id.", examples=["microsoft/silent-on-federal-agencies"])
    company: Id | None = Field(
        None, description="The company it is about. Default: the part of the ID before the slash."
    )
    respondent: Line | None = Field(None, description="Who was asked, if not the company.", examples=["DEA"])
    asked_by: Line = Field(description="Who asked.", examples=["CNET"])
    question: Text = Field(description="What was asked, in your own words or word for word.")
    asked: Date | None = Field(None, description="When it was asked.")
    until: Date | None = Field(None, description="The deadline for the answer.")
    answer: Answer = Field(
        description=(
            "full or partly answered, declined to answer, denied, none (no answer by the deadline or by "
            "publication), waiting."
        )
    )
    answered: Date = Field(description="When it was reported that they answered, declined or did not reply.")
    text: Text | None = Field(None, description="The full text of the answer.")
    speaker: Line | None = Field(
        None, description="Who answered, with their function.", examples=["Jo Example, head of public policy"]
    )
    summary: Text | None = Field(None, description="A summary of the answer, if you do not have the full text.")
    source: Id = Field(description="The source that reports it.")
    about: tuple[Id, ...] = Field((), description="Related pledges or evidence. A denial marks evidence as disputed.")

    terms: tuple[TermOrRange, ...] = Field(
        (),
        description="The terms the question was about. Default: the one dimension that the pledge leaves unclear.",
        examples=[["federal-law-enforcement"]],
    )
    taken_down: TakenDown | None = TAKEN_DOWN

    @model_validator(mode="after")
    def _an_answer_has_words(self) -> "Response":
        if self.answer in ("full", "partly", "denied") and not (self.text or self.summary):
            raise refusal("no-answer-text", answer=self.answer)
        return self

    def state(self, as_of: date) -> str:
        """The answer as of a day: one still waited for is ``unanswered`` when its deadline has passed or none is known.

        Takes a calendar day and returns a value of ``answer``, or ``unanswered``.
        """
        in_time = self.until is not None and self.until.latest >= as_of
        return "unanswered" if self.answer == "waiting" and not in_time else self.answer

    def day(self, as_of: date) -> UncertainDate | None:
        """The day of the answer, as of a day; None while there is none: ``answered`` is when that was reported."""
        return None if self.state(as_of) in ("waiting", "unanswered") else self.answered

    @property
    def company_id(self) -> str:
        """The company it concerns."""
        return self.company or self.id.partition("/")[0]
