"""Ways on from a draft: further records about the same company and topic, begun with both filled in."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import url_for

from tracker.models import Draft
from tracker.web.desk.drafts.form_data import company_of
from tracker.web.desk.form.context import FormContext
from tracker.web.desk.form.plain import PlainValue
from tracker.web.presenting.page import Link

__all__ = ["Onward", "ways_on"]

_BEGUN_FROM = ("company", "pledge", "evidence", "response")
_NEXT = {"pledge": "Create another pledge", "evidence": "Create evidence", "response": "Create a response"}


class Onward(NamedTuple):
    """The company that further records would be about, and where each kind is begun."""

    company: str
    links: list[Link]


def ways_on(draft: Draft, context: FormContext) -> Onward | None:
    """Further records that could follow a draft; None while it is not saved, or names no company."""
    company = draft.record_id if draft.kind == "company" else company_of(draft.data)
    if not draft.version or not company or draft.kind not in _BEGUN_FROM:
        return None
    topic = _topic(draft.data) or None
    links = [
        Link(_words(kind, draft.kind), url_for("desk.new", kind=kind, company=company, topic=topic), kind)
        for kind in _NEXT
    ]
    return Onward(next(iter(context.company), "the same company"), links)


def _words(kind: str, begun_from: str) -> str:
    return _NEXT[kind] if kind == begun_from or kind != "pledge" else "Create a pledge"


def _topic(data: Mapping[str, PlainValue]) -> str:
    """The topic of a pledge, or the first of evidence."""
    topics = data.get("topics")
    first = topics[0] if isinstance(topics, (list, tuple)) and topics else data.get("topic")
    return first if isinstance(first, str) else ""
