"""Readers follow a company or topic by email: they confirm first, leave with one click, and are not tracked.

The address is encrypted in the database. A link’s token is derived from the site’s keys, so that it can be made again
for each mail; the database has its keyed hash only.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.models import Follower
from tracker.records.search_text import title
from tracker.services.auth.second_factors import decrypt_secret, encrypt_secret
from tracker.services.auth.secret_keys import SecretKeys, ready_keys
from tracker.services.auth.throttling import AttemptOrigin
from tracker.services.notifications.outbox import Message, queue_mail
from tracker.settings import Settings
from tracker.store.correspondence.followers import (
    add_follow_ask,
    add_follower,
    count_follow_asks,
    count_followers,
    delete_follower,
    delete_unconfirmed,
    follower_by_token,
    forget_follow_asks,
    is_following,
    lock_followers,
)
from tracker.store.database.connecting import Database
from tracker.store.ledger import ledger_head
from tracker.store.published import current_records
from tracker.store.upkeep.asked_jobs import TakenJob, ask_for, finish

__all__ = [
    "CONFIRM_HOURS",
    "FOLLOW",
    "FOLLOW_KINDS",
    "FollowDoer",
    "FollowProblemError",
    "TooManyFollowersError",
    "ask_to_follow",
    "confirm_follower",
    "erase_unconfirmed",
    "follower_of",
    "leave",
    "subject_name",
    "token_of",
]

FOLLOW = "follow"
FOLLOW_KINDS = ("company", "topic")
CONFIRM_HOURS = 48
_FROM_ONE, _FROM_ALL, _FOR_ONE, _UNCONFIRMED = 5, 120, 5, 1000
_ANY = datetime(1, 1, 1, tzinfo=UTC)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_EMAIL = re.compile(r"[^@\s<>\"'\\,;:()\[\]]{1,64}@[^@\s<>\"'\\,;:()\[\].]+(\.[^@\s<>\"'\\,;:()\[\].]+)+")
_LONGEST = 254
_CONFIRM = """\
Someone, probably you, asked {site} to send news about {name} to this address.

Open this link to confirm it, within two days:
{public_url}/follow/confirm/{token}

If it was not you, do nothing: the address is deleted, and you get no further mail about it."""


class FollowProblemError(ValueError):
    """The address cannot be one; the message says what would be right."""


class TooManyFollowersError(Exception):
    """No more can ask for now."""


def subject_name(session: Session, subject: str) -> str | None:
    """The name of the company or topic that can be followed; None where there is none."""
    kind, _, id = subject.partition(":")
    records = current_records(session, [(kind, id)]) if kind in FOLLOW_KINDS else []
    return title(records[0]) if records and not records[0].taken_down else None


def ask_to_follow(
    database: Database, clock: Clock, keys: SecretKeys, *, subject: str, email: str, address: str
) -> None:
    """Have a link to confirm with mailed. What is asked, and answered, is the same whoever follows: whether a mail is
    due is decided afterwards, by another process.

    ``address`` is the network address it came from, of which a keyed hash is kept for a day. Raises LookupError,
    FollowProblemError, TooManyFollowersError.
    """
    email = email.strip()
    if len(email) > _LONGEST or not email.isascii() or not email.isprintable() or not _EMAIL.fullmatch(email):
        raise FollowProblemError("An email address looks like name@example.org. Please correct it.")
    now, origin_key = clock.now(), keys.digest("follow origin", AttemptOrigin.of_address(address).key)
    sealed = encrypt_secret(keys, json.dumps({"subject": subject, "email": email}))
    with database.changing() as session:
        if subject_name(session, subject) is None:
            raise LookupError(subject)
        lock_followers(session)
        _refuse_beyond_limits(session, now, origin_key)
        add_follow_ask(session, now, origin_key)
        ask_for(session, FOLLOW, token_hex(16), {"at": now.isoformat(), "sealed": sealed})


def _refuse_beyond_limits(session: Session, now: datetime, origin_key: str) -> None:
    """By how often it was asked alone: a limit that counts who follows would tell who does."""
    hour = now - _HOUR
    if count_follow_asks(session, hour, origin_key) >= _FROM_ONE or count_follow_asks(session, hour) >= _FROM_ALL:
        raise TooManyFollowersError


class FollowDoer:
    """Mails links to confirm with, to those who asked for one and do not follow yet."""

    def __init__(self, database: Database, clock: Clock, settings: Settings):
        self.database, self.clock, self.settings = database, clock, settings

    def __call__(self, job: TakenJob) -> None:
        """Queue the mail, and delete the job, in one transaction."""
        keys, now = ready_keys(self.settings.secrets_folder, self.database), self.clock.now()
        sealed = decrypt_secret(keys, job.task["sealed"])
        with self.database.changing() as session:
            if sealed is not None:
                _begin_following(session, keys, self.settings, self.clock, **json.loads(sealed))
            finish(session, job, now)


def _begin_following(
    session: Session, keys: SecretKeys, settings: Settings, clock: Clock, *, subject: str, email: str
) -> None:
    """Mail a link; not to who follows already, was asked, or was asked about much today, nor beyond all bounds."""
    now, email_key, name = clock.now(), keys.digest("follower", email.lower()), subject_name(session, subject)
    lock_followers(session)
    delete_unconfirmed(session, now - timedelta(hours=CONFIRM_HOURS))
    if (
        name is None
        or is_following(session, email_key, subject)
        or _asked_often(session, now, email_key)
        or count_followers(session, confirmed=False) >= _UNCONFIRMED
    ):
        return
    token = _token(keys, subject, email, now)
    add_follower(
        session,
        Follower(
            subject=subject,
            email=encrypt_secret(keys, email),
            email_key=email_key,
            token_sha256=keys.digest("follow link", token),
            asked_at=now,
            position=0,
        ),
    )
    text = _CONFIRM.format(site=settings.site_name, name=name, public_url=settings.public_url, token=token)
    message = Message(email, f"Confirm: {settings.site_name} about {name}", text)
    # A key of its own: mail programs show one message of a key, and another link is another message.
    queue_mail(session, clock, keys, settings, f"confirm {keys.digest('mail', token)}", message)


def _asked_often(session: Session, now: datetime, email_key: str) -> bool:
    return count_followers(session, since=now - _DAY, email_key=email_key, confirmed=False) >= _FOR_ONE


def _token(keys: SecretKeys, subject: str, email: str, at: datetime) -> str:
    return keys.digest("follow token", f"{subject} {email} {at.isoformat()}")


def token_of(keys: SecretKeys, follower: Follower, email: str) -> str:
    """The token in a follower’s links."""
    return _token(keys, follower.subject, email, follower.asked_at)


def follower_of(session: Session, keys: SecretKeys, token: str, *, to_change: bool = False) -> Follower | None:
    """Whose link it is; None for a link that is forged, too old, or of somebody who left."""
    return follower_by_token(session, keys.digest("follow link", token[:200]), to_change=to_change)


def confirm_follower(session: Session, clock: Clock, follower: Follower) -> None:
    """From now on they are told what is published."""
    if follower.confirmed_at is None:
        follower.confirmed_at, follower.position = clock.now(), ledger_head(session).position


def leave(session: Session, follower: Follower) -> None:
    """Forget the address at once."""
    delete_follower(session, follower.id)


def erase_unconfirmed(database: Database, clock: Clock) -> int:
    """Forget addresses that nobody confirmed within two days, and where they came from; how many."""
    before = clock.now() - timedelta(hours=CONFIRM_HOURS)
    with database.reading() as session:
        if not count_followers(session, confirmed=False) and not count_follow_asks(session, _ANY):
            return 0
    with database.changing() as session:
        forget_follow_asks(session, clock.now() - _DAY)
        return delete_unconfirmed(session, before)
