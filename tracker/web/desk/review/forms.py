"""Form data of a reviewer’s decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["ReviewDecision", "parse_cursor", "parse_review_decision"]

_SHOWN, _NOTE = "shown-", "note-"


@dataclass(frozen=True)
class ReviewDecision:
    """``approved`` are the submissions that were shown, each with the hash of its text; ``notes`` are on single ones.

    ``onward``: go on to the next review. ``eye``: how quotes were checked that no copy has.
    """

    decision: Literal["publish", "return", ""]
    approved: Mapping[int, str]
    note: str
    notes: Mapping[int, str]
    onward: bool
    eye: str


def parse_review_decision(form: Mapping[str, str]) -> ReviewDecision:
    """Read the posted form; what is not part of it is left out."""
    decision, _, onward = form.get("decision", "").partition("-")
    return ReviewDecision(
        decision="publish" if decision == "publish" else "return" if decision == "return" else "",
        approved=_by_number(form, _SHOWN),
        note=form.get("note", ""),
        notes=_by_number(form, _NOTE),
        onward=onward == "next",
        eye=form.get("eye", "").strip()[:500],
    )


def _by_number(form: Mapping[str, str], prefix: str) -> dict[int, str]:
    values = {name.removeprefix(prefix): value for name, value in form.items() if name.startswith(prefix)}
    return {int(id): value for id, value in values.items() if id.isdecimal() and id.isascii() and len(id) < 10}


def parse_cursor(arguments: Mapping[str, str], name: str = "after") -> int:
    """The number that a list starts from; 0 for the beginning, also if it is no number."""
    text = arguments.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
