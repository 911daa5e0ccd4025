"""The page of a kept copy at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for

from tracker.core.captures import Capture, CapturedText, CaptureEvent
from tracker.web.presenting.page import Page

__all__ = ["GROUNDS", "CopyPage", "copy_page"]

GROUNDS = {
    "public record": "It is a public record",
    "own work": "It is our own work",
    "licence": "Its licence allows it",
    "permission": "The owner of the rights agreed",
}
"""On what ground a reviewer may open a copy to readers."""
_MOST_TEXT = 100_000
_FLAGS = {
    "encrypted": "is encrypted",
    "script": "contains a script",
    "attachment": "has an attachment",
    "launches a program": "tries to launch a program",
    "acts by itself": "does something when it is opened",
    "data after the end": "has data after its end",
}


class CopyFile(NamedTuple):
    """A file of a copy: what it is for, size, media type, hash."""

    role: str
    size: str
    type: str
    sha256: str


class CopyEvent(NamedTuple):
    """Something that happened to a copy: what, when, who, why."""

    kind: str
    at: str
    by: str
    why: str


@dataclass(frozen=True, kw_only=True)
class CopyPage(Page):
    """All of a kept copy, for those who work with it."""

    template = "desk/copy.html"

    id: Annotated[str, "The ID of the capture."]
    state: Annotated[str, "captured, doubtful, withheld or erased."]
    origin: Annotated[str, "us: this site fetched it; supplied: someone gave us the file."]
    supplier: Annotated[str, "Who gave us the file; empty for what we fetched."]
    address: Annotated[str, "The address that was asked for, as text; empty where there is none."]
    sha256: Annotated[str, "The hash of the manifest."]
    doubts: Annotated[Sequence[str], "Why it is doubtful."]
    warnings: Annotated[Sequence[str], "What a file has in it besides a document."]
    sent_as: Annotated[str, "The name of the file as it was sent; empty for what we fetched."]
    files: Annotated[Sequence[CopyFile], "Its files."]
    pictures: Annotated[Sequence[str], "Addresses of pictures of its pages."]
    text: Annotated[str, "Its text; empty where it has none."]
    readable: Annotated[bool, "Whether its files and text may be given out."]
    download: Annotated[str, "Where all of it can be downloaded."]
    events: Annotated[Sequence[CopyEvent], "What happened to it, oldest first."]
    opened: Annotated[bool, "Whether readers may download it."]
    may_open: Annotated[bool, "Whether this person may open it to readers."]
    grounds: Annotated[dict[str, str], "On what grounds."]
    ground: Annotated[str, "The chosen ground."]
    reason: Annotated[str, "The reason as it was typed."]
    wrong: Annotated[str, "What was wrong with the last try; empty at first."]


def copy_page(
    capture: Capture,
    text: CapturedText | None,
    events: Sequence[CaptureEvent],
    pictures: Sequence[int],
    *,
    may_open: bool,
    typed: tuple[str, str] = ("", ""),
    wrong: str = "",
) -> CopyPage:
    """The page of a copy; what was typed comes back."""
    readable = capture.state in ("captured", "doubtful")
    details = text.details if text and readable else {}
    return CopyPage(
        title=f"Copy of {capture.made:%-d %B %Y}",
        description=f"Capture {capture.id}.",
        id=capture.id,
        state=capture.state,
        origin="us" if capture.origin == "captured" else "supplied",
        supplier=capture.supplier,
        address=capture.requested,
        sha256=capture.sha256,
        doubts=capture.doubts,
        warnings=[_FLAGS.get(flag, f"contains: {flag}") for flag in details.get("flags", [])],
        sent_as=details.get("name", ""),
        files=[CopyFile(file.role, f"{file.bytes:,} bytes", file.type, file.sha256) for file in capture.files],
        pictures=[url_for("desk.copy_picture", id=capture.id, number=page) for page in pictures if readable],
        text="\n\n".join(text.pages)[:_MOST_TEXT] if text and readable else "",
        readable=readable,
        download=url_for("desk.copy_download", id=capture.id),
        events=[CopyEvent(one.kind, f"{one.at:%-d %B %Y, %H:%M} UTC", one.by, one.why) for one in events],
        opened=capture.opened,
        may_open=may_open and readable and not capture.opened,
        grounds=GROUNDS,
        ground=typed[0],
        reason=typed[1],
        wrong=wrong,
    )
