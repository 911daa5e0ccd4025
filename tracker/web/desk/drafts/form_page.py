"""What every page with the form of a draft has: where it is sent, how far it has come, how it is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypedDict

from flask import url_for
from sqlalchemy.orm import Session

from tracker.models import Draft
from tracker.records.kinds import KIND_WORDS
from tracker.services.auth.roles import Actor
from tracker.services.editing.draft_merging import Seen
from tracker.store.editing.drafts import CHANGEABLE
from tracker.web.desk.comments.pages import CommentsShown, comments_of_draft
from tracker.web.desk.drafts.shared import Choices, EditShown, edits_shown, owner_note
from tracker.web.desk.times import moment_words

__all__ = ["DraftForm", "DraftFormPage", "draft_form", "heading"]

_LONGEST_HEADING = 120
_STATES = {
    "submitted": "Submitted for review. To edit it, cancel the review.",
    "published": "Published.",
    "discarded": "Deleted.",
}


@dataclass(frozen=True, kw_only=True)
class DraftFormPage:
    """What a page with the form of a draft has, beside what every page has."""

    kicker: Annotated[str, "What kind of draft it is."]
    version: Annotated[int, "The version of the draft that the page was made from."]
    typed_over: Annotated[bool, "Whether it shows what was typed there in place of what was saved of it."]
    choices: Annotated[
        Choices | None, "What two people changed, each in another way; None where nothing is to be chosen."
    ]
    edits: Annotated[Sequence[EditShown], "Who changed what, where several people did."]
    owner_note: Annotated[
        str, "What a save means for the review of somebody else's draft; empty for those who wrote it."
    ]
    action: Annotated[str, "Where the form is sent."]
    saved: Annotated[str, "When it was saved last, and how far it has come."]
    can_save: Annotated[bool, "Whether it can be changed."]
    discard: Annotated[str, "Where the draft is deleted."]
    take_back: Annotated[str, "Where a submitted draft is taken back; empty for any other."]
    take_down: Annotated[str, "Where the published record is taken down; empty where there is none."]
    talk: Annotated[CommentsShown | None, "What was said beside it; None as long as it is not saved."]


class DraftForm(TypedDict):
    """The variables of a ``DraftFormPage``."""

    kicker: str
    version: int
    typed_over: bool
    choices: Choices | None
    edits: Sequence[EditShown]
    owner_note: str
    action: str
    saved: str
    can_save: bool
    discard: str
    take_back: str
    take_down: str
    talk: CommentsShown | None


def draft_form(
    session: Session,
    actor: Actor,
    draft: Draft,
    word: str,
    action: str,
    seen: Seen | None = None,
    choices: Choices | None = None,
) -> DraftForm:
    """The variables of a draft's form; ``word`` is what people call its kind.

    ``seen`` is what the page goes on showing where that is not what is saved.
    """
    seen = seen or Seen(draft.version)
    return {
        "kicker": _kicker(draft, word),
        "version": seen.version,
        "typed_over": seen.typed,
        "choices": choices,
        "edits": edits_shown(session, actor, draft),
        "owner_note": owner_note(session, actor, draft),
        "action": action,
        "saved": _saved_words(draft),
        "can_save": draft.state in CHANGEABLE,
        "discard": url_for("desk.discard", id=draft.id),
        "take_back": _take_back_path(actor, draft),
        "take_down": url_for("desk.take_down_form", kind=draft.kind, id=draft.record_id) if draft.base_number else "",
        "talk": comments_of_draft(session, draft.id, back=action) if draft.version else None,
    }


def heading(draft: Draft) -> str:
    """The title as a heading, shortened; its field has all of it."""
    title = draft.title or f"New {KIND_WORDS[draft.kind]}"
    return title if len(title) <= _LONGEST_HEADING else f"{title[:_LONGEST_HEADING].rstrip()}…"


def _saved_words(draft: Draft) -> str:
    """When a draft was saved last, and how far it has come."""
    if not draft.version:
        return "Not saved yet"
    return _STATES.get(draft.state) or f"Saved {moment_words(draft.updated_at)}"


def _kicker(draft: Draft, word: str) -> str:
    """What kind of draft it is, in a few words."""
    if draft.base_number == 0:
        return f"New {word} · draft, not public"
    return f"Editing a published {word} (revision {draft.base_number}) · draft, not public"


def _take_back_path(actor: Actor, draft: Draft) -> str:
    """Where those who wrote a draft cancel its review; empty for others, and for one that is not in review."""
    mine = draft.state == "submitted" and actor.account_id in draft.writers
    return url_for("desk.cancel_review", id=draft.id) if mine else ""
