"""The state of a watched address at the desk: a draft of its source that tells readers, or nothing (COPY-4)."""

from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.captures.watching import PUBLIC_STATES, State
from tracker.services.auth.roles import Action, Actor, require
from tracker.services.editing.drafts import WriteContext, edit_record, save_draft
from tracker.store.captures.watches import looks_of, settle_told, watch_of

__all__ = ["dismiss_state", "record_event", "tell_readers"]

_EVENTS = {
    State.GONE: "The page was no longer at its address",
    State.QUOTE_MISSING: "The quoted words were no longer on the page",
    State.WITHHELD: "The server said that it may not show the page",
    State.THERE_AGAIN: "The page was at its address again",
}
"""What an event of a pledge says: what we saw, never who did it. The pledge goes on."""


def dismiss_state(session: Session, actor: Actor, source_id: str) -> None:
    """Note that an editor looked at what was told of an address, and that readers need not know."""
    require(actor, Action.WRITE)
    settle_told(session, source_id)


def tell_readers(session: Session, actor: Actor, clock: Clock, source_id: str) -> str:
    """A draft of the source with the state that was told; its id. It is submitted and approved as any other.

    Raises LookupError where nothing is told that readers can be told.
    """
    look = next((one for one in looks_of(session, source_id, most=100) if one.told), None)
    if look is None or look.since is None or State(look.told or "") not in PUBLIC_STATES:
        raise LookupError(source_id)
    draft = edit_record(session, actor, clock, ("source", source_id))
    state: dict[str, Any] = {"state": look.told, "from": f"{look.since:%Y-%m-%d}", "seen": f"{look.at:%Y-%m-%d}"}
    address = watch_of(session, source_id)
    if look.capture_id:
        state["capture"] = look.capture_id
    if look.told == State.MOVED and address and address.watch.moved_to:
        state["to"] = address.watch.moved_to
    states = [one for one in draft.data.get("states") or () if one != state]
    work = WriteContext({**draft.data, "states": [*states, state]}, "update", draft.note, tuple(draft.confirmed))
    saved = save_draft(session, actor, clock, draft.id, draft.version, work)
    settle_told(session, source_id)
    return saved.id


def record_event(session: Session, actor: Actor, clock: Clock, source_id: str, pledge_id: str) -> str:
    """A draft of a pledge in which what was told of the address of its source is an event; its ID.

    The version that quotes the source has it, else the last. An event ends no pledge and changes no finding. Raises
    LookupError where nothing of the kind is told, or the pledge is not published.
    """
    look = next((one for one in looks_of(session, source_id, most=100) if one.told), None)
    title = _EVENTS.get(State(look.told)) if look and look.told else None
    if look is None or title is None:
        raise LookupError(source_id)
    draft = edit_record(session, actor, clock, ("pledge", pledge_id))
    event = {"date": f"{look.since or look.at:%Y-%m-%d}", "title": title, "source": source_id}
    versions = [dict(version) for version in draft.data.get("versions") or ()]
    if not versions:
        raise LookupError(pledge_id)
    quoting = [place for place, version in enumerate(versions) if version.get("source") == source_id]
    own = versions[quoting[-1] if quoting else -1]
    own["events"] = [*(one for one in own.get("events") or () if one != event), event]
    work = WriteContext({**draft.data, "versions": versions}, "update", draft.note, tuple(draft.confirmed))
    return save_draft(session, actor, clock, draft.id, draft.version, work).id
