"""What a reviewer decides, as it comes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Verdict", "asked_place", "asked_verdict"]

_SHOWN = "shown-"


@dataclass(frozen=True)
class Verdict:
    """``approved`` are the submissions that were shown, each with the hash of its text."""

    decision: Literal["publish", "return", ""]
    approved: Mapping[int, str]
    note: str


def asked_verdict(form: Mapping[str, str]) -> Verdict:
    """Read the posted form; what is not part of it is left out."""
    decision = form.get("decision", "")
    shown = {name.removeprefix(_SHOWN): value for name, value in form.items() if name.startswith(_SHOWN)}
    return Verdict(
        decision="publish" if decision == "publish" else "return" if decision == "return" else "",
        approved={int(id): hash for id, hash in shown.items() if id.isdecimal() and id.isascii() and len(id) < 10},
        note=form.get("note", ""),
    )


def asked_place(arguments: Mapping[str, str], name: str = "after") -> int:
    """From which number a list goes on; 0 from the start, also for what is no number."""
    text = arguments.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
