"""What data for everybody says of a record."""

from collections.abc import Mapping
from typing import Any

from tracker.records.taken_down import NOTHING_GONE, Gone
from tracker.records.types.company import company_in_present_form

__all__ = ["TAKEN_DOWN_MARKS", "may_be_taken_down", "public_body"]

TAKEN_DOWN_MARKS = ('"taken_down":{', '"withdrawn":{')
"""One is in the text of each record that was taken down: of a company the second, if it was published long ago."""


def public_body(kind: str, id: str, body: Mapping[str, Any], gone: Gone = NOTHING_GONE) -> dict[str, Any]:
    """The body of a published record as data for everybody; of one that was taken down only when and why.

    So it is of one that is about nothing but what is ``gone``, unless it says itself when and why. Bodies are stored as
    they were published: companies of the first form say ``withdrawn`` in place of ``taken_down``, and what has a
    default, as the id of a check, may be missing.
    """
    data = company_in_present_form(body) if kind == "company" else dict(body)
    mark = data.get("taken_down") or gone.mark(kind, id, data)
    return {"kind": kind, "id": id, "taken_down": mark} if mark else data


def may_be_taken_down(text: str) -> bool:
    """Whether a record as it is stored may be one that was taken down: of all others this is known unread."""
    return any(mark in text for mark in TAKEN_DOWN_MARKS)
