"""Page variables of requests to companies."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote

from flask import url_for
from sqlalchemy.orm import Session

from tracker.engine.text import day
from tracker.models import ReplyRequest
from tracker.records.types.company import Company
from tracker.services.replies.asking import LONGEST_QUESTIONS
from tracker.services.replies.deciding import ANSWERS, CHECKS, REPLY_KEPT_DAYS
from tracker.store.accounts.people import public_names
from tracker.store.correspondence.reply_requests import reply_requests_listed
from tracker.store.published import current_records
from tracker.web.desk.replies.letter import letter
from tracker.web.desk.times import day_words, moment_words
from tracker.web.presenting.links import record_path, with_query
from tracker.web.presenting.page import Link, Page
from tracker.web.site import site

__all__ = [
    "AskPage",
    "LinkPage",
    "RepliesPage",
    "ReplyRequestPage",
    "ask_page",
    "link_page",
    "replies_page",
    "request_page",
]

PER_PAGE = 50
TABS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "": ("Answers to check", ("answered",)),
    "waiting": ("Waiting for an answer", ("waiting",)),
    "decided": ("Decided", ("accepted", "refused")),
}
"""By the value of ``show``: its words, and the states of the requests it lists."""
ANSWER_WORDS = {
    "full": "It answers in full",
    "partly": "It answers in part",
    "declined": "It declines to answer",
    "denied": "It denies what is on record",
}
_STATES = {
    "waiting": "no answer yet",
    "answered": "an answer came",
    "accepted": "taken into the record",
    "refused": "not from the company",
}


@dataclass(frozen=True, kw_only=True)
class AskPage(Page):
    """The form of a request."""

    template = "desk/replies/ask.html"

    company: Annotated[str, "The company’s id."]
    typed: Annotated[Mapping[str, str], "What is in the boxes."]
    about: Annotated[Sequence[Link], "The records that the question is about."]
    terms: Annotated[Sequence[str], "The terms that the question is about."]
    wrong: Annotated[Mapping[str, str], "What is wrong, by box."]
    longest: Annotated[int, "How many characters the questions may have."]
    may_ask: Annotated[bool, "Whether this person may make requests."] = True


@dataclass(frozen=True, kw_only=True)
class LinkPage(Page):
    """A request with its link, which is shown once."""

    template = "desk/replies/link.html"

    href: Annotated[str, "The page of the request at the desk."]
    link: Annotated[str, "The one-time link."]
    text: Annotated[str, "The letter, to copy."]
    mailto: Annotated[str, "The same as an email to write; empty without an address."]
    expires: Annotated[str, "The last day on which the link takes an answer."]


@dataclass(frozen=True)
class RequestRow:
    """One request in the list."""

    id: int
    company: str
    href: str
    asked: str
    until: str
    state: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class RepliesPage(Page):
    """Requests, by what is to be done about them."""

    template = "desk/replies/list.html"

    tabs: Annotated[Sequence[tuple[str, str, bool]], "Lists: their words, addresses, and whether it is this one."]
    rows: Annotated[Sequence[RequestRow], "One page of them."]
    next_path: Annotated[str, "Where the list goes on; empty at its end."]
    notice: Annotated[str, "What was done just now."]


@dataclass(frozen=True, kw_only=True)
class ReplyRequestPage(Page):
    """One request: what was asked, what came, and what can be done."""

    template = "desk/replies/request.html"

    id: Annotated[int, "Its number."]
    state: Annotated[str, "waiting, answered, accepted or refused."]
    record: Annotated[str, "The page of the record that tells readers of it."]
    asked: Annotated[str, "When and by whom it was asked."]
    until: Annotated[str, "The day by which an answer is asked for."]
    late: Annotated[bool, "Whether that day has passed without an answer."]
    recipient: Annotated[str, "Whom the request went to."]
    questions: Annotated[str, "What was asked."]
    link: Annotated[str, "Until when its link takes an answer; empty where none does."]
    answer: Annotated[str, "The company’s words."]
    speaker: Annotated[str, "Who sent them, with function."]
    came: Annotated[str, "When they came."]
    decided: Annotated[str, "What was decided, when and by whom."]
    erased: Annotated[bool, "Whether what people of the company left is erased."]
    answers: Annotated[Mapping[str, str], "What an answer can be, in words."]
    checks: Annotated[Mapping[str, str], "How it can be checked who sent it, in words."]
    kept_days: Annotated[int, "How long what people left is kept."]
    notice: Annotated[str, "What was done just now, or why not."]


def company_name(session: Session, id: str) -> str:
    """The name of a company as published, else its id."""
    company = next(iter(current_records(session, [("company", id)])), None)
    return company.name if isinstance(company, Company) else id


def ask_page(
    session: Session,
    company: str,
    typed: Mapping[str, str],
    about: Sequence[tuple[str, str]],
    terms: Sequence[str],
    wrong: Mapping[str, str] | None = None,
) -> AskPage:
    """The form, with what is filled in or was typed."""
    return AskPage(
        title=f"Ask {company_name(session, company)}",
        description="Readers see that the company was asked, the deadline, and later the answer.",
        company=company,
        typed=typed,
        about=[Link(id, record_path(kind, id), id) for kind, id in about],
        terms=terms,
        wrong=wrong or {},
        longest=LONGEST_QUESTIONS,
    )


def link_page(session: Session, request: ReplyRequest, token: str) -> LinkPage:
    """The letter with the link. Nothing keeps the link: who leaves this page makes another one."""
    link = site().settings.public_url + url_for("replies.reply", token=token)
    name = company_name(session, request.company_id)
    text = letter(name, request.company_id, link, day(request.until), json.loads(request.body), request.recipient)
    subject = f"Questions from {json.loads(request.body)['asked_by']}"
    query = f"subject={quote(subject)}&body={quote(text)}"
    return LinkPage(
        title=f"Send the questions to {name}",
        description="We do not send them. Copy the text, or open it as an email. We show the link only once.",
        href=url_for("desk.reply_request", id=request.id),
        link=link,
        text=text,
        mailto=f"mailto:{quote(request.email, safe='@')}?{query}" if request.email else "",
        expires=_last_day(request),
    )


def replies_page(session: Session, show: str, before: int | None, notice: str) -> RepliesPage:
    """One page of the requests in one of the lists."""
    requests = reply_requests_listed(session, TABS[show][1], before=before, most=PER_PAGE + 1)
    shown = requests[:PER_PAGE]
    path = url_for("desk.replies")
    further = {"show": show} if show else {}
    names = {
        record.id: record.name
        for record in current_records(session, [("company", it.company_id) for it in shown])
        if isinstance(record, Company)
    }
    return RepliesPage(
        title="Questions to companies",
        description="What we asked companies, the deadlines, and their answers.",
        tabs=[(words, with_query(path, {"show": key} if key else {}), key == show) for key, (words, _) in TABS.items()],
        rows=[_row(it, names.get(it.company_id, it.company_id)) for it in shown],
        next_path=with_query(path, {**further, "before": str(shown[-1].id)}) if len(requests) > PER_PAGE else "",
        notice=notice,
    )


def _row(request: ReplyRequest, name: str) -> RequestRow:
    return RequestRow(
        request.id,
        name,
        url_for("desk.reply_request", id=request.id),
        moment_words(request.asked_at),
        day(request.until),
        _STATES[request.state],
        _late(request),
    )


def _late(request: ReplyRequest) -> bool:
    return request.state == "waiting" and request.until < site().today


def _last_day(request: ReplyRequest) -> str:
    """The last day on which its link takes an answer: it ends with the first moment of the next."""
    return day_words(request.expires_at - timedelta(seconds=1))


def request_page(session: Session, request: ReplyRequest, notice: str) -> ReplyRequestPage:
    """One request."""
    names = public_names(session, {request.asked_by, *([request.decided_by] if request.decided_by else [])})
    name = company_name(session, request.company_id)
    holds = request.token_sha256 is not None and request.expires_at > site().clock.now()
    decided = ""
    if request.decided_at and request.decided_by:
        how = f", {request.checked_how}" if request.checked_how else ""
        decided = f"{_STATES[request.state]}{how}: {names[request.decided_by]}, {moment_words(request.decided_at)}"
    return ReplyRequestPage(
        title=f"Questions to {name}",
        description=f"{_STATES[request.state]}.".capitalize(),
        id=request.id,
        state=request.state,
        record=record_path("response", request.response_id),
        asked=f"{moment_words(request.asked_at)} by {names[request.asked_by]}",
        until=day(request.until),
        late=_late(request),
        recipient=" · ".join(filter(None, (request.recipient, request.email))),
        questions=json.loads(request.body)["question"],
        link=_last_day(request) if holds else "",
        answer=request.text,
        speaker=request.speaker,
        came=moment_words(request.answered_at) if request.answered_at else "",
        decided=decided,
        erased=request.erased_at is not None,
        answers={key: ANSWER_WORDS[key] for key in ANSWERS},
        checks=CHECKS,
        kept_days=REPLY_KEPT_DAYS,
        notice=notice,
    )
