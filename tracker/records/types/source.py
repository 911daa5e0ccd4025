"""Sources: the documents on which pledges and evidence rest."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ConfigDict, Field, model_validator

from tracker.records.ids import site_of
from tracker.records.messages import refusal
from tracker.records.types.parts.captures import MOST_COPIES, AddressState, Copy
from tracker.records.types.parts.fields import TAKEN_DOWN, Address, Date, Id, Line, Record, TakenDown, Text
from tracker.records.types.parts.languages import Language, language_field

SourceType = Literal["record", "claim"]


class Source(Record):
    """A document. It needs an address or a place to find it, and a date or the day it was retrieved."""

    kind: Literal["source"] = Field("source", description="The kind of record.")
    id: Id = Field(description="Stable id.", examples=["the-hill-2020-06-17"])
    title: Line | None = Field(
        None, description="The title as published. Default: shown by its web address, or by where it is."
    )
    publisher: Line | None = Field(
        None,
        description="Who published it. Without one, it is no independent source beside others.",
        examples=["The Hill"],
    )
    date: Date = Field(
        description="Publication date, as exact as you know it. Default: the day it was retrieved, or earlier."
    )
    type: SourceType = Field(
        description="record: the company's or counterparty's own document, contract, filing or ruling. "
        "claim: a complaint, petition, accuser's release or press report, however official it looks."
    )
    author: Line | None = Field(None, description="Who wrote it, if not the publisher.")
    language: Language | None = language_field("The language of the document, where it is not the site’s own (BCP 47).")
    url: Address | None = Field(None, description="Link to the document.")
    archive_url: Address | None = Field(None, description="Link to an archived copy.")
    retrieved: Date | None = Field(None, description="When it was last read at its web address.")
    location: Line | None = Field(
        None,
        description="Where to find it offline: docket number, collection or page.",
        examples=["Case 1:19-cv-12242"],
    )
    derived_from: tuple[Id, ...] = Field(
        (), description="Sources that this one copies or is based on. They count as one source."
    )
    note: Text | None = Field(None, description="A note for readers.")
    copies: tuple[Copy, ...] = Field(
        (), max_length=MOST_COPIES, description="Copies that were kept of it. Filled in at the desk, never typed."
    )
    states: tuple[AddressState, ...] = Field(
        (),
        max_length=MOST_COPIES,
        description="What happened at its web address, in date order. Filled in at the desk, never typed.",
    )
    taken_down: TakenDown | None = TAKEN_DOWN

    model_config = ConfigDict(json_schema_extra=lambda schema: schema["required"].remove("date"))

    @model_validator(mode="before")
    @classmethod
    def _dated_by_retrieval(cls, data: Any) -> Any:
        """A document without a date was published on the day it was retrieved, or earlier."""
        if not isinstance(data, Mapping) or data.get("date") or not isinstance(data.get("retrieved"), str):
            return data
        return {**data, "date": f"[..{data['retrieved'].strip()}]"}

    @model_validator(mode="after")
    def _copies_named_once(self) -> "Source":
        captures = [copy.capture for copy in self.copies]
        for capture in captures:
            if captures.count(capture) > 1:
                raise refusal("copy-twice", given=capture)
        return self

    @property
    def located(self) -> bool:
        """Whether a reader could find the document (WEIGHT-3). A kept copy does not count (COPY-1)."""
        return bool(self.url or self.archive_url or self.location)

    @property
    def name(self) -> str:
        """What readers call it: its title, else where it can be found."""
        return self.title or self.address or self.location or self.id

    @property
    def address(self) -> str:
        """Its web address without protocol, as far as that names a document; empty without one."""
        return (self.url or self.archive_url or "").partition("://")[2].removeprefix("www.").rstrip("/")

    @property
    def published_by(self) -> str:
        """Who published it, as far as known: the publisher, else the site it is on, else its author, else empty."""
        return self.publisher or site_of(self.url or "") or self.author or ""
