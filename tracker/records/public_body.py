"""What data for everybody says of a record."""

from collections.abc import Mapping
from typing import Any

from tracker.records.types.company import company_in_present_form

__all__ = ["public_body"]

_OF_TAKEN_DOWN = ("kind", "id", "taken_down")


def public_body(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a published record as data for everybody; of one that was taken down only when and why.

    Bodies are stored as they were published: companies of the first form say ``withdrawn`` in place of ``taken_down``.
    """
    data = company_in_present_form(body) if kind == "company" else dict(body)
    return {name: data[name] for name in _OF_TAKEN_DOWN if name in data} if data.get("taken_down") else data
