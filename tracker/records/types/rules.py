"""Which version of the rules a site works by, and what changed on it when that version came."""

from typing import Literal

from pydantic import Field

from tracker.records.types.parts.fields import TAKEN_DOWN, Id, Line, Part, Record, TakenDown


class RuleChange(Part):
    """One scorecard that the new rules read otherwise."""

    company: Id = Field(description="The company.", examples=["acme"])
    topic: Id = Field(description="The topic.", examples=["police-drones"])
    before: Line = Field(description="What the earlier rules found, most serious first.", examples=["breach 1"])
    after: Line = Field(description="What the new rules find.", examples=["possible breach 1"])


class Rules(Record):
    """Marks the moment from which a site works by a version of the rules. The program publishes it at an upgrade."""

    kind: Literal["rules"] = Field("rules", description="The kind of record.")
    id: Id = Field("rules", description="Stable id; a site has one.", examples=["rules"])
    version: Line = Field(description="The version of the rules from this entry of the ledger on.", examples=["2"])
    changes: tuple[RuleChange, ...] = Field((), description="Scorecards of that day that the new rules read otherwise.")
    more: int = Field(0, ge=0, description="How many more there were than are listed.")
    taken_down: TakenDown | None = TAKEN_DOWN
