"""Decisions: an editor's published, reasoned departure from a finding, or its confirmation."""

from typing import Literal

from pydantic import Field, model_validator

from tracker.records.fields import Date, Id, Line, Record, Text

Finding = Literal[
    "breach",
    "possible breach",
    "missed",
    "loophole",
    "possible loophole",
    "after lapse",
    "no pledge",
    "falls short so far",
    "dropped before due",
    "exception used",
    "unaddressed",
    "overdue",
    "partly met",
    "met late",
    "prior conduct",
    "met, timing unclear",
    "pending",
    "met",
    "honoured",
]
"""The findings, gravest first (design section 5)."""


class Decision(Record):
    """What editors decided on one finding; it stands as long as the computed finding is the one they saw."""

    kind: Literal["decision"] = Field("decision", description="The kind of record.")
    id: Id = Field(description="Stable id, company first.", examples=["acme/decision-1"])
    company: Id | None = Field(None, description="The company; left out: the part of the id before the slash.")
    topic: Id = Field(description="The topic of the scorecard.")
    evidence: Id | None = Field(
        None, description="The evidence of the finding; left out for a finding without evidence."
    )
    act: int | None = Field(None, ge=1, description="The number of the act; left out: all acts of the evidence.")
    pledge: Id | None = Field(None, description="The pledge of the finding; left out for “no pledge”.")
    computed: Finding = Field(description="The computed finding that was decided on.")
    decision: Literal["confirmed", "dismissed", "upgraded", "downgraded"] = Field(description="What was decided.")
    to: Finding | None = Field(None, description="The finding after an upgrade or downgrade.")
    reason: Text = Field(description="Why, for the public.")
    date: Date = Field(description="When it was decided.")
    editor: Line = Field(description="Who decided, by name or chosen pen name.")

    @model_validator(mode="after")
    def _says_to_what(self) -> "Decision":
        moved = self.decision in ("upgraded", "downgraded")
        if moved != (self.to is not None):
            raise ValueError("give “to” with upgraded or downgraded, and only then")
        if self.decision == "upgraded" and self.to in ("breach", "missed"):
            raise ValueError(
                f"a finding cannot be upgraded to “{self.to}” by decision: record the evidence that shows it"
            )
        return self

    @property
    def company_id(self) -> str:
        """The company it concerns."""
        return self.company or self.id.partition("/")[0]
