"""Wording: the sentences that pages, widgets and JSON are made of. They are data, published like any other record."""

from typing import Literal

from pydantic import Field

from tracker.records.types.parts.fields import TAKEN_DOWN, Id, Record, TakenDown, Text


class Wording(Record):
    """Sentences that replace the built-in ones. Keys and placeholders are listed on the methodology page."""

    kind: Literal["wording"] = Field("wording", description="The kind of record.")
    id: Id = Field(description="Stable id; a site has one.", examples=["english"])
    sentences: dict[str, Text] = Field(description="Sentences by key. Keys you leave out keep the built-in sentence.")
    taken_down: TakenDown | None = TAKEN_DOWN
