"""That a copy is withheld, as the records of its sources say it: drafts, which another person approves (COPY-2)."""

from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.records.types.source import Source
from tracker.services.auth.roles import Actor, NotAllowedError
from tracker.services.editing.drafts import DraftConflictError, WriteContext, edit_record, save_draft
from tracker.store.captures.captures import sources_with_copy
from tracker.store.editing.drafts import own_draft
from tracker.store.published import current_records

__all__ = ["say_in_records"]


def say_in_records(session: Session, actor: Actor, clock: Clock, id: str, withheld: dict[str, str] | None) -> list[str]:
    """Drafts of the published sources that name a copy, which say that it is withheld, or no longer (None); their ids.

    ``withheld`` has date, class and reason as records have them. A source that says so already needs no draft; one that
    is in review, or that somebody else is changing, is left to them: nothing keeps a copy from being withheld.
    """
    drafts = []
    published = current_records(session, {("source", source) for source in sources_with_copy(session, id)})
    for source in published:
        if not isinstance(source, Source) or source.taken_down:
            continue
        says_so = _says(source, id) == (withheld is not None)
        if says_so and own_draft(session, actor.account_id, source.key) is None:
            continue
        # A draft that somebody began of it must not bring back what was undone.
        draft = edit_record(session, actor, clock, source.key)
        before = draft.data.get("copies") or ()
        copies = [_marked(copy, withheld) if copy.get("capture") == id else copy for copy in before]
        work = WriteContext({**draft.data, "copies": copies}, "update", draft.note, tuple(draft.confirmed))
        try:
            saved = save_draft(session, actor, clock, draft.id, draft.version, work)
        except (DraftConflictError, NotAllowedError):
            continue
        if not says_so:
            drafts.append(saved.id)
    return drafts


def _says(source: Source, id: str) -> bool:
    return any(copy.withheld is not None for copy in source.copies if copy.capture == id)


def _marked(copy: dict[str, Any], withheld: dict[str, str] | None) -> dict[str, Any]:
    rest = {name: value for name, value in copy.items() if name != "withheld"}
    return {**rest, "withheld": withheld} if withheld else rest
