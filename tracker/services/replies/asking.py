"""Asking a company: the request, the record that tells readers of it, and the one-time link for the answer."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.date_parser import parse_date_text
from tracker.core.dates import DateError, UncertainDate
from tracker.models import ReplyRequest
from tracker.records.invisible import without_invisible
from tracker.records.types.company import Company
from tracker.services.auth.roles import Action, Actor, NotAllowedError, require
from tracker.services.auth.secret_keys import SecretKeys, new_token
from tracker.services.editing.drafts import WriteContext, begin_draft
from tracker.services.editing.free_ids import free_id
from tracker.services.editing.submitting import submit_drafts
from tracker.services.publishing.checking.unanswered import AS_WRITTEN
from tracker.store.correspondence.reply_requests import add_reply_request, reply_request_by_id, waiting_reply_requests
from tracker.store.published import current_records

__all__ = [
    "LINK_DAYS",
    "LONGEST_QUESTIONS",
    "AskProblemsError",
    "Question",
    "ask_company",
    "end_link",
    "link_digest",
    "new_link",
    "open_request",
]

LINK_DAYS = 60
"""How long after the day by which an answer is asked for the link still takes one."""
LONGEST_QUESTIONS = 5000
_LONGEST_LINE = 200
_MOST_DAYS = 365
_PURPOSE = "reply link"
_EMAIL = re.compile(r"[^@\s<>\"'\\,;:()\[\]]{1,64}@[^@\s<>\"'\\,;:()\[\].]+(\.[^@\s<>\"'\\,;:()\[\].]+)+")


class AskProblemsError(ValueError):
    """What is wrong with a request, by the name of the field."""

    def __init__(self, problems: Mapping[str, str]):
        self.problems = dict(problems)
        super().__init__("; ".join(problems.values()))


@dataclass(frozen=True)
class Question:
    """What a company is asked: by whom, in which words, about which records and terms, and by which day, as typed."""

    company: str
    asked_by: str
    questions: str
    until: str
    recipient: str = ""
    email: str = ""
    about: Sequence[str] = ()
    terms: Sequence[str] = ()


def ask_company(
    session: Session, actor: Actor, clock: Clock, keys: SecretKeys, today: date, question: Question
) -> tuple[ReplyRequest, str]:
    """Make a request, and submit the record that tells readers of it; the request and the token of its link.

    The same once more on the same day, as a browser may send it, makes no second one, but another link.
    ``session`` is one of ``Database.writing()``, so that ids are free until they are used. Raises AskProblemsError,
    LookupError for a company that is not published, and what ``submit_drafts`` raises.
    """
    require(actor, Action.ANSWER_READERS)
    company = next(iter(current_records(session, [("company", question.company)])), None)
    if not isinstance(company, Company) or company.taken_down:
        raise LookupError(f"company {question.company}")
    until = _checked(question, today)
    source = _source(session, company, question, today)
    id = free_id(session, "response", f"{company.id}/asked-{today}")
    body = _response(question, id, source["id"], until, today)
    for before in waiting_reply_requests(session, company.id, actor.account_id):
        if _without_ids(json.loads(before.body)) == _without_ids(body):
            return new_link(session, actor, keys, before.id, today)
    drafts = [
        begin_draft(session, actor, clock, kind, WriteContext(data, confirmed=(AS_WRITTEN,)))
        for kind, data in (("response", body), ("source", source))
    ]
    submit_drafts(session, actor, clock, {draft.id: draft.version for draft in drafts})
    token = new_token()
    request = ReplyRequest(
        company_id=company.id,
        response_id=id,
        body=json.dumps(body, ensure_ascii=False, sort_keys=True),
        recipient=_line(question.recipient),
        email=question.email.strip(),
        asked_at=clock.now(),
        asked_by=actor.account_id,
        until=until,
        token_sha256=link_digest(keys, token),
        expires_at=_expiry(until, today),
    )
    add_reply_request(session, request)
    return request, token


def _checked(question: Question, today: date) -> date:
    """The day by which an answer is asked for. Raises AskProblemsError."""
    problems = {}
    if not question.questions.strip():
        problems["questions"] = "Write what you ask the company."
    elif len(question.questions) > LONGEST_QUESTIONS:
        problems["questions"] = f"This may have {LONGEST_QUESTIONS:,} characters. Please shorten it."
    for name in ("asked_by", "recipient"):
        if len(getattr(question, name)) > _LONGEST_LINE:
            problems[name] = f"This may have {_LONGEST_LINE} characters. Please shorten it."
    if not _line(question.asked_by):
        problems["asked_by"] = "Write who asks, such as the name of this site."
    email = question.email.strip()
    if email and (len(email) > 254 or not _EMAIL.fullmatch(email) or not email.isprintable()):
        problems["email"] = "An email address looks like press@company.example. Correct it, or leave the box empty."
    until = today
    try:
        until = UncertainDate.parse(parse_date_text(question.until, today)).latest
        if not today < until <= today + timedelta(days=_MOST_DAYS):
            problems["until"] = f"Enter a day from tomorrow up to {_MOST_DAYS} days ahead."
    except DateError as error:
        problems["until"] = f"{error}."
    if problems:
        raise AskProblemsError(problems)
    return until


def _source(session: Session, company: Company, question: Question, today: date) -> dict[str, Any]:
    return {
        "id": free_id(session, "source", f"question-to-{company.id}-{today}"),
        "title": f"Questions to {company.name}",
        "publisher": _line(question.asked_by),
        "date": today.isoformat(),
        "type": "claim",
        "location": f"Sent to {company.name} on {today}; kept by the editors",
    }


def _response(question: Question, id: str, source: str, until: date, today: date) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": id,
        "company": question.company,
        "asked_by": _line(question.asked_by),
        "question": _text(question.questions),
        "asked": today.isoformat(),
        "until": until.isoformat(),
        "answer": "waiting",
        "answered": today.isoformat(),
        "source": source,
        "about": list(dict.fromkeys(question.about)),
        "terms": list(dict.fromkeys(question.terms)),
    }
    return {name: value for name, value in body.items() if value}


def _without_ids(body: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked, without the ids that were free for it."""
    return {name: value for name, value in body.items() if name not in ("id", "source")}


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return without_invisible("".join(sign for sign in plain if sign.isprintable() or sign in "\n\t")).strip()


def _expiry(until: date, today: date) -> datetime:
    return datetime.combine(max(until, today) + timedelta(days=LINK_DAYS + 1), time.min, UTC)


def link_digest(keys: SecretKeys, token: str) -> str:
    """What the database keeps of a link’s token."""
    return keys.digest(_PURPOSE, token)


def open_request(session: Session, actor: Actor, id: int, *, to_change: bool = False) -> ReplyRequest:
    """A request; raises LookupError, NotAllowedError. ``to_change`` it stays as it is until the transaction ends."""
    require(actor, Action.ANSWER_READERS)
    request = reply_request_by_id(session, id, to_change=to_change)
    if request is None:
        raise LookupError(f"no request {id}")
    return request


def new_link(session: Session, actor: Actor, keys: SecretKeys, id: int, today: date) -> tuple[ReplyRequest, str]:
    """The request and the token of another link, in place of the one before. Raises LookupError, NotAllowedError."""
    request = open_request(session, actor, id, to_change=True)
    if request.erased_at is not None:
        raise NotAllowedError("its personal data has been erased; ask the company again")
    if request.state != "waiting":
        raise NotAllowedError("an answer has already come; decide on it, or ask the company again")
    token = new_token()
    request.token_sha256, request.expires_at = link_digest(keys, token), _expiry(request.until, today)
    session.flush()
    return request, token


def end_link(session: Session, actor: Actor, id: int) -> None:
    """Take a link back: it takes no answer any more. Raises LookupError, NotAllowedError."""
    open_request(session, actor, id, to_change=True).token_sha256 = None
    session.flush()
