"""The outbox: messages wait as jobs, encrypted, and are sent by ``tracker work``; a mail server that is away holds up
nothing.

Each message has a key, so that asking for it again makes no second one. It is deleted once the mail server has taken
it. A process that is killed in between sends it again, but not before its lease is over, and under the same
Message-ID, by which mail programs know it.
"""

import hashlib
import json
import re
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default as default_policy
from email.utils import format_datetime

from sqlalchemy.orm import Session

from tracker.clock import Clock
from tracker.services.auth.second_factors import decrypt_secret, encrypt_secret
from tracker.services.auth.secret_keys import SecretKeys, ready_keys
from tracker.services.notifications.mail_server import connected, host_of, trouble
from tracker.settings import Settings
from tracker.store.database.connecting import Database
from tracker.store.upkeep.asked_jobs import TakenJob, ask_for, delete_job, fail, finish, jobs_of, put_off

__all__ = ["MAIL", "MailDoer", "Message", "as_email", "erase_mails_to", "queue_mail"]

MAIL = "mail"
_AWAY = timedelta(minutes=5)
"""How long a mail server that did not answer is left alone."""
_KEPT = timedelta(days=3)
"""How long a message is tried."""
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)
_PERMANENT = range(500, 600)
_LONGEST_SUBJECT = 150
_WHOLE_HEADERS = default_policy.clone(max_line_length=998)
"""A link in a header would be encoded to wrap it, and no mail program reads it so: 998 is the longest line allowed."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class _CannotWriteError(Exception):
    """One message cannot be sent by this server, such as one to an address that is not ASCII; others can."""


@dataclass(frozen=True)
class Message:
    """A mail of plain text. ``headers`` are further ones, such as List-Unsubscribe."""

    to: str
    subject: str
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


def queue_mail(
    session: Session, clock: Clock, keys: SecretKeys, settings: Settings, key: str, message: Message
) -> bool:
    """Have a message sent once; False where the site sends no mail, or the message waits already.

    It is in the transaction that it follows from: without that there is no message.
    """
    if not settings.sends_mail:
        return False
    whole = {"to": message.to, "subject": message.subject, "text": message.text, "headers": dict(message.headers)}
    sealed = encrypt_secret(keys, json.dumps(whole, ensure_ascii=False))
    return ask_for(session, MAIL, key, {"at": clock.now().isoformat(), "sealed": sealed})


def erase_mails_to(session: Session, keys: SecretKeys, email: str) -> int:
    """Delete what waits to be mailed to an address, was asked for it or could not be; how much.

    Each is opened, as nothing else says to whom it goes.
    """
    erased = 0
    for kind, key, task in jobs_of(session, (MAIL, "follow")):
        sealed = decrypt_secret(keys, task.get("sealed", ""))
        whole = json.loads(sealed) if sealed else {}
        if whole.get("to", whole.get("email", "")).lower() == email.lower():
            delete_job(session, kind, key)
            erased += 1
    return erased


def as_email(message: Message, settings: Settings, key: str, at: datetime) -> EmailMessage:
    """The message as it is sent. Line breaks in headers become blanks, so none adds a header."""
    mail = EmailMessage()
    mail["From"] = settings.mail_from
    mail["To"] = _header(message.to)
    mail["Subject"] = _header(message.subject)[:_LONGEST_SUBJECT]
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = (
        f"<{hashlib.sha256(f'{settings.public_url} {key}'.encode()).hexdigest()[:32]}@{host_of(settings)}>"
    )
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in message.headers.items():
        mail[name] = _header(value)
    mail.set_content(message.text)
    mail.policy = _WHOLE_HEADERS
    return mail


def _header(text: str) -> str:
    return _CONTROLS.sub(" ", text).strip()


class MailDoer:
    """Sends the messages that wait, one at a time."""

    def __init__(self, database: Database, clock: Clock, settings: Settings):
        self.database, self.clock, self.settings = database, clock, settings
        self._away_until: datetime | None = None

    def __call__(self, job: TakenJob) -> None:
        """Send one message, and delete it in the transaction that follows."""
        now = self.clock.now()
        if not self.settings.sends_mail or (self._away_until and now < self._away_until):
            self._later(
                job, "the mail server is not set" if not self.settings.sends_mail else "the mail server is away"
            )
            return
        sealed = decrypt_secret(ready_keys(self.settings.secrets_folder, self.database), job.task["sealed"])
        if sealed is None:
            self._fail(job, "its key was replaced")
            return
        message = Message(**json.loads(sealed))
        try:
            _send(self.settings, as_email(message, self.settings, job.key, datetime.fromisoformat(job.task["at"])))
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            self._refused(job, codes[0] if codes else 0)
        except smtplib.SMTPDataError as error:
            self._refused(job, error.smtp_code)
        except _CannotWriteError:
            self._fail(job, "the mail server cannot write to the address")
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # A wrong password or sender is not the message's fault either: it waits until that is mended.
            self._away_until = now + _AWAY
            self._later(job, f"the mail server: {trouble(error)[0]}")
        else:
            self._away_until = None
            with self.database.changing() as session:
                finish(session, job, self.clock.now())

    def _refused(self, job: TakenJob, code: int) -> None:
        if code in _PERMANENT:
            self._fail(job, f"the mail server refused it ({code})")
        else:
            self._later(job, f"the mail server put it off ({code})")

    def _later(self, job: TakenJob, why: str) -> None:
        now, begun = self.clock.now(), datetime.fromisoformat(job.task["at"])
        if now - begun > _KEPT:
            self._fail(job, f"{why}, for three days")
            return
        wait = min(max((now - begun) / 4, _SHORTEST), _LONGEST)
        with self.database.changing() as session:
            put_off(session, job, now, now + wait, why, tries=0)

    def _fail(self, job: TakenJob, why: str) -> None:
        with self.database.changing() as session:
            fail(session, job, self.clock.now(), why)


def _send(settings: Settings, mail: EmailMessage) -> None:
    with connected(settings) as server:
        try:
            server.send_message(mail)
        except (smtplib.SMTPNotSupportedError, UnicodeError):
            raise _CannotWriteError from None
