"""Conditions: events on which a version ends or begins."""

from typing import Literal

from pydantic import Field

from tracker.records.types.parts.fields import TAKEN_DOWN, Date, Id, Line, Part, Record, TakenDown, Text


class Development(Part):
    """Something that happened, and whether it meets the condition."""

    date: Date = Field(description="When it happened.")
    title: Line = Field(
        description="What happened.", examples=["California bars the technology in police body cameras"]
    )
    meets: Literal["yes", "no", "void"] = Field(
        description="yes: this meets the condition; no: it does not; void: the condition can no longer be met."
    )
    why: Text = Field(description="Why it does or does not meet the condition.")
    source: Id = Field(description="The source that reports it.")


class Condition(Record):
    """An event that a pledge depends on. Its developments decide whether it is pending, met or void."""

    kind: Literal["condition"] = Field("condition", description="The kind of record.")
    id: Id = Field(description="Stable id.", examples=["us-national-law"])
    name: Line = Field(
        description="The event. It completes the sentence “The pledge holds until …”.",
        examples=["a national law is in place"],
    )
    explanation: Text | None = Field(None, description="What would and would not count, and why.")
    developments: tuple[Development, ...] = Field((), description="What happened, in date order.")
    taken_down: TakenDown | None = TAKEN_DOWN
