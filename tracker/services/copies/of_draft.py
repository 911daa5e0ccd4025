"""The copies of a source that somebody is writing: asked for with a click, made beside, kept with the record.

A job of the kind ``capture`` has the key ``draft ID`` and the task ``{"address": …, "by": …}``; the worker keeps its
result as the capture of that request. Which copies the record names is decided in the form.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.captures import Capture, CapturedText
from tracker.core.shingles import Likeness, NearCopy, ShingledText, likeness
from tracker.core.suggestions import Suggestions, suggestions
from tracker.models import Draft
from tracker.records.kinds import AnyRecord
from tracker.records.quoted_words import Quoted, quoted_words
from tracker.services.auth.roles import Action, Actor, NotAllowedError, require
from tracker.services.copies.checking import QuoteCheck, check_quotes
from tracker.services.copies.placing import KEPT
from tracker.services.publishing.draft_problems import read
from tracker.store.captures.captures import (
    add_event,
    capture_of_request,
    captures_by_id,
    events_of,
    texts_of,
)
from tracker.store.captures.quote_places import candidates_like
from tracker.store.editing.drafts import DraftFilter, drafts_where
from tracker.store.published import current_records, referring_keys
from tracker.store.upkeep.asked_jobs import JobState, ask_for, job_state

__all__ = [
    "CAPTURE",
    "Alike",
    "DraftCopies",
    "accept_copy",
    "ask_for_copy",
    "copies_of_draft",
    "copy_entry",
    "kept_copies",
    "request_of",
]

CAPTURE = "capture"
_QUOTING = ("pledge", "evidence", "response")
_MOST_QUOTING = 50
_MOST_ALIKE = 3


class Alike(NamedTuple):
    """A published source of which a copy is much like one of this: it may be what this one is based on."""

    source: str
    title: str
    likeness: Likeness


class DraftCopies(NamedTuple):
    """The captures of a draft, newest first, with what is offered and asked because of them.

    ``job`` is that of the copy that was asked for last: None once it is made. ``kept`` are those that the record names.
    """

    job: JobState | None
    captures: Sequence[Capture]
    kept: Collection[str]
    offered: Suggestions | None
    quotes: Sequence[QuoteCheck]
    alike: Sequence[Alike]


def request_of(draft_id: str) -> str:
    """By what the job and the captures of a draft are known."""
    return f"draft {draft_id}"


def ask_for_copy(session: Session, actor: Actor, draft: Draft) -> bool:
    """Have a copy made of the address of a source; False if one is being made. Raises NotAllowedError."""
    require(actor, Action.WRITE)
    address = str(draft.data.get("url") or "").strip()
    host = _host(address)
    if not host:
        raise NotAllowedError("enter the web address first")
    task = {"address": address, "by": actor.name}
    return ask_for(session, CAPTURE, request_of(draft.id), task, asked_by=actor.account_id, host=host)


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.hostname or "")[:253] if parts.scheme in ("http", "https") else ""


def accept_copy(session: Session, actor: Actor, clock: Clock, id: str) -> None:
    """Note that an editor looked at a doubtful copy and says that it is the document."""
    require(actor, Action.WRITE)
    capture = captures_by_id(session, [id]).get(id)
    if capture and capture.state == "doubtful":
        add_event(session, id, "accepted", clock.now(), actor.name, "")


def copy_entry(capture: Capture) -> dict[str, Any]:
    """A capture as the record of a source names it."""
    entry = {"capture": capture.id, "sha256": capture.sha256, "made": f"{capture.made:%Y-%m-%d}"}
    if capture.origin == "supplied":
        return {**entry, "by": "supplied", "supplier": capture.supplier}
    return {**entry, "by": "us"}


def kept_copies(
    session: Session, draft: Draft, body: Mapping[str, Any], shown: Collection[str], chosen: Collection[str]
) -> list[Any]:
    """The copies that a record names after a form was sent that showed some captures with a box each.

    What was not shown stays. What was, stays or comes only if it was chosen and is a capture of this draft.
    """
    before = [entry for entry in body.get("copies") or () if isinstance(entry, Mapping)]
    stay = [entry for entry in before if entry.get("capture") not in shown or entry.get("capture") in chosen]
    there = {entry.get("capture") for entry in stay}
    new = [
        copy_entry(capture)
        for capture in _captures(session, draft, ())
        if capture.id in shown and capture.id in chosen and capture.id not in there and capture.state == "captured"
    ]
    return [*stay, *new]


def _captures(session: Session, draft: Draft, named: Iterable[str]) -> list[Capture]:
    newest = capture_of_request(session, request_of(draft.id))
    captures = captures_by_id(session, list(named))
    if newest is not None:
        captures[newest.id] = newest
    return sorted(captures.values(), key=lambda capture: capture.made, reverse=True)


def copies_of_draft(session: Session, actor: Actor, clock: Clock, draft: Draft) -> DraftCopies:
    """What the form of a source shows of its copies."""
    entries = draft.data.get("copies") or ()
    named = [str(entry["capture"]) for entry in entries if isinstance(entry, Mapping) and entry.get("capture")]
    captures = _captures(session, draft, named)
    shown = [capture.id for capture in captures if capture.state in ("captured", "doubtful")]
    texts = texts_of(session, shown)
    id = draft.record_id or ""
    quotes = check_quotes(session, _quotes(session, actor, draft), {id: shown}) if shown and id else []
    return DraftCopies(
        job=job_state(session, CAPTURE, request_of(draft.id), clock.now()),
        captures=captures,
        kept=set(named),
        offered=_offered(captures, texts),
        quotes=quotes,
        alike=_alike(session, draft, texts),
    )


def _offered(captures: Sequence[Capture], texts: Mapping[str, CapturedText]) -> Suggestions | None:
    """What the newest page declares of itself."""
    for capture in captures:
        if capture.id in texts and texts[capture.id].details:
            return suggestions(texts[capture.id].details, capture.made.date())
    return None


def _quotes(session: Session, actor: Actor, draft: Draft) -> list[Quoted]:
    """The quotes of the records that name this source: those published, and the person’s own drafts over them."""
    id = draft.record_id or ""
    keys = sorted(key for key in referring_keys(session, [("source", id)]) if key[0] in _QUOTING)
    records: dict[tuple[str, str], AnyRecord] = {
        record.key: record for record in current_records(session, keys[:_MOST_QUOTING])
    }
    for other in drafts_where(session, DraftFilter(owner=actor.account_id), most=500):
        if other.kind in _QUOTING and f'"{id}"' in other.body:
            record = read(other.kind, other.data)[0]
            if record is not None:
                records[record.key] = record
    quotes = (quoted for record in records.values() if record.taken_down is None for quoted in quoted_words(record))
    return [Quoted(quoted.text, (id,)) for quoted in quotes if id in quoted.sources]


def _alike(session: Session, draft: Draft, texts: Mapping[str, CapturedText]) -> list[Alike]:
    """Published sources whose copies are much like one of these, and which this one does not name yet."""
    known = {draft.record_id, *(draft.data.get("derived_from") or ())}
    alike: dict[str, Alike] = {}
    for id, text in texts.items():
        others = candidates_like(session, id)
        words = ShingledText.of(text.main)
        sources = _sources_of(session, others)
        for other, other_text in texts_of(session, [it for it in others if it in sources]).items():
            source = sources[other]
            found = likeness(words, ShingledText.of(other_text.main))
            if source.id not in known and found.kind in (NearCopy.COPY, NearCopy.OVERLAPS):
                alike.setdefault(source.id, Alike(source.id, source.name, found))
    return list(alike.values())[:_MOST_ALIKE]


def _sources_of(session: Session, captures: Sequence[str]) -> dict[str, Any]:
    """The published source of each of these captures that has one."""
    named = {
        id: event.why for id, events in events_of(session, captures).items() for event in events if event.kind == KEPT
    }
    records = current_records(session, {("source", id) for id in named.values()})
    sources = {record.id: record for record in records if record.taken_down is None}
    return {id: sources[source] for id, source in named.items() if source in sources}
