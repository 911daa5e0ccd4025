"""Check of the mail server: connects, encrypts and signs in as the settings say, and sends nothing."""

import smtplib
from collections.abc import Iterator

from tracker.services.notifications.mail_server import connected, trouble
from tracker.services.upkeep.doctor.serving import Check
from tracker.settings import Settings

__all__ = ["mail_checks"]

_TIMEOUT = 5.0
_HERE = ("localhost", "127.0.0.1", "::1")
_WORDS = {"starttls": "encrypted by STARTTLS", "tls": "encrypted", "none": "not encrypted"}


def mail_checks(settings: Settings) -> Iterator[Check]:
    """Whether the mail server takes mail; nothing on a site that sends none."""
    if not settings.sends_mail:
        return
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        with connected(settings, _TIMEOUT) as server:
            server.noop()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        wrong, advice = trouble(error)
        yield Check("mail", "problem", f"{place}: {wrong}", advice)
        return
    if settings.smtp_security == "none" and settings.smtp_host not in _HERE:
        read = "mails and the password" if settings.smtp_user else "mails"
        advice = "set SMTP_SECURITY to starttls or tls; none is for a mail server on the same machine"
        yield Check("mail", "warning", f"{place} answers, not encrypted: {read} can be read on the way", advice)
        return
    signed = ", signed in" if settings.smtp_user else ""
    yield Check("mail", "ok", f"{place} answers, {_WORDS[settings.smtp_security]}{signed}")
