"""The form for a company’s answer, and what is shown once it was sent or where a link no longer works."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from sqlalchemy.orm import Session

from tracker.engine.text import day
from tracker.models import ReplyRequest
from tracker.records.types.company import Company
from tracker.services.replies.deciding import REPLY_KEPT_DAYS
from tracker.services.replies.receiving import LONGEST_ANSWER
from tracker.store.published import current_records
from tracker.web.presenting.links import record_href
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["ReplyGonePage", "ReplyPage", "ReplyReceivedPage", "gone_page", "received_page", "reply_page"]


@dataclass(frozen=True, kw_only=True)
class ReplyPage(Page):
    """The questions, and the boxes for the answer."""

    template = "replies/reply.html"

    company: Annotated[str, "The company’s name."]
    company_href: Annotated[str, "Its page on this site."]
    questions: Annotated[str, "What it is asked, as it was sent to it."]
    asked: Annotated[str, "The day on which it was asked."]
    until: Annotated[str, "The day by which an answer is asked for."]
    typed: Annotated[Mapping[str, str], "What was typed, by box."]
    problems: Annotated[Mapping[str, str], "What is wrong, by box."]
    longest: Annotated[Mapping[str, int], "How many characters each box takes."]
    kept_days: Annotated[int, "For how many days what is not published is kept."]


@dataclass(frozen=True, kw_only=True)
class ReplyReceivedPage(Page):
    """The answer has come."""

    template = "replies/received.html"

    contact: Annotated[str, "The site’s contact; empty where there is none."]


@dataclass(frozen=True, kw_only=True)
class ReplyGonePage(Page):
    """No link takes an answer here; what was typed comes back."""

    template = "replies/gone.html"

    typed: Annotated[str, "The answer that was typed; empty where none was."]
    contact: Annotated[str, "The site’s contact; empty where there is none."]


def reply_page(
    session: Session, request: ReplyRequest, questions: str, typed: Mapping[str, str], problems: Mapping[str, str]
) -> ReplyPage:
    """The form for one request: nothing on it is from a draft, only what was sent to the company and what is public."""
    company = next(iter(current_records(session, [("company", request.company_id)])), None)
    name = company.name if isinstance(company, Company) else request.company_id
    return ReplyPage(
        title=f"Questions to {name}",
        description="Answer in your own words. We publish your answer unchanged.",
        company=name,
        company_href=record_href("company", request.company_id) if company and not company.taken_down else "",
        questions=questions,
        asked=day(request.asked_at.astimezone(site().settings.time_zone).date()),
        until=day(request.until),
        typed=typed,
        problems=problems,
        longest=LONGEST_ANSWER,
        kept_days=REPLY_KEPT_DAYS,
    )


def received_page() -> ReplyReceivedPage:
    """What happens with an answer now."""
    return ReplyReceivedPage(
        title="We have received your answer",
        description="The editors check who sent it and then publish it unchanged.",
        contact=site().settings.contact,
    )


def gone_page(typed: str = "") -> ReplyGonePage:
    """The same for every link that takes no answer, whatever the reason."""
    return ReplyGonePage(
        title="This link does not work",
        description="It may have been used, replaced or switched off, or it has expired.",
        typed=typed,
        contact=site().settings.contact,
    )
