"""Values of a row that would be lost in silence: none of the records that it makes has a place for them."""

from collections.abc import Iterator

from tracker.records.spreadsheet.problems import RowProblem
from tracker.records.spreadsheet.row_values import RowValues

__all__ = ["TOLD", "told_value", "unused_values"]

TOLD = ("fulfilment.", "evidence.title")
"""Fields by which a row tells what happened without saying in terms what was done."""


def unused_values(row: RowValues, *, pledges: bool, evidence: bool) -> Iterator[RowProblem]:
    """The values of a row that have no place in what it makes: ``pledges``, ``evidence``."""
    has_acts = any(key.startswith("act.") and isinstance(value, list) for key, value in row.values.items())
    with_assessment = bool(row.ratings or row.statements) or any(key.startswith(TOLD) for key in row.columns)
    evidence = evidence and (with_assessment or has_acts)
    for key, column in row.columns.items():
        group = key.partition(".")[0]
        of_pledge = group in ("pledge", "scope", "milestone", "duty") and key not in ("pledge.topic",)
        lost = of_pledge and not pledges and not (evidence and key in ("pledge.note", "pledge.start"))
        lost |= (
            group in ("evidence", "outcome", "fulfilment", "assessment")
            and not evidence
            and (key != "evidence.summary" or not pledges)
        )
        lost |= group == "act" and not has_acts
        lost |= key == "duty.every" and "duty.first" not in row.values
        lost |= group == "milestone" and not row.values.keys() & {"pledge.at_least", "pledge.at_most"}
        if lost:
            yield RowProblem(row.row, column, "not-used", told_value(row.values.get(key, "")))


def told_value(value: object) -> str:
    """A value on one line, cut."""
    if isinstance(value, dict):
        text = ", ".join(f"{name} {told_value(part)}" for name, part in value.items())
    else:
        text = ", ".join(map(told_value, value)) if isinstance(value, list) else str(value or "nothing")
    return text if len(text) <= 120 else f"{text[:120]}…"
