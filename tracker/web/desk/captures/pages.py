"""The page of a kept copy at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for

from tracker.core.captures.captures import CaptureEvent
from tracker.records.kinds import KIND_WORDS, AnyRecord
from tracker.records.search_text import title
from tracker.services.auth.roles import Action, Actor, may
from tracker.services.captures.access import GROUNDS, HeldCopy
from tracker.services.captures.withholding import WITHHOLDING_GROUNDS
from tracker.web.desk.captures.wording import doubts_text
from tracker.web.desk.times import moment_words
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link, Page

__all__ = ["CopyPage", "EventShown", "Tried", "copy_page", "events_shown", "record_links"]

_MOST_SIGNS = 200_000
_FLAGS = {
    "encrypted": "is encrypted",
    "script": "contains a script",
    "attachment": "has an attachment",
    "launches a program": "tries to launch a program",
    "acts by itself": "does something when it is opened",
    "data after the end": "has data after its end",
}
_GROUNDS = {
    "public record": "It is a public record, such as a ruling or a filing",
    "own work": "It is our own work",
    "licence": "Its licence allows it",
    "permission": "We have permission",
}

_WITHHOLDING: dict[str, str] = {
    "court": "A court ordered it",
    "rights": "Someone’s rights",
    "privacy": "Privacy",
    "safety": "Someone’s safety",
    "mistake": "A mistake of ours",
}


class EventShown(NamedTuple):
    """Something that happened to a copy."""

    kind: str
    at: str
    by: str
    why: str


@dataclass(frozen=True, kw_only=True)
class CopyPage(Page):
    """All that editors see of a copy."""

    template = "desk/captures/capture.html"

    id: Annotated[str, "The ID of the copy."]
    origin: Annotated[str, "us: this site fetched it; supplied: someone gave us the file."]
    supplier: Annotated[str, "Who gave it to us; empty for what we fetched."]
    everything: Annotated[str, "All of it in one file."]
    address: Annotated[str, "The address that answered; empty for a file without one."]
    sha256: Annotated[str, "The hash of the copy."]
    state: Annotated[str, "captured or doubtful."]
    doubts: Annotated[str, "Why it is doubtful, or was; empty where it never was."]
    sent_as: Annotated[str, "The name of the file as it was sent; empty for what we fetched."]
    warnings: Annotated[Sequence[str], "What the file has in it besides a document, as verbs after “The file”."]
    pictures: Annotated[Sequence[str], "Addresses of pictures of its pages."]
    events: Annotated[Sequence[EventShown], "What happened to it, oldest first."]
    pages: Annotated[Sequence[str], "Its words, page by page."]
    cut: Annotated[bool, "Whether there is more text than is shown."]
    files: Annotated[Sequence[Link], "Its files."]
    opened: Annotated[bool, "Whether everyone may see the files."]
    may_open: Annotated[bool, "Whether this person may open them."]
    grounds: Annotated[Sequence[tuple[str, str]], "Why they may be opened, each with its words."]
    reason: Annotated[str, "The reason as it was typed."]
    wrong: Annotated[str, "What was wrong with the last try; empty at first."]
    may_withhold: Annotated[bool, "Whether this person may withhold the copy."]
    withholding: Annotated[Sequence[tuple[str, str]], "Grounds for that, each with its words."]
    quoting: Annotated[Sequence[Link], "Published records that are based on it."]
    tried: Annotated[str, "What was tried last: open or withhold; empty at first."]
    notice: Annotated[str, "What was done on the page before; empty where nothing is told."]


class Tried(NamedTuple):
    """What was tried and not done: open or withhold, what was wrong with it, and the reason as it was typed."""

    what: str = ""
    wrong: str = ""
    reason: str = ""


NOTHING_TRIED = Tried()


def record_links(records: Sequence[AnyRecord]) -> list[Link]:
    """Links to records by their titles."""
    return [Link(f"{KIND_WORDS[it.kind].capitalize()}: {title(it)}", record_path(*it.key), it.id) for it in records]


def events_shown(events: Sequence[CaptureEvent]) -> list[EventShown]:
    """What happened to a copy, in words."""
    return [EventShown(one.kind, moment_words(one.at), one.by, one.why) for one in events]


def copy_page(
    actor: Actor, held: HeldCopy, quoting: Sequence[AnyRecord], tried: Tried = NOTHING_TRIED, notice: str = ""
) -> CopyPage:
    """The page of a copy; ``quoting`` are published records that are based on it."""
    capture, text = held.capture, held.text
    pages, left = [], _MOST_SIGNS
    for page in text.pages if text else ():
        pages.append(page[:left])
        left = max(0, left - len(page))
    details = text.details if text else {}
    return CopyPage(
        title=f"Copy of {moment_words(capture.made)}",
        description="What we received. Only people signed in to the desk can see it.",
        id=capture.id,
        origin="us" if capture.origin == "captured" else "supplied",
        supplier=capture.supplier,
        everything=url_for("desk.all_of_copy", id=capture.id),
        address=capture.final or capture.requested,
        sha256=capture.sha256,
        state=capture.state,
        doubts=doubts_text(capture.doubts),
        sent_as=str(details.get("name", "")),
        warnings=[_FLAGS.get(flag, f"contains: {flag}") for flag in details.get("flags", ())],
        pictures=[url_for("desk.page_of_copy", id=capture.id, number=page) for page in held.pictures],
        events=events_shown(held.events),
        pages=pages,
        cut=bool(text) and left == 0,
        files=[
            Link(f"{file.role}, {file.type}, {file.bytes:,} bytes", url_for("desk.kept_file", id=capture.id, number=n))
            for n, file in enumerate(capture.files)
        ],
        opened=capture.opened,
        may_open=may(actor.role, Action.REVIEW) and not capture.opened,
        grounds=[(ground, _GROUNDS[ground]) for ground in GROUNDS],
        reason=tried.reason,
        wrong=tried.wrong,
        may_withhold=may(actor.role, Action.REVIEW),
        withholding=[(ground, _WITHHOLDING[ground]) for ground in WITHHOLDING_GROUNDS],
        quoting=record_links(quoting),
        tried=tried.what,
        notice=notice,
    )
