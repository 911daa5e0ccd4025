"""Form data of a reviewer’s decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["ReviewDecision", "parse_cursor", "parse_review_decision"]

_SHOWN = "shown-"


@dataclass(frozen=True)
class ReviewDecision:
    """``approved`` are the submissions that were shown, each with the hash of its text."""

    decision: Literal["publish", "return", ""]
    approved: Mapping[int, str]
    note: str


def parse_review_decision(form: Mapping[str, str]) -> ReviewDecision:
    """Read the posted form; what is not part of it is left out."""
    decision = form.get("decision", "")
    shown = {name.removeprefix(_SHOWN): value for name, value in form.items() if name.startswith(_SHOWN)}
    return ReviewDecision(
        decision="publish" if decision == "publish" else "return" if decision == "return" else "",
        approved={
            int(id): content_hash
            for id, content_hash in shown.items()
            if id.isdecimal() and id.isascii() and len(id) < 10
        },
        note=form.get("note", ""),
    )


def parse_cursor(arguments: Mapping[str, str], name: str = "after") -> int:
    """The number that a list starts from; 0 for the beginning, also if it is no number."""
    text = arguments.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
