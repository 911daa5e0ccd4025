"""Kept copies of sources, what happened at their addresses, where quoted words are. Never typed: the desk does it.

They change no finding, gap, strength or headline, and do not count for whether a source can be found (COPY-1).
"""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from tracker.core.captures.watching import PUBLIC_STATES, State
from tracker.records.messages import refusal
from tracker.records.types.parts.fields import Address, Date, Id, Line, Part, Text, check_order

__all__ = ["MOST_COPIES", "AddressState", "Copy", "Excerpt", "Withheld", "WithholdingGround"]

MOST_COPIES = 50
"""The most copies, states or excerpts of one record."""

if TYPE_CHECKING:
    PublicState = State
else:  # records hold plain words, as they are read from files and written to the database
    PublicState = Literal[tuple(state.value for state in State if state in PUBLIC_STATES)]

WithholdingGround = Literal["court", "rights", "privacy", "safety", "mistake"]
CaptureId = Annotated[str, StringConstraints(pattern=r"^[a-z]{12}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Withheld(Part):
    """A copy that is no longer shown: since when, on what ground, and why."""

    date: Date = Field(description="Since when it is withheld.", examples=["2027-02-10"])
    ground: WithholdingGround = Field(
        alias="class", description="On what ground: a court, someone’s rights, privacy, safety, or a mistake of ours."
    )
    reason: Text = Field(description="Reason shown to readers.", examples=["A court ordered it."])


class Copy(Part):
    """A copy that was kept of a source, with the hash of its manifest."""

    capture: CaptureId = Field(description="The ID of the capture.", examples=["kqwmzrtyuiop"])
    sha256: Sha256 = Field(description="The SHA-256 of its manifest, in hexadecimal.", examples=["9f2c" * 16])
    made: Date = Field(description="The day it was made (UTC).", examples=["2026-11-29"])
    by: Literal["us", "supplied"] = Field(
        description="us: this site fetched it from its address. supplied: someone gave the file to us."
    )
    supplier: Line | None = Field(
        None, description="For a supplied file: who gave it, and how.", examples=["press office, by email"]
    )
    withheld: Withheld | None = Field(None, description="Set where the copy may no longer be shown.")

    @model_validator(mode="after")
    def _supplied_by_someone(self) -> "Copy":
        if (self.by == "supplied") != (self.supplier is not None):
            raise refusal("supplier")
        return self


class AddressState(Part):
    """What became of a source’s web address, as an editor published it. It says nothing about who did it, or why."""

    state: PublicState = Field(
        description="gone: nothing was at the address. moved: the document is at another address. quote missing: the "
        "page answers, quoted words were not in it. withheld there: its server says that it may not show it. "
        "there again: after another state."
    )
    since: Date = Field(alias="from", description="The first day on which it was so.", examples=["2027-02-03"])
    seen: Date | None = Field(None, description="The last day on which we saw it so.", examples=["2027-02-10"])
    capture: CaptureId | None = Field(None, description="The capture that shows it.")
    to: Address | None = Field(None, description="For moved: the new address.")

    @model_validator(mode="after")
    def _moved_somewhere(self) -> "AddressState":
        check_order(self.since, self.seen)
        if (self.state == "moved") != (self.to is not None):
            raise refusal("moved-to")
        return self


class Excerpt(Part):
    """Words of a source that evidence is based on, as they were found in a kept copy."""

    source: Id = Field(description="The source, one of those of the evidence.")
    quote: Text = Field(description="The exact words.")
    page: int | None = Field(None, ge=1, description="The page of the copy on which they begin.")
