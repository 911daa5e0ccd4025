"""The daily mail to each follower: what was published of a company or topic since the last one."""

import logging
from datetime import date
from urllib.parse import quote

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Follower
from tracker.records.types.company import Company
from tracker.services.auth.second_factors import decrypt_secret
from tracker.services.auth.secret_keys import SecretKeys, ready_keys
from tracker.services.notifications.digests import FROM_HOUR
from tracker.services.notifications.following import subject_name, token_of
from tracker.services.notifications.outbox import Message, queue_mail
from tracker.services.reading.feeds.change_texts import change_title
from tracker.services.reading.public_changes import public_entries
from tracker.settings import Settings
from tracker.store.correspondence.followers import followers_to_tell
from tracker.store.database.connecting import Database
from tracker.store.history import Entry, Filter, published_changes
from tracker.store.ledger import ledger_head
from tracker.store.published import current_records, parsed

__all__ = ["queue_follower_mails"]

_MOST_ENTRIES = 25
_AT_ONCE = 200
_log = logging.getLogger(__name__)


def queue_follower_mails(database: Database, clock: Clock, settings: Settings) -> int:
    """Queue the mails of today for followers of whose subject something was published; how many.

    Any number of processes may call it at once; each follower is told once a day, and of each publication once.
    """
    local = clock.now().astimezone(settings.time_zone)
    if not settings.sends_mail or local.hour < FROM_HOUR:
        return 0
    queued, tried = 0, set[int]()
    while True:
        with database.reading() as session:
            ids = [it.id for it in followers_to_tell(session, local.date(), ledger_head(session).position, _AT_ONCE)]
        left = [id for id in ids if id not in tried]
        for id in left:
            keys = ready_keys(settings.secrets_folder, database)
            try:
                with database.changing() as session:
                    queued += _queue_one(session, clock, settings, keys, id)
            except Exception:
                _log.exception("the mail of one follower cannot be made")
        tried.update(left)
        if not left or len(ids) < _AT_ONCE:
            return queued


def _queue_one(session: Session, clock: Clock, settings: Settings, keys: SecretKeys, id: int) -> bool:
    follower = session.get(Follower, id, with_for_update=True)
    today = clock.now().astimezone(settings.time_zone).date()
    if follower is None or follower.confirmed_at is None or not _untold(follower, today):
        return False
    email, name = decrypt_secret(keys, follower.email), subject_name(session, follower.subject)
    head, last_position = ledger_head(session).position, follower.position
    follower.told_on, follower.position = today.isoformat(), head
    if email is None or name is None:
        _log.warning("a follower cannot be told: their key was replaced, or what they follow is gone")
        return False
    entries = [it for it in _changes(session, follower.subject, head) if it.position > last_position]
    if not entries:
        return False
    message = _message(session, settings, name, entries, follower.subject, email, token_of(keys, follower, email))
    return queue_mail(session, clock, keys, settings, f"follower {id} {head}", message)


def _untold(follower: Follower, today: date) -> bool:
    return follower.told_on is None or follower.told_on < today.isoformat()


def _changes(session: Session, subject: str, head: int) -> list[Entry]:
    kind, _, id = subject.partition(":")
    chosen = Filter(companies=(id,), news=True) if kind == "company" else Filter(topic=id, news=True)
    return public_entries(session, head, published_changes(session, head, chosen, most=_MOST_ENTRIES))


def _message(
    session: Session, settings: Settings, name: str, entries: list[Entry], subject: str, email: str, token: str
) -> Message:
    kind, _, id = subject.partition(":")
    about = {("company", getattr(parsed(it.body), "company_id", "")) for it in entries}
    names = {it.id: it.name for it in current_records(session, about) if isinstance(it, Company)}
    lines = [f"* {change_title(it, names)}" for it in entries]
    more = ["* and more"] if len(entries) == _MOST_ENTRIES else []
    list_path = f"/changes?{kind}={quote(id)}"
    leave = f"{settings.public_url}/follow/leave/{token}"
    read = f"Read it: {settings.public_url}{list_path}"
    text = "\n".join((f"New about {name}:", "", *lines, *more, "", read, "", f"Unsubscribe: {leave}"))
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Message(email, f"{settings.site_name}: news about {name}", text, headers)
