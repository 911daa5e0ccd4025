"""What a column of a spreadsheet can mean: a field of the records that its rows make."""

from collections.abc import Mapping

from tracker.core.scope import DIMENSIONS
from tracker.records.spreadsheet.field_list import FIELDS
from tracker.records.spreadsheet.table_field import Form, TableField

__all__ = [
    "FIELDS",
    "FIELD_KEYS",
    "GROUPS",
    "NUMBERED",
    "OF_ONE_PLEDGE",
    "Form",
    "TableField",
    "dimension_of",
    "field_label",
]

GROUPS = {
    "company": "Company",
    "owner": "Company: its owner",
    "source": "Source of the row",
    "list": "The list as a source of all rows",
    "pledge": "Pledge",
    "milestone": "Pledge: milestones",
    "duty": "Pledge: repeated duty",
    "scope": "Pledge: what it covers",
    "fulfilment": "Pledge: what was done",
    "assessment": "Rating by others",
    "evidence": "Evidence",
    "act": "Evidence: what was done (conduct)",
    "outcome": "Evidence: outcomes",
    "initiative": "Initiative that the company signed",
    "check": "Check",
    "response": "Company response",
}
"""Headings of the fields."""
OF_ONE_PLEDGE = ("pledge", "scope", "fulfilment", "duty")
NUMBERED = (*OF_ONE_PLEDGE, "source", "owner", "milestone", "act", "outcome", "initiative")
"""Groups of which one row may have several: columns with one number are about one."""
FIELD_KEYS: Mapping[str, TableField] = {field.key: field for field in FIELDS}


def dimension_of(key: str) -> str:
    """The dimension that a field of terms is about; empty for any other field."""
    group, _, name = key.partition("#")[0].partition(".")
    return name if group in ("scope", "act") and name in DIMENSIONS else ""


def field_label(key: str) -> str:
    """What people call a field."""
    return FIELD_KEYS[key].label
