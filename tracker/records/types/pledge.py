"""Pledges and their versions: what was promised, in which words, for how long."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from tracker.core.recurring import Recurrence
from tracker.records.messages import refusal
from tracker.records.types.parts.amounts import Milestone, Target
from tracker.records.types.parts.fields import (
    TAKEN_DOWN,
    Commitment,
    Date,
    Id,
    Length,
    Line,
    Part,
    Record,
    ScopeLabels,
    TakenDown,
    Text,
)
from tracker.records.types.parts.languages import Language, language_field

StatedEnd = Literal["open", "unstated", "self-judged"]
Verification = Literal["independent", "own report", "none"]


def _shape(value: Any) -> str:
    """Which form a value takes: a mapping of terms, or a word or date."""
    return "terms" if isinstance(value, (dict, Part)) else "word"


class EndTerms(Part):
    """How a version ends; where several are given, the first to come ends it."""

    condition: Id | None = Field(None, description="Id of the condition that ends it.", examples=["us-national-law"])
    after: Length | None = Field(None, description="Length of time from the start date.", examples=["1 year"])
    last_day: Date | None = Field(None, description="Its last day.", examples=["2025-12-31"])
    withdrawn: Date | None = Field(
        None,
        description=(
            "The date it was withdrawn. If the page was removed first and the end confirmed later: "
            "[removal..confirmation]."
        ),
    )
    stated: StatedEnd | None = Field(None, description="What the pledge said about its end, if it was withdrawn later.")

    @model_validator(mode="after")
    def _says_something(self) -> "EndTerms":
        if not (self.condition or self.after or self.last_day or self.withdrawn):
            raise refusal("no-end")
        return self


class OnCondition(Part):
    """A day that comes with a condition."""

    condition: Id = Field(description="ID of the condition. The date is the day it is met.")


class After(Part):
    """A day given as a length from the version's first day."""

    after: Length = Field(description="Length of time from the start date.", examples=["6 months"])


class Turns(Part):
    """The days of a recurring duty. Each turn is judged on its own."""

    every: Length = Field(description="How often.", examples=["1 year"])
    first: Date = Field(description="The day on which the first turn is due.", examples=["2015-06-30"])
    last: Date | None = Field(
        None,
        description="The day on which the last turn is due. Default: none, as long as the pledge is in force.",
        examples=["2024-06-30"],
    )

    @model_validator(mode="after")
    def _days_in_order(self) -> "Turns":
        for day in (self.first, self.last):
            if day is not None and day.open_end:
                raise refusal("turn-without-day", given=str(day))
        if self.last is not None and self.last.latest < self.first.latest:
            raise refusal("ends-before-start", end=str(self.last), start=str(self.first))
        return self

    @property
    def recurrence(self) -> Recurrence:
        """The same as a value of the core."""
        return Recurrence(self.first, self.every, self.last)


def _deadline_shape(value: Any) -> str:
    if isinstance(value, dict):
        return next((tag for field, tag in _BY_FIELD.items() if field in value), "condition")
    return next((tag for tag, kind in _BY_TYPE.items() if isinstance(value, kind)), "date")


_BY_FIELD = {"after": "after", "every": "turns", "first": "turns", "last": "turns"}
_BY_TYPE: dict[str, type[Part]] = {"after": After, "condition": OnCondition, "turns": Turns}


Ends = Annotated[
    Annotated[StatedEnd, Tag("word")] | Annotated[EndTerms, Tag("terms")],
    Discriminator(_shape),
]
Start = Annotated[Annotated[Date, Tag("word")] | Annotated[OnCondition, Tag("terms")], Discriminator(_shape)]
Deadline = Annotated[
    Annotated[Date, Tag("date")]
    | Annotated[After, Tag("after")]
    | Annotated[Turns, Tag("turns")]
    | Annotated[OnCondition, Tag("condition")],
    Discriminator(_deadline_shape),
]


class VersionEvent(Part):
    """Something that happened to the pledge's text without ending it, such as its page being removed."""

    date: Date = Field(description="When.")
    title: Line = Field(description="What happened.", examples=["Page removed from the company's site"])
    source: Id | None = Field(None, description="The source that reports it.")


class Version(Part):
    """One version of a pledge: the words, who said them, the dates and the scope."""

    change: Literal["announced", "extended", "narrowed", "widened", "clarified", "restated"] = Field(
        "announced", description="What changed in this version."
    )
    announced: Date | None = Field(None, description="When it was announced. Default: its start date.")
    start: Start | None = Field(None, description="The start date, or {condition: ID}. Default: the date announced.")
    speaker: Line | None = Field(
        None, description="Who said it: name and job title.", examples=["Brad Smith, president"]
    )
    channel: Line | None = Field(None, description="Where it was said.", examples=["public event"])
    source: Id = Field(description="The source of the quote.")
    also_in: tuple[Id, ...] = Field((), description="Other sources that report it.")
    quote: Text | None = Field(None, description="The exact words, without quotation marks.")
    reported: Text | None = Field(None, description="What sources report, if there is no quote.")
    language: Language | None = language_field("The language of the quote, where it is not the site’s own (BCP 47).")
    short: Line | None = Field(
        None,
        description="The pledge in one line: it finishes “has pledged …”, beginning with “to” or “not to”. "
        "Default: built from the scope.",
    )
    ends: Ends = Field(
        "unstated",
        description="open (says it has no end date), unstated, self-judged (“at this time”), or a mapping: {condition: ID}, {after: 1 year}, "  # noqa: E501
        "{last_day: 2025-12-31}, {withdrawn: DATE}.",
    )
    deadline: Deadline | None = Field(
        None,
        description=(
            "For perform: the deadline, {after: 6 months}, {condition: ID} or, for a recurring duty, "
            "{every: 1 year, first: DATE, last: DATE}. A vague deadline counts at its latest."
        ),
    )
    target: Target | None = Field(None, description="For perform: what is to be reached by the deadline, in numbers.")
    milestones: tuple[Milestone, ...] = Field(
        (), description="For perform: amounts to be reached on the way, in date order."
    )
    scope: ScopeLabels = Field(ScopeLabels.model_validate({}), description="What the pledge covers.")
    note: Text | None = Field(
        None, description="A note for readers about the wording or the labels, in your own words."
    )
    unclear_because: tuple[Id, ...] = Field((), description="Responses or evidence that show why labels are unclear.")
    verification: Verification = Field("none", description="Who checks it.")
    events: tuple[VersionEvent, ...] = Field(
        (), description="Things that happened to the text without ending the pledge."
    )

    @model_validator(mode="after")
    def _words_and_days(self) -> "Version":
        if self.announced is None and self.start is None:
            raise refusal("no-start")
        if self.announced is None and isinstance(self.start, OnCondition):
            raise refusal("starts-on-condition")
        if (self.quote is None) == (self.reported is None):
            raise refusal("quote-or-reported")
        if self.quote is not None and self.speaker is None:
            raise refusal("no-speaker")
        return self

    @model_validator(mode="after")
    def _milestones_of_a_target(self) -> "Version":
        if self.milestones and self.target is None:
            raise refusal("milestones-without-target")
        if self.target and any((m.at_least is None) != (self.target.at_least is None) for m in self.milestones):
            raise refusal("milestone-other-way")
        if self.milestones and isinstance(self.deadline, Turns):
            raise refusal("milestones-of-turns")
        return self

    @property
    def recurrence(self) -> Recurrence | None:
        """The turns of a recurring duty; None for anything else."""
        return self.deadline.recurrence if isinstance(self.deadline, Turns) else None


class Pledge(Record):
    """A public commitment of one company, or of all that sign an initiative, on one topic."""

    kind: Literal["pledge"] = Field("pledge", description="The kind of record.")
    id: Id = Field(description="Stable id, company first.", examples=["microsoft/police-sales"])
    company: Id | None = Field(
        None, description="The company that made the pledge. Default: the part of the ID before the slash."
    )
    initiative: Id | None = Field(
        None,
        description="In place of a company: the initiative whose signatories made the pledge.",
        examples=["open-audit-charter"],
    )
    topic: Id = Field(description="The topic it belongs to.")
    title: Line | None = Field(None, description="A short name, used in lists.", examples=["No sales to police"])
    commitment: Commitment = Field(
        description="refrain: not to do something. perform: to do something, perhaps by a deadline."
    )
    restates: Id | None = Field(
        None, description="The earlier pledge that this one restates (for example, in terms of service)."
    )
    same_text_as: tuple[Id, ...] = Field((), description="Other pledges in the same text.")
    versions: tuple[Version, ...] = Field(min_length=1, description="In date order.")
    taken_down: TakenDown | None = TAKEN_DOWN

    @model_validator(mode="after")
    def _deadlines_belong_to_perform(self) -> "Pledge":
        for number, version in enumerate(self.versions, 1):
            if version.deadline is not None and self.commitment == "refrain":
                raise refusal("deadline-to-refrain", number=number)
            if version.target is not None and self.commitment == "refrain":
                raise refusal("target-to-refrain", number=number)
        return self

    @model_validator(mode="after")
    def _of_a_company_or_an_initiative(self) -> "Pledge":
        if self.company is not None and self.initiative is not None:
            raise refusal("company-and-initiative")
        return self

    @property
    def company_id(self) -> str:
        """The company bound; empty for a pledge of an initiative, which binds its signatories."""
        if self.initiative is not None:
            return ""
        return self.company or self.id.partition("/")[0]
