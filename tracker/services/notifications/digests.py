"""The daily mail of each person at the desk: what they are reminded of, by title and link."""

import logging
from datetime import date

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Account
from tracker.services.auth.roles import Actor, Role
from tracker.services.auth.secret_keys import KeysMissingError, ready_keys
from tracker.services.notifications.outbox import Message, queue_mail
from tracker.services.notifications.reminders import Reminder, reminders_of
from tracker.settings import Settings
from tracker.store.correspondence.notices import accounts_to_tell, note_told, notice_choice
from tracker.store.database.connecting import Database

__all__ = ["FROM_HOUR", "REMINDER_WORDS", "choose_notices", "digest", "queue_digests"]

FROM_HOUR = 7
"""The hour of the day, on the site’s clock, from which mails of the day are made."""
REMINDER_WORDS = {
    "returned": "Returned for changes",
    "review, late": "To review, day passed",
    "review": "To review",
    "work, late": "Yours to do, day passed",
    "work": "Yours to do",
    "answer": "Answer from a company to check",
    "no reply": "No answer by the deadline",
    "reply due": "Answer due",
    "coming up": "Coming up",
    "condition": "Condition to look at",
    "not checked": "Not checked lately",
}
"""Kinds of reminder in words, in the order of the mail."""
_log = logging.getLogger(__name__)


def queue_digests(database: Database, clock: Clock, settings: Settings) -> int:
    """Queue the mails of today for whoever wants one and has something to do; how many.

    Any number of processes may call it at once: each person is told once a day.
    """
    local = clock.now().astimezone(settings.time_zone)
    if not settings.sends_mail or local.hour < FROM_HOUR:
        return 0
    today, queued = local.date(), 0
    with database.reading() as session:
        ids = [account.id for account in accounts_to_tell(session, today)]
    for id in ids:
        try:
            with database.changing() as session:
                queued += _queue_one(session, clock, settings, database, id, today)
        except KeysMissingError:
            raise
        except Exception:
            _log.exception("the mail of one account cannot be made")
    return queued


def _queue_one(session: Session, clock: Clock, settings: Settings, database: Database, id: int, today: date) -> bool:
    told_on = notice_choice(session, id).told_on
    account = session.get(Account, id)
    if account is None or not note_told(session, id, today):
        return False
    actor = Actor(account.id, account.public_name, Role(account.role))
    # Who was never told is told what is due now, not all of the next month.
    reminders = reminders_of(session, actor, today, date.fromisoformat(told_on) if told_on else today)
    if not reminders:
        return False
    message = digest(account.email, reminders, settings)
    return queue_mail(session, clock, ready_keys(settings.secrets_folder, database), settings, f"{id} {today}", message)


def digest(email: str, reminders: list[Reminder], settings: Settings) -> Message:
    """The mail: titles, days and links, by kind."""
    parts = []
    for kind, words in REMINDER_WORDS.items():
        if some := [it for it in reminders if it.kind == kind]:
            lines = (f"* {it.title}{f' ({it.day})' if it.day else ''}\n  {settings.public_url}{it.path}" for it in some)
            parts.append("\n".join((words, *lines)))
    many = "1 thing" if len(reminders) == 1 else f"{len(reminders)} things"
    foot = f"To get no such mail: {settings.public_url}/account/#notices"
    return Message(email, f"{settings.site_name}: {many} to look at", "\n\n".join((*parts, foot)))


def choose_notices(session: Session, actor: Actor, email: str) -> None:
    """Keep what somebody chose; raises ValueError for what cannot be chosen."""
    if email not in ("daily", "none"):
        raise ValueError(f"no choice {email}")
    row = notice_choice(session, actor.account_id)
    row.email = email
    session.add(row)
