"""Two copies side by side at the desk, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, NamedTuple

from flask import url_for

from tracker.core.captures.captures import Capture
from tracker.core.captures.comparing import Row
from tracker.services.captures.compare import Comparison
from tracker.web.desk.times import moment_words
from tracker.web.presenting.page import Link, Page

__all__ = ["ComparePage", "compare_page"]

_BESIDE = 2
"""Equal paragraphs that are shown before and after a change; further ones are counted."""
_MOST_ROWS = 600


class RowShown(NamedTuple):
    """Two sides that belong to each other; or ``left_out`` equal paragraphs between them."""

    row: Row | None
    left_out: int


@dataclass(frozen=True, kw_only=True)
class ComparePage(Page):
    """What differs between two copies."""

    template = "desk/captures/compare.html"

    old: Annotated[Link, "The older copy."]
    new: Annotated[Link, "The newer one."]
    readable: Annotated[bool, "Whether both have a text."]
    changes: Annotated[int, "How many paragraphs differ."]
    rows: Annotated[Sequence[RowShown], "The paragraphs, those that differ with what is around them."]
    cut: Annotated[bool, "Whether there is more than is shown."]


def compare_page(comparison: Comparison) -> ComparePage:
    """The page of two copies side by side."""
    rows = _rows(comparison.rows)
    return ComparePage(
        title="Compare two copies",
        description="What differs is marked word by word. Line breaks do not count.",
        old=_link(comparison.old),
        new=_link(comparison.new),
        readable=comparison.readable,
        changes=sum(not row.same for row in comparison.rows),
        rows=rows[:_MOST_ROWS],
        cut=len(rows) > _MOST_ROWS,
    )


def _link(capture: Capture) -> Link:
    who = "captured by us" if capture.origin == "captured" else f"supplied by {capture.supplier}"
    return Link(f"{moment_words(capture.made)}, {who}", url_for("desk.kept_copy", id=capture.id), capture.id)


def _rows(rows: Sequence[Row]) -> list[RowShown]:
    shown: list[RowShown] = []
    groups = [(same, list(group)) for same, group in groupby(rows, lambda row: row.same)]
    for place, (same, group) in enumerate(groups):
        head = _BESIDE if same and place > 0 else 0
        tail = _BESIDE if same and place < len(groups) - 1 else 0
        if not same or len(group) <= head + tail + 1:
            shown += [RowShown(row, 0) for row in group]
            continue
        shown += [RowShown(row, 0) for row in group[:head]]
        shown.append(RowShown(None, len(group) - head - tail))
        shown += [RowShown(row, 0) for row in group[len(group) - tail :]]
    return shown
