"""The page of a kept copy at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for

from tracker.services.auth.roles import Action, Actor, may
from tracker.services.copies.opening import GROUNDS, HeldCopy
from tracker.web.desk.moments import moment_words
from tracker.web.presenting.page import Link, Page

__all__ = ["CopyPage", "copy_page"]

_MOST_SIGNS = 200_000
_FLAGS = "flags"
_GROUNDS = {
    "public record": "It is a public record, such as a ruling or a filing",
    "own work": "It is our own work",
    "licence": "Its licence allows it",
    "permission": "We have permission",
}


@dataclass(frozen=True, kw_only=True)
class CopyPage(Page):
    """All that editors see of a copy."""

    template = "desk/copy.html"

    origin: Annotated[str, "us: this site fetched it; supplied: someone gave us the file."]
    supplier: Annotated[str, "Who gave it to us; empty for what we fetched."]
    at: Annotated[str, "When it was made."]
    address: Annotated[str, "The address that answered; empty for a file without one."]
    sha256: Annotated[str, "The hash of the copy."]
    flags: Annotated[Sequence[str], "What is in the file that readers of PDF might run or follow."]
    pages: Annotated[Sequence[str], "Its words, page by page."]
    cut: Annotated[bool, "Whether there is more text than is shown."]
    files: Annotated[Sequence[Link], "Its files."]
    opened: Annotated[bool, "Whether everyone may see the files."]
    may_open: Annotated[bool, "Whether this person may open them."]
    grounds: Annotated[Sequence[tuple[str, str]], "Why they may be opened, each with its words."]
    reason: Annotated[str, "The reason as it was typed."]
    wrong: Annotated[str, "What was wrong with the last try; empty at first."]


def copy_page(actor: Actor, held: HeldCopy, wrong: str = "", reason: str = "") -> CopyPage:
    """The page of a copy."""
    capture, text = held
    pages, left = [], _MOST_SIGNS
    for page in text.pages if text else ():
        pages.append(page[:left])
        left = max(0, left - len(page))
    flags = text.details.get(_FLAGS, ()) if text else ()
    return CopyPage(
        title=f"Copy of {moment_words(capture.made)}",
        description="What we received. Only people signed in to the desk can see it.",
        origin="us" if capture.origin == "captured" else "supplied",
        supplier=capture.supplier,
        at=moment_words(capture.made),
        address=capture.final or capture.requested,
        sha256=capture.sha256,
        flags=[str(flag) for flag in flags],
        pages=pages,
        cut=bool(text) and left == 0,
        files=[
            Link(f"{file.role}, {file.type}, {file.bytes:,} bytes", url_for("desk.kept_file", id=capture.id, number=n))
            for n, file in enumerate(capture.files)
        ],
        opened=capture.opened,
        may_open=may(actor.role, Action.REVIEW) and not capture.opened,
        grounds=[(ground, _GROUNDS[ground]) for ground in GROUNDS],
        reason=reason,
        wrong=wrong,
    )
