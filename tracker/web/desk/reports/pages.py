"""The list of readers’ reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from flask import url_for
from sqlalchemy.orm import Session

from tracker.models.desk.reader_report import REFUSALS, ReaderReport
from tracker.services.intake.reader_reports import KEPT_DAYS
from tracker.store.accounts.people import public_names
from tracker.store.reader_reports import reports_listed
from tracker.web.desk.times import moment_words
from tracker.web.presenting.links import is_own_path, with_query
from tracker.web.presenting.page import Page
from tracker.web.reports.pages import OUTCOME_WORDS

__all__ = ["PER_PAGE", "ReportsPage", "reports_page"]

PER_PAGE = 25
_REPORT_WORDS = {"error": "Error or gap", "tip": "Tip"}


@dataclass(frozen=True)
class ReportRow:
    """One report. ``href`` and ``edit`` lead to the page of this site that it names and to what can be edited there."""

    id: int
    number: str
    kind: str
    received: str
    text: str
    about: str
    href: str
    edit: str
    source: str
    sender: str
    outcome: str
    decided: str
    erased: bool


@dataclass(frozen=True, kw_only=True)
class ReportsPage(Page):
    """Reports that wait for a decision, or decided ones."""

    template = "desk/queue/reports.html"

    undecided: Annotated[bool, "Whether those that wait are shown."]
    rows: Annotated[Sequence[ReportRow], "One page of them, the newest first."]
    refusals: Annotated[Sequence[tuple[str, str]], "Reasons for refusal, each in words."]
    notice: Annotated[str, "What was done just now."]
    next_path: Annotated[str, "Where the list goes on; empty at its end."]
    kept_days: Annotated[int, "For how many days after a decision what was written is kept."]


def reports_page(session: Session, *, undecided: bool, before: int | None, notice: str = "") -> ReportsPage:
    """One page of the reports that wait, or of the decided ones."""
    reports = reports_listed(session, undecided=undecided, before=before, most=PER_PAGE + 1)
    shown = reports[:PER_PAGE]
    names = public_names(session, {report.decided_by for report in shown if report.decided_by})
    more = {} if undecided else {"show": "decided"}
    more = {**more, "before": str(shown[-1].id)} if len(reports) > PER_PAGE else {}
    return ReportsPage(
        title="From readers",
        description="Errors that readers reported, and tips. Only the desk sees them.",
        undecided=undecided,
        rows=[_row(report, names) for report in shown],
        refusals=[(name, OUTCOME_WORDS[name]) for name in REFUSALS],
        notice=notice,
        next_path=with_query(url_for("desk.reports"), more) if more else "",
        kept_days=KEPT_DAYS,
    )


def _outcome(report: ReaderReport) -> str:
    if report.outcome == "open":
        return "Not decided in time" if report.erased_at else ""
    return OUTCOME_WORDS[report.outcome]


def _row(report: ReaderReport, names: dict[int, str]) -> ReportRow:
    own = report.about if is_own_path(report.about) else ""
    decided = ""
    if report.decided_at and report.decided_by:
        decided = f"{names.get(report.decided_by, '')}, {moment_words(report.decided_at)}"
    return ReportRow(
        id=report.id,
        number=report.number,
        kind=_REPORT_WORDS[report.kind],
        received=moment_words(report.received_at),
        text=report.text,
        about=report.about,
        href=own,
        edit=url_for("desk.at", path=own) if own else "",
        source=report.source,
        sender=" · ".join(filter(None, (report.name, report.email))),
        outcome=_outcome(report),
        decided=decided,
        erased=report.erased_at is not None,
    )
