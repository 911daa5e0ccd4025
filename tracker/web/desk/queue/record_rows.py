"""Rows of the queue for what the record asks for: answers of companies, companies to check, ends to come."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for

from tracker.core.dates import UncertainDate
from tracker.engine.text import day, when
from tracker.models import ReplyRequest
from tracker.store.desk.queue import QueueItem
from tracker.web.desk.watched_addresses.wording import state_words
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link
from tracker.web.site import site

__all__ = ["AnswerShown", "Badge", "links_of", "of_record", "state_of"]


class Badge(NamedTuple):
    """A state in words with its shape."""

    look: str
    mark: str
    text: str


class AnswerShown(NamedTuple):
    """An answer that came by the link, to be decided."""

    id: int
    text: str
    speaker: str


_DUES = ("milestone", "deadline")
"""Kinds of end at which something is due and the pledge goes on."""


def state_of(item: QueueItem) -> Badge | None:
    """The state of an answer, a company to check or an end; None of other items."""
    if item.item == "reply":
        if item.state == "answered":
            return Badge("wait", "m-talk", "Answer to check")
        late = (item.due_on or "") < site().today.isoformat()
        return Badge("wait", "m-due", "No answer" if late else "Answer due")
    if item.item == "check":
        return Badge("wait", "m-due", "To check")
    if item.item == "address":
        return Badge("back", "m-due", state_words(item.state)[0])
    if item.item == "end":
        return Badge("wait", "m-due", "Due soon" if _end(item)[4] in _DUES else "Ends soon")
    return None


def _end(item: QueueItem) -> Sequence[str]:
    """Company, pledge, version, day and kind."""
    return item.id.split(" ", 4)


def of_record(item: QueueItem, request: ReplyRequest | None) -> list[str]:
    """What such a row is, in lines; none of other items."""
    if request and item.state == "answered":
        return [f"Reply, from {request.speaker}. Ask the company whether it sent this."]
    if request:
        asked_by = json.loads(request.body)["asked_by"]
        return [f"Reply, asked by {asked_by}, to answer by {day(request.until)}"]
    if item.item == "check":
        last = f"last checked {when(UncertainDate.parse(item.since))}" if item.since else "never checked"
        return [f"Scorecard, {last}"]
    if item.item == "address":
        return [f"Address of a source. {state_words(item.state)[1]}"]
    return ["Pledge"] if item.item == "end" else []


def links_of(item: QueueItem, request: ReplyRequest | None) -> list[Link]:
    """Where such a row’s work is done, beside its own page."""
    if request and item.state == "asked":
        record = record_path("response", request.response_id)
        return [
            Link("Enter the reply", url_for("desk.at", path=record)),
            Link("Make a new link", url_for("desk.reply_request", id=item.id)),
        ]
    if item.item == "address":
        place = f"{url_for('desk.addresses')}#address-{item.id}"
        return [Link("See what differs", place), Link("Open the source", record_path("source", item.id))]
    if item.item == "end":
        company, pledge, *_ = _end(item)
        ask = url_for("desk.ask", company=company, topic=item.topic_id, pledge=pledge)
        return [
            Link("Ask the company whether it continues", ask),
            Link("Open the pledge", record_path("pledge", pledge)),
        ]
    return []
