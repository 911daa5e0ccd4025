"""Checks: “we looked, and there was nothing new”."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from tracker.records.types.parts.fields import TAKEN_DOWN, Date, Id, Record, TakenDown


class Check(Record):
    """How far the record of one company on one topic was checked. Of several, the latest `until` stands."""

    kind: Literal["check"] = Field("check", description="The kind of record.")
    id: Id = Field(
        "",
        description="Stable id. Default: made from the company and the topic.",
        examples=["sample-print/recycled-paper"],
    )
    company: Id = Field(description="The company that was checked.", examples=["sample-print"])
    topic: Id = Field(description="The topic it was checked on.", examples=["recycled-paper"])
    until: Date = Field(description="The last date up to which everything was looked for.", examples=["2024-09-14"])
    taken_down: TakenDown | None = TAKEN_DOWN

    @model_validator(mode="before")
    @classmethod
    def _made_id(cls, data: Any) -> Any:
        """One record a company and topic is the rule, so that its id need not be typed."""
        if not isinstance(data, Mapping) or data.get("id"):
            return data
        parts = [data.get(name) for name in ("company", "topic")]
        if not all(isinstance(part, str) and part.strip() for part in parts):
            return data
        return {**data, "id": "/".join(str(part).strip().replace("/", "-") for part in parts)}

    @property
    def company_id(self) -> str:
        """The company it concerns."""
        return self.company
