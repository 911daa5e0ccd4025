"""Taking a company’s answer into the record, word for word, once somebody checked who sent it; or refusing it."""

import json
from collections.abc import Mapping
from datetime import date, timedelta, tzinfo
from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Draft, ReplyRequest
from tracker.records.types.company import Company
from tracker.services.auth.account_events import AccountEventKind, log_own
from tracker.services.auth.roles import Actor, NotAllowedError
from tracker.services.editing.drafts import WriteContext, begin_draft, edit_record, save_draft
from tracker.services.editing.free_ids import free_id
from tracker.services.editing.submitting import submit_drafts
from tracker.services.publishing.checking.unanswered import AS_WRITTEN
from tracker.services.replies.asking import open_request
from tracker.store.correspondence.reply_requests import anything_to_erase, erase_reply_requests
from tracker.store.database.connecting import Database
from tracker.store.editing.drafts import ids_in_drafts
from tracker.store.published import current_records, current_states

__all__ = ["ANSWERS", "CHECKS", "REPLY_KEPT_DAYS", "accept_answer", "erase_old_replies", "erase_reply", "refuse_answer"]

ANSWERS = ("full", "partly", "declined", "denied")
"""What an answer can be, as the record has it."""
CHECKS: Mapping[str, str] = {
    "phone": "by telephone, at a number that the company publishes",
    "email": "by email, at an address that the company publishes",
    "person": "in person",
    "signed": "by a signed letter",
}
"""How it was checked who sent an answer: what the source tells readers."""
REPLY_KEPT_DAYS = 180
"""How long what people of companies left is kept: after a decision, or after the day by which nobody answered."""


def accept_answer(
    session: Session, actor: Actor, clock: Clock, zone: tzinfo, id: int, *, answer: str, checked: str
) -> Draft:
    """Submit the company’s answer for review, in its own words; the draft of the record that has it.

    It came on the day that it was then in ``zone``, the site’s, where it was asked. ``session`` is one of
    ``Database.writing()``. Once is enough: a repeated request gives NotAllowedError. Raises LookupError, ValueError for
    a choice that there is not, NotAllowedError, and what ``submit_drafts`` raises.
    """
    request = _answered(session, actor, id)
    if answer not in ANSWERS or checked not in CHECKS:
        raise ValueError("choose what the answer is, and how you checked who sent it")
    assert request.answered_at is not None
    came_on = request.answered_at.astimezone(zone).date()
    source = begin_draft(
        session, actor, clock, "source",
        WriteContext(_source(session, request, came_on, CHECKS[checked]), confirmed=(AS_WRITTEN,)),
    )  # fmt: skip
    draft = _record(session, actor, clock, request)
    came = {
        "answer": answer,
        "answered": came_on.isoformat(),
        "text": request.text,
        "speaker": request.speaker,
        "source": source.data["id"],
    }
    work = WriteContext({**draft.data, **came}, confirmed=(AS_WRITTEN,))
    draft = save_draft(session, actor, clock, draft.id, draft.version, work)
    _decide(session, actor, clock, request, "accepted", CHECKS[checked])
    submit_drafts(session, actor, clock, {draft.id: draft.version, source.id: source.version})
    return draft


def _answered(session: Session, actor: Actor, id: int) -> ReplyRequest:
    request = open_request(session, actor, id, to_change=True)
    if request.state != "answered":
        raise NotAllowedError("there is no answer to decide on")
    return request


def _source(session: Session, request: ReplyRequest, on: date, checked: str) -> dict[str, Any]:
    [company] = current_records(session, [("company", request.company_id)])
    assert isinstance(company, Company)
    return {
        "id": free_id(session, "source", f"answer-of-{company.id}-{on}"),
        "title": f"Answer of {company.name}",
        "publisher": company.name,
        "date": on.isoformat(),
        "type": "record",
        "location": f"Sent on {on} by the link in our questions; sender checked {checked}",
    }


def _record(session: Session, actor: Actor, clock: Clock, request: ReplyRequest) -> Draft:
    """A draft of the record that tells of the request: of what is published, or new where that never was."""
    key = ("response", request.response_id)
    if key in current_states(session, [key]):
        draft = edit_record(session, actor, clock, key)
        if draft.state == "submitted":
            raise NotAllowedError("your edit of the record of this question is in review; wait until it is published")
        return draft
    if ids_in_drafts(session, *key[:1], [request.response_id], but=""):
        raise NotAllowedError("the record of the question is not published yet. Have it reviewed first")
    work = WriteContext(json.loads(request.body), confirmed=(AS_WRITTEN,))
    return begin_draft(session, actor, clock, "response", work)


def refuse_answer(session: Session, actor: Actor, clock: Clock, id: int) -> None:
    """Refuse an answer that is not from the company: none of it is published. Raises LookupError, NotAllowedError."""
    _decide(session, actor, clock, _answered(session, actor, id), "refused", "")


def _decide(session: Session, actor: Actor, clock: Clock, request: ReplyRequest, state: str, how: str) -> None:
    request.state, request.checked_how = state, how
    request.decided_at, request.decided_by = clock.now(), actor.account_id
    session.flush()


def erase_reply(session: Session, actor: Actor, clock: Clock, id: int) -> None:
    """Erase what the company’s people left with a request, with an event. Raises LookupError, NotAllowedError."""
    request = open_request(session, actor, id, to_change=True)
    if request.state == "answered":
        raise NotAllowedError("decide on the answer first")
    now = clock.now()
    if erase_reply_requests(session, now, id=id, decided_before=now, until_before=now.date()):
        log_own(session, clock, actor, AccountEventKind.ERASED, f"request {id} to {request.company_id}")


def erase_old_replies(database: Database, clock: Clock) -> int:
    """Erase what is older than it is kept, with an event; how many requests."""
    now = clock.now()
    limits = now - timedelta(days=REPLY_KEPT_DAYS), now.date() - timedelta(days=REPLY_KEPT_DAYS)
    with database.reading() as session:
        if not anything_to_erase(session, *limits):
            return 0
    with database.changing() as session:
        erased = erase_reply_requests(session, now, decided_before=limits[0], until_before=limits[1])
        log_own(session, clock, None, AccountEventKind.ERASED, f"{erased} requests to companies")
        return erased
