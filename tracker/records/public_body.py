"""What data for everybody says of a record."""

from collections.abc import Mapping
from typing import Any

from tracker.records.types.company import company_in_present_form

__all__ = ["TAKEN_DOWN_MARKS", "may_be_taken_down", "public_body"]

TAKEN_DOWN_MARKS = ('"taken_down":{', '"withdrawn":{')
"""One is in the text of each record that was taken down: of a company the second, if it was published long ago."""

_OF_TAKEN_DOWN = ("kind", "id", "taken_down")


def public_body(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a published record as data for everybody; of one that was taken down only when and why.

    Bodies are stored as they were published: companies of the first form say ``withdrawn`` in place of ``taken_down``.
    """
    data = company_in_present_form(body) if kind == "company" else dict(body)
    return {name: data[name] for name in _OF_TAKEN_DOWN if name in data} if data.get("taken_down") else data


def may_be_taken_down(text: str) -> bool:
    """Whether a record as it is stored may be one that was taken down: of all others this is known unread."""
    return any(mark in text for mark in TAKEN_DOWN_MARKS)
