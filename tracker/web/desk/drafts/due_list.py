"""The dues of a company in the form of evidence: each with its state, and a button that begins a statement about it."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from tracker.core.amounts import amount_text
from tracker.engine.text import day
from tracker.models import Draft
from tracker.records.types.pledge import Pledge
from tracker.services.auth.roles import Actor
from tracker.services.editing.company_dues import CompanyDue, company_dues
from tracker.web.desk.drafts.form_data import company_of
from tracker.web.presenting.links import record_path
from tracker.web.scorecard.findings import heading
from tracker.web.site import site

__all__ = ["ShownDue", "due_list"]


_LONGEST_TITLE = 80


@dataclass(frozen=True)
class ShownDue:
    """A due in words; ``value`` is what its button posts: the pledge, and the day of a turn or milestone."""

    title: str
    href: str
    when: str
    state: str
    target: str
    value: str


def due_list(session: Session, actor: Actor, draft: Draft) -> list[ShownDue]:
    """The dues of the company that a draft of evidence is about; none for other kinds, and while it names no topic."""
    if draft.kind != "evidence":
        return []
    topics = draft.data.get("topics")
    named = [id for id in topics if isinstance(id, str)] if isinstance(topics, list) else []
    zone = site().settings.time_zone
    dues = company_dues(session, actor, site().clock, zone, company_of(draft.data), named)
    return [_shown(due) for due in dues]


def _shown(due: CompanyDue) -> ShownDue:
    finding, pledge = due.finding, due.pledge
    on = finding.due.latest if finding.due else None
    own_day = on if finding.kind != "deadline" else None
    return ShownDue(
        title=_title(pledge),
        href=url_for("desk.draft", id=due.draft) if due.draft else record_path("pledge", pledge.id),
        when=_when(due),
        state=heading(due.card.dossier, finding),
        target=amount_text(finding.target, finding.unit or "") if finding.target else "",
        value=f"{pledge.id} {own_day.isoformat() if own_day else ''}".strip(),
    )


def _when(due: CompanyDue) -> str:
    limit = due.finding.due
    if limit is None:
        return "no deadline"
    if limit.condition is not None and limit.latest is None:
        return f"due once {limit.condition.name}"
    return f"due by {day(limit.latest)}" if limit.latest else "no deadline"


def _title(pledge: Pledge) -> str:
    """The short name, else the words of the last version, shortened."""
    last = pledge.versions[-1]
    title = pledge.title or last.short or last.quote or last.reported or pledge.id
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"
