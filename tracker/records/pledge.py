"""Pledges and their versions: what was promised, in which words, for how long."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from tracker.records.fields import Commitment, Date, Id, Length, Line, Part, Record, ScopeLabels, Text

StatedEnd = Literal["open", "unstated", "self-judged"]


def _shape(value: Any) -> str:
    """Which form a value takes: a mapping of terms, or a word or date."""
    return "terms" if isinstance(value, (dict, Part)) else "word"


class EndTerms(Part):
    """How a version ends; where several are given, the first to come ends it."""

    condition: Id | None = Field(None, description="Id of the condition that ends it.", examples=["us-national-law"])
    after: Length | None = Field(None, description="Length from its first day.", examples=["1 year"])
    last_day: Date | None = Field(None, description="Its last day.", examples=["2025-12-31"])
    withdrawn: Date | None = Field(
        None,
        description="The day it was withdrawn. Where a page was taken down and the end confirmed later: [removal..confirmation].",
    )
    stated: StatedEnd | None = Field(None, description="What its words said of the end, where it was withdrawn later.")

    @model_validator(mode="after")
    def _says_something(self) -> "EndTerms":
        if not (self.condition or self.after or self.last_day or self.withdrawn):
            raise ValueError(
                "names no end: give condition, after, last_day or withdrawn; or write open, unstated or self-judged"
            )
        return self


class OnCondition(Part):
    """A day that comes with a condition."""

    condition: Id = Field(description="Id of the condition; the day is the one on which it is met.")


class After(Part):
    """A day given as a length from the version's first day."""

    after: Length = Field(description="Length from its first day.", examples=["6 months"])


def _deadline_shape(value: Any) -> str:
    if isinstance(value, dict):
        return "after" if "after" in value else "condition"
    if isinstance(value, After):
        return "after"
    return "condition" if isinstance(value, OnCondition) else "date"


Ends = Annotated[
    Annotated[StatedEnd, Tag("word")] | Annotated[EndTerms, Tag("terms")],
    Discriminator(_shape),
]
Start = Annotated[Annotated[Date, Tag("word")] | Annotated[OnCondition, Tag("terms")], Discriminator(_shape)]
Deadline = Annotated[
    Annotated[Date, Tag("date")] | Annotated[After, Tag("after")] | Annotated[OnCondition, Tag("condition")],
    Discriminator(_deadline_shape),
]


class VersionEvent(Part):
    """Something that happened to the pledge's text without ending it, such as its page being taken down."""

    date: Date = Field(description="When.")
    title: Line = Field(description="What happened.", examples=["Page removed from the company's site"])
    source: Id | None = Field(None, description="The source that reports it.")


class Version(Part):
    """One state of a pledge: the words, who said them, from when until when, and their scope."""

    change: Literal["announced", "extended", "narrowed", "widened", "clarified", "restated"] = Field(
        "announced", description="What this version did to the pledge."
    )
    announced: Date | None = Field(None, description="When it was made public; left out: its start.")
    start: Start | None = Field(
        None, description="The first day it binds, or {condition: ID}; left out: the day announced."
    )
    speaker: Line | None = Field(None, description="Who said it, with office.", examples=["Brad Smith, president"])
    channel: Line | None = Field(None, description="Where it was said.", examples=["public event"])
    source: Id = Field(description="The source that has the words.")
    also_in: tuple[Id, ...] = Field((), description="Further sources that report it.")
    quote: Text | None = Field(None, description="The words themselves, verbatim, without quotation marks around them.")
    reported: Text | None = Field(None, description="What sources report was said, where no quote exists.")
    short: Line | None = Field(
        None,
        description="The promise in a few plain words, to follow the company's name; left out: made from the scope.",
    )
    ends: Ends = Field(
        "unstated",
        description="open (no end, said so), unstated, self-judged (“at this time”), or a mapping: {condition: ID}, {after: 1 year}, "
        "{last_day: 2025-12-31}, {withdrawn: DATE}.",
    )
    deadline: Deadline | None = Field(
        None,
        description="For perform: the day by which it is due, {after: 6 months} or {condition: ID}; a vague one counts at its latest.",
    )
    scope: ScopeLabels = Field(ScopeLabels.model_validate({}), description="What the words cover.")
    note: Text | None = Field(None, description="What a reader should know about the words or the labels; our words.")
    unclear_because: tuple[Id, ...] = Field((), description="Responses or evidence that show why labels are unclear.")
    verification: Literal["independent", "own report", "none"] = Field(
        "none", description="Who checks that it is kept."
    )
    events: tuple[VersionEvent, ...] = Field((), description="What happened to its text without ending it.")

    @model_validator(mode="after")
    def _words_and_days(self) -> "Version":
        if self.announced is None and self.start is None:
            raise ValueError("has no day: give start or announced")
        if self.announced is None and isinstance(self.start, OnCondition):
            raise ValueError("starts on a condition, so give the day it was announced")
        if (self.quote is None) == (self.reported is None):
            raise ValueError("give either quote (verbatim) or, where no quote exists, reported")
        if self.quote is not None and self.speaker is None:
            raise ValueError("has a quote without a speaker: say who said it")
        return self


class Pledge(Record):
    """A public commitment of one company on one topic."""

    kind: Literal["pledge"] = Field("pledge", description="The kind of record.")
    id: Id = Field(description="Stable id, company first.", examples=["microsoft/police-sales"])
    company: Id | None = Field(None, description="The company bound; left out: the part of the id before the slash.")
    topic: Id = Field(description="The topic it belongs to.")
    title: Line | None = Field(None, description="A short name for lists.", examples=["No sales to police"])
    commitment: Commitment = Field(
        description="refrain: not to do something. perform: to do something, perhaps by a deadline."
    )
    restates: Id | None = Field(
        None, description="The pledge whose terms this one sets down again (service terms, for example)."
    )
    same_text_as: tuple[Id, ...] = Field((), description="Pledges that stand in the same text.")
    versions: tuple[Version, ...] = Field(min_length=1, description="In order of time.")

    @model_validator(mode="after")
    def _deadlines_belong_to_perform(self) -> "Pledge":
        for number, version in enumerate(self.versions, 1):
            if version.deadline is not None and self.commitment == "refrain":
                raise ValueError(
                    f"version {number} has a deadline, but the commitment is to refrain; use ends, or commitment: perform"
                )
        return self

    @property
    def company_id(self) -> str:
        """The company bound."""
        return self.company or self.id.partition("/")[0]
