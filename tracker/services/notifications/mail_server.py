"""The mail server: connecting to it as the settings say, and what is wrong with it, in words."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from tracker.settings import Settings

__all__ = ["connected", "host_of", "trouble"]

_TIMEOUT = 15.0
_READY = 220


def host_of(settings: Settings) -> str:
    """The name by which the site introduces itself."""
    return urlsplit(settings.public_url).hostname or "localhost"


@contextmanager
def connected(settings: Settings, timeout: float = _TIMEOUT) -> Iterator[smtplib.SMTP]:
    """A connection that takes mail: encrypted and signed in as the settings say, with a certificate that is valid.

    Raises OSError, smtplib.SMTPException, ValueError.
    """
    context = ssl.create_default_context()
    tls, own = settings.smtp_security == "tls", host_of(settings)
    server = (
        smtplib.SMTP_SSL(local_hostname=own, timeout=timeout, context=context)
        if tls
        else smtplib.SMTP(local_hostname=own, timeout=timeout)
    )
    # It looks for the name of the server, to which it was not given when it was made.
    server._host = settings.smtp_host  # type: ignore[attr-defined]
    try:
        code, answer = server.connect(settings.smtp_host, settings.smtp_port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, answer)
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server
        # It has the message now, whatever it says after that.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
    finally:
        server.close()


def trouble(error: Exception) -> tuple[str, str]:
    """What is wrong with the mail server, and what to do; without anything that it said, which may name people."""
    if isinstance(error, ssl.SSLCertVerificationError):
        wrong = (error.verify_message or "it is not valid").rstrip(".")
        return f"its certificate is refused: {wrong}", (
            "set SMTP_HOST to a name that the certificate has; of a certificate of your own, have this machine trust "
            "who signed it"
        )
    if isinstance(error, ssl.SSLError):
        return "no encrypted connection can be made", "check SMTP_SECURITY: tls for port 465, starttls for port 587"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"it refused the sign-in ({error.smtp_code})", "correct SMTP_USER and SMTP_PASSWORD"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it offers no STARTTLS, or no sign-in", "check SMTP_SECURITY and SMTP_PORT, or leave out SMTP_USER"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answered {error.smtp_code}", "look into the log of the mail server; check MAIL_FROM"
    if isinstance(error, (TimeoutError, smtplib.SMTPServerDisconnected)):
        return "it does not answer", "check SMTP_HOST, SMTP_PORT and SMTP_SECURITY, or start the mail server"
    return f"it cannot be reached ({type(error).__name__})", "check SMTP_HOST and SMTP_PORT, or start the mail server"
