"""Items of the queue, several at once: assigning them, asking for a review by a day, discarding them."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Account, Assignment
from tracker.models.desk.queue import ITEM_KINDS
from tracker.services.auth.roles import Action, Actor, NotAllowedError, Role, may, require
from tracker.services.editing.address_states import dismiss_state
from tracker.services.editing.bundles import open_bundle
from tracker.services.editing.drafts import discard_draft
from tracker.services.editing.topic_builder import discard_topic
from tracker.services.intake.reader_reports import decide_report
from tracker.services.replies.asking import open_request
from tracker.services.spreadsheets.table_imports import discard_import
from tracker.store.accounts.people import account_of
from tracker.store.editing.bundles import bundled_drafts
from tracker.store.editing.drafts import CHANGEABLE, UNFINISHED
from tracker.store.editing.table_imports import import_of_id
from tracker.store.published import current_states
from tracker.store.reader_reports import report_by_id

__all__ = ["KEEP", "Item", "Outcome", "Task", "assign", "discard_items", "parse_item"]

KEEP = "keep"
"""In a task: leave it as it is."""


_LONGEST_ID = 300


class Item(NamedTuple):
    """An item of the queue, by one of ``ITEM_KINDS`` and its id."""

    kind: str
    id: str


class Task(NamedTuple):
    """Who is to work on an item, who is asked to review it, by which day; None for nobody and no day."""

    assignee: int | str | None = KEEP
    reviewer: int | str | None = KEEP
    due_on: date | str | None = KEEP


class Outcome(NamedTuple):
    """What was done, and with how many; ``left`` says why of those with which it was not."""

    done: int
    left: Sequence[str]


def parse_item(text: str) -> Item | None:
    """An item as forms name it, ``bundle:ID``."""
    kind, _, id = text.partition(":")
    return Item(kind, id) if kind in ITEM_KINDS and 0 < len(id) <= _LONGEST_ID and id.isprintable() else None


def assign(session: Session, actor: Actor, clock: Clock, items: Sequence[Item], task: Task) -> None:
    """Give items to somebody, ask somebody to review them, set the day; all or none.

    Raises NotAllowedError, LookupError.
    """
    require(actor, Action.WRITE)
    assignee = _person(session, task.assignee, Action.WRITE)
    reviewer = _person(session, task.reviewer, Action.REVIEW)
    for item in items:
        writers = _writers(session, actor, item)
        if reviewer and reviewer.id in writers:
            raise NotAllowedError(f"{reviewer.public_name} wrote some of it, so someone else must review it")
        row = session.get(Assignment, (item.kind, item.id))
        if row is None:
            row = Assignment(item=item.kind, item_id=item.id, assignee_id=None, reviewer_id=None, due_on=None)
            session.add(row)
        if task.assignee != KEEP:
            row.assignee_id = assignee.id if assignee else None
        if task.reviewer != KEEP:
            row.reviewer_id = reviewer.id if reviewer else None
        if task.due_on != KEEP:
            row.due_on = task.due_on.isoformat() if isinstance(task.due_on, date) else None
        row.changed_by, row.changed_at = actor.account_id, clock.now()
    session.flush()


def _person(session: Session, chosen: int | str | None, action: Action) -> Account | None:
    if not isinstance(chosen, int):
        return None
    account = account_of(session, chosen)
    if account is None or not account.active:
        raise LookupError(f"no account {chosen}")
    if not may(Role(account.role), action):
        raise NotAllowedError(f"{account.public_name} cannot {action.value}")
    return account


def _writers(session: Session, actor: Actor, item: Item) -> set[int]:
    """Who wrote what is open of an item that the actor may see; raises LookupError."""
    if item.kind == "bundle":
        bundle = open_bundle(session, actor, item.id)
        drafts = [draft for _, draft in bundled_drafts(session, bundle.id) if draft.state in UNFINISHED]
        return {id for draft in drafts for id in draft.writers}
    if item.kind == "report":
        require(actor, Action.ANSWER_READERS)
        if report_by_id(session, _number(item.id)) is None:
            raise LookupError(item.id)
        return set()
    if item.kind == "reply":
        open_request(session, actor, _number(item.id))
        return set()
    if item.kind == "address":
        if ("source", item.id) not in current_states(session, [("source", item.id)]):
            raise LookupError(item.id)
        return set()
    if item.kind in ("check", "end"):
        key = ("company", item.id.partition(" ")[0])
        if key not in current_states(session, [key]):
            raise LookupError(item.id)
        return set()
    unfinished = import_of_id(session, item.id)
    if unfinished is None or unfinished.owner_id != actor.account_id:
        raise LookupError(item.id)
    return {unfinished.owner_id}


def discard_items(session: Session, actor: Actor, clock: Clock, items: Sequence[Item]) -> Outcome:
    """Delete drafts and unfinished imports, and refuse reports as unwanted; what is in review stays, and is told."""
    ways: dict[str, Callable[[Session, Actor, Clock, str], None]] = {
        "bundle": _discard_bundle,
        "report": _refuse_report,
        "import": _discard_import,
        "reply": _keep_request,
        "check": _keep_reminder,
        "end": _keep_reminder,
        "address": _dismiss_address,
    }
    done, left = 0, []
    for item in items:
        try:
            ways[item.kind](session, actor, clock, item.id)
        except NotAllowedError as refusal:
            left.append(str(refusal))
        except LookupError:
            left.append("it no longer exists")
        else:
            done += 1
    return Outcome(done, left)


def _discard_bundle(session: Session, actor: Actor, clock: Clock, id: str) -> None:
    bundle = open_bundle(session, actor, id)
    drafts = [draft for _, draft in bundled_drafts(session, bundle.id) if draft.state in UNFINISHED]
    if bundle.file_name:
        raise NotAllowedError("an imported bundle is deleted on its own page")
    if not drafts:
        raise LookupError(id)
    if any(draft.state not in CHANGEABLE for draft in drafts):
        raise NotAllowedError("it is in review; cancel the review to delete it")
    if any(draft.owner_id != actor.account_id for draft in drafts):
        require(actor, Action.EDIT_DRAFTS)
    for draft in drafts:
        if draft.state in CHANGEABLE:  # with a topic go its lists
            end = discard_topic if draft.kind == "topic" else discard_draft
            end(session, actor, clock, draft.id, draft.version)


def _refuse_report(session: Session, actor: Actor, clock: Clock, id: str) -> None:
    decide_report(session, actor, clock, _number(id), "unwanted")


def _keep_request(session: Session, actor: Actor, _: Clock, id: str) -> None:
    open_request(session, actor, _number(id))
    raise NotAllowedError("what a company was asked is decided on its own page")


def _dismiss_address(session: Session, actor: Actor, _: Clock, id: str) -> None:
    dismiss_state(session, actor, id)


def _keep_reminder(*_: object) -> None:
    raise NotAllowedError("what is to be checked, or ends soon, goes away by itself once it is done")


def _discard_import(session: Session, actor: Actor, _: Clock, id: str) -> None:
    discard_import(session, actor, id)


def _number(id: str) -> int:
    return int(id) if id.isascii() and id.isdecimal() and len(id) < 10 else 0
