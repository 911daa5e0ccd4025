"""Decisions: an editor's published, reasoned departure from a finding, or its confirmation."""

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from tracker.records.messages import refusal
from tracker.records.types.parts.fields import TAKEN_DOWN, Date, Id, Line, Record, TakenDown, Text


class FindingWord(StrEnum):
    """The findings, gravest first (ORDER-1)."""

    BREACH = "breach"
    MISSED = "missed"
    POSSIBLE_BREACH = "possible breach"
    POSSIBLY_MISSED = "possibly missed"
    LOOPHOLE = "loophole"
    POSSIBLE_LOOPHOLE = "possible loophole"
    AFTER_LAPSE = "after lapse"
    NO_PLEDGE = "no pledge"
    MOVED_BEFORE_DUE = "moved before due"
    DROPPED_BEFORE_DUE = "dropped before due"
    OVERDUE = "overdue"
    PARTLY_MET = "partly met"
    FALLS_SHORT_SO_FAR = "falls short so far"
    EXCEPTION_USED = "exception used"
    UNADDRESSED = "unaddressed"
    MET_LATE = "met late"
    PRIOR_CONDUCT = "prior conduct"
    MET_TIMING_UNCLEAR = "met, timing unclear"
    NOT_CHECKED_SINCE = "not checked since"
    UNDER_WAY = "under way"
    PENDING = "pending"
    MET = "met"
    HONOURED = "honoured"


if TYPE_CHECKING:
    Finding = FindingWord
else:  # records hold plain words, as they are read from files and written to the database
    Finding = Literal[tuple(word.value for word in FindingWord)]


class Decision(Record):
    """The editors' decision about one finding. It applies as long as the rules give the finding they saw."""

    kind: Literal["decision"] = Field("decision", description="The kind of record.")
    id: Id = Field(description="Stable id, company first.", examples=["acme/decision-1"])
    company: Id | None = Field(None, description="The company. Default: the part of the ID before the slash.")
    topic: Id = Field(description="The topic of the scorecard.")
    evidence: Id | None = Field(None, description="The evidence of the finding. Leave out if it has none.")
    act: int | None = Field(None, ge=1, description="The number of the act. Default: all acts of the evidence.")
    pledge: Id | None = Field(None, description="The pledge of the finding. Leave out for “no pledge”.")
    version: int | None = Field(None, ge=1, description="The number of the pledge's version. Default: all versions.")
    due: Date | None = Field(
        None,
        description="For a promise to act: the deadline, milestone or turn that the finding is about.",
        examples=["2023-12-31"],
    )
    computed: Finding = Field(description="The finding by our rules that this decision is about.")
    decision: Literal["confirmed", "dismissed", "upgraded", "downgraded"] = Field(description="What was decided.")
    to: Finding | None = Field(None, description="The finding after an upgrade or downgrade.")
    reason: Text = Field(description="Reason, published.")
    date: Date = Field(description="When it was decided.")
    editor: Line = Field(description="Who decided: a name or pen name.")
    taken_down: TakenDown | None = TAKEN_DOWN

    @model_validator(mode="after")
    def _says_to_what(self) -> "Decision":
        moved = self.decision in ("upgraded", "downgraded")
        if moved != (self.to is not None):
            raise refusal("to-without-change")
        if self.decision == "upgraded" and self.to in (FindingWord.BREACH, FindingWord.MISSED):
            raise refusal("upgraded-too-far", finding=self.to)
        return self

    @property
    def company_id(self) -> str:
        """The company it concerns."""
        return self.company or self.id.partition("/")[0]
