"""The copies of a source in its form: a job while one types, what the page says of itself, quotes found or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.core.copies.captures import Capture
from tracker.core.copies.quotes import Answer, Difference
from tracker.core.copies.shingles import NearCopy
from tracker.core.copies.suggestions import Suggestion, Suggestions
from tracker.models import Draft
from tracker.services.auth.roles import Actor, NotAllowedError
from tracker.services.copies.draft_copies import (
    Alike,
    DraftCopies,
    accept_copy,
    ask_for_copy,
    copies_of_draft,
    kept_copies,
)
from tracker.services.copies.excerpts import with_excerpts
from tracker.services.copies.quote_checks import QuoteCheck
from tracker.services.copies.requests import CaptureRefusedError, can_capture
from tracker.web.accounts.auth_decorators import current_actor
from tracker.web.desk.form.plain import PlainMapping, PlainRecord
from tracker.web.desk.moments import moment_words
from tracker.web.presenting.links import record_path
from tracker.web.site import site

__all__ = [
    "COPY_FIELDS",
    "COPY_VERBS",
    "CopiesShown",
    "CopyShown",
    "QuoteShown",
    "ask_or_accept",
    "carry_out",
    "copies_shown",
    "quote_shown",
    "with_copies",
]

COPY_FIELDS = ("copies", "copies.shown")
"""Which captures a form showed with a box, and which of these were chosen."""
COPY_VERBS = {
    "keep-copy": "copies",
    "see-copy": "copies",
    "accept-copy": "copies",
    "rests-on": "copies",
    "keep-excerpts": "quotes",
}
"""Buttons of the parts about copies and quotes, each with the part that is shown after it."""
_OFFERED = {"title": "title", "publisher": "publisher", "language": "language", "published": "date"}
"""The field of a record for each kind of suggestion."""
_WHERE = {
    "json-ld": "data for search engines",
    "h1": "heading",
    "time": "date in the article",
    "address": "web address",
    "lang": "language of the page",
}
_FAILURES = {
    "name not found": "There is no site of this name. Check the address.",
    "address refused": "This address is not on the public internet, so we do not ask it.",
    "port refused": "We ask ports 80 and 443 only. Upload a print of the page instead.",
    "scheme refused": "Enter a web address that begins with https:// or http:// first.",
    "off": "This site keeps no copies.",
    "infected": "A virus was found in the file. It is not kept.",
    "erased here": "This file was erased from the site and is not kept again.",
    "refused connection": "The site did not answer. Try again later, or upload a print of the page.",
    "bad certificate": "The site’s certificate is not valid, so nobody knows who answers. Upload a print of it.",
    "timed out": "The site took too long. Try again later, or upload a print of the page.",
    "too many redirects": "The address leads on again and again. Enter the address that your browser shows at the end.",
    "too big": "The file is larger than 25 MB. Upload a smaller one.",
    "blocked": "The site does not let us in. Upload a print of the page.",
    "not there": "The site says that there is no such page. Check the address, or enter an archived copy.",
    "withheld there": "The site says that it may not show this page.",
    "server error": "The site has a fault at the moment. Try again later.",
    "type not kept": "We do not keep files of this type. Upload a PDF, a picture or plain text.",
    "cannot be opened": "The file is damaged or cannot be opened. Upload another one.",
    "disk full": "There is no room for copies on this site. Tell the people who run it.",
    "record full": "This source has 20 copies, and cannot have more. Remove one that is not needed.",
    "kept out by robots.txt": "The site’s robots.txt asks us not to look at this page again and again.",
    "quota": "You have asked for many copies within an hour. Try again later.",
}
_FAILED = "No copy could be made. Try again, or upload a print of the page."
_DOUBTS = {
    "little text": "it has little text",
    "challenge or sign-in page": "it may be a check for robots, or ask to sign in",
    "covered by a fixed layer": "a box covers the middle of the picture",
    "screenshot of one colour": "its picture has one colour only",
    "soft 404": "it may say that there is no such page",
    "redirect to the home page": "the address led to the home page",
    "clocks apart": "the site’s clock and ours differ",
    "quoted words not in it": "it does not have the quoted words",
    "not opened": "nobody could open the file",
}


class Offer(NamedTuple):
    """A value for a field, where the page says so, and the button that takes it: empty where something was typed."""

    value: str
    where: str
    button: str


class CopyShown(NamedTuple):
    """A capture: its id, what it is called, its state in words, why it is in doubt, and whether the record names it."""

    id: str
    name: str
    origin: str
    state: str
    doubts: str
    sha256: str
    kept: bool
    href: str


class QuoteShown(NamedTuple):
    """A quote and what a copy has of it: ``state`` is found, differs, missing or unread."""

    quote: str
    state: str
    word: str
    page: int
    before: str
    shown: str
    after: str
    differences: Sequence[Difference]


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
    upload: str
    copies: Sequence[CopyShown]
    quotes: Sequence[QuoteShown]
    found: int
    alike: Sequence[AlikeShown]
    offers: Mapping[str, Sequence[Offer]]


_QUOTE_STATES = {
    Answer.SAME: ("found", "Found"),
    Answer.CAPITALS: ("found", "Found, with other capitals"),
    Answer.OMISSIONS: ("found", "Found, with the omissions marked"),
    Answer.DIFFERS: ("differs", "Different in the copy"),
    Answer.NOT_THERE: ("missing", "Not in the copy"),
    Answer.NO_TEXT: ("unread", "The copy has no text to search"),
}


def quote_shown(check: QuoteCheck) -> QuoteShown:
    """A quote with its answer in words."""
    state, word = _QUOTE_STATES[check.answer]
    return QuoteShown(check.quote, state, word, check.page, check.before, check.shown, check.after, check.differences)


def copies_shown(session: Session, actor: Actor, draft: Draft) -> CopiesShown | None:
    """The part about copies; None for a draft of another kind, and for one that was never saved."""
    if draft.kind != "source":
        return None
    view = copies_of_draft(session, actor, site().clock, draft)
    asked = view.asked
    waiting = asked is not None and asked.state in ("queued", "running")
    quotes = [quote_shown(check) for check in view.quotes]
    return CopiesShown(
        running=_progress(view) if waiting else "",
        failed=_FAILURES.get(asked.why, _FAILED) if asked and asked.state == "failed" else "",
        may_ask=not waiting and can_capture(site().settings),
        off=not can_capture(site().settings),
        opening=view.opening,
        upload=url_for("desk.copy_file", id=draft.id) if draft.version else "",
        copies=[_copy_shown(capture, view) for capture in view.captures],
        quotes=quotes,
        found=sum(quote.state == "found" for quote in quotes),
        alike=[_alike_shown(number, alike) for number, alike in enumerate(view.alike)],
        offers=_offers(view.offered, draft.data) if view.offered else {},
    )


def _progress(view: DraftCopies) -> str:
    asked = view.asked
    assert asked is not None
    if asked.state == "running":
        return "We are fetching the page now."
    if asked.why and asked.again:
        return f"That did not work ({asked.why}). We try again at {moment_words(asked.again)}."
    return "The copy is in the queue."


def _copy_shown(capture: Capture, view: DraftCopies) -> CopyShown:
    ours = capture.origin == "captured"
    name = f"Page as captured, {moment_words(capture.made)}" if ours else f"File, {moment_words(capture.made)}"
    state = {"captured": "captured by us" if ours else f"supplied by {capture.supplier}"}.get(
        capture.state, capture.state
    )
    return CopyShown(
        id=capture.id,
        name=name,
        origin="us" if ours else "supplied",
        state=state,
        doubts="; ".join(_DOUBTS.get(doubt, doubt) for doubt in capture.doubts) if capture.state == "doubtful" else "",
        sha256=capture.sha256,
        # A new one is chosen until somebody takes its mark away.
        kept=capture.id in view.kept or (capture.state == "captured" and _is_new(capture, view)),
        href=url_for("desk.kept_copy", id=capture.id) if capture.state in ("captured", "doubtful") else "",
    )


def _is_new(capture: Capture, view: DraftCopies) -> bool:
    return capture.id == view.captures[0].id and capture.id not in view.kept


def _alike_shown(number: int, alike: Alike) -> AlikeShown:
    part = f"{round(100 * alike.likeness.contained)} % of its text" if alike.likeness.contained is not None else ""
    nearly = alike.likeness.kind is NearCopy.COPY
    how = f"nearly the same text ({part})" if nearly else f"much of the same text ({part})"
    return AlikeShown(alike.title, record_path("source", alike.source), how, f"rests-on:alike-{number}")


def _offers(offered: Suggestions, data: PlainMapping) -> dict[str, list[Offer]]:
    offers: dict[str, list[Offer]] = {}
    for kind, field in _OFFERED.items():
        values: Sequence[Suggestion] = getattr(offered, kind)
        typed = str(data.get(field) or "")
        for number, (value, where) in enumerate(values):
            if value != typed:
                button = "" if typed else f"use:{kind}-{number}"
                offers.setdefault(field, []).append(Offer(value, _WHERE.get(where, where), button))
    return offers


def with_copies(session: Session, draft: Draft, body: PlainRecord, posted: MultiDict[str, str]) -> PlainRecord:
    """The record with the copies that were chosen in the form."""
    shown = posted.getlist("copies.shown")
    if draft.kind != "source" or not shown:
        return body
    copies = kept_copies(session, current_actor(), site().clock, draft, body, set(shown), set(posted.getlist("copies")))
    rest = {name: value for name, value in body.items() if name != "copies"}
    return {**rest, "copies": copies} if copies else rest


def carry_out(session: Session, actor: Actor, draft: Draft, body: PlainRecord, verb: str, name: str) -> PlainRecord:
    """Do what a button of the part about copies says to the record: take a suggestion, a source it is based on, or
    note where the words of evidence are."""
    if draft.kind == "evidence" and verb == "keep-excerpts":
        return with_excerpts(session, body)
    if draft.kind != "source" or verb not in ("use", "rests-on"):
        return body
    view = copies_of_draft(session, actor, site().clock, draft)
    kind, _, text = name.rpartition("-")
    number = int(text) if text.isdecimal() else 0
    if verb == "rests-on" and number < len(view.alike):
        typed = body.get("derived_from")
        rests_on = [*(typed if isinstance(typed, list) else ()), view.alike[number].source]
        return {**body, "derived_from": list(dict.fromkeys(rests_on))}
    if verb == "use" and view.offered and kind in _OFFERED and not body.get(_OFFERED[kind]):
        values: Sequence[Suggestion] = getattr(view.offered, kind)
        if number < len(values):
            return {**body, _OFFERED[kind]: values[number].value}
    return body


def ask_or_accept(session: Session, actor: Actor, draft: Draft, verb: str, name: str) -> str:
    """Have a copy made, or say of a doubtful one that it is the page; why that cannot be, or nothing."""
    try:
        if verb == "keep-copy":
            ask_for_copy(session, actor, site().clock, site().settings, draft)
        elif verb == "accept-copy":
            accept_copy(session, actor, site().clock, name)
    except CaptureRefusedError as refusal:
        return refused_text(refusal.reason)
    except NotAllowedError as refusal:
        return f"No copy yet: {refusal}."
    return ""


def refused_text(reason: str) -> str:
    """Why a copy cannot be asked for, and what to do."""
    return _FAILURES.get(reason, _FAILED)
