"""Withholding a copy at once, showing it again, and erasing it: what a person at the desk may do, and who is told.

Withholding works from the moment it is done, on all pages. The record of the source says so too once a draft of it is
published. Erasing is an admin's act, of a copy that is withheld already, and cannot be undone.
"""

from collections.abc import Sequence
from typing import NamedTuple, get_args

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.captures.captures import Capture, CaptureEvent
from tracker.records.kinds import AnyRecord
from tracker.records.quoted_words import quoted_words
from tracker.records.types.parts.captures import WithholdingGround
from tracker.services.auth.roles import Action, Actor, may, require
from tracker.services.captures.public import CopyNotFoundError, hiding
from tracker.services.captures.quotes.quote_places import PLACE_JOB
from tracker.store.captures.captures import add_event, captures_by_id, events_of, sources_with_copy
from tracker.store.captures.quote_places import delete_quotes
from tracker.store.published import current_records, referring_keys
from tracker.store.site_details import forget_answers
from tracker.store.upkeep.asked_jobs import ask_for

__all__ = [
    "WITHHOLDING_GROUNDS",
    "HiddenCopy",
    "hidden_copy",
    "records_quoting",
    "show_copy_again",
    "withhold_copy",
]

WITHHOLDING_GROUNDS: tuple[WithholdingGround, ...] = get_args(WithholdingGround)
_MOST_QUOTING = 50
_QUOTING = ("pledge", "evidence", "response")


class HiddenCopy(NamedTuple):
    """A copy that is withheld or erased, with what did that last, and its history. Its files stay closed."""

    capture: Capture
    hidden: CaptureEvent
    events: Sequence[CaptureEvent]


def hidden_copy(session: Session, actor: Actor, id: str) -> HiddenCopy:
    """A copy that nobody sees any more, for those who decide on that. Raises CopyNotFoundError, NotAllowedError."""
    require(actor, Action.WRITE)
    capture = captures_by_id(session, [id]).get(id)
    events = events_of(session, [id]).get(id, []) if capture else []
    hidden = hiding(events)
    if capture is None or hidden is None or capture.state not in ("withheld", "erased"):
        raise CopyNotFoundError(id)
    if not may(actor.role, Action.READ_DRAFTS):
        raise CopyNotFoundError(id)
    return HiddenCopy(capture, hidden, events)


def records_quoting(session: Session, id: str) -> list[AnyRecord]:
    """The published sources that name a copy, and published records with quotes of these: whoever hides it should
    know them."""
    sources = [("source", source) for source in sources_with_copy(session, id)]
    names = {source for _, source in sources}
    keys = sorted(key for key in referring_keys(session, sources) if key[0] in _QUOTING) if sources else []
    naming = current_records(session, keys[:_MOST_QUOTING])
    quoting = [it for it in naming if any(names.intersection(quoted.sources) for quoted in quoted_words(it))]
    return [it for it in (*current_records(session, sources), *quoting) if it.taken_down is None]


def withhold_copy(
    session: Session, actor: Actor, clock: Clock, id: str, ground: WithholdingGround, reason: str
) -> None:
    """Show a copy to nobody any more, from now on: a reviewer's act, with a ground and a reason that readers see.

    Raises CopyNotFoundError for one that is not shown now, NotAllowedError.
    """
    require(actor, Action.REVIEW)
    capture = captures_by_id(session, [id]).get(id)
    if capture is None or capture.state in ("withheld", "erased"):
        raise CopyNotFoundError(id)
    add_event(session, id, "withheld", clock.now(), actor.name, f"{ground}: {reason}")
    delete_quotes(session, id)
    forget_answers(session)


def show_copy_again(session: Session, actor: Actor, clock: Clock, id: str, reason: str) -> None:
    """Undo withholding. Raises CopyNotFoundError for one that is not withheld, as after erasing, NotAllowedError."""
    require(actor, Action.REVIEW)
    capture = captures_by_id(session, [id]).get(id)
    if capture is None or capture.state != "withheld":
        raise CopyNotFoundError(id)
    add_event(session, id, "shown again", clock.now(), actor.name, reason)
    for source in sources_with_copy(session, id):
        ask_for(session, PLACE_JOB, source, {})
    forget_answers(session)
