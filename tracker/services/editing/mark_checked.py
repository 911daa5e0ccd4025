"""“We looked, and there was nothing new”: a check for each company and topic, submitted for review at once.

Each is a record of its own: two people who look at the same moment change nothing of each other's. The latest counts.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.date_parser import parse_date_text
from tracker.core.dates import DateError, UncertainDate
from tracker.services.auth.roles import Actor, NotAllowedError
from tracker.services.editing.drafts import WriteContext, begin_draft
from tracker.services.editing.free_ids import free_id
from tracker.services.editing.submitting import submit_drafts
from tracker.services.publishing.checking.unanswered import AS_WRITTEN
from tracker.store.desk.assignments import forget_assignments
from tracker.store.editing.drafts import own_checks_waiting
from tracker.store.published import current_states

__all__ = ["MOST_CHECKED", "MarkedChecked", "mark_checked"]

MOST_CHECKED = 100
"""Companies and topics that are marked at once."""


class MarkedChecked(NamedTuple):
    """How many checks were submitted, until which day, and how many waited for review already."""

    submitted: int
    until: UncertainDate
    waiting: int


def mark_checked(
    session: Session, actor: Actor, clock: Clock, today: date, *, pairs: Collection[tuple[str, str]], until: str
) -> MarkedChecked:
    """Submit a check of each pair of company and topic until a day, written as people do.

    ``session`` is one of ``Database.writing()``. What this person submitted before and nobody has reviewed is not
    submitted twice. Raises LookupError for what is not published, DateError for a day that cannot be read or lies
    ahead, NotAllowedError where nothing, or too much, is chosen.
    """
    chosen = list(dict.fromkeys(pairs))
    if not 1 <= len(chosen) <= MOST_CHECKED:
        raise NotAllowedError(f"choose from 1 to {MOST_CHECKED} companies")
    keys = {("company", company) for company, _ in chosen} | {("topic", topic) for _, topic in chosen}
    if missing := keys - set(current_states(session, keys)):
        raise LookupError(" ".join(min(missing)))
    written = parse_date_text(until, today)
    day = UncertainDate.parse(written)
    if day.latest > today:
        raise DateError(f"“{until.strip()}” is in the future; enter today or an earlier date")
    waiting = own_checks_waiting(session, actor.account_id)
    fresh = [pair for pair in chosen if (*pair, written) not in waiting]
    versions = {}
    for company, topic in fresh:
        draft = begin_draft(session, actor, clock, "check", _work(session, company, topic, written, today))
        versions[draft.id] = draft.version
    submit_drafts(session, actor, clock, versions)
    forget_assignments(session, "check", [f"{company} {topic}" for company, topic in fresh])
    return MarkedChecked(len(fresh), day, len(chosen) - len(fresh))


def _work(session: Session, company: str, topic: str, until: str, today: date) -> WriteContext:
    id = free_id(session, "check", f"{company.replace('/', '-')}/{topic.replace('/', '-')}-{today}")
    body: dict[str, Any] = {"id": id, "company": company, "topic": topic, "until": until}
    return WriteContext(body, confirmed=(AS_WRITTEN,))
