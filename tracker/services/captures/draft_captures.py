"""The copies of a source that somebody is writing: asked for with a click, made beside, kept with the record.

A request is known by who asks and by the address, so that all who write a draft see what came of it. Which copies the
record names is decided in the form.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.captures.captures import Capture, CapturedText
from tracker.core.captures.comparing import Row, changes_in_short
from tracker.core.captures.shingles import Likeness, NearCopy, ShingledText, likeness
from tracker.core.captures.suggestions import Suggestions, suggestions
from tracker.models import Draft
from tracker.records.checking.parsing import read
from tracker.records.kinds import AnyRecord
from tracker.records.quoted_words import Quoted, quoted_words
from tracker.services.auth.roles import Action, Actor, require
from tracker.services.captures.quotes.marked_text import MarkedText, marked_text
from tracker.services.captures.quotes.quote_checks import QuoteCheck, check_quotes
from tracker.services.captures.quotes.quote_places import KEPT
from tracker.services.captures.requests import (
    FILE_JOB,
    Asker,
    CaptureRefusedError,
    Progress,
    ask_for_address,
    ask_for_file,
    progress,
    request_key,
)
from tracker.settings import Settings
from tracker.store.captures.captures import (
    add_event,
    captures_by_id,
    captures_of_account,
    captures_with_picture,
    events_of,
    texts_of,
)
from tracker.store.captures.quote_places import candidates_like
from tracker.store.editing.drafts import DraftFilter, drafts_where
from tracker.store.published import current_records, referring_keys
from tracker.store.upkeep.asked_jobs import open_jobs

__all__ = [
    "Alike",
    "Change",
    "DraftCopies",
    "accept_copy",
    "ask_for_copy",
    "copies_of_draft",
    "copy_entry",
    "kept_copies",
    "send_file",
]

MOST_FILES = 20
"""Copies that one source can have; records of other sites may name more."""
_RECENT = timedelta(hours=12)
"""So long a file that was sent is offered to the drafts of whoever sent it."""
_QUOTING = ("pledge", "evidence", "response")
_MOST_QUOTING = 50
_MOST_ALIKE = 3


class Alike(NamedTuple):
    """A published source of which a copy is much like one of this: it may be what this one is based on."""

    source: str
    title: str
    likeness: Likeness


class Change(NamedTuple):
    """What differs between a capture and the one before it, which ``before`` names."""

    before: str
    rows: Sequence[Row]


class DraftCopies(NamedTuple):
    """The captures of a draft, newest first, with what is offered and asked because of them.

    ``asked`` is how the copy stands that was asked for; ``opening`` is how many files are being opened. ``kept`` are
    those that the record names. ``pictures`` are those of which there is a picture; ``changes`` has, for a capture that
    differs from the one before it, that one and the first words that changed. ``users`` are the records with a quote.
    """

    asked: Progress | None
    opening: int
    captures: Sequence[Capture]
    kept: Collection[str]
    offered: Suggestions | None
    quotes: Sequence[QuoteCheck]
    alike: Sequence[Alike]
    pictures: Collection[str]
    changes: Mapping[str, Change]
    users: Mapping[str, AnyRecord]
    readable: Sequence[str]
    text: MarkedText | None


def ask_for_copy(session: Session, actor: Actor, clock: Clock, settings: Settings, draft: Draft) -> None:
    """Have a copy made of the address of a source. Raises CaptureRefusedError, NotAllowedError."""
    require(actor, Action.WRITE)
    address = _address(draft)
    _check_room(session, actor, clock, draft)
    ask_for_address(session, settings, clock.now(), Asker(actor.account_id, actor.name), address)


def send_file(
    session: Session,
    actor: Actor,
    clock: Clock,
    settings: Settings,
    draft: Draft,
    name: str,
    content: bytes,
    supplier: str,
) -> None:
    """Have a file opened that somebody sent for a source. Raises as ``ask_for_file`` does, and NotAllowedError."""
    require(actor, Action.WRITE)
    _check_room(session, actor, clock, draft)
    asker = Asker(actor.account_id, actor.name)
    ask_for_file(session, settings, clock.now(), asker, name, content, supplier=supplier, address=_address(draft))


def _check_room(session: Session, actor: Actor, clock: Clock, draft: Draft) -> None:
    named = [str(it.get("capture")) for it in draft.data.get("copies") or () if isinstance(it, Mapping)]
    there = {capture.id for capture in _captures(session, actor, clock, draft, named)} | set(named)
    if len(there) >= MOST_FILES:
        raise CaptureRefusedError("record full")


def _address(draft: Draft) -> str:
    return str(draft.data.get("url") or "").strip()


def accept_copy(session: Session, actor: Actor, clock: Clock, draft: Draft, id: str) -> None:
    """Note that an editor looked at a doubtful copy of this draft and says that it is the document."""
    require(actor, Action.WRITE)
    capture = next((it for it in _captures(session, actor, clock, draft, _copies_named(draft)) if it.id == id), None)
    if capture and capture.state == "doubtful":
        add_event(session, id, "accepted", clock.now(), actor.name, "")


def copy_entry(capture: Capture) -> dict[str, Any]:
    """A capture as the record of a source names it."""
    entry = {"capture": capture.id, "sha256": capture.sha256, "made": f"{capture.made:%Y-%m-%d}"}
    if capture.origin == "supplied":
        return {**entry, "by": "supplied", "supplier": capture.supplier}
    return {**entry, "by": "us"}


def kept_copies(
    session: Session,
    actor: Actor,
    clock: Clock,
    draft: Draft,
    body: Mapping[str, Any],
    shown: Collection[str],
    chosen: Collection[str],
) -> list[Any]:
    """The copies that a record names after a form was sent that showed some captures with a box each.

    What was not shown stays. What was, stays or comes only if it was chosen and is a capture of this draft.
    """
    before = [entry for entry in body.get("copies") or () if isinstance(entry, Mapping)]
    stay = [entry for entry in before if entry.get("capture") not in shown or entry.get("capture") in chosen]
    there = {entry.get("capture") for entry in stay}
    new = [
        copy_entry(capture)
        for capture in _captures(session, actor, clock, draft, ())
        if capture.id in shown and capture.id in chosen and capture.id not in there and capture.state == "captured"
    ]
    return [*stay, *new]


def _requests(session: Session, actor: Actor, clock: Clock, draft: Draft) -> list[Progress]:
    """How the requests for the draft’s address stand, of all who write it."""
    address = _address(draft).encode()
    accounts = dict.fromkeys([actor.account_id, draft.owner_id, *draft.writers])
    keys = [request_key(account, address) for account in accounts if account is not None and address]
    return [request for key in keys if (request := progress(session, key, clock.now()))]


def _captures(session: Session, actor: Actor, clock: Clock, draft: Draft, named: Iterable[str]) -> list[Capture]:
    """Those that the record names, what was captured at its address, and files that were sent for it; newest first."""
    captures = captures_by_id(session, list(named))
    made = [request.capture for request in _requests(session, actor, clock, draft) if request.capture]
    if actor.account_id is not None:
        sent = captures_of_account(session, actor.account_id, clock.now() - _RECENT)
        made += [one for one in sent if one.origin == "supplied" and one.requested == _address(draft)]
    captures |= {capture.id: capture for capture in made}
    return sorted(captures.values(), key=lambda capture: capture.made, reverse=True)


def _copies_named(draft: Draft) -> list[str]:
    entries = draft.data.get("copies") or ()
    return [str(entry["capture"]) for entry in entries if isinstance(entry, Mapping) and entry.get("capture")]


def copies_of_draft(session: Session, actor: Actor, clock: Clock, draft: Draft, text_of: str = "") -> DraftCopies:
    """What the form of a source shows of its copies. ``text_of`` is the capture whose text is shown: else that with a
    quote, or the newest."""
    named = _copies_named(draft)
    captures = _captures(session, actor, clock, draft, named)
    requests = _requests(session, actor, clock, draft)
    waiting = [request for request in requests if request.state in ("queued", "running", "failed")]
    shown = [capture.id for capture in captures if capture.state in ("captured", "doubtful")]
    texts = texts_of(session, shown)
    id = draft.record_id or ""
    users = _quotes(session, actor, draft) if shown and id else {}
    quotes = check_quotes(session, [Quoted(quote, (id,)) for quote in users], {id: shown}) if users else []
    readable = [it for it in shown if it in texts and texts[it].readable != "none"]
    with_quote = [check.capture for check in quotes if check.answer.is_found]
    chosen = text_of if text_of in readable else next(iter((*with_quote, *readable)), "")
    return DraftCopies(
        asked=next(iter(waiting), None),
        opening=open_jobs(session, (FILE_JOB,), actor.account_id) if actor.account_id is not None else 0,
        captures=captures,
        kept=set(named),
        offered=_offered(captures, texts),
        quotes=quotes,
        alike=_alike(session, draft, texts),
        pictures=captures_with_picture(session, shown),
        # A file that was sent is another document than a page, however much they share.
        changes=dict(_changes([texts[it.id] for it in captures if it.id in readable and it.origin == "captured"])),
        users=users,
        readable=readable,
        text=marked_text(texts[chosen], users) if chosen else None,
    )


def _changes(texts: Sequence[CapturedText]) -> Iterator[tuple[str, Change]]:
    """Of these texts, newest first, those that differ from the next older one."""
    for new, old in pairwise(texts):
        if (new.main or new.pages) != (old.main or old.pages):
            rows = changes_in_short(_whole(old), _whole(new))
            if rows:
                yield new.capture, Change(old.capture, rows)


def _whole(text: CapturedText) -> str:
    return "\n".join(text.pages)


def _offered(captures: Sequence[Capture], texts: Mapping[str, CapturedText]) -> Suggestions | None:
    """What the newest page declares of itself."""
    for capture in captures:
        if capture.id in texts and texts[capture.id].details:
            return suggestions(texts[capture.id].details, capture.made.date())
    return None


def _quotes(session: Session, actor: Actor, draft: Draft) -> dict[str, AnyRecord]:
    """The quotes of the records that name this source, those published and the person’s own drafts over them, each
    with one of these records."""
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
    counting = [record for record in records.values() if record.taken_down is None]
    return {quoted.text: record for record in counting for quoted in quoted_words(record) if id in quoted.sources}


def _alike(session: Session, draft: Draft, texts: Mapping[str, CapturedText]) -> list[Alike]:
    """Published sources whose copies are much like one of these, and which this one does not name yet."""
    own_sources = {draft.record_id, *(draft.data.get("derived_from") or ())}
    alike: dict[str, Alike] = {}
    for id, text in texts.items():
        others = candidates_like(session, id)
        words = ShingledText.of(text.main)
        sources = _sources_of(session, others)
        for other, other_text in texts_of(session, [it for it in others if it in sources]).items():
            source = sources[other]
            similarity = likeness(words, ShingledText.of(other_text.main))
            if source.id not in own_sources and similarity.kind in (NearCopy.COPY, NearCopy.OVERLAPS):
                alike.setdefault(source.id, Alike(source.id, source.name, similarity))
    return list(alike.values())[:_MOST_ALIKE]


def _sources_of(session: Session, captures: Sequence[str]) -> dict[str, Any]:
    """The published source of each of these captures that has one."""
    named = {
        id: event.why for id, events in events_of(session, captures).items() for event in events if event.kind == KEPT
    }
    records = current_records(session, {("source", id) for id in named.values()})
    sources = {record.id: record for record in records if record.taken_down is None}
    return {id: sources[source] for id, source in named.items() if source in sources}
