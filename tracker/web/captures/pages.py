"""The page of a kept copy and its variables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.captures.captures import Capture
from tracker.engine.text import capital
from tracker.services.captures.public import PublicCopy, hiding, kept_quotes
from tracker.store.lists.taken_down import gone_now
from tracker.store.published import current_records, referring_keys
from tracker.web.presenting.captures import DOUBTS, QuoteLine, copy_text, hidden_text, quote_lines, withheld_text
from tracker.web.presenting.links import record_path
from tracker.web.presenting.page import Link, Page

__all__ = ["CapturePage", "capture_page", "is_withheld"]

_MOST_NAMING = 200


class Hop(NamedTuple):
    """One address that was asked, and what it answered."""

    url: str
    status: str


class KeptFile(NamedTuple):
    """A file of a copy: what it is for, its hash, size and type; where it is, if everyone may see it."""

    role: str
    sha256: str
    size: str
    type: str
    href: str


@dataclass(frozen=True, kw_only=True)
class CapturePage(Page):
    """A copy that a published source names."""

    template = "captures/capture.html"

    id: Annotated[str, "The id of the copy."]
    source: Annotated[Link, "The source that names it."]
    origin: Annotated[str, "us: this site fetched it; supplied: someone gave us the file."]
    supplier: Annotated[str, "Who gave it to us; empty for what we fetched."]
    withheld: Annotated[str, "Since when and why it is not shown; empty where it is."]
    sha256: Annotated[str, "The SHA-256 of the manifest."]
    at: Annotated[str, "Our clock when it was made, in UTC."]
    hops: Annotated[Sequence[Hop], "The addresses that were asked, in order."]
    files: Annotated[Sequence[KeptFile], "The files that we hold."]
    doubts: Annotated[str, "What was in doubt before an editor said that it is the page; empty where nothing was."]
    quotes: Annotated[Sequence[QuoteLine], "The quoted words that are in it."]
    opened: Annotated[str, "Why everyone may see the files; empty where only editors do."]
    manifest: Annotated[str, "Where the manifest is; empty for a copy that is withheld."]
    sums: Annotated[str, "Where the file for sha256sum is; empty for a copy that is withheld."]


def is_withheld(copy: PublicCopy) -> bool:
    """Whether a copy may not be shown: its source says so, or it was withheld or erased before that."""
    return copy.copy.withheld is not None or copy.capture.state in ("withheld", "erased")


def capture_page(session: Session, copy: PublicCopy) -> CapturePage:
    """The page of a copy; of one that is withheld only that it is, why, and its hash and day."""
    source, capture = copy.source, copy.capture
    hidden = is_withheld(copy)
    content = json.loads(capture.manifest)
    events = [event for event in copy.events if event.kind == "opened to the public"] if capture.opened else []
    quotes = [] if hidden else _quotes(session, copy)
    text = copy_text(copy.copy)
    return CapturePage(
        title=text,
        description=f"{text}: of “{source.name}”, with its hash, and how to check it.",
        canonical=url_for("captures.capture", id=capture.id),
        id=capture.id,
        source=Link(source.name, record_path("source", source.id), source.id),
        origin=copy.copy.by,
        supplier=copy.copy.supplier or "",
        withheld=_withheld(copy) if hidden else "",
        sha256=capture.sha256,
        at=f"{capture.made:%-d %B %Y, %H:%M:%S} UTC",
        hops=[] if hidden else [Hop(str(hop["url"]), str(hop["status"])) for hop in content.get("hops", ())],
        files=[] if hidden else _files(capture),
        doubts="" if hidden else capital("; ".join(DOUBTS.get(doubt, doubt) for doubt in capture.doubts)),
        quotes=quotes,
        opened=events[-1].why if events and not hidden else "",
        manifest="" if hidden else url_for("captures.manifest", id=capture.id),
        sums="" if hidden else url_for("captures.sums", id=capture.id),
    )


def _files(capture: Capture) -> list[KeptFile]:
    return [
        KeptFile(
            file.role,
            file.sha256,
            _size(file.bytes),
            file.type,
            url_for("captures.file", id=capture.id, number=number) if capture.opened else "",
        )
        for number, file in enumerate(capture.files)
    ]


def _withheld(copy: PublicCopy) -> str:
    if copy.copy.withheld:
        return withheld_text(copy.copy)
    return hidden_text(hiding(copy.events))


def _quotes(session: Session, copy: PublicCopy) -> list[QuoteLine]:
    only = copy.source.model_copy(update={"copies": (copy.copy,)})
    keys = sorted(
        key for key in referring_keys(session, [copy.source.key]) if key[0] in ("pledge", "evidence", "response")
    )
    gone, naming = gone_now(session), current_records(session, keys[:_MOST_NAMING])
    records = [record for record in naming if not (record.taken_down or gone.takes(record))]
    return quote_lines(kept_quotes(session, records, {only.id: only}), {only.id: only}, of_one=True)


def _size(count: int) -> str:
    return f"{count:,} bytes" if count < 10_000 else f"{round(count / 1000):,} KB"
