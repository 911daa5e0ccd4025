"""Wording: the sentences that pages, widgets and JSON are made of. They are data, published like any other record."""

from typing import Literal

from pydantic import Field

from tracker.records.fields import Id, Record, Text


class Wording(Record):
    """Sentences that replace the built-in English ones; keys and placeholders are those of the methodology page."""

    kind: Literal["wording"] = Field("wording", description="The kind of record.")
    id: Id = Field(description="Stable id; a site has one.", examples=["english"])
    sentences: dict[str, Text] = Field(description="Sentence by key; keys left out keep the built-in sentence.")
