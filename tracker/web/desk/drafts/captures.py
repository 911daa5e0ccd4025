"""The copies of a source in its form: a job while one types, what the page says of itself, quotes found or not."""

from collections.abc import Sequence

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.core.captures.suggestions import Suggestion
from tracker.models import Draft
from tracker.services.auth.roles import Actor, NotAllowedError
from tracker.services.captures.draft_captures import (
    accept_copy,
    ask_for_copy,
    copies_of_draft,
    kept_copies,
)
from tracker.services.captures.quotes.excerpts import with_excerpts
from tracker.services.captures.requests import CaptureRefusedError
from tracker.services.captures.watching.link_history import look_now
from tracker.services.editing.address_states import tell_readers
from tracker.web.accounts.auth_decorators import current_actor
from tracker.web.desk.captures.form_part import OFFERED
from tracker.web.desk.captures.wording import failure_text
from tracker.web.desk.form.plain import PlainRecord
from tracker.web.site import site

__all__ = [
    "COPY_FIELDS",
    "act_on_copies",
    "carry_out",
    "place_after",
    "with_copies",
]

COPY_FIELDS = ("copies", "copies.shown")
"""Which captures a form showed with a box, and which of these were chosen."""
_PLACES = {
    "keep-copy": "step-copies",
    "see-copy": "step-copies",
    "accept-copy": "step-copies",
    "show-text": "step-text",
    "tell-readers": "step-link",
    "look-now": "step-link",
    "rests-on": "step-copies",
    "keep-excerpts": "quotes",
}
"""Buttons of the parts about copies and quotes, each with the part that is shown after it."""


def place_after(verb: str, name: str) -> str:
    """Where the page goes on after a button of these parts; empty for all others."""
    kind = name.rpartition("-")[0]
    return f"f-{OFFERED[kind]}" if verb == "use" and kind in OFFERED else _PLACES.get(verb, "")


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
    if verb == "use" and view.offered and kind in OFFERED and not body.get(OFFERED[kind]):
        values: Sequence[Suggestion] = getattr(view.offered, kind)
        if number < len(values):
            return {**body, OFFERED[kind]: values[number].value}
    return body


def act_on_copies(session: Session, actor: Actor, draft: Draft, verb: str, name: str) -> str:
    """Do what a button of these parts says besides saving: have a copy made or an address looked at, say of a doubtful
    copy that it is the page, tell readers of a state. What was done, or why it cannot be; mostly nothing."""
    try:
        if verb == "keep-copy":
            ask_for_copy(session, actor, site().clock, site().settings, draft)
        elif verb == "accept-copy":
            accept_copy(session, actor, site().clock, draft, name)
        elif verb == "look-now" and draft.record_id:
            look_now(session, actor, site().clock, draft.record_id)
            return "We are looking at the address. Reload this page in a few minutes."
        elif verb == "tell-readers" and draft.record_id:
            tell_readers(session, actor, site().clock, draft.record_id)
            return "Added to this draft. Readers see it once another person has published it."
    except CaptureRefusedError as refusal:
        return failure_text(refusal.reason)
    except NotAllowedError as refusal:
        return f"Nothing was done: {refusal}."
    except LookupError:
        return "Someone else has dealt with this address."
    return ""
