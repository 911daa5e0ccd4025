"""The form for readers’ reports and the page with their outcomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from sqlalchemy.orm import Session

from tracker.engine.text import day
from tracker.models.desk.reader_report import REFUSALS, ReaderReport
from tracker.services.intake.reader_reports import KEPT_DAYS, LONGEST
from tracker.store.reader_reports import reports_tally
from tracker.web.presenting.page import Page
from tracker.web.site import site

__all__ = ["OUTCOME_WORDS", "OutcomesPage", "ReportPage", "outcomes_page", "report_page"]

OUTCOME_WORDS = {
    "open": "Not decided yet",
    "accepted": "Accepted: it led to a correction or to new work on the record",
    "known": "Already in the record",
    "no document": "No document that we can cite shows it",
    "other subject": "Not about a pledge or about what a company did",
    "no error": "We checked it, and the record is right",
    "unwanted": "Advertising or abuse",
}
"""By outcome, as readers and editors read it."""


@dataclass(frozen=True, kw_only=True)
class ReportPage(Page):
    """The form, empty or with what was sent and could not be taken."""

    template = "reports/report.html"

    typed: Annotated[Mapping[str, str], "What was typed, by box."]
    problems: Annotated[Mapping[str, str], "What is wrong, by box."]
    refused: Annotated[str, "Why no report is taken now; empty where it is."]
    longest: Annotated[Mapping[str, int], "How many characters each box takes."]
    kept_days: Annotated[int, "For how many days after a decision what was written is kept."]
    contact: Annotated[str, "The site’s contact; empty where there is none."]


class OutcomeRow(NamedTuple):
    """An outcome in words with how many reports had it."""

    words: str
    reports: int


@dataclass(frozen=True, kw_only=True)
class OutcomesPage(Page):
    """How many reports there were, by outcome; the outcome of one of them, for its sender."""

    template = "reports/outcomes.html"

    received: Annotated[int, "How many reports there are in all."]
    rows: Annotated[Sequence[OutcomeRow], "Outcomes with their counts: open, accepted, and each reason for refusal."]
    number: Annotated[str, "The number that was asked for; empty where none was."]
    unknown: Annotated[bool, "Whether no report has that number."]
    outcome: Annotated[str, "The outcome of that report."]
    open: Annotated[bool, "Whether it is not decided yet."]
    on: Annotated[str, "The day it was received or decided."]


def report_page(
    about: str, *, typed: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None, refused: str = ""
) -> ReportPage:
    """The form for a page of this site (``about`` is its path), or for none."""
    return ReportPage(
        title="Report an error or send a tip",
        description="Tell the editors of this site what is wrong or missing, or what you know. You need no account.",
        typed=typed or {"about": about, "kind": "error" if about else ""},
        problems=wrong or {},
        refused=refused,
        longest=LONGEST,
        kept_days=KEPT_DAYS,
        contact=site().settings.contact,
    )


def outcomes_page(session: Session, number: str, report: ReaderReport | None) -> OutcomesPage:
    """The tally, and the outcome of the report with a number where one was asked for."""
    tally = reports_tally(session)
    return OutcomesPage(
        title="Outcomes of reports",
        description="How many reports and tips we received, and how many we accepted or refused and why.",
        received=sum(tally.values()),
        rows=[OutcomeRow(OUTCOME_WORDS[name], tally.get(name, 0)) for name in ("open", "accepted", *REFUSALS)],
        number=number,
        unknown=bool(number) and report is None,
        outcome=OUTCOME_WORDS[report.outcome] if report else "",
        open=report is not None and report.outcome == "open",
        on=_day(report) if report else "",
    )


def _day(report: ReaderReport) -> str:
    at = report.decided_at or report.received_at
    return day(at.astimezone(site().settings.time_zone).date())
