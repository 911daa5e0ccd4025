"""The list of what people outside the desk left, and its erasure for an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.engine.text import day
from tracker.models import ReaderReport, ReplyRequest
from tracker.services.auth.roles import Action
from tracker.services.intake.personal_data import erase_address
from tracker.services.intake.reader_reports import KEPT_DAYS, UNDECIDED_DAYS
from tracker.services.replies.deciding import REPLY_KEPT_DAYS
from tracker.store.correspondence.followers import count_followers
from tracker.store.correspondence.reply_requests import requests_with_data
from tracker.store.reader_reports import reports_with_data
from tracker.web.accounts.auth_decorators import current_actor, needs, recently_verified
from tracker.web.accounts.auth_state import auth_state
from tracker.web.accounts.flash_messages import flash_message, pop_flash_message
from tracker.web.accounts.forms import line
from tracker.web.desk.blueprint import blueprint
from tracker.web.presenting.page import Page, shown
from tracker.web.site import site

__all__: list[str] = []

_MOST = 200


@dataclass(frozen=True)
class DataRow:
    """What one person left: where it is, whose, and until when it is kept."""

    what: str
    href: str
    who: str
    kept: str


@dataclass(frozen=True, kw_only=True)
class PersonalDataPage(Page):
    """All of it."""

    template = "desk/site/personal_data.html"

    rows: Annotated[Sequence[DataRow], "Reports and requests, the oldest first."]
    more: Annotated[bool, "Whether there are more than are listed."]
    followers: Annotated[int, "How many addresses follow something."]
    notice: Annotated[str, "What was done just now."]


@blueprint.get("/personal-data")
@needs(Action.ANSWER_READERS)
def personal_data() -> AnyResponse:
    """The list."""
    with site().database.reading() as session:
        reports, requests = reports_with_data(session, _MOST), requests_with_data(session, _MOST)
        page = PersonalDataPage(
            title="Personal data",
            description="What readers and companies sent us about themselves, and how long we keep it.",
            rows=[*map(_of_report, reports), *map(_of_request, requests)],
            more=len(reports) == _MOST or len(requests) == _MOST,
            followers=count_followers(session),
            notice=pop_flash_message(),
        )
    return Response(shown(page))


@blueprint.post("/personal-data/erase")
@needs(Action.ANSWER_READERS)
@recently_verified
def erase_personal_data() -> AnyResponse:
    """Erase all that an email address left."""
    email = line(request.form, "email")
    with site().database.changing() as session:
        erased = erase_address(session, current_actor(), site().clock, auth_state().now, email)
    flash_message(
        f"Erased: {erased.reports} reports, {erased.requests} requests, {erased.follows} follows, {erased.mails} mails."
        if any(erased)
        else "Nothing of this address is kept here. An answer to be checked is erased after the decision."
    )
    return redirect(url_for("desk.personal_data"), 303)


def _of_report(report: ReaderReport) -> DataRow:
    decided = report.decided_at is not None
    begun, days = (report.decided_at or report.received_at), KEPT_DAYS if decided else UNDECIDED_DAYS
    href = url_for("desk.reports", show="decided") if decided else url_for("desk.reports")
    who = " · ".join(filter(None, (report.name, report.email)))
    return DataRow(f"Report {report.number}", href, who, _kept_until(begun, days))


def _of_request(reply_request: ReplyRequest) -> DataRow:
    ends = reply_request.decided_at or datetime.combine(
        reply_request.until, datetime.min.time(), reply_request.asked_at.tzinfo
    )
    who = " · ".join(filter(None, (reply_request.recipient, reply_request.email, reply_request.speaker)))
    href = url_for("desk.reply_request", id=reply_request.id)
    return DataRow(f"Request to {reply_request.company_id}", href, who, _kept_until(ends, REPLY_KEPT_DAYS))


def _kept_until(begun: datetime, days: int) -> str:
    return day((begun + timedelta(days=days)).astimezone(site().settings.time_zone).date())
