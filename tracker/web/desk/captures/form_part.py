"""The part of a source's form about its copies: how far one is, what it has, what the page says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.captures.captures import Capture
from tracker.core.captures.comparing import Row
from tracker.core.captures.shingles import NearCopy
from tracker.core.captures.suggestions import Suggestion, Suggestions
from tracker.models import Draft
from tracker.services.auth.roles import Actor
from tracker.services.captures.draft_captures import Alike, DraftCopies, copies_of_draft
from tracker.services.captures.quotes.marked_text import MarkedText
from tracker.services.captures.requests import can_capture
from tracker.web.desk.captures.quotes import QuoteShown, quote_shown
from tracker.web.desk.captures.wording import doubts_text, failure_text
from tracker.web.desk.form.plain import PlainMapping
from tracker.web.desk.times import moment_words
from tracker.web.presenting.links import record_path
from tracker.web.site import site

__all__ = ["OFFERED", "CopiesShown", "CopyShown", "copies_shown"]

OFFERED = {"title": "title", "publisher": "publisher", "language": "language", "published": "date"}
"""The field of a record for each kind of suggestion."""
_WHERE = {
    "json-ld": "data for search engines",
    "h1": "heading",
    "time": "date in the article",
    "address": "web address",
    "lang": "language of the page",
}
_ROLES = {"warc": "page", "screenshot": "picture", "print": "print", "text": "text", "file": "file"}


class Offer(NamedTuple):
    """A value for a field, where the page says so, and the button that takes it: empty where something was typed."""

    value: str
    where: str
    button: str


class CopyShown(NamedTuple):
    """A capture: its id, what it is called, its state in words, why it is in doubt, and whether the record names it.

    ``look`` is the shape of the state, ``holds`` what was kept, ``picture`` the address of a picture of its first page,
    ``changes`` what differs from the copy before, of which ``compare`` has all; ``opened`` says that all see the files.
    """

    id: str
    name: str
    origin: str
    look: str
    state: str
    doubts: str
    sha256: str
    kept: bool
    href: str
    holds: str
    picture: str
    changes: Sequence[Row]
    compare: str
    opened: bool

    @property
    def short(self) -> str:
        """The hash as people compare it at a glance."""
        return f"{self.sha256[:4]} {self.sha256[4:8]} … {self.sha256[-4:]}"


class TextChoice(NamedTuple):
    """A copy whose text can be read here."""

    id: str
    name: str
    here: bool


class AlikeShown(NamedTuple):
    """A source that this one may be based on, and how alike they are."""

    title: str
    href: str
    how: str
    button: str


@dataclass(frozen=True)
class CopiesShown:
    """The part of the form about copies. ``running`` says how far the job is, ``failed`` why there is no copy."""

    running: str
    failed: str
    may_ask: bool
    off: bool
    opening: int
    copies: Sequence[CopyShown]
    quotes: Sequence[QuoteShown]
    quotes_found: int
    alike: Sequence[AlikeShown]
    offers: Mapping[str, Sequence[Offer]]
    texts: Sequence[TextChoice]
    text: MarkedText | None

    @property
    def notes(self) -> dict[str, tuple[str, str]]:
        """The mark and the note of the steps that these are, for the index of the form."""
        kept = sum(copy.kept for copy in self.copies)
        doubtful = sum(bool(copy.doubts) for copy in self.copies)
        counts = [f"{kept} kept" if kept else "", f"{doubtful} doubtful" if doubtful else ""]
        missing = len(self.quotes) - self.quotes_found
        quotes = [f"{self.quotes_found} of {len(self.quotes)} quotes found"] if self.quotes else []
        return {
            "copies": ("done" if kept else "draft", ", ".join(filter(None, counts)) or self._none()),
            "text": ("done" if quotes and not missing else "draft", "".join(quotes)),
        }

    def _none(self) -> str:
        if self.running or self.opening:
            return "being made"
        return "failed" if self.failed else "none yet"


def copies_shown(session: Session, actor: Actor, draft: Draft, text_of: str = "") -> CopiesShown | None:
    """The part about copies; None for a draft of another kind. ``text_of`` is the copy whose text is to be shown."""
    if draft.kind != "source":
        return None
    view = copies_of_draft(session, actor, site().clock, draft, text_of)
    progress = view.asked
    waiting = progress is not None and progress.state in ("queued", "running")
    quotes = [quote_shown(check, view.users.get(check.quote)) for check in view.quotes]
    names = {capture.id: _name(capture) for capture in view.captures}
    here = view.text.capture if view.text else ""
    return CopiesShown(
        running=_progress(view) if waiting else "",
        failed=failure_text(progress.why) if progress and progress.state == "failed" else "",
        may_ask=not waiting and can_capture(site().settings),
        off=not can_capture(site().settings),
        opening=view.opening,
        copies=[_copy_shown(capture, view) for capture in view.captures],
        quotes=quotes,
        quotes_found=sum(quote.state == "found" for quote in quotes),
        alike=[_alike_shown(number, alike) for number, alike in enumerate(view.alike)],
        offers=_offers(view.offered, draft.data) if view.offered else {},
        texts=[TextChoice(id, names[id], id == here) for id in view.readable],
        text=view.text,
    )


def _progress(view: DraftCopies) -> str:
    progress = view.asked
    assert progress is not None
    if progress.state == "running":
        return "We are fetching the page now."
    if progress.why and progress.again:
        return f"That did not work ({progress.why}). We try again at {moment_words(progress.again)}."
    return "The copy is in the queue."


def _copy_shown(capture: Capture, view: DraftCopies) -> CopyShown:
    ours, change = capture.origin == "captured", view.changes.get(capture.id)
    state = {"captured": "captured by us" if ours else f"supplied by {capture.supplier}"}.get(
        capture.state, capture.state
    )
    return CopyShown(
        id=capture.id,
        name=_name(capture),
        origin="us" if ours else "supplied",
        look=("met" if ours else "partly") if capture.state == "captured" else "unclear",
        state=state,
        doubts=doubts_text(capture.doubts) if capture.state == "doubtful" else "",
        sha256=capture.sha256,
        # A new one is chosen until somebody takes its mark away.
        kept=capture.id in view.kept or (capture.state == "captured" and _is_new(capture, view)),
        href=url_for("desk.kept_copy", id=capture.id),
        holds=_holds(capture),
        picture=url_for("desk.page_of_copy", id=capture.id, number=1) if capture.id in view.pictures else "",
        changes=change.rows if change else (),
        compare=url_for("desk.compare_copies", id=change.before, other=capture.id) if change else "",
        opened=capture.opened,
    )


def _name(capture: Capture) -> str:
    return f"{'Page as captured' if capture.origin == 'captured' else 'File'}, {moment_words(capture.made)}"


def _holds(capture: Capture) -> str:
    """“page and picture, 412 KB”."""
    words = [_ROLES.get(file.role, file.role) for file in capture.files]
    size = max(1, round(sum(file.bytes for file in capture.files) / 1000))
    return f"{' and '.join(dict.fromkeys(words))}, {size:,} KB" if words else ""


def _is_new(capture: Capture, view: DraftCopies) -> bool:
    return capture.id == view.captures[0].id and capture.id not in view.kept


def _alike_shown(number: int, alike: Alike) -> AlikeShown:
    part = f"{round(100 * alike.likeness.contained)} % of its text" if alike.likeness.contained is not None else ""
    nearly = alike.likeness.kind is NearCopy.COPY
    how = f"nearly the same text ({part})" if nearly else f"much of the same text ({part})"
    return AlikeShown(alike.title, record_path("source", alike.source), how, f"rests-on:alike-{number}")


def _offers(offered: Suggestions, data: PlainMapping) -> dict[str, list[Offer]]:
    offers: dict[str, list[Offer]] = {}
    for kind, field in OFFERED.items():
        values: Sequence[Suggestion] = getattr(offered, kind)
        typed = str(data.get(field) or "")
        for number, (value, where) in enumerate(values):
            if value != typed:
                button = "" if typed else f"use:{kind}-{number}"
                offers.setdefault(field, []).append(Offer(value, _WHERE.get(where, where), button))
    return offers
