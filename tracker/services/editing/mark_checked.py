"""Recording the date until which a company’s record was checked: a change of the topic, reviewed like any other."""

from datetime import date

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.core.date_parser import parse_date_text
from tracker.core.dates import DateError, UncertainDate
from tracker.models.draft import Draft
from tracker.services.auth.roles import Actor, NotAllowedError
from tracker.services.editing.drafts import WriteContext, edit_record, save_draft
from tracker.store.published import current_states

__all__ = ["mark_checked"]


def mark_checked(
    session: Session, actor: Actor, clock: Clock, today: date, *, topic: str, company: str, until: str
) -> Draft:
    """The actor's draft of the topic, in which the company's record is checked until a day, written as people do.

    Several companies can be noted in one draft. Raises LookupError for what is not published, DateError for a day that
    cannot be read or lies ahead, NotAllowedError while the actor's draft of the topic waits for review.
    """
    if ("company", company) not in current_states(session, [("company", company)]):
        raise LookupError(f"company {company}")
    written = parse_date_text(until, today)
    if UncertainDate.parse(written).latest > today:
        raise DateError(f"“{until.strip()}” is in the future; enter today or an earlier date")
    draft = edit_record(session, actor, clock, ("topic", topic))
    if draft.state == "submitted":
        raise NotAllowedError("your edit of this topic is in review; wait until it is published, or cancel the review")
    data = draft.data
    checked = {**data.get("checked_until", {}), company: written}
    work = WriteContext(
        {**data, "checked_until": checked}, draft.chosen_change or "update", draft.note, tuple(draft.confirmed)
    )
    return save_draft(session, actor, clock, draft.id, draft.version, work)
