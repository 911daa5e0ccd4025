"""The page of a copy that is withheld or erased, for those who decide on that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for

from tracker.records.kinds import AnyRecord
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.captures.withholding import HiddenCopy
from tracker.web.desk.captures.pages import EventShown, Tried, events_shown, record_links
from tracker.web.desk.times import moment_words
from tracker.web.presenting.captures import hidden_text
from tracker.web.presenting.page import Link, Page

__all__ = ["HiddenCopyPage", "hidden_copy_page"]


@dataclass(frozen=True, kw_only=True)
class HiddenCopyPage(Page):
    """A copy of which only its hash and its history are shown."""

    template = "desk/captures/withheld_capture.html"

    id: Annotated[str, "The ID of the copy."]
    state: Annotated[str, "withheld or erased."]
    hidden_words: Annotated[str, "Since when and why, as readers see it."]
    by: Annotated[str, "Who did it."]
    sha256: Annotated[str, "The hash of the copy."]
    public: Annotated[str, "Its page for readers."]
    may_show: Annotated[bool, "Whether this person may show it again."]
    may_erase: Annotated[bool, "Whether this person may erase it."]
    quoting: Annotated[Sequence[Link], "Published records that are based on it."]
    events: Annotated[Sequence[EventShown], "What happened to it, oldest first."]
    tried: Annotated[Tried, "What was tried last and not done: show or erase."]
    asked_by: Annotated[str, "Who asked for erasing, as it was typed."]
    notice: Annotated[str, "What was done on the page before; empty where nothing is told."]


def hidden_copy_page(
    actor: Actor, it: HiddenCopy, quoting: Sequence[AnyRecord], tried: Tried, asked_by: str = "", notice: str = ""
) -> HiddenCopyPage:
    """The page of a withheld copy."""
    withheld = it.capture.state == "withheld"
    return HiddenCopyPage(
        title=f"Copy of {moment_words(it.capture.made)}",
        description="Its files and its text are closed to everyone.",
        id=it.capture.id,
        state=it.capture.state,
        hidden_words=hidden_text(it.hidden),
        by=it.hidden.by,
        sha256=it.capture.sha256,
        public=url_for("captures.capture", id=it.capture.id),
        may_show=withheld and may(actor.role, Action.REVIEW),
        may_erase=withheld and may(actor.role, Action.ERASE),
        quoting=record_links(quoting),
        events=events_shown(it.events),
        tried=tried,
        asked_by=asked_by,
        notice=notice,
    )
