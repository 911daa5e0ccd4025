"""What a row says beside pledges and evidence: owners, initiatives that were signed, checks, responses (IMPORT-2)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.core.dates import UncertainDate
from tracker.records.spreadsheet.row_bodies import RowRecord, said_by, texts_of
from tracker.records.spreadsheet.row_values import RowValues
from tracker.records.types.topic import Topic

__all__ = ["check_of", "initiative_of", "is_before", "is_later", "owner_of", "response_of"]


def owner_of(row: RowValues, owner: str) -> dict[str, Any]:
    """The part of a company that says who owns it."""
    return {"company": owner, **texts_of(row, "owner", ("since", "until"))}


def initiative_of(
    row: RowValues, published: Mapping[str, Any] | None, company: str, sources: Sequence[str], today: date
) -> RowRecord:
    """The initiative that a row names, with its company among those that signed.

    Of a signatory that is on record only what the row says is changed; of a new one a day that the row does not give is
    “by then at the latest”.
    """
    part: dict[str, Any] = {"company": company, **texts_of(row, "initiative", ("since", "until"))}
    listed = [it["company"] for it in (published or {}).get("signatories", ())]
    if company not in listed:
        part = {"since": said_by(row, f"[..{today.isoformat()}]"), **part, "source": sources[0]}
    named: dict[str, Any] = {"signatories": [part]} if company else {}
    if published is None:
        named["name"] = row.text("initiative.name")
    return RowRecord("initiative", named, {"source": sources[0]})


def check_of(row: RowValues, company: str, topic: Topic) -> RowRecord:
    """“We looked until then.”"""
    return RowRecord("check", {"company": company, "topic": topic.id, "until": row.text("check.until")}, {})


def is_later(day: str, other: str) -> bool:
    """Whether a day is certainly later than another."""
    return UncertainDate.parse(day).latest > UncertainDate.parse(other).latest


def is_before(day: str, other: str) -> bool:
    """Whether a day is certainly before another; false where one of them is not given."""
    return bool(day and other) and UncertainDate.parse(day).latest < UncertainDate.parse(other).earliest


def response_of(row: RowValues, company: str, sources: Sequence[str], today: date) -> RowRecord:
    """Who was asked what, and what came. What the answer was is never assumed: without it, it is waited for."""
    names = ("question", "answer", "text", "summary", "asked_by", "asked", "until", "answered", "respondent")
    named = texts_of(row, "response", names)
    day = said_by(row, f"[..{today.isoformat()}]")
    asked_by = row.text("list.publisher") or row.text("source.publisher") or "the list"
    assumed = {
        "company": company, "asked_by": asked_by, "answer": "waiting", "answered": day, "source": sources[0],
        "question": row.column("response.text", "response.answer"),
    }  # fmt: skip
    return RowRecord("response", named, assumed)
