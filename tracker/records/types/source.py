"""Sources: the documents on which pledges and evidence rest."""

from typing import Literal

from pydantic import Field

from tracker.records.types.fields import Address, Date, Id, Line, Record, Text


class Source(Record):
    """A document. Title, publisher and date are required; a link is not."""

    kind: Literal["source"] = Field("source", description="The kind of record.")
    id: Id = Field(description="Stable id.", examples=["the-hill-2020-06-17"])
    title: Line = Field(description="The title as published.")
    publisher: Line = Field(description="Who published it.", examples=["The Hill"])
    date: Date = Field(description="Publication date, as exact as you know it.")
    type: Literal["record", "claim"] = Field(
        description="record: the company's or counterparty's own document, contract, filing or ruling. "
        "claim: a complaint, petition, accuser's release or press report, however official it looks."
    )
    author: Line | None = Field(None, description="Who wrote it, if not the publisher.")
    url: Address | None = Field(None, description="Link to the document.")
    archive_url: Address | None = Field(None, description="Link to an archived copy.")
    location: Line | None = Field(
        None,
        description="Where to find it offline: docket number, collection or page.",
        examples=["Case 1:19-cv-12242"],
    )
    derived_from: tuple[Id, ...] = Field(
        (), description="Sources that this one copies or is based on. They count as one source."
    )
    note: Text | None = Field(None, description="A note for readers.")

    @property
    def located(self) -> bool:
        """Whether a reader could find the document (WEIGHT-3)."""
        return bool(self.url or self.archive_url or self.location)
